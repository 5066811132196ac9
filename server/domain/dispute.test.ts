import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { day, hour } from '#shared/house-rules.ts';
import {
  canAnswer,
  clocksOf,
  disputeAfter,
  disputeCommands,
  disputeDeadlines,
  newDispute,
  type BankDispute,
} from './dispute.ts';
import type { OrderDispute } from './order.ts';
import { balancesOf } from './ledger.ts';
import { give, paidLife, type Life } from './order-samples.ts';

const now = 1_000 * day;
const { order } = paidLife();
const chargeId = order.payment?.chargeId ?? '';
const taken = { id: 'txn_1', kind: 'withdrawn', amountMinor: 400_00, feeMinor: 15_00 } as const;
const given = { id: 'txn_2', kind: 'reinstated', amountMinor: 400_00, feeMinor: 0 } as const;

function bank(news: Partial<BankDispute> = {}): BankDispute {
  return {
    id: 'dp_1',
    chargeId,
    orderId: order.id,
    amountMinor: 400_00,
    currency: 'USD',
    reason: 'general',
    isInquiry: false,
    standing: 'needs-response',
    openedAt: now,
    dueBy: now + 9 * day,
    submissions: 0,
    filed: null,
    bookings: [taken],
    ...news,
  };
}

const known = (dispute: Partial<OrderDispute> = {}) => ({
  ...order,
  disputes: [{ id: 'dp_1', state: 'open', reason: 'general', openedAt: now, withdrawn: null, ...dispute } as const],
});
const types = (...told: Parameters<typeof disputeCommands>) => disputeCommands(...told).map(({ type }) => type);

describe('an order is told what it does not know of a dispute, in the order in which it must have happened', () => {
  const won = bank({ standing: 'won', bookings: [taken, given] });
  test.each([
    ['a new one', order, bank(), ['dispute-opened', 'dispute-withdrawn']],
    [
      'one that is over before we heard of it',
      order,
      won,
      ['dispute-opened', 'dispute-withdrawn', 'dispute-reinstated', 'dispute-closed'],
    ],
    ['what was told already', known({ isOpened: true, movements: ['txn_1'] }), bank(), []],
    [
      'money that came back',
      known({ isOpened: true, movements: ['txn_1'], state: 'won' }),
      won,
      ['dispute-reinstated'],
    ],
    ['an inquiry', order, bank({ isInquiry: true, bookings: [] }), ['dispute-opened']],
  ])('%s', (_, before, news, commands) => {
    expect(types(before, news)).toEqual(commands);
  });

  test('an inquiry that ends, and what was prevented, took nothing', () => {
    const ended = bank({ standing: 'closed', bookings: [] });
    expect(disputeCommands(known({ isOpened: true }), ended)).toEqual([
      { type: 'dispute-closed', disputeId: 'dp_1', outcome: 'won', tookNothing: true },
    ]);
  });

  test('a charge that is not the order’s own is named', () => {
    const [opened] = disputeCommands(order, bank({ chargeId: 'ch_twice', bookings: [] }));
    expect(opened).toMatchObject({ type: 'dispute-opened', chargeId: 'ch_twice' });
  });
});

describe('the builder may answer for 72 hours, and it is filed a day before the bank’s', () => {
  test.each([
    ['nine days', 9 * day, 72 * hour, 8 * day],
    ['two days', 2 * day, 24 * hour, 24 * hour],
    ['twelve hours', 12 * hour, 0, 0],
    ['a day that has passed', -hour, 0, 0],
  ])('%s', (_, patience, answer, file) => {
    expect(clocksOf({ dueBy: now + patience }, now)).toEqual({ answerUntil: now + answer, fileAt: now + file });
  });

  test('where the bank asks for nothing, nothing is filed', () => {
    const record = newDispute(bank({ dueBy: null }), order.id, now);
    expect([disputeDeadlines(record), canAnswer(record, now)]).toEqual([[], false]);
  });
});

describe('the record of a dispute', () => {
  const record = newDispute(bank(), order.id, now);

  test('follows the bank, and is the same object where the bank says nothing new', () => {
    expect(disputeAfter(record, bank(), now + hour)).toBe(record);
    const later = disputeAfter(record, bank({ standing: 'lost' }), now + day);
    expect(later).toMatchObject({ state: 'lost', closedAt: now + day });
    expect(disputeAfter(later, bank({ standing: 'lost' }), now + 2 * day)).toBe(later);
  });

  test('counts an answer that somebody sent by hand', () => {
    expect(disputeAfter(record, bank({ submissions: 1 }), now).state).toBe('filed');
  });

  test('of an inquiry that becomes a dispute begins anew, and keeps what the builder said', () => {
    const said = { text: 'whole', files: [], at: now };
    const asked = { ...newDispute(bank({ isInquiry: true, bookings: [] }), order.id, now), said };
    const filed = disputeAfter(asked, bank({ isInquiry: true, bookings: [], submissions: 1 }), now + day);
    expect(filed).toMatchObject({ state: 'filed', isInquiry: true });
    const anew = disputeAfter(filed, bank({ dueBy: now + 20 * day }), now + 5 * day);
    expect(anew).toMatchObject({ state: 'needs-response', isInquiry: false, said, answerUntil: now + 8 * day });
  });

  test('of a decision that is looked at again stays what it was', () => {
    const lost = disputeAfter(record, bank({ standing: 'lost' }), now);
    expect(disputeAfter(lost, bank({ standing: 'appealed' }), now + day).state).toBe('lost');
  });
});

test('however often we look, and wherever we break off, it comes to the same', () => {
  const looks = [
    bank({ bookings: [] }),
    bank(),
    bank({ standing: 'under-review', submissions: 1 }),
    bank({ standing: 'won' }),
    bank({ standing: 'won', bookings: [taken, given] }),
  ];
  const look = (life: Life, news: BankDispute | undefined, most = 9): Life =>
    news
      ? disputeCommands(life.order, news)
          .slice(0, most)
          .reduce((after, command) => give(after, command, 'system'), life)
      : life;
  const told = ({ order: { freeze, fulfilment, disputes = [] }, entries }: Life) => ({
    isFrozen: freeze !== null,
    fulfilment,
    disputes: disputes.map(({ id, state, withdrawn }) => ({ id, state, withdrawn })),
    balances: [...balancesOf(entries)].toSorted(),
  });
  const straight = told(look(paidLife(), looks.at(-1)));
  expect(straight).toMatchObject({ isFrozen: false, disputes: [{ id: 'dp_1', state: 'won', withdrawn: null }] });
  const times = fc.array(fc.record({ at: fc.nat(looks.length - 1), most: fc.nat(3) }), { maxLength: 8 });
  fc.assert(
    fc.property(times, (looked) => {
      // The bank does not go back on what it said: whoever looks later sees no less.
      const sorted = looked.toSorted((one, other) => one.at - other.at);
      const before = sorted.reduce((life, { at, most }) => look(life, looks[at], most), paidLife());
      expect(told(look(before, looks.at(-1)))).toEqual(straight);
    }),
    { numRuns: 200 },
  );
});
