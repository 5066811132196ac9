import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiClient, StreamNotLiveError } from '@twurple/api';
import { AppTokenAuthProvider, exchangeCode, getTokenInfo, RefreshingAuthProvider, revokeToken } from '@twurple/auth';
import { people, standInDefaults, startStandIn } from './stand-in-fixture.ts';
import type { TwitchStandIn } from './server.ts';

const { clientId, clientSecret } = standInDefaults;
const redirectUri = standInDefaults.redirectUris[0];
let twitch: TwitchStandIn;
let worldNow = Date.parse('2027-03-01T12:00:00Z');

beforeEach(async () => {
  twitch = await startStandIn({ now: () => worldNow });
  process.env['TWURPLE_MOCK_API_PORT'] = String(twitch.port);
});
afterEach(() => twitch.close());

function asApp(): ApiClient {
  return new ApiClient({
    authProvider: new AppTokenAuthProvider(clientId, clientSecret),
    logger: { minLevel: 'critical' },
  });
}

function authorizeUrl(values: Record<string, string>): URL {
  const url = new URL('/oauth2/authorize', twitch.origin);
  const query = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', state: 's&1', ...values };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

async function consent(userId: string, scope: string): Promise<URL> {
  const answer = await fetch(authorizeUrl({ scope }), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ as: userId }),
  });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '');
}

async function asPerson(userId: string, scope: string): Promise<ApiClient> {
  const code = (await consent(userId, scope)).searchParams.get('code') ?? '';
  const authProvider = new RefreshingAuthProvider({ clientId, clientSecret });
  await authProvider.addUserForToken(await exchangeCode(clientId, clientSecret, code, redirectUri));
  return new ApiClient({ authProvider, logger: { minLevel: 'critical' } });
}

describe('id.twitch.tv', () => {
  test('a person who agrees comes back with the state and a code that works once', async () => {
    const back = await consent(people.rika.id, 'channel:bot user:read:email');
    expect(back.origin + back.pathname).toBe(redirectUri);
    expect(back.searchParams.get('state')).toBe('s&1');
    const code = back.searchParams.get('code') ?? '';
    const token = await exchangeCode(clientId, clientSecret, code, redirectUri);
    const info = await getTokenInfo(token.accessToken, clientId);
    expect([info.userId, info.userName, info.scopes]).toEqual([
      people.rika.id,
      'rika',
      ['channel:bot', 'user:read:email'],
    ]);
    await expect(exchangeCode(clientId, clientSecret, code, redirectUri)).rejects.toMatchObject({ statusCode: 400 });
  });

  test('a person who declines comes back with access_denied', async () => {
    const answer = await fetch(authorizeUrl({ scope: '' }), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ deny: '1' }),
    });
    const back = new URL(answer.headers.get('location') ?? '');
    expect([back.searchParams.get('error'), back.searchParams.get('state')]).toEqual(['access_denied', 's&1']);
  });

  test('nobody is sent to an address that was not registered', async () => {
    const answer = await fetch(authorizeUrl({ redirect_uri: `${redirectUri}/x`, as: people.rika.id }), {
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  test('a code is worth nothing with another redirect address', async () => {
    twitch.allowRedirect('http://localhost:4000/other');
    const code = (await consent(people.rika.id, '')).searchParams.get('code') ?? '';
    await expect(exchangeCode(clientId, clientSecret, code, 'http://localhost:4000/other')).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  test('the page lists the people of the sandbox and escapes what the address says', async () => {
    const page = await (await fetch(authorizeUrl({ scope: '<script>alert(1)</script>' }))).text();
    for (const person of Object.values(people)) expect(page).toContain(`value="${person.id}"`);
    expect(page).not.toContain('<script>');
  });

  test('a wrong client secret gets no token', async () => {
    const api = new ApiClient({ authProvider: new AppTokenAuthProvider(clientId, 'wrong') });
    await expect(api.users.getUserByName('rika')).rejects.toMatchObject({ statusCode: 403 });
  });

  test('a stale access token is refreshed by the client and the call goes through', async () => {
    const api = await asPerson(people.rika.id, 'channel:manage:broadcast');
    twitch.goLive(people.rika.id);
    twitch.model.tokens.expireAccess(people.rika.id);
    const marker = await api.streams.createStreamMarker(people.rika.id, 'after refresh');
    expect(marker.description).toBe('after refresh');
  });

  test('a revoked token is refused', async () => {
    const code = (await consent(people.rika.id, '')).searchParams.get('code') ?? '';
    const token = await exchangeCode(clientId, clientSecret, code, redirectUri);
    await revokeToken(clientId, token.accessToken);
    await expect(getTokenInfo(token.accessToken, clientId)).rejects.toThrow();
  });
});

describe('Helix', () => {
  test('people are found by id and by login, and strangers are not', async () => {
    const api = asApp();
    expect((await api.users.getUserById(people.rika.id))?.displayName).toBe('Rika');
    expect((await api.users.getUserByName('tomo'))?.id).toBe(people.tomo.id);
    expect(await api.users.getUserByName('nobody')).toBeNull();
  });

  test('an e-mail address is shown only to its owner with the scope', async () => {
    const owner = await asPerson(people.rika.id, 'user:read:email');
    const self = await owner.users.getAuthenticatedUser(people.rika.id);
    const other = await owner.asUser(people.rika.id, (as) => as.users.getUserById(people.tomo.id));
    expect([self.email, other?.displayName]).toEqual(['rika@builders.test', 'Tomo']);
    const plain = await asPerson(people.rika.id, 'channel:bot');
    expect((await plain.users.getAuthenticatedUser(people.rika.id)).email).toBeUndefined();
  });

  test('a stream is listed with its start while its channel is live, and no longer', async () => {
    const api = asApp();
    expect(await api.streams.getStreamByUserId(people.rika.id)).toBeNull();
    twitch.goLive(people.rika.id, 'Building C5-7K3QF2M');
    const stream = await api.streams.getStreamByUserId(people.rika.id);
    expect([stream?.title, stream?.startDate.getTime()]).toEqual(['Building C5-7K3QF2M', worldNow]);
    twitch.goOffline(people.rika.id);
    expect(await api.streams.getStreamByUserId(people.rika.id)).toBeNull();
  });

  test('the title of a channel is known while it is offline', async () => {
    twitch.setTitle(people.rika.id, 'Back at eight');
    expect((await asApp().channels.getChannelInfoById(people.rika.id))?.title).toBe('Back at eight');
  });

  test('a broadcast leaves a video that names its stream and grows until the end', async () => {
    const api = asApp();
    twitch.goLive(people.rika.id, 'Soldering');
    const streamId = (await api.streams.getStreamByUserId(people.rika.id))?.id;
    worldNow += 3_725_000;
    const growing = await api.videos.getVideosByUser(people.rika.id, { type: 'archive' });
    twitch.goOffline(people.rika.id);
    worldNow += 60_000;
    const ended = await api.videos.getVideosByUser(people.rika.id, { type: 'archive' });
    expect(growing.data.map((video) => [video.streamId, video.duration])).toEqual([[streamId, '1h2m5s']]);
    expect(ended.data.map((video) => video.durationInSeconds)).toEqual([3725]);
  });

  test('a channel that keeps no videos has none, and no marker can be set', async () => {
    const api = await asPerson(people.rika.id, 'channel:manage:broadcast');
    twitch.model.channels.setKeepsVideos(people.rika.id, false);
    twitch.goLive(people.rika.id);
    expect((await asApp().videos.getVideosByUser(people.rika.id)).data).toEqual([]);
    await expect(api.streams.createStreamMarker(people.rika.id, 'x')).rejects.toBeInstanceOf(StreamNotLiveError);
  });

  test('a marker needs the scope, the own channel and at most 140 characters', async () => {
    twitch.goLive(people.rika.id);
    worldNow += 90_000;
    const api = await asPerson(people.rika.id, 'channel:manage:broadcast');
    expect((await api.streams.createStreamMarker(people.rika.id, 'x'.repeat(140))).positionInSeconds).toBe(90);
    await expect(api.streams.createStreamMarker(people.rika.id, 'x'.repeat(141))).rejects.toMatchObject({
      statusCode: 400,
    });
    const other = await asPerson(people.tomo.id, 'channel:manage:broadcast');
    const body = JSON.stringify({ user_id: people.rika.id });
    const token = await other._authProvider.getAccessTokenForUser(people.tomo.id);
    const answer = await fetch(`${twitch.origin}/helix/streams/markers`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token?.accessToken}`, 'client-id': clientId },
    });
    expect(answer.status).toBe(403);
  });

  test('a clip is made of a live channel only, and can then be found', async () => {
    const api = await asPerson(people.rika.id, 'clips:edit');
    await expect(api.clips.createClip({ channel: people.rika.id })).rejects.toMatchObject({ statusCode: 404 });
    twitch.goLive(people.rika.id, 'Lubing');
    twitch.faults.clipDelayMs = 0;
    const id = await api.clips.createClip({ channel: people.rika.id });
    const clip = await asApp().clips.getClipById(id);
    expect([clip?.broadcasterId, clip?.creatorId, clip?.title]).toEqual([people.rika.id, people.rika.id, 'Lubing']);
  });

  test('a clip that is still being made is not found, and one that fails never is', async () => {
    const api = await asPerson(people.rika.id, 'clips:edit');
    twitch.goLive(people.rika.id);
    twitch.faults.clipDelayMs = Infinity;
    const id = await api.clips.createClip({ channel: people.rika.id });
    expect(await asApp().clips.getClipById(id)).toBeNull();
    expect(twitch.snapshot()).toMatchObject({ clips: [{ id, foundFrom: null }] });
  });

  test('recordings that Twitch has deleted are not found, neither by id nor in the list', async () => {
    const api = asApp();
    twitch.goLive(people.rika.id);
    twitch.goOffline(people.rika.id);
    const [video] = (await api.videos.getVideosByUser(people.rika.id)).data;
    expect(video?.streamId).toBeDefined();
    twitch.model.recordings.expire(people.rika.id);
    expect((await api.videos.getVideosByUser(people.rika.id)).data).toEqual([]);
    const headers = { authorization: `Bearer ${twitch.botToken().accessToken}`, 'client-id': clientId };
    expect((await fetch(`${twitch.origin}/helix/videos?id=${video?.id}`, { headers })).status).toBe(404);
  });

  test('the bot speaks through the API once it and the channel allow it', async () => {
    const api = asApp();
    const send = (): Promise<unknown> =>
      api.chat.sendChatMessageAsApp(people.bot.id, people.tomo.id, 'Order C5-7K3QF2M is on the bench');
    twitch.botToken();
    await expect(send()).rejects.toMatchObject({ statusCode: 401 });
    await asPerson(people.tomo.id, 'channel:bot');
    await send();
    expect(twitch.model.chat.lines(people.tomo.id).map((line) => [line.userId, line.text])).toEqual([
      [people.bot.id, 'Order C5-7K3QF2M is on the bench'],
    ]);
  });

  test.each([
    ['no token', {}, 'OAuth token is missing'],
    ['an unknown token', { authorization: 'Bearer x', 'client-id': clientId }, 'Invalid OAuth token'],
    ['no client id', { authorization: 'Bearer x' }, 'Client ID is missing'],
  ])('a call with %s is refused as Twitch refuses it', async (_, headers, message) => {
    const answer = await fetch(`${twitch.origin}/helix/users?id=1001`, { headers });
    expect(await answer.json()).toEqual({ error: 'Unauthorized', status: 401, message });
  });

  test("a token is refused under another client's id", async () => {
    const { accessToken } = twitch.botToken();
    const headers = { authorization: `Bearer ${accessToken}`, 'client-id': 'somebody-else' };
    expect((await fetch(`${twitch.origin}/helix/users`, { headers })).status).toBe(401);
  });

  test('while Twitch is down every call fails, and afterwards all is as before', async () => {
    const api = asApp();
    twitch.setTitle(people.rika.id, 'Still here');
    twitch.faults.down = true;
    expect((await fetch(`${twitch.origin}/helix/users`)).status).toBe(503);
    twitch.faults.down = false;
    expect((await api.channels.getChannelInfoById(people.rika.id))?.title).toBe('Still here');
  });
});
