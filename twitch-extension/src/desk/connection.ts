import { useSyncExternalStore } from 'react';
import { minute, second } from '#shared/house-rules.ts';
import type { ConnectionView } from '#shared/schemas/desk.ts';
import { createFeed, type Feed } from '#shared/ui/feed.ts';
import type { Page } from '../page.ts';
import type { DeskClient } from './desk-client.ts';

/** How the channel stands with C500, and what its broadcaster can do about it. */
export type Connection = {
  readonly feed: Feed<ConnectionView>;
  /** The broadcaster went to Twitch in another tab: from now on the page looks often, until the answer is there. */
  readonly expectConsent: () => void;
  readonly expectation: Expectation;
  /** @throws ApiProblem when refused */
  readonly disconnect: () => Promise<void>;
};

type Expectation = { readonly get: () => boolean; readonly subscribe: (listener: () => void) => () => void };

/** Twitch's question is answered within minutes, or not at all: our link to it is good no longer. */
const expectMs = 10 * minute;
const restExpectingMs = 3 * second;
const restSettlingMs = 10 * second;
const restMs = 60 * second;

/** Opens the feed of the connection. Another tab is where it changes, so coming back to the window is a reason to look. */
export function openConnection(page: Page<DeskClient>): Connection {
  const listeners = new Set<() => void>();
  let expecting: { readonly before: number | null; readonly until: number } | null = null;
  const expect = (next: typeof expecting) => {
    expecting = next;
    for (const listener of listeners) listener();
  };
  const feed = createFeed<ConnectionView>({
    async load() {
      const view = await page.session.client().getConnection({});
      if (expecting && (view.connectedAt !== expecting.before || Date.now() > expecting.until)) expect(null);
      return view;
    },
    restMs(view) {
      if (expecting) return restExpectingMs;
      return view.checks.some(({ state }) => state === 'waiting' || state === 'unknown') ? restSettlingMs : restMs;
    },
  });
  window.addEventListener('focus', feed.refresh);
  return {
    feed,
    expectConsent() {
      const connectedAt = feed.get().value?.connectedAt ?? null;
      expect({ before: connectedAt, until: Date.now() + expectMs });
      feed.refresh();
    },
    expectation: {
      get: () => expecting !== null,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    async disconnect() {
      const view = await page.session.client().endConnection({});
      expect(null);
      feed.change(() => view);
    },
  };
}

/** Whether the page waits for the broadcaster to answer at Twitch. */
export function useIsExpecting({ expectation }: Connection): boolean {
  return useSyncExternalStore(expectation.subscribe, expectation.get);
}
