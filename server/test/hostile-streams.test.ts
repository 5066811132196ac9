import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hour, minute } from '#shared/house-rules.ts';
import { booksAgree, buy, listDrop, orderOf, sayInChat, twitchIdOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => booksAgree(world));
afterAll(() => world.close());

const panel = () => world.inPanel('pip', 'tide', { shared: false }).getChannel({});

describe('the end of a stream', () => {
  test('that is told after the next one began does not end the next one', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { by: 'tide', price: '60' }));
    world.twitch.goLive(twitchIdOf('tide'), 'first');
    await world.settle();
    // Twitch's answers lag behind its notices, and its notices overtake each other.
    const [live] = [await world.app().core.store.get('channel', twitchIdOf('tide'))];
    world.twitch.faults.eventsubDelayMs = 0;
    world.twitch.faults.eventsubHeld = true;
    world.twitch.goOffline(twitchIdOf('tide'));
    const before = Date.now();
    world.twitch.goLive(twitchIdOf('tide'), 'second');
    const second = await world.app().core.streams.fetchStream(twitchIdOf('tide'));
    expect(second?.streamId).not.toBe(live?.live?.streamId);
    await world.app().core.store.receive({
      id: 'twitch:online-first',
      party: 'twitch',
      kind: 'stream.online',
      body: {
        type: 'online',
        channelId: twitchIdOf('tide'),
        streamId: second?.streamId,
        streamType: 'live',
        messageId: 'online-first',
        ageMs: Date.now() - before,
      },
      receivedAt: world.clock.now(),
    });
    world.app().worker.wake();
    await world.app().worker.idle();
    expect((await panel()).live?.title).toBe('second');
    await world.app().core.store.receive({
      id: 'twitch:offline-late',
      party: 'twitch',
      kind: 'stream.offline',
      body: { type: 'offline', channelId: twitchIdOf('tide'), messageId: 'offline-late', ageMs: 60_000 },
      receivedAt: world.clock.now(),
    });
    world.app().worker.wake();
    await world.app().worker.idle();
    expect((await panel()).live?.title).toBe('second');
    expect(await sayInChat(world, { channelOf: 'tide', by: 'tide', text: paid.tag })).toEqual(['counted']);
    world.twitch.faults.eventsubHeld = false;
    world.twitch.goOffline(twitchIdOf('tide'));
    await world.settle();
  });

  test('that nobody told us of earns no live minutes and proves nothing', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    world.twitch.goLive(twitchIdOf('kumo'));
    await world.settle();
    expect(await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: paid.tag })).toEqual(['counted']);
    world.twitch.faults.eventsubCopies = 0;
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
    world.twitch.faults.eventsubCopies = 1;
    for (let round = 0; round < 6; round++) await world.pass(5 * minute);
    const order = await orderOf(world, 'nova', paid.tag);
    expect(order.proofs).toEqual([]);
    expect((await world.inPanel('pip', 'kumo', { shared: false }).getChannel({})).live).toBeNull();
    expect(await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: paid.tag })).toEqual(['channel-offline']);
    // The next stream counts from its own beginning.
    world.twitch.goLive(twitchIdOf('kumo'));
    await world.settle();
    await world.pass(11 * minute);
    expect((await orderOf(world, 'nova', paid.tag)).proofs).toEqual([]);
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
  });
});

describe('an order that its buyer takes back while it is on the bench', () => {
  test('leaves it at once: it shares no more minutes and the panel shows it no more', async () => {
    const drop = await listDrop(world, { price: '60', proofDays: 1 });
    const [gone, stays] = [await buy(world, 'nova', drop), await buy(world, 'mori', drop)];
    await world.pass(25 * hour);
    world.twitch.goLive(twitchIdOf('kumo'));
    await world.settle();
    await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: `${gone.tag} ${stays.tag}` });
    const panelOf = () => world.inPanel('pip', 'kumo', { shared: false }).getChannel({});
    expect((await panelOf()).bench).toHaveLength(2);
    await world.onDiscord('nova').refundUnproven({ params: { tag: gone.tag } });
    expect((await panelOf()).bench.map((entry) => entry.tag)).toEqual([stays.tag]);
    await world.pass(11 * minute);
    expect((await orderOf(world, 'mori', stays.tag)).certifiedBuild).toBe(true);
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
  });
});
