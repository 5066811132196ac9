import { houseRules } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import { proofDueAt } from './decide/refund.ts';
import { handedOnAt } from './decide/work.ts';
import { endStates } from './transitions.ts';
import type { Order, Party } from './order.ts';
import type { Command } from './order-commands.ts';

/** A command that the clock gives by itself at a moment. The name is the command's type, with the leg's party where it has one. */
export type DueCommand = { readonly name: string; readonly at: Instant };

/**
 * Everything that falls due by itself for an order as it stands. Computed from the order alone, so that a lost row can always be
 * made again. What a freeze forbids is left out until the thaw, and is then due at once if its time has passed.
 */
export function deadlinesOf(order: Order): readonly DueCommand[] {
  return [...claimDeadlines(order), ...workDeadlines(order), ...moneyDeadlines(order)];
}

/** The command that a deadline's name stands for; undefined for a name that is none. */
export function commandNamed(name: string): Command | undefined {
  const [type, of] = name.split(':');
  switch (type) {
    case 'lapse':
    case 'grant-cancellation':
    case 'refund-unproven':
    case 'prove-by-shipment':
    case 'deem-delivered':
    case 'complete':
    case 'release':
    case 'warn-hold':
      return { type };
    case 'break-promise':
      return { type, clock: of === 'scan' ? 'scan' : 'proof' };
    case 'retry-transfer':
      return of === 'builder' || of === 'marketer' ? { type, party: of } : undefined;
    default:
      return undefined;
  }
}

function claimDeadlines(order: Order): readonly DueCommand[] {
  return order.fulfilment === 'reserved' ? [{ name: 'lapse', at: order.claimEndsAt }] : [];
}

function workDeadlines(order: Order): readonly DueCommand[] {
  const due: DueCommand[] = [];
  const { freeze } = order;
  const unproved =
    (order.fulfilment === 'paid' || order.fulfilment === 'building') &&
    order.proofs.length === 0 &&
    order.releasedAt === null;
  if (unproved && order.promiseBrokenAt === null) due.push({ name: 'break-promise', at: proofDueAt(order) });
  if (unproved && order.promiseBrokenAt !== null && !freeze)
    due.push({ name: 'refund-unproven', at: proofDueAt(order) + houseRules.unprovenRefundMs });
  if (order.fulfilment === 'paid' && order.cancellationAskedAt !== null && order.releasedAt === null && !freeze) {
    due.push({ name: 'grant-cancellation', at: order.cancellationAskedAt + houseRules.cancellationMs });
  }
  if (freeze) return due;
  const lacks = (kind: 'shipment' | 'delivery') => !order.proofs.some((proof) => proof.kind === kind);
  if (order.shipment && (order.fulfilment === 'shipped' || order.fulfilment === 'delivered') && lacks('shipment')) {
    due.push({ name: 'prove-by-shipment', at: order.shipment.at + houseRules.shipmentCountsMs });
  }
  const handedOn = handedOnAt(order);
  if (handedOn !== null) due.push({ name: 'deem-delivered', at: handedOn + houseRules.deliveryDeemedMs });
  if (order.fulfilment === 'delivered' && order.releasedAt !== null && order.deliveredAt !== null) {
    const confirmed = order.proofs.some((proof) => proof.kind === 'delivery' && proof.by === 'buyer');
    due.push({ name: 'complete', at: confirmed ? order.releasedAt : order.deliveredAt + houseRules.deliveryQuietMs });
  }
  return due;
}

function moneyDeadlines(order: Order): readonly DueCommand[] {
  const holds =
    order.payment !== null &&
    order.paidAt !== null &&
    order.releasedAt === null &&
    !endStates.includes(order.fulfilment);
  const due: DueCommand[] = [];
  if (holds && order.releaseAt !== null && !order.freeze) due.push({ name: 'release', at: order.releaseAt });
  if (holds && order.paidAt !== null && order.holdWarnedAt === null)
    due.push({ name: 'warn-hold', at: order.paidAt + houseRules.holdWarningMs });
  if (order.freeze) return due;
  return [
    ...due,
    ...order.legs.flatMap((leg) =>
      leg.state === 'waiting' && leg.retryAt !== null ? [{ name: retryName(leg.party), at: leg.retryAt }] : [],
    ),
  ];
}

function retryName(party: Party): string {
  return `retry-transfer:${party}`;
}
