import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { discordLimits } from '../../sandbox/discord/limits.ts';
import type { Exchange } from '../../sandbox/discord/rest.ts';
import { faultsIn } from '../test/judged.ts';
import type { MarkedBuilder } from '#shared/schemas/community.ts';
import { makeCommunity } from '../test/core-samples.ts';
import { mori, owner, rika, startFederationWorld, type FederationWorld } from '../test/federation-world.ts';
import { nameOfCount } from './live-count.ts';
import { tierChanges } from './tier-roles.ts';

const club = '200000000000000001';
const roles = { live: '400000000000000001', artisan: '400000000000000002', chief: '400000000000000003' } as const;
const countChannel = '300000000000000001';
const builder: MarkedBuilder = {
  id: 'cit_rika',
  discordId: rika,
  nickname: 'Rika',
  guilds: ['artisan'],
  isLive: false,
  watchUrl: null,
};

let world: FederationWorld;
/** All that was said to Discord, which is judged at the end by its published description. */
const exchanges: Exchange[] = [];
beforeEach(async () => {
  const limits = { ...discordLimits, global: { requests: 1_000, seconds: 1 }, rename: { requests: 2, seconds: 0.5 } };
  world = await startFederationWorld({ limits, onExchange: (each) => exchanges.push(each) });
  world.discord.addCommunity({
    id: club,
    name: 'Keyboard Club',
    ownerId: owner,
    roles: [
      { id: roles.live, name: 'LIVE NOW' },
      { id: roles.artisan, name: 'Artisan' },
      { id: roles.chief, name: 'Chief', aboveBot: true },
    ],
    channels: [{ id: countChannel, name: 'count', shape: 'voice' }],
    members: [{ userId: rika }, { userId: owner }],
  });
  world.network.builders = [builder];
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});
afterAll(() => {
  expect(faultsIn(exchanges)).toEqual([]);
});

const rolesOf = (userId: string) =>
  world.discord.model.communities.get(club)?.members.find((each) => each.userId === userId)?.roleIds ?? [];
const given = () => world.network.communities.get(club)?.rolesGiven ?? [];
function live(isLive: boolean): void {
  world.network.builders = [{ ...builder, isLive }];
  world.network.tell('builders');
}

describe('roles of builders', () => {
  test('LIVE NOW comes and goes with the stream, the badge stays, and a builder who is no member gets none', async () => {
    const { network } = world;
    const guildRoleIds = { builder: null, artisan: roles.artisan, modder: null, vintage: null };
    network.addCommunity(club, { liveRoleId: roles.live, guildRoleIds });
    network.builders = [builder, { ...builder, id: 'cit_mori', discordId: mori }];
    world.run();
    await world.until(() => rolesOf(rika).includes(roles.artisan));
    live(true);
    await world.until(() => rolesOf(rika).includes(roles.live));
    live(false);
    await world.until(() => !rolesOf(rika).includes(roles.live) && given().length === 1);
    expect(given()).toEqual([{ userId: rika, roleId: roles.artisan }]);
  });

  test('LIVE NOW is noted before it is given, and taken back after a crash in between', async () => {
    const { network, core, discord } = world;
    network.addCommunity(club, { liveRoleId: roles.live });
    network.builders = [{ ...builder, isLive: true }];
    const { noteRoles } = core.answers;
    core.answers.noteRoles = (input, actor) => {
      expect(rolesOf(rika)).toEqual([]);
      return noteRoles?.(input, actor) ?? {};
    };
    const route = 'PUT /guilds/:communityId/members/:userId/roles/:roleId';
    discord.faults.failNext = [{ route, status: 500, times: 1, late: true }];
    const first = world.run();
    await world.until(() => rolesOf(rika).includes(roles.live));
    await first.stop();
    network.builders = [builder];
    if (noteRoles) core.answers.noteRoles = noteRoles;
    world.run();
    await world.until(() => rolesOf(rika).length === 0 && given().length === 0);
  });

  test('LIVE NOW that was noted and never given is given: by this process after Discord failed, or by the next', async () => {
    const { network, discord } = world;
    const noted = { userId: rika, roleId: roles.live };
    network.addCommunity(club, { liveRoleId: roles.live });
    network.communities.set(club, makeCommunity({ ...network.communities.get(club), rolesGiven: [noted] }));
    network.builders = [{ ...builder, isLive: true }];
    const route = 'PUT /guilds/:communityId/members/:userId/roles/:roleId';
    // As many as discord.js tries by itself.
    discord.faults.failNext = [{ route, status: 500, times: 4 }];
    world.run();
    await world.until(() => rolesOf(rika).includes(roles.live));
    expect(discord.faults.failNext).toEqual([]);
    expect(given()).toEqual([noted]);
    live(false);
    await world.until(() => rolesOf(rika).length === 0 && given().length === 0);
  });

  test('one that is above the bot is told of once, is noted as not given, and is given when it can be', async () => {
    const { network, discord } = world;
    network.addCommunity(club, { liveRoleId: roles.chief });
    network.builders = [{ ...builder, isLive: true }];
    world.run();
    await world.until(() => discord.dmsOf(owner).length === 1 && given().length === 0);
    expect(JSON.stringify(discord.dmsOf(owner))).toContain(`<@&${roles.chief}>`);
    expect(network.communities.get(club)?.problems).toEqual([{ key: 'may-not-roles', subject: roles.chief }]);
    live(true);
    await world.core.until(() => world.core.callsOf('listMarkedBuilders').length >= 2);
    network.choose(club, { liveRoleId: roles.live });
    await world.until(() => rolesOf(rika).includes(roles.live));
    expect(discord.dmsOf(owner)).toHaveLength(1);
  });

  test('one that somebody gave by hand is not taken', async () => {
    const { network, discord } = world;
    discord.byHand.setRole(rika, roles.artisan, true);
    const guildRoleIds = { builder: null, artisan: roles.artisan, modder: null, vintage: null };
    network.addCommunity(club, { guildRoleIds, liveRoleId: roles.live });
    world.run();
    live(true);
    await world.until(() => rolesOf(rika).includes(roles.live));
    network.choose(club, { guildRoleIds: { ...guildRoleIds, artisan: null }, liveRoleId: null });
    await world.until(() => !rolesOf(rika).includes(roles.live));
    expect(rolesOf(rika)).toEqual([roles.artisan]);
  });
});

test('the name of a channel tells how many are live: in time, however often it changes, and not too often', async () => {
  const { network, discord } = world;
  network.addCommunity(club, { liveCountChannelId: countChannel });
  const name = () => {
    const channel = discord.model.channels.get(countChannel);
    return channel?.kind === 'text' ? channel.name : '';
  };
  const first = world.run({ renameWindowMs: 550 });
  await world.until(() => name() === nameOfCount(0));
  for (let count = 1; count <= 7; count += 1) {
    network.builders = Array.from({ length: count }, (_, index) => ({ ...builder, id: `cit_${index}`, isLive: true }));
    network.tell('builders');
  }
  await first.stop();
  // Another process keeps to the same turns.
  world.run({ renameWindowMs: 550 });
  await world.until(() => name() === nameOfCount(7));
  const renamed = discord.model.traffic.routes.get('PATCH /channels/:channelId');
  expect(renamed?.limited).toBe(0);
  expect(renamed?.requests).toBeLessThanOrEqual(3);
});

test('a channel that is chosen no more counts nobody', async () => {
  const { network, discord } = world;
  network.addCommunity(club, { liveCountChannelId: countChannel });
  network.builders = [{ ...builder, isLive: true }];
  const name = () => {
    const channel = discord.model.channels.get(countChannel);
    return channel?.kind === 'text' ? channel.name : '';
  };
  world.run();
  await world.until(() => name() === nameOfCount(1));
  network.choose(club, { liveCountChannelId: null });
  await world.until(() => name() === nameOfCount(0));
});

describe('the role for a buyer of a tier', () => {
  const community = makeCommunity();
  const settings = { ...community.settings, tierRoleIds: { member: 'm', vip: 'v' } };
  const had = (...roleIds: string[]) => ({ settings, rolesGiven: roleIds.map((roleId) => ({ userId: mori, roleId })) });
  const roleOf = (roleId: string) => [{ userId: mori, roleId }];
  test('follows the tier, and is taken only where the bot has given it', () => {
    expect(tierChanges(had(), mori, [], 'member')).toEqual({ give: roleOf('m'), take: [] });
    expect(tierChanges(had('m'), mori, ['m'], 'member')).toEqual({ give: [], take: [] });
    expect(tierChanges(had('m'), mori, ['m'], 'vip')).toEqual({ give: roleOf('v'), take: roleOf('m') });
    expect(tierChanges(had('v'), mori, ['v'], 'guest')).toEqual({ give: [], take: roleOf('v') });
    expect(tierChanges(had(), mori, ['v'], 'member')).toEqual({ give: roleOf('m'), take: [] });
  });
});
