import { describe, expect, test } from '@jest/globals';
import { day, hour, houseRules as rules, minute } from './house-rules.ts';

describe('the numbers of the house', () => {
  test.each([
    ['a claim reserves one unit for 10 minutes', rules.claimMs, 10 * minute],
    ['pressing Pay leaves at least 5 more minutes', rules.payExtensionMs, 5 * minute],
    ['fee 10%', rules.feeBasisPoints, 1_000],
    ['one tenth of the fee goes to the protection fund', rules.fundShareOfFeeBasisPoints, 1_000],
    ['minimum price $25', rules.priceMinorMin, 25_00],
    ['days to the first proof: at most 45', rules.proofDaysMax, 45],
    ['days from proof to the carrier’s scan: default 14', rules.scanDaysDefault, 14],
    ['together at most 70', rules.promisedDaysMax, 70],
    ['on the bench for 10 live minutes', rules.benchProofMs, 10 * minute],
    ['one live minute makes an order building', rules.benchBuildingMs, minute],
    ['at most 3 on the bench', rules.benchOrdersMax, 3],
    ['a number counts after 48 hours', rules.shipmentCountsMs, 48 * hour],
    ['not used in 180 days', rules.trackingReuseMs, 180 * day],
    ['21 days after shipped', rules.deliveryDeemedMs, 21 * day],
    ['7 days pass without a report', rules.deliveryQuietMs, 7 * day],
    ['a cool-off of 72 hours', rules.coolOffMs, 72 * hour],
    ['a builder with 10 completed orders', rules.promptReleaseOrdersMin, 10],
    ['on orders up to $600', rules.promptReleaseMinorMax, 600_00],
    ['three days pass: a cancellation', rules.cancellationMs, 3 * day],
    ['three days later it is refunded unasked', rules.unprovenRefundMs, 3 * day],
    ['no hold past 90 days', rules.holdDaysMax, 90],
    ['day 75: staff is told', rules.holdWarningMs, 75 * day],
    ['day 80: C500 acts', rules.holdActionMs, 80 * day],
    ['Guest: up to $150', rules.tierCapMinor.guest, 150_00],
    ['Member: up to $600', rules.tierCapMinor.member, 600_00],
    ['VIP: no cap', rules.tierCapMinor.vip, null],
    ['unfinished orders may total twice the cap', rules.exposureFactor, 2],
    ['VIP: 3 completed orders', rules.vipOrdersMin, 3],
    ['three lapsed claims', rules.lapsesBeforePause, 3],
    ['in a day', rules.lapsesWindowMs, day],
    ['an hour’s pause', rules.lapsePauseMs, hour],
  ])('%s', (_, number, expected) => {
    expect(number).toBe(expected);
  });
});

describe('no promise outlasts a hold', () => {
  test('the longest first clock, its refund and a cool-off end before the staff has to act', () => {
    expect(rules.proofDaysMax * day + rules.unprovenRefundMs).toBeLessThan(rules.holdWarningMs);
    const shipped = rules.proofDaysMax * day + rules.unprovenRefundMs + rules.shipmentCountsMs + rules.coolOffMs;
    expect(shipped).toBeLessThan(rules.holdActionMs);
  });

  test('warning, action and end follow each other', () => {
    expect(rules.holdWarningMs).toBeLessThan(rules.holdActionMs);
    expect(rules.holdActionMs + rules.coolOffMs).toBeLessThan(rules.holdDaysMax * day);
  });

  test('a lapsed claim can be paused for, and a Pay press never shortens a claim', () => {
    expect(rules.lapsePauseMs).toBeLessThan(rules.lapsesWindowMs);
    expect(rules.payExtensionMs).toBeLessThanOrEqual(rules.claimMs);
  });
});
