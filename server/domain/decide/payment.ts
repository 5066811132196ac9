import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Ruling } from './ruling.ts';
import type { Facts, Order, Payment, Refund } from '../order.ts';
import type { Command } from '../order-commands.ts';

/**
 * A payment that Stripe confirms is never lost, whenever it comes: it makes the order paid; a late one takes a free unit or goes
 * back whole; a second one goes back whole; the same one again changes nothing.
 */
export function decidePayment(
  order: Order,
  command: Extract<Command, { type: 'payment-arrived' }>,
  facts: Facts,
  now: Instant,
): Ruling {
  const { payment } = command;
  const known =
    order.payment?.chargeId === payment.chargeId ||
    order.refunds.some((refund) => refund.chargeId === payment.chargeId);
  if (known) return refuse('already-paid');
  if (order.fulfilment === 'reserved' || order.fulfilment === 'lapsing') return accept(order, payment, now, false);
  if (order.payment) return sendBack(order, payment, 'second-payment');
  const wantsUnit = order.fulfilment === 'expired' && order.lapseEndsAs === 'expired';
  return wantsUnit && facts.unitFree ? accept(order, payment, now, true) : sendBack(order, payment, 'late-payment');
}

function accept(order: Order, payment: Payment, now: Instant, late: boolean): Ruling {
  const change = {
    order: {
      fulfilment: 'paid' as const,
      payment,
      paidAt: now,
      endedAt: null,
      checkout: order.checkout ? { ...order.checkout, state: 'closed' as const } : null,
    },
    events: [{ type: 'paid' as const, payment, late }],
  };
  return allow(late ? { ...change, unit: 'take' } : change);
}

function sendBack(order: Order, payment: Payment, reason: 'second-payment' | 'late-payment'): Ruling {
  const amountMinor = payment.itemMinor + payment.shippingMinor + payment.taxMinor;
  const refund: Refund = { chargeId: payment.chargeId, amountMinor, reason, state: 'sending', refundId: null };
  return allow({
    order: { refunds: [...order.refunds, refund] },
    events: [{ type: 'surplus-refunded', payment, reason }],
    effects: [
      {
        kind: 'create-refund',
        key: `order:${order.id}:refund:${payment.chargeId}`,
        orderId: order.id,
        chargeId: payment.chargeId,
      },
    ],
  });
}
