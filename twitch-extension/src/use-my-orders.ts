import { hour } from '#shared/house-rules.ts';
import type { contract } from '#shared/api/contract.ts';
import type { Output } from '#shared/api/endpoint.ts';
import type { WaitlistPlace } from '#shared/schemas/drop.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { createFeed, type Feed } from '#shared/ui/feed.ts';
import type { Session } from './session.ts';
import type { ViewerClient } from './viewer-endpoints.ts';

type Passport = Output<typeof contract.getMe>;

/** The person's own orders, newest first as the core gives them, and who they are to C500. */
export type Mine = {
  readonly passport: Passport | null;
  readonly orders: readonly OrderView[];
  /** The lines in which they stand. */
  readonly waits: readonly WaitlistPlace[];
};

const restMs = 60_000;
/** While a payment may arrive any moment, the answer should not be a minute late. */
const restWhilePayingMs = 5_000;
/** A unit may be set aside any moment, and the channel may look then as it did before its line began. */
const restInLineMs = 15_000;

/** Opens the feed of the person's orders. It is to be awake only once they have shared who they are. */
export function openMyOrders(session: Session<Pick<ViewerClient, 'getMe' | 'listMyOrders'>>): Feed<Mine> {
  return createFeed<Mine>({
    async load() {
      const client = session.client();
      const [passport, { orders, waits = [] }] = await Promise.all([
        client.getMe({}),
        client.listMyOrders({ query: {} }),
      ]);
      return { passport, orders, waits };
    },
    restMs: ({ orders, waits }) =>
      orders.some(isClaim) ? restWhilePayingMs : waits.length > 0 ? restInLineMs : restMs,
  });
}

/** Whether a unit is set aside and nothing is paid yet. */
export function isClaim(order: OrderView): boolean {
  return order.fulfilment === 'reserved' || order.fulfilment === 'lapsing';
}

/** Whether the order still runs: it is neither ended nor given back. */
export function isOpen(order: OrderView): boolean {
  return order.fulfilment !== 'expired' && order.fulfilment !== 'cancelled' && order.fulfilment !== 'completed';
}

/** Whether news may still be about this order. A payment that comes late brings an expired claim back to life. */
export function mayStillChange(order: OrderView, now: number): boolean {
  const lastAt = order.timeline.at(-1)?.at ?? 0;
  return isOpen(order) || (order.fulfilment === 'expired' && now - lastAt < hour);
}

/** Puts an order that the core just answered in place of the one that was known, or first. */
export function withOrder(mine: Mine | null, order: OrderView): Mine {
  const others = (mine?.orders ?? []).filter((each) => each.tag !== order.tag);
  return { ...(mine ?? nothingYet), orders: [order, ...others] };
}

/** Puts a place in a line that the core just answered in place of the one that was known; who left stands in it no more. */
export function withPlace(mine: Mine | null, place: WaitlistPlace): Mine {
  const others = (mine?.waits ?? []).filter((each) => each.dropId !== place.dropId);
  return { ...(mine ?? nothingYet), waits: place.place === null ? others : [...others, place] };
}

const nothingYet: Mine = { passport: null, orders: [], waits: [] };
