import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { day, minute } from '#shared/house-rules.ts';
import { parseId } from '#shared/ids.ts';
import type { BanWork, CommunityView } from '#shared/schemas/community.ts';
import { personCalled } from '../../sandbox/people.ts';
import type { Put } from '../ports/store.ts';
import { defaultSettings } from '../domain/community.ts';
import type { Ban, Community } from '../domain/network-records.ts';
import { banFailures } from '../usecases/communities/ban-work.ts';
import { listDrop, refusalOf, twitchIdOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const store = () => world.app().core.store;
const of = (communityId: string) => ({ params: { communityId } });
const meet = (id: string, name = 'The desk', isPresent = true) =>
  world.bot.meetCommunity({ ...of(id), body: { name, isPresent } });
const choose = (id: string, settings: Partial<CommunityView['settings']>) =>
  world.bot.changeCommunity({ ...of(id), body: { by: '20000000042', settings } });
const citizenOf = async (key: string) => {
  const citizen = await store().citizenByAccount('discord', personCalled(key).discord?.id ?? '');
  if (!citizen) throw new Error(`${key} is known`);
  return citizen;
};

/** Keeps many records, some hundred at a time. */
async function keepMany(puts: readonly Put[]): Promise<void> {
  for (let from = 0; from < puts.length; from += 500) await store().commit({ put: puts.slice(from, from + 500) });
}

describe('a community', () => {
  test('shows and does nothing until an admin chooses, and what one chooses leaves the rest', async () => {
    expect(await meet('50001')).toEqual({
      id: '50001',
      name: 'The desk',
      isPresent: true,
      settings: defaultSettings,
      problems: [],
      rolesGiven: [],
    });
    await choose('50001', { dropsChannelId: '60001', guilds: ['modder', 'modder'] });
    const { id } = await citizenOf('kumo');
    const chosen = await choose('50001', { builderIds: [id], networkBans: true });
    expect(chosen.settings).toEqual({
      ...defaultSettings,
      dropsChannelId: '60001',
      guilds: ['modder'],
      builderIds: [id],
      networkBans: true,
    });
    expect(await world.bot.getCommunity(of('50001'))).toEqual(chosen);
  });

  test('is refused builders who are none, ids that are none, and to be changed by whoever is not our bot', async () => {
    const { id } = await citizenOf('nova');
    expect(await refusalOf(choose('50001', { builderIds: [id] }))).toBe('bad-input');
    expect(await refusalOf(choose('50001', { builderIds: ['../../secret'] }))).toBe('bad-input');
    expect(await refusalOf(choose('50001', { dropsChannelId: '<#60001>' }))).toBe('bad-input');
    expect(await refusalOf(choose('59999', { guilds: [] }))).toBe('not-found');
    const stranger = world.inPanel('nova', 'kumo');
    expect(
      await refusalOf(stranger.changeCommunity({ ...of('50001'), body: { by: '20000000042', settings: {} } })),
    ).toBe('not-signed-in');
  });

  test('hears of each problem once until it is solved, or its place is given up', async () => {
    const lost = { key: 'channel-lost', subject: '60001' } as const;
    const tell = (body: typeof lost) => world.bot.noteProblem({ ...of('50001'), body });
    const told = await Promise.all([tell(lost), tell(lost), tell(lost)]);
    expect(told.map(({ isNew }) => isNew).sort()).toEqual([false, false, true]);
    expect(await world.bot.solveProblem({ ...of('50001'), body: lost })).toEqual({ wasKnown: true });
    expect(await world.bot.solveProblem({ ...of('50001'), body: lost })).toEqual({ wasKnown: false });
    expect(await tell(lost)).toEqual({ isNew: true });
    expect((await choose('50001', { dropsChannelId: '60002' })).problems).toEqual([]);
  });

  test('that sends the bot away keeps its choices, and the roles that it gave, to be taken back when it returns', async () => {
    const role = (userId: string) => ({ userId, roleId: '70001' });
    const note = (given: readonly string[], taken: readonly string[]) =>
      world.bot.noteRoles({ ...of('50001'), body: { given: given.map(role), taken: taken.map(role) } });
    await note(['80001', '80002', '80001'], []);
    await note(['80003'], ['80002', '80009']);
    expect((await world.bot.getCommunity(of('50001'))).rolesGiven).toEqual([role('80001'), role('80003')]);
    const left = await meet('50001', 'The desk', false);
    expect(left).toMatchObject({ isPresent: false, settings: { dropsChannelId: '60002' } });
    const back = await meet('50001', 'A new name');
    expect(back).toMatchObject({ isPresent: true, settings: { dropsChannelId: '60002' } });
    expect(back.rolesGiven).toEqual([role('80001'), role('80003')]);
  });

  test('is one of 2,500 that come in pages, each once and in the order of their ids', async () => {
    const [known] = await store().list('community', 'all', 1);
    if (!known) throw new Error('one community was met');
    const more = Array.from({ length: 2_499 }, (_, index): Community => ({
      ...known,
      id: `${51_000 + index}`,
      version: 0,
      settings: defaultSettings,
    }));
    await keepMany(more.map((record) => ({ kind: 'community', record })));
    const ids: string[] = [];
    for (let more = true; more;) {
      const after = ids.at(-1);
      const page = await world.bot.listCommunities({ query: after === undefined ? {} : { after } });
      ids.push(...page.communities.map(({ id }) => id));
      ({ more } = page);
    }
    expect(ids).toEqual(['50001', ...more.map(({ id }) => id)]);
  });
});

describe('the cards of a drop', () => {
  test('are found in 2,500 communities, and stay removed where somebody removed them', async () => {
    const drop = await listDrop(world);
    const note = (communityId: string, channelId: string, state: 'posted' | 'removed' = 'posted') =>
      world.bot.noteCard({
        params: { dropId: drop.id, communityId },
        body: { channelId, messageId: `90${communityId}`, state },
      });
    const communities = await store().list('community', 'all', 3_000);
    expect(await refusalOf(note('59999', '60001'))).toBe('not-found');
    const card = { channelId: '60001', messageId: '90001', state: 'posted' as const };
    const dropId = parseId('drop', drop.id);
    if (!dropId) throw new Error('a drop was listed');
    await keepMany(
      communities.slice(1).map(({ id }) => ({
        kind: 'card',
        record: { id: `${dropId}:${id}`, version: 0, dropId, communityId: id, ...card },
      })),
    );
    await note('50001', '60001');
    await note('50001', '60001', 'removed');
    await note('50001', '60001');
    const { cards } = await world.bot.listCards({ query: { dropId: drop.id } });
    expect(new Set(cards.map(({ communityId }) => communityId)).size).toBe(2_500);
    expect(cards.filter(({ state }) => state === 'removed').map(({ communityId }) => communityId)).toEqual(['50001']);
    await note('50001', '60009');
    const again = (await world.bot.listCards({ query: { dropId: drop.id } })).cards[0];
    expect(again).toMatchObject({ communityId: '50001', channelId: '60009', state: 'posted' });
  });

  test('are told of unasked while it is open or paused, and for a day after it closed', async () => {
    const drop = await listDrop(world);
    await world.bot.noteCard({
      params: { dropId: drop.id, communityId: '50001' },
      body: { channelId: '60001', messageId: '90002', state: 'posted' },
    });
    const isTold = async () =>
      (await world.bot.listCards({ query: {} })).cards.some(({ dropId }) => dropId === drop.id);
    const put = (status: 'paused' | 'closed') =>
      world.inPanel('kumo', 'kumo').setDropStatus({ params: { dropId: drop.id }, body: { status } });
    await put('paused');
    expect(await isTold()).toBe(true);
    await put('closed');
    expect(await isTold()).toBe(true);
    await world.pass(day);
    expect(await isTold()).toBe(false);
  });
});

describe('the bot', () => {
  test('is told of builders whom communities may mark, and whether they are live', async () => {
    const mark = async (key: string) =>
      (await world.bot.listMarkedBuilders({})).builders.find(
        ({ discordId }) => discordId === personCalled(key).discord?.id,
      );
    expect(await mark('kumo')).toMatchObject({ nickname: 'Kumo', guilds: ['builder'], isLive: false });
    expect(await mark('nova')).toBeUndefined();
    world.twitch.goLive(twitchIdOf('kumo'), 'at work');
    await world.settle();
    expect(await mark('kumo')).toMatchObject({ isLive: true, watchUrl: expect.stringContaining('kumo_live') });
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
  });

  test('alone hears what of the federation is to be looked up anew, and nothing of what it is', async () => {
    const url = `${world.site}/v1/live?topics=federation`;
    expect((await fetch(url)).status).toBe(400);
    const stopping = new AbortController();
    const headers = { authorization: `Bearer ${world.credentials.botServiceToken}` };
    const stream = await fetch(url, { headers, signal: stopping.signal });
    await meet('50002', 'Quietly named');
    let heard = '';
    for await (const chunk of stream.body ?? []) {
      heard += Buffer.from(chunk).toString();
      if (heard.includes('data:')) break;
    }
    stopping.abort();
    expect(heard).toContain('data: {"topic":"federation","id":"communities","revision":""}');
    expect(heard).not.toContain('Quietly');
  });
});

describe('network bans', () => {
  const count = (work: readonly BanWork[]) => work.reduce((sum, { ban, lift }) => sum + ban.length + lift.length, 0);
  const done = async ({ communityId, ban, lift }: BanWork) => {
    const ids = (all: readonly { readonly discordId: string }[]) => all.map(({ discordId }) => discordId);
    await world.bot.settleBanWork({ body: { communityId, banned: ids(ban), lifted: ids(lift), failed: [] } });
  };
  const work = async () => (await world.bot.listBanWork({})).work;

  test('come at most 200 at a time, until every community that wants them has carried all of them', async () => {
    const { id: by } = await citizenOf('sol');
    const bans = Array.from({ length: 150 }, (_, index): Ban => {
      const accounts = [{ platform: 'discord' as const, id: `${30_000_000 + index}` }];
      const id = `cit_banned${index}` as Ban['id'];
      return { id, version: 0, accounts, reason: 'threats', by, at: world.clock.now(), lifted: null };
    });
    await keepMany(bans.map((record) => ({ kind: 'ban', record })));
    await choose('50001', { networkBans: true });
    await choose('50002', { networkBans: true });
    const seen: number[] = [];
    for (let asked = await work(); asked.length > 0; asked = await work()) {
      seen.push(count(asked));
      for (const each of asked) await done(each);
    }
    expect(seen).toEqual([200, 100]);
    const [first] = bans;
    if (!first) throw new Error('there are bans');
    const lifted = { at: world.clock.now(), by, reason: 'a mistake' };
    await store().commit({ put: [{ kind: 'ban', record: { ...first, version: 1, lifted } }] });
    const lift = [{ discordId: '30000000' }];
    const asked = (await work()).toSorted((a, b) => a.communityId.localeCompare(b.communityId));
    expect(asked).toEqual(['50001', '50002'].map((communityId) => ({ communityId, ban: [], lift })));
    await choose('50002', { networkBans: false });
    expect((await work()).map(({ communityId }) => communityId)).toEqual(['50001']);
  });

  test('do not wait for a community where nothing can be settled', async () => {
    const bans = Array.from({ length: 100 }, (_, index): Ban => {
      const accounts = [{ platform: 'discord' as const, id: `${40_000_000 + index}` }];
      const [id, by] = [`cit_more${index}` as Ban['id'], 'cit_staff' as Ban['by']];
      return { id, version: 0, accounts, reason: 'threats', by, at: world.clock.now(), lifted: null };
    });
    await keepMany(bans.map((record) => ({ kind: 'ban', record })));
    for (const id of ['51000', '51001']) await choose(id, { networkBans: true });
    const heard = new Set<string>();
    for (let asked = 0; asked < 200 && heard.size < 3; asked++)
      for (const { communityId } of await work()) heard.add(communityId);
    expect([...heard].sort()).toEqual(['50001', '51000', '51001']);
    await Promise.all(['51000', '51001'].map((id) => choose(id, { networkBans: false })));
    for (let asked = await work(); count(asked) > 1; asked = await work())
      for (const { communityId, ban } of asked) await done({ communityId, ban, lift: [] });
  });

  test('that fail are shown to the staff, and come again when their pause is over', async () => {
    const failed = [{ discordId: '30000000', wanted: 'lift' as const, reason: 'Missing Permissions' }];
    await world.bot.settleBanWork({ body: { communityId: '50001', banned: [], lifted: [], failed } });
    expect(await work()).toEqual([]);
    expect(await banFailures(world.app().core)).toMatchObject([
      { communityId: '50001', community: 'A new name', discordId: '30000000', wanted: 'lift', tries: 1 },
    ]);
    await world.pass(minute);
    expect(await work()).toHaveLength(1);
  });
});
