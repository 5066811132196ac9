import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { day, hour, minute, second } from '#shared/house-rules.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { Moment } from '../domain/stream-records.ts';
import { keepMoment } from '../usecases/streams/keep-moments.ts';
import { booksAgree, buy, deliverNotices, listDrop, orderOf, sayInChat, twitchIdOf } from './stories.ts';
import { signIn, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
  world.twitch.faults.clipDelayMs = 0;
});
beforeEach(async () => {
  world.twitch.goLive(kumo, 'Kumo at the bench');
  await world.settle();
});
afterEach(async () => {
  world.twitch.model.channels.setKeepsVideos(kumo, true);
  world.twitch.goOffline(kumo);
  await world.settle();
  await booksAgree(world);
});
afterAll(() => world.close());

const kumo = twitchIdOf('kumo');
const core = () => world.app().core;

async function tagged(): Promise<OrderView> {
  const order = await buy(world, 'nova', await listDrop(world, { price: '60' }));
  expect(await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: `now ${order.tag}!` })).toEqual(['counted']);
  await world.settle();
  return order;
}

async function momentOf({ tag }: OrderView): Promise<Moment> {
  const order = await core().store.orderByTag(tag);
  const streamId = world.twitch.model.channels.find(kumo)?.live?.streamId ?? lastStream;
  const moment = order && (await core().store.get('moment', `${order.id}:${streamId}`));
  if (!moment) throw new Error('no moment was kept');
  lastStream = streamId;
  return moment;
}
let lastStream = '';

const madeFor = ({ tag }: OrderView) => ({
  markers: world.twitch.model.recordings.markers().filter(({ description }) => description.includes(tag)),
  clips: world.twitch.model.recordings.clips().length,
});

describe('a tag that counts', () => {
  test('keeps who said what and when in which stream, and has a marker and a clip made', async () => {
    const clips = world.twitch.model.recordings.clips().length;
    const order = await tagged();
    const moment = await momentOf(order);
    expect(moment).toMatchObject({
      channelId: kumo,
      source: 'chat',
      byTwitchId: kumo,
      text: `now ${order.tag}!`,
      title: 'Kumo at the bench',
      marker: { state: 'made' },
      clip: { state: 'made' },
    });
    expect(moment.offsetMs).toBeGreaterThanOrEqual(0);
    expect(madeFor(order).markers.map(({ description }) => description)).toEqual([`${order.tag} on the bench`]);
    expect(madeFor(order).clips).toBe(clips + 1);
    await world.pass(6 * second);
    expect((await momentOf(order)).clip.url).toMatch(/^https:\/\/clips\.twitch\.tv\//);
  });

  test('shows the clip and the place in the recording on the order once it is proved', async () => {
    const order = await tagged();
    await world.pass(6 * second);
    await world.pass(10 * minute);
    const [proof] = (await orderOf(world, 'nova', order.tag)).proofs;
    expect(proof?.link).toMatch(/^https:\/\/www\.twitch\.tv\/videos\/\d+\?t=\d+h\d+m\d+s$/);
    expect(proof?.moment).toMatchObject({ said: `now ${order.tag}!`, source: 'chat', recording: 'found' });
    const { person } = await signIn(world, 'nova');
    const page = await (await person.open(`/orders/${order.tag}`)).text();
    expect(page).toContain(proof?.link ?? 'no link');
    expect(page).toContain(proof?.moment?.clipUrl ?? 'no clip');
    expect(page).toContain(`now ${order.tag}!`);
  });

  test('has one moment in a stream, and one marker, however often it is said, looked at, or its process dies', async () => {
    const order = await tagged();
    const { id, text } = await momentOf(order);
    const clips = madeFor(order).clips;
    await world.inPanel('kumo', 'kumo').takeOffBench({ params: { tag: order.tag } });
    expect(await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: `again ${order.tag}` })).toEqual(['counted']);
    expect((await momentOf(order)).text).toBe(text);
    await Promise.all([keepMoment(core(), id), keepMoment(core(), id), keepMoment(core(), id)]);
    await world.restart();
    world.twitch.faults.clipDelayMs = 0;
    await world.settle();
    await keepMoment(core(), id);
    expect(madeFor(order).markers).toHaveLength(1);
    expect(madeFor(order).clips).toBe(clips);
  });

  test('is worked on by three at once, of whom one asks Twitch', async () => {
    const order = await tagged();
    const moment = await momentOf(order);
    const wanted = { state: 'wanted', id: null, url: null } as const;
    await core().store.commit({
      put: [{ kind: 'moment', record: { ...moment, marker: wanted, clip: wanted } }],
      deadlines: [{ subject: `moment:${moment.id}`, due: [] }],
    });
    const before = madeFor(order);
    await Promise.all(Array.from({ length: 3 }, () => keepMoment(core(), moment.id)));
    expect(madeFor(order).markers).toHaveLength(before.markers.length + 1);
    expect(madeFor(order).clips).toBe(before.clips + 1);
    expect((await momentOf(order)).marker.state).toBe('made');
  });

  test('of which nobody knows whether Twitch was asked, is not marked a second time', async () => {
    const order = await tagged();
    const moment = await momentOf(order);
    const asking = { state: 'asking', id: null, url: null } as const;
    await core().store.commit({ put: [{ kind: 'moment', record: { ...moment, marker: asking, clip: asking } }] });
    await keepMoment(core(), moment.id);
    expect((await momentOf(order)).marker.state).toBe('asking');
    world.clock.advance(4 * minute);
    await keepMoment(core(), moment.id);
    expect(await momentOf(order)).toMatchObject({ marker: { state: 'failed' }, clip: { state: 'failed' } });
    expect(madeFor(order).markers).toHaveLength(1);
  });

  test('while Twitch is away is marked when it is back, unless that is too late to show the same', async () => {
    const order = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const late = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    world.twitch.faults.down = true;
    await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: order.tag });
    world.twitch.model.tokens.expireAccess(kumo);
    await world.settle();
    world.twitch.faults.down = false;
    await world.pass(15 * second);
    const kept = await momentOf(order);
    expect(['made', 'failed']).toContain(kept.marker.state);
    expect(madeFor(order).markers.length).toBeLessThanOrEqual(1);
    world.twitch.faults.down = true;
    await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: late.tag });
    world.clock.advance(3 * minute);
    await keepMoment(core(), (await momentOf(late)).id);
    world.twitch.faults.down = false;
    await world.pass(6 * minute);
    expect(madeFor(late).markers).toEqual([]);
    expect((await momentOf(late)).marker.state).toBe('failed');
  });
});

describe('without the scopes', () => {
  test('nothing is asked for, and the proof counts all the same', async () => {
    const grant = await core().store.get('grant', kumo);
    if (!grant) throw new Error('kumo has not consented');
    await core().store.commit({ put: [{ kind: 'grant', record: { ...grant, scopes: ['clips:edit'] } }] });
    const order = await tagged();
    expect(await momentOf(order)).toMatchObject({ marker: { state: 'not-allowed' }, clip: { state: 'made' } });
    expect(madeFor(order).markers).toEqual([]);
    await world.pass(11 * minute);
    expect((await orderOf(world, 'nova', order.tag)).certifiedBuild).toBe(true);
    const now = await core().store.get('grant', kumo);
    await core().store.commit({ put: [{ kind: 'grant', record: { ...grant, version: now?.version ?? 0 } }] });
  });
});

describe('the recording', () => {
  const proofOf = async (order: OrderView) => (await orderOf(world, 'nova', order.tag)).proofs[0];

  test('of a channel that keeps none is looked for for two days, and then the order says so', async () => {
    world.twitch.goOffline(kumo);
    await world.settle();
    world.twitch.model.channels.setKeepsVideos(kumo, false);
    world.twitch.goLive(kumo, 'unrecorded');
    await world.settle();
    const order = await tagged();
    expect((await momentOf(order)).marker.state).toBe('failed');
    await world.pass(11 * minute);
    expect(await proofOf(order)).toMatchObject({ link: null, moment: { recording: 'waiting' } });
    for (let rounds = 0; rounds < 9; rounds++) await world.pass(6 * hour);
    expect(await proofOf(order)).toMatchObject({
      link: null,
      moment: { recording: 'none', said: `now ${order.tag}!`, title: 'unrecorded' },
    });
    const { person } = await signIn(world, 'nova');
    expect(await (await person.open(`/orders/${order.tag}`)).text()).toContain('keeps no recordings');
  });

  test('that Twitch has deleted is found out around the day that it expires, and our own snapshot stays', async () => {
    const order = await tagged();
    await world.pass(11 * minute);
    expect((await proofOf(order))?.moment?.recording).toBe('found');
    world.twitch.goOffline(kumo);
    await world.settle();
    await world.pass(6 * day);
    expect((await proofOf(order))?.link).not.toBeNull();
    world.twitch.model.recordings.expire(kumo);
    await world.pass(day);
    await world.pass(8 * hour);
    expect(await proofOf(order)).toMatchObject({
      link: null,
      moment: { recording: 'expired', said: `now ${order.tag}!` },
    });
  });

  test('is not called gone while Twitch does not answer', async () => {
    const order = await tagged();
    await world.pass(11 * minute);
    world.twitch.faults.down = true;
    const { id } = await momentOf(order);
    world.clock.advance(7 * day);
    await keepMoment(core(), id);
    world.twitch.faults.down = false;
    expect((await core().store.get('moment', id))?.recording.state).toBe('found');
  });
});

describe('a title with several tags', () => {
  test('puts three on the bench together, who share the minutes; the fourth is told that it is full', async () => {
    const orders = await Promise.all(
      ['one', 'two', 'three', 'four'].map(async (title) =>
        buy(world, 'mori', await listDrop(world, { title: `board ${title}`, price: '60' })),
      ),
    );
    const tags = orders.map(({ tag }) => tag);
    world.twitch.setTitle(kumo, `today: ${tags.map((tag) => tag.slice(3)).join(' ')}`.slice(0, 140));
    await world.settle();
    world.twitch.setTitle(kumo, `today ${tags.join(' ')}`);
    await world.settle();
    const sightings = await Promise.all(
      tags.map(async (tag) => (await world.operator.getOrderMoney({ params: { tag } })).sightings),
    );
    const outcomes = sightings.map(([newest]) => `${newest?.source} ${newest?.outcome}`);
    expect(outcomes).toEqual(['title counted', 'title counted', 'title counted', 'title bench-full']);
    expect(await Promise.all(orders.slice(0, 3).map(async (order) => (await momentOf(order)).source))).toEqual([
      'title',
      'title',
      'title',
    ]);
    await world.pass(15 * minute);
    const proved = async () =>
      (await Promise.all(tags.map((tag) => orderOf(world, 'mori', tag)))).map(({ certifiedBuild }) => certifiedBuild);
    expect(await proved()).toEqual([false, false, false, false]);
    await world.restart();
    world.twitch.faults.clipDelayMs = 0;
    await world.pass(15 * minute + second);
    expect(await proved()).toEqual([true, true, true, false]);
    await deliverNotices(world);
  });
});
