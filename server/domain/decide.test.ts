import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { houseRules } from '#shared/house-rules.ts';
import type { Fulfilment } from '#shared/schemas/order.ts';
import { deadlinesOf } from './deadlines.ts';
import { decide } from './decide.ts';
import { assertBalanced } from './ledger.ts';
import { tellingsFor } from './notices.ts';
import type { Order, Role } from './order.ts';
import type { CommandType } from './order-commands.ts';
import { anyCommandOf, commandTypes } from './command-arbitraries.ts';
import { anyFactsFor, anyInstant, anyOrder, roles, states } from './order-arbitraries.ts';
import { beginLife, give, paidLife, paymentOf, releasedLife, shippedLife, wait, type Life } from './order-samples.ts';
import { entriesFor } from './postings.ts';
import { endStates, transitions } from './transitions.ts';

/** Any order in one state, with any command of one type by one role. */
function anyAsking(type: CommandType, state: Fulfilment, role: Role) {
  return anyOrder
    .map((order): Order => ({ ...order, fulfilment: state }))
    .chain((order) =>
      fc.record({
        order: fc.constant(order),
        command: anyCommandOf(type),
        facts: anyFactsFor(order, role),
        now: anyInstant,
      }),
    );
}

describe('the table of transitions says who may ask what of an order in which state', () => {
  describe.each(commandTypes)('%s', (type) => {
    const row = transitions[type];

    test.each(roles)('by the %s', (role) => {
      for (const state of states) {
        fc.assert(
          fc.property(anyAsking(type, state, role), ({ order, command, facts, now }) => {
            const decision = decide(order, command, facts, now);
            if (!row.by.includes(role)) expect(decision).toEqual({ ok: false, refusal: { code: 'not-yours' } });
            else if (!row.from.includes(state)) expect(decision.ok).toBe(false);
            else if (decision.ok) expect(row.to).toContain(decision.order.fulfilment);
          }),
          { numRuns: 12 },
        );
      }
    });
  });
});

describe('every refusal has a code, and nothing else changes an order', () => {
  const anything = fc
    .tuple(fc.constantFrom(...commandTypes), fc.constantFrom(...states), fc.constantFrom(...roles))
    .chain(([type, state, role]) => anyAsking(type, state, role));

  test('any command on any order is decided without a throw, and so is what follows from it', () => {
    fc.assert(
      fc.property(anything, ({ order, command, facts, now }) => {
        const before = structuredClone(order);
        const decision = decide(order, command, facts, now);
        expect(order).toEqual(before);
        if (!decision.ok) return;
        for (const event of decision.events) {
          tellingsFor(decision.order, event);
          // Payments of an order that no story leads to may owe a refund more than it holds; only the sum is promised here.
          entriesFor(decision.order, event, now).forEach(assertBalanced);
        }
        for (const due of deadlinesOf(decision.order)) expect(Number.isFinite(due.at)).toBe(true);
      }),
      { numRuns: 1_500 },
    );
  });

  test('the same question has the same answer', () => {
    fc.assert(
      fc.property(anything, ({ order, command, facts, now }) => {
        expect(decide(order, command, facts, now)).toEqual(decide(order, command, facts, now));
      }),
      { numRuns: 500 },
    );
  });

  test('an effect names order, leg and attempt in its key, and never shares it', () => {
    const keys = releasedLife().effects.map((effect) => effect.key);
    expect(keys).toEqual([`order:${releasedLife().order.id}:transfer:builder:1`]);
    fc.assert(
      fc.property(anything, ({ order, command, facts, now }) => {
        const decision = decide(order, command, facts, now);
        if (!decision.ok) return;
        for (const effect of decision.effects) expect(effect.key.startsWith(`order:${order.id}:`)).toBe(true);
        expect(new Set(decision.effects.map((effect) => effect.key)).size).toBe(decision.effects.length);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('reserved → paid → building → shipped → delivered → completed, and the ways out', () => {
  const payment = paymentOf();
  const lapsing = give(
    give(beginLife(), { type: 'start-checkout', country: 'US' }, 'buyer'),
    { type: 'cancel-claim' },
    'buyer',
  );
  const released = releasedLife();
  const shipped = give(released, { type: 'declare-shipment', carrier: 'UPS', number: '1' }, 'builder');
  const delivered = give(shipped, { type: 'confirm-delivery' }, 'buyer');
  const ways: Readonly<Record<Fulfilment, Life>> = {
    reserved: beginLife(),
    lapsing,
    expired: give(wait(beginLife(), houseRules.claimMs), { type: 'lapse' }, 'system'),
    cancelled: give(beginLife(), { type: 'cancel-claim' }, 'buyer'),
    paid: give(beginLife(), { type: 'payment-arrived', payment }, 'system'),
    building: give(paidLife(), { type: 'start-building' }, 'system'),
    shipped: shippedLife(),
    delivered,
    completed: give(delivered, { type: 'complete' }, 'system'),
  };

  test.each(states)('%s can be reached', (state) => {
    expect(ways[state].order.fulfilment).toBe(state);
  });

  test('building may be skipped', () => {
    expect(shippedLife().events.map((event) => event.type)).toEqual(['paid', 'shipped']);
  });

  test('from an end state nothing leads anywhere but a payment that came too late', () => {
    for (const state of endStates)
      for (const type of commandTypes.filter((each) => each !== 'payment-arrived'))
        fc.assert(
          fc.property(anyAsking(type, state, 'system'), ({ order, command, facts, now }) => {
            const decision = decide(order, command, facts, now);
            if (decision.ok) expect(decision.order.fulfilment).toBe(state);
          }),
          { numRuns: 20 },
        );
  });

  test('paid, building, shipped or delivered ends as cancelled only with a refund of what is held', () => {
    for (const life of [ways.paid, ways.building, ways.shipped]) {
      const refunded = give(life, { type: 'refund-order', reason: 'out of cases' }, 'builder');
      expect(refunded.order.fulfilment).toBe('cancelled');
      expect(refunded.effects.map((effect) => effect.kind)).toEqual(['create-refund']);
    }
    const owed = give(ways.delivered, { type: 'refund-order', reason: 'late' }, 'staff');
    expect(owed.order.fulfilment).toBe('cancelled');
    expect(owed.events.slice(-2).map((event) => event.type)).toEqual(['taken-back', 'refunded']);
  });
});
