import { describe, expect, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import { assertBalanced, balancesOf, emptyEscrow, escrowOf, type LedgerEntry } from './ledger.ts';
import {
  beginLife,
  builderId,
  claimedAt,
  give,
  marketerId,
  outcomeOf,
  paidLife,
  partnershipTerms,
  paymentOf,
  releasedLife,
  soloTerms,
  wait,
  type Life,
} from './order-samples.ts';
import type { Payment, Terms } from './order.ts';

const orderId = beginLife().order.id;
const balances = (life: Life) => Object.fromEntries(balancesOf(life.entries));
const escrow = (life: Life) => escrowOf(life.order.id, life.entries);
const kinds = (life: Life) => life.entries.map((entry) => entry.kind);

/** All that Stripe was asked for is done. */
function transferred(terms: Terms): Life {
  return releasedLife(terms).order.legs.reduce(
    (life, { party, attempt }) =>
      give(life, { type: 'transfer-created', party, attempt, transferId: `tr_${party}` }, 'system'),
    releasedLife(terms),
  );
}

describe('an order of $450.00 with $12.00 of shipping, cent by cent', () => {
  test('paid: the buyer’s money waits on C500’s own balance, less what Stripe kept', () => {
    const life = paidLife();
    expect(balances(life)).toEqual({ stripe: 448_30, 'stripe-fees': 13_70, [`held:${orderId}`]: -462_00 });
    expect(escrow(life)).toEqual({ ...emptyEscrow, chargedMinor: 462_00, heldMinor: 462_00 });
    expect(life.entries[0]).toMatchObject({ id: `${orderId}:charge:ch_1`, stripeId: 'ch_1', currency: 'USD' });
  });

  test('tax is payable and never in the pool', () => {
    const life = paidLife(soloTerms, { taxMinor: 38_10 });
    expect(balances(life)).toMatchObject({ stripe: 486_40, 'tax-payable': -38_10, [`held:${orderId}`]: -462_00 });
  });

  test('released alone: $40.50 to C500, $4.50 to the fund, $417.00 to the builder', () => {
    expect(balances(releasedLife())).toEqual({
      stripe: 448_30,
      'stripe-fees': 13_70,
      'fee-income': -40_50,
      fund: -4_50,
      [`payable:${builderId}`]: -417_00,
    });
    expect(escrow(releasedLife())).toEqual({ ...emptyEscrow, chargedMinor: 462_00, releasedMinor: 462_00 });
  });

  test('released in partnership 70/30: $295.50 to the builder, $121.50 to the marketer', () => {
    expect(balances(releasedLife(partnershipTerms))).toMatchObject({
      'fee-income': -40_50,
      fund: -4_50,
      [`payable:${builderId}`]: -295_50,
      [`payable:${marketerId}`]: -121_50,
    });
  });

  test('transferred: nobody is owed anything, and what is left at Stripe is C500’s share less Stripe’s fee', () => {
    expect(balances(transferred(partnershipTerms))).toEqual({
      stripe: 45_00 - 13_70,
      'stripe-fees': 13_70,
      'fee-income': -40_50,
      fund: -4_50,
    });
    const transfers = transferred(partnershipTerms).entries.filter((entry) => entry.kind === 'transfer');
    expect(transfers.map((entry) => entry.stripeId)).toEqual(['tr_builder', 'tr_marketer']);
  });

  test('a leg that Stripe would not take stays payable; the other legs go', () => {
    const released = releasedLife(partnershipTerms);
    const refused = give(
      released,
      { type: 'transfer-refused', party: 'builder', attempt: 1, reason: 'account-not-ready' },
      'system',
    );
    const half = give(
      refused,
      { type: 'transfer-created', party: 'marketer', attempt: 1, transferId: 'tr_m' },
      'system',
    );
    expect(balances(half)).toMatchObject({ [`payable:${builderId}`]: -295_50, stripe: 448_30 - 121_50 });
    expect(balances(half)).not.toHaveProperty(`payable:${marketerId}`);
  });

  test('refunded after a cancellation: C500 pays Stripe’s fee and keeps none of its own', () => {
    const asked = give(paidLife(soloTerms, { taxMinor: 38_10 }), { type: 'ask-cancellation' }, 'buyer');
    const granted = give(wait(asked, houseRules.cancellationMs), { type: 'grant-cancellation' }, 'system');
    expect(balances(granted)).toMatchObject({ [`refund-due:${orderId}`]: -500_10, stripe: 486_40 });
    expect(escrow(granted)).toEqual({ ...emptyEscrow, chargedMinor: 462_00, refundedMinor: 462_00 });
    const sent = give(granted, { type: 'refund-created', chargeId: 'ch_1', refundId: 're_1' }, 'system');
    expect(balances(sent)).toEqual({ stripe: -13_70, 'stripe-fees': 13_70 });
    expect(kinds(sent)).toEqual(['charge', 'refund', 'refund-sent']);
  });
});

describe('a payment that may not stay goes back whole', () => {
  const late: Payment = paymentOf(soloTerms, { chargeId: 'ch_9', taxMinor: 38_10 });
  const lapsed = give(wait(beginLife(), houseRules.claimMs), { type: 'lapse' }, 'system');

  test('a payment for a lapsed order that finds no unit', () => {
    const life = give(lapsed, { type: 'payment-arrived', payment: late }, 'system', { unitFree: false });
    expect(balances(life)).toEqual({ stripe: 486_40, 'stripe-fees': 13_70, [`refund-due:${orderId}`]: -500_10 });
    expect(escrow(life)).toEqual(emptyEscrow);
    const sent = give(life, { type: 'refund-created', chargeId: 'ch_9', refundId: 're_9' }, 'system');
    expect(balances(sent)).toEqual({ stripe: -13_70, 'stripe-fees': 13_70 });
  });

  test('a second payment of one order leaves the first one in the Vault', () => {
    const life = give(paidLife(), { type: 'payment-arrived', payment: late }, 'system');
    expect(escrow(life)).toEqual({ ...emptyEscrow, chargedMinor: 462_00, heldMinor: 462_00 });
    expect(balances(life)).toMatchObject({ [`refund-due:${orderId}`]: -500_10, [`held:${orderId}`]: -462_00 });
  });

  test('the same payment heard of twice is booked once', () => {
    const life = give(paidLife(), { type: 'payment-arrived', payment: paymentOf() }, 'system');
    expect(outcomeOf(life)).toBe('already-paid');
    expect(kinds(life)).toEqual(['charge']);
  });
});

describe('each entry sums to zero', () => {
  const entry = (...amounts: number[]): LedgerEntry => ({
    id: 'x',
    kind: 'charge',
    orderId,
    currency: 'USD',
    stripeId: null,
    at: claimedAt,
    postings: amounts.map((amountMinor) => ({ account: 'stripe', amountMinor })),
  });

  test('an entry that does not is a defect', () => {
    expect(() => assertBalanced(entry(5, -4))).toThrow('does not balance (sum 1)');
    expect(() => assertBalanced(entry(0.5, -0.5))).toThrow('does not balance');
    expect(() => assertBalanced(entry(5, -5))).not.toThrow();
  });

  test('an account that comes to zero is not listed', () => {
    expect(balancesOf([entry(5, -5)]).size).toBe(0);
  });

  test('escrow counts nothing of another order', () => {
    const other = paidLife().entries.map((each) => ({ ...each, orderId }));
    expect(escrowOf('ord_other' as typeof orderId, other)).toEqual(emptyEscrow);
  });

  test('nothing charged is 0 and not -0', () => {
    expect(Object.is(escrowOf(orderId, []).chargedMinor, 0)).toBe(true);
  });
});
