import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeId } from '#shared/ids.ts';
import { people as twitchPeople, startStandIn } from '../../sandbox/twitch/stand-in-fixture.ts';
import type { TwitchStandIn } from '../../sandbox/twitch/server.ts';
import type { Grant } from '../domain/stream-records.ts';
import { UpstreamError } from '../ports/payments.ts';
import type { Store } from '../ports/store.ts';
import { sqliteStore } from '../adapters/store/sqlite.ts';
import { twitchChannelAccess, type AccessSettings } from '../adapters/twitch/channel-access.ts';
import { sealer } from '../adapters/sealing/sealer.ts';

const redirectUrl = 'http://localhost:4000/connect/twitch/return';
const [key, olderKey] = ['a key of the tests, twenty-four long', 'an older key of the tests, as long'];
const channelId = twitchPeople.rika.id;

let twitch: TwitchStandIn;
let store: Store;
beforeAll(async () => {
  twitch = await startStandIn({ redirectUris: [redirectUrl] });
  process.env['TWURPLE_MOCK_API_PORT'] = String(twitch.port);
});
afterAll(() => twitch.close());
beforeEach(() => {
  store = sqliteStore({ path: ':memory:' });
});
afterEach(async () => {
  twitch.faults.down = false;
  await store.close();
});

/** One process's access; several of them share the store. */
function access(changes: Partial<AccessSettings> = {}) {
  return twitchChannelAccess({
    clientId: 'app-client',
    clientSecret: 'app-secret',
    authorizeUrl: `${twitch.origin}/oauth2/authorize`,
    redirectUrl,
    sealer: sealer([key], 'twitch-tokens'),
    store,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 25)),
    ...changes,
  });
}

async function accepted(scopes?: string) {
  const page = new URL(access().consentUrl('state'));
  page.searchParams.set('as', channelId);
  if (scopes !== undefined) page.searchParams.set('scope', scopes);
  const agreed = await fetch(page, { redirect: 'manual' });
  const consented = await access().accept(new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? '');
  if (!consented) throw new Error('the code was not honoured');
  return consented;
}

async function keep(changes: Partial<Grant> = {}): Promise<Grant> {
  const { login, scopes, sealedTokens } = await accepted();
  const builderId = makeId('citizen', 'rika00000000');
  const before = await store.get('grant', channelId);
  const grant: Grant = {
    id: channelId,
    version: before?.version ?? 0,
    builderId,
    login,
    scopes,
    sealedTokens,
    connectedAt: 0,
    ended: null,
    ...changes,
  };
  await store.commit({ put: [{ kind: 'grant', record: grant }] });
  return { ...grant, version: grant.version + 1 };
}

const kept = async () => {
  const grant = await store.get('grant', channelId);
  if (!grant) throw new Error('nothing is kept');
  return grant;
};
type Opened = { readonly accessToken: string; readonly refreshToken: string; readonly expiresAt: number };
const opened = (grant: Grant): Opened =>
  JSON.parse(sealer([key], 'twitch-tokens').unseal(grant.sealedTokens ?? '', channelId) ?? '');
/** The tokens as they are after four hours. */
async function age(): Promise<void> {
  const grant = await kept();
  const sealedTokens = sealer([key], 'twitch-tokens').seal(
    JSON.stringify({ ...opened(grant), expiresAt: Date.now() }),
    channelId,
  );
  await store.commit({ put: [{ kind: 'grant', record: { ...grant, sealedTokens } }] });
  twitch.model.tokens.expireAccess(channelId);
}
const issued = () => twitch.model.tokens.dump().accessTokens.length;
const isHonoured = (token: string) => twitch.model.tokens.find(token) !== undefined;

describe('a consent', () => {
  test('is whose Twitch says it is, with the scopes that Twitch says were granted', async () => {
    const consented = await accepted('clips:edit');
    expect(consented).toMatchObject({ channelId, login: 'rika', scopes: ['clips:edit'] });
    expect(consented.sealedTokens).toMatch(/^1\./);
  });

  test('is none when Twitch does not honour the code, and no answer is not taken for a no', async () => {
    expect(await access().accept('made-up')).toBeUndefined();
    twitch.faults.down = true;
    await expect(access().accept('made-up')).rejects.toThrow(UpstreamError);
  });

  test('whose tokens are given back is honoured no more; giving back never fails', async () => {
    const { sealedTokens } = await keep();
    expect(await access().verify(channelId)).toBe('honoured');
    await access().giveBack({ channelId, sealedTokens: sealedTokens ?? '' });
    expect(isHonoured(opened(await kept()).accessToken)).toBe(false);
    await access().giveBack({ channelId, sealedTokens: 'nonsense' });
    twitch.faults.down = true;
    await access().giveBack({ channelId, sealedTokens: sealedTokens ?? '' });
  });
});

describe('a token that is about to end', () => {
  test('is renewed before it is used, and the new one is kept', async () => {
    await keep();
    await age();
    twitch.goLive(channelId, 'live');
    const open = await access().open(channelId);
    if (typeof open === 'string') throw new Error(open);
    expect(await open.createMarker('x'.repeat(200))).toEqual({ made: expect.stringMatching(/^\d+$/) });
    expect(isHonoured(opened(await kept()).accessToken)).toBe(true);
    twitch.goOffline(channelId);
    expect(await open.createClip()).toBe('no');
  });

  test('is renewed once by two processes that need it at the same moment, and both use what is kept', async () => {
    await keep();
    await age();
    const before = issued();
    const processes = [access(), access(), access(), access()];
    expect(await Promise.all(processes.map((each) => each.verify(channelId)))).toEqual(Array(4).fill('honoured'));
    expect(issued()).toBe(before + 1);
    expect(isHonoured(opened(await kept()).accessToken)).toBe(true);
  });

  test('is not renewed by one who looked before another had renewed it, and whose turn comes after', async () => {
    await keep();
    await age();
    const before = issued();
    let others = 0;
    const late = {
      ...store,
      async lease(...asked: Parameters<Store['lease']>) {
        if (others++ === 0) expect(await access().verify(channelId)).toBe('honoured');
        return store.lease(...asked);
      },
    };
    expect(await access({ store: late }).verify(channelId)).toBe('honoured');
    expect(issued()).toBe(before + 1);
  });

  test('is renewed in vain when the consent ended meanwhile: it stays ended', async () => {
    await keep();
    await age();
    const ending = {
      ...store,
      async commit(change: Parameters<Store['commit']>[0]) {
        const grant = await kept();
        const record = { ...grant, sealedTokens: null, ended: { at: 1, why: 'unlinked' as const } };
        if (!grant.ended) await store.commit({ put: [{ kind: 'grant', record }] });
        return store.commit(change);
      },
    };
    expect(await access({ store: ending }).open(channelId)).toBe('ended');
    expect(await kept()).toMatchObject({ sealedTokens: null, ended: { why: 'unlinked' } });
  });

  test('does not replace the tokens of a consent that was given anew meanwhile', async () => {
    await keep();
    await age();
    let anew: Grant | undefined;
    const renewing = {
      ...store,
      async commit(change: Parameters<Store['commit']>[0]) {
        anew ??= await keep();
        return store.commit(change);
      },
    };
    expect(typeof (await access({ store: renewing }).open(channelId))).toBe('object');
    expect(await kept()).toEqual(anew);
  });

  test('is kept although something else about the consent changed meanwhile', async () => {
    await keep();
    await age();
    let changed = false;
    const renaming = {
      ...store,
      async commit(change: Parameters<Store['commit']>[0]) {
        if (!changed) {
          changed = true;
          await store.commit({ put: [{ kind: 'grant', record: { ...(await kept()), login: 'rika_renamed' } }] });
        }
        return store.commit(change);
      },
    };
    expect(await access({ store: renaming }).verify(channelId)).toBe('honoured');
    expect((await kept()).login).toBe('rika_renamed');
    expect(isHonoured(opened(await kept()).accessToken)).toBe(true);
  });

  test('that Twitch will not renew means that the consent is void; a Twitch that is away means nothing', async () => {
    await keep();
    await age();
    twitch.faults.down = true;
    await expect(access().open(channelId)).rejects.toThrow(UpstreamError);
    twitch.faults.down = false;
    twitch.model.disconnect(channelId);
    expect(await access().open(channelId)).toBe('refused');
    expect(await access().verify(channelId)).toBe('refused');
    expect((await kept()).ended).toBeNull();
  });

  test.each([{ clientId: 'mistyped' }, { clientSecret: 'mistyped' }])(
    'is not void because our own credentials are wrong: %j',
    async (mistake) => {
      await keep();
      await age();
      await expect(access(mistake).verify(channelId)).rejects.toThrow(UpstreamError);
      expect(await access().verify(channelId)).toBe('honoured');
    },
  );
});

test('a token that was withdrawn before its time is renewed, and what was asked for is made once', async () => {
  await keep();
  twitch.goLive(channelId, 'live');
  const open = await access().open(channelId);
  if (typeof open === 'string') throw new Error(open);
  twitch.model.tokens.expireAccess(channelId);
  const markers = twitch.model.recordings.markers().length;
  expect(await open.createMarker('once')).toMatchObject({ made: expect.any(String) });
  expect(twitch.model.recordings.markers()).toHaveLength(markers + 1);
  twitch.model.disconnect(channelId);
  expect(await open.createMarker('never')).toBe('refused');
  twitch.goOffline(channelId);
});

test('what an older key closed is closed by the newer one at the next renewal; with neither it is a fault of ours', async () => {
  await keep();
  const grant = await kept();
  const sealedTokens = sealer([olderKey], 'twitch-tokens').seal(
    JSON.stringify({ ...opened(grant), expiresAt: 0 }),
    channelId,
  );
  await store.commit({ put: [{ kind: 'grant', record: { ...grant, sealedTokens } }] });
  await expect(access().open(channelId)).rejects.toThrow('TOKEN_KEYS');
  expect(await access({ sealer: sealer([key, olderKey], 'twitch-tokens') }).verify(channelId)).toBe('honoured');
  expect(await access().verify(channelId)).toBe('honoured');
});
