import { describe, expect, test } from '@jest/globals';
import { day } from '#shared/house-rules.ts';
import type { Role } from '../order.ts';
import {
  claimedAt,
  give,
  outcomeOf,
  paidLife,
  provedLife,
  releasedLife,
  shippedLife,
  soloTerms,
  streamProof,
  wait,
  type Life,
} from '../order-samples.ts';
import { proofDueAt } from '../promise-clocks.ts';

const ask = (life: Life) => give(life, { type: 'ask-cancellation' }, 'buyer');
const grant = (life: Life) => give(life, { type: 'grant-cancellation' }, 'system');
const refund = (life: Life, role: Role) => give(life, { type: 'refund-order', reason: 'sorry' }, role);
const takeBack = (life: Life, role: Role = 'buyer') => give(life, { type: 'refund-unproven' }, role);
const breakPromise = (life: Life) => give(life, { type: 'break-promise', clock: 'proof' }, 'system');
const freeze = (life: Life) => give(life, { type: 'freeze', reason: 'a report' }, 'staff');
const build = (life: Life) => give(life, { type: 'start-building' }, 'system');

describe('cancel before building: the buyer asks, the builder agrees or three days pass', () => {
  test('the builder agrees', () => {
    const life = refund(ask(paidLife(soloTerms, { taxMinor: 5_00 })), 'builder');
    expect(life.order).toMatchObject({ fulfilment: 'cancelled', endedAt: life.now, releaseAt: null });
    expect(life.order.refunds).toEqual([
      { chargeId: 'ch_1', amountMinor: 467_00, reason: 'cancelled', state: 'sending', refundId: null },
    ]);
    expect(life.events.at(-1)).toEqual({
      type: 'refunded',
      amountMinor: 467_00,
      taxMinor: 5_00,
      currency: 'USD',
      chargeId: 'ch_1',
      reason: 'sorry',
    });
    expect(life.effects.map((effect) => effect.key)).toEqual([`order:${life.order.id}:refund:ch_1`]);
  });

  test('three days pass, and not a moment less', () => {
    expect(outcomeOf(grant(wait(ask(paidLife()), 3 * day - 1)))).toBe('not-allowed-now');
    const life = grant(wait(ask(paidLife()), 3 * day));
    expect(life.order.fulfilment).toBe('cancelled');
    expect(life.events.at(-1)).toMatchObject({ type: 'refunded', reason: 'buyer-asked' });
  });

  test('nothing is granted that was not asked for, and asking again changes nothing', () => {
    expect(outcomeOf(grant(wait(paidLife(), 30 * day)))).toBe('not-allowed-now');
    expect(outcomeOf(ask(ask(paidLife())))).toBe('not-allowed-now');
    expect(outcomeOf(ask(releasedLife()))).toBe('not-allowed-now');
  });

  test('after: staff decides', () => {
    expect(outcomeOf(ask(build(paidLife())))).toBe('not-allowed-now');
    expect(outcomeOf(grant(build(wait(ask(paidLife()), 3 * day))))).toBe('not-allowed-now');
    expect(refund(build(paidLife()), 'staff').order.fulfilment).toBe('cancelled');
  });

  test('a refunded unit is withdrawn until the builder restocks it', () => {
    expect(refund(paidLife(), 'builder').units).toEqual(['withdraw']);
  });
});

describe('ghosting: when the promised day passes without a proof', () => {
  const due = claimedAt + 30 * day;
  const before = wait(paidLife(), 30 * day - 1);
  const after = wait(paidLife(), 30 * day);

  test('the day is counted from the payment', () => {
    expect(proofDueAt(paidLife().order)).toBe(due);
  });

  test('the buyer may take a full refund with one click, and no earlier', () => {
    expect(takeBack(before).last).toEqual({
      ok: false,
      refusal: { code: 'not-broken-yet', params: { when: due } },
    });
    const life = takeBack(after);
    expect(life.order.fulfilment).toBe('cancelled');
    expect(life.order.refunds[0]).toMatchObject({ amountMinor: 462_00, reason: 'unproven' });
    expect(life.units).toEqual(['withdraw']);
  });

  test('three days later it is refunded unasked, and no earlier', () => {
    expect(outcomeOf(takeBack(wait(after, 3 * day - 1), 'system'))).toBe('not-broken-yet');
    expect(takeBack(wait(after, 3 * day), 'system').order.fulfilment).toBe('cancelled');
  });

  test('the buyer is told once that the promise was broken', () => {
    expect(outcomeOf(breakPromise(before))).toBe('not-allowed-now');
    expect(breakPromise(after).order.promiseBrokenAt).toBe(due);
    expect(outcomeOf(breakPromise(breakPromise(after)))).toBe('not-allowed-now');
  });

  test('a proof keeps the promise', () => {
    const proved = wait(give(before, streamProof, 'system'), 10 * day);
    expect(outcomeOf(takeBack(proved))).toBe('not-broken-yet');
    expect(outcomeOf(takeBack(proved, 'system'))).toBe('not-broken-yet');
    expect(outcomeOf(breakPromise(proved))).toBe('not-allowed-now');
  });

  test('a late proof still comes in time while nobody has taken the money back', () => {
    const late = give(breakPromise(after), streamProof, 'system');
    expect(outcomeOf(late)).toBe('granted');
    expect(outcomeOf(takeBack(late))).toBe('not-broken-yet');
  });
});

describe('every command may move no more than is held', () => {
  test('what is not held cannot be given back', () => {
    const life = paidLife();
    const none = { ...life, entries: [] };
    expect(outcomeOf(refund(none, 'staff'))).toBe('nothing-held');
  });

  test('until release the builder may give it back at any time', () => {
    for (const life of [paidLife(), build(paidLife()), provedLife(), shippedLife()])
      expect(refund(life, 'builder').order).toMatchObject({ fulfilment: 'cancelled', releaseAt: null });
  });

  test('after the release only the staff may, since whoever was paid could leave the house with the debt', () => {
    expect(outcomeOf(refund(releasedLife(), 'builder'))).toBe('already-released');
    expect(refund(releasedLife(), 'staff').order.fulfilment).toBe('cancelled');
  });

  test('while frozen only the staff gives money back', () => {
    expect(outcomeOf(refund(freeze(paidLife()), 'builder'))).toBe('frozen');
    expect(outcomeOf(takeBack(wait(freeze(paidLife()), 40 * day)))).toBe('frozen');
    expect(outcomeOf(takeBack(wait(freeze(paidLife()), 40 * day), 'system'))).toBe('frozen');
    expect(outcomeOf(grant(wait(freeze(ask(paidLife())), 40 * day)))).toBe('frozen');
    expect(refund(freeze(paidLife()), 'staff').order.fulfilment).toBe('cancelled');
  });
});

describe('a refund is sent once', () => {
  const sent = (life: Life) => give(life, { type: 'refund-created', chargeId: 'ch_1', refundId: 're_1' }, 'system');

  test('Stripe’s answer is kept, and hearing it again changes nothing', () => {
    const life = sent(refund(paidLife(), 'builder'));
    expect(life.order.refunds[0]).toMatchObject({ state: 'done', refundId: 're_1' });
    expect(life.events.at(-1)).toMatchObject({ type: 'refund-sent', amountMinor: 462_00, refundId: 're_1' });
    expect(outcomeOf(sent(life))).toBe('nothing-held');
  });

  test('a refund of a charge that nobody decided on is not taken for one', () => {
    expect(outcomeOf(sent(paidLife()))).toBe('nothing-held');
  });
});

test('of a refund that somebody sent a part of by hand, the rest is sent under a key of its own', () => {
  const due = refund(paidLife(), 'staff');
  const sent = { type: 'refund-created', chargeId: 'ch_1', refundId: 're_1', amountMinor: 62_00 } as const;
  const life = give(due, sent, 'system');
  expect(life.order.refunds).toMatchObject([
    { amountMinor: 62_00, state: 'done', refundId: 're_1' },
    { amountMinor: 400_00, state: 'sending', part: 1 },
  ]);
  expect(life.effects.map(({ key }) => key.split(':').slice(2))).toEqual([
    ['refund', 'ch_1'],
    ['refund', 'ch_1', '1'],
  ]);
  expect(outcomeOf(give(life, sent, 'system'))).toBe('nothing-held');
});
