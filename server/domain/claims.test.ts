import { describe, expect, test } from '@jest/globals';
import { day, hour, minute } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import type { Citizen, Exposure } from './citizen.ts';
import { judgeClaim, pausedUntil } from './claims.ts';
import type { Drop } from './drop.ts';
import { builderId, buyerId, claimedAt as now, marketerId, partnershipTerms, soloTerms } from './order-samples.ts';

const dropId = makeId('drop', 'drop000000000000');
const otherDropId = makeId('drop', 'drop000000000001');
const orderId = makeId('order', 'order00000000001');

const drop: Drop = {
  id: dropId,
  version: 3,
  builderId,
  status: 'open',
  units: 5,
  perPerson: 1,
  terms: { ...soloTerms, price: { amountMinor: 100_00, currency: 'USD' } },
  liveOnly: false,
  grail: false,
  earlyBirdUntil: null,
  openedAt: now - day,
  card: null,
};
const guest: Citizen = {
  id: buyerId,
  version: 1,
  nickname: 'mika',
  accounts: [{ platform: 'discord', id: '1', handle: 'mika' }],
  identityVerified: false,
  completedOrders: 0,
  lostDisputes: 0,
  lastStrikeAt: null,
  joinedAt: now - 400 * day,
};
const member: Citizen = { ...guest, completedOrders: 1 };
const vip: Citizen = { ...guest, completedOrders: 3 };
const nothing: Exposure = { id: buyerId, version: 0, open: [], taken: {}, lapses: [] };
const priced = (amountMinor: number): Drop => ({
  ...drop,
  terms: { ...drop.terms, price: { amountMinor, currency: 'USD' } },
});
const owing = (amountMinor: number): Exposure => ({
  ...nothing,
  open: [{ orderId, dropId: otherDropId, amountMinor, reserved: false }],
});

function outcome(given: Partial<{ drop: Drop; citizen: Citizen; exposure: Exposure; live: boolean }>): string {
  const ruling = judgeClaim(
    given.drop ?? drop,
    given.citizen ?? guest,
    given.exposure ?? nothing,
    given.live ?? false,
    now,
  );
  if (!ruling.ok) return ruling.refusal.code;
  return ruling.standing === null ? 'granted' : `standing ${ruling.standing}`;
}

describe('per person: one unit unless the drop says more', () => {
  test.each([
    [0, 1, 'granted'],
    [1, 1, 'one-each'],
    [1, 2, 'granted'],
    [2, 2, 'one-each'],
  ])('%d taken of %d', (taken, perPerson, expected) => {
    expect(outcome({ drop: { ...drop, perPerson }, exposure: { ...nothing, taken: { [dropId]: taken } } })).toBe(
      expected,
    );
  });

  test('units of other drops do not count', () => {
    expect(outcome({ exposure: { ...nothing, taken: { [otherDropId]: 9 } } })).toBe('granted');
  });

  test('while it is reserved, the same person asking again gets the same order, even of a drop that closed', () => {
    const exposure: Exposure = {
      ...nothing,
      open: [{ orderId, dropId, amountMinor: 100_00, reserved: true }],
      taken: { [dropId]: 1 },
    };
    expect(outcome({ exposure })).toBe(`standing ${orderId}`);
    expect(outcome({ exposure, drop: { ...drop, status: 'closed' } })).toBe(`standing ${orderId}`);
    const paid = { ...exposure, open: exposure.open.map((each) => ({ ...each, reserved: false })) };
    expect(outcome({ exposure: paid })).toBe('one-each');
  });
});

describe('what a drop asks of those who claim', () => {
  test.each(['draft', 'paused', 'closed'] as const)('a %s drop cannot be claimed', (status) => {
    expect(outcome({ drop: { ...drop, status } })).toBe('drop-not-open');
  });

  test('builder and marketer cannot claim their own drop', () => {
    expect(outcome({ citizen: { ...vip, id: builderId } })).toBe('own-drop');
    const shared = { ...drop, terms: { ...partnershipTerms, price: drop.terms.price } };
    expect(outcome({ drop: shared, citizen: { ...vip, id: marketerId } })).toBe('own-drop');
    expect(outcome({ citizen: { ...vip, id: marketerId } })).toBe('granted');
  });

  test('a grail is for VIPs', () => {
    expect(outcome({ drop: { ...drop, grail: true }, citizen: member })).toBe('vip-only');
    expect(outcome({ drop: { ...drop, grail: true }, citizen: vip })).toBe('granted');
  });

  test('live-only: claimable only while the builder’s channel is live', () => {
    expect(outcome({ drop: { ...drop, liveOnly: true }, live: false })).toBe('live-only');
    expect(outcome({ drop: { ...drop, liveOnly: true }, live: true })).toBe('granted');
  });
});

describe('each tier may buy up to a price', () => {
  test.each([
    ['guest', 150_00, 'granted'],
    ['guest', 150_01, 'tier-too-low'],
    ['member', 600_00, 'granted'],
    ['member', 600_01, 'tier-too-low'],
    ['vip', 600_01, 'granted'],
    ['vip', 25_000_00, 'granted'],
  ] as const)('a %s, an item of %d cents: %s', (tier, price, expected) => {
    expect(outcome({ citizen: { guest, member, vip }[tier], drop: priced(price) })).toBe(expected);
  });

  test('the refusal names the tier that it takes', () => {
    expect(judgeClaim(priced(150_01), guest, nothing, false, now)).toMatchObject({
      refusal: { params: { tier: 'member' } },
    });
    expect(judgeClaim(priced(600_01), guest, nothing, false, now)).toMatchObject({
      refusal: { params: { tier: 'vip' } },
    });
  });
});

describe('a Guest’s or Member’s unfinished orders may total twice the cap', () => {
  test.each([
    ['guest', 200_00, 100_00, 'granted'],
    ['guest', 200_01, 100_00, 'exposure-too-high'],
    ['member', 1_100_00, 100_00, 'granted'],
    ['member', 1_100_01, 100_00, 'exposure-too-high'],
    ['vip', 90_000_00, 20_000_00, 'granted'],
  ] as const)('a %s with %d cents open, an item of %d cents: %s', (tier, open, price, expected) => {
    expect(outcome({ citizen: { guest, member, vip }[tier], drop: priced(price), exposure: owing(open) })).toBe(
      expected,
    );
  });

  test('the refusal states its amount', () => {
    expect(judgeClaim(drop, guest, owing(300_00), false, now)).toEqual({
      ok: false,
      refusal: { code: 'exposure-too-high', params: { mostMinor: 300_00, currency: 'USD' } },
    });
  });
});

describe('three lapsed claims in a day: an hour’s pause', () => {
  const lapsed = (...ago: number[]): Exposure => ({ ...nothing, lapses: ago.map((ms) => now - ms) });

  test.each([
    ['none', [], 'granted'],
    ['two', [2 * minute, minute], 'granted'],
    ['three, the last just now', [3 * minute, 2 * minute, minute], 'paused-after-lapses'],
    ['three, the last less than an hour ago', [20 * hour, 2 * hour, hour - 1], 'paused-after-lapses'],
    ['three, the last an hour ago', [20 * hour, 2 * hour, hour], 'granted'],
    ['three, the first a day ago', [day, 2 * minute, minute], 'granted'],
    ['four', [9 * hour, 3 * minute, 2 * minute, minute], 'paused-after-lapses'],
  ] as const)('%s', (_, ago, expected) => {
    expect(outcome({ exposure: lapsed(...ago) })).toBe(expected);
  });

  test('the refusal says until when', () => {
    expect(pausedUntil(lapsed(3 * hour, 2 * hour, 10 * minute), now)).toBe(now + 50 * minute);
    expect(pausedUntil(nothing, now)).toBeNull();
    expect(judgeClaim(drop, vip, lapsed(3, 2, 1), false, now)).toEqual({
      ok: false,
      refusal: { code: 'paused-after-lapses', params: { at: now - 1 + hour } },
    });
  });
});
