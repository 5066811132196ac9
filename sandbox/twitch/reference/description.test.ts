import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import jwt from 'jsonwebtoken';
import type { TwitchStandIn } from '../server.ts';
import { extensionSecret, people, standInDefaults, startStandIn } from '../stand-in-fixture.ts';
import { readDescription } from './description.ts';

const { clientId } = standInDefaults;
const publicHost = 'core.c500.test';
const judge = readDescription();
const seen = new Set<string>();
let twitch: TwitchStandIn;
let app: string;

type Ask = {
  readonly token?: string;
  readonly client?: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly body?: unknown;
};

beforeEach(async () => {
  twitch = await startStandIn();
  twitch.faults.clipDelayMs = 0;
  app = twitch.model.tokens.issueApp(clientId).token;
});
afterEach(() => twitch.close());

/** Asks Helix and holds the answer, whatever it is, against the description. */
async function ask(method: string, path: string, { token = app, client = clientId, query = [], body }: Ask = {}) {
  const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
  const response = await fetch(`${twitch.origin}/helix${path}?${search}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'client-id': client, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  const { status } = response;
  expect(judge.findFaults({ method, path, query: search, body, status, answer })).toEqual([]);
  seen.add(`${method} ${path} ${status}`);
  return { status, answer };
}

function personal(userId: string, ...scopes: string[]): string {
  return twitch.model.tokens.issueUser(clientId, userId, scopes).access.token;
}

function serverToken(claims: Record<string, unknown> = {}): string {
  const ordinary = {
    user_id: '5005',
    role: 'external',
    channel_id: people.rika.id,
    pubsub_perms: { send: ['broadcast'] },
  };
  return jwt.sign({ ...ordinary, ...claims }, Buffer.from(extensionSecret, 'base64'), { expiresIn: 60 });
}

const rika = ['user_id', people.rika.id] as const;
const rikaAsChannel = ['broadcaster_id', people.rika.id] as const;

describe('what the stand-in answers is what Twitch documents', () => {
  test('of people', async () => {
    expect(
      (
        await ask('GET', '/users', {
          query: [
            ['id', people.rika.id],
            ['login', 'tomo'],
          ],
        })
      ).status,
    ).toBe(200);
    const owner = personal(people.rika.id, 'user:read:email');
    expect(JSON.stringify((await ask('GET', '/users', { token: owner })).answer)).toContain('rika@builders.test');
    expect((await ask('GET', '/users')).status).toBe(400);
    expect((await ask('GET', '/users', { token: 'unknown' })).status).toBe(401);
  });

  test('of streams and channels', async () => {
    twitch.goLive(people.rika.id, 'C5-7K3QF2M');
    twitch.goLive(people.tomo.id);
    expect((await ask('GET', '/streams', { query: [rika, ['first', '1']] })).status).toBe(200);
    expect((await ask('GET', '/streams', { query: [['first', '1']] })).answer).toMatchObject({
      pagination: { cursor: expect.any(String) },
    });
    expect((await ask('GET', '/streams', { query: [['first', '0']] })).status).toBe(400);
    expect((await ask('GET', '/streams', { client: 'other' })).status).toBe(401);
    expect((await ask('GET', '/channels', { query: [rikaAsChannel] })).status).toBe(200);
    expect((await ask('GET', '/channels')).status).toBe(400);
    expect((await ask('GET', '/channels', { token: 'unknown' })).status).toBe(401);
    twitch.faults.down = true;
    expect((await ask('GET', '/channels', { query: [rikaAsChannel] })).status).toBe(503);
  });

  test('of recordings', async () => {
    twitch.goLive(people.rika.id);
    const growing = await ask('GET', '/videos', { query: [rika, ['type', 'archive']] });
    expect(growing.answer).toMatchObject({ data: [{ type: 'archive' }] });
    const [video] = twitch.model.recordings.videos();
    twitch.goOffline(people.rika.id);
    expect((await ask('GET', '/videos', { query: [['id', video?.id ?? '']] })).status).toBe(200);
    twitch.model.recordings.expire(people.rika.id);
    expect((await ask('GET', '/videos', { query: [['id', video?.id ?? '']] })).status).toBe(404);
    expect((await ask('GET', '/videos', { query: [rika] })).answer).toMatchObject({ data: [] });
    expect((await ask('GET', '/videos')).status).toBe(400);
    expect((await ask('GET', '/videos', { token: 'unknown' })).status).toBe(401);
  });

  test('of markers', async () => {
    const token = personal(people.rika.id, 'channel:manage:broadcast');
    const mark = (body: unknown, as = token) => ask('POST', '/streams/markers', { token: as, body });
    expect((await mark({ user_id: people.rika.id })).status).toBe(404);
    twitch.goLive(people.rika.id);
    expect((await mark({ user_id: people.rika.id, description: 'C5-7K3QF2M' })).status).toBe(200);
    expect((await mark({ user_id: people.rika.id, description: 'x'.repeat(141) })).status).toBe(400);
    expect((await mark({ user_id: people.tomo.id })).status).toBe(403);
    expect((await mark({ user_id: people.rika.id }, app)).status).toBe(401);
    expect((await mark({ user_id: people.rika.id }, personal(people.rika.id, 'clips:edit'))).status).toBe(401);
  });

  test('of clips', async () => {
    const token = personal(people.rika.id, 'clips:edit');
    expect((await ask('POST', '/clips', { token, query: [rikaAsChannel] })).status).toBe(404);
    twitch.goLive(people.rika.id, 'Lubing');
    expect(
      (await ask('POST', '/clips', { token, query: [rikaAsChannel, ['title', 'C5'], ['duration', '15']] })).status,
    ).toBe(202);
    expect((await ask('POST', '/clips', { token, query: [['broadcaster_id', '77']] })).status).toBe(400);
    expect((await ask('POST', '/clips', { query: [rikaAsChannel] })).status).toBe(401);
    const found = await ask('GET', '/clips', { query: [rikaAsChannel] });
    expect(found.answer).toMatchObject({ data: [{ title: 'C5', duration: 15, vod_offset: 0 }] });
    twitch.goOffline(people.rika.id);
    twitch.model.recordings.expire(people.rika.id);
    expect((await ask('GET', '/clips', { query: [rikaAsChannel] })).answer).toMatchObject({
      data: [{ video_id: '', vod_offset: null }],
    });
    expect((await ask('GET', '/clips')).status).toBe(400);
    expect((await ask('GET', '/clips', { token: 'unknown' })).status).toBe(401);
  });

  test('of chat', async () => {
    const say = (message: string, token?: string) =>
      ask('POST', '/chat/messages', {
        ...(token === undefined ? {} : { token }),
        body: { broadcaster_id: people.rika.id, sender_id: people.bot.id, message },
      });
    expect((await say('hello')).status).toBe(401);
    const { accessToken } = twitch.botToken();
    expect((await say('hello', accessToken)).status).toBe(200);
    expect((await say('hello')).status).toBe(200);
    expect((await say('x'.repeat(501))).status).toBe(422);
    expect((await say(' ')).status).toBe(400);
  });

  test("of the extension's services", async () => {
    const client = 'ext-client';
    const body = { target: ['broadcast'], broadcaster_id: people.rika.id, is_global_broadcast: false, message: '{}' };
    const send = (message: object, token = serverToken()) =>
      ask('POST', '/extensions/pubsub', { token, client, body: message });
    expect((await send(body)).status).toBe(204);
    const whisper = serverToken({ pubsub_perms: { send: ['whisper-Umori'] } });
    expect((await send({ ...body, target: ['whisper-Umori'] }, whisper)).status).toBe(204);
    expect((await send({ ...body, message: '' })).status).toBe(400);
    expect((await send({ ...body, message: 'x'.repeat(5121) })).status).toBe(422);
    expect((await send({ ...body, broadcaster_id: people.tomo.id })).status).toBe(401);
    const token = serverToken();
    const segment = {
      extension_id: client,
      segment: 'broadcaster',
      broadcaster_id: people.rika.id,
      version: '1',
      content: '{}',
    };
    const put = (change: object, as = token) =>
      ask('PUT', '/extensions/configurations', { token: as, client, body: { ...segment, ...change } });
    expect((await put({})).status).toBe(204);
    expect((await put({ content: 'x'.repeat(5121) })).status).toBe(400);
    expect((await put({}, 'nonsense')).status).toBe(401);
    const get = (extensionId: string, as = token) =>
      ask('GET', '/extensions/configurations', {
        token: as,
        client,
        query: [rikaAsChannel, ['extension_id', extensionId], ['segment', 'broadcaster']],
      });
    expect((await get(client)).answer).toMatchObject({ data: [{ content: '{}' }] });
    expect((await get('another')).status).toBe(400);
    expect((await get(client, 'nonsense')).status).toBe(401);
    for (let count = 0; count < 20; count += 1) await put({ segment: 'developer' });
    expect((await put({ segment: 'developer' })).status).toBe(429);
  });
});

describe('what the stand-in answers of EventSub is what Twitch documents', () => {
  let receiver: Server;
  let isAnswering = true;

  beforeEach(async () => {
    receiver = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        const { challenge } = JSON.parse(text) as { challenge?: string };
        response.writeHead(isAnswering ? 200 : 500, { 'content-type': 'text/plain' }).end(challenge ?? '');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    twitch.mapHost(publicHost, `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`);
    isAnswering = true;
  });
  afterEach(async () => {
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  function subscribe(type: string, condition: Record<string, string>, more: Record<string, unknown> = {}, token = app) {
    const transport = { method: 'webhook', callback: `https://${publicHost}/hook`, secret: 'eventsub-secret' };
    const version = type === 'channel.update' ? '2' : '1';
    const body = { type, version, condition, transport, ...more };
    return ask('POST', '/eventsub/subscriptions', { token, body });
  }
  const aboutRika = { broadcaster_user_id: people.rika.id };

  test.each([
    ['stream.online', aboutRika],
    ['stream.offline', aboutRika],
    ['channel.update', aboutRika],
    ['user.authorization.grant', { client_id: clientId }],
    ['user.authorization.revoke', { client_id: clientId }],
    ['channel.chat.message', { ...aboutRika, user_id: people.bot.id }],
  ])('a subscription to %s, while it is verified and afterwards', async (type, condition) => {
    personal(people.bot.id, 'user:read:chat', 'user:bot');
    expect((await subscribe(type, condition)).status).toBe(202);
    await twitch.settled();
    const listed = await ask('GET', '/eventsub/subscriptions', { query: [['type', type]] });
    expect(listed.answer).toMatchObject({ data: [{ type, status: 'enabled' }], total: 1 });
  });

  test('those that have ended, by the reason for which they did', async () => {
    await subscribe('stream.online', aboutRika);
    await twitch.settled();
    const [made] = twitch.model.subscriptions.list();
    twitch.revokeSubscription(made?.id ?? '', 'authorization_revoked');
    await twitch.settled();
    isAnswering = false;
    await subscribe('stream.offline', aboutRika);
    await twitch.settled();
    const listed = await ask('GET', '/eventsub/subscriptions');
    expect(listed.answer).toMatchObject({
      data: [{ status: 'authorization_revoked' }, { status: 'webhook_callback_verification_failed' }],
    });
    expect((await ask('DELETE', '/eventsub/subscriptions', { query: [['id', made?.id ?? '']] })).status).toBe(204);
    expect((await ask('DELETE', '/eventsub/subscriptions', { query: [['id', made?.id ?? '']] })).status).toBe(404);
  });

  test('what is refused', async () => {
    expect((await subscribe('stream.online', aboutRika)).status).toBe(202);
    expect((await subscribe('stream.online', aboutRika)).status).toBe(409);
    expect((await subscribe('stream.online', {})).status).toBe(400);
    expect((await subscribe('user.authorization.revoke', { client_id: 'other' })).status).toBe(403);
    for (const path of ['b', 'c', 'd']) {
      const transport = { method: 'webhook', callback: `https://${publicHost}/${path}`, secret: 'eventsub-secret' };
      const { status } = await subscribe('stream.online', aboutRika, { transport });
      expect(status).toBe(path === 'd' ? 429 : 202);
    }
    const own = personal(people.rika.id);
    expect((await subscribe('stream.offline', aboutRika, {}, own)).status).toBe(400);
    for (const method of ['GET', 'POST', 'DELETE'])
      expect(
        (await ask(method, '/eventsub/subscriptions', { token: 'unknown', body: method === 'POST' ? {} : undefined }))
          .status,
      ).toBe(401);
    expect((await ask('DELETE', '/eventsub/subscriptions', { token: own })).status).toBe(400);
    expect((await ask('GET', '/eventsub/subscriptions', { token: own })).status).toBe(400);
  });
});

describe('the judge', () => {
  const user = { method: 'GET', path: '/streams', query: new URLSearchParams(), body: undefined };

  test.each([
    ['a field that Twitch does not document', 200, { data: [], extra: 1 }],
    ['a field that is missing', 200, { pagination: {} }],
    ['a field of another kind', 200, { data: 'none' }],
    ['a status that the route does not have', 204, undefined],
    ['a failure in another shape', 400, { message: 'no' }],
  ])('finds %s', (_, status, answer) => {
    expect(judge.findFaults({ ...user, status, answer })).not.toEqual([]);
  });

  test('finds a query that Twitch does not know', () => {
    const query = new URLSearchParams({ channel: '1' });
    expect(judge.findFaults({ ...user, query, status: 200, answer: { data: [] } })).toEqual([
      'the query has no channel',
    ]);
  });
});

// Named last, because it looks at what all of the tests above have asked for.
describe('nothing was left out', () => {
  /** Troubles that the simulated Twitch never has: its own defects, restricted clips, games that it does not know, people banned from chat. */
  const never = [
    'GET /channels 500',
    'GET /channels 429',
    'GET /extensions/configurations 429',
    'POST /clips 403',
    'GET /clips 404',
    'POST /chat/messages 403',
  ];

  afterAll(() => seen.clear());
  test('every route and every status that the stand-in can give was looked at', () => {
    expect(judge.described.filter((each) => !seen.has(each) && !never.includes(each))).toEqual([]);
  });
});
