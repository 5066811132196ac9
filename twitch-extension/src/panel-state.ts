import type { Feed } from '#shared/ui/feed.ts';
import { keepFresh, openPage, type Page } from './page.ts';
import { openChannel, type Channel } from './use-channel.ts';
import { viewerEndpoints, type ViewerClient } from './viewer-endpoints.ts';
import { mayStillChange, openMyOrders, type Mine } from './use-my-orders.ts';

/** What the viewers' views talk to: panel, overlay and mobile. */
export type Panel = Page<ViewerClient> & { readonly channel: Channel; readonly mine: Feed<Mine> };

/** Connects the parts: the channel is for everybody, orders are for who has shared who they are. */
export function openPanel(): Panel {
  const page = openPage(viewerEndpoints);
  const channel = openChannel(page.twitch, page.session);
  const mine = openMyOrders(page.session);
  keepFresh(page.twitch, [{ feed: channel.feed }, { feed: mine, isFor: (viewer) => viewer.hasSharedIdentity }]);

  let revision: string | undefined;
  channel.feed.subscribe(() => {
    const seen = channel.feed.get().value?.revision;
    const { orders, waits } = mine.get().value ?? { orders: [], waits: [] };
    const isAboutUs = waits.length > 0 || orders.some((order) => mayStillChange(order, channel.now()));
    if (revision !== undefined && seen !== revision && isAboutUs) mine.refresh();
    revision = seen;
  });
  return { ...page, channel, mine };
}
