import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Exposure } from '../../domain/citizen.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEvent } from '../../domain/order-commands.ts';

/** What a citizen has open before they ever claimed. */
export function noExposure(id: CitizenId): Exposure {
  return { id, version: 0, open: [], taken: {}, lapses: [] };
}

/** The exposure once a claim was made. */
export function withClaim(exposure: Exposure, order: Order): Exposure {
  const taken = { ...exposure.taken, [order.dropId]: (exposure.taken[order.dropId] ?? 0) + 1 };
  const entry = { orderId: order.id, dropId: order.dropId, amountMinor: order.terms.price.amountMinor, reserved: true };
  return { ...exposure, taken, open: [...exposure.open, entry] };
}

/** The exposure after an event of one of the citizen's orders; the same object when the event does not touch it. */
export function exposureAfter(exposure: Exposure, order: Order, event: OrderEvent, now: Instant): Exposure {
  const without = exposure.open.filter((each) => each.orderId !== order.id);
  const returned = { ...exposure.taken, [order.dropId]: Math.max(0, (exposure.taken[order.dropId] ?? 0) - 1) };
  switch (event.type) {
    case 'claim-expired': {
      // Whoever was offered a unit may have waited for weeks and be asleep: not taking it costs the place, and is no lapse.
      if (order.offered) return { ...exposure, open: without, taken: returned };
      const lapses = [...exposure.lapses.filter((at) => now - at < houseRules.lapsesWindowMs), now];
      return { ...exposure, open: without, taken: returned, lapses };
    }
    case 'dispute-closed':
      // What is left of the order goes on; where nothing is, it ended, and the unit does not come back to be claimed again.
      return order.fulfilment === 'cancelled' ? ended(exposure, order) : exposure;
    case 'refunded':
      return event.partial ? exposure : { ...exposure, open: without, taken: returned };
    case 'claim-cancelled':
      return { ...exposure, open: without, taken: returned };
    case 'paid': {
      const paid = {
        orderId: order.id,
        dropId: order.dropId,
        amountMinor: order.terms.price.amountMinor,
        reserved: false,
      };
      const taken = event.late
        ? { ...exposure.taken, [order.dropId]: (exposure.taken[order.dropId] ?? 0) + 1 }
        : exposure.taken;
      return { ...exposure, open: [...without, paid], taken };
    }
    case 'completed':
      return ended(exposure, order);
    default:
      return exposure;
  }
}

function ended(exposure: Exposure, order: Order): Exposure {
  const open = exposure.open.filter((each) => each.orderId !== order.id);
  return open.length === exposure.open.length ? exposure : { ...exposure, open };
}
