import { describe, expect, test } from '@jest/globals';
import { day } from '#shared/house-rules.ts';
import type { PromiseClock } from '../order.ts';
import {
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
import { promised, proofDueAt, runningClock, scanDueAt } from '../promise-clocks.ts';

const proved = give(wait(paidLife(), day), streamProof, 'system');
const broken = (life: Life, clock: PromiseClock) => give(life, { type: 'break-promise', clock }, 'system');
const takeBack = (life: Life, role: 'buyer' | 'system' = 'buyer') => give(life, { type: 'refund-unproven' }, role);
const grantDays = (life: Life) => give(life, { type: 'grant-days' }, 'buyer');
const remind = (life: Life, clock: PromiseClock, when: 'half' | 'last') =>
  give(life, { type: 'remind', clock, when }, 'system');
const ship = (life: Life) => give(life, { type: 'declare-shipment', carrier: 'UPS', number: '1Z5' }, 'builder');
const follow = (life: Life, trackerId: string | null) =>
  give(life, { type: 'parcel-followed', number: life.order.shipment?.number ?? '', trackerId }, 'system');

describe('the second promise: from a stream proof to the carrier’s scan', () => {
  test('runs from the proof, and only where that was a stream', () => {
    expect(scanDueAt(proved.order)).toBe(proved.now + 14 * day);
    expect(scanDueAt(paidLife().order)).toBeNull();
    expect([paidLife(), proved, releasedLife()].map(({ order }) => runningClock(order))).toEqual([
      'proof',
      'scan',
      'scan',
    ]);
  });

  test('a number that no carrier follows keeps it; a label that nobody has scanned does not', () => {
    expect(runningClock(ship(proved).order)).toBeNull();
    expect(runningClock(follow(ship(proved), null).order)).toBeNull();
    const followed = follow(ship(proved), 'trk_1');
    expect(runningClock(followed.order)).toBe('scan');
    const scanned = { type: 'parcel-scanned', trackerId: 'trk_1', scannedAt: followed.now } as const;
    expect(runningClock(give(followed, scanned, 'system').order)).toBeNull();
    expect(runningClock(follow(shippedLife(), 'trk_1').order)).toBe('proof');
  });

  test('broken, the buyer has it all back at once, also what was let go; unasked it goes back a week later', () => {
    for (const life of [provedLife(), releasedLife()]) {
      const due = wait(life, 11 * day);
      expect(outcomeOf(takeBack(wait(life, 11 * day - 1)))).toBe('not-broken-yet');
      expect(takeBack(due).order).toMatchObject({ fulfilment: 'cancelled', refunds: [{ amountMinor: 462_00 }] });
      expect(takeBack(due).events.at(-1)).toMatchObject({ type: 'refunded', reason: 'unsent' });
      expect(outcomeOf(takeBack(wait(due, 7 * day - 1), 'system'))).toBe('not-broken-yet');
      expect(takeBack(wait(due, 7 * day), 'system').order.fulfilment).toBe('cancelled');
    }
  });

  test('the buyer is told once, and of the clock that runs', () => {
    const due = wait(proved, 14 * day);
    expect(outcomeOf(broken(due, 'proof'))).toBe('not-allowed-now');
    const told = broken(due, 'scan');
    expect(told.order).toMatchObject({ promiseBrokenAt: null, scanPromiseBrokenAt: due.now });
    expect(outcomeOf(broken(told, 'scan'))).toBe('not-allowed-now');
  });

  test('what the staff let go without what the policy asks for owes no parcel', () => {
    const terms = { ...soloTerms, policy: 'stream-and-shipment' as const };
    const seen = give(give(paidLife(terms), streamProof, 'system'), { type: 'grant-release', reason: 'seen' }, 'staff');
    expect(runningClock(seen.order)).toBeNull();
    const delivered = give(wait(seen, 21 * day), { type: 'deem-delivered' }, 'system');
    expect(delivered.order.fulfilment).toBe('delivered');
  });

  test('what a carrier has cannot be taken back so', () => {
    const gone = give(wait(shippedLife(), 2 * day), { type: 'prove-by-shipment' }, 'system');
    expect(outcomeOf(takeBack(wait(gone, 60 * day)))).toBe('not-allowed-now');
  });
});

describe('the buyer grants more days', () => {
  test('seven to whichever promise runs', () => {
    const longer = grantDays(paidLife());
    expect(proofDueAt(longer.order)).toBe(proofDueAt(paidLife().order) + 7 * day);
    expect(longer.events.at(-1)).toEqual({ type: 'days-granted', clock: 'proof', days: 7, wasBroken: false });
    expect(scanDueAt(grantDays(proved).order)).toBe(proved.now + 21 * day);
    expect(outcomeOf(grantDays(ship(proved)))).toBe('not-allowed-now');
  });

  test('a broken promise is whole again, and is broken on its new day', () => {
    const due = wait(paidLife(), 30 * day);
    const life = grantDays(broken(due, 'proof'));
    expect(life.order.promiseBrokenAt).toBeNull();
    expect(outcomeOf(takeBack(life))).toBe('not-broken-yet');
    expect(outcomeOf(broken(wait(life, 7 * day), 'proof'))).toBe('granted');
  });

  test('never beyond 70 days for both promises together', () => {
    // 30 and 14 are promised: three times seven are left.
    const thrice = grantDays(grantDays(grantDays(paidLife())));
    expect(outcomeOf(thrice)).toBe('granted');
    expect(outcomeOf(grantDays(thrice))).toBe('days-spent');
  });
});

describe('a builder is reminded half way and a day before', () => {
  test('each once, and not once it is broken', () => {
    const half = wait(paidLife(), 15 * day);
    expect(outcomeOf(remind(wait(paidLife(), 15 * day - 1), 'proof', 'half'))).toBe('not-allowed-now');
    const once = remind(half, 'proof', 'half');
    expect(once.events.at(-1)).toEqual({ type: 'reminded', clock: 'proof', when: 'half' });
    expect(outcomeOf(remind(once, 'proof', 'half'))).toBe('not-allowed-now');
    expect(outcomeOf(remind(wait(once, 14 * day), 'proof', 'last'))).toBe('granted');
    expect(outcomeOf(remind(broken(wait(half, 15 * day), 'proof'), 'proof', 'last'))).toBe('not-allowed-now');
  });

  test('anew when days were granted, but not of what has passed', () => {
    const half = remind(wait(paidLife(), 15 * day), 'proof', 'half');
    expect(grantDays(half).order.reminded).toEqual([]);
    expect(grantDays(wait(half, 5 * day)).order.reminded).toEqual(['proof:half']);
  });

  test('a clock shorter than four days has no half', () => {
    const short = { ...soloTerms, proofDays: 3 };
    expect(outcomeOf(remind(wait(paidLife(short), 2 * day), 'proof', 'half'))).toBe('not-allowed-now');
    expect(outcomeOf(remind(wait(paidLife(short), 2 * day), 'proof', 'last'))).toBe('granted');
    expect(promised(paidLife(short).order)).toMatchObject({ clock: 'proof', brokenAt: null });
  });
});
