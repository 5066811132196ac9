import { describe, expect, test } from '@jest/globals';
import { day, hour, minute } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import type { Citizen, Exposure } from './citizen.ts';
import { judgeClaim, judgeWaiting, pausedUntil } from './claims.ts';
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

  test.each([
    ['a member, a moment before it ends', -1, 'early-bird', 'granted'],
    ['a member, as it ends', 0, 'granted', 'granted'],
    ['a member, an hour before it ends', -hour, 'early-bird', 'granted'],
  ] as const)('an early bird is for VIPs until it ends: %s', (_, away, forMember, forVip) => {
    const early = { ...drop, earlyBirdUntil: now - away };
    expect([outcome({ drop: early, citizen: member }), outcome({ drop: early, citizen: vip })]).toEqual([
      forMember,
      forVip,
    ]);
  });

  test('the early bird’s refusal says when it opens for everybody', () => {
    expect(judgeClaim({ ...drop, earlyBirdUntil: now + hour }, member, nothing, false, now)).toEqual({
      ok: false,
      refusal: { code: 'early-bird', params: { at: now + hour } },
    });
  });

  test('what lasts is said before what passes: a grail before its early bird, and that before an offline channel', () => {
    const shut = { ...drop, grail: true, earlyBirdUntil: now + hour, liveOnly: true };
    expect(outcome({ drop: shut, citizen: member })).toBe('vip-only');
    expect(outcome({ drop: { ...shut, grail: false }, citizen: member })).toBe('early-bird');
    expect(outcome({ drop: shut, citizen: vip })).toBe('live-only');
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

test('whoever is banned from the network claims nothing, and is not given what was set aside before', () => {
  const banned = { ...vip, bannedFor: 'chargebacks' };
  const reserved = { ...nothing, open: [{ orderId, dropId, amountMinor: 100_00, reserved: true }] };
  expect(outcome({ citizen: banned, exposure: reserved })).toBe('banned');
  expect(judgeClaim(drop, banned, nothing, false, now)).toEqual({
    ok: false,
    refusal: { code: 'banned', params: { reason: 'chargebacks' } },
  });
  expect(judgeWaiting(drop, banned, nothing, now)?.code).toBe('banned');
  expect(outcome({ citizen: { ...banned, bannedFor: null } })).toBe('granted');
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

describe('who may wait for a unit', () => {
  const waiting = (given: Partial<{ drop: Drop; citizen: Citizen; exposure: Exposure }>) =>
    judgeWaiting(given.drop ?? drop, given.citizen ?? guest, given.exposure ?? nothing, now)?.code ?? 'granted';
  const lapsed: Exposure = { ...nothing, lapses: [now - 3, now - 2, now - 1] };

  test.each([
    ['anybody', {}, 'granted'],
    ['nobody, when the drop is paused', { drop: { ...drop, status: 'paused' } }, 'drop-not-open'],
    ['nobody, when the drop is closed', { drop: { ...drop, status: 'closed' } }, 'drop-not-open'],
    ['not the builder', { citizen: { ...vip, id: builderId } }, 'own-drop'],
    ['not who has one', { exposure: { ...nothing, taken: { [dropId]: 1 } } }, 'one-each'],
    ['no member for a grail', { drop: { ...drop, grail: true }, citizen: member }, 'vip-only'],
    ['no guest above their cap', { drop: priced(150_01) }, 'tier-too-low'],
    ['who has a lot open: that passes', { exposure: owing(300_00) }, 'granted'],
    ['who is paused: that passes', { exposure: lapsed }, 'granted'],
    ['a guest during the early bird: that passes', { drop: { ...drop, earlyBirdUntil: now + hour } }, 'granted'],
    ['anybody while the builder is offline: that passes', { drop: { ...drop, liveOnly: true } }, 'granted'],
  ] as const)('%s', (_, given, expected) => {
    expect(waiting(given)).toBe(expected);
  });
});
