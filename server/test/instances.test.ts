import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from '#shared/api/client.ts';
import { makeId } from '#shared/ids.ts';
import { people, personCalled } from '../../sandbox/people.ts';
import { freePort } from '../../sandbox/free-port.ts';
import { eventSubHost } from '../../sandbox/product/environment.ts';
import { seedCore, seedId } from '../../sandbox/product/seed.ts';
import { sqliteStore } from '../adapters/store/sqlite.ts';
import { createApp, type App } from '../app.ts';
import { readConfig } from '../config.ts';
import { newChannel } from '../domain/channel.ts';
import { UpstreamError } from '../ports/payments.ts';
import type { Store } from '../ports/store.ts';
import { runEffect } from '../usecases/work/run-outbox.ts';
import { claim, listDrop } from './stories.ts';
import { startOutside, type Outside } from './outside.ts';
import { browser, openDoors, pressPay } from './world.ts';

/** What a core did that only one of them may do. */
type Deeds = { channelsRead: number; leasesRefused: number; readonly announced: string[] };

/** Two cores of one house: one address for the public, one store, two ports. */
type House = {
  readonly outside: Outside;
  readonly store: Store;
  readonly deeds: readonly [Deeds, Deeds];
  readonly apps: readonly [App, App];
  readonly origins: readonly [string, string];
};

let house: House;
beforeEach(async () => {
  const outside = await startOutside();
  const store = sqliteStore({ path: ':memory:' });
  const ports = [new URL(outside.site).port, String(await freePort())];
  const deeds = [newDeeds(), newDeeds()] as const;
  const open = async (port = '', deedsOfIt: Deeds): Promise<App> => {
    const read = readConfig({ ...outside.environment, PORT: port, LEASE_SECONDS: '1' });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const app = await createApp(read.config, { store: watched(store, deedsOfIt) });
    const { streams } = app.core;
    const { announce } = streams;
    Object.assign(streams, {
      announce: (channelId: string, revision: string) => {
        deedsOfIt.announced.push(channelId);
        announce(channelId, revision);
      },
    });
    return app;
  };
  process.env['TWURPLE_MOCK_API_PORT'] = outside.environment['TWURPLE_MOCK_API_PORT'];
  const apps = [await open(ports[0], deeds[0]), await open(ports[1], deeds[1])] as const;
  await seedCore(apps[0].core, outside.accounts);
  house = { outside, store, deeds, apps, origins: [outside.site, `http://127.0.0.1:${ports[1]}`] };
});
afterEach(async () => {
  await Promise.all(house.apps.map((app) => app.stop()));
  await house.store.close();
  await house.outside.close();
});

const newDeeds = (): Deeds => ({ channelsRead: 0, leasesRefused: 0, announced: [] });

/** The store as one core sees it, which it does not close. */
function watched(store: Store, deeds: Deeds): Store {
  return {
    ...store,
    channels(limit) {
      deeds.channelsRead += 1;
      return store.channels(limit);
    },
    async lease(name, holder, now, until) {
      const isHeld = await store.lease(name, holder, now, until);
      if (!isHeld) deeds.leasesRefused += 1;
      look();
      return isHeld;
    },
    close: async () => undefined,
  };
}

/** Starts both; whatever only one does is done by the first, which was there before. */
async function startBoth(): Promise<void> {
  await house.apps[0].start();
  await until(() => subscriptions().length > 0);
  await house.apps[1].start();
}

let look = () => {};
/** Resolves once it holds; looked at whenever Twitch changes or a lease is asked for. */
async function until(holds: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  look = () => holds() && resolve();
  const stop = house.outside.twitch.onChange(look);
  look();
  await promise;
  stop();
  look = () => {};
}

const subscriptions = () => house.outside.twitch.model.subscriptions.list();
const followed = () =>
  new Set(
    subscriptions()
      .flatMap(({ status, condition }) => (status === 'enabled' ? [condition] : []))
      .flatMap((each) => each['broadcaster_user_id'] ?? []),
  );
const builders = people.filter((person) => person.part === 'builder');
const allVerified = (channels = builders.length) =>
  subscriptions().length === channels * 3 + 1 && subscriptions().every(({ status }) => status === 'enabled');

describe('of several cores', () => {
  test('any answers the challenges of subscriptions that another made, and keeps what Twitch tells', async () => {
    const { outside, apps, origins } = house;
    outside.twitch.mapHost(eventSubHost, origins[1]);
    await apps[1].start();
    await apps[0].start();
    await until(allVerified);
    const kumo = personCalled('kumo').twitch?.id ?? '';
    outside.twitch.goLive(kumo, 'told to the one, read by the other');
    await outside.twitch.settled();
    await apps[0].worker.idle();
    expect((await house.store.get('channel', kumo))?.live).not.toBeNull();
  });

  test('one subscribes at Twitch, while the other stands by', async () => {
    const { deeds } = house;
    await startBoth();
    await until(() => allVerified() && deeds[1].leasesRefused >= 6);
    expect(followed()).toEqual(new Set(builders.map((person) => person.twitch?.id)));
    expect(deeds[0].channelsRead).toBeGreaterThan(0);
    expect(deeds[1].channelsRead).toBe(0);
  });

  test('the other goes on following when the first has gone, and mends what Twitch has ended', async () => {
    await startBoth();
    await until(allVerified);
    const [first] = subscriptions();
    if (!first) throw new Error('nothing was subscribed to');
    house.outside.twitch.mapHost(eventSubHost, house.origins[1]);
    house.outside.twitch.revokeSubscription(first.id, 'notification_failures_exceeded');
    await house.outside.twitch.settled();
    const newcomer = personCalled('nova').twitch?.id ?? '';
    await keepChannel(newcomer);
    await house.apps[0].stop();
    await until(() => followed().has(newcomer));
    await until(() => allVerified(builders.length + 1));
    expect(subscriptions().map(({ id }) => id)).not.toContain(first.id);
  });

  test('a sign-in that began at one ends at the other', async () => {
    const { origins, outside } = house;
    await startBoth();
    const person = browser(outside.site);
    const asked = await person.visit(`${origins[0]}/sign-in/twitch?next=/about`);
    const consent = new URL(asked.headers.get('location') ?? '');
    consent.searchParams.set('as', personCalled('nova').twitch?.id ?? '');
    const agreed = await fetch(consent, { redirect: 'manual' });
    const { pathname, search } = new URL(agreed.headers.get('location') ?? '');
    const back = await person.visit(`${origins[1]}${pathname}${search}`);
    expect(back.headers.get('location')).toBe('/about');
    expect(await (await person.visit(`${origins[0]}/about`)).text()).toContain('Nova');
    // A form that the one served is taken by the other.
    const csrf =
      /name="csrf" value="([^"]+)"/.exec(await (await person.visit(`${origins[0]}/about`)).text())?.[1] ?? '';
    const left = await person.visit(`${origins[1]}/sign-out`, {
      method: 'POST',
      headers: { origin: outside.site },
      body: new URLSearchParams({ csrf }),
    });
    expect(left.status).toBe(303);
    expect(await (await person.visit(`${origins[0]}/about`)).text()).not.toContain('Nova');
  });

  test('one tells the extensions of news, whichever of them it came by', async () => {
    const { outside, origins, deeds } = house;
    await startBoth();
    await until(() => deeds[1].leasesRefused >= 2);
    await listDrop({ ...openDoors({ ...outside, site: origins[1] }), site: origins[1] });
    await until(() => deeds[0].announced.length === 1);
    await listDrop({ ...openDoors(outside), site: outside.site }, { by: 'yuzu' });
    await until(() => deeds[0].announced.length === 2);
    expect(deeds[0].announced).toEqual([personCalled('kumo').twitch?.id, personCalled('yuzu').twitch?.id]);
    expect(deeds[1].announced).toEqual([]);
  });

  test('a bot that waits at one for notices is woken by what the other keeps', async () => {
    const { outside, origins } = house;
    await startBoth();
    const bot = createClient({
      baseUrl: origins[1],
      headers: () => ({ authorization: `Bearer ${outside.credentials.botServiceToken}` }),
    });
    const waiting = bot.pullNotices({ body: { platform: 'discord', waitMs: 20_000 } });
    await house.apps[0].core.store.commit({
      notices: [
        {
          id: 'a-notice',
          kind: 'completed',
          citizenId: seedId('nova'),
          platform: 'discord',
          accountId: personCalled('nova').discord?.id ?? '',
          params: {},
          link: null,
          at: Date.now(),
        },
      ],
    });
    expect((await waiting).notices.map(({ id }) => id)).toEqual(['a-notice']);
  });
});

describe('a checkout that several cores open at once', () => {
  test('is one', async () => {
    const { outside } = house;
    await startBoth();
    const doors = openDoors(outside);
    const drop = await listDrop({ ...doors, site: outside.site }, { price: '60' });
    for (const buyer of ['nova', 'mori']) {
      const order = await claim(doors, buyer, drop);
      const url = await pressPay(outside, order);
      expect(url).toContain(outside.stripe.origin);
      const kept = await house.store.orderByTag(order.tag);
      expect(kept?.checkout).toMatchObject({ state: 'open', url, attempt: 1 });
    }
  });

  test('is waited for by the one that was a moment late', async () => {
    const { outside, apps } = house;
    await startBoth();
    const doors = openDoors(outside);
    const drop = await listDrop({ ...doors, site: outside.site }, { price: '60' });
    const order = await claim(doors, 'nova', drop);
    await Promise.all(apps.map((app) => app.worker.stop()));
    const [{ core }, { core: other }] = apps;
    const { openCheckout } = other.payments;
    Object.assign(core.payments, {
      // What Stripe answers to a key whose request it is executing.
      openCheckout: async (...asked: Parameters<typeof openCheckout>) => {
        const row = await house.store.effect(asked[1].replace(/:1$/, ''));
        setImmediate(() => row && void runEffect(other, row));
        throw new UpstreamError('stripe', 'in use', { retryable: true, elsewhere: true });
      },
    });
    expect(await pressPay(outside, order)).toContain(outside.stripe.origin);
  });
});

describe('a lease of the bot', () => {
  const take = (origin: string, holder: string, lengthMs = 60_000) =>
    doorsAt(origin).bot.takeLease({ body: { name: 'twitch-chat', holder, lengthMs } });
  const doorsAt = (site: string) => openDoors({ ...house.outside, site });

  test('is given to one, by whichever core it asks, until it lets go', async () => {
    const [one, other] = house.origins;
    await startBoth();
    expect(await take(one, 'process-a')).toEqual({ held: true });
    expect(await take(other, 'process-b')).toEqual({ held: false });
    expect(await take(other, 'process-a')).toEqual({ held: true });
    await doorsAt(one).bot.releaseLease({ body: { name: 'twitch-chat', holder: 'process-b' } });
    expect(await take(one, 'process-b')).toEqual({ held: false });
    await doorsAt(one).bot.releaseLease({ body: { name: 'twitch-chat', holder: 'process-a' } });
    expect(await take(one, 'process-b')).toEqual({ held: true });
  });

  test('has a name that we know, a holder, and eleven minutes at most', async () => {
    await startBoth();
    const { bot } = doorsAt(house.origins[0]);
    const asked = (name: string, lengthMs: number, holder = 'process-a') =>
      bot.takeLease({ body: { name, holder, lengthMs } }).then(
        () => 'taken',
        () => 'refused',
      );
    expect(await asked('discord-shard-12', 120_000)).toBe('taken');
    for (const name of ['twitch-channels', 'extension-announcer', 'discord-shard-', 'discord-shard-12345'])
      expect(await asked(name, 1_000)).toBe('refused');
    expect(await asked('twitch-chat', 660_001)).toBe('refused');
    expect(await asked('twitch-chat', 1_000, 'x')).toBe('refused');
    const stranger = createClient({ baseUrl: house.origins[0] });
    await expect(
      stranger.takeLease({ body: { name: 'twitch-chat', holder: 'process-a', lengthMs: 1_000 } }),
    ).rejects.toMatchObject({ problem: { status: 401 } });
  });
});

/** A builder whom nobody followed yet. */
async function keepChannel(id: string): Promise<void> {
  const builderId = makeId('citizen', 'newcomer');
  await house.store.commit({
    put: [{ kind: 'channel', record: newChannel(id, 'newcomer', builderId) }],
  });
}
