import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { type DiscordStandIn, startDiscord } from './server.ts';
import { appId, builder, buyer, clientSecret, community, redirectUri, textAt, toRecord, world } from './test-world.ts';

let discord: DiscordStandIn;
let time: number;

beforeEach(async () => {
  time = Date.parse('2026-11-21T12:00:00Z');
  discord = await startDiscord({ ...world(), now: () => time });
});

afterEach(() => discord.close());

const scope = 'identify email connections guilds';

function authorizeUrl(more: Record<string, string> = {}): string {
  const query = { client_id: appId, redirect_uri: redirectUri, response_type: 'code', scope, state: 's-1', ...more };
  return `${discord.origin}/oauth2/authorize?${new URLSearchParams(query).toString()}`;
}

async function decide(decision: 'allow' | 'deny', userId: string, more: Record<string, string> = {}): Promise<URL> {
  const body = new URLSearchParams({ decision, user_id: userId });
  const response = await fetch(authorizeUrl(more), { method: 'POST', body, redirect: 'manual' });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '');
}

async function token(
  form: Record<string, string>,
  path = '/api/v10/oauth2/token',
  headers: Record<string, string> = {},
) {
  const client: Record<string, string> = headers['authorization']
    ? {}
    : { client_id: appId, client_secret: clientSecret };
  const response = await fetch(discord.origin + path, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ ...client, ...form }),
  });
  return { status: response.status, body: toRecord(await response.json()) };
}

const codeForm = (code: string) => ({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });

async function signIn(userId: string): Promise<{ access_token: string; refresh_token: string }> {
  const back = await decide('allow', userId);
  const { body } = await token(codeForm(back.searchParams.get('code') ?? ''));
  return { access_token: textAt(body, 'access_token'), refresh_token: textAt(body, 'refresh_token') };
}

async function asPerson(path: string, accessToken: string) {
  const response = await fetch(`${discord.origin}/api/v10${path}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return { status: response.status, body: await response.json() };
}

describe('the consent page', () => {
  test('lists every person to be, the hinted one first and marked, and never the bot', async () => {
    const html = await (await fetch(authorizeUrl({ as: buyer }))).text();
    expect([...html.matchAll(/data-user="(\d+)"/g)].map((each) => each[1])).toHaveLength(4);
    expect(html).toContain(`data-user="${buyer}" aria-current="true"`);
    expect(html.indexOf(buyer)).toBeLessThan(html.indexOf(builder));
    expect(html).not.toContain(appId);
  });

  test('sends the browser back with a code and the state', async () => {
    const back = await decide('allow', buyer);
    expect(back.origin + back.pathname).toBe(redirectUri);
    expect(back.searchParams.get('state')).toBe('s-1');
    expect(back.searchParams.get('code')).toMatch(/^[\w-]{30,}$/);
  });

  test('sends the browser back with "access_denied" when the person says no', async () => {
    const back = await decide('deny', buyer);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state: 's-1' });
  });

  test.each([
    ['an address that was not registered', { redirect_uri: 'http://evil.test/' }],
    ['an unknown app', { client_id: '1' }],
  ])('sends the browser nowhere for %s', async (_name, more) => {
    const response = await fetch(authorizeUrl(more), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('role="alert"');
  });

  test('refuses scopes that do not exist', async () => {
    const response = await fetch(authorizeUrl({ scope: 'identify everything' }), { redirect: 'manual' });
    expect(response.headers.get('location')).toContain('error=invalid_scope');
  });
});

describe('a code', () => {
  test.each(['/api/v10/oauth2/token', '/api/oauth2/token'])('is exchanged at %s', async (path) => {
    const back = await decide('allow', buyer);
    const { status, body } = await token(codeForm(back.searchParams.get('code') ?? ''), path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 604_800, scope });
  });

  test('works once', async () => {
    const form = codeForm((await decide('allow', buyer)).searchParams.get('code') ?? '');
    expect((await token(form)).status).toBe(200);
    expect(await token(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('works for ten minutes', async () => {
    const form = codeForm((await decide('allow', buyer)).searchParams.get('code') ?? '');
    time += 10 * 60_000 + 1;
    expect(await token(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('works only with the address it was given to', async () => {
    const form = codeForm((await decide('allow', buyer)).searchParams.get('code') ?? '');
    expect(await token({ ...form, redirect_uri: 'http://evil.test/' })).toMatchObject({
      body: { error: 'invalid_grant' },
    });
  });

  test('works for the app only, which proves itself in the form or by Basic', async () => {
    const form = codeForm((await decide('allow', buyer)).searchParams.get('code') ?? '');
    expect(await token({ ...form, client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    const authorization = `Basic ${Buffer.from(`${appId}:${clientSecret}`).toString('base64')}`;
    expect((await token(form, undefined, { authorization })).status).toBe(200);
  });

  test('asked for with a challenge needs the verifier', async () => {
    const challenge = createHash('sha256').update('v'.repeat(43)).digest('base64url');
    const more = { code_challenge: challenge, code_challenge_method: 'S256' };
    const code = async () => (await decide('allow', buyer, more)).searchParams.get('code') ?? '';
    expect(await token({ ...codeForm(await code()), code_verifier: 'wrong' })).toMatchObject({
      body: { error: 'invalid_grant' },
    });
    expect((await token({ ...codeForm(await code()), code_verifier: 'v'.repeat(43) })).status).toBe(200);
  });

  test('given to an activity needs no address', async () => {
    const code = discord.grantCode({ userId: buyer, scopes: ['identify'] });
    expect(await token({ grant_type: 'authorization_code', code })).toMatchObject({
      status: 200,
      body: { scope: 'identify' },
    });
  });
});

describe('a person’s token', () => {
  test('opens what its scopes name', async () => {
    const { access_token } = await signIn(buyer);
    expect(await asPerson('/users/@me', access_token)).toMatchObject({
      status: 200,
      body: { id: buyer, username: 'bea', global_name: 'Bea', email: 'bea@example.test', locale: 'de' },
    });
    expect((await asPerson('/users/@me/guilds', access_token)).body).toMatchObject([{ id: community, owner: false }]);
    expect((await asPerson('/oauth2/@me', access_token)).body).toMatchObject({
      scopes: scope.split(' '),
      user: { id: buyer },
    });
    expect((await asPerson(`/users/@me/guilds/${community}/member`, access_token)).status).toBe(401);
  });

  test('shows the linked Twitch account, where there is one', async () => {
    const { access_token } = await signIn(builder);
    expect((await asPerson('/users/@me/connections', access_token)).body).toMatchObject([
      { type: 'twitch', id: '7001', name: 'ada_builds', verified: true },
    ]);
    const other = await signIn(buyer);
    expect((await asPerson('/users/@me/connections', other.access_token)).body).toEqual([]);
  });

  test('ends after a week and is renewed, once per refresh token', async () => {
    const { access_token, refresh_token } = await signIn(buyer);
    time += 7 * 24 * 3_600_000 + 1;
    expect((await asPerson('/users/@me', access_token)).status).toBe(401);
    const renewed = await token({ grant_type: 'refresh_token', refresh_token });
    expect((await asPerson('/users/@me', textAt(renewed.body, 'access_token'))).status).toBe(200);
    expect(await token({ grant_type: 'refresh_token', refresh_token })).toMatchObject({
      body: { error: 'invalid_grant' },
    });
  });

  test('ends when it is revoked, and its refresh token with it', async () => {
    const { access_token, refresh_token } = await signIn(buyer);
    expect((await token({ token: access_token }, '/api/v10/oauth2/token/revoke')).status).toBe(200);
    expect((await asPerson('/users/@me', access_token)).status).toBe(401);
    expect(await token({ grant_type: 'refresh_token', refresh_token })).toMatchObject({
      body: { error: 'invalid_grant' },
    });
  });
});

test('the token endpoint takes no JSON', async () => {
  const response = await fetch(`${discord.origin}/api/v10/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: appId, client_secret: clientSecret }),
  });
  expect(response.status).toBe(400);
});
