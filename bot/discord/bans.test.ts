import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { REST, Routes } from 'discord.js';
import type { Exchange } from '../../sandbox/discord/rest.ts';
import { faultsIn } from '../test/judged.ts';
import { botId, mori, owner, rika, startFederationWorld, type FederationWorld } from '../test/federation-world.ts';

const club = '200000000000000001';
const staff = '400000000000000001';
const strangers = Array.from({ length: 12 }, (_, index) => String(500_000_000_000_000_000n + BigInt(index)));

let world: FederationWorld;
/** All that was said to Discord, which is judged at the end by its published description. */
const exchanges: Exchange[] = [];
beforeEach(async () => {
  const users = [owner, rika, mori, ...strangers].map((id) => ({ id, username: `u${id}`, displayName: id }));
  world = await startFederationWorld({ users, onExchange: (each) => exchanges.push(each) });
  const [rules, channels] = [
    [{ id: staff, name: 'Staff', permissions: String(1n << 1n) }],
    [{ id: '300000000000000001', name: 'general' }],
  ];
  const members = [{ userId: owner }, { userId: rika, roleIds: [staff] }, { userId: mori }];
  world.discord.addCommunity({ id: club, name: 'Keyboard Club', ownerId: owner, roles: rules, channels, members });
  world.network.addCommunity(club, { networkBans: true });
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});
afterAll(() => {
  expect(faultsIn(exchanges)).toEqual([]);
});

const bans = () => world.discord.model.communities.get(club)?.bans ?? [];
const requests = (route: string) => world.discord.model.traffic.routes.get(route)?.requests ?? 0;
const ban = (discordId: string, reason = 'sold what was never built') => ({ discordId, reason });

describe('bans of the network', () => {
  test('are carried together with their reason, and lifted again', async () => {
    const { network } = world;
    const reasons = [ban(mori), ...strangers.map((id) => ban(id, 'another reason'))];
    network.banWork = [{ communityId: club, ban: reasons, lift: [] }];
    world.run();
    await world.until(() => network.settledBans.length === 1);
    expect(bans()).toHaveLength(13);
    expect(bans()).toContainEqual({ userId: mori, reason: 'C500 network: sold what was never built' });
    expect(bans()).toContainEqual({ userId: strangers[0], reason: 'C500 network: another reason' });
    expect(requests('POST /guilds/:communityId/bulk-ban')).toBe(1);
    expect(network.settledBans[0]?.failed).toEqual([]);
    network.banWork = [{ communityId: club, ban: [], lift: [{ discordId: mori }, { discordId: '999999' }] }];
    network.tell('bans');
    await world.until(() => network.settledBans.length === 2);
    expect(network.settledBans[1]).toMatchObject({ lifted: [mori, '999999'], failed: [] });
    expect(bans()).toHaveLength(12);
  });

  test('are lifted, and what the community has decided itself is not', async () => {
    const { network, discord } = world;
    const rest = new REST({ api: `${discord.origin}/api` }).setToken('token-of-the-tests');
    await rest.put(Routes.guildBan(club, mori), { body: {}, reason: 'spam in general' });
    network.banWork = [{ communityId: club, ban: [], lift: [{ discordId: mori }] }];
    world.run();
    await world.until(() => network.settledBans.length === 1);
    expect(network.settledBans[0]).toMatchObject({ lifted: [mori], failed: [] });
    expect(bans()).toMatchObject([{ userId: mori, reason: 'spam in general' }]);
  });

  test('never meet the bot, the owner or the community’s own staff: each failure says why', async () => {
    const { network } = world;
    network.banWork = [{ communityId: club, ban: [ban(botId), ban(owner), ban(rika), ban('12345')], lift: [] }];
    world.run();
    await world.until(() => network.settledBans.length === 1);
    expect(bans()).toEqual([]);
    const failed = network.settledBans[0]?.failed.map((each) => JSON.stringify(each)) ?? [];
    expect(failed).toHaveLength(4);
    for (const words of ['bot itself', 'owns the community', 'own staff', 'no such account'])
      expect(failed.filter((each) => each.includes(words))).toHaveLength(1);
  });

  test('are carried one by one where the bot may not manage the server', async () => {
    const { network, discord } = world;
    discord.byHand.grantBot(club, ['ViewChannel', 'SendMessages', 'BanMembers']);
    // One that Discord refuses, for whatever reason, keeps the others from nothing.
    discord.faults.failNext = [{ route: 'PUT /guilds/:communityId/bans/:userId', status: 400, times: 1 }];
    network.banWork = [{ communityId: club, ban: strangers.slice(0, 4).map((id) => ban(id)), lift: [] }];
    world.run();
    await world.until(() => network.settledBans.length === 1);
    expect(bans()).toHaveLength(3);
    expect(network.settledBans[0]?.failed).toMatchObject([{ discordId: strangers[0], wanted: 'ban' }]);
  });

  test('where the bot may not ban at all are listed, and the owner is told once', async () => {
    const { network, discord } = world;
    discord.byHand.grantBot(club, ['ViewChannel', 'SendMessages']);
    network.banWork = [{ communityId: club, ban: [ban(mori)], lift: [] }];
    world.run();
    await world.until(() => network.settledBans.length === 1 && discord.dmsOf(owner).length === 1);
    expect(network.settledBans[0]?.failed).toMatchObject([{ discordId: mori, wanted: 'ban' }]);
    network.banWork = [{ communityId: club, ban: [ban(mori)], lift: [] }];
    network.tell('bans');
    await world.until(() => network.settledBans.length === 2);
    expect(discord.dmsOf(owner)).toHaveLength(1);
    expect(requests('PUT /guilds/:communityId/bans/:userId')).toBe(0);
  });
});
