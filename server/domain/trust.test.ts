import { describe, expect, test } from '@jest/globals';
import { day } from '#shared/house-rules.ts';
import type { Account, Citizen } from './citizen.ts';
import { buyerId, claimedAt as now } from './order-samples.ts';
import { computeTier, tierFor } from './trust.ts';

const discord: Account = { platform: 'discord', id: '1', handle: 'mika' };
const twitch: Account = { platform: 'twitch', id: '2', handle: 'mika' };

function citizen(changes: Partial<Citizen>): Citizen {
  return {
    id: buyerId,
    version: 1,
    nickname: 'mika',
    accounts: [discord],
    identityVerified: false,
    completedOrders: 0,
    lostDisputes: 0,
    lastStrikeAt: null,
    joinedAt: now - 400 * day,
    ...changes,
  };
}

describe('a tier is computed from facts', () => {
  const cases: readonly (readonly [string, Partial<Citizen>, string])[] = [
    ['nothing', {}, 'guest'],
    ['no account at all', { accounts: [] }, 'guest'],
    ['two accounts of one platform', { accounts: [discord, { ...discord, id: '9' }] }, 'guest'],
    ['a linked second account', { accounts: [discord, twitch] }, 'member'],
    ['a verified identity', { identityVerified: true }, 'member'],
    ['one completed order', { completedOrders: 1 }, 'member'],
    ['two completed orders', { completedOrders: 2, accounts: [discord, twitch] }, 'member'],
    ['three completed orders', { completedOrders: 3 }, 'vip'],
    ['a lost dispute', { completedOrders: 30, lostDisputes: 1 }, 'member'],
    ['a strike today', { completedOrders: 3, lastStrikeAt: now }, 'member'],
    ['a strike less than a year ago', { completedOrders: 3, lastStrikeAt: now - 365 * day + 1 }, 'member'],
    ['a strike a year ago', { completedOrders: 3, lastStrikeAt: now - 365 * day }, 'vip'],
  ];
  test.each(cases)('with %s', (_, facts, tier) => {
    expect(computeTier(citizen(facts), now)).toBe(tier);
  });
});

test.each([
  [0, 'guest'],
  [150_00, 'guest'],
  [150_01, 'member'],
  [600_00, 'member'],
  [600_01, 'vip'],
  [25_000_00, 'vip'],
])('an item of %d cents is for the %s tier and above', (price, tier) => {
  expect(tierFor(price)).toBe(tier);
});
