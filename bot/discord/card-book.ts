import type { CardView, CommunityView } from '#shared/schemas/community.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { CardPlace } from './card-post.ts';
import { wants } from './wants.ts';

/** A card as it was last seen. `mark` is what it shows; undefined where nobody has looked yet. */
export type KnownCard = CardPlace & {
  readonly state: CardView['state'];
  readonly mark: number | null | undefined;
  /** The core knows where the card is, and in which state. */
  readonly isNoted: boolean;
};

/** What is to be done about one drop in one community. */
export type Task =
  | { readonly do: 'note'; readonly card: KnownCard; readonly channelId: string }
  | { readonly do: 'look' | 'post'; readonly channelId: string }
  | { readonly do: 'edit'; readonly card: KnownCard; readonly channelId: string };

/** What a task is about: `<drop>:<community>`. */
export type CardKey = `${string}:${string}`;

/** Names a drop in a community. */
export function cardKey(dropId: string, communityId: string): CardKey {
  return `${dropId}:${communityId}`;
}

/** The parts of a key. */
export function readCardKey(key: string): { readonly dropId: string; readonly communityId: string } {
  const at = key.indexOf(':');
  return { dropId: key.slice(0, at), communityId: key.slice(at + 1) };
}

/**
 * What has to be done so that a community's card of a drop is true. A card that somebody deleted is left alone, and so is a community
 * that wants no more of this kind: its card that stands stays true. Before a card is posted, or edited without knowing what it shows,
 * the channel is looked at once: it may have been posted by a process that is gone.
 */
export function findTask(
  drop: { readonly view: DropView; readonly mark: number },
  community: CommunityView,
  card: KnownCard | undefined,
  isSurveyed: (channelId: string) => boolean,
): Task | undefined {
  if (!community.isPresent) return undefined;
  if (card && !card.isNoted) return { do: 'note', card, channelId: card.channelId };
  if (card) {
    if (card.state === 'removed' || card.mark === drop.mark) return undefined;
    const { channelId } = card;
    return card.mark === undefined && !isSurveyed(channelId)
      ? { do: 'look', channelId }
      : { do: 'edit', card, channelId };
  }
  const channelId = community.settings.dropsChannelId;
  if (channelId === null || drop.view.status !== 'open' || !wants(community, drop.view)) return undefined;
  return { do: isSurveyed(channelId) ? 'post' : 'look', channelId };
}
