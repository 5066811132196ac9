import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listenOnLoopback } from '../../../sandbox/stripe/test-rig.ts';
import { oauthIdentity } from './oauth.ts';

/** What the platform answers next, by path: a status and a body. */
const answers = new Map<string, readonly [number, unknown]>();
const asked: { path: string; body: string; headers: Readonly<Record<string, unknown>> }[] = [];
const platform = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url ?? '';
    asked.push({ path, body: Buffer.concat(chunks).toString(), headers: request.headers });
    const [status, body] = answers.get(path) ?? [500, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
});
let origin = '';
beforeAll(async () => {
  origin = await listenOnLoopback(platform);
});
afterAll(async () => {
  platform.closeAllConnections();
  platform.close();
  await once(platform, 'close');
});

const identity = (name: 'discord' | 'twitch', userUrl = `${origin}/user`) =>
  oauthIdentity({
    platform: name,
    authorizeUrl: 'https://platform.example/authorize',
    tokenUrl: `${origin}/token`,
    userUrl,
    clientId: 'client',
    clientSecret: 'secret',
    redirectUrl: 'https://c500.example/return',
  });

function platformAnswers(token: readonly [number, unknown], user: readonly [number, unknown]): void {
  answers.set('/token', token);
  answers.set('/user', user);
}

describe('signing in elsewhere', () => {
  test('asks for no more than who somebody is', () => {
    const url = new URL(identity('discord').consentUrl('state of a trip'));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: 'https://c500.example/return',
      scope: 'identify',
      state: 'state of a trip',
    });
  });

  test('finds the account behind a code by its id, on Discord and on Twitch', async () => {
    platformAnswers([200, { access_token: 'token' }], [200, { id: '1', username: 'mori', email: 'kept@nowhere' }]);
    expect(await identity('discord').accountOf('code')).toEqual({ platform: 'discord', id: '1', handle: 'mori' });
    platformAnswers([200, { access_token: 'token' }], [200, { data: [{ id: '2', login: 'mori_live' }] }]);
    expect(await identity('twitch').accountOf('code')).toEqual({ platform: 'twitch', id: '2', handle: 'mori_live' });
    expect(asked.at(-1)?.headers).toMatchObject({ authorization: 'Bearer token', 'client-id': 'client' });
  });

  test('knows nobody behind a code that the platform does not honour', async () => {
    platformAnswers([400, { error: 'invalid_grant' }], [200, {}]);
    expect(await identity('discord').accountOf('made-up')).toBeUndefined();
  });

  test('fails as an outage when the platform gives no clear answer', async () => {
    platformAnswers([503, {}], [200, {}]);
    await expect(identity('discord').accountOf('code')).rejects.toMatchObject({
      name: 'UpstreamError',
      retryable: true,
    });
    platformAnswers([200, { access_token: 'token' }], [500, {}]);
    await expect(identity('twitch').accountOf('code')).rejects.toMatchObject({ party: 'twitch' });
    platformAnswers([200, { access_token: 'token' }], [200, {}]);
    const nobody = identity('twitch', 'http://127.0.0.1:1/user');
    await expect(nobody.accountOf('code')).rejects.toMatchObject({ name: 'UpstreamError' });
  });

  test('fails when the answer is of another shape than promised, and signs nobody in', async () => {
    platformAnswers([200, { access_token: 'token' }], [200, { data: [] }]);
    await expect(identity('twitch').accountOf('code')).rejects.toThrow();
  });
});
