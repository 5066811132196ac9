import { afterEach, describe, expect, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import type { Account, Builder, Citizen } from '../domain/citizen.ts';
import { waitingCases } from '../usecases/cases/case-steps.ts';
import { reportOrder } from '../usecases/cases/cases.ts';
import { planCertification } from '../usecases/building/certify.ts';
import { linkAccount, unlinkAccount } from '../usecases/people/link-accounts.ts';
import type { Store } from '../ports/store.ts';
import { idOf, startLine, type LineWishes, type LineWorld } from './line-world.ts';

const twitch: Account = { platform: 'twitch', id: '70001', handle: 'mori_live' };

let world: LineWorld;
afterEach(() => world.close());

/** Mori on Discord, and the viewer that she is on Twitch, met later and called `view`. */
async function start(wishes: LineWishes = {}): Promise<void> {
  world = await startLine(['mori', 'view', 'nova'], { units: 9, ...wishes });
  await world.changeCitizen('view', { accounts: [twitch], joinedAt: world.clock.now() + 1 });
}

async function elder(): Promise<Citizen> {
  const found = await world.core.store.citizenByAccount('discord', 'discord-mori');
  if (!found) throw new Error('mori is nobody');
  return found;
}

const link = async () => (await linkAccount(world.core, (await elder()).id, twitch, true)).ok;

/** Lets something happen right before the next commit of a kind. */
function interrupted() {
  let before: (() => Promise<unknown>) | undefined;
  const through = (store: Store): Store => ({
    ...store,
    async commit(change) {
      const happens = before;
      before = undefined;
      await happens?.();
      return store.commit(change);
    },
  });
  return { through, beforeNext: (happens: () => Promise<unknown>) => (before = happens) };
}

describe('while two citizens become one', () => {
  test('a claim of the one who becomes an alias is the other’s, whichever comes first', async () => {
    const { through, beforeNext } = interrupted();
    await start({ through });
    beforeNext(link);
    expect(await world.claim('view')).toBe('granted');
    expect((await elder()).accounts).toHaveLength(2);
    const { id } = await elder();
    const [order] = await world.core.store.ordersOf({ buyer: id }, 5);
    expect([order?.fulfilment, (await world.core.store.get('exposure', id))?.open.length]).toEqual(['reserved', 1]);
  });

  test('a claim that is faster moves with what was there before, and its payment finds it', async () => {
    const { through, beforeNext } = interrupted();
    await start({ through });
    beforeNext(() => world.claim('view'));
    expect(await link()).toBe(true);
    const { id } = await elder();
    const [order] = await world.core.store.ordersOf({ buyer: id }, 5);
    if (!order) throw new Error('the order stayed behind');
    const paid = await world.pay('view', order.id);
    expect(paid).toMatchObject({ ok: true, order: { fulfilment: 'paid', buyerId: id } });
    expect((await world.core.store.get('exposure', id))?.open).toMatchObject([{ orderId: order.id, reserved: false }]);
  });

  test('a claim that is made while the orders of both are gathered is not left behind', async () => {
    let looks = 0;
    const through = (store: Store): Store => ({
      ...store,
      async ordersOf(whose, limit) {
        const orders = await store.ordersOf(whose, limit);
        const isHers = 'buyer' in whose && whose.buyer === idOf('view');
        // The first look is of whoever foresees what linking comes to, the second of what is written.
        if (isHers && ++looks === 2) await world.claim('view');
        return orders;
      },
    });
    await start({ through });
    expect(await link()).toBe(true);
    const { id } = await elder();
    expect(await world.core.store.ordersOf({ buyer: id }, 5)).toHaveLength(1);
    expect((await world.core.store.get('exposure', id))?.open).toHaveLength(1);
  });

  test('a report that is made meanwhile keeps them apart until it is decided', async () => {
    let looks = 0;
    let report = async (): Promise<unknown> => undefined;
    const through = (store: Store): Store => ({
      ...store,
      async list(kind, under, limit, after) {
        const found = await store.list(kind, under, limit, after);
        // Both are looked for by whoever foresees what linking comes to, and then for what is written.
        if (kind === 'case' && ++looks === 4) await report();
        return found;
      },
    });
    await start({ through });
    await world.claim('view');
    const order = await world.reserved('view');
    const view = await world.core.store.get('citizen', idOf('view'));
    if (!order || !view) throw new Error('nothing was claimed');
    await world.pay('view', order.id);
    report = () => reportOrder(world.core, order, view, { kind: 'late', text: 'It should have been here.' });
    expect(await link()).toBe(false);
    expect((await waitingCases(world.core)).map(({ byId }) => byId)).toEqual([view.id]);
  });

  test('whoever is certified meanwhile stays, and is no builder under a name that is an alias', async () => {
    const { through, beforeNext } = interrupted();
    await start({ through });
    const view = await world.core.store.get('citizen', idOf('view'));
    const plan = view && (await planCertification(world.core, view, ['builder']));
    if (!plan?.ok) throw new Error('view cannot be certified');
    beforeNext(() => world.core.store.commit(plan.commit));
    expect(await link()).toBe(true);
    expect((await elder()).id).toBe(idOf('view'));
    expect(await world.core.store.get('builder', idOf('view'))).toMatchObject({ guilds: ['builder'] });
  });

  test('lapses add up, and both who ask at once get the same answer', async () => {
    await start();
    for (const name of ['mori', 'view', 'view']) {
      await world.claim(name);
      await world.pass(houseRules.claimMs);
    }
    expect(await Promise.all([link(), link(), link()])).toEqual([true, true, true]);
    expect(await world.claim('mori')).toBe('paused-after-lapses');
    expect((await elder()).accounts).toHaveLength(2);
  });

  test.each(['open', 'paused'] as const)(
    'the better of two places in the line of an %s drop is kept',
    async (status) => {
      await start({ units: 1 });
      await world.claim('nova');
      for (const name of ['view', 'mori']) await world.join(name);
      await world.changeDrop({ status });
      expect(await link()).toBe(true);
      await world.changeDrop({ status: 'open' });
      expect(await world.place('mori')).toBe(1);
      await world.cancel('nova');
      await world.pass(0);
      expect(await world.holders()).toEqual(['mori']);
    },
  );
});

test('a builder stays known by the account by which the staff could ban them', async () => {
  await start();
  expect(await link()).toBe(true);
  const { id } = await elder();
  const trade: Builder = {
    id,
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
  await world.core.store.commit({ put: [{ kind: 'builder', record: trade }] });
  expect(await unlinkAccount(world.core, id, 'discord')).toMatchObject({
    refusal: { params: { reason: 'link-seller' } },
  });
  expect(await unlinkAccount(world.core, id, 'twitch')).toMatchObject({ ok: true });
});
