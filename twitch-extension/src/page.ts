import { useSyncExternalStore } from 'react';
import type { Feed, FeedState } from '#shared/ui/feed.ts';
import type { ClientOf, Endpoints } from '#shared/api/client-of.ts';
import { openSession, type Session } from './session.ts';
import { connectTwitch, type TwitchHost, type TwitchState, type Viewer } from './twitch.ts';

/** What every page of the extension talks to, made once per page. */
export type Page<Client = unknown> = { readonly twitch: TwitchHost; readonly session: Session<Client> };

/** Connects a page to Twitch and to as much of the core as it uses. */
export function openPage<const E extends Endpoints>(endpoints: E): Page<ClientOf<E>> {
  const twitch = connectTwitch();
  return { twitch, session: openSession(twitch, endpoints) };
}

/** A feed of a page, and whose viewing it is for; without `isFor` everybody's. */
export type WatchedFeed = {
  readonly feed: Pick<Feed<unknown>, 'get' | 'refresh' | 'setAwake'>;
  readonly isFor?: (viewer: Viewer) => boolean;
};

/**
 * Keeps feeds awake exactly while somebody looks and the core can be asked: a hidden page asks nothing, one that is seen again catches
 * up at once, and so does one that finds its network again.
 */
export function keepFresh(twitch: TwitchHost, watched: readonly WatchedFeed[]): void {
  const arrange = () => {
    const { viewer, coreUrl, isShown } = twitch.get();
    const canAsk = viewer !== null && coreUrl !== null && isShown && document.visibilityState === 'visible';
    for (const { feed, isFor } of watched) feed.setAwake(canAsk && (isFor?.(viewer) ?? true));
  };
  const askAgain = () => {
    for (const { feed } of watched) feed.refresh();
  };

  let before = twitch.get();
  twitch.subscribe(() => {
    const { coreUrl, viewer } = twitch.get();
    arrange();
    // A new token alone is no news; another address is, and so is a token after one that the core refused.
    const wasRefused = watched.some(({ feed }) => feed.get().problem?.status === 401);
    const hasMoved = before.coreUrl !== null && coreUrl !== before.coreUrl;
    if (hasMoved || (wasRefused && viewer?.token !== before.viewer?.token)) askAgain();
    before = twitch.get();
  });
  document.addEventListener('visibilitychange', arrange);
  window.addEventListener('online', askAgain);
}

/** What Twitch says, as a component follows it. */
export function useTwitch(twitch: TwitchHost): TwitchState {
  return useSyncExternalStore(twitch.subscribe, twitch.get);
}

/** A feed's state, as a component follows it. */
export function useFeed<T>(feed: Feed<T>): FeedState<T> {
  return useSyncExternalStore(feed.subscribe, feed.get);
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
