import { describe, expect, test } from '@jest/globals';
import { minute, second } from '#shared/house-rules.ts';
import { earnedBy } from './live-minutes.ts';

const asOf = 1_000_000;
const progress = { since: 0, earnedMs: 6 * minute, neededMs: 10 * minute, sharedBy: 1 };

describe('minutes on the bench', () => {
  test('run on from what the core counted', () => {
    expect(earnedBy(progress, asOf, asOf + 20 * second)).toBe(6 * minute + 20 * second);
  });
  test('are shared by the orders on the bench', () => {
    expect(earnedBy({ ...progress, sharedBy: 3 }, asOf, asOf + 30 * second)).toBe(6 * minute + 10 * second);
  });
  test('stand still while none are running', () => {
    expect(earnedBy({ ...progress, sharedBy: 0 }, asOf, asOf + 30 * second)).toBe(6 * minute);
  });
  test('stand still once the core has not answered for long', () => {
    expect(earnedBy(progress, asOf, asOf + 60 * minute)).toBe(6 * minute + 45 * second);
  });
  test('do not run back when the clocks differ by a little', () => {
    expect(earnedBy(progress, asOf, asOf - second)).toBe(6 * minute);
  });
  test('never say of themselves that an order is proved', () => {
    expect(earnedBy({ ...progress, earnedMs: 10 * minute - second }, asOf, asOf + minute)).toBeLessThan(10 * minute);
    expect(earnedBy({ ...progress, earnedMs: 10 * minute }, asOf, asOf + minute)).toBe(10 * minute);
  });
});
