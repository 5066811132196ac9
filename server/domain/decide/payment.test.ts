import { describe, expect, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import {
  beginLife,
  give,
  outcomeOf,
  paidLife,
  paymentOf,
  releasedLife,
  soloTerms,
  wait,
  type Life,
} from '../order-samples.ts';

const arrive = (life: Life, chargeId = 'ch_1', unitFree = true) =>
  give(life, { type: 'payment-arrived', payment: paymentOf(soloTerms, { chargeId, taxMinor: 1_00 }) }, 'system', {
    unitFree,
  });
const paying = give(beginLife(), { type: 'start-checkout', country: 'US' }, 'buyer');
const expired = give(wait(beginLife(), houseRules.claimMs), { type: 'lapse' }, 'system');
const cancelled = give(beginLife(), { type: 'cancel-claim' }, 'buyer');

describe('a payment makes the order paid', () => {
  test('its session is over, and its unit stays its own', () => {
    const life = arrive(paying);
    expect(life.order).toMatchObject({
      fulfilment: 'paid',
      paidAt: life.now,
      endedAt: null,
      checkout: { state: 'closed' },
      payment: { chargeId: 'ch_1' },
    });
    expect(life.units).toEqual([]);
    expect(life.events.at(-1)).toMatchObject({ type: 'paid', late: false });
  });

  test('one that comes after the time, before the lapse was told, is in time', () => {
    expect(arrive(wait(paying, houseRules.claimMs * 2)).events.at(-1)).toMatchObject({ type: 'paid', late: false });
  });

  test('if Stripe says that the session is complete, the payment wins over lapse and cancellation', () => {
    const lapsing = give(wait(paying, houseRules.claimMs), { type: 'lapse' }, 'system');
    expect(arrive(lapsing).order.fulfilment).toBe('paid');
    expect(arrive(lapsing).units).toEqual([]);
    const leaving = give(paying, { type: 'cancel-claim' }, 'buyer');
    expect(arrive(leaving, 'ch_1', false).order.fulfilment).toBe('paid');
  });

  test('the same one heard of again changes nothing', () => {
    expect(outcomeOf(arrive(arrive(paying)))).toBe('already-paid');
    expect(outcomeOf(arrive(arrive(expired, 'ch_1', false)))).toBe('already-paid');
  });
});

describe('a payment that arrives for a lapsed order takes a free unit or is refunded at once', () => {
  test('a free unit is taken', () => {
    const life = arrive(expired);
    expect(life.order).toMatchObject({ fulfilment: 'paid', endedAt: null });
    expect(life.units).toEqual(['free', 'take']);
    expect(life.events.at(-1)).toMatchObject({ type: 'paid', late: true });
    expect(life.effects).toEqual([]);
  });

  test('without one all of it goes back', () => {
    const life = arrive(expired, 'ch_1', false);
    expect(life.order.fulfilment).toBe('expired');
    expect(life.order.refunds).toEqual([
      { chargeId: 'ch_1', amountMinor: 463_00, reason: 'late-payment', state: 'sending', refundId: null },
    ]);
    expect(life.effects).toEqual([
      {
        kind: 'create-refund',
        key: `order:${life.order.id}:refund:ch_1`,
        orderId: life.order.id,
        chargeId: 'ch_1',
      },
    ]);
    expect(life.units).toEqual(['free']);
  });

  test('a claim that the buyer let go is not taken up again', () => {
    const life = arrive(cancelled);
    expect(life.order).toMatchObject({ fulfilment: 'cancelled', payment: null });
    expect(life.order.refunds[0]).toMatchObject({ reason: 'late-payment', amountMinor: 463_00 });
  });
});

describe('a second payment of one order is refunded in full', () => {
  const refunded = give(paidLife(), { type: 'refund-order', reason: 'sorry' }, 'builder');

  test.each([
    ['paid', paidLife()],
    ['released', releasedLife()],
    ['refunded', refunded],
  ])('of a %s one', (_, before) => {
    const life = arrive(before, 'ch_2');
    expect(life.order.fulfilment).toBe(before.order.fulfilment);
    expect(life.order.payment).toEqual(before.order.payment);
    expect(life.order.refunds.at(-1)).toMatchObject({
      chargeId: 'ch_2',
      amountMinor: 463_00,
      reason: 'second-payment',
    });
    expect(life.effects.at(-1)).toMatchObject({ kind: 'create-refund', chargeId: 'ch_2' });
  });
});
