import { houseRules } from '#shared/house-rules.ts';
import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Ruling } from './ruling.ts';
import type { Facts, Order, Refund } from '../order.ts';
import type { Command, Effect, OrderEvent } from '../order-commands.ts';
import { endStates } from '../transitions.ts';
import { isWithdrawn, keptByBank } from './disputes-of.ts';
import { takeBack } from './take-back.ts';

type RefundCommand = Extract<
  Command,
  { type: 'ask-cancellation' | 'grant-cancellation' | 'refund-order' | 'refund-part' | 'refund-created' }
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
      if (order.releasedAt) return refuse('already-released');
      return giveBack(order, { why: 'cancelled', reason: 'buyer-asked' }, facts, now);
    case 'refund-order':
      // Whoever was paid could have the buyer paid as well, and leave the house with the debt: after the release it is for the staff.
      if (facts.role === 'builder' && order.releasedAt) return refuse('already-released');
      return giveBack(order, { why: 'cancelled', reason: command.reason }, facts, now);
    case 'refund-part':
      return giveBack(order, { why: 'decided', reason: command.reason, amountMinor: command.amountMinor }, facts, now);
    case 'refund-created':
      return refundCreated(order, command);
    default:
      return command satisfies never;
  }
}

/** What is to go back and why; all that is left unless an amount is given. */
export type GivingBack = {
  readonly why: Refund['reason'];
  readonly reason: string;
  readonly amountMinor?: number;
};

/**
 * Gives the buyer money back: from what the Vault holds, and for what is missing there it is taken back from those who were paid. The buyer
 * has it at once, whatever becomes of that. The tax goes back in proportion. When nothing is left, the order ends.
 */
export function giveBack(order: Order, { why, reason, ...asked }: GivingBack, facts: Facts, now: Instant): Ruling {
  const { payment, freeze } = order;
  const { heldMinor, releasedMinor, refundedMinor } = facts.escrow;
  if (freeze && facts.role !== 'staff' && why !== 'held-too-long') return refuse('frozen', { reason: freeze.reason });
  // The bank has this money, and may let the buyer keep it: they must not get it twice.
  if (isWithdrawn(order)) return refuse('disputed');
  const left = heldMinor + releasedMinor;
  if (!payment || left <= 0) return refuse('nothing-held');
  // What the buyer has from their bank they do not get from us as well, though the fund has put it back for the builder.
  const most = Math.min(left, payment.itemMinor + payment.shippingMinor - refundedMinor - keptByBank(order));
  const backMinor = asked.amountMinor ?? left;
  if (most <= 0 || (asked.amountMinor === undefined && most < left)) return refuse('nothing-held');
  if (backMinor < 1 || backMinor > most)
    return refuse('amount-too-high', { mostMinor: most, currency: payment.currency });
  const isWhole = backMinor === left;
  const taxMinor = isWhole ? taxLeft(order, refundedMinor) : taxOf(order, refundedMinor, backMinor);
  const taken = takeBack(order, backMinor - Math.min(heldMinor, backMinor), facts);
  const refund: Refund = {
    ...nextPart(order.refunds, payment.chargeId),
    amountMinor: backMinor + taxMinor,
    reason: why,
    state: 'sending',
    refundId: null,
  };
  const ends = isWhole && !endStates.includes(order.fulfilment);
  const { chargeId, part, amountMinor } = refund;
  const refunded: OrderEvent = {
    type: 'refunded',
    amountMinor,
    taxMinor,
    currency: payment.currency,
    chargeId,
    reason,
    ...(part === undefined ? {} : { part }),
    ...(isWhole ? {} : { partial: true }),
  };
  return allow({
    order: { legs: taken.legs, refunds: [...order.refunds, refund], ...(ends ? cancelled(now) : {}) },
    events: [...taken.events, refunded],
    effects: [...taken.effects, refundEffect(order, refund)],
    ...(ends ? { unit: 'withdraw' } : {}),
  });
}

/** What an order becomes when nothing is left of its money. */
export function cancelled(now: Instant): Pick<Order, 'fulfilment' | 'endedAt' | 'releaseAt' | 'freeze'> {
  return { fulfilment: 'cancelled', endedAt: now, releaseAt: null, freeze: null };
}

/** The effect that asks Stripe for a refund. */
export function refundEffect(order: Order, { chargeId, part }: Pick<Refund, 'chargeId' | 'part'>): Effect {
  const key = `order:${order.id}:refund:${chargeId}`;
  return part === undefined
    ? { kind: 'create-refund', key, orderId: order.id, chargeId }
    : { kind: 'create-refund', key: `${key}:${part}`, orderId: order.id, chargeId, part };
}

/** What tells the next refund of a charge from those before it. */
export function nextPart(refunds: readonly Refund[], chargeId: string): Pick<Refund, 'chargeId' | 'part'> {
  const parts = refunds.filter((each) => each.chargeId === chargeId).map(({ part = 0 }) => part);
  return parts.length === 0 ? { chargeId } : { chargeId, part: 1 + Math.max(...parts) };
}

/** The tax that was not given back, nor taken by a bank. */
export function taxLeft(order: Order, refundedMinor: number): number {
  const taken = (order.disputes ?? []).reduce((sum, { withdrawn }) => sum + (withdrawn?.fromTaxMinor ?? 0), 0);
  return Math.max(0, (order.payment?.taxMinor ?? 0) - taxUpTo(order, refundedMinor) - taken);
}

/** The tax that belongs to a part of the price, so that all parts together bring back no more than all of it. */
function taxOf(order: Order, refundedMinor: number, backMinor: number): number {
  const due = taxUpTo(order, refundedMinor + backMinor) - taxUpTo(order, refundedMinor);
  return Math.min(Math.max(0, due), taxLeft(order, refundedMinor));
}

function taxUpTo({ payment }: Order, refundedMinor: number): number {
  if (!payment) return 0;
  const whole = payment.itemMinor + payment.shippingMinor;
  return whole === 0 ? 0 : Math.floor((payment.taxMinor * Math.min(refundedMinor, whole)) / whole);
}

/** Stripe has sent it. Of one that somebody sent a part of by hand, the rest is sent under a key of its own. */
function refundCreated(
  order: Order,
  { chargeId, part, refundId, ...sent }: Extract<Command, { type: 'refund-created' }>,
): Ruling {
  const found = order.refunds.find((each) => each.chargeId === chargeId && each.part === part);
  if (found?.state !== 'sending') return refuse('nothing-held');
  const amountMinor = Math.min(found.amountMinor, sent.amountMinor ?? found.amountMinor);
  if (amountMinor < 1) return refuse('nothing-held');
  const done: Refund = { ...found, amountMinor, state: 'done', refundId };
  const refunds = order.refunds.map((each) => (each === found ? done : each));
  const rest: Refund = { ...found, ...nextPart(refunds, chargeId), amountMinor: found.amountMinor - amountMinor };
  const isWhole = rest.amountMinor === 0;
  return allow({
    order: { refunds: isWhole ? refunds : [...refunds, rest] },
    events: [
      {
        type: 'refund-sent',
        amountMinor,
        currency: order.terms.price.currency,
        chargeId,
        refundId,
        ...(part === undefined ? {} : { part }),
      },
    ],
    effects: isWhole ? [] : [refundEffect(order, rest)],
  });
}
