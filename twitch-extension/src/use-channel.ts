import type { contract } from '#shared/api/contract.ts';
import type { Output } from '#shared/api/endpoint.ts';
import { createFeed, type Feed } from '#shared/ui/feed.ts';
import { followMessages } from './follow-messages.ts';
import type { Session } from './session.ts';
import type { TwitchHost } from './twitch.ts';
import type { ViewerClient } from './viewer-endpoints.ts';

/** The channel as the core shows it to every viewer. */
export type ChannelView = Output<typeof contract.getChannel>;

/** The channel's feed, and the core's clock as far as its last answer tells. */
export type Channel = { readonly feed: Feed<ChannelView>; readonly now: () => number };

/** After this long without an answer or a message the panel asks by itself. */
const quietMs = 15_000;
/** Keeps the channel fresh: a message of the core leads to a new look, silence to a look now and then, and a hidden panel to none. */
export function openChannel(twitch: TwitchHost, session: Session<Pick<ViewerClient, 'getChannel'>>): Channel {
  let aheadMs = 0;
  const feed = createFeed<ChannelView>({
    async load() {
      const view = await session.client().getChannel({});
      aheadMs = view.now - Date.now();
      return view.checkout === 'code' ? withoutPrices(view) : view;
    },
    restMs: () => quietMs,
  });
  followMessages(twitch, feed);
  return { feed, now: () => Date.now() + aheadMs };
}

/** Where Twitch allows no shop, no price is shown, even if the core should send one. */
function withoutPrices(view: ChannelView): ChannelView {
  return { ...view, drops: view.drops.map((drop) => ({ ...drop, price: null, shipping: [] })) };
}
