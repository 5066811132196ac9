import { day, houseRules } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import { waitsFor } from './release.ts';
import type { Order, PromiseClock } from './order.ts';

/** When the promise of a first proof is broken. */
export function proofDueAt(order: Order): Instant {
  return (order.paidAt ?? 0) + (order.terms.proofDays + grantedDays(order, 'proof')) * day;
}

/** When the promise of the carrier's scan is broken; null before a stream proof, without which there is no second clock. */
export function scanDueAt(order: Order): Instant | null {
  const [first] = order.proofs;
  return first?.kind === 'stream' ? first.at + (order.terms.scanDays + grantedDays(order, 'scan')) * day : null;
}

/** Days that the buyer granted beyond one of the promises. */
export function grantedDays(order: Order, clock: PromiseClock): number {
  return order.grantedDays?.[clock] ?? 0;
}

/** Which promise its builder still has to keep; null when none is waited for any more. */
export function runningClock(order: Order): PromiseClock | null {
  if (!order.payment || !isUnsent(order)) return null;
  // Whoever let the money go without what the policy asks for has seen it themselves.
  if (order.releasedAt !== null && waitsFor(order.terms.policy, order.proofs) !== 'nothing') return null;
  if (order.proofs.length === 0) return 'proof';
  return scanDueAt(order) === null ? null : 'scan';
}

/**
 * Whether nobody but its builder says that the work is on its way. A number that a carrier follows is a label until it is scanned; where
 * no carrier is asked, the number itself is believed.
 */
function isUnsent({ fulfilment, proofs, shipment }: Order): boolean {
  if (proofs.some(({ kind }) => kind !== 'stream')) return false;
  return fulfilment === 'paid' || fulfilment === 'building' || (fulfilment === 'shipped' && isFollowed(shipment));
}

/** Whether a carrier's service follows the parcel, so that its news count and time alone does not. */
export function isFollowed(shipment: Order['shipment']): boolean {
  return shipment?.trackerId != null;
}

/**
 * Whether a delivery counts once the days after it stay quiet: where a carrier follows the parcel, unless its news do not fit and money still
 * waits for them. What came back to its sender was delivered to nobody.
 */
export function countsWhenQuiet({ shipment, releasedAt }: Pick<Order, 'shipment' | 'releasedAt'>): boolean {
  return isFollowed(shipment) && (shipment?.doubt == null || releasedAt !== null);
}

/** A promise's clock: from when to when it runs, and whether the buyer was told that it is over. */
export type Promised = {
  readonly clock: PromiseClock;
  readonly from: Instant;
  readonly dueAt: Instant;
  readonly brokenAt: Instant | null;
};

/** The clock that runs for an order; null when none does. */
export function promised(order: Order): Promised | null {
  const clock = runningClock(order);
  if (clock === null) return null;
  if (clock === 'proof')
    return { clock, from: order.paidAt ?? 0, dueAt: proofDueAt(order), brokenAt: order.promiseBrokenAt };
  const from = order.proofs[0]?.at ?? 0;
  return { clock, from, dueAt: scanDueAt(order) ?? from, brokenAt: order.scanPromiseBrokenAt ?? null };
}

/** The shortest clock that is reminded half way: of a shorter one, half is a moment after it began. */
const halfWorthMs = 4 * day;

/** When the builder is to be reminded of a promise, which is nothing new where the clock is too short for it. */
export function remindersOf({
  clock,
  from,
  dueAt,
}: Promised): readonly { readonly when: 'half' | 'last'; readonly key: string; readonly at: Instant }[] {
  const half = { when: 'half' as const, key: `${clock}:half`, at: from + (dueAt - from) / 2 };
  const last = { when: 'last' as const, key: `${clock}:last`, at: dueAt - houseRules.remindBeforeMs };
  return [...(dueAt - from >= halfWorthMs ? [half] : []), ...(last.at > from ? [last] : [])];
}

/** How long after a broken promise the money goes back unasked. */
export function unaskedAfterMs(clock: PromiseClock): number {
  return clock === 'proof' ? houseRules.unprovenRefundMs : houseRules.unsentRefundMs;
}
