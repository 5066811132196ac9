import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { contract } from '#shared/api/contract.ts';
import { createClient } from '#shared/api/client.ts';
import { hour } from '#shared/house-rules.ts';
import { parseId, type DropId } from '#shared/ids.ts';
import type { DropStatus, DropView } from '#shared/schemas/drop.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { Store } from '../ports/store.ts';
import { claimUnit } from '../usecases/orders/claim-unit.ts';
import {
  booksAgree,
  buy,
  claim,
  listDrop,
  makeTrackingNumber,
  orderOf,
  refusalOf,
  sayInChat,
  twitchIdOf,
} from './stories.ts';
import { browser, pay, pressPay, sessionOf, startWorld, type TestWorld } from './world.ts';

const goodCard = { number: '4242424242424242', expiry: '12 / 34', cvc: '123' };

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => booksAgree(world));
afterAll(() => world.close());

/** A crowd of people whom C500 has never met, each claiming once, all at the same moment. */
async function rush(drop: DropView, people: number): Promise<readonly { status: number; body: unknown }[]> {
  const path = contract.claimUnit.path.replace(':dropId', drop.id);
  return Promise.all(
    Array.from({ length: people }, async (_, index) => {
      const answer = await fetch(world.site + path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${world.credentials.botServiceToken}`,
          'x-c500-acting': `discord:3000000${drop.id.slice(-4).replace(/\D/g, '7')}${String(1_000 + index)}`,
          'x-c500-handle': `crowd${index}`,
        },
      });
      return { status: answer.status, body: await answer.json() };
    }),
  );
}

const tagsOf = (answers: readonly { status: number; body: unknown }[]) =>
  answers.flatMap(({ status, body }) => (status === 200 ? [contract.claimUnit.response.parse(body)] : []));

async function setStatus(id: string, status: DropStatus): Promise<void> {
  const { store } = world.app().core;
  const drop = await store.get('drop', idOf(id));
  if (!drop) throw new Error('the drop is gone');
  const { result } = await store.commit({ put: [{ kind: 'drop', record: { ...drop, status } }] });
  expect(result).toBe('committed');
}

function idOf(text: string): DropId {
  const id = parseId('drop', text);
  if (!id) throw new Error(`${text} names no drop`);
  return id;
}

describe('a rush', () => {
  test('of a hundred people on ten units makes ten orders on ten units and ninety clear refusals', async () => {
    const drop = await listDrop(world, { price: '60', units: 10 });
    const answers = await rush(drop, 100);
    const orders = tagsOf(answers);
    expect(orders.map((order) => order.unit).toSorted((a, b) => Number(a) - Number(b))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(new Set(orders.map((order) => order.tag)).size).toBe(10);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(90);
    for (const { status, body } of refused) expect([status, body]).toMatchObject([409, { code: 'sold-out' }]);
    expect((await world.onDiscord('pip').getDrop({ params: { dropId: drop.id } })).units).toEqual({
      total: 10,
      left: 0,
    });
  });

  test('of 64 people on 64 units leaves nobody without one', async () => {
    const drop = await listDrop(world, { price: '60', units: 64 });
    const orders = tagsOf(await rush(drop, 64));
    expect(new Set(orders.map((order) => order.unit)).size).toBe(64);
  });

  test('of one person at two doors, twenty times at once, makes one order on one unit', async () => {
    const drop = await listDrop(world, { price: '60', units: 20 });
    const doors = [world.onDiscord('nova'), world.inPanel('nova', 'kumo')];
    const calls = Array.from({ length: 10 }, () =>
      doors.map((door) => door.claimUnit({ params: { dropId: drop.id } })),
    );
    const orders = await Promise.all(calls.flat());
    expect(new Set(orders.map((order) => order.tag)).size).toBe(1);
    expect((await world.onDiscord('nova').getDrop({ params: { dropId: drop.id } })).units.left).toBe(19);
  });

  test('of one person on many drops at once cannot go beyond what their tier may owe', async () => {
    const drops: DropView[] = [];
    for (let index = 0; index < 6; index++) drops.push(await listDrop(world, { title: `dear ${index}`, price: '500' }));
    const codes = await Promise.all(drops.map((drop) => refusalOf(claim(world, 'juno', drop))));
    expect(codes.toSorted()).toEqual([...Array(4).fill('exposure-too-high'), 'granted', 'granted']);
  });

  test('of strangers whom two doors meet at once makes one citizen each', async () => {
    const headers = {
      authorization: `Bearer ${world.credentials.botServiceToken}`,
      'x-c500-acting': 'discord:300000000000000042',
      'x-c500-handle': 'newcomer',
    };
    const client = createClient({ baseUrl: world.site, headers: () => headers });
    const met = await Promise.all(Array.from({ length: 10 }, () => client.getMe({})));
    expect(new Set(met.map((me) => me.id)).size).toBe(1);
  });
});

describe('closing a drop', () => {
  test.each(['closed', 'paused'] as const)('(%s) while people claim lets nobody in afterwards', async (status) => {
    const drop = await listDrop(world, { price: '60', units: 200 });
    const rushing = rush(drop, 60);
    const closing = setStatus(drop.id, status);
    const [answers] = await Promise.all([rushing, closing]);
    for (const { status: code, body } of answers)
      if (code !== 200) expect([code, body]).toMatchObject([409, { code: 'drop-not-open' }]);
    const { units } = await world.onDiscord('pip').getDrop({ params: { dropId: drop.id } });
    expect(units.left).toBe(200 - tagsOf(answers).length);
    expect(await refusalOf(claim(world, 'nova', drop))).toBe('drop-not-open');
  });
});

test('a claim that was judged while its drop was open is refused when the drop closes before it is kept', async () => {
  const drop = await listDrop(world, { price: '60' });
  const { core } = world.app();
  const me = await world.onDiscord('nova').getMe({});
  const buyer = parseId('citizen', me.id);
  if (!buyer) throw new Error(`${me.id} names no citizen`);
  const commit: Store['commit'] = async (change) => {
    if (change.take && (await core.store.get('drop', idOf(drop.id)))?.status === 'open')
      await setStatus(drop.id, 'closed');
    return core.store.commit(change);
  };
  const claimed = await claimUnit({ ...core, store: { ...core.store, commit } }, idOf(drop.id), buyer, false);
  expect(claimed).toEqual({ ok: false, refusal: { code: 'drop-not-open' } });
  expect((await core.store.units(idOf(drop.id))).left).toBe(3);
});

describe('the same money asked for twice at once', () => {
  const atOnce = async (calls: readonly Promise<unknown>[]) => (await Promise.all(calls.map(refusalOf))).toSorted();

  async function dueForRelease(): Promise<OrderView> {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await world
      .onDiscord('kumo')
      .declareShipment({ params: { tag: paid.tag }, body: { number: makeTrackingNumber() } });
    return paid;
  }

  test('a release and a refund: one of them gets all of it', async () => {
    for (let round = 0; round < 4; round++) {
      const { tag } = await dueForRelease();
      world.clock.advance(49 * hour);
      world.app().worker.wake();
      const refund = world.onDiscord('kumo').refundOrder({ params: { tag }, body: { reason: 'changed my mind' } });
      const code = await refusalOf(refund);
      await world.settle();
      const { vault } = await orderOf(world, 'nova', tag);
      expect(vault).toMatchObject(
        code === 'granted' ? { refundedMinor: 72_00, releasedMinor: 0 } : { refundedMinor: 0, releasedMinor: 72_00 },
      );
      expect(['granted', 'already-released']).toContain(code);
      await booksAgree(world);
    }
  });

  test('two refunds: one is granted, and one refund is made', async () => {
    const { tag } = await dueForRelease();
    const refund = () => world.onDiscord('kumo').refundOrder({ params: { tag }, body: { reason: 'sorry' } });
    const codes = await atOnce([refund(), refund(), refund()]);
    expect(codes).toEqual(['granted', 'order-refunded', 'order-refunded']);
    await world.settle();
    const order = await world.app().core.store.orderByTag(tag);
    const refunds = [...world.stripe.model.refunds.values()];
    expect(refunds.filter((each) => each.charge === order?.payment?.chargeId)).toHaveLength(1);
  });

  test('a shipment and a refund: whichever is second is told why, or finds the other done', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const params = { tag: paid.tag };
    await atOnce([
      world.onDiscord('kumo').declareShipment({ params, body: { number: makeTrackingNumber() } }),
      world.onDiscord('kumo').refundOrder({ params, body: { reason: 'sorry' } }),
    ]);
    await world.pass(72 * hour);
    const after = await orderOf(world, 'nova', paid.tag);
    expect(after.fulfilment).toBe('cancelled');
    expect(after.vault).toMatchObject({ refundedMinor: 72_00, releasedMinor: 0 });
  });

  test('two shipments by one number for two buyers: one is granted', async () => {
    const drop = await listDrop(world, { price: '60' });
    const [one, two] = [await buy(world, 'nova', drop), await buy(world, 'mori', drop)];
    const number = makeTrackingNumber();
    const ship = ({ tag }: OrderView) => world.onDiscord('kumo').declareShipment({ params: { tag }, body: { number } });
    expect(await atOnce([ship(one), ship(two)])).toEqual(['granted', 'tracking-reused']);
  });
});

describe('paying', () => {
  test('in one browser, five times at once while Stripe is slow, opens one session', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const person = browser(world.site);
    await person.visit(`/pay/${claimed.claim?.payCode}`);
    world.stripe.faults.slowMs = 100;
    const urls = await Promise.all(Array.from({ length: 5 }, () => pressPay(world, claimed, 'US', person)));
    world.stripe.faults.slowMs = 0;
    expect(new Set(urls).size).toBe(1);
    expect(urls[0]).toContain('/c/pay/');
    const sessions = [...world.stripe.model.sessions.values()];
    expect(sessions.filter((session) => session.metadata?.['tag'] === claimed.tag)).toHaveLength(1);
  });

  test('while the claim is being cancelled ends as paid or as cancelled, and never as both', async () => {
    for (let round = 0; round < 3; round++) {
      const claimed = await claim(world, 'nova', await listDrop(world, { price: '60', units: 1 }));
      const sessionId = sessionOf(await pressPay(world, claimed));
      const cancelling = refusalOf(world.onDiscord('nova').cancelClaim({ params: { tag: claimed.tag } }));
      const { kind } = world.stripe.completeSession(sessionId, goodCard);
      await cancelling;
      await world.settle();
      const after = await orderOf(world, 'nova', claimed.tag);
      expect([kind, after.fulfilment]).toEqual(kind === 'paid' ? ['paid', 'paid'] : ['expired', 'cancelled']);
      await booksAgree(world);
    }
  });

  test('by two browsers that enter one code at once: one of them holds it', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const visits = await Promise.all(
      Array.from({ length: 6 }, () => browser(world.site).open(`/pay/${claimed.claim?.payCode}`)),
    );
    expect(visits.map((visit) => visit.status).sort((a, b) => a - b)).toEqual([200, 403, 403, 403, 403, 403]);
    await world.onDiscord('nova').cancelClaim({ params: { tag: claimed.tag } });
  });
});

describe('news of a stream', () => {
  test('told twice under different ids, and out of order, leaves the channel as it is', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { by: 'tide', price: '60' }));
    world.twitch.faults.eventsubCopies = 3;
    world.twitch.faults.eventsubCopyIds = 'fresh';
    world.twitch.goLive(twitchIdOf('tide'), `tuning ${paid.tag}`);
    await world.settle();
    const panel = () => world.inPanel('pip', 'tide', { shared: false }).getChannel({});
    expect((await panel()).bench.map((entry) => entry.tag)).toEqual([paid.tag]);
    world.twitch.faults.eventsubHeld = true;
    world.twitch.goOffline(twitchIdOf('tide'));
    await nextMillisecond();
    world.twitch.goLive(twitchIdOf('tide'), 'back again');
    world.twitch.faults.eventsubHeld = false;
    await world.settle();
    expect((await panel()).live).not.toBeNull();
    world.twitch.goOffline(twitchIdOf('tide'));
    await world.settle();
    expect((await panel()).live).toBeNull();
    expect((await panel()).bench).toEqual([]);
    world.twitch.faults.eventsubCopies = 1;
  });

  test('and one chat line told by many bots at once is one sighting', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    world.twitch.goLive(twitchIdOf('kumo'));
    await world.settle();
    const line = { channelOf: 'kumo', by: 'kumo', text: paid.tag, id: 'one-line' };
    const told = await Promise.all(Array.from({ length: 10 }, () => sayInChat(world, line)));
    expect(told).toEqual(Array(10).fill(['counted']));
    const { sightings } = await world.operator.getOrderMoney({ params: { tag: paid.tag } });
    expect(sightings).toHaveLength(1);
  });

  test('and notices asked for by two bots at once go to one of them each', async () => {
    const drop = await listDrop(world, { price: '60' });
    const claimed = await claim(world, 'mori', drop);
    await pay(world, claimed);
    const pull = () => world.bot.pullNotices({ body: { platform: 'discord', waitMs: 0 } });
    const pulled = (await Promise.all([pull(), pull(), pull(), pull()])).flatMap(({ notices }) => notices);
    const ids = pulled.map((notice) => notice.id);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

/** Twitch's messages are told apart by when they were sent: no channel ends a stream and begins another at the same moment. */
async function nextMillisecond(): Promise<void> {
  const now = Date.now();
  while (Date.now() === now) await new Promise((resolve) => setImmediate(resolve));
}
