import { day, houseRules } from '#shared/house-rules.ts';
import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Ruling } from './ruling.ts';
import type { Facts, Order, Refund } from '../order.ts';
import type { Command } from '../order-commands.ts';

type RefundCommand = Extract<
  Command,
  {
    type:
      | 'ask-cancellation'
      | 'grant-cancellation'
      | 'refund-order'
      | 'break-promise'
      | 'refund-unproven'
      | 'refund-created';
  }
>;

/** The rules of giving money back. */
export function decideRefund(order: Order, command: RefundCommand, facts: Facts, now: Instant): Ruling {
  switch (command.type) {
    case 'ask-cancellation':
      if (order.cancellationAskedAt || order.releasedAt) return refuse('not-allowed-now', { state: order.fulfilment });
      return allow({ order: { cancellationAskedAt: now }, events: [{ type: 'cancellation-asked' }] });
    case 'grant-cancellation':
      if (!order.cancellationAskedAt || now < order.cancellationAskedAt + houseRules.cancellationMs)
        return refuse('not-allowed-now', { state: order.fulfilment });
      return refund(order, 'cancelled', 'buyer-asked', facts, now);
    case 'refund-order':
      return refund(order, 'cancelled', command.reason, facts, now);
    case 'break-promise':
      if (
        command.clock === 'scan' ||
        order.promiseBrokenAt ||
        order.releasedAt ||
        order.proofs.length > 0 ||
        now < proofDueAt(order)
      )
        return refuse('not-allowed-now', { state: order.fulfilment });
      return allow({ order: { promiseBrokenAt: now }, events: [{ type: 'promise-broken', clock: command.clock }] });
    case 'refund-unproven':
      return refundUnproven(order, facts, now);
    case 'refund-created':
      return refundCreated(order, command.chargeId, command.refundId);
    default:
      return command satisfies never;
  }
}

/** When the promise of a first proof is broken. */
export function proofDueAt(order: Order): Instant {
  return (order.paidAt ?? 0) + order.terms.proofDays * day;
}

/** A buyer may take the money back as soon as the promise is broken; C500 gives it back unasked some days later. */
function refundUnproven(order: Order, facts: Facts, now: Instant): Ruling {
  if (order.proofs.length > 0) return refuse('not-allowed-now', { state: order.fulfilment });
  const from = proofDueAt(order) + (facts.role === 'system' ? houseRules.unprovenRefundMs : 0);
  if (now < from) return refuse('not-broken-yet', { when: from });
  return refund(order, 'unproven', 'unproven', facts, now);
}

/** All of the payment goes back, which is possible only while the Vault holds all of it. */
function refund(order: Order, why: Refund['reason'], reason: string, facts: Facts, now: Instant): Ruling {
  const { payment, freeze } = order;
  if (freeze && facts.role !== 'staff') return refuse('frozen', { reason: freeze.reason });
  if (order.releasedAt) return refuse('already-released');
  if (!payment || facts.escrow.heldMinor !== payment.itemMinor + payment.shippingMinor) return refuse('nothing-held');
  const { chargeId, currency } = payment;
  const amountMinor = facts.escrow.heldMinor + payment.taxMinor;
  return allow({
    order: {
      fulfilment: 'cancelled',
      endedAt: now,
      releaseAt: null,
      refunds: [...order.refunds, { chargeId, amountMinor, reason: why, state: 'sending', refundId: null }],
    },
    events: [{ type: 'refunded', amountMinor, currency, chargeId, reason }],
    effects: [{ kind: 'create-refund', key: `order:${order.id}:refund:${chargeId}`, orderId: order.id, chargeId }],
    unit: 'withdraw',
  });
}

function refundCreated(order: Order, chargeId: string, refundId: string): Ruling {
  const found = order.refunds.find((each) => each.chargeId === chargeId);
  if (!found || found.state === 'done') return refuse('nothing-held');
  return allow({
    order: { refunds: order.refunds.map((each) => (each === found ? { ...each, state: 'done', refundId } : each)) },
    events: [
      { type: 'refund-sent', amountMinor: found.amountMinor, currency: order.terms.price.currency, chargeId, refundId },
    ],
  });
}
