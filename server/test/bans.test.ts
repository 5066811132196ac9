import { afterEach, describe, expect, test } from '@jest/globals';
import { houseRules, minute } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import type { Builder, Citizen } from '../domain/citizen.ts';
import type { Order } from '../domain/order.ts';
import { soloTerms } from '../domain/order-samples.ts';
import type { Store } from '../ports/store.ts';
import { applyCommand } from '../usecases/orders/apply-command.ts';
import { planBan, planLift } from '../usecases/people/bans.ts';
import { meetCitizen } from '../usecases/people/citizens.ts';
import { linkAccount, unlinkAccount } from '../usecases/people/link-accounts.ts';
import { startLine, type LineWishes, type LineWorld } from './line-world.ts';

const builderId = makeId('citizen', 'builder0');
const staffId = makeId('citizen', 'staff000');

let world: LineWorld;
afterEach(() => world.close());

async function start(names: readonly string[], wishes: LineWishes = {}): Promise<void> {
  world = await startLine(names, { units: names.length, ...wishes });
  const builder: Citizen = {
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
  const trade: Builder = {
    id: builderId,
    version: 0,
    guilds: ['builder'],
    certifiedAt: 0,
    promises: { vibeCheck: 1, shippingStandard: 1 },
    stripeAccountId: 'acct_1',
    shipping: [],
    completedOrders: 0,
    builtLive: 0,
    lostDisputes: 0,
  };
  await world.core.store.commit({
    put: [
      { kind: 'citizen', record: builder },
      { kind: 'builder', record: trade },
    ],
  });
}

async function citizenCalled(name: string): Promise<Citizen> {
  const found = await world.core.store.citizenByAccount('discord', `discord-${name}`);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}

/** Speaks a ban, without what follows from it. */
async function speakBan(name: string, reason = 'chargebacks'): Promise<void> {
  const plan = await planBan(world.core, await citizenCalled(name), staffId, reason);
  if (!plan.ok) throw new Error(plan.refusal.code);
  const { result } = await world.core.store.commit(plan.commit);
  expect(result).toBe('committed');
}

async function ban(name: string): Promise<void> {
  await speakBan(name);
  await world.pass(0);
}

/** What mori has become by now. */
async function become(change: Partial<Citizen>): Promise<void> {
  const record = { ...(await citizenCalled('mori')), ...change };
  expect((await world.core.store.commit({ put: [{ kind: 'citizen', record }] })).result).toBe('committed');
}

/** Claims, and pays where it is to be paid; gives the order. */
async function order(name: string, pays = true): Promise<Order> {
  expect(await world.claim(name)).toBe('granted');
  const claimed = await world.reserved(name);
  if (!claimed) throw new Error(`${name} has no claim`);
  if (pays) await world.pay(name, claimed.id);
  return claimed;
}

const stateOf = async ({ id }: Order) => (await world.core.store.get('order', id))?.fulfilment;
const build = ({ id }: Order) => applyCommand(world.core, id, { type: 'start-building' }, 'system');
const ship = ({ id }: Order, number = '1') =>
  applyCommand(world.core, id, { type: 'declare-shipment', carrier: 'UPS', number }, 'builder');
const told = async (kind: string) =>
  (await world.notices()).filter((notice) => notice.kind === kind).map(({ accountId }) => accountId);

describe('a banned buyer', () => {
  test('has claims cancelled, what is paid refunded, and what is being built goes on', async () => {
    await start(['mori'], { units: 3, drop: { perPerson: 3 } });
    const [built, paid] = [await order('mori'), await order('mori')];
    const claimed = await order('mori', false);
    await build(built);
    await ban('mori');
    expect(await Promise.all([built, paid, claimed].map(stateOf))).toEqual(['building', 'cancelled', 'cancelled']);
    expect((await world.core.store.get('order', paid.id))?.refunds).toMatchObject([{ amountMinor: 112_00 }]);
    expect(await told('banned')).toEqual(['discord-mori']);
    expect(await told('refunded-buyer')).toEqual(['discord-mori']);
  });

  test('claims nothing, joins no line, and is passed over in the one where they stand', async () => {
    await start(['mori', 'nova', 'pip', 'ash'], { units: 1 });
    const taken = await order('mori', false);
    await world.join('nova');
    await world.join('pip');
    await ban('nova');
    await ban('ash');
    expect([await world.claim('nova'), await world.join('ash')]).toEqual(['banned', 'banned']);
    await applyCommand(world.core, taken.id, { type: 'cancel-claim' }, 'buyer');
    await world.pass(0);
    expect(await world.holders()).toEqual(['pip']);
  });

  test('cannot be faster with a claim in flight than the ban', async () => {
    let inFlight: (() => Promise<void>) | undefined;
    const through = (store: Store): Store => ({
      ...store,
      async commit(change) {
        const go = change.take && inFlight;
        inFlight = change.take ? undefined : inFlight;
        await go?.();
        return store.commit(change);
      },
    });
    await start(['mori'], { through });
    inFlight = () => speakBan('mori');
    expect(await world.claim('mori')).toBe('banned');
    expect(await world.holders()).toEqual([]);
  });

  test.each([
    ['is banned', () => ban('mori')],
    ['had themselves deleted', () => become({ deletedAt: 0, accounts: [] })],
    ['shares a ban', () => become({ kinBan: { citizenId: staffId, reason: 'the same card' } })],
  ])('whose payment arrives after their claim expired gets it back, though a unit is free: %s', async (_, happen) => {
    await start(['mori']);
    const claimed = await order('mori', false);
    await world.pass(houseRules.claimMs + 1);
    await happen();
    await world.pay('mori', claimed.id);
    expect(await stateOf(claimed)).toBe('expired');
    expect((await world.core.store.get('order', claimed.id))?.refunds).toMatchObject([{ reason: 'late-payment' }]);
  });

  test('may claim again when the ban is lifted, and is told of it', async () => {
    await start(['mori']);
    await ban('mori');
    const lift = await planLift(world.core, await citizenCalled('mori'), staffId, 'it was somebody else');
    if (lift.ok) await world.core.store.commit(lift.commit);
    expect(await world.claim('mori')).toBe('granted');
    expect(await told('ban-lifted')).toEqual(['discord-mori']);
    const again = await planLift(world.core, await citizenCalled('mori'), staffId, 'once more');
    expect(again).toEqual({ ok: false, refusal: { code: 'not-banned' } });
    await ban('mori');
    expect(await world.core.store.get('ban', (await citizenCalled('mori')).id)).toMatchObject({ lifted: null });
  });
});

describe('an account that a banned person had before', () => {
  const twitch = { platform: 'twitch', id: 'twitch-mori', handle: 'mori_live' } as const;
  const lift = async (name: string) => {
    const plan = await planLift(world.core, await citizenCalled(name), staffId, 'it was somebody else');
    if (plan.ok) expect((await world.core.store.commit(plan.commit)).result).toBe('committed');
    return plan.ok;
  };

  test('is theirs again while they are banned, so that it makes nobody new', async () => {
    await start(['mori']);
    await world.changeCitizen('mori', { formerAccounts: [twitch] });
    await ban('mori');
    const { id } = await citizenCalled('mori');
    expect(await meetCitizen(world.core, twitch)).toMatchObject({ id, bannedFor: 'chargebacks' });
    expect(await lift('mori')).toBe(true);
    expect((await meetCitizen(world.core, twitch)).id).not.toBe(id);
    expect(await citizenCalled('mori')).toMatchObject({ formerAccounts: [twitch] });
  });

  test('bars whoever has it by now, and the staff looks at who that is', async () => {
    await start(['mori', 'nova']);
    const nova = await citizenCalled('nova');
    await world.changeCitizen('mori', { formerAccounts: [twitch] });
    await world.changeCitizen('nova', { accounts: [...nova.accounts, twitch] });
    await ban('mori');
    expect(await world.claim('nova')).toBe('banned');
    const flags = await world.core.store.list('flag', 'waiting', 10);
    expect(flags).toMatchObject([{ kind: 'banned-account', citizenId: nova.id, params: { about: nova.nickname } }]);
    expect(await lift('nova')).toBe(true);
    expect(await world.claim('nova')).toBe('granted');
    expect(await lift('nova')).toBe(false);
  });

  test('cannot be linked by anybody, and whoever proved it is shown to the staff', async () => {
    await start(['mori', 'nova']);
    const nova = await citizenCalled('nova');
    await world.changeCitizen('mori', { formerAccounts: [twitch] });
    await ban('mori');
    const linked = await linkAccount(world.core, nova.id, twitch, true);
    expect(linked).toEqual({ ok: false, refusal: { code: 'link-refused', params: { reason: 'link-banned' } } });
    expect(await world.core.store.list('flag', 'waiting', 10)).toMatchObject([{ citizenId: nova.id }]);
  });
});

test('an account stays while what was claimed with it is open and beyond what one may without it', async () => {
  await start(['mori'], { drop: { terms: { ...soloTerms, price: { amountMinor: 400_00, currency: 'USD' } } } });
  const mori = await citizenCalled('mori');
  const second = { platform: 'twitch', id: 'twitch-mori', handle: 'mori_live' } as const;
  await world.changeCitizen('mori', { accounts: [...mori.accounts, second], completedOrders: 0 });
  const claimed = await order('mori', false);
  expect(await unlinkAccount(world.core, mori.id, 'twitch')).toMatchObject({
    refusal: { code: 'link-refused', params: { reason: 'link-open' } },
  });
  await applyCommand(world.core, claimed.id, { type: 'cancel-claim' }, 'buyer');
  expect(await unlinkAccount(world.core, mori.id, 'twitch')).toMatchObject({ ok: true });
});

describe('a banned builder', () => {
  test('sells nothing more; what was not sent is refunded, and what was sent runs to its end', async () => {
    await start(['mori', 'nova', 'pip', 'ash', 'late', 'rin']);
    const [sent, building, paid] = [await order('mori'), await order('nova'), await order('pip')];
    await ship(sent);
    await world.pass(houseRules.shipmentCountsMs);
    const claimed = await order('ash', false);
    const labelled = await order('rin');
    await ship(labelled, '2');
    await build(building);
    await ban('kumo');
    expect(await Promise.all([sent, labelled, building, paid, claimed].map(stateOf))).toEqual([
      'shipped',
      'cancelled',
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(await world.core.store.get('drop', world.dropId)).toMatchObject({ status: 'paused' });
    expect(await world.claim('late')).toBe('drop-not-open');
    await applyCommand(world.core, sent.id, { type: 'confirm-delivery' }, 'buyer');
    await world.pass(houseRules.coolOffMs);
    expect(await world.core.store.get('order', sent.id)).toMatchObject({ releasedAt: expect.any(Number) });
  });

  test('is settled to the end although the process dies after every step', async () => {
    let left = Infinity;
    const through = (store: Store): Store => ({
      ...store,
      commit(change) {
        left -= 1;
        if (left < 0) throw new Error('the process died');
        return store.commit(change);
      },
    });
    const names = ['mori', 'nova', 'pip', 'ash'];
    await start(names, { through });
    const orders: Order[] = [];
    for (const name of names) orders.push(await order(name, name !== 'ash'));
    await speakBan('kumo');
    // Each life of the process gets one commit further than the one before.
    for (let steps = 0; steps < 12; steps++) {
      left = steps;
      await world.pass(minute * 61).catch(() => undefined);
    }
    left = Infinity;
    await world.pass(minute * 61);
    expect(await Promise.all(orders.map(stateOf))).toEqual(orders.map(() => 'cancelled'));
    const refunds = await Promise.all(orders.map(async ({ id }) => (await world.core.store.get('order', id))?.refunds));
    expect(refunds.map((each) => each?.length)).toEqual([1, 1, 1, 0]);
  });
});
