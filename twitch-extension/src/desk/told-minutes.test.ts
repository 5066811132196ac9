import { describe, expect, test } from '@jest/globals';
import { minute, second } from '#shared/house-rules.ts';
import { tellMinutes } from './told-minutes.ts';

const asOf = Date.UTC(2031, 4, 6, 14, 5);
const view = { asOf, live: { since: asOf, title: '' } };
const progress = { since: asOf - 7 * minute, earnedMs: 6.5 * minute, neededMs: 10 * minute, sharedBy: 1 };

describe('live minutes as a builder is told of them', () => {
  test('run on between two answers of the core, and only whole ones are told', () => {
    expect(tellMinutes(progress, view, asOf + 29 * second).earned).toBe(6);
    expect(tellMinutes(progress, view, asOf + 30 * second)).toEqual({
      earned: 7,
      needed: 10,
      share: 0.7,
      isProved: false,
    });
  });

  test('stand still while the channel is offline, whatever the core said of sharing', () => {
    expect(tellMinutes(progress, { ...view, live: null }, asOf + 40 * second).share).toBe(0.65);
  });

  test('run more slowly where orders share them', () => {
    expect(tellMinutes({ ...progress, sharedBy: 3 }, view, asOf + 30 * second).share).toBeCloseTo(0.6667, 3);
  });

  test('are full only once the core says so', () => {
    expect(tellMinutes({ ...progress, earnedMs: 9.9 * minute }, view, asOf + 40 * second).isProved).toBe(false);
    expect(tellMinutes({ ...progress, earnedMs: 10 * minute }, view, asOf).isProved).toBe(true);
  });

  test('are not needed by an order that counts at once', () => {
    const atOnce = tellMinutes({ ...progress, earnedMs: 0, neededMs: 0 }, view, asOf);
    expect(atOnce).toEqual({ earned: 0, needed: 0, share: 1, isProved: true });
  });
});
