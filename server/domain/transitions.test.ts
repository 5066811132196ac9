import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fulfilment } from '#shared/schemas/order.ts';
import { decide } from './decide.ts';
import { anyCommandOf, commandTypes } from './command-arbitraries.ts';
import { anyFactsFor, anyInstant, anyOrder } from './order-arbitraries.ts';
import type { Role } from './order.ts';
import type { CommandType } from './order-commands.ts';
import { endStates, transitions } from './transitions.ts';

const open = 'paid building shipped delivered';
const charged = `${open} completed cancelled`;
const all = `reserved lapsing ${open} expired cancelled completed`;

/** The law once more, in the words of a reader: who, what, from where, to where. */
const law: readonly (readonly [by: string, command: CommandType, from: string, to: string])[] = [
  ['buyer', 'start-checkout', 'reserved', 'reserved'],
  ['system', 'checkout-opened', 'reserved lapsing', 'reserved lapsing'],
  ['system', 'checkout-closed', 'reserved lapsing', 'reserved expired cancelled'],
  ['system', 'lapse', 'reserved', 'lapsing expired'],
  ['buyer staff', 'cancel-claim', 'reserved', 'lapsing cancelled'],
  ['system', 'payment-arrived', all, all],
  ['builder', 'put-on-bench', 'paid building shipped', 'paid building shipped'],
  ['system', 'start-building', 'paid', 'building'],
  ['system', 'prove-by-stream', open, open],
  ['builder', 'declare-shipment', 'paid building shipped', 'shipped'],
  ['system', 'prove-by-shipment', 'shipped delivered', 'shipped delivered'],
  ['system', 'parcel-followed', 'shipped delivered', 'shipped delivered'],
  ['system', 'parcel-scanned', 'shipped delivered', 'shipped delivered'],
  ['system', 'parcel-delivered', 'shipped', 'delivered shipped'],
  ['system', 'parcel-doubted', 'shipped delivered', 'shipped delivered'],
  ['system', 'prove-by-delivery', 'delivered', 'delivered'],
  ['buyer', 'confirm-delivery', open, 'delivered'],
  ['system', 'deem-delivered', 'paid building shipped', 'delivered'],
  ['system', 'complete', 'delivered', 'completed'],
  ['system', 'release', open, open],
  ['staff', 'grant-release', open, open],
  ['system', 'transfer-created', charged, charged],
  ['system', 'transfer-refused', charged, charged],
  ['system staff', 'retry-transfer', charged, charged],
  ['system', 'reversal-created', charged, charged],
  ['system', 'reversal-refused', charged, charged],
  ['buyer', 'ask-cancellation', 'paid', 'paid'],
  ['system', 'grant-cancellation', 'paid', 'cancelled'],
  ['builder staff', 'refund-order', open, 'cancelled'],
  ['staff', 'refund-part', `${open} completed`, charged],
  ['system', 'break-promise', 'paid building shipped', 'paid building shipped'],
  ['buyer system', 'refund-unproven', 'paid building shipped', 'cancelled'],
  ['system', 'remind', 'paid building shipped', 'paid building shipped'],
  ['buyer', 'grant-days', 'paid building shipped', 'paid building shipped'],
  ['system', 'refund-created', all, all],
  ['system', 'dispute-opened', `${charged} expired`, `${charged} expired`],
  ['system', 'dispute-withdrawn', `${charged} expired`, `${charged} expired`],
  ['system', 'dispute-reinstated', `${charged} expired`, `${charged} expired`],
  ['system', 'dispute-closed', `${charged} expired`, `${charged} expired`],
  ['staff system', 'freeze', open, open],
  ['staff', 'thaw', open, open],
  ['system', 'warn-hold', open, open],
  ['system', 'end-hold', open, 'cancelled'],
];

/** Whether some order in this state, with some facts, is granted the command. */
function isGrantedSomewhere(type: CommandType, from: Fulfilment, role: Role): boolean {
  const asking = anyOrder
    .map((order) => ({ ...order, fulfilment: from }))
    .chain((order) => fc.tuple(fc.constant(order), anyCommandOf(type), anyFactsFor(order, role), anyInstant));
  return fc
    .sample(asking, { numRuns: 500, seed: 42 })
    .some(([order, command, facts, now]) => decide(order, command, facts, now).ok);
}

describe('the table of commands, with who may give them, from where to where, is data', () => {
  test('it has a row for every command, and no other', () => {
    expect(law.map(([, command]) => command).sort()).toEqual([...commandTypes].sort());
  });

  test.each(law)('the %s may %s from %s to %s', (by, command, from, to) => {
    const row = transitions[command];
    expect([...row.by].sort()).toEqual(by.split(' ').sort());
    expect([...row.from].sort()).toEqual(from.split(' ').sort());
    expect([...row.to].sort()).toEqual(to.split(' ').sort());
  });

  test.each(law)('a %s who asks to %s is granted it somewhere in each of: %s', (_, command) => {
    const { by, from } = transitions[command];
    for (const role of by)
      for (const state of from)
        expect([role, state, isGrantedSomewhere(command, state, role)]).toEqual([role, state, true]);
  });

  test('expired, cancelled and completed are the ends', () => {
    expect([...endStates].sort()).toEqual(['cancelled', 'completed', 'expired']);
  });
});
