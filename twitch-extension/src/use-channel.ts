import { useSyncExternalStore } from 'react';
import * as z from 'zod/mini';
import type { contract } from '#shared/api/contract.ts';
import type { Output } from '#shared/api/endpoint.ts';
import { createFeed, type Feed, type FeedState } from './feed.ts';
import type { Session } from './session.ts';
import { parseJson, type TwitchHost } from './twitch.ts';

/** The channel as the core shows it to every viewer. */
export type ChannelView = Output<typeof contract.getChannel>;

/** The channel's feed, and the core's clock as far as its last answer tells. */
export type Channel = { readonly feed: Feed<ChannelView>; readonly now: () => number };

/** After this long without an answer or a message the panel asks by itself. */
const quietMs = 15_000;
/** Every viewer hears a message at the same moment; asking is spread over this long, so that the core is not asked by all at once. */
const spreadMs = 400;

const Nudge = z.object({ revision: z.string() });

/** Keeps the channel fresh: a message of the core leads to a new look, silence to a look now and then, and a hidden panel to none. */
export function openChannel(twitch: TwitchHost, session: Session): Channel {
  let aheadMs = 0;
  let spread: ReturnType<typeof setTimeout> | undefined;
  const feed = createFeed<ChannelView>({
    async load() {
      const view = await session.client().getChannel({});
      aheadMs = view.now - Date.now();
      return view.checkout === 'code' ? withoutPrices(view) : view;
    },
    restMs: () => quietMs,
  });
  twitch.onBroadcast((message) => {
    const nudge = Nudge.safeParse(parseJson(message));
    if (!nudge.success || nudge.data.revision === feed.get().value?.revision) return;
    spread ??= setTimeout(() => {
      spread = undefined;
      feed.refresh();
    }, Math.random() * spreadMs);
  });
  return { feed, now: () => Date.now() + aheadMs };
}

/** Where Twitch allows no shop, no price is shown, even if the core should send one. */
function withoutPrices(view: ChannelView): ChannelView {
  return { ...view, drops: view.drops.map((drop) => ({ ...drop, price: null, shipping: [] })) };
}

/** A feed's state, as a component follows it. */
export function useFeed<T>(feed: Feed<T>): FeedState<T> {
  return useSyncExternalStore(feed.subscribe, feed.get);
}
