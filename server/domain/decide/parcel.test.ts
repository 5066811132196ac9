import { describe, expect, test } from '@jest/globals';
import { day, hour } from '#shared/house-rules.ts';
import { deadlinesOf } from '../deadlines.ts';
import type { Facts } from '../order.ts';
import type { Command } from '../order-commands.ts';
import { give, outcomeOf, paidLife, shippedLife, soloTerms, wait, type Life } from '../order-samples.ts';

const trackerId = 'trk_1';
const asked: Partial<Facts> = { carrierAsked: true };
const tell = (life: Life, command: Command) => give(life, command, 'system', asked);
const ship = (life: Life, number: string) =>
  give(life, { type: 'declare-shipment', carrier: 'UPS', number }, 'builder', asked);
const sent = ship(wait(paidLife(), day), '1Z5');
const followed = tell(sent, { type: 'parcel-followed', number: '1Z5', trackerId });
const scan = (life: Life, scannedAt = life.now) => tell(life, { type: 'parcel-scanned', trackerId, scannedAt });
const arrive = (life: Life, deliveredAt = life.now) => tell(life, { type: 'parcel-delivered', trackerId, deliveredAt });
const doubt = (life: Life) => tell(life, { type: 'parcel-doubted', trackerId, why: 'other-country' });
const confirm = (life: Life) => give(life, { type: 'confirm-delivery' }, 'buyer');
const kinds = (life: Life) => life.order.proofs.map(({ kind }) => kind);
const dueOf = (life: Life) => deadlinesOf(life.order).map(({ name }) => name);

describe('a number that a carrier is asked about', () => {
  test('is to be followed; where no carrier is asked, nothing is', () => {
    expect(sent.effects.at(-1)).toEqual({
      kind: 'follow-parcel',
      key: `order:${sent.order.id}:parcel:1Z5:2`,
      orderId: sent.order.id,
      number: '1Z5',
    });
    expect(shippedLife().effects).toEqual([]);
  });

  test('does not count by itself while it is followed; it does where the carrier does not know it', () => {
    expect(outcomeOf(tell(wait(followed, 30 * day), { type: 'prove-by-shipment' }))).toBe('not-allowed-now');
    expect(dueOf(followed)).not.toContain('prove-by-shipment');
    const unknown = tell(sent, { type: 'parcel-followed', number: '1Z5', trackerId: null });
    expect(kinds(tell(wait(unknown, 48 * hour), { type: 'prove-by-shipment' }))).toEqual(['shipment']);
  });

  test('may be another as long as no carrier has it, and news of the first are none of the second', () => {
    const other = ship(followed, '1Z6');
    expect(other.order.shipment).toEqual({ carrier: 'UPS', number: '1Z6', at: other.now });
    expect(other.effects.at(-1)).toMatchObject({ kind: 'follow-parcel', number: '1Z6' });
    expect(outcomeOf(scan(other))).toBe('not-allowed-now');
    expect(outcomeOf(tell(other, { type: 'parcel-followed', number: '1Z5', trackerId }))).toBe('not-allowed-now');
    expect(outcomeOf(ship(scan(followed), '1Z6'))).toBe('shipment-scanned');
    expect(outcomeOf(ship(followed, '1Z5'))).toBe('not-allowed-now');
  });

  test('is asked about anew when it comes back in place of another, since it counted by time otherwise', () => {
    const again = ship(wait(ship(wait(followed, hour), '1Z6'), hour), '1Z5');
    expect(again.order.shipment?.trackerId).toBeUndefined();
    const keys = again.effects.flatMap((effect) => (effect.kind === 'follow-parcel' ? [effect.key] : []));
    expect(new Set(keys).size).toBe(3);
  });
});

describe('the carrier’s first scan', () => {
  test('is the proof of shipment', () => {
    const life = scan(followed);
    expect(kinds(life)).toEqual(['shipment']);
    expect(life.order).toMatchObject({ releaseAt: life.now + 72 * hour, shipment: { scannedAt: life.now } });
    expect(outcomeOf(scan(life))).toBe('already-proved');
  });

  test('before the payment is no proof but a doubt', () => {
    const life = scan(followed, followed.order.paidAt ?? 0);
    expect(kinds(life)).toEqual([]);
    expect(life.order.shipment).toMatchObject({ doubt: 'before-payment' });
    expect(life.order.freeze).toBeNull();
  });

  test('of a parcel that does not fit counts for nothing, and neither does its delivery', () => {
    const life = scan(doubt(followed));
    expect([kinds(life), life.order.shipment?.scannedAt]).toEqual([[], life.now]);
    expect(outcomeOf(arrive(life))).toBe('not-allowed-now');
    expect(outcomeOf(doubt(doubt(followed)))).toBe('not-allowed-now');
  });
});

describe('what the carrier says was delivered', () => {
  const terms = { ...soloTerms, policy: 'delivery' as const };
  const underway = tell(ship(wait(paidLife(terms), day), '1Z5'), { type: 'parcel-followed', number: '1Z5', trackerId });

  test('counts after seven quiet days, and was scanned, whether or not we heard of it', () => {
    const there = arrive(underway);
    expect(there.order).toMatchObject({ fulfilment: 'delivered', deliveredAt: there.now, releaseAt: null });
    expect(kinds(there)).toEqual(['shipment']);
    const count: Command = { type: 'prove-by-delivery' };
    expect(outcomeOf(tell(wait(there, 7 * day - 1), count))).toBe('not-allowed-now');
    const proved = tell(wait(there, 7 * day), count);
    expect(proved.order.proofs.at(-1)).toMatchObject({ kind: 'delivery', by: 'carrier' });
    // What came back to its sender since was delivered to nobody.
    const returned = tell(there, { type: 'parcel-doubted', trackerId, why: 'returned' });
    expect(outcomeOf(tell(wait(returned, 7 * day), count))).toBe('not-allowed-now');
    expect([dueOf(there), dueOf(returned)].map((due) => due.includes('prove-by-delivery'))).toEqual([true, false]);
    expect(kinds(confirm(returned))).toContain('delivery');
    const reported = give(there, { type: 'freeze', reason: 'reported' }, 'system');
    expect(outcomeOf(tell(wait(reported, 7 * day), count))).toBe('frozen');
  });

  test('counts at once when the buyer confirms it', () => {
    const life = confirm(arrive(underway));
    expect(life.order.proofs.at(-1)).toMatchObject({ kind: 'delivery', by: 'buyer' });
    expect(life.order.releaseAt).toBe(life.now + 72 * hour);
    expect(outcomeOf(confirm(life))).toBe('already-proved');
  });

  test('is not said by time alone', () => {
    expect(outcomeOf(tell(wait(followed, 60 * day), { type: 'deem-delivered' }))).toBe('not-allowed-now');
    expect(dueOf(followed)).not.toContain('deem-delivered');
    expect(confirm(followed).order.fulfilment).toBe('delivered');
  });
});
