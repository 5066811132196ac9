import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { day } from '#shared/house-rules.ts';
import { ageingDays, ageingOf, mergeSmall } from './solvency.ts';

const now = 1_000 * day;
const held = fc.array(
  fc.record({ amountMinor: fc.integer({ min: 1, max: 500_000 }), age: fc.double({ min: 0, max: 95, noNaN: true }) }),
  {
    maxLength: 60,
    size: 'max',
  },
);
const groupsOf = (orders: readonly { readonly amountMinor: number; readonly age: number }[]) =>
  ageingOf(
    orders.map(({ amountMinor, age }) => ({ amountMinor, since: now - age * day })),
    now,
  );

describe('how long money has been held', () => {
  test('counts every order once, whatever its age', () => {
    fc.assert(
      fc.property(held, (orders) => {
        const groups = groupsOf(orders);
        expect(groups.map(({ daysMax }) => daysMax)).toEqual(ageingDays);
        expect(groups.reduce((sum, group) => sum + group.orders, 0)).toBe(orders.length);
        const whole = orders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
        expect(groups.reduce((sum, { heldMinor }) => sum + heldMinor, 0)).toBe(whole);
      }),
      { numRuns: 200 },
    );
  });

  test('is told in public without groups of one to four orders, unless there are no more in all', () => {
    fc.assert(
      fc.property(held, (orders) => {
        const groups = groupsOf(orders);
        const told = mergeSmall(groups);
        const sums = (of: typeof told) => [
          of.reduce((sum, each) => sum + each.orders, 0),
          of.reduce((sum, { heldMinor }) => sum + heldMinor, 0),
        ];
        expect(sums(told)).toEqual(sums(groups));
        expect(told.at(-1)?.daysMax).toBe(90);
        if (orders.length < 5) expect(told.filter((each) => each.orders > 0).length).toBeLessThanOrEqual(1);
        else expect(told.filter((each) => each.orders > 0 && each.orders < 5)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
