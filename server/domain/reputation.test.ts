import { describe, expect, test } from '@jest/globals';
import { day, hour, minute } from '#shared/house-rules.ts';
import type { Command } from './order-commands.ts';
import {
  beginLife,
  give,
  paidLife,
  paymentOf,
  releasedLife,
  shippedLife,
  soloTerms,
  streamProof,
  wait,
  type Life,
} from './order-samples.ts';
import { bearsOnReputation, medianDaysToProof, onTimeRate, reputationAfter } from './reputation.ts';

const nobody = { completedOrders: 0, builtLive: 0, lostDisputes: 0 };
/** The facts after an order's whole life, as the single writer adds them up: with each command's events, once. */
const factsOf = (steps: readonly Life[]) =>
  steps.reduce(
    (facts, life) => {
      const events = life.last?.ok ? life.last.events : [];
      return bearsOnReputation(events) ? reputationAfter(facts, life.order, events) : facts;
    },
    nobody as Parameters<typeof onTimeRate>[0] & typeof nobody,
  );
const rateOf = (...steps: readonly Life[]) => onTimeRate(factsOf(steps));

const promised = soloTerms.proofDays * day;
const inTime = give(wait(paidLife(), promised), streamProof, 'system');
const late = give(wait(paidLife(), promised + minute), streamProof, 'system');
const broken = give(wait(paidLife(), promised), { type: 'break-promise', clock: 'proof' }, 'system');
const brokenThenProved = give(wait(broken, day), streamProof, 'system');
const shippedAfterStream = give(
  wait(give(inTime, { type: 'declare-shipment', carrier: 'UPS', number: '1Z5R89390357567127' }, 'builder'), 3 * day),
  { type: 'prove-by-shipment' },
  'system',
);

describe('on-time rate: the promised days to the first proof, counted once per order', () => {
  test.each<readonly [string, number | null, readonly Life[]]>([
    ['nothing was due yet', null, [beginLife(), paidLife()]],
    ['the first proof came on the last moment of the promised day', 1, [inTime]],
    ['the first proof came after it, before the clock said so', 0, [late]],
    ['the promised day passed', 0, [broken]],
    ['the promised day passed, and a proof came later: the order counts once', 0, [broken, brokenThenProved]],
    ['a second proof of an order counts nothing more', 1, [inTime, shippedAfterStream]],
    ['one kept and one broken', 0.5, [inTime, broken]],
    ['a parcel on its way is no proof yet', null, [shippedLife()]],
  ])('%s: %s', (_, rate, steps) => {
    expect(rateOf(...steps)).toBe(rate);
  });
});

describe('days to the first proof', () => {
  test.each<readonly [string, number | null, readonly number[] | undefined]>([
    ['nothing was proved yet', null, undefined],
    ['within the hour is a day', 1, [hour]],
    ['a begun day counts whole', 3, [2 * day + 1]],
    ['half of the orders took no longer', 2, [9 * day, 1 * day, 2 * day, 30 * day]],
  ])('%s: %s', (_, days, proofsTook) => {
    expect(medianDaysToProof(proofsTook ? { proofsTook } : {})).toBe(days);
  });

  test('each order is timed once, from its payment', () => {
    expect(factsOf([inTime, shippedAfterStream])).toMatchObject({ proofsTook: [expect.any(Number)] });
  });
});

describe('what else an order adds to a builder', () => {
  test('a completed order counts, and counts as built live when it was', () => {
    const delivered = give(
      give(releasedLife(), { type: 'declare-shipment', carrier: 'UPS', number: '1Z5R89390357567127' }, 'builder'),
      { type: 'confirm-delivery' },
      'buyer',
    );
    const escrow = {
      heldMinor: 0,
      chargedMinor: 0,
      releasedMinor: 0,
      refundedMinor: 0,
      withdrawnMinor: 0,
      coveredMinor: 0,
    };
    const completed = give(delivered, { type: 'complete' }, 'system', { escrow });
    expect(factsOf([completed])).toEqual({ completedOrders: 1, builtLive: 1, lostDisputes: 0 });
  });

  test('a dispute that was lost counts where the work was not proved, and a broken promise that was forgiven no more', () => {
    const closed: Command = { type: 'dispute-closed', disputeId: 'du_1', outcome: 'lost' };
    const movement = { disputeId: 'du_1', movementId: 'txn_1', amountMinor: 462_00, feeMinor: 0 };
    const taken = (life: Life) => give(life, { type: 'dispute-withdrawn', ...movement }, 'system');
    const lost = give(taken(paidLife()), closed, 'system');
    expect(factsOf([lost])).toMatchObject({ lostDisputes: 1 });
    const arrived = give(shippedLife(), { type: 'confirm-delivery' }, 'buyer');
    expect(factsOf([give(taken(arrived), closed, 'system')])).toMatchObject({ lostDisputes: 0 });
    const forgiven = give(broken, { type: 'grant-days' }, 'buyer');
    expect(factsOf([broken, forgiven])).toMatchObject({ proofsLate: 0 });
    expect(rateOf(broken, forgiven, give(forgiven, streamProof, 'system'))).toBe(1);
  });

  test('a payment adds nothing, so that no builder is read for it', () => {
    const paid = paidLife(soloTerms, paymentOf());
    expect(bearsOnReputation(paid.events)).toBe(false);
    expect(reputationAfter(nobody, paid.order, paid.events)).toBe(nobody);
  });
});
