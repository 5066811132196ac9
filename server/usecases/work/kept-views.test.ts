import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '#shared/api/client.ts';
import { second } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { buy, listDrop, twitchIdOf } from '../../test/stories.ts';
import { startWorld, type TestWorld } from '../../test/world.ts';
import type { Store } from '../../ports/store.ts';
import { newChannel } from '../../domain/channel.ts';
import type { Core } from './core.ts';
import { keepViews } from './kept-views.ts';

let world: TestWorld;
let kumo: string;
beforeAll(async () => {
  world = await startWorld();
  kumo = twitchIdOf('kumo');
  world.twitch.goLive(kumo, 'evening build');
  await world.settle();
});
afterAll(() => world.close());

const panel = () => world.inPanel('pip', 'kumo', { shared: false }).getChannel({});
const desk = () => world.inPanel('kumo', 'kumo');
/** An order on Kumo's bench, and nothing else. */
async function onBench(): Promise<string> {
  for (const { tag } of (await desk().getDesk({})).bench) await desk().takeOffBench({ params: { tag } });
  const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
  await desk().putOnBench({ body: { tag, requestId: `request-${tag}` } });
  return tag;
}
const addNote = (tag: string, text: string) =>
  desk().addNote({ params: { tag }, body: { text, requestId: `request-${text}` } });

/** A store that asks `before` at every question, for a record by its kind; everything else is as it is. */
function watched(store: Store, before: (what: string) => Promise<void>): Store {
  const get: Store['get'] = async (kind, id) => {
    await before(kind);
    return store.get(kind, id);
  };
  const lists: Pick<Store, 'ordersInStates' | 'ordersOf' | 'dropsOf' | 'units' | 'entriesOf' | 'channelOfBuilder'> = {
    ordersInStates: (...asked) => before('ordersInStates').then(() => store.ordersInStates(...asked)),
    ordersOf: (...asked) => before('ordersOf').then(() => store.ordersOf(...asked)),
    dropsOf: (...asked) => before('dropsOf').then(() => store.dropsOf(...asked)),
    units: (...asked) => before('units').then(() => store.units(...asked)),
    entriesOf: (...asked) => before('entriesOf').then(() => store.entriesOf(...asked)),
    channelOfBuilder: (...asked) => before('channelOfBuilder').then(() => store.channelOfBuilder(...asked)),
  };
  return { ...store, get, ...lists };
}

function coreWith(before: (what: string) => Promise<void>): Core {
  const { core } = world.app();
  return { ...core, store: watched(core.store, before) };
}

describe('a thousand viewers do not mean a thousand queries', () => {
  /** Counts the looks at a channel while something happens: each asks once for its drops, and nothing else does. */
  async function looksDuring(work: () => Promise<unknown>): Promise<number> {
    const { store } = world.app().core;
    const plain = { ...store };
    let looks = 0;
    Object.assign(
      store,
      watched(plain, async (what) => {
        if (what === 'dropsOf') looks++;
      }),
    );
    try {
      await work();
    } finally {
      Object.assign(store, plain);
    }
    return looks;
  }
  const crowd = (size: number) => Promise.all(Array.from({ length: size }, panel));

  test('two hundred who ask at once cost what one costs, and nothing once it is known', async () => {
    const tag = await onBench();
    let questions = 0;
    const views = keepViews(coreWith(async () => void questions++));
    const asking = async (size: number) => {
      questions = 0;
      const answers = await Promise.all(Array.from({ length: size }, () => views.channel(kumo, 'link')));
      return { questions, answers };
    };
    const forOne = (await asking(1)).questions;
    expect(forOne).toBeGreaterThan(10);
    await addNote(tag, 'for all');
    const crowd = await asking(200);
    expect(crowd.questions).toBe(forOne);
    expect(new Set(crowd.answers.map(({ revision }) => revision)).size).toBe(1);
    expect(crowd.answers[0]?.bench.find((entry) => entry.tag === tag)?.note).toBe('for all');
    expect((await asking(200)).questions).toBe(0);
    // What happens on another channel is no news of this one.
    const other = await buy(world, 'nova', await listDrop(world, { price: '60', by: 'tide' }));
    await world.inPanel('tide', 'tide').finishBuild({ params: { tag: other.tag } });
    expect((await asking(20)).questions).toBe(0);
  });

  test('two hundred panels over HTTP cost one look, shared with whoever tells them', async () => {
    const tag = await onBench();
    await panel();
    await addNote(tag, 'over HTTP');
    // A few more are allowed for what the clock may change meanwhile.
    expect(await looksDuring(() => crowd(200))).toBeLessThan(5);
  });

  test('the chat is told from the same view', async () => {
    await panel();
    await world.bot.getChatChannel({ params: { twitchId: kumo } });
    const asked = () => world.bot.getChatChannel({ params: { twitchId: kumo } });
    expect(await looksDuring(asked)).toBe(0);
  });
});

describe('nobody sees what was before, once news of a change was told', () => {
  test('however slowly the store answers, and whoever is asking meanwhile', async () => {
    const tag = await onBench();
    let turn = 0;
    const views = keepViews(
      coreWith(async () => {
        for (let left = ++turn % 7; left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
      }),
    );
    let told = 0;
    let kept = 0;
    const stop = world.app().core.store.onNews((news) => {
      if (news.some(({ about }) => about === 'build')) told = kept + 1;
    });
    const seen: { readonly atLeast: number; readonly note: number }[] = [];
    const askOnce = async () => {
      const atLeast = told;
      const view = await views.channel(kumo, 'link');
      const note = Number(view.bench.find((entry) => entry.tag === tag)?.note ?? 0);
      seen.push({ atLeast, note });
    };
    let isWriting = true;
    const readers = Array.from({ length: 40 }, async () => {
      while (isWriting) {
        await askOnce();
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    for (let number = 1; number <= 15; number++) {
      await addNote(tag, String(number));
      kept = number;
      await askOnce();
    }
    isWriting = false;
    await Promise.all(readers);
    stop();
    expect(seen.filter(({ atLeast, note }) => note < atLeast)).toEqual([]);
    expect(new Set(seen.map(({ note }) => note)).size).toBeGreaterThan(3);
    expect((await views.channel(kumo, 'link')).bench.find((entry) => entry.tag === tag)?.note).toBe('15');
  });

  test.each([
    ['and everybody who asks after it shares one new look', 3],
    ['and is forgotten though nobody asked meanwhile', 0],
  ])('what was read before the news is for those who asked before it, %s', async (_, lateOnes) => {
    const tag = await onBench();
    await addNote(tag, 'before');
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    let looks = 0;
    let isRead = false;
    const views = keepViews(
      coreWith(async (what) => {
        if (what === 'dropsOf') looks++;
        if (what === 'build') isRead = true;
        // Nicknames are read last, when the notes were read already.
        if (what !== 'citizen' || looks !== 1 || !isRead) return;
        reach();
        await opened;
      }),
    );
    const noteOf = async () =>
      (await views.channel(kumo, 'link')).bench.find((entry) => entry.tag === tag)?.note ?? null;
    const early = [noteOf(), noteOf()];
    await reached;
    await addNote(tag, 'after');
    const late = Array.from({ length: lateOnes }, noteOf);
    open();
    expect(await Promise.all(late)).toEqual(Array(lateOnes).fill('after'));
    expect(await Promise.all(early)).toEqual(['before', 'before']);
    expect([await noteOf(), looks]).toEqual(['after', 2]);
  });

  test('what could not be read is not kept', async () => {
    let isAway = true;
    const views = keepViews(
      coreWith(async () => {
        if (isAway) throw new Error('the store is away');
      }),
    );
    await expect(Promise.all([views.channel(kumo, 'link'), views.channel(kumo, 'link')])).rejects.toThrow('away');
    isAway = false;
    expect((await views.channel(kumo, 'link')).builder?.nickname).toBe('Kumo');
  });

  test('a channel that is linked shows its builder at once', async () => {
    const channelId = '778899';
    const views = keepViews(world.app().core);
    expect(await views.channel(channelId, 'code')).toMatchObject({ revision: 'none', builder: null, drops: [] });
    expect(await views.desk(channelId, 'code')).toBeUndefined();
    const { store } = world.app().core;
    const known = await store.get('channel', twitchIdOf('relic'));
    if (!known) throw new Error('Relic has a channel');
    const channel = newChannel(channelId, 'relic_too', known.builderId);
    await store.commit({ put: [{ kind: 'channel', record: channel }] });
    expect((await views.channel(channelId, 'code')).builder?.nickname).toBe('Relic');
    expect((await views.desk(channelId, 'code'))?.builder.nickname).toBe('Relic');
    await store.commit({
      put: [{ kind: 'channel', record: { ...channel, version: 1, unlinkedAt: world.clock.now() } }],
    });
    expect((await views.channel(channelId, 'code')).builder).toBeNull();
    expect(await views.desk(channelId, 'code')).toBeUndefined();
  });

  test('somebody who joins a line is counted at once', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const waiting = async () => (await panel()).drops.find(({ id }) => id === drop.id)?.waiting;
    expect(await waiting()).toBe(0);
    const { store } = world.app().core;
    const citizen = await store.citizenByAccount('twitch', twitchIdOf('nova'));
    const entries = citizen ? [{ citizenId: citizen.id, joinedAt: world.clock.now() }] : [];
    await store.commit({ put: [{ kind: 'waitlist', record: { id: drop.id, version: 0, entries } }] });
    expect(await waiting()).toBe(1);
  });
});

test('a crowd that asks at once gets the very same answer, so that it is written once', async () => {
  const tag = await onBench();
  const views = keepViews(world.app().core);
  const answers = await Promise.all(Array.from({ length: 50 }, () => views.channel(kumo, 'code')));
  // A slow machine may need more than a moment for fifty.
  expect(new Set(answers).size).toBeLessThan(5);
  expect(answers.every((answer) => Object.isFrozen(answer))).toBe(true);
  await addNote(tag, 'another answer');
  expect(answers).not.toContain(await views.channel(kumo, 'code'));
});

describe('what the clock changes', () => {
  test('is at most fifteen seconds old; the time of the answer is always now', async () => {
    const tag = await onBench();
    await addNote(tag, 'clock');
    const first = await panel();
    world.clock.advance(14 * second);
    const kept = await panel();
    expect([kept.asOf, kept.revision]).toEqual([first.asOf, first.revision]);
    expect(kept.now - first.now).toBeGreaterThanOrEqual(14 * second);
    world.clock.advance(2 * second);
    const anew = await panel();
    expect(anew.asOf).toBeGreaterThan(first.asOf);
    const earned = (view: typeof anew) => view.bench.find((entry) => entry.tag === tag)?.progress?.earnedMs ?? 0;
    expect(earned(anew)).toBeGreaterThan(earned(first));
    // Minutes that merely ran on are no news.
    expect(anew.revision).toBe(first.revision);
    await desk().tickStep({ params: { tag, step: 'plate' }, body: { done: true } });
    expect((await panel()).revision).not.toBe(anew.revision);
  });

  test('the end of an early-bird window is seen at that moment', async () => {
    const opened = await world.onDiscord('kumo').createDrop({ body: { ...earlyDrop, requestId: 'request-early' } });
    const shown = async (): Promise<DropView | undefined> => (await panel()).drops.find(({ id }) => id === opened.id);
    const until = opened.earlyBirdUntil ?? 0;
    expect(until).toBeGreaterThan(world.clock.now());
    world.clock.advance(until - world.clock.now() - 5 * second);
    const early = await shown();
    expect(early?.earlyBirdUntil).toBe(until);
    world.clock.advance(5 * second);
    const over = await shown();
    expect(over?.earlyBirdUntil).toBeNull();
    expect(over?.revision).not.toBe(early?.revision);
  });
});

const earlyDrop: Omit<Parameters<Client['createDrop']>[0]['body'], 'requestId'> = {
  guild: 'builder',
  kind: 'stock',
  units: 1,
  proofDays: 7,
  title: 'For the early ones',
  priceTyped: '60',
  specs: '',
  pictures: [],
  vodUrl: null,
  earlyBirdMinutes: 10,
};
