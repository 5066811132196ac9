import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hour, houseRules, minute } from '#shared/house-rules.ts';
import { readTags } from '#shared/order-tag.ts';
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
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
let order: OrderView;
beforeAll(async () => {
  world = await startWorld();
  order = await buy(world, 'mori', await listDrop(world, { price: '60' }));
  await goLive('kumo');
});
afterEach(() => booksAgree(world));
afterAll(() => world.close());

async function goLive(key: string): Promise<void> {
  world.twitch.goLive(twitchIdOf(key), `${key} at the bench`);
  await world.settle();
}

/** How an order's tag fares when its builder types it in their own chat. */
const sayTag = (tag: string, changes: Partial<Parameters<typeof sayInChat>[1]> = {}) =>
  sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: `now building ${tag}`, ...changes });

const panelOf = (key: string) => world.inPanel('pip', key, { shared: false }).getChannel({});

describe('a tag in chat counts for nothing when it comes from', () => {
  test('a viewer or a moderator, whatever their badge', async () => {
    expect(await sayTag(order.tag, { by: 'pip' })).toEqual(['not-the-broadcaster']);
    expect(await sayTag(order.tag, { by: 'juno' })).toEqual(['not-the-broadcaster']);
    expect(await sayTag(order.tag, { by: 'mori' })).toEqual(['not-the-broadcaster']);
    expect((await panelOf('kumo')).bench).toEqual([]);
  });

  test("another builder, in their own chat or in the order's builder's", async () => {
    await goLive('yuzu');
    expect(await sayTag(order.tag, { channelOf: 'yuzu', by: 'yuzu' })).toEqual(['not-your-order']);
    expect(await sayTag(order.tag, { by: 'yuzu' })).toEqual(['not-the-broadcaster']);
  });

  test('another channel that shares its chat', async () => {
    expect(await sayTag(order.tag, { sharedFrom: 'yuzu' })).toEqual(['shared-chat']);
  });

  test('a channel that belongs to no builder', async () => {
    expect(await sayTag(order.tag, { channelOf: 'mori', by: 'mori' })).toEqual(['no-builder-channel']);
  });

  test('a builder who is offline, in chat, in the title and by command alike', async () => {
    const other = await buy(world, 'mori', await listDrop(world, { by: 'relic', price: '60' }));
    expect(await sayTag(other.tag, { channelOf: 'relic', by: 'relic' })).toEqual(['channel-offline']);
    world.twitch.setTitle(twitchIdOf('relic'), `next up ${other.tag}`);
    await world.settle();
    const { sightings } = await world
      .onDiscord('relic')
      .declareLive({ body: { text: other.tag, requestId: 'command-offline' } });
    expect(sightings.map((sighting) => sighting.code)).toEqual(['channel-offline']);
    const seen = (await world.operator.getOrderMoney({ params: { tag: other.tag } })).sightings;
    expect(seen.map(({ source, outcome }) => `${source} ${outcome}`).toSorted()).toEqual([
      'chat channel-offline',
      'command channel-offline',
      'title channel-offline',
    ]);
    expect((await orderOf(world, 'mori', other.tag)).fulfilment).toBe('paid');
  });
});

describe('a tag is refused with its reason when', () => {
  test('one symbol is off, or nobody has it', async () => {
    const last = order.tag.at(-1) === '0' ? '1' : '0';
    const typo = order.tag.slice(0, -1) + last;
    expect(await sayTag(typo)).toEqual(['near-miss']);
    const free = 'C5-000000';
    const [unknown = ''] = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('').flatMap((check) => readTags(free + check).tags);
    expect(await sayTag(unknown)).toEqual(['unknown-tag']);
    expect(await sayTag('no tag at all')).toEqual([]);
  });

  test('the order is not paid yet, or its claim ended', async () => {
    const reserved = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    expect(await sayTag(reserved.tag)).toEqual(['order-not-paid']);
    await world.onDiscord('nova').cancelClaim({ params: { tag: reserved.tag } });
    expect(await sayTag(reserved.tag)).toEqual(['order-ended']);
  });

  test('the order was refunded, which also takes it off the bench at once', async () => {
    const refunded = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    expect(await sayTag(refunded.tag)).toEqual(['counted']);
    await world.onDiscord('kumo').refundOrder({ params: { tag: refunded.tag }, body: { reason: 'out of parts' } });
    await world.settle();
    expect((await panelOf('kumo')).bench).toEqual([]);
    expect(await sayTag(refunded.tag)).toEqual(['order-refunded']);
  });

  test('it is on the bench already, a repeat by any other message included, and the buyer is told once', async () => {
    await deliverNotices(world);
    expect(await sayTag(order.tag, { id: 'the-line' })).toEqual(['counted']);
    expect(await sayTag(order.tag, { id: 'the-line' })).toEqual(['counted']);
    expect(await sayTag(order.tag)).toEqual(['already-on-bench']);
    world.twitch.setTitle(twitchIdOf('kumo'), `building ${order.tag}`);
    await world.settle();
    expect((await panelOf('kumo')).bench.map((entry) => entry.tag)).toEqual([order.tag]);
    expect(kindsFor(await deliverNotices(world), 'mori', order.tag)).toEqual(['on-bench']);
  });

  test('three orders are on the bench: the fourth waits', async () => {
    const more = [];
    for (const title of ['two', 'three', 'four'])
      more.push(await buy(world, 'nova', await listDrop(world, { title: `board ${title}`, price: '60' })));
    const tags = more.map((each) => each.tag);
    expect(await sayTag(tags.slice(0, 2).join(' '))).toEqual(['counted', 'counted']);
    expect(await sayTag(tags[2] ?? '')).toEqual(['bench-full']);
    expect((await panelOf('kumo')).bench).toHaveLength(3);
    // Three boards share the minutes: none is proved after ten, all are after thirty.
    await world.pass(11 * minute);
    expect((await orderOf(world, 'nova', tags[0] ?? '')).proofs).toEqual([]);
    await world.pass(25 * minute);
    expect((await orderOf(world, 'nova', tags[0] ?? '')).certifiedBuild).toBe(true);
    expect(await sayTag(tags[2] ?? '')).toEqual(['counted']);
    expect(await sayTag(tags[0] ?? '')).toEqual(['already-proved']);
  });
});

describe('live minutes', () => {
  test('stop with the stream and go on in the next one only once the tag is typed again', async () => {
    const board = await buy(world, 'nova', await listDrop(world, { by: 'yuzu', price: '60' }));
    expect(await sayTag(board.tag, { channelOf: 'yuzu', by: 'yuzu' })).toEqual(['counted']);
    await world.pass(3 * minute);
    await world.pass(3 * minute);
    world.twitch.goOffline(twitchIdOf('yuzu'));
    await world.settle();
    await world.pass(hour);
    expect((await orderOf(world, 'nova', board.tag)).proofs).toEqual([]);
    await goLive('yuzu');
    await world.pass(hour);
    expect((await orderOf(world, 'nova', board.tag)).proofs).toEqual([]);
    expect(await sayTag(board.tag, { channelOf: 'yuzu', by: 'yuzu' })).toEqual(['counted']);
    await world.pass(3 * minute);
    expect((await orderOf(world, 'nova', board.tag)).proofs).toEqual([]);
    await world.pass(2 * minute);
    expect((await orderOf(world, 'nova', board.tag)).certifiedBuild).toBe(true);
  });

  test('do not run in a rerun or a premiere', async () => {
    const board = await buy(world, 'nova', await listDrop(world, { by: 'tide', price: '60' }));
    world.twitch.goLive(twitchIdOf('tide'), 'from the archive', 'rerun');
    await world.settle();
    expect(await sayTag(board.tag, { channelOf: 'tide', by: 'tide' })).toEqual(['channel-offline']);
  });
});

describe('a tracking number', () => {
  const ship = (tag: string, number: string, key = 'kumo') =>
    world.onDiscord(key).declareShipment({ params: { tag }, body: { number } });

  test('that no carrier would print is refused, and the order stays as it was', async () => {
    const board = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    for (const number of ['hello world', '1Z999AA10123456785', '12345678901234567890123', '    '])
      expect(await refusalOf(ship(board.tag, number))).toBe('tracking-unreadable');
    expect((await orderOf(world, 'nova', board.tag)).fulfilment).toBe('paid');
  });

  test('used for another buyer is refused; the same buyer may get two boards in one parcel', async () => {
    const number = makeTrackingNumber();
    const [one, two] = [
      await buy(world, 'nova', await listDrop(world, { price: '60' })),
      await buy(world, 'nova', await listDrop(world, { price: '60' })),
    ];
    const other = await buy(world, 'mori', await listDrop(world, { price: '60' }));
    await ship(one.tag, number);
    expect((await ship(two.tag, `${number.slice(0, 4)} ${number.slice(4)}`)).order.fulfilment).toBe('shipped');
    expect(await refusalOf(ship(other.tag, number))).toBe('tracking-reused');
  });

  test('for an order that is not paid or was refunded is refused, and another one once the first has counted', async () => {
    const drop = await listDrop(world, { price: '60' });
    const reserved = await claim(world, 'nova', drop);
    expect(await refusalOf(ship(reserved.tag, makeTrackingNumber()))).toBe('order-not-paid');
    const paid = await buy(world, 'mori', drop);
    await ship(paid.tag, makeTrackingNumber());
    expect(await refusalOf(ship(paid.tag, makeTrackingNumber()))).toBe('granted');
    await world.pass(houseRules.shipmentCountsMs);
    expect(await refusalOf(ship(paid.tag, makeTrackingNumber()))).toBe('shipment-scanned');
    const refunded = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await world.onDiscord('kumo').refundOrder({ params: { tag: refunded.tag }, body: { reason: 'out of parts' } });
    expect(await refusalOf(ship(refunded.tag, makeTrackingNumber()))).toBe('order-refunded');
  });

  test('of a shipped and refunded order does not release it two days later', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await ship(paid.tag, makeTrackingNumber());
    await world.onDiscord('kumo').refundOrder({ params: { tag: paid.tag }, body: { reason: 'lost in the post' } });
    await world.pass(72 * hour);
    const after = await orderOf(world, 'nova', paid.tag);
    expect(after.vault).toMatchObject({ heldMinor: 0, releasedMinor: 0, refundedMinor: 72_00 });
  });
});
