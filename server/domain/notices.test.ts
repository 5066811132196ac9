import { describe, expect, test } from '@jest/globals';
import { day, houseRules } from '#shared/house-rules.ts';
import { noticeTexts } from '#shared/text/en/notices.ts';
import { wordsOf } from '#shared/text/fill.ts';
import { tellingsFor, type Telling } from './notices.ts';
import {
  beginLife,
  builderId,
  buyerId,
  claimedAt,
  give,
  marketerId,
  paidLife,
  partnershipTerms,
  paymentOf,
  provedLife,
  releasedLife,
  shippedLife,
  soloTerms,
  wait,
  type Life,
} from './order-samples.ts';

const names = new Map([
  [buyerId, 'buyer'],
  [builderId, 'builder'],
  [marketerId, 'marketer'],
]);
/** Everybody who was told something because of the last command. */
const told = (life: Life): readonly Telling[] =>
  life.last?.ok ? life.last.events.flatMap((event) => tellingsFor(life.order, event)) : [];
const heard = (life: Life) => told(life).map((each) => `${names.get(each.to)}: ${each.kind}`);
const expired = give(wait(beginLife(), houseRules.claimMs), { type: 'lapse' }, 'system');
const late = (unitFree: boolean) =>
  give(expired, { type: 'payment-arrived', payment: paymentOf() }, 'system', { unitFree });
const confirmed = give(shippedLife(), { type: 'confirm-delivery' }, 'buyer');
const sentLife = give(
  releasedLife(),
  { type: 'transfer-created', party: 'builder', attempt: 1, transferId: 'tr_1' },
  'system',
);
const followed = give(
  shippedLife(),
  { type: 'parcel-followed', number: shippedLife().order.shipment?.number ?? '', trackerId: 'trk_1' },
  'system',
);

describe('who is told what', () => {
  const rows: readonly (readonly [string, Life, readonly string[]])[] = [
    ['a claim that lapsed', expired, ['buyer: claim-lapsed']],
    ['a claim that the buyer let go', give(beginLife(), { type: 'cancel-claim' }, 'buyer'), []],
    ['a payment', paidLife(), ['buyer: order-paid-buyer', 'builder: order-paid-builder']],
    ['a late payment', late(true), ['buyer: late-payment-took-unit', 'builder: order-paid-builder']],
    ['a late payment without a unit', late(false), ['buyer: late-payment-refunded']],
    [
      'a second payment',
      give(paidLife(), { type: 'payment-arrived', payment: paymentOf(soloTerms, { chargeId: 'ch_2' }) }, 'system'),
      ['buyer: second-payment-refunded'],
    ],
    ['the bench', give(paidLife(), { type: 'put-on-bench', streamId: 's' }, 'builder'), ['buyer: on-bench']],
    ['the build', give(paidLife(), { type: 'start-building' }, 'system'), ['buyer: building']],
    ['a proof', provedLife(), ['buyer: proof-counted-buyer', 'builder: proof-counted-builder']],
    ['a shipment', shippedLife(), ['buyer: shipped']],
    ['a delivery', confirmed, ['builder: delivered', 'buyer: proof-counted-buyer', 'builder: proof-counted-builder']],
    [
      'a release',
      releasedLife(partnershipTerms),
      ['buyer: released-buyer', 'builder: released-builder', 'marketer: released-marketer'],
    ],
    [
      'a transfer that waits',
      give(
        releasedLife(partnershipTerms),
        { type: 'transfer-refused', party: 'marketer', attempt: 1, reason: 'account-not-ready' },
        'system',
      ),
      ['marketer: transfer-waits'],
    ],
    ['a wish to cancel', give(paidLife(), { type: 'ask-cancellation' }, 'buyer'), ['builder: cancellation-asked']],
    [
      'a refund',
      give(paidLife(), { type: 'refund-order', reason: 'sorry' }, 'builder'),
      ['buyer: refunded-buyer', 'builder: refunded-builder'],
    ],
    [
      'a broken promise',
      give(wait(paidLife(), 30 * day), { type: 'break-promise', clock: 'proof' }, 'system'),
      ['buyer: promise-broken'],
    ],
    [
      'a refund in part, after release',
      give(sentLife, { type: 'refund-part', amountMinor: 10_00, reason: 'scratched' }, 'staff'),
      ['buyer: refunded-part-buyer', 'builder: refunded-part-builder'],
    ],
    [
      'what Stripe does not take back',
      give(
        give(sentLife, { type: 'refund-part', amountMinor: 10_00, reason: 'scratched' }, 'staff'),
        { type: 'reversal-refused', party: 'builder', attempt: 1, reason: 'spent' },
        'system',
      ),
      ['builder: owed'],
    ],
    [
      'what is kept back for it',
      give(provedLife(), { type: 'release' }, 'system', { owedMinor: { builder: 9_00 } }),
      ['buyer: released-buyer', 'builder: released-builder', 'builder: withheld'],
    ],
    [
      'a reminder',
      give(wait(paidLife(), 29 * day), { type: 'remind', clock: 'proof', when: 'last' }, 'system'),
      ['builder: remind-proof'],
    ],
    ['more days', give(paidLife(), { type: 'grant-days' }, 'buyer'), ['builder: days-granted']],
    [
      'a parcel that was not sent',
      give(wait(provedLife(), 14 * day), { type: 'break-promise', clock: 'scan' }, 'system'),
      ['buyer: scan-promise-broken'],
    ],
    [
      'a parcel that is on its way',
      give(followed, { type: 'parcel-scanned', trackerId: 'trk_1', scannedAt: followed.now }, 'system'),
      ['buyer: parcel-moving', 'buyer: proof-counted-buyer', 'builder: proof-counted-builder'],
    ],
    [
      'a parcel that does not fit',
      give(followed, { type: 'parcel-doubted', trackerId: 'trk_1', why: 'other-country' }, 'system'),
      ['builder: parcel-doubtful'],
    ],
  ];
  test.each(rows)('%s', (_, life, expected) => {
    expect(heard(life)).toEqual(expected);
  });

  test('of a report the builder is not told at once', () => {
    expect(heard(give(paidLife(), { type: 'freeze', reason: 'reported' }, 'system'))).toEqual([]);
    const warned = give(paidLife(), { type: 'freeze', reason: 'fraud-warning' }, 'system');
    expect(heard(warned)).toEqual(['buyer: frozen-buyer']);
  });

  test('amounts and dates are those of the order', () => {
    expect(told(paidLife(soloTerms, { taxMinor: 1_00 }))[0]?.params).toEqual({ amountMinor: 463_00, currency: 'USD' });
    expect(told(paidLife())[1]?.params).toEqual({ amountMinor: 462_00, currency: 'USD', dueAt: claimedAt + 30 * day });
    const shares = told(releasedLife(partnershipTerms)).map((each) => each.params['amountMinor']);
    expect(shares).toEqual([undefined, 295_50, 121_50]);
    expect(told(late(false))[0]?.params).toEqual({ amountMinor: 462_00, currency: 'USD' });
  });

  test('a proof that does not complete the policy says so by a release at 0', () => {
    const terms = { ...soloTerms, policy: 'delivery' as const };
    expect(told({ ...provedLife(terms) })[0]?.params).toEqual({ proof: 'stream', releaseAt: 0 });
    expect(told(provedLife())[0]?.params).toEqual({ proof: 'stream', releaseAt: claimedAt + 4 * day });
  });

  test('the bench leads to the stream, everything else to the order', () => {
    expect(told(give(paidLife(), { type: 'put-on-bench', streamId: 's' }, 'builder'))[0]?.link).toBe('watch');
    expect(told(paidLife()).map((each) => each.link)).toEqual(['order', 'order']);
  });
});

describe('a sentence has all that it names', () => {
  /** Added where people are known. */
  const added = new Set(['tag', 'title', 'builder']);
  const lives = [
    expired,
    paidLife(),
    late(true),
    late(false),
    provedLife(),
    shippedLife(),
    confirmed,
    releasedLife(partnershipTerms),
  ];
  test.each(lives.flatMap(told).map((each) => [each.kind, each] as const))('%s', (kind, { params }) => {
    const { title, sentence } = noticeTexts[kind];
    const words = wordsOf(params);
    for (const [, name = ''] of `${title} ${sentence}`.matchAll(/\{(\w+)\}/g))
      expect([name, added.has(name) || name in words]).toEqual([name, true]);
  });
});
