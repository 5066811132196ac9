import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from '#shared/api/client.ts';
import { houseRules, second } from '#shared/house-rules.ts';
import { makeId, parseId, type DropId } from '#shared/ids.ts';
import { community } from '../../sandbox/seed/community.ts';
import { makeProxyKeys, signRequest } from '../../sandbox/discord/activity-host/signing.ts';
import { companionsMax } from '../domain/gathering.ts';
import { meetCitizen } from '../usecases/people/citizens.ts';
import { claimUnit } from '../usecases/orders/claim-unit.ts';
import { beHere } from '../usecases/communities/gatherings.ts';
import { discordIdOf, startActivityWorld, type ActivityWorld, type Visit } from './activity-world.ts';
import { listDrop, refusalOf, twitchIdOf } from './stories.ts';

let world: ActivityWorld;

function parseDrop(text: string): DropId {
  const id = parseId('drop', text);
  if (!id) throw new Error(`${text} is no drop`);
  return id;
}

beforeAll(async () => {
  world = await startActivityWorld({ proxySigns: true });
}, 60_000);
afterAll(() => world.close());
afterEach(() => {
  for (const { instanceId, userIds } of world.discord.model.activities.values())
    for (const userId of userIds) world.discord.leaveActivity(userId, instanceId);
});

const start = (key: string, given: { readonly code: string; readonly codeVerifier: string }, instanceId: string) =>
  world.through(key).startActivity({ body: { ...given, instanceId } });

describe('somebody who opens the activity', () => {
  test('is signed in by Discord’s word, and stands where Discord says', async () => {
    const instanceId = world.join('mori');
    const started = await start('mori', world.codeFor('mori'), instanceId);
    expect(started.communityId).toBe(community.places.communityId);
    expect(started.passport).toMatchObject({ nickname: 'Mori', tier: 'member' });
    const mori = world.through('mori', { token: started.token });
    expect(await mori.getMe({})).toMatchObject({ id: started.passport.id, capMinor: 600_00 });

    const drop = await listDrop(world, { price: '$60' });
    const order = await mori.claimUnit({ params: { dropId: drop.id } });
    expect(order.claim?.payUrl).toMatch(/^http/);
    const kept = await world.app().core.store.orderByTag(order.tag);
    expect(kept?.claimedIn).toBe(community.places.communityId);
    await mori.cancelClaim({ params: { tag: order.tag } });
  });

  test('gets no session for a code that was used, was stolen, or asks for something else', async () => {
    const instanceId = world.join('mori');
    const used = world.codeFor('mori');
    await start('mori', used, instanceId);
    expect(await refusalOf(start('mori', used, instanceId))).toBe('sign-in-failed');
    const { code } = world.codeFor('mori');
    const { codeVerifier } = world.codeFor('mori');
    expect(await refusalOf(start('mori', { code, codeVerifier }, instanceId))).toBe('sign-in-failed');
    expect(await refusalOf(start('mori', world.codeFor('mori', ['guilds']), instanceId))).toBe('sign-in-failed');
  });

  test('gets no session in an instance that does not exist, or that they are not in', async () => {
    const instanceId = world.join('mori');
    expect(await refusalOf(start('mori', world.codeFor('mori'), 'i-1-gc-2-3'))).toBe('activity-unknown');
    expect(await refusalOf(start('nova', world.codeFor('nova'), instanceId))).toBe('activity-unknown');
  });

  test('is told to try again while Discord does not answer, and loses no session by it', async () => {
    const mori = await world.visit('mori');
    const { faults } = world.discord;
    faults.down = true;
    expect(await refusalOf(mori.core.renewActivity({}))).toBe('upstream-unavailable');
    expect(await refusalOf(start('mori', world.codeFor('mori'), mori.instanceId))).toBe('upstream-unavailable');
    expect(await mori.core.getGathering({})).toMatchObject({ point: null });
    faults.down = false;
    expect((await mori.core.renewActivity({})).token).not.toBe('');
  });

  test('renews the session as long as they are there, and not after', async () => {
    const mori = await world.visit('mori');
    world.clock.advance(60 * second);
    const renewed = await mori.core.renewActivity({});
    expect(renewed.endsAt).toBeGreaterThan(mori.endsAt);
    world.discord.leaveActivity(discordIdOf('mori'), mori.instanceId);
    expect(await refusalOf(mori.core.renewActivity({}))).toBe('activity-unknown');
    world.clock.advance(houseRules.activitySessionMs);
    expect(await refusalOf(mori.core.getMe({}))).toBe('not-signed-in');
  });

  test('is nobody with a session that was made up, changed, or made for something else', async () => {
    const { token } = await world.visit('mori');
    const [head, encoded = '', signature] = token.split('.');
    const nova = Buffer.from(encoded, 'base64url').toString().replace(discordIdOf('mori'), discordIdOf('nova'));
    const changed = [head, Buffer.from(nova).toString('base64url'), signature].join('.');
    for (const forged of [
      changed,
      `${head}.${encoded}.`,
      `${head}.${encoded}`,
      `${token}.x`,
      `act1.${'x'.repeat(3_000)}`,
    ])
      expect(await refusalOf(world.through('mori', { token: forged }).getMe({}))).toBe('not-signed-in');
    expect(await refusalOf(world.through('mori', { token }).listMyQueue({}))).toBe('not-a-builder');
    expect(await refusalOf(world.through('mori', { token }).listChannels({}))).toBe('not-signed-in');
  });
});

describe('what comes through Discord’s proxy proves itself', () => {
  const now = () => Math.floor(Date.now() / 1_000);

  test.each([
    ['is not signed at all', () => null],
    ['was signed too long ago', () => ({ createdAt: now() - 600, expiresAt: now() - 1 })],
    ['was signed in the future', () => ({ createdAt: now() + 600, expiresAt: now() + 900 })],
    ['was signed for another app', () => ({ applicationId: '123456789012345678' })],
    ['was signed for another person', () => ({ userId: discordIdOf('nova') })],
  ])('and is refused where it %s', async (_, signed) => {
    const instanceId = world.join('mori');
    const page = world.through('mori', { signed: signed() });
    expect(await refusalOf(page.startActivity({ body: { ...world.codeFor('mori'), instanceId } }))).toBe(
      'proxy-unproved',
    );
    const { token } = await world.visit('mori');
    const inside = world.through('mori', { token, signed: signed() });
    expect(await refusalOf(inside.getGathering({}))).toBe('proxy-unproved');
    // What a person does with their orders is no less than being here.
    expect(await refusalOf(inside.listMyOrders({ query: {} }))).toBe('proxy-unproved');
    expect(await refusalOf(inside.confirmDelivery({ params: { tag: 'C5-7K3QF2M' } }))).toBe('proxy-unproved');
  });

  test('and is refused where somebody else signed it, or moved its time', async () => {
    const instanceId = world.join('mori');
    const { discordApplicationId: applicationId } = world.credentials;
    const signing = { applicationId, userId: discordIdOf('mori') };
    const forged = signRequest(makeProxyKeys(), signing);
    const moved = { ...signRequest(world.keys, signing), 'x-signature-timestamp': String(now() + 5) };
    const without = { ...signRequest(world.keys, signing), 'x-discord-proxy-payload': '' };
    for (const headers of [forged, moved, without]) {
      const page = createClient({ baseUrl: world.site, headers: () => headers });
      expect(await refusalOf(page.startActivity({ body: { ...world.codeFor('mori'), instanceId } }))).toBe(
        'proxy-unproved',
      );
    }
  });
});

describe('a gathering', () => {
  let [mori, nova]: Visit[] = [];
  const both = (): readonly [Visit, Visit] => {
    if (!mori || !nova) throw new Error('nobody has come');
    return [mori, nova];
  };
  beforeEach(async () => {
    mori = await world.visit('mori');
    nova = await world.visit('nova');
  });

  test('shows who is here and what they look at, by names that say nothing elsewhere', async () => {
    const [one, other] = both();
    const drop = await listDrop(world);
    await one.core.beHere({ body: { lookingAt: drop.id } });
    const view = await other.core.beHere({ body: { lookingAt: 'drp_nowhere00000000000000' } });
    expect(view.companions).toMatchObject([
      { nickname: 'Mori', lookingAt: drop.id, isYou: false },
      { nickname: 'Nova', lookingAt: null, isYou: true },
    ]);
    const { store } = world.app().core;
    for (const key of ['mori', 'nova']) {
      const citizen = await store.citizenByAccount('discord', discordIdOf(key));
      expect(JSON.stringify(view)).not.toContain(citizen?.id);
      expect(JSON.stringify(view)).not.toContain(discordIdOf(key));
    }
  });

  test('forgets who says nothing for a while, and what they pointed at', async () => {
    const [one, other] = both();
    const drop = await listDrop(world);
    await one.core.beHere({ body: { lookingAt: null } });
    await one.core.point({ body: { dropId: drop.id } });
    world.clock.advance(houseRules.gatheringQuietMs - second);
    const before = await other.core.beHere({ body: { lookingAt: null } });
    expect([before.companions.length, before.point]).toMatchObject([2, { dropId: drop.id, nickname: 'Mori' }]);
    world.clock.advance(2 * second);
    const after = await other.core.getGathering({});
    expect([after.companions.map(({ nickname }) => nickname), after.point]).toEqual([['Nova'], null]);
    expect(after.revision).toBeGreaterThan(before.revision);
    const back = await one.core.beHere({ body: { lookingAt: null } });
    expect(back.revision).toBeGreaterThan(after.revision);
  });

  test('writes down that somebody is still here now and then, and not each time', async () => {
    const [one] = both();
    const { revision } = await one.core.beHere({ body: { lookingAt: null } });
    expect((await one.core.beHere({ body: { lookingAt: null } })).revision).toBe(revision);
    world.clock.advance(20 * second);
    expect((await one.core.beHere({ body: { lookingAt: null } })).revision).toBeGreaterThan(revision);
  });

  test('shows what one points at to everyone, at a pace that people can follow', async () => {
    const [one, other] = both();
    const drop = await listDrop(world);
    const pointed = await one.core.point({ body: { dropId: drop.id } });
    expect(pointed.point).toMatchObject({ dropId: drop.id, isYours: true });
    expect(await refusalOf(other.core.point({ body: { dropId: drop.id } }))).toBe('too-many-requests');
    expect((await other.core.point({ body: { dropId: null } })).point).toMatchObject({ isYours: false });
    expect(await refusalOf(other.core.point({ body: { dropId: 'drp_nowhere00000000000000' } }))).toBe('not-found');
    world.clock.advance(second);
    expect((await other.core.point({ body: { dropId: drop.id } })).point).toMatchObject({ nickname: 'Nova' });
    expect((await other.core.point({ body: { dropId: null } })).point).toBeNull();
  });

  test('feels a claim that is made in it, once, and none that is made elsewhere', async () => {
    const [one, other] = both();
    const drop = await listDrop(world, { price: '$60' });
    await Promise.all([one, other].map(({ core }) => core.beHere({ body: { lookingAt: drop.id } })));
    const order = await one.core.claimUnit({ params: { dropId: drop.id } });
    await one.core.claimUnit({ params: { dropId: drop.id } });
    await world.onDiscord('hana').claimUnit({ params: { dropId: drop.id } });
    const { felt } = await other.core.getGathering({});
    expect(felt.filter(({ dropId }) => dropId === drop.id)).toMatchObject([{ nickname: 'Mori' }]);
    expect(JSON.stringify(felt)).not.toContain(order.tag);
  });

  test('is the same in two processes, and loses nothing when both are told at once', async () => {
    const [one] = both();
    const second = await world.another();
    const hana = await world.visit('hana', second.site);
    const drop = await listDrop(world, { price: '$60', units: 10 });
    const everybody = [one, hana, await world.visit('relic'), await world.visit('sol', second.site)];
    await Promise.all(everybody.map(({ core }) => core.beHere({ body: { lookingAt: drop.id } })));
    await Promise.all(everybody.map(({ core }) => core.claimUnit({ params: { dropId: drop.id } })));
    for (const { core } of [one, hana]) {
      const { companions, felt } = await core.getGathering({});
      const names = ['Hana', 'Mori', 'Relic', 'Sol'];
      expect(companions.map(({ nickname }) => nickname)).toEqual(expect.arrayContaining(names));
      expect(felt.flatMap(({ dropId, nickname }) => (dropId === drop.id ? [nickname] : [])).toSorted()).toEqual(names);
    }
    await second.app.stop();
  });

  test('takes in a whole channel that comes back at once, and feels what all of them claim', async () => {
    const [one] = both();
    const { core } = world.app();
    const drop = await listDrop(world, { price: '$60', units: 40 });
    const place = { id: 'i-all-at-once', channelId: '1', communityId: null };
    const people = await Promise.all(
      Array.from({ length: 40 }, (_, number) =>
        meetCitizen(core, { platform: 'discord', id: `9000000000${number}`, handle: `somebody${number}` }),
      ),
    );
    const came = await Promise.all(people.map((citizen) => beHere(core, place, citizen, drop.id)));
    expect(came.filter(({ ok }) => !ok)).toEqual([]);
    const claimed = await Promise.all(
      people.slice(0, 10).map(({ id }) => claimUnit(core, parseDrop(drop.id), id, false, { instanceId: place.id })),
    );
    expect(claimed.filter(({ ok }) => !ok)).toEqual([]);
    const kept = await core.store.get('gathering', place.id);
    expect([kept?.people.length, new Set(kept?.felt.map(({ nickname }) => nickname)).size]).toEqual([40, 10]);
    expect((await one.core.getGathering({})).felt.filter(({ dropId }) => dropId === drop.id)).toEqual([]);
  });

  test('has room for so many, and lets others look on', async () => {
    const [one] = both();
    const { store, clock } = world.app().core;
    await one.core.beHere({ body: { lookingAt: null } });
    const kept = await store.get('gathering', one.instanceId);
    const [first] = kept?.people ?? [];
    if (!kept || !first) throw new Error('nobody is here');
    const people = Array.from({ length: companionsMax }, (_, number) => ({
      ...first,
      citizenId: makeId('citizen', `somebody${number}000000000000`),
      seenAt: clock.now(),
    }));
    await store.commit({ put: [{ kind: 'gathering', record: { ...kept, people } }] });
    const looking = await one.core.beHere({ body: { lookingAt: null } });
    expect(looking.companions).toHaveLength(companionsMax);
    expect(looking.companions.some(({ isYou }) => isYou)).toBe(false);
  });
});

describe('the street', () => {
  test('tells anybody who is live, and what is on their bench', async () => {
    world.twitch.goLive(twitchIdOf('kumo'), 'Building a cloud');
    await world.settle();
    expect(await world.through('mori', { signed: null }).listLive({})).toMatchObject({
      builders: [{ nickname: 'Kumo', channelLogin: 'kumo_live', title: 'Building a cloud', bench: [] }],
    });
    const { store } = world.app().core;
    const kumo = await store.citizenByAccount('twitch', twitchIdOf('kumo'));
    if (kumo) await store.commit({ put: [{ kind: 'citizen', record: { ...kumo, bannedFor: 'took money outside' } }] });
    expect(await world.through('mori', { signed: null }).listLive({})).toEqual({ builders: [] });
  });
});
