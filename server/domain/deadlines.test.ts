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

const reminders = { 'remind:proof:half': 15 * 24, 'remind:proof:last': 29 * 24 };
const hold = { 'warn-hold': 75 * 24, 'end-hold': 80 * 24 };
/** Of the parcel of an order that was proved on stream a day after it was claimed. */
const parcel = {
  'remind:scan:half': 24 + 7 * 24,
  'remind:scan:last': 24 + 13 * 24,
  'break-promise:scan': 24 + 14 * 24,
};
const followed = (life: Life) =>
  give(life, { type: 'parcel-followed', number: life.order.shipment?.number ?? '', trackerId: 'trk_1' }, 'system');
const delivered = (life: Life) =>
  give(life, { type: 'parcel-delivered', trackerId: 'trk_1', deliveredAt: life.now }, 'system');

describe('time is a command: what falls due by itself', () => {
  const rows: readonly (readonly [string, Life, Record<string, number>])[] = [
    ['a claim lapses after 10 minutes', beginLife(), { lapse: (10 * minute) / hour }],
    [
      'a paid order’s promise breaks on the promised day; staff is told of the hold on day 75, and it ends on day 80',
      paidLife(),
      { ...reminders, 'break-promise': 30 * 24, ...hold },
    ],
    [
      'a broken promise is refunded three days later',
      give(wait(paidLife(), 30 * day), { type: 'break-promise', clock: 'proof' }, 'system'),
      { 'refund-unproven': 33 * 24, ...hold },
    ],
    [
      'a cancellation is granted after three days',
      give(paidLife(), { type: 'ask-cancellation' }, 'buyer'),
      { ...reminders, 'break-promise': 30 * 24, 'grant-cancellation': 72, ...hold },
    ],
    [
      'a proof is released after the cool-off, and its parcel is promised in 14 days',
      provedLife(),
      { ...parcel, release: 24 + 72, 'warn-hold': 75 * 24 },
    ],
    [
      'a shipment counts after 48 hours and is deemed delivered after 21 days',
      shippedLife(),
      { 'prove-by-shipment': 24 + 48, 'deem-delivered': 24 + 21 * 24, ...hold },
    ],
    [
      'a delivery that proves the work is released, and the shipment still counts',
      confirmed,
      { release: 24 + 72, 'prove-by-shipment': 24 + 48, 'warn-hold': 75 * 24 },
    ],
    [
      'a transfer that waits is tried again after six hours',
      refused,
      { ...parcel, 'retry-transfer:marketer': 24 + 72 + 6 },
    ],
    ['a released order still owes its parcel', releasedLife(), parcel],
    ['a frozen order waits, but not for ever', freeze(provedLife()), { ...parcel, ...hold }],
    ['a frozen parcel neither counts nor arrives by itself', freeze(shippedLife()), hold],
    ['a frozen transfer is not tried again', freeze(refused), parcel],
    [
      'a followed parcel neither counts nor arrives by itself, and its first proof is still awaited',
      followed(shippedLife()),
      { ...reminders, 'break-promise': 30 * 24, ...hold },
    ],
    [
      'what a carrier says was delivered counts after seven quiet days',
      delivered(followed(shippedLife())),
      { release: 24 + 72, 'prove-by-delivery': 24 + 7 * 24, 'warn-hold': 75 * 24 },
    ],
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
    'end-hold',
    'prove-by-delivery',
    'break-promise:scan',
    'remind:proof:half',
    'remind:scan:last',
    'retry-transfer:builder',
    'retry-transfer:marketer',
  ];
  test.each(names)('%s', (name) => {
    const command = commandNamed(name);
    const { type = '', ...said } = command ?? {};
    const spelled = [type, ...Object.values(said)].join(':');
    expect(spelled).toBe(name === 'break-promise' ? 'break-promise:proof' : name);
    expect(command && transitions[command.type].by).toContain('system');
  });

  test.each([
    '',
    'freeze',
    'payment-arrived',
    'refund-order',
    'retry-transfer',
    'retry-transfer:buyer',
    'remind:proof',
    'remind:proof:soon',
    'release:now',
    'toString',
  ])('"%s" is none', (name) => {
    expect(commandNamed(name)).toBeUndefined();
  });
});
