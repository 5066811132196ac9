import type { Order, OrderDispute } from '../order.ts';

/** Whether a dispute is of the charge that the order lives on, and not of one that came twice or too late. */
export function isOwn(order: Order, { chargeId }: Pick<OrderDispute, 'chargeId'>): boolean {
  return !chargeId || chargeId === order.payment?.chargeId;
}

/**
 * Whether all that a dispute will do has been done. One that was won is over when the bank has given back what it took; an inquiry takes
 * nothing, but whatever else is known of it may still be under way to us. One that was lost is over when it has been paid for.
 */
export function isOver({ state, withdrawn, isInquiry, isSettled, movements = [] }: OrderDispute): boolean {
  if (state === 'open') return false;
  if (state === 'lost') return isSettled === true;
  return withdrawn === null && (isInquiry === true || movements.length > 0);
}

/** Whether a dispute keeps the order as it is until it is over. */
export function isBound(order: Order): boolean {
  return (order.disputes ?? []).some((each) => isOwn(order, each) && !isOver(each));
}

/** Whether a bank has money of this order's charge, and has not decided yet: nobody can be given it then. */
export function isWithdrawn(order: Order): boolean {
  return (order.disputes ?? []).some((each) => isOwn(order, each) && each.withdrawn !== null && !isOver(each));
}

/** Whether the order's money is there only because the fund put it back: then it is the builder's, and no buyer's any more. */
export function isCovered(order: Order): boolean {
  return (order.disputes ?? []).some((each) => isOwn(order, each) && each.isCovered === true);
}

/** What the bank gave the buyer in the end, which we must not give them again; minor units, without tax. */
export function keptByBank(order: Order): number {
  const lost = (order.disputes ?? []).filter((each) => isOwn(order, each) && each.isSettled);
  return lost.reduce(
    (sum, { withdrawn }) => sum + (withdrawn ? withdrawn.fromHeldMinor + withdrawn.fromHouseMinor : 0),
    0,
  );
}
