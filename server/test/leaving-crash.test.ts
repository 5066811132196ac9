import { afterEach, describe, expect, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import { personalTexts } from '#shared/text/en/pages-personal.ts';
import { newChannel } from '../domain/channel.ts';
import type { Citizen } from '../domain/citizen.ts';
import { reservedOrder } from '../domain/order-samples.ts';
import type { Put, Store } from '../ports/store.ts';
import { deleteMe } from '../usecases/people/delete-me.ts';
import { idOf, startLine, type LineWorld } from './line-world.ts';

const builderId = makeId('citizen', 'builder0');
const aliasId = makeId('citizen', 'alias000');
const buyerId = makeId('citizen', 'buyer000');

let world: LineWorld;
afterEach(() => world.close());

/** Commits that are let through before one is broken off, and how many there were. */
type Breaker = { left: number; count: number };

/** A store on which everything ends at a commit, as it does when a process is killed. */
function breaking(breaker: Breaker): (store: Store) => Store {
  return (store) => ({
    ...store,
    commit(change) {
      breaker.count += 1;
      if (breaker.left-- === 0) return Promise.reject(new Error('killed'));
      return store.commit(change);
    },
  });
}

/** A builder with everything that can be left behind: an open drop, a line, a channel, an application, awards, an alias and words. */
async function startBuilder(breaker: Breaker): Promise<void> {
  breaker.left = Infinity;
  world = await startLine(['mori', 'nova'], { units: 1, through: breaking(breaker) });
  const now = world.clock.now();
  const facts = { identityVerified: true, completedOrders: 3, lostDisputes: 0, lastStrikeAt: null, joinedAt: 1 };
  const account = { platform: 'discord', id: 'discord-kumo', handle: 'kumo' } as const;
  const builder: Citizen = {
    id: builderId,
    version: 0,
    nickname: 'kumo',
    accounts: [account],
    ...facts,
    aliases: [aliasId],
    locale: 'de',
  };
  const ended = { ...reservedOrder(), builderId, buyerId, fulfilment: 'completed', endedAt: now } as const;
  const room = { tag: ended.tag, buyerId, builderId, way: 'none', communityId: null, threadId: null } as const;
  const said = { version: 0, orderId: ended.id, at: now, files: [] };
  const put: readonly Put[] = [
    { kind: 'citizen', record: builder },
    {
      kind: 'citizen',
      record: { id: aliasId, version: 0, nickname: 'kumo_too', accounts: [], ...facts, aliasOf: builderId },
    },
    { kind: 'order', record: { ...ended, version: 0 } },
    { kind: 'room', record: { id: ended.id, version: 0, ...room, openedAt: now, closedAt: now, messages: 2 } },
    {
      kind: 'roomMessage',
      record: { ...said, id: `${ended.id}:1`, by: 'builder', citizenId: aliasId, text: 'my words' },
    },
    { kind: 'roomMessage', record: { ...said, id: `${ended.id}:2`, by: 'buyer', citizenId: buyerId, text: 'yours' } },
    { kind: 'channel', record: newChannel('77', 'kumo_live', builderId) },
    {
      kind: 'application',
      record: {
        id: builderId,
        version: 0,
        guild: 'builder',
        about: 'I am Kumo Kumoto',
        links: ['https://kumo.example'],
        pictures: [],
        at: 0,
        state: 'certified',
      },
    },
    {
      kind: 'award',
      record: {
        id: 'account:discord:discord-kumo',
        version: 0,
        citizenId: builderId,
        why: 'account',
        points: 10,
        from: null,
        at: 0,
      },
    },
    {
      kind: 'partnership',
      record: {
        id: `${builderId}:${buyerId}`,
        version: 0,
        builderId,
        marketerId: buyerId,
        offeredPercent: 30,
        agreedPercent: 30,
        state: 'agreed',
        proposedAt: 0,
        answeredAt: 0,
      },
    },
  ];
  await world.core.store.commit({ put });
  breaker.count = 0;
}

/** What is left that should not be. */
async function leftBehind(): Promise<readonly string[]> {
  const { store } = world.core;
  const [drop, channel, citizen, alias, application, awards, partnership] = await Promise.all([
    store.get('drop', world.dropId),
    store.get('channel', '77'),
    store.get('citizen', builderId),
    store.get('citizen', aliasId),
    store.get('application', builderId),
    store.list('award', builderId, 10),
    store.get('partnership', `${builderId}:${buyerId}`),
  ]);
  const [order] = await store.ordersOf({ builder: builderId }, 1);
  const words = await store.list('roomMessage', order?.id ?? '', 10);
  const all = JSON.stringify([drop?.status, channel, citizen, alias, application, awards, partnership, words]);
  return [
    'kumo_live',
    'kumo_too',
    '"kumo"',
    'Kumoto',
    'kumo.example',
    '"open"',
    'agreed"',
    'account:',
    'my words',
  ].filter((trace) => all.includes(trace));
}

describe('a deletion beside a claim', () => {
  test('is refused or is first: nobody who has gone has anything set aside', async () => {
    const seen = new Set<boolean>();
    for (let round = 0; round < 24; round++) {
      if (round > 0) await world.close();
      world = await startLine(['mori'], { units: 1 });
      const id = idOf('mori');
      const after = async (turns: number) => {
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      };
      const [claimed, deleted] = await Promise.all([
        after(Math.floor(1.4 ** round)).then(() => world.claim('mori')),
        deleteMe(world.core, id),
      ]);
      seen.add(deleted.ok);
      const citizen = await world.core.store.get('citizen', id);
      const open = (await world.core.store.get('exposure', id))?.open.length;
      expect([claimed, deleted.ok, citizen?.deletedAt !== undefined, open ?? 0]).toEqual(
        deleted.ok ? ['not-signed-in', true, true, 0] : ['granted', false, false, 1],
      );
      await world.pass(0);
      expect(await world.claim('mori')).toBe(deleted.ok ? 'not-signed-in' : 'granted');
    }
    expect(seen.size).toBe(2);
  });
});

describe('a deletion that is broken off', () => {
  test('anywhere comes to its end with the next look, and what the other side said stays', async () => {
    const breaker: Breaker = { left: Infinity, count: 0 };
    await startBuilder(breaker);
    expect(await deleteMe(world.core, builderId)).toEqual({ ok: true });
    await world.pass(houseRules.roomWordsKeptMs);
    const commits = breaker.count;
    expect(await leftBehind()).toEqual([]);
    for (let at = 0; at < commits; at++) {
      await world.close();
      await startBuilder(breaker);
      breaker.left = at;
      const broken = await deleteMe(world.core, builderId).catch(() => undefined);
      await world.pass(0).catch(() => undefined);
      // Whoever was not told that they are gone asks again.
      if (!broken) expect(await deleteMe(world.core, builderId)).toEqual({ ok: true });
      for (const ms of [houseRules.roomWordsKeptMs, 3_600_000, houseRules.roomWordsKeptMs])
        await world.pass(ms).catch(() => undefined);
      expect([at, await leftBehind()]).toEqual([at, []]);
      expect(await world.core.store.get('citizen', builderId)).toMatchObject({
        nickname: personalTexts.deletedPerson,
        completedOrders: 3,
      });
      const [order] = await world.core.store.ordersOf({ builder: builderId }, 1);
      const words = await world.core.store.list('roomMessage', order?.id ?? '', 10);
      expect(words.map(({ text }) => text)).toEqual(['', 'yours']);
    }
  });
});
