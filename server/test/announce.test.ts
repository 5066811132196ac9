import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { second } from '#shared/house-rules.ts';
import { channelAnnouncer } from '../usecases/streams/announce-channel.ts';
import { keepViews } from '../usecases/work/kept-views.ts';
import { atDesk, newRequestId } from './desk-stories.ts';
import { claim, listDrop, twitchIdOf } from './stories.ts';
import { pressPay, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
const { buyOne, panel, tick, note } = atDesk(() => world);
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** What the channel's panels are told from now on, and the next of it. */
function listen() {
  const told: string[] = [];
  const waiting = new Set<() => void>();
  const stop = world.twitch.onPubSub(({ channelId, message }) => {
    if (channelId !== twitchIdOf('kumo')) return;
    told.push((JSON.parse(message) as { readonly revision: string }).revision);
    for (const wake of waiting) wake();
  });
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      await promise;
      waiting.delete(resolve);
    }
  };
  return { told, until, stop };
}

test('panels are told the very revision that they get when they ask, soon after the last change and once more', async () => {
  const order = await buyOne();
  const { told, until, stop } = listen();
  await Promise.all([tick(order, 'plate'), tick(order, 'case'), note(order, 'Lubed', newRequestId())]);
  const { revision } = await panel();
  await until(() => told.at(-1) === revision);
  expect(told.length).toBeLessThanOrEqual(2);
  // Once more when it is quiet again, for whoever missed it.
  const before = told.length;
  await until(() => told.length > before);
  expect(told.at(-1)).toBe(revision);
  stop();
});

test('what cannot be seen in a panel is not told to it, save after a while, when a message may have been lost', async () => {
  const claimed = await claim(world, 'mori', await listDrop(world, { price: '60' }));
  const { core } = world.app();
  const told: string[] = [];
  const streams = { ...core.streams, announce: (_: string, revision: string) => void told.push(revision) };
  const views = keepViews(core);
  const announce = channelAnnouncer({ ...core, streams }, views);
  const builder = await core.store.citizenByAccount('twitch', twitchIdOf('kumo'));
  if (!builder) throw new Error('Kumo is known');
  await announce(builder.id, false);
  // The buyer presses Pay, which changes the order and nothing that a stream may show.
  await pressPay(world, claimed);
  await world.settle();
  await announce(builder.id, false);
  expect(told).toHaveLength(1);
  const order = await buyOne();
  await tick(order, 'plate');
  await announce(builder.id, false);
  await announce(builder.id, false);
  expect(told).toEqual([told[0], (await panel()).revision]);
  expect(told[1]).not.toBe(told[0]);
  await announce(builder.id, true);
  await announce(builder.id, true);
  expect(told.slice(1)).toEqual([told[1], told[1]]);
  world.clock.advance(20 * second);
  await announce(builder.id, false);
  expect(told).toHaveLength(4);
});
