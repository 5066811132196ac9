import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { day, hour, minute } from '#shared/house-rules.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import {
  booksAgree,
  buy,
  claim,
  deliverNotices,
  kindsFor,
  listDrop,
  makeTrackingNumber,
  orderOf,
  refusalOf,
  sayInChat,
  twitchIdOf,
} from './stories.ts';
import { pay, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await booksAgree(world);
  for (const { userId, live } of world.twitch.model.channels.list()) if (live) world.twitch.goOffline(userId);
  await world.settle();
});
afterAll(() => world.close());

const transfersOf = (order: OrderView) =>
  [...world.stripe.model.transfers.values()]
    .filter((transfer) => transfer.metadata['tag'] === order.tag)
    .map(({ amount, destination }) => ({ amount, destination }));
const accountOf = (key: string) => world.accounts[key];

async function buildLive(order: OrderView, builder = 'kumo'): Promise<void> {
  world.twitch.goLive(twitchIdOf(builder), 'evening build');
  await world.settle();
  expect(await sayInChat(world, { channelOf: builder, by: builder, text: `now: ${order.tag}` })).toEqual(['counted']);
  await world.pass(11 * minute);
}

async function ship(order: OrderView, builder = 'kumo'): Promise<void> {
  await world
    .onDiscord(builder)
    .declareShipment({ params: { tag: order.tag }, body: { number: makeTrackingNumber() } });
}

describe('built live', () => {
  test('claimed in the panel, paid, tagged in the title, built for ten minutes, and released to builder and marketer to the cent', async () => {
    const drop = await listDrop(world, { marketer: 'hana' });
    const claimed = await world.inPanel('mori', 'kumo').claimUnit({ params: { dropId: drop.id } });
    expect(claimed.fulfilment).toBe('reserved');
    await pay(world, claimed);
    const paid = await orderOf(world, 'mori', claimed.tag);
    expect(paid).toMatchObject({ fulfilment: 'paid', vault: { heldMinor: 462_00, waitsFor: 'proof' } });
    world.twitch.goLive(twitchIdOf('kumo'), 'evening build');
    await world.settle();
    world.twitch.setTitle(twitchIdOf('kumo'), `building ${claimed.tag} tonight`);
    await world.settle();
    const panel = () => world.inPanel('pip', 'kumo', { shared: false }).getChannel({});
    expect((await panel()).bench).toMatchObject([{ tag: claimed.tag, buyerNickname: 'Mori' }]);
    await world.pass(2 * minute);
    expect((await orderOf(world, 'mori', claimed.tag)).fulfilment).toBe('building');
    await world.pass(9 * minute);
    const proved = await orderOf(world, 'mori', claimed.tag);
    expect(proved).toMatchObject({ certifiedBuild: true, vault: { heldMinor: 0, releasedMinor: 462_00 } });
    expect(proved.proofs[0]?.link).toMatch(/\?t=0h0m\d+s$/);
    expect((await panel()).bench).toMatchObject([{ tag: claimed.tag, certifiedBuild: true }]);
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
    expect((await panel()).doneToday.map((entry) => entry.tag)).toEqual([claimed.tag]);
    expect(transfersOf(claimed)).toEqual([
      { amount: 295_50, destination: accountOf('kumo') },
      { amount: 121_50, destination: accountOf('hana') },
    ]);
    const { entries } = await world.operator.getOrderMoney({ params: { tag: claimed.tag } });
    const release = entries.find((entry) => entry.kind === 'release');
    expect(release?.postings.filter(({ account }) => account === 'fee-income' || account === 'fund')).toEqual([
      { account: 'fee-income', amountMinor: -40_50, currency: 'USD' },
      { account: 'fund', amountMinor: -4_50, currency: 'USD' },
    ]);
  });

  test('bought on Discord from a builder who works alone, the pool and the shipping are theirs', async () => {
    const bought = await buy(world, 'nova', await listDrop(world, { price: '$99.99' }));
    await buildLive(bought);
    expect(transfersOf(bought)).toEqual([{ amount: 99_99 - 10_00 + 12_00, destination: accountOf('kumo') }]);
  });

  test("by a builder who is new, the money waits 72 hours after the proof; beyond $600 a trusted builder's does too", async () => {
    const ofYuzu = await buy(world, 'nova', await listDrop(world, { by: 'yuzu', price: '80' }));
    const dear = await buy(world, 'nova', await listDrop(world, { price: '601' }));
    await buildLive(ofYuzu, 'yuzu');
    await buildLive(dear);
    for (const order of [ofYuzu, dear]) {
      const { vault, certifiedBuild } = await orderOf(world, 'nova', order.tag);
      expect([certifiedBuild, vault?.waitsFor, vault?.releasedMinor]).toEqual([true, 'cool-off', 0]);
    }
    await world.pass(71 * hour);
    expect(transfersOf(ofYuzu)).toEqual([]);
    await world.pass(hour);
    expect(transfersOf(ofYuzu)).toHaveLength(1);
    expect(transfersOf(dear)).toEqual([{ amount: 601_00 - 60_10 + 12_00, destination: accountOf('kumo') }]);
  });
});

describe('shipped', () => {
  test('the number counts after 48 quiet hours, the money goes, the buyer confirms, and both have one more order', async () => {
    const [buyerBefore, builderBefore] = await passports();
    const bought = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await ship(bought);
    await world.pass(47 * hour);
    expect(await orderOf(world, 'nova', bought.tag)).toMatchObject({
      fulfilment: 'shipped',
      certifiedBuild: false,
      vault: { releasedMinor: 0 },
    });
    await world.pass(2 * hour);
    expect(transfersOf(bought)).toEqual([{ amount: 66_00, destination: accountOf('kumo') }]);
    await world.onDiscord('nova').confirmDelivery({ params: { tag: bought.tag } });
    await world.settle();
    expect((await orderOf(world, 'nova', bought.tag)).fulfilment).toBe('completed');
    expect(await passports()).toEqual([buyerBefore + 1, builderBefore + 1]);
    expect((await world.onDiscord('nova').getMe({})).openMinor).toBeLessThan(2_000_00);
  });

  test('a delivery that the buyer confirms is itself the proof, and releases at once', async () => {
    const bought = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await ship(bought);
    await world.onDiscord('nova').confirmDelivery({ params: { tag: bought.tag } });
    await world.settle();
    expect(await orderOf(world, 'nova', bought.tag)).toMatchObject({
      fulfilment: 'completed',
      vault: { releasedMinor: 72_00 },
    });
  });

  test('a buyer who says nothing has it delivered after 21 days and completed a week later', async () => {
    const bought = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await ship(bought);
    await world.pass(20 * day);
    expect((await orderOf(world, 'nova', bought.tag)).fulfilment).toBe('shipped');
    await world.pass(day + minute);
    expect((await orderOf(world, 'nova', bought.tag)).fulfilment).toBe('delivered');
    await world.pass(7 * day);
    expect((await orderOf(world, 'nova', bought.tag)).fulfilment).toBe('completed');
  });

  async function passports(): Promise<readonly [number, number]> {
    const drops = await world.onDiscord('nova').listDrops({});
    const builder = drops.drops.find((drop) => drop.builder.nickname === 'Kumo')?.builder;
    return [(await world.onDiscord('nova').getMe({})).ordersCompleted, builder?.ordersCompleted ?? 0];
  }
});

describe('given back', () => {
  const wholly = { fulfilment: 'cancelled', vault: { heldMinor: 0, releasedMinor: 0, refundedMinor: 72_00 } };

  test('the buyer asks to cancel, the builder says nothing for three days, and all of it goes back', async () => {
    const bought = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const { order } = await world.onDiscord('nova').askCancellation({ params: { tag: bought.tag } });
    expect(order.actions).not.toContain('ask-cancellation');
    await world.pass(3 * day - minute);
    expect((await orderOf(world, 'nova', bought.tag)).fulfilment).toBe('paid');
    await world.pass(2 * minute);
    expect(await orderOf(world, 'nova', bought.tag)).toMatchObject(wholly);
  });

  test('the builder starts to build, and the request to cancel is void', async () => {
    const bought = await buy(world, 'nova', await listDrop(world, { by: 'yuzu', price: '60' }));
    await world.onDiscord('nova').askCancellation({ params: { tag: bought.tag } });
    world.twitch.goLive(twitchIdOf('yuzu'));
    await world.settle();
    await sayInChat(world, { channelOf: 'yuzu', by: 'yuzu', text: bought.tag });
    await world.pass(2 * minute);
    world.twitch.goOffline(twitchIdOf('yuzu'));
    await world.settle();
    await world.pass(4 * day);
    expect(await orderOf(world, 'nova', bought.tag)).toMatchObject({
      fulfilment: 'building',
      vault: { heldMinor: 72_00 },
    });
  });

  test('a broken promise can be taken back with one click', async () => {
    const bought = await buy(world, 'nova', await listDrop(world, { price: '60', proofDays: 5 }));
    expect(bought.actions).not.toContain('refund-unproven');
    await world.pass(5 * day + minute);
    const broken = await orderOf(world, 'nova', bought.tag);
    expect(broken.actions).toContain('refund-unproven');
    await world.onDiscord('nova').refundUnproven({ params: { tag: bought.tag } });
    await world.settle();
    expect(await orderOf(world, 'nova', bought.tag)).toMatchObject(wholly);
  });

  test('a broken promise is refunded unasked after three days, unless the proof came meanwhile', async () => {
    const drop = await listDrop(world, { price: '60', proofDays: 5 });
    const [forgotten, late] = [await buy(world, 'nova', drop), await buy(world, 'mori', drop)];
    await world.pass(5 * day + minute);
    await ship(late);
    await world.pass(3 * day);
    expect(await orderOf(world, 'nova', forgotten.tag)).toMatchObject(wholly);
    expect(await orderOf(world, 'mori', late.tag)).toMatchObject({
      fulfilment: 'shipped',
      vault: { releasedMinor: 72_00 },
    });
    expect(await refusalOf(world.onDiscord('mori').refundUnproven({ params: { tag: late.tag } }))).toBe(
      'not-allowed-now',
    );
  });

  test('a refunded unit is withdrawn, and its buyer may claim another', async () => {
    const drop = await listDrop(world, { price: '60', units: 2 });
    const bought = await buy(world, 'nova', drop);
    await world.onDiscord('kumo').refundOrder({ params: { tag: bought.tag }, body: { reason: 'out of parts' } });
    await world.settle();
    expect((await world.onDiscord('nova').getDrop({ params: { dropId: drop.id } })).units.left).toBe(1);
    expect((await claim(world, 'nova', drop)).unit).toBe(2);
  });
});

describe('told', () => {
  test('each party hears of each step once, at their own account', async () => {
    await deliverNotices(world);
    const order = await buy(world, 'nova', await listDrop(world, { price: '60', marketer: 'hana' }));
    await buildLive(order);
    await ship(order);
    await world.onDiscord('nova').confirmDelivery({ params: { tag: order.tag } });
    const notices = await deliverNotices(world);
    expect(kindsFor(notices, 'nova', order.tag)).toEqual([
      'order-paid-buyer',
      'on-bench',
      'building',
      'proof-counted-buyer',
      'released-buyer',
      'shipped',
      'proof-counted-buyer',
      'completed',
    ]);
    expect(kindsFor(notices, 'kumo', order.tag)).toEqual([
      'order-paid-builder',
      'proof-counted-builder',
      'released-builder',
      'delivered',
      'proof-counted-builder',
    ]);
    expect(kindsFor(notices, 'hana', order.tag)).toEqual(['released-marketer']);
    expect(await deliverNotices(world)).toEqual([]);
    const bench = notices.find((notice) => notice.kind === 'on-bench');
    expect(bench?.link).toBe(`${world.twitch.origin}/kumo_live`);
    expect(notices.find((notice) => notice.kind === 'released-marketer')?.params).toMatchObject({ amountMinor: 16_20 });
  });

  test('of money that goes back, both sides hear why', async () => {
    const order = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await deliverNotices(world);
    await world.onDiscord('nova').askCancellation({ params: { tag: order.tag } });
    expect(kindsFor(await deliverNotices(world), 'kumo', order.tag)).toEqual(['cancellation-asked']);
    await world.onDiscord('kumo').refundOrder({ params: { tag: order.tag }, body: { reason: 'as you wish' } });
    const notices = await deliverNotices(world);
    expect(kindsFor(notices, 'nova', order.tag)).toEqual(['refunded-buyer']);
    expect(kindsFor(notices, 'kumo', order.tag)).toEqual(['refunded-builder']);
    expect(notices[0]?.params).toMatchObject({ amountMinor: 72_00, reason: 'as you wish' });
  });

  test('a notice that a bot took and never settled is handed out again after its minute', async () => {
    await deliverNotices(world);
    const order = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const pull = () => world.bot.pullNotices({ body: { platform: 'discord', waitMs: 0 } });
    const first = (await pull()).notices;
    // Its two sides, and the room that is to be opened for them.
    expect(first.map((notice) => notice.tag)).toEqual([order.tag, order.tag, order.tag]);
    expect((await pull()).notices).toEqual([]);
    world.clock.advance(minute + 1);
    const again = (await pull()).notices;
    expect(again.map((notice) => notice.id)).toEqual(first.map((notice) => notice.id));
    for (const { id } of again) await world.bot.settleNotice({ body: { id, outcome: 'delivered', reason: null } });
  });

  test('a bot that waits hears of a claim that lapsed as soon as it did', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    await deliverNotices(world);
    const waiting = world.bot.pullNotices({ body: { platform: 'discord', waitMs: 20_000 } });
    await world.pass(11 * minute);
    expect(kindsFor((await waiting).notices, 'nova', claimed.tag)).toEqual(['claim-lapsed']);
  });
});
