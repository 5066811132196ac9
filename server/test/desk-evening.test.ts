import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { minute } from '#shared/house-rules.ts';
import { atDesk, newRequestId, onDesk, tagOf } from './desk-stories.ts';
import { booksAgree, orderOf, twitchIdOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

// One long story, which on Firestore crosses a network at every step.
jest.setTimeout(120_000);
let world: TestWorld;
const { buyOne, panel, put, tick, note, photo, goLive } = atDesk(() => world);
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

test('an evening at the desk: every press counts once, and the panel shows it at once', async () => {
  const kumo = world.inPanel('kumo', 'kumo');
  const order = await buyOne();
  await kumo.arrangeQueue({ body: { tags: [order.tag] } });
  await goLive();
  const id = newRequestId();
  await Promise.all([put(order.tag, id), put(order.tag, id)]);
  expect((await panel()).bench.map(({ tag }) => tag)).toEqual([order.tag]);
  const pressed = newRequestId();
  await Promise.all([
    tick(order, 'case'),
    tick(order, 'plate'),
    tick(order, 'plate'),
    note(order, 'Sounds like rain', pressed),
    note(order, 'Sounds like rain', pressed),
    photo(order, 1),
    photo(order, 1),
  ]);
  const [entry] = (await panel()).bench;
  expect(entry?.steps.filter(({ doneAt }) => doneAt !== null).map(({ key }) => key)).toEqual(['case', 'plate']);
  expect(entry?.note).toBe('Sounds like rain');
  const build = onDesk(await kumo.getDesk({}), order)?.build;
  expect([build?.notes.length, build?.photos.length]).toEqual([1, 1]);
  await kumo.takeOffBench({ params: tagOf(order) });
  await put(order.tag);
  await world.pass(11 * minute);
  const { desk } = await kumo.finishBuild({ params: tagOf(order) });
  expect([desk.bench, desk.doneToday.map(({ tag }) => tag)]).toEqual([[], [order.tag]]);
  world.twitch.goOffline(twitchIdOf('kumo'));
  await world.settle();
  expect((await panel()).lastBuild?.entry).toMatchObject({ tag: order.tag, certifiedBuild: true });
  expect((await orderOf(world, 'nova', order.tag)).build?.finishedAt).toEqual(expect.any(Number));
  expect((await panel()).builder?.onTimeRate).toBe(1);
  await booksAgree(world);
});
