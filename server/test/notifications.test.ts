import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hour, minute, second } from '#shared/house-rules.ts';
import { personCalled } from '../../sandbox/people.ts';
import { connectChannel, endConsent } from '../usecases/streams/connect-channel.ts';
import { followChannel } from '../usecases/streams/follow-channels.ts';
import { verifyConsents, watchChannels } from '../usecases/streams/watch-channels.ts';
import { booksAgree, buy, deliverNotices, listDrop, orderOf, sayInChat, twitchIdOf } from './stories.ts';
import { connectBuilders } from '../../sandbox/product/seed.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  Object.assign(world.twitch.faults, { eventsubCopies: 1, eventsubCopyIds: 'same', eventsubLost: false, down: false });
  for (const key of ['kumo', 'yuzu', 'tide', 'relic']) world.twitch.goOffline(twitchIdOf(key));
  await world.settle();
  await booksAgree(world);
});
afterAll(() => world.close());

const core = () => world.app().core;
const channelOf = async (key: string) => {
  const channel = await core().store.get('channel', twitchIdOf(key));
  if (!channel) throw new Error(`${key} has no channel`);
  return channel;
};
const liveAt = (key: string) => world.twitch.model.channels.find(twitchIdOf(key))?.live?.streamId ?? 'none';
const subscriptionTo = (type: string, key?: string) => {
  const found = world.twitch.model.subscriptions
    .list()
    .find((each) => each.type === type && (!key || each.condition['broadcaster_user_id'] === twitchIdOf(key)));
  if (!found) throw new Error(`nobody subscribed to ${type}`);
  return found;
};
const tell = (key: string, news: Record<string, unknown>, ageMs = 0) =>
  followChannel(
    core(),
    { channelId: twitchIdOf(key), ...news } as Parameters<typeof followChannel>[1],
    `message-${++messages}`,
    ageMs,
  );
let messages = 0;
const online = (streamId: string) => ({ type: 'online', streamId, streamType: 'live' });

/** Has a builder consent, as their browser would. */
async function consentAs(key: string): Promise<void> {
  const page = new URL(core().access.consentUrl('test'));
  page.searchParams.set('as', twitchIdOf(key));
  const agreed = await fetch(page, { redirect: 'manual' });
  const code = new URL(agreed.headers.get('location') ?? '', page).searchParams.get('code') ?? '';
  const consented = await core().access.accept(code);
  const connected = consented && (await connectChannel(core(), (await channelOf(key)).builderId, consented));
  expect(connected?.ok).toBe(true);
}

/** A paid order of a builder's. */
const paidWith = async (by: string) => buy(world, 'nova', await listDrop(world, { by, price: '60' }));
const watching = async (look: (watch: ReturnType<typeof watchChannels>) => Promise<void>) => {
  const watch = watchChannels(core());
  await look(watch);
  watch.stop();
};

describe('copies of a notification under ids of their own', () => {
  test('change nothing: not the channel, not the bench, not what was seen', async () => {
    Object.assign(world.twitch.faults, { eventsubCopies: 3, eventsubCopyIds: 'fresh' });
    const board = await paidWith('kumo');
    world.twitch.goLive(twitchIdOf('kumo'), 'hello');
    await world.settle();
    world.twitch.setTitle(twitchIdOf('kumo'), `now ${board.tag}`);
    await world.settle();
    const seen = async () => (await world.operator.getOrderMoney({ params: { tag: board.tag } })).sightings;
    expect((await seen()).map(({ outcome }) => outcome)).toEqual(['counted']);
    const before = await channelOf('kumo');
    expect(await tell('kumo', { type: 'updated', title: `now ${board.tag}` })).toBe('known');
    expect(await tell('kumo', online(liveAt('kumo')))).toBe('known');
    expect(await channelOf('kumo')).toEqual(before);
    expect(await seen()).toHaveLength(1);
    // An order that the builder took off the bench is not put back by a copy of the title's change.
    await world.inPanel('kumo', 'kumo').takeOffBench({ params: { tag: board.tag } });
    await tell('kumo', { type: 'updated', title: `now ${board.tag}` });
    expect((await world.inPanel('kumo', 'kumo').getDesk({})).bench).toEqual([]);
  });

  test('of a beginning do not begin the stream again once it is over', async () => {
    world.twitch.goLive(twitchIdOf('yuzu'), 'short');
    await world.settle();
    const streamId = liveAt('yuzu');
    world.twitch.goOffline(twitchIdOf('yuzu'));
    await world.settle();
    const over = await channelOf('yuzu');
    expect(await tell('yuzu', online(streamId), minute)).toBe('ended-before');
    expect(await tell('yuzu', online(streamId))).toBe('stale');
    expect(await tell('yuzu', { type: 'offline' })).toBe('known');
    expect(await channelOf('yuzu')).toEqual(over);
  });
});

describe('news that was overtaken', () => {
  test('the end of a stream arrives before its beginning: Twitch is asked, and it stays over', async () => {
    world.twitch.faults.eventsubLost = true;
    world.twitch.goLive(twitchIdOf('yuzu'), 'short');
    const streamId = liveAt('yuzu');
    world.twitch.goOffline(twitchIdOf('yuzu'));
    await core().store.get('channel', twitchIdOf('yuzu'));
    world.clock.advance(2 * minute);
    expect(await tell('yuzu', { type: 'offline' })).toBe('ended-unheard');
    expect(await tell('yuzu', online(streamId), 10 * second)).toBe('stale');
    expect((await channelOf('yuzu')).live).toBeNull();
  });

  test('the beginning of an earlier stream arrives after that of the present one, which stands', async () => {
    world.twitch.goLive(twitchIdOf('yuzu'), 'second');
    await world.settle();
    const { live } = await channelOf('yuzu');
    expect(await tell('yuzu', online('an-earlier-one'), 5 * minute)).toBe('stale');
    expect((await channelOf('yuzu')).live).toEqual(live);
    expect(await tell('yuzu', { type: 'offline' }, 5 * minute)).toBe('of-an-earlier-stream');
    expect((await channelOf('yuzu')).live).toEqual(live);
  });

  test('an older title after a newer one does not come back, and its tags do not count', async () => {
    const board = await paidWith('yuzu');
    world.twitch.goLive(twitchIdOf('yuzu'), 'one');
    await world.settle();
    world.twitch.setTitle(twitchIdOf('yuzu'), 'three');
    await world.settle();
    expect(await tell('yuzu', { type: 'updated', title: `two ${board.tag}` }, 30 * second)).toBe('known');
    expect((await channelOf('yuzu')).title).toBe('three');
    expect((await orderOf(world, 'nova', board.tag)).bench).toBeNull();
  });
});

describe('while notifications do not arrive', () => {
  test('the watch sees a stream begin, its title’s tags count, and the order is proved', async () => {
    const board = await paidWith('tide');
    world.twitch.faults.eventsubLost = true;
    world.twitch.goLive(twitchIdOf('tide'), `today ${board.tag}`);
    await watching(async (watch) => {
      await watch.look();
      expect((await channelOf('tide')).live?.streamId).toBe(liveAt('tide'));
      expect((await orderOf(world, 'nova', board.tag)).bench).not.toBeNull();
      await watch.look();
      await world.pass(11 * minute);
      expect((await orderOf(world, 'nova', board.tag)).certifiedBuild).toBe(true);
      const other = await paidWith('tide');
      world.twitch.setTitle(twitchIdOf('tide'), `then ${other.tag}`);
      await watch.look();
      expect((await orderOf(world, 'nova', other.tag)).bench).not.toBeNull();
      await world.onDiscord('tide').refundOrder({ params: { tag: other.tag }, body: { reason: 'only a test' } });
    });
  });

  test('the watch believes that a stream is over once Twitch has not listed it for ten minutes, and counts to the first', async () => {
    const board = await paidWith('relic');
    world.twitch.goLive(twitchIdOf('relic'), 'at work');
    await world.settle();
    await sayInChat(world, { channelOf: 'relic', by: 'relic', text: board.tag });
    await world.pass(3 * minute);
    world.twitch.faults.eventsubLost = true;
    world.twitch.goOffline(twitchIdOf('relic'));
    await watching(async (watch) => {
      await watch.look();
      expect((await channelOf('relic')).live).not.toBeNull();
      world.clock.advance(9 * minute);
      await watch.look();
      expect((await channelOf('relic')).live).not.toBeNull();
      world.clock.advance(minute + second);
      await watch.look();
    });
    expect((await channelOf('relic')).live).toBeNull();
    const builderId = (await channelOf('relic')).builderId;
    const bench = await core().store.get('bench', builderId);
    const earned = bench?.orders.find((each) => each.active === false)?.earnedMs ?? -1;
    expect(earned).toBeGreaterThanOrEqual(3 * minute - second);
    expect(earned).toBeLessThan(4 * minute);
  });

  test('a list that still has a stream of whose end we were told does not begin it again', async () => {
    world.twitch.goLive(twitchIdOf('tide'), 'late list');
    await world.settle();
    const streamId = liveAt('tide');
    // Twitch tells of the end first; its list follows minutes later.
    expect(await tell('tide', { type: 'offline' })).toBe('offline');
    await paidWith('tide');
    await watching(async (watch) => {
      await watch.look();
      expect((await channelOf('tide')).live).toBeNull();
      world.clock.advance(11 * minute);
      await watch.look();
    });
    // When the list goes on for ten minutes, the notice was wrong.
    expect((await channelOf('tide')).live?.streamId).toBe(streamId);
  });

  test('only channels on which something may count are asked about', async () => {
    const asked: string[][] = [];
    const { streams } = core();
    const { fetchStreams } = streams;
    Object.assign(streams, {
      fetchStreams: (ids: readonly string[]) => {
        asked.push([...ids]);
        return fetchStreams(ids);
      },
    });
    await watching(async (watch) => {
      await watch.look();
      const before = asked.at(-1) ?? [];
      const board = await paidWith('yuzu');
      await watch.look();
      expect(asked.at(-1)).toContain(twitchIdOf('yuzu'));
      await world.onDiscord('yuzu').refundOrder({ params: { tag: board.tag }, body: { reason: 'only a test' } });
      await watch.look();
      expect(asked.at(-1)?.toSorted()).toEqual(before.toSorted());
    });
    Object.assign(streams, { fetchStreams });
  });
});

describe('a consent that is taken back at Twitch', () => {
  const asked = async (key: string) =>
    (await deliverNotices(world)).filter(
      ({ kind, accountId }) => kind === 'reconnect-twitch' && accountId === personCalled(key).discord?.id,
    );
  test('ends the session, keeps the minutes, and the builder is asked to connect again: once', async () => {
    const board = await paidWith('kumo');
    world.twitch.goLive(twitchIdOf('kumo'), 'hello');
    await world.settle();
    await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: board.tag });
    await world.pass(4 * minute);
    Object.assign(world.twitch.faults, { eventsubCopies: 3, eventsubCopyIds: 'fresh' });
    world.twitch.model.disconnect(twitchIdOf('kumo'));
    await world.settle();
    expect(await core().store.get('grant', twitchIdOf('kumo'))).toMatchObject({
      sealedTokens: null,
      ended: { why: 'revoked' },
    });
    const [notice, ...more] = await asked('kumo');
    expect(notice).toMatchObject({ params: { channel: 'kumo_live' }, link: `${world.site}/connect/twitch` });
    expect(more).toEqual([]);
    await world.pass(20 * minute);
    expect((await orderOf(world, 'nova', board.tag)).proofs).toEqual([]);
    expect(await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: board.tag })).toEqual(['no-builder-channel']);
    expect((await world.inPanel('kumo', 'kumo').getConnection({})).endedWhy).toBe('revoked');
    await consentAs('kumo');
    expect((await channelOf('kumo')).unlinkedAt).toBeNull();
  });

  test('is heard of from a revoked subscription as well', async () => {
    world.twitch.revokeSubscription(subscriptionTo('stream.online', 'yuzu').id, 'authorization_revoked');
    await world.settle();
    expect((await core().store.get('grant', twitchIdOf('yuzu')))?.ended?.why).toBe('revoked');
    expect(await asked('yuzu')).toHaveLength(1);
    await consentAs('yuzu');
  });

  test('long ago, told of late or again, does not end the consent that was given since', async () => {
    const { id } = subscriptionTo('user.authorization.revoke');
    const body = JSON.stringify({
      subscription: { type: 'user.authorization.revoke' },
      event: { client_id: 'x', user_id: twitchIdOf('yuzu'), user_login: 'yuzu_live' },
    });
    const timestamp = new Date(Date.now() - 5 * minute).toISOString();
    const { status } = await world.twitch.deliverRaw({ subscriptionId: id, body, timestamp });
    expect(status).toBe(204);
    await world.settle();
    expect((await core().store.get('grant', twitchIdOf('yuzu')))?.ended).toBeNull();
  });

  test('is believed from nobody who cannot sign, and from no message that is older than ten minutes', async () => {
    const { id } = subscriptionTo('user.authorization.revoke');
    const body = JSON.stringify({
      subscription: { type: 'user.authorization.revoke' },
      event: { client_id: 'x', user_id: twitchIdOf('tide'), user_login: 'tide_live' },
    });
    const send = (more: object) => world.twitch.deliverRaw({ subscriptionId: id, body, ...more });
    expect((await send({ signature: 'forged' })).status).toBe(403);
    expect((await send({ signature: 'none' })).status).toBe(403);
    world.clock.advance(hour);
    expect((await send({ timestamp: new Date(Date.now() - 11 * minute).toISOString() })).status).toBe(204);
    expect((await send({ timestamp: new Date(Date.now() + 11 * minute).toISOString() })).status).toBe(204);
    await world.settle();
    expect((await core().store.get('grant', twitchIdOf('tide')))?.ended).toBeNull();
    // The same words, signed and fresh, do end it; and the same message again finds nothing to end.
    const messageId = 'the-same-message';
    expect((await send({ messageId })).status).toBe(204);
    expect((await send({ messageId })).status).toBe(204);
    await world.settle();
    expect((await core().store.get('grant', twitchIdOf('tide')))?.ended?.why).toBe('revoked');
    expect(await asked('tide')).toHaveLength(1);
    await consentAs('tide');
  });

  test('without a word of it is found out by asking, within the hour; a Twitch that is away ends nothing', async () => {
    world.twitch.faults.down = true;
    await verifyConsents({ ...core(), report: () => {} });
    world.twitch.faults.down = false;
    const ended = async () => {
      const grants = await core().store.grants(10);
      return grants.filter(({ ended: end }) => end).map(({ id, ended: end }) => [id, end?.why]);
    };
    expect(await ended()).toEqual([]);
    world.twitch.faults.eventsubLost = true;
    world.twitch.model.disconnect(twitchIdOf('relic'));
    await verifyConsents(core());
    expect(await ended()).toEqual([[twitchIdOf('relic'), 'refused']]);
    expect(await asked('relic')).toHaveLength(1);
    await verifyConsents(core());
    expect(await asked('relic')).toEqual([]);
    await consentAs('relic');
  });
});

describe('subscriptions', () => {
  const of = (key: string) =>
    world.twitch.model.subscriptions
      .list()
      .filter(({ condition, status }) => condition['broadcaster_user_id'] === twitchIdOf(key) && status === 'enabled')
      .map(({ type }) => type)
      .toSorted();
  const all = ['channel.update', 'stream.offline', 'stream.online'];
  /** Resolves once Twitch has them so. */
  const until = async (holds: () => boolean) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => holds() && resolve();
    const stop = world.twitch.onChange(look);
    look();
    await promise;
    stop();
  };

  test('of every channel there are three, and one for all of them that says who took back their consent', async () => {
    const builders = ['kumo', 'yuzu', 'tide', 'relic'];
    await until(() => builders.every((key) => of(key).length === 3));
    for (const key of builders) expect(of(key)).toEqual(all);
    const revokes = world.twitch.model.subscriptions.list().filter(({ type }) => type === 'user.authorization.revoke');
    expect(revokes.map(({ condition }) => condition)).toEqual([{ client_id: world.credentials.twitchClientId }]);
  });

  test('that Twitch has ended for want of answers are made anew at once', async () => {
    const former = subscriptionTo('stream.online', 'kumo').id;
    world.twitch.revokeSubscription(former, 'notification_failures_exceeded');
    await until(() => of('kumo').length === 3 && subscriptionTo('stream.online', 'kumo').id !== former);
    expect((await core().store.get('grant', twitchIdOf('kumo')))?.ended).toBeNull();
  });

  test('of a channel that was unlinked end, and are made again when it is linked', async () => {
    await endConsent(core(), twitchIdOf('kumo'), 'unlinked');
    await until(() => of('kumo').length === 0);
    expect(of('yuzu')).toEqual(all);
    await consentAs('kumo');
    await until(() => of('kumo').length === 3);
    const { checks } = await world.inPanel('kumo', 'kumo').getConnection({});
    expect(checks.find(({ key }) => key === 'notifications')).toMatchObject({ state: 'done' });
  });

  test('builders of the seed are connected once, and not again when they have taken that back', async () => {
    await endConsent(core(), twitchIdOf('tide'), 'unlinked');
    await connectBuilders(core());
    expect((await core().store.get('grant', twitchIdOf('tide')))?.ended?.why).toBe('unlinked');
    await until(() => of('tide').length === 0);
  });
});
