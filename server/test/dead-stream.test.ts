import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { minute } from '#shared/house-rules.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { connectChannel, endConsent } from '../usecases/streams/connect-channel.ts';
import { followChannel } from '../usecases/streams/follow-channels.ts';
import { watchChannels } from '../usecases/streams/watch-channels.ts';
import { booksAgree, buy, listDrop, sayInChat, twitchIdOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => void Object.assign(world.twitch.faults, { down: false, eventsubLost: false }));
afterAll(() => world.close());

const kumo = twitchIdOf('kumo');
const core = () => world.app().core;
const paid = async () => buy(world, 'nova', await listDrop(world, { price: '60' }));
const desk = () => world.inPanel('kumo', 'kumo');
const say = ({ tag }: OrderView) => sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: tag });

/** The minutes that an order has earned, as its builder's bench has them. */
async function earned({ tag }: OrderView): Promise<number> {
  const order = await core().store.orderByTag(tag);
  const bench = order && (await core().store.get('bench', order.builderId));
  return bench?.orders.find(({ orderId }) => orderId === order?.id)?.earnedMs ?? -1;
}

describe('a stream that ended without a word of it earns no minutes, though', () => {
  let board: OrderView;
  let other: OrderView;
  beforeEach(async () => {
    [board, other] = [await paid(), await paid()];
    world.twitch.goLive(kumo, 'at work');
    await world.settle();
    world.clock.advance(4 * minute);
    expect(await say(board)).toEqual(['counted']);
    await world.pass(minute);
    world.twitch.faults.eventsubLost = true;
    world.twitch.goOffline(kumo);
    world.clock.advance(8 * minute);
  });
  afterEach(async () => {
    const { builderId } = (await core().store.get('channel', kumo)) ?? {};
    await followChannel(core(), { type: 'offline', channelId: kumo }, `end-${board.tag}`, 0);
    if (builderId)
      await connectChannel(core(), builderId, { channelId: kumo, login: 'kumo_live', scopes: [], sealedTokens: 'x' });
    await world.settle();
    await booksAgree(world);
  });
  const onlyWhatWasLive = async () => {
    expect(await earned(board)).toBeGreaterThanOrEqual(minute - 1);
    expect(await earned(board)).toBeLessThan(2 * minute);
  };

  test('the builder takes the order off', async () => {
    await desk().takeOffBench({ params: { tag: board.tag } });
    await onlyWhatWasLive();
  });

  test('another order is tagged, which does not count', async () => {
    expect(await say(other)).toEqual(['channel-offline']);
    await onlyWhatWasLive();
  });

  test('another order is refunded', async () => {
    await world.onDiscord('kumo').refundOrder({ params: { tag: other.tag }, body: { reason: 'changed my mind' } });
    await onlyWhatWasLive();
  });

  test('the channel is unlinked', async () => {
    await endConsent(core(), kumo, 'unlinked');
    await onlyWhatWasLive();
  });

  test('another stream begins', async () => {
    world.twitch.faults.eventsubLost = false;
    world.twitch.goLive(kumo, 'again');
    await world.settle();
    await onlyWhatWasLive();
    world.twitch.goOffline(kumo);
    await world.settle();
  });
});

test('the end of a stream that Twitch told us of counts, though Twitch does not answer', async () => {
  const board = await paid();
  world.twitch.goLive(kumo, 'at work');
  await world.settle();
  expect(await say(board)).toEqual(['counted']);
  world.clock.advance(minute);
  world.twitch.faults.down = true;
  expect(await followChannel(core(), { type: 'offline', channelId: kumo }, `end-${board.tag}`, 0)).toBe('offline');
  world.clock.advance(20 * minute);
  world.twitch.faults.down = false;
  await world.settle();
  expect((await core().store.get('channel', kumo))?.live).toBeNull();
  expect(await earned(board)).toBeLessThan(2 * minute);
});

test('the watch goes on with the other channels when one cannot be compared', async () => {
  world.twitch.goOffline(kumo);
  await world.settle();
  world.twitch.faults.eventsubLost = true;
  const keys = ['kumo', 'yuzu', 'tide'];
  for (const key of keys) {
    await buy(world, 'nova', await listDrop(world, { by: key, price: '25' }));
    world.twitch.goLive(twitchIdOf(key), 'at work');
  }
  const reported: unknown[] = [];
  const { streams } = core();
  const fetchTitle = (id: string) =>
    id === twitchIdOf('yuzu') ? Promise.reject(new Error('no title')) : streams.fetchTitle(id);
  const broken = { ...core(), streams: { ...streams, fetchTitle }, report: (error: unknown) => reported.push(error) };
  const watch = watchChannels(broken);
  await watch.look();
  watch.stop();
  const live = await Promise.all(keys.map((key) => core().store.get('channel', twitchIdOf(key))));
  expect(live.map((channel) => channel?.live !== null)).toEqual([true, false, true]);
  expect(reported).toHaveLength(1);
});
