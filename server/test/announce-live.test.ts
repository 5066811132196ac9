import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { houseRules, minute } from '#shared/house-rules.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { seedId } from '../../sandbox/product/seed.ts';
import { defaultSettings } from '../domain/community.ts';
import type { Community } from '../domain/network-records.ts';
import { announceLive, type Announcement } from '../usecases/streams/announce-live.ts';
import { deliverNotices, listDrop, refusalOf, twitchIdOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
let requests = 0;
beforeAll(async () => {
  world = await startWorld();
  const all = communities();
  for (let from = 0; from < all.length; from += 50)
    await world.app().core.store.commit({
      put: all.slice(from, from + 50).map((record) => ({ kind: 'community', record }) as const),
    });
});
afterAll(() => world.close());
beforeEach(() => world.pass(houseRules.announceEveryMs));

const everywhere = 205;

/** 205 communities that show everything, and some that show something else or cannot be told. */
function communities(): readonly Community[] {
  const community = (number: number, chosen: Partial<Community['settings']> = {}, isPresent = true): Community => ({
    id: String(400_000_000_000_000_000n + BigInt(number)),
    version: 0,
    name: `Garden ${number}`,
    isPresent,
    metAt: 1,
    settings: { ...defaultSettings, announcementsChannelId: '1234567', ...chosen },
    changedBy: null,
    problems: [],
    rolesGiven: [],
  });
  return [
    ...Array.from({ length: everywhere }, (_, index) => community(index)),
    community(901, { guilds: ['vintage'] }),
    community(902, { builderIds: [seedId('tide')] }),
    community(903, { announcementsChannelId: null }),
    community(904, {}, false),
  ];
}

const announce = (by: string, said: Partial<Announcement> = {}) =>
  world.onDiscord(by).announceLive({
    body: { requestId: `announced-${++requests}`, kind: 'workshop', dropId: null, text: '', ...said },
  });

async function isLive(key: string, live: boolean): Promise<void> {
  if (live) world.twitch.goLive(twitchIdOf(key), 'soldering');
  else world.twitch.goOffline(twitchIdOf(key));
  await world.settle();
}

const told = (notices: readonly NoticeView[], kind: NoticeView['kind']) =>
  notices.filter((notice) => notice.kind === kind).map(({ accountId }) => accountId);

describe('a builder who has communities told', () => {
  test('is heard in each that shows their craft and them, once in a while, and only while live', async () => {
    expect(await refusalOf(announce('kumo'))).toBe('channel-offline');
    await isLive('kumo', true);
    const said = { requestId: 'the-first-workshop', text: 'Tea is ready' };
    expect(await announce('kumo', said)).toEqual({ communities: everywhere });
    const notices = await deliverNotices(world);
    const heard = told(notices, 'community-workshop');
    expect([heard.length, new Set(heard).size]).toEqual([everywhere, everywhere]);
    expect(notices.find(({ kind }) => kind === 'community-workshop')).toMatchObject({
      params: { builder: 'Kumo', text: 'Tea is ready' },
      link: expect.stringContaining('kumo_live'),
    });
    // Repeated, the same request tells nobody again; another one comes too early.
    expect(await announce('kumo', said)).toEqual({ communities: everywhere });
    expect(told(await deliverNotices(world), 'community-workshop')).toEqual([]);
    await world.pass(houseRules.announceEveryMs - minute);
    expect(await refusalOf(announce('kumo'))).toBe('announced-lately');
    await world.pass(minute);
    expect(await announce('kumo')).toEqual({ communities: everywhere });
    await deliverNotices(world);
    await isLive('kumo', false);
    expect(await refusalOf(announce('kumo', { kind: 'workshop' }))).toBe('channel-offline');
  });

  test('alerts for an open drop of their own, whatever they said of the workshop', async () => {
    await isLive('tide', true);
    const drop = await listDrop(world, { by: 'tide', price: '60' });
    const alert = (dropId: string | null) => announce('tide', { kind: 'drop', dropId, text: 'Five boards' });
    expect(await refusalOf(alert(null))).toBe('not-found');
    expect(await refusalOf(alert((await listDrop(world, { price: '60' })).id))).toBe('not-your-drop');
    // The drop is of the builders' guild, and one community shows nothing but what Tide makes.
    expect(await alert(drop.id)).toEqual({ communities: everywhere + 1 });
    const [notice] = (await deliverNotices(world)).filter(({ kind }) => kind === 'community-live-drop');
    expect(notice?.params).toMatchObject({ builder: 'Tide', title: drop.title, dropId: drop.id });
    expect(await announce('tide')).toEqual({ communities: everywhere + 1 });
    await world.onDiscord('tide').setMyDropStatus({ params: { dropId: drop.id }, body: { status: 'paused' } });
    expect(await refusalOf(alert(drop.id))).toBe('drop-not-open');
    await deliverNotices(world);
  });

  test('reaches whoever was left out by a crash when they ask again, and nobody twice', async () => {
    await isLive('yuzu', true);
    const { core } = world.app();
    let chunks = 0;
    const store: typeof core.store = {
      ...core.store,
      commit: (change) => {
        if ((change.notices ?? []).length > 0 && ++chunks === 2) throw new Error('the process is gone');
        return core.store.commit(change);
      },
    };
    const said = { requestId: 'a-request-cut-short', kind: 'workshop', dropId: null, text: '' } as const;
    await expect(announceLive({ ...core, store }, seedId('yuzu'), said)).rejects.toThrow('gone');
    const first = told(await deliverNotices(world), 'community-workshop');
    await isLive('yuzu', false);
    expect(await announce('yuzu', said)).toEqual({ communities: everywhere });
    const rest = told(await deliverNotices(world), 'community-workshop');
    expect([first.length, new Set([...first, ...rest]).size, first.length + rest.length]).toEqual([
      100,
      everywhere,
      everywhere,
    ]);
  });

  test('whose stream ended without our being told is refused by Twitch’s own word', async () => {
    await isLive('relic', true);
    world.twitch.faults.eventsubHeld = true;
    world.twitch.goOffline(twitchIdOf('relic'));
    await world.pass(5 * minute);
    expect(await refusalOf(announce('relic'))).toBe('channel-offline');
    world.twitch.faults.eventsubHeld = false;
  });
});
