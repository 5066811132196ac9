import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TwitchEvent } from './events.ts';
import { createTwitchModel, type TwitchModel } from './model.ts';
import { extensionSecret, people, standInDefaults } from './stand-in-fixture.ts';

const { rika, tomo, mina, mori, bot } = people;

type Clock = { now: number };

function createModel(clock: Clock = { now: 1_800_000_000_000 }, snapshot?: unknown, clipDelayMs = 0): TwitchModel {
  let ids = 0;
  const nextId = (): string => {
    ids += 1;
    return `id-${clock.now}-${ids}`;
  };
  return createTwitchModel({
    clientId: standInDefaults.clientId,
    users: standInDefaults.users,
    moderators: standInDefaults.moderators,
    extension: { clientId: 'ext-client', ownerId: '5005', secretBase64: extensionSecret },
    now: () => clock.now,
    wallNow: () => clock.now,
    clipDelayMs: () => clipDelayMs,
    newId: nextId,
    newToken: nextId,
    snapshot,
  });
}

function eventsOf(model: TwitchModel): TwitchEvent[] {
  const events: TwitchEvent[] = [];
  model.onEvent((event) => void events.push(event));
  return events;
}

describe('a channel', () => {
  test('tells of going live once, with the new title first', () => {
    const model = createModel();
    const events = eventsOf(model);
    model.channels.goLive(rika.id, 'C5-7K3QF2M');
    model.channels.goLive(rika.id, 'C5-7K3QF2M');
    expect(events.map((event) => event.type)).toEqual(['channel.update', 'stream.online']);
  });

  test('gives every broadcast an id of its own and says nothing of it at the end', () => {
    const model = createModel();
    const events = eventsOf(model);
    for (let count = 0; count < 2; count += 1) {
      model.channels.goLive(rika.id);
      model.channels.goOffline(rika.id);
    }
    const [first, end, second] = events;
    expect(first?.event['id']).not.toBe(second?.event['id']);
    expect(end?.event).not.toHaveProperty('id');
  });

  test('can show a rerun, which says so', () => {
    const model = createModel();
    const events = eventsOf(model);
    model.channels.goLive(rika.id, undefined, 'rerun');
    expect(events[0]?.event['type']).toBe('rerun');
  });

  test('cuts a title at 140 characters, never through one', () => {
    const model = createModel();
    model.channels.setTitle(rika.id, '🛠️'.repeat(200));
    expect(Array.from(model.channels.find(rika.id)?.title ?? '')).toHaveLength(140);
  });
});

describe('chat', () => {
  test.each([
    ['the broadcaster', rika.id, ['broadcaster/1']],
    ['a moderator', mina.id, ['moderator/1']],
    ['a viewer', mori.id, []],
    ['the broadcaster of another channel', tomo.id, []],
  ])('%s has the badges of their role there', (_, userId, badges) => {
    const said = createModel().chat.say({ channelId: rika.id, userId, text: 'hi' });
    expect(said.ok && said.line.badges).toEqual(badges);
  });

  test('a shared line shows in both channels, each with badges of its own, and names where it was typed', () => {
    const model = createModel();
    model.chat.say({ channelId: rika.id, userId: rika.id, text: 'hi', sourceChannelId: tomo.id });
    const [typed] = model.chat.lines(tomo.id);
    const [mirrored] = model.chat.lines(rika.id);
    expect([typed?.badges, mirrored?.badges]).toEqual([[], ['broadcaster/1']]);
    expect(mirrored?.source).toEqual({ channelId: tomo.id, lineId: typed?.id, badges: [] });
    expect(mirrored?.id).not.toBe(typed?.id);
  });

  test('no line ever holds a control character', () => {
    const model = createModel();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const said = model.chat.say({ channelId: rika.id, userId: mori.id, text });
        expect(said.ok ? said.line.text : '').not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  test.each([
    ['nothing', '  \r\n ', 'empty'],
    ['more than 500 characters', 'x'.repeat(501), 'too-long'],
  ])('%s is not taken', (_, text, reason) => {
    expect(createModel().chat.say({ channelId: rika.id, userId: mori.id, text })).toEqual({ ok: false, reason });
  });

  test('keeps the newest 200 lines of a channel', () => {
    const model = createModel();
    for (let count = 1; count <= 205; count += 1)
      model.chat.say({ channelId: rika.id, userId: mori.id, text: `${count}` });
    const texts = model.chat.lines(rika.id).map((line) => line.text);
    expect([texts.length, texts[0], texts.at(-1)]).toEqual([200, '6', '205']);
  });
});

describe('tokens', () => {
  test('an access token ends after four hours, its refresh token does not', () => {
    const clock = { now: 1_800_000_000_000 };
    const { tokens } = createModel(clock);
    const { access, refreshToken } = tokens.issueUser('app-client', rika.id, ['channel:bot']);
    clock.now += 4 * 3_600_000 - 1;
    expect(tokens.find(access.token)?.userId).toBe(rika.id);
    clock.now += 1;
    expect(tokens.find(access.token)).toBeUndefined();
    expect(tokens.refresh(refreshToken, 'app-client')?.access.scopes).toEqual(['channel:bot']);
  });

  test('a person who disconnects the app ends all of it, and the app is told', () => {
    const model = createModel();
    const events = eventsOf(model);
    const { access, refreshToken } = model.tokens.issueUser('app-client', rika.id, []);
    const other = model.tokens.issueUser('app-client', tomo.id, []);
    model.disconnect(rika.id);
    expect([model.tokens.find(access.token), model.tokens.refresh(refreshToken, 'app-client')]).toEqual([
      undefined,
      undefined,
    ]);
    expect(model.tokens.find(other.access.token)).toBeDefined();
    expect(events.map((event) => [event.type, event.event['user_id']])).toEqual([
      ['user.authorization.revoke', rika.id],
    ]);
  });

  test('a code that waits ten minutes is worth nothing', () => {
    const clock = { now: 1_800_000_000_000 };
    const { tokens } = createModel(clock);
    const grant = { clientId: 'app-client', userId: rika.id, redirectUri: 'https://c.test/', scopes: [] };
    const early = tokens.issueCode(grant);
    const late = tokens.issueCode(grant);
    clock.now += 599_999;
    expect(tokens.exchangeCode(early, 'app-client', 'https://c.test/')).toBeDefined();
    clock.now += 1;
    expect(tokens.exchangeCode(late, 'app-client', 'https://c.test/')).toBeUndefined();
  });
});

describe('what a broadcast leaves behind', () => {
  const day = 24 * 3_600_000;

  test.each([
    ['an affiliate', rika.id, 14],
    ['anybody', tomo.id, 7],
  ])('the recording of %s is kept for its days and no longer', (_, userId, days) => {
    const clock = { now: 1_800_000_000_000 };
    const model = createModel(clock);
    model.channels.goLive(userId);
    clock.now += 30 * day;
    expect(model.recordings.videos()).toHaveLength(1);
    model.channels.goOffline(userId);
    clock.now += days * day - 1;
    expect(model.recordings.videos()).toHaveLength(1);
    clock.now += 1;
    expect(model.recordings.videos()).toEqual([]);
  });

  test('a clip is found once it is made, and outlives the recording that it was cut from', () => {
    const clock = { now: 1_800_000_000_000 };
    const model = createModel(clock, undefined, 2000);
    model.channels.goLive(rika.id);
    const channel = model.channels.find(rika.id);
    const made = model.recordings.addClip(channel, { creatorId: rika.id, title: '', durationSeconds: 30 });
    clock.now += 1999;
    expect(model.recordings.clips()).toEqual([]);
    clock.now += 1;
    expect(model.recordings.clips()).toMatchObject([{ id: made?.id, vodOffsetSeconds: 0 }]);
    model.channels.goOffline(rika.id);
    model.recordings.expire(rika.id);
    expect(model.recordings.clips()).toMatchObject([{ id: made?.id, videoId: '', vodOffsetSeconds: null }]);
  });

  test('what is being recorded now is not deleted before it ends', () => {
    const model = createModel();
    model.channels.goLive(rika.id);
    model.recordings.expire(rika.id);
    expect(model.recordings.videos()).toHaveLength(1);
  });

  test('a rerun takes no marker', () => {
    const model = createModel();
    model.channels.goLive(rika.id, undefined, 'rerun');
    expect(model.recordings.addMarker(model.channels.find(rika.id), 'C5')).toBeNull();
  });
});

describe('subscriptions', () => {
  const transport = { method: 'webhook', callback: 'https://core.test/a', secret: 'ten characters' };
  const online = { type: 'stream.online', version: '1', condition: { broadcaster_user_id: rika.id }, transport };

  test('cost nothing for people who have connected the app', () => {
    const model = createModel();
    model.tokens.issueUser('app-client', rika.id, []);
    const known = model.subscriptions.create(online);
    const stranger = model.subscriptions.create({ ...online, condition: { broadcaster_user_id: tomo.id } });
    expect([known.ok && known.subscription.cost, stranger.ok && stranger.subscription.cost]).toEqual([0, 1]);
  });

  test('are at most three of one kind', () => {
    const model = createModel();
    const ask = (path: string): unknown =>
      model.subscriptions.create({ ...online, transport: { ...transport, callback: `https://core.test/${path}` } });
    expect(['a', 'b', 'c'].map((path) => ask(path))).toEqual(
      [1, 2, 3].map(() => expect.objectContaining({ ok: true })),
    );
    expect(ask('d')).toMatchObject({ ok: false, status: 429 });
  });

  test('hear only once they are enabled', () => {
    const model = createModel();
    const events = eventsOf(model);
    const made = model.subscriptions.create(online);
    model.channels.goLive(rika.id);
    const matching = (): number => events.flatMap((event) => model.subscriptions.matching(event)).length;
    expect(matching()).toBe(0);
    model.subscriptions.setStatus(made.ok ? made.subscription.id : '', 'enabled');
    expect(matching()).toBe(1);
  });

  test('to chat need the reader’s consent and the room’s welcome', () => {
    const model = createModel();
    const ask = (broadcasterId: string): boolean =>
      model.subscriptions.create({
        type: 'channel.chat.message',
        version: '1',
        condition: { broadcaster_user_id: broadcasterId, user_id: bot.id },
        transport: { ...transport, callback: `https://core.test/${broadcasterId}` },
      }).ok;
    expect(ask(rika.id)).toBe(false);
    model.tokens.issueUser('app-client', bot.id, ['user:read:chat', 'user:bot']);
    expect([ask(rika.id), ask(tomo.id)]).toEqual([true, false]);
    model.tokens.issueUser('app-client', tomo.id, ['channel:bot']);
    expect(ask(tomo.id)).toBe(true);
  });
});

describe('a restart', () => {
  test('keeps people connected, live and talking, and never gives a number twice', () => {
    const clock = { now: 1_800_000_000_000 };
    const before = createModel(clock);
    before.channels.goLive(rika.id, 'Still soldering');
    before.chat.say({ channelId: rika.id, userId: mori.id, text: 'hello' });
    const { refreshToken } = before.tokens.issueUser('app-client', rika.id, []);
    const kept: unknown = JSON.parse(JSON.stringify(before.snapshot()));
    const after = createModel(clock, kept);
    expect(after.channels.find(rika.id)).toEqual(before.channels.find(rika.id));
    expect(after.chat.lines(rika.id).map((line) => line.text)).toEqual(['hello']);
    expect(after.tokens.refresh(refreshToken, 'app-client')).toBeDefined();
    after.channels.goLive(tomo.id);
    const used = before.recordings.videos().map((video) => video.streamId);
    expect(used).not.toContain(after.channels.find(tomo.id)?.live?.streamId);
  });

  test('refuses a snapshot that is not its own', () => {
    expect(() => createModel(undefined, { version: 2 })).toThrow();
  });
});
