import type { Core } from '../api.ts';
import { pause } from '../backoff.ts';

/** Finds the cards that the federation has posted, for people who wait for one. */
export type CardFinder = {
  /**
   * Where a drop's card is in a community, and in how many communities it has one. It is waited for a little, because cards are
   * posted by whichever process keeps them; `url` null: it is not there yet, or the community shows no such drops.
   */
  find(
    dropId: string,
    communityId: string | null,
  ): Promise<{ readonly url: string | null; readonly communities: number }>;
};

const looks = 12;

/** Makes what finds cards; it looks every so many milliseconds, a dozen times at most. */
export function createCardFinder(core: Core, everyMs: number, signal: AbortSignal): CardFinder {
  return {
    async find(dropId, communityId) {
      for (let left = looks; ; left -= 1) {
        const { cards } = await core.own.listCards({ query: { dropId } }, signal);
        const posted = cards.filter((each) => each.dropId === dropId && each.state === 'posted');
        const here = posted.find((each) => each.communityId === communityId);
        if (here || left <= 1 || signal.aborted)
          return { url: here ? cardAddress(here) : null, communities: posted.length };
        await pause(everyMs, signal);
      }
    },
  };
}

/** Where a browser or Discord's own client opens a card. */
export function cardAddress(card: { communityId: string; channelId: string; messageId: string }): string {
  return `https://discord.com/channels/${card.communityId}/${card.channelId}/${card.messageId}`;
}
