import { describe, expect, test } from '@jest/globals';
import { hour, houseRules } from '#shared/house-rules.ts';
import type { Proof } from './order.ts';
import { claimedAt, reservedOrder, soloTerms } from './order-samples.ts';
import { coolOffMs, waitsFor } from './release.ts';

const proofs: Readonly<Record<Proof['kind'], Proof>> = {
  stream: { kind: 'stream', at: claimedAt, streamId: 's', offsetMs: 0, snapshot: '', link: null },
  shipment: { kind: 'shipment', at: claimedAt, carrier: 'UPS', number: '1' },
  delivery: { kind: 'delivery', at: claimedAt, by: 'buyer' },
};

describe('the policy is copied onto the order, and says which proofs release it', () => {
  test.each([
    ['proof-of-work', '', 'proof'],
    ['proof-of-work', 'stream', 'nothing'],
    ['proof-of-work', 'shipment', 'nothing'],
    ['proof-of-work', 'delivery', 'nothing'],
    ['proof-of-work', 'stream shipment delivery', 'nothing'],
    ['shipment', '', 'shipment'],
    ['shipment', 'stream', 'shipment'],
    ['shipment', 'shipment', 'nothing'],
    ['shipment', 'delivery', 'nothing'],
    ['stream-and-shipment', '', 'stream'],
    ['stream-and-shipment', 'stream', 'shipment'],
    ['stream-and-shipment', 'shipment', 'stream'],
    ['stream-and-shipment', 'delivery', 'stream'],
    ['stream-and-shipment', 'stream shipment', 'nothing'],
    ['stream-and-shipment', 'stream delivery', 'nothing'],
    ['delivery', '', 'delivery'],
    ['delivery', 'stream', 'delivery'],
    ['delivery', 'stream shipment', 'delivery'],
    ['delivery', 'delivery', 'nothing'],
  ] as const)('%s with %s waits for %s', (policy, kinds, waits) => {
    const given = (Object.keys(proofs) as Proof['kind'][]).filter((kind) => kinds.split(' ').includes(kind));
    const kept = given.map((kind) => proofs[kind]);
    expect(waitsFor(policy, kept)).toBe(waits);
    expect(waitsFor(policy, kept.toReversed())).toBe(waits);
  });
});

describe('release at once for a builder with 10 completed orders and no lost dispute, up to $600; else after 72 hours', () => {
  test.each([
    [10, 0, 600_00, 0],
    [11, 0, 25_00, 0],
    [9, 0, 600_00, 72],
    [10, 1, 600_00, 72],
    [10, 0, 600_01, 72],
    [0, 0, 25_00, 72],
  ])(
    '%d completed orders, %d lost disputes, an item of %d cents: %d hours',
    (completedOrders, lostDisputes, price, hours) => {
      const order = reservedOrder({ ...soloTerms, price: { amountMinor: price, currency: 'USD' } });
      expect(coolOffMs(order, { completedOrders, lostDisputes })).toBe(hours * hour);
    },
  );

  test('the operator may set other numbers', () => {
    const rules = { ...houseRules, coolOffMs: hour, promptReleaseOrdersMin: 2, promptReleaseMinorMax: 100 };
    expect(coolOffMs(reservedOrder(), { completedOrders: 2, lostDisputes: 0 }, rules)).toBe(hour);
  });
});
