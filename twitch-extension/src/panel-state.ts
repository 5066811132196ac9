import { useSyncExternalStore } from 'react';
import type { Feed } from './feed.ts';
import { openSession, type Session } from './session.ts';
import { connectTwitch, type TwitchHost, type TwitchState } from './twitch.ts';
import { openChannel, type Channel } from './use-channel.ts';
import { mayStillChange, openMyOrders, type Mine } from './use-my-orders.ts';

/** Everything that a page of the extension talks to, made once per page. */
export type Panel = {
  readonly twitch: TwitchHost;
  readonly session: Session;
  readonly channel: Channel;
  readonly mine: Feed<Mine>;
};

/** Connects the parts: who looks, whether they look, and what changed decide which feed is awake and when it asks again. */
export function openPanel(): Panel {
  const twitch = connectTwitch();
  const session = openSession(twitch);
  const channel = openChannel(twitch, session);
  const mine = openMyOrders(session);

  const arrange = () => {
    const { viewer, coreUrl, isShown } = twitch.get();
    const canAsk = viewer !== null && coreUrl !== null && isShown && document.visibilityState === 'visible';
    channel.feed.setAwake(canAsk);
    mine.setAwake(canAsk && viewer.hasSharedIdentity);
  };
  const askAgain = () => {
    channel.feed.refresh();
    mine.refresh();
  };

  let before = twitch.get();
  twitch.subscribe(() => {
    const { coreUrl, viewer } = twitch.get();
    arrange();
    // A new token alone is no news; another address is, and so is a token after one that the core refused.
    const wasRefused = channel.feed.get().problem?.status === 401;
    if (
      (before.coreUrl !== null && coreUrl !== before.coreUrl) ||
      (wasRefused && viewer?.token !== before.viewer?.token)
    )
      askAgain();
    before = twitch.get();
  });
  let revision: string | undefined;
  channel.feed.subscribe(() => {
    const seen = channel.feed.get().value?.revision;
    const orders = mine.get().value?.orders ?? [];
    const isAboutUs = orders.some((order) => mayStillChange(order, channel.now()));
    if (revision !== undefined && seen !== revision && isAboutUs) mine.refresh();
    revision = seen;
  });
  document.addEventListener('visibilitychange', arrange);
  window.addEventListener('online', askAgain);
  return { twitch, session, channel, mine };
}

/** What Twitch says, as a component follows it. */
export function useTwitch(twitch: TwitchHost): TwitchState {
  return useSyncExternalStore(twitch.subscribe, twitch.get);
}

function watchConnection(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Whether the browser has a network at all. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(watchConnection, () => navigator.onLine);
}
