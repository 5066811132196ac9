import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import jwt from 'jsonwebtoken';
import { extensionSecret, people, startStandIn } from './stand-in-fixture.ts';
import type { PubSubMessage } from './extension-rules.ts';
import type { TwitchStandIn } from './server.ts';

const helperTag = '<script src="https://extension-files.twitch.tv/helper/v1/twitch-ext.min.js"></script>';
const files = {
  'panel.html': `<!doctype html><title>panel</title>${helperTag}<script src="./panel.js"></script>`,
  'panel.js': 'document.title = "ran";',
};
let twitch: TwitchStandIn;

beforeEach(async () => {
  twitch = await startStandIn({}, files);
});
afterEach(() => twitch.close());

/** Asks with the path as it stands: `fetch` would tidy `..` away before the server sees it. */
function askRaw(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port: twitch.extensionPort, path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject);
    asked.end();
  });
}

describe("the extension's files", () => {
  test("come with Twitch's policy, word for word but for the sandbox's origins", async () => {
    twitch.setEbsOrigin('http://localhost:4321');
    const answer = await fetch(twitch.extensionUrl('panel.html'));
    const own = twitch.extensionOrigin;
    expect(answer.headers.get('content-security-policy')?.split('; ')).toEqual([
      `default-src 'self' ${own}`,
      'block-all-mixed-content',
      `img-src 'self' ${own} http://localhost:4321 https://www.google-analytics.com data: blob:`,
      `media-src 'self' ${own} data: blob:`,
      'frame-ancestors http://localhost:* http://127.0.0.1:*',
      `font-src 'self' ${own} https://fonts.googleapis.com https://fonts.gstatic.com`,
      `style-src 'self' 'unsafe-inline' ${own} https://fonts.googleapis.com`,
      `connect-src 'self' ${own} https://api.twitch.tv wss://pubsub-edge.twitch.tv http://localhost:4321 https://www.google-analytics.com`,
      `script-src 'self' ${own} https://extension-files.twitch.tv https://www.google-analytics.com`,
    ]);
    expect([answer.headers.get('cache-control'), answer.headers.get('content-type')]).toEqual([
      'no-store',
      'text/html; charset=utf-8',
    ]);
  });

  test('are served as they are, but for the address of the helper', async () => {
    const page = await (await fetch(twitch.extensionUrl('panel.html'))).text();
    expect(page).toBe(
      files['panel.html'].replace(
        'https://extension-files.twitch.tv/helper/v1/twitch-ext.min.js',
        '/helper/twitch-ext.js',
      ),
    );
    expect(await (await fetch(twitch.extensionUrl('panel.js'))).text()).toBe(files['panel.js']);
  });

  test('lie deep in a path, and the short address of a page leads there with its query', async () => {
    const answer = await fetch(`${twitch.extensionOrigin}/panel.html?mode=viewer`);
    expect(answer.url).toBe(twitch.extensionUrl('panel.html', { mode: 'viewer' }));
    expect((await fetch(`${twitch.extensionOrigin}/panel.js`)).status).toBe(404);
  });

  test.each([
    '/ext-client/0.0.1/sandbox/../../../etc/passwd',
    '/ext-client/0.0.1/sandbox/..%2f..%2f..%2fetc%2fhosts.txt',
    '/ext-client/0.0.1/sandbox/%2e%2e/package.json',
    '/ext-client/0.0.1/sandbox/..%5cpanel.html',
    '/ext-client/0.0.1/sandbox/panel.html%00.js',
    '/ext-client/0.0.1/sandbox/%E0%A4%A',
  ])('%s is not found', async (path) => {
    expect(await askRaw(path)).toBe(404);
  });
});

describe("the extension's own server", () => {
  let heard: PubSubMessage[];
  beforeEach(() => {
    heard = [];
    twitch.onPubSub((message) => void heard.push(message));
  });

  function serverToken(
    claims: Record<string, unknown> = {},
    key: Buffer | string = Buffer.from(extensionSecret, 'base64'),
    algorithm: jwt.Algorithm = 'HS256',
  ): string {
    const ordinary = {
      user_id: '5005',
      role: 'external',
      channel_id: people.rika.id,
      pubsub_perms: { send: ['broadcast'] },
    };
    return jwt.sign({ exp: Math.floor(Date.now() / 1000) + 60, ...ordinary, ...claims }, key, {
      algorithm,
      noTimestamp: true,
    });
  }
  async function call(method: string, path: string, body?: unknown, token = serverToken()): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, 'client-id': 'ext-client', 'content-type': 'application/json' };
    return fetch(`${twitch.origin}/helix/extensions/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  const nudge = {
    target: ['broadcast'],
    broadcaster_id: people.rika.id,
    is_global_broadcast: false,
    message: '{"bench":7}',
  };

  test('tells the front ends of a channel', async () => {
    expect((await call('POST', 'pubsub', nudge)).status).toBe(204);
    expect(heard).toEqual([
      { channelId: people.rika.id, target: 'broadcast', message: '{"bench":7}', at: expect.any(Number) },
    ]);
  });

  test('tells every channel through the global topic', async () => {
    const token = serverToken({ channel_id: 'all', pubsub_perms: { send: ['global'] } });
    const body = { target: ['global'], broadcaster_id: '', is_global_broadcast: true, message: 'x' };
    expect((await call('POST', 'pubsub', body, token)).status).toBe(204);
    expect(heard[0]).toMatchObject({ channelId: 'all', target: 'global' });
  });

  test.each([
    ['signed with the secret as text', () => serverToken({}, extensionSecret)],
    ['of a viewer', () => serverToken({ role: 'viewer' })],
    ['of somebody who does not own the extension', () => serverToken({ user_id: '1' })],
    ['with a number for a user id', () => serverToken({ user_id: 5005 })],
    ['for another channel', () => serverToken({ channel_id: people.tomo.id })],
    ['without leave to send there', () => serverToken({ pubsub_perms: { send: ['whisper-U1'] } })],
    ['that has ended', () => serverToken({ exp: Math.floor(Date.now() / 1000) - 1 })],
    ['that is not signed', () => jwt.sign({ user_id: '5005', role: 'external' }, '', { algorithm: 'none' })],
    ['signed by another algorithm', () => serverToken({}, Buffer.from(extensionSecret, 'base64'), 'HS512')],
  ])('is refused with a token %s', async (_, token) => {
    expect((await call('POST', 'pubsub', nudge, token())).status).toBe(401);
    expect(heard).toEqual([]);
  });

  test('may send 5 KB and not a byte more', async () => {
    expect((await call('POST', 'pubsub', { ...nudge, message: 'é'.repeat(2560) })).status).toBe(204);
    expect((await call('POST', 'pubsub', { ...nudge, message: `${'é'.repeat(2560)}x` })).status).toBe(422);
  });

  test('may send 100 messages a minute to a channel; other channels have a budget of their own', async () => {
    for (let count = 0; count < 100; count += 1) await call('POST', 'pubsub', nudge);
    expect((await call('POST', 'pubsub', nudge)).status).toBe(429);
    const other = serverToken({ channel_id: people.tomo.id });
    expect((await call('POST', 'pubsub', { ...nudge, broadcaster_id: people.tomo.id }, other)).status).toBe(204);
  });

  test('stores a configuration and reads it back', async () => {
    const segment = {
      extension_id: 'ext-client',
      segment: 'broadcaster',
      broadcaster_id: people.rika.id,
      version: '1',
      content: '{"on":true}',
    };
    expect((await call('PUT', 'configurations', segment)).status).toBe(204);
    const path = `configurations?extension_id=ext-client&segment=broadcaster&broadcaster_id=${people.rika.id}`;
    expect(await (await call('GET', path)).json()).toEqual({
      data: [{ segment: 'broadcaster', broadcaster_id: people.rika.id, version: '1', content: '{"on":true}' }],
    });
    expect((await call('PUT', 'configurations', { ...segment, broadcaster_id: undefined })).status).toBe(400);
  });
});

describe("a viewer's token", () => {
  const viewer = { channelId: people.rika.id, userId: people.mori.id, opaqueId: 'Umori', role: 'viewer' as const };

  test('verifies with the decoded secret and names nobody until they share who they are', () => {
    const key = Buffer.from(extensionSecret, 'base64');
    const claims = jwt.verify(twitch.extensionToken({ ...viewer, shared: false }), key, { algorithms: ['HS256'] });
    expect(claims).toMatchObject({
      opaque_user_id: 'Umori',
      channel_id: people.rika.id,
      role: 'viewer',
      is_unlinked: true,
    });
    expect(claims).not.toHaveProperty('user_id');
    expect(jwt.verify(twitch.extensionToken({ ...viewer, shared: true }), key)).toMatchObject({
      user_id: people.mori.id,
      is_unlinked: false,
    });
    expect(() => jwt.verify(twitch.extensionToken({ ...viewer, shared: true }), extensionSecret)).toThrow(
      'invalid signature',
    );
  });

  test("opens Helix under the extension's id", async () => {
    const { helixToken } = twitch.extensionAuth({ ...viewer, shared: false });
    const headers = { authorization: `Extension ${helixToken}`, 'client-id': 'ext-client' };
    expect((await fetch(`${twitch.origin}/helix/users?id=${people.rika.id}`, { headers })).status).toBe(200);
  });
});
