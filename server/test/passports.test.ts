import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import type { Citizen } from '../domain/citizen.ts';
import { applyCommand } from '../usecases/orders/apply-command.ts';
import { awardsOf, passport, publicPassport } from '../usecases/people/passports.ts';
import { vouchFor } from '../usecases/people/vouch.ts';
import { startLine, type LineWorld } from './line-world.ts';

const builderId = makeId('citizen', 'builder0');

let world: LineWorld;
beforeAll(async () => {
  world = await startLine(['mori', 'nova'], { units: 9, drop: { perPerson: 9 } });
  const kumo: Citizen = {
    id: builderId,
    version: 0,
    nickname: 'kumo',
    accounts: [{ platform: 'discord', id: 'discord-kumo', handle: 'kumo' }],
    identityVerified: false,
    completedOrders: 0,
    lostDisputes: 0,
    lastStrikeAt: null,
    joinedAt: 0,
  };
  await world.core.store.commit({ put: [{ kind: 'citizen', record: kumo }] });
});
afterAll(() => world.close());

async function citizenCalled(name: string): Promise<Citizen> {
  const found = await world.core.store.citizenByAccount('discord', `discord-${name}`);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}

const passportOf = async (name: string) => passport(world.core, await citizenCalled(name), 'link');
const factOf = async (name: string, key: string) => (await passportOf(name)).facts.find((fact) => fact.key === key);
const vouch = async (name: string) => {
  const vouched = await vouchFor(world.core, builderId, `discord-${name}`);
  return vouched.ok ? vouched.nickname : vouched.refusal.code;
};

/** One order from claim to its end. */
async function complete(name: string): Promise<void> {
  await world.claim(name);
  const claimed = await world.reserved(name);
  if (!claimed) throw new Error('nothing was claimed');
  await world.pay(name, claimed.id);
  const number = `1Z${claimed.tag}`;
  await applyCommand(world.core, claimed.id, { type: 'declare-shipment', carrier: 'UPS', number }, 'builder');
  await applyCommand(world.core, claimed.id, { type: 'confirm-delivery' }, 'buyer');
  await world.pass(houseRules.coolOffMs);
}

describe('a passport', () => {
  test('of somebody new says what any one of which makes a Member', async () => {
    expect(await passportOf('mori')).toMatchObject({
      tier: 'guest',
      score: 0,
      next: { tier: 'member', needs: ['account', 'identity', 'order'] },
    });
    const stranger = { nickname: '', tier: 'guest', score: 0, ordersCompleted: 0, vouches: 0, builder: null };
    expect(await publicPassport(world.core, '9999999')).toMatchObject(stranger);
  });

  test('counts a lapsed claim against its owner, with the claim’s end', async () => {
    await world.claim('mori');
    await world.pass(houseRules.claimMs);
    expect(await factOf('mori', 'lapsed-claims')).toEqual({ key: 'lapsed-claims', holds: true, points: -2, count: 1 });
    expect((await passportOf('mori')).score).toBe(-2);
  });

  test('counts completed orders until three make a VIP, who has nothing above them', async () => {
    await complete('mori');
    expect(await passportOf('mori')).toMatchObject({ tier: 'member', score: 8, next: { needs: ['orders'] } });
    await complete('mori');
    await complete('mori');
    expect(await passportOf('mori')).toMatchObject({ tier: 'vip', score: 28, next: null, ordersCompleted: 3 });
    expect(await factOf('mori', 'orders')).toEqual({ key: 'orders', holds: true, points: 30, count: 3 });
    expect(await publicPassport(world.core, 'discord-mori')).toMatchObject({ tier: 'vip', score: 28 });
  });
});

test('a builder vouches once for somebody who has completed an order with them, however often they press', async () => {
  expect(await vouch('nova')).toBe('vouch-needs-order');
  expect(await vouch('nobody')).toBe('not-found');
  expect(await vouch('kumo')).toBe('partner-self');
  const presses = await Promise.all([vouch('mori'), vouch('mori'), vouch('mori')]);
  expect(presses.toSorted()).toEqual(['already-vouched', 'already-vouched', 'mori']);
  expect(await factOf('mori', 'vouches')).toEqual({ key: 'vouches', holds: true, points: 5, count: 1 });
  expect((await publicPassport(world.core, 'discord-mori')).vouches).toBe(1);
  const told = (await world.notices()).filter(({ kind }) => kind === 'vouched');
  expect(told.map(({ accountId, params }) => [accountId, params['builder']])).toEqual([['discord-mori', 'kumo']]);
  expect((await awardsOf(world.core, builderId)).length).toBe(0);
});

test('a builder who vouches for somebody who is banned does not learn of it', async () => {
  await world.changeCitizen('mori', { bannedFor: 'three chargebacks' });
  expect(await vouch('mori')).toBe('vouch-needs-order');
  await world.changeCitizen('mori', { bannedFor: null });
});
