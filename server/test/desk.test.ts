import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '#shared/api/client.ts';
import { minute } from '#shared/house-rules.ts';
import { atDesk, newRequestId, onDesk, tagOf } from './desk-stories.ts';
import { booksAgree, buy, listDrop, orderOf, refusalOf, twitchIdOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
const { buyOne, panel, put, tick, note, photo, goLive } = atDesk(() => world);
let kumo: Client;
beforeAll(async () => {
  world = await startWorld();
  kumo = world.inPanel('kumo', 'kumo');
});
afterEach(async () => {
  await booksAgree(world);
  for (const { userId, live } of world.twitch.model.channels.list()) if (live) world.twitch.goOffline(userId);
  await world.settle();
});
afterAll(() => world.close());

describe('the queue', () => {
  test('is worked as the builder arranged it, on the desk and in the panel; what was not arranged follows', async () => {
    const drop = await listDrop(world, { price: '60' });
    const orders = [await buy(world, 'nova', drop), await buy(world, 'mori', drop), await buy(world, 'ash', drop)];
    const tags = orders.map(({ tag }) => tag);
    const [one = '', two = '', three = ''] = tags;
    const ours = (list: readonly { readonly tag: string }[]) =>
      list.map(({ tag }) => tag).filter((tag) => tags.includes(tag));
    expect(ours((await kumo.getDesk({})).queue)).toEqual([one, two, three]);
    const { desk } = await kumo.arrangeQueue({ body: { tags: [three, 'C5-0000000', 'gone', three, one] } });
    expect(ours(desk.queue)).toEqual([three, one, two]);
    expect(ours((await panel()).queue)).toEqual([three, one, two]);
  });

  test('of another builder cannot be arranged', async () => {
    const other = await buyOne('tide');
    const { desk } = await kumo.arrangeQueue({ body: { tags: [other.tag] } });
    expect(onDesk(desk, other)).toBeUndefined();
  });
});

describe('the bench', () => {
  test('takes an order while the channel is live, once for each press, and shows whom the minutes are shared with', async () => {
    const [one, two] = [await buyOne(), await buyOne()];
    expect((await put(one.tag)).sighting).toMatchObject({ counted: false, code: 'channel-offline' });
    await goLive();
    const id = newRequestId();
    const [first, again] = await Promise.all([put(one.tag.toLowerCase(), id), put(one.tag.toLowerCase(), id)]);
    expect([first.sighting.counted, again.sighting.counted]).toEqual([true, true]);
    expect((await put(one.tag)).sighting.code).toBe('already-on-bench');
    const { desk } = await put(two.tag);
    expect(desk.bench.map(({ tag, progress }) => [tag, progress?.sharedBy])).toEqual([
      [one.tag, 2],
      [two.tag, 2],
    ]);
    expect((await panel()).bench.map(({ tag }) => tag)).toEqual([one.tag, two.tag]);
    expect(onDesk(desk, one)?.actions).toEqual(['take-off-bench', 'work', 'finish']);
    await world.pass(2 * minute);
    expect((await orderOf(world, 'nova', one.tag)).bench?.sharedBy).toBe(2);
    const sightings = (await world.operator.getOrderMoney({ params: tagOf(one) })).sightings;
    expect(sightings.filter(({ outcome }) => outcome === 'counted').map(({ source }) => source)).toEqual(['live-desk']);
  });

  test('is left with one press, pressed twice or not: minutes stand and come back with the order', async () => {
    const order = await buyOne();
    await goLive();
    await put(order.tag);
    await world.pass(4 * minute);
    await Promise.all([kumo.takeOffBench({ params: tagOf(order) }), kumo.takeOffBench({ params: tagOf(order) })]);
    await world.pass(20 * minute);
    const aside = await kumo.getDesk({});
    expect([aside.bench, onDesk(aside, order)?.progress]).toEqual([[], null]);
    expect((await orderOf(world, 'nova', order.tag)).proofs).toEqual([]);
    const { desk } = await put(order.tag);
    const earnedMs = onDesk(desk, order)?.progress?.earnedMs ?? 0;
    expect(earnedMs).toBeGreaterThanOrEqual(4 * minute);
    expect(earnedMs).toBeLessThan(5 * minute);
    await world.pass(7 * minute);
    expect((await orderOf(world, 'nova', order.tag)).certifiedBuild).toBe(true);
  });
});

describe('the steps of a build', () => {
  test('are shown on the desk, in the panel and to the buyer as soon as they are ticked, and can be unticked', async () => {
    const order = await buyOne();
    await goLive();
    await put(order.tag);
    const shown = async () => {
      const lists = [
        onDesk(await kumo.getDesk({}), order)?.build.steps,
        (await panel()).bench[0]?.steps,
        (await orderOf(world, 'nova', order.tag)).build?.steps,
      ];
      return lists.map((steps) => steps?.filter(({ doneAt }) => doneAt !== null).map(({ key }) => key));
    };
    expect(await shown()).toEqual([[], [], []]);
    await tick(order, 'plate');
    expect(await shown()).toEqual([['plate'], ['plate'], ['plate']]);
    await tick(order, 'case');
    await tick(order, 'case');
    await tick(order, 'plate', false);
    expect(await shown()).toEqual([['case'], ['case'], ['case']]);
    for (const step of ['pour', 'constructor', '__proto__', ''])
      expect([step, await refusalOf(tick(order, step))]).toEqual([step, 'not-found']);
  });

  test('all stand when thirty ticks come at once', async () => {
    const order = await buyOne();
    const steps = ['case', 'stabilisers', 'plate', 'switches', 'keycaps', 'firmware'];
    const ticks = Array.from({ length: 30 }, (_, index) => tick(order, steps[index % steps.length] ?? ''));
    const texts = Array.from({ length: 12 }, (_, index) => note(order, `note ${index}`));
    expect(new Set(await Promise.all([...ticks, ...texts].map(refusalOf)))).toEqual(new Set(['granted']));
    const build = (await orderOf(world, 'nova', order.tag)).build;
    expect(build?.steps.filter(({ doneAt }) => doneAt !== null).map(({ key }) => key)).toEqual(steps);
    expect(build?.notes).toHaveLength(12);
  });
});

describe('notes and photos', () => {
  test('are each kept once however often they are sent, newest last, and the newest is in the panel', async () => {
    const order = await buyOne();
    await goLive();
    await put(order.tag);
    const id = newRequestId();
    await Promise.all([note(order, 'Lubed and filmed', id), note(order, 'Lubed and filmed', id)]);
    await note(order, ' Sounds like rain ');
    await Promise.all([photo(order, 1), photo(order, 1)]);
    await photo(order, 2);
    const build = onDesk(await kumo.getDesk({}), order)?.build;
    expect(build?.notes.map(({ text }) => text)).toEqual(['Lubed and filmed', 'Sounds like rain']);
    expect(build?.photos).toHaveLength(2);
    expect((await panel()).bench[0]).toMatchObject({
      note: 'Sounds like rain',
      photo: { url: build?.photos[1]?.picture.url },
    });
    expect((await fetch(build?.photos[0]?.picture.url ?? '')).status).toBe(200);
  });
});

describe('a build that is finished', () => {
  test('leaves the bench when it is proved, and goes on earning when it is not', async () => {
    const [proved, unproved] = [await buyOne(), await buyOne()];
    await goLive();
    await put(proved.tag);
    await world.pass(11 * minute);
    await put(unproved.tag);
    await world.pass(2 * minute);
    await Promise.all([kumo.finishBuild({ params: tagOf(proved) }), kumo.finishBuild({ params: tagOf(proved) })]);
    const { desk } = await kumo.finishBuild({ params: tagOf(unproved) });
    expect(desk.bench.map(({ tag }) => tag)).toEqual([unproved.tag]);
    expect(desk.doneToday.map(({ tag }) => tag)).toContain(proved.tag);
    expect(onDesk(desk, unproved)?.build.finishedAt).toEqual(expect.any(Number));
    await world.pass(9 * minute);
    expect((await orderOf(world, 'nova', unproved.tag)).certifiedBuild).toBe(true);
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
    const offline = await panel();
    expect([offline.live, offline.bench]).toEqual([null, []]);
    expect(offline.lastBuild).toMatchObject({ entry: { tag: unproved.tag, certifiedBuild: true } });
    expect(offline.lastBuild?.watchUrl).toMatch(/\?t=/);
  });

  test('is not what comes next in the panel, though its proof or its parcel is still due', async () => {
    const order = await buyOne();
    const { desk } = await kumo.finishBuild({ params: tagOf(order) });
    expect(desk.queue.map(({ tag }) => tag)).toContain(order.tag);
    expect((await panel()).queue.map(({ tag }) => tag)).not.toContain(order.tag);
  });
});

test('whether viewers are answered in chat is set at the desk, and the bot is told', async () => {
  const answers = async () => (await world.bot.getChatChannel({ params: { twitchId: twitchIdOf('kumo') } })).answers;
  expect((await kumo.getDesk({})).chatAnswers).toBe(true);
  expect((await kumo.setChatAnswers({ body: { answers: false } })).desk.chatAnswers).toBe(false);
  expect(await answers()).toBe(false);
  await kumo.setChatAnswers({ body: { answers: true } });
  expect(await answers()).toBe(true);
});

test('what was done at the desk is there after a restart', async () => {
  const order = await buyOne();
  await tick(order, 'plate');
  await note(order, 'before the lights went out', 'request-restart');
  await world.restart();
  await note(order, 'before the lights went out', 'request-restart');
  const build = onDesk(await kumo.getDesk({}), order)?.build;
  expect(build?.notes).toHaveLength(1);
  expect(build?.steps.find(({ key }) => key === 'plate')?.doneAt).toEqual(expect.any(Number));
});
