import { describe, expect, test } from '@jest/globals';
import { day, hour, houseRules } from '#shared/house-rules.ts';
import type { ReleasePolicy } from '#shared/schemas/drop.ts';
import type { Facts } from '../order.ts';
import {
  give,
  outcomeOf,
  paidLife,
  releasedLife,
  shippedLife,
  soloTerms,
  streamProof,
  wait,
  type Life,
} from '../order-samples.ts';

const trusted: Facts['builder'] = { completedOrders: 10, lostDisputes: 0 };
const stream = (life: Life, facts: Partial<Facts> = {}) => give(life, streamProof, 'system', facts);
const ship = (life: Life, trackingUsedAt: number | null = null) =>
  give(life, { type: 'declare-shipment', carrier: 'UPS', number: '1Z5' }, 'builder', { trackingUsedAt });
const scan = (life: Life) => give(life, { type: 'prove-by-shipment' }, 'system');
const confirm = (life: Life) => give(life, { type: 'confirm-delivery' }, 'buyer');
const deem = (life: Life) => give(life, { type: 'deem-delivered' }, 'system');
const complete = (life: Life) => give(life, { type: 'complete' }, 'system');
const freeze = (life: Life) => give(life, { type: 'freeze', reason: 'a report' }, 'staff');
const thaw = (life: Life) => give(life, { type: 'thaw' }, 'staff');
const underPolicy = (policy: ReleasePolicy) => paidLife({ ...soloTerms, policy });

describe('one live minute on the bench makes an order building', () => {
  test('being put there alone does not', () => {
    const life = give(paidLife(), { type: 'put-on-bench', streamId: 'stream-1' }, 'builder');
    expect(life.order.fulfilment).toBe('paid');
    expect(life.events.at(-1)).toEqual({ type: 'put-on-bench', streamId: 'stream-1' });
    const building = give(life, { type: 'start-building' }, 'system');
    expect(building.order).toMatchObject({ fulfilment: 'building', buildingAt: building.now });
    expect(outcomeOf(give(building, { type: 'start-building' }, 'system'))).toBe('not-allowed-now');
  });

  test('an order proved on stream need not go there again', () => {
    const life = give(stream(paidLife()), { type: 'put-on-bench', streamId: 'stream-2' }, 'builder');
    expect(outcomeOf(life)).toBe('already-proved');
  });
});

describe('a stream proof keeps the stream id, the second at which the tag appeared, a snapshot and a link', () => {
  test('and makes release due after the cool-off', () => {
    const life = stream(paidLife());
    const { type: _, ...seen } = streamProof;
    expect(life.order.proofs).toEqual([{ kind: 'stream', at: life.now, ...seen }]);
    expect(life.order).toMatchObject({ fulfilment: 'paid', releaseAt: life.now + 72 * hour, releasedAt: null });
    expect(life.events.at(-1)).toMatchObject({ type: 'proof-counted', releaseAt: life.now + 72 * hour });
  });

  test('it counts once', () => {
    expect(outcomeOf(stream(stream(paidLife())))).toBe('already-proved');
  });
});

describe('a proof makes release due', () => {
  test('at once for a trusted builder', () => {
    const life = stream(paidLife(), { builder: trusted });
    expect(life.order.releaseAt).toBe(life.now);
  });

  test('a later proof never moves a date that is set', () => {
    const first = stream(paidLife());
    const life = confirm(ship(wait(first, hour)));
    expect(life.order.releaseAt).toBe(first.order.releaseAt);
    expect(life.order.proofs.map((proof) => proof.kind)).toEqual(['stream', 'delivery']);
  });

  test('only the proof that completes the policy sets it', () => {
    const first = stream(underPolicy('stream-and-shipment'));
    expect(first.order.releaseAt).toBeNull();
    expect(first.events.at(-1)).toMatchObject({ type: 'proof-counted', releaseAt: null });
    const both = scan(wait(ship(first), 48 * hour));
    expect(both.order.releaseAt).toBe(both.now + 72 * hour);
    expect(stream(underPolicy('delivery')).order.releaseAt).toBeNull();
    expect(stream(underPolicy('shipment')).order.releaseAt).toBeNull();
  });
});

describe('without a carrier service a tracking number counts after 48 hours without a report', () => {
  test('a declared number ships the order and is no proof yet', () => {
    const life = ship(paidLife());
    expect(life.order).toMatchObject({
      fulfilment: 'shipped',
      shippedAt: life.now,
      shipment: { carrier: 'UPS', number: '1Z5', at: life.now },
      proofs: [],
      releaseAt: null,
    });
  });

  test('it counts after 48 hours, and not a moment earlier', () => {
    const life = ship(paidLife());
    expect(outcomeOf(scan(wait(life, 48 * hour - 1)))).toBe('not-allowed-now');
    const proved = scan(wait(life, 48 * hour));
    expect(proved.order.proofs).toEqual([{ kind: 'shipment', at: proved.now, carrier: 'UPS', number: '1Z5' }]);
    expect(proved.order.releaseAt).toBe(proved.now + 72 * hour);
    expect(outcomeOf(scan(proved))).toBe('already-proved');
  });

  test('a report stops that clock, and the thaw starts it again', () => {
    const reported = wait(freeze(ship(paidLife())), 30 * day);
    expect(outcomeOf(scan(reported))).toBe('frozen');
    expect(scan(thaw(reported)).order.releaseAt).toBe(reported.now + 72 * hour);
  });

  test('a number used in the last 180 days is refused', () => {
    const life = paidLife();
    expect(outcomeOf(ship(life, life.now - 180 * day + 1))).toBe('tracking-reused');
    expect(outcomeOf(ship(life, life.now - 180 * day))).toBe('granted');
    expect(outcomeOf(ship(life, null))).toBe('granted');
  });

  test('a frozen order is not shipped', () => {
    expect(outcomeOf(ship(freeze(paidLife())))).toBe('frozen');
  });
});

describe('delivery: the buyer confirms, or 21 days after shipped where no carrier is asked', () => {
  test('what the staff released without a proof was handed over, as the buyer says or after 21 days', () => {
    const released = give(paidLife(), { type: 'grant-release', reason: 'in person' }, 'staff');
    expect(outcomeOf(confirm(paidLife()))).toBe('not-allowed-now');
    expect(outcomeOf(confirm(stream(paidLife())))).toBe('not-allowed-now');
    expect(complete(confirm(released)).order).toMatchObject({ fulfilment: 'completed', legs: [{ attempt: 1 }] });
    expect(outcomeOf(deem(wait(released, 21 * day - 1)))).toBe('not-allowed-now');
    expect(outcomeOf(deem(wait(paidLife(), 21 * day)))).toBe('not-allowed-now');
    const deemed = deem(wait(released, 21 * day));
    expect(complete(wait(deemed, 7 * day)).order).toMatchObject({ fulfilment: 'completed', legs: [{ attempt: 1 }] });
  });

  test('the buyer confirms', () => {
    const life = confirm(wait(shippedLife(), day));
    expect(life.order).toMatchObject({ fulfilment: 'delivered', deliveredAt: life.now });
    expect(life.order.proofs).toEqual([{ kind: 'delivery', at: life.now, by: 'buyer' }]);
    expect(life.events.slice(-2).map((event) => event.type)).toEqual(['delivered', 'proof-counted']);
  });

  test('21 days pass, and not a moment less', () => {
    expect(outcomeOf(deem(wait(shippedLife(), 21 * day - 1)))).toBe('not-allowed-now');
    const life = deem(wait(shippedLife(), 21 * day));
    expect(life.order.fulfilment).toBe('delivered');
    expect(life.order.proofs.at(-1)).toEqual({ kind: 'delivery', at: life.now, by: 'time' });
  });

  test('what was reported as not arrived is not deemed delivered', () => {
    const reported = wait(freeze(shippedLife()), 30 * day);
    expect(outcomeOf(deem(reported))).toBe('frozen');
    expect(deem(thaw(reported)).order.fulfilment).toBe('delivered');
  });
});

describe('an order is complete when it is delivered and its money has gone', () => {
  const delivered = confirm(wait(shippedLife(), day));
  const released = give(wait(delivered, houseRules.coolOffMs), { type: 'release' }, 'system');

  test('not before', () => {
    expect(outcomeOf(complete(delivered))).toBe('not-allowed-now');
    expect(outcomeOf(complete(releasedLife()))).toBe('not-allowed-now');
  });

  test('then it has ended', () => {
    const life = complete(released);
    expect(life.order).toMatchObject({ fulfilment: 'completed', endedAt: life.now });
    expect(life.events.at(-1)).toEqual({ type: 'completed' });
  });

  test('a case keeps it open, since an ended order can never be thawed', () => {
    const reported = freeze(released);
    expect(outcomeOf(complete(reported))).toBe('frozen');
    expect(outcomeOf(complete(thaw(reported)))).toBe('granted');
  });
});
