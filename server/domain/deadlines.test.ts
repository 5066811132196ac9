import { describe, expect, test } from '@jest/globals';
import { day, hour, minute } from '#shared/house-rules.ts';
import { commandNamed, deadlinesOf } from './deadlines.ts';
import {
  beginLife,
  claimedAt,
  give,
  paidLife,
  partnershipTerms,
  provedLife,
  releasedLife,
  shippedLife,
  streamProof,
  wait,
  type Life,
} from './order-samples.ts';
import { transitions } from './transitions.ts';

/** What falls due, in hours after the claim. */
const due = ({ order }: Life) =>
  Object.fromEntries(deadlinesOf(order).map(({ name, at }) => [name, (at - claimedAt) / hour]));
const freeze = (life: Life) => give(life, { type: 'freeze', reason: 'a report' }, 'staff');
const refused = give(
  releasedLife(partnershipTerms),
  { type: 'transfer-refused', party: 'marketer', attempt: 1, reason: 'account-not-ready' },
  'system',
);
const confirmed = give(shippedLife(), { type: 'confirm-delivery' }, 'buyer');
const prompt = { completedOrders: 10, lostDisputes: 0 };
const provedAtOnce = give(paidLife(), streamProof, 'system', { builder: prompt });
const sent = give(
  give(provedAtOnce, { type: 'release' }, 'system'),
  { type: 'declare-shipment', carrier: 'UPS', number: '1' },
  'builder',
);

describe('time is a command: what falls due by itself', () => {
  const rows: readonly (readonly [string, Life, Record<string, number>])[] = [
    ['a claim lapses after 10 minutes', beginLife(), { lapse: (10 * minute) / hour }],
    [
      'a paid order’s promise breaks on the promised day; staff is told of the hold on day 75',
      paidLife(),
      { 'break-promise': 30 * 24, 'warn-hold': 75 * 24 },
    ],
    [
      'a broken promise is refunded three days later',
      give(wait(paidLife(), 30 * day), { type: 'break-promise', clock: 'proof' }, 'system'),
      { 'refund-unproven': 33 * 24, 'warn-hold': 75 * 24 },
    ],
    [
      'a cancellation is granted after three days',
      give(paidLife(), { type: 'ask-cancellation' }, 'buyer'),
      { 'break-promise': 30 * 24, 'grant-cancellation': 72, 'warn-hold': 75 * 24 },
    ],
    ['a proof is released after the cool-off', provedLife(), { release: 24 + 72, 'warn-hold': 75 * 24 }],
    [
      'a shipment counts after 48 hours and is deemed delivered after 21 days',
      shippedLife(),
      { 'prove-by-shipment': 24 + 48, 'deem-delivered': 24 + 21 * 24, 'warn-hold': 75 * 24 },
    ],
    [
      'a delivery that proves the work is released, and the shipment still counts',
      confirmed,
      { release: 24 + 72, 'prove-by-shipment': 24 + 48, 'warn-hold': 75 * 24 },
    ],
    ['a transfer that waits is tried again after six hours', refused, { 'retry-transfer:marketer': 24 + 72 + 6 }],
    ['a released order owes the clock nothing more', releasedLife(), {}],
    ['a frozen order waits, but staff is told of the hold', freeze(provedLife()), { 'warn-hold': 75 * 24 }],
    ['a frozen parcel neither counts nor arrives by itself', freeze(shippedLife()), { 'warn-hold': 75 * 24 }],
    ['a frozen transfer is not tried again', freeze(refused), {}],
    ['an ended order owes nothing', give(paidLife(), { type: 'refund-order', reason: 'x' }, 'builder'), {}],
  ];
  test.each(rows)('%s', (_, life, expected) => {
    expect(due(life)).toEqual(expected);
  });

  test('what a freeze hid is back after the thaw', () => {
    const thawed = give(freeze(shippedLife()), { type: 'thaw' }, 'staff');
    expect(due(thawed)).toEqual(due(shippedLife()));
  });
});

describe('an order is complete', () => {
  test('as soon as the buyer has confirmed and the money has gone', () => {
    const life = give(wait(confirmed, 72 * hour), { type: 'release' }, 'system');
    expect(due(life)).toMatchObject({ complete: 24 + 72 });
    expect(due(give(sent, { type: 'confirm-delivery' }, 'buyer'))).toMatchObject({ complete: 0 });
  });

  test('after 7 quiet days where only time says that it arrived', () => {
    const life = give(wait(sent, 21 * day), { type: 'deem-delivered' }, 'system');
    expect(due(life)).toMatchObject({ complete: (21 + 7) * 24 });
  });

  test('never while a case is open', () => {
    expect(due(freeze(give(sent, { type: 'confirm-delivery' }, 'buyer')))).not.toHaveProperty('complete');
  });
});

describe('a deadline’s name stands for a command of the system', () => {
  const names = [
    'lapse',
    'grant-cancellation',
    'break-promise',
    'refund-unproven',
    'prove-by-shipment',
    'deem-delivered',
    'complete',
    'release',
    'warn-hold',
    'retry-transfer:builder',
    'retry-transfer:marketer',
  ];
  test.each(names)('%s', (name) => {
    const command = commandNamed(name);
    expect(command && 'party' in command ? `${command.type}:${String(command.party)}` : command?.type).toBe(name);
    expect(command && transitions[command.type].by).toContain('system');
  });

  test.each(['', 'freeze', 'payment-arrived', 'refund-order', 'retry-transfer', 'retry-transfer:buyer', 'toString'])(
    '"%s" is none',
    (name) => {
      expect(commandNamed(name)).toBeUndefined();
    },
  );
});
