import { describe, expect, test } from '@jest/globals';
import { hour, minute } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import { bannedAccounts, banWorkFor, carriedAfter, failuresIn, type BanOutcomes } from './ban-work.ts';
import { chooseSettings, meetAgain } from './community.ts';
import type { Ban, CarriedBans } from './network-records.ts';

const noon = 1_790_000_000_000;
const nothing: BanOutcomes = { banned: [], lifted: [], failed: [] };
const fresh: CarriedBans = { id: '500', version: 0, accounts: {} };
const carrying = chooseSettings(
  meetAgain(undefined, '500', { name: 'Desk', isPresent: true }, noon),
  { networkBans: true },
  '42',
);
const banned = new Map([
  ['71', 'sold what was not theirs'],
  ['72', 'threats'],
]);
const could = (discordId: string, wanted: 'ban' | 'lift'): BanOutcomes => ({
  ...nothing,
  failed: [{ discordId, wanted, reason: 'Missing Permissions' }],
});
const workOf = (carried: CarriedBans | undefined, now = noon, of = banned, community = carrying, most = 200) =>
  banWorkFor(community, of, carried, now, most);

describe('network bans', () => {
  test('name the Discord accounts of those who are banned, and of nobody whose ban was lifted', () => {
    const by = makeId('citizen', 'staff');
    const account = (platform: 'discord' | 'twitch', id: string) => ({ platform, id });
    const accounts = [account('discord', '71'), account('discord', '73'), account('twitch', '9')];
    const ban: Ban = { id: by, version: 1, accounts, reason: 'threats', by, at: noon, lifted: null };
    const lifted = { ...ban, accounts: [account('discord', '72')], lifted: { at: noon, by, reason: 'a mistake' } };
    expect([...bannedAccounts([ban, lifted])]).toEqual([
      ['71', 'threats'],
      ['73', 'threats'],
    ]);
  });

  test('are all carried to a community that is new, or has just begun to carry them', () => {
    const ban = [...banned].map(([discordId, reason]) => ({ discordId, reason }));
    expect(workOf(undefined)).toEqual({ communityId: '500', ban, lift: [] });
    expect(workOf(carriedAfter(fresh, { ...nothing, banned: ['71', '72'] }, noon))).toBeUndefined();
  });

  test('are lifted where they were carried, and nowhere else', () => {
    const carried = carriedAfter(fresh, { ...nothing, banned: ['71', '72', '73'] }, noon);
    expect(workOf(carried)).toEqual({ communityId: '500', ban: [], lift: [{ discordId: '73' }] });
    const after = carriedAfter(carried, { ...nothing, lifted: ['73', '99'] }, noon);
    expect(workOf(after)).toBeUndefined();
    expect(after.accounts['99']).toBeUndefined();
    expect(carriedAfter(fresh, could('99', 'lift'), noon)).toEqual(fresh);
    expect(workOf(after, noon, new Map([['73', 'again']]))?.ban).toEqual([{ discordId: '73', reason: 'again' }]);
  });

  test.each([
    ['has them off', { ...carrying, settings: { ...carrying.settings, networkBans: false } }],
    ['the bot has left', { ...carrying, isPresent: false }],
  ])('are neither carried nor lifted where a community %s', (_, community) => {
    const carried = carriedAfter(fresh, { ...nothing, banned: ['73'] }, noon);
    expect(workOf(carried, noon, banned, community)).toBeUndefined();
  });

  test('that failed come again after a pause that grows, and are shown until they are carried or not wanted', () => {
    let carried = carriedAfter(fresh, { ...could('71', 'ban'), banned: ['72'] }, noon);
    expect(workOf(carried, noon + minute - 1)).toBeUndefined();
    expect(workOf(carried, noon + minute)?.ban).toMatchObject([{ discordId: '71' }]);
    carried = carriedAfter(carried, could('71', 'ban'), noon + minute);
    expect(workOf(carried, noon + 2 * minute)).toBeUndefined();
    expect(workOf(carried, noon + 3 * minute)?.ban).toHaveLength(1);
    for (let tries = 0; tries < 20; tries++) carried = carriedAfter(carried, could('71', 'ban'), noon);
    expect(workOf(carried, noon + 6 * hour)?.ban).toHaveLength(1);
    expect(failuresIn(carried, banned)).toMatchObject([{ discordId: '71', wanted: 'ban', tries: 22 }]);
    expect(failuresIn(carried, new Map())).toEqual([]);
    expect(failuresIn(carriedAfter(carried, { ...nothing, banned: ['71'] }, noon), banned)).toEqual([]);
  });

  test('whose lifting failed still stand there: lifted again later, and nothing is to be done if they are banned again', () => {
    const carried = carriedAfter(carriedAfter(fresh, { ...nothing, banned: ['73'] }, noon), could('73', 'lift'), noon);
    expect(failuresIn(carried, banned)).toMatchObject([{ discordId: '73', wanted: 'lift', stands: true }]);
    expect(workOf(carried, noon + minute)?.lift).toEqual([{ discordId: '73' }]);
    expect(workOf(carried, noon + hour, new Map([['73', 'again']]))).toBeUndefined();
  });

  test('are named up to a number, bans before lifts', () => {
    const carried = carriedAfter(fresh, { ...nothing, banned: ['81', '82'] }, noon);
    const work = workOf(carried, noon, banned, carrying, 3);
    expect([work?.ban.length, work?.lift.length]).toEqual([2, 1]);
    expect(workOf(carried, noon, banned, carrying, 1)).toMatchObject({ ban: [{ discordId: '71' }], lift: [] });
  });
});
