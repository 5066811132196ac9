import { randomUUID } from 'node:crypto';
import { callTwitchApi } from '@twurple/api-call';
import { exchangeCode, getTokenInfo, InvalidTokenError, refreshUserToken, revokeToken } from '@twurple/auth';
import type { AccessToken } from '@twurple/auth';
import * as z from 'zod/mini';
import type { Grant } from '../../domain/stream-records.ts';
import { askedScopes, type ChannelAccess, type Made } from '../../ports/channel-access.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Sealer } from '../../ports/sealer.ts';
import type { Store } from '../../ports/store.ts';
import { asked, saidBy, statusOf } from './asking.ts';

/** The application as registered with Twitch, and where consents are kept. */
export type AccessSettings = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authorizeUrl: string;
  /** Exactly as registered. */
  readonly redirectUrl: string;
  readonly sealer: Sealer;
  readonly store: Pick<Store, 'get' | 'commit' | 'lease' | 'release'>;
  readonly pause: (ms: number) => Promise<void>;
};

const Tokens = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresAt: z.number() });
type Tokens = z.infer<typeof Tokens>;
/** The grant as it is kept, with its tokens opened. */
type Held = { readonly grant: Grant; readonly sealed: string; readonly tokens: Tokens };

/** A token that ends this soon is renewed before it is used. */
const marginMs = 60_000;
/** Renewing is done by one process at a time, and others wait for what it brings. */
const renewalMs = 15_000;
const waitMs = 250;
const waitsMax = 80;
const keepTriesMax = 12;

const Answer = z.object({ data: z.array(z.object({ id: z.string() })).check(z.minLength(1)) });

/** `ChannelAccess` on Twitch's OAuth and Helix. */
export function twitchChannelAccess(settings: AccessSettings): ChannelAccess {
  const { clientId, clientSecret, authorizeUrl, redirectUrl, sealer } = settings;
  const seal = (channelId: string, token: AccessToken): string =>
    sealer.seal(JSON.stringify(tokensOf(token)), channelId);

  const act = async (channelId: string, call: (token: string) => Promise<unknown>): Promise<Made> => {
    for (let tries = 0, stale: string | null = null; tries < 2; tries++) {
      const held = await hold(settings, channelId, stale);
      if (typeof held === 'string') return 'refused';
      try {
        const { data } = Answer.parse(await asked(() => call(held.tokens.accessToken)));
        return data[0] ? { made: data[0].id } : 'no';
      } catch (error) {
        const status = statusOf(error);
        // Nothing was made: the token was withdrawn before its time, and a renewed one may be honoured.
        if (status === 401 && tries === 0) stale = held.sealed;
        else if (status === 401) return 'refused';
        else if (status !== undefined && status >= 400 && status < 500 && status !== 429) return 'no';
        else throw error;
      }
    }
    return 'refused';
  };

  return {
    consentUrl(state) {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUrl,
        scope: askedScopes.join(' '),
        // Whoever is signed in as somebody else at Twitch sees it there, and can change that.
        force_verify: 'true',
        state,
      });
      return `${authorizeUrl}?${query.toString()}`;
    },
    async accept(code) {
      let token: AccessToken;
      try {
        token = await asked(() => exchangeCode(clientId, clientSecret, code, redirectUrl));
      } catch (error) {
        const status = statusOf(error);
        if (status === 400 || status === 401) return undefined;
        throw error;
      }
      const { clientId: issuedTo, userId, userName, scopes } = await asked(() => getTokenInfo(token.accessToken));
      if (issuedTo !== clientId || userId === null || userName === null) return undefined;
      return { channelId: userId, login: userName, scopes: [...scopes], sealedTokens: seal(userId, token) };
    },
    async giveBack({ channelId, sealedTokens }) {
      const tokens = openTokens(settings, channelId, sealedTokens);
      if (!tokens) return;
      // Twitch forgets an unused token by itself; nobody need wait for it to agree.
      await asked(() => revokeToken(clientId, tokens.accessToken)).catch(() => {});
    },
    async open(channelId) {
      const held = await hold(settings, channelId, null);
      if (typeof held === 'string') return held;
      return {
        createMarker: (description) =>
          act(channelId, (token) =>
            callTwitchApi(
              {
                type: 'helix',
                url: 'streams/markers',
                method: 'POST',
                jsonBody: { user_id: channelId, description: Array.from(description).slice(0, 140).join('') },
              },
              clientId,
              token,
            ),
          ),
        createClip: () =>
          act(channelId, (token) =>
            callTwitchApi(
              { type: 'helix', url: 'clips', method: 'POST', query: { broadcaster_id: channelId } },
              clientId,
              token,
            ),
          ),
      };
    },
    async verify(channelId) {
      for (let tries = 0, stale: string | null = null; tries < 2; tries++) {
        const held = await hold(settings, channelId, stale);
        if (typeof held === 'string') return held;
        try {
          await asked(() => getTokenInfo(held.tokens.accessToken));
          return 'honoured';
        } catch (error) {
          if (!(error instanceof UpstreamError && error.cause instanceof InvalidTokenError)) throw error;
          stale = held.sealed;
        }
      }
      return 'refused';
    },
  };
}

function tokensOf(token: AccessToken, former?: Tokens): Tokens {
  const refreshToken = token.refreshToken ?? former?.refreshToken ?? '';
  // A token that never ends is asked about within the day all the same.
  const expiresAt = token.obtainmentTimestamp + (token.expiresIn ?? 86_400) * 1_000;
  return { accessToken: token.accessToken, refreshToken, expiresAt };
}

function openTokens({ sealer }: AccessSettings, channelId: string, sealed: string): Tokens | undefined {
  const text = sealer.unseal(sealed, channelId);
  return text === undefined ? undefined : Tokens.parse(JSON.parse(text));
}

/**
 * The consent with a token that is good for a while.
 *
 * @param stale the sealed tokens that Twitch did not honour; these are renewed whatever time they had left
 */
async function hold(
  settings: AccessSettings,
  channelId: string,
  stale: string | null,
): Promise<Held | 'ended' | 'refused'> {
  const holder = randomUUID();
  const lease = `twitch-token:${channelId}`;
  for (let waits = 0; waits < waitsMax; waits++) {
    const held = await readHeld(settings, channelId);
    if (typeof held === 'string') return held;
    if (held.sealed !== stale && held.tokens.expiresAt - marginMs > Date.now()) return held;
    if (await settings.store.lease(lease, holder, Date.now(), Date.now() + renewalMs)) {
      try {
        return await renew(settings, channelId, stale);
      } finally {
        await settings.store.release(lease, holder);
      }
    }
    await settings.pause(waitMs);
  }
  throw new UpstreamError('twitch', 'a token is being renewed elsewhere', { retryable: true });
}

async function readHeld(settings: AccessSettings, channelId: string): Promise<Held | 'ended'> {
  const grant = await settings.store.get('grant', channelId);
  if (!grant?.sealedTokens || grant.ended) return 'ended';
  const tokens = openTokens(settings, channelId, grant.sealedTokens);
  // Its key is not among ours: a mistake of the operator's, which must not cost builders their consent.
  if (!tokens) throw new Error(`the tokens of channel ${channelId} do not open with any of TOKEN_KEYS`);
  return { grant, sealed: grant.sealedTokens, tokens };
}

/** Renews a token and keeps the new one. Only the holder of the lease comes here, and looks whether the former one was faster. */
async function renew(
  settings: AccessSettings,
  channelId: string,
  stale: string | null,
): Promise<Held | 'ended' | 'refused'> {
  const held = await readHeld(settings, channelId);
  if (typeof held === 'string') return held;
  if (held.sealed !== stale && held.tokens.expiresAt - marginMs > Date.now()) return held;
  const { clientId, clientSecret } = settings;
  let token: AccessToken;
  try {
    token = await asked(() => refreshUserToken(clientId, clientSecret, held.tokens.refreshToken));
  } catch (error) {
    const status = statusOf(error);
    // Of an application that it does not know Twitch says so by the same status: that is our mistake, and no builder's refusal.
    const isOurs = /invalid client/i.test(saidBy(error));
    if ((status === 400 || status === 401) && !isOurs) return 'refused';
    throw error;
  }
  return keepRenewed(settings, held, token);
}

/** A grant that changed meanwhile is kept with the new token, unless it ended or was given anew: then that stands. */
async function keepRenewed(
  settings: AccessSettings,
  renewed: Held,
  token: AccessToken,
): Promise<Held | 'ended' | 'refused'> {
  const { sealer, store } = settings;
  const tokens = tokensOf(token, renewed.tokens);
  const channelId = renewed.grant.id;
  const sealed = sealer.seal(JSON.stringify(tokens), channelId);
  for (let tries = 0, current = renewed.grant; tries < keepTriesMax; tries++) {
    const grant: Grant = { ...current, scopes: [...token.scope], sealedTokens: sealed };
    const { result } = await store.commit({ put: [{ kind: 'grant', record: grant }] });
    if (result === 'committed') return { grant: { ...grant, version: grant.version + 1 }, sealed, tokens };
    const now = await readHeld(settings, channelId);
    if (typeof now === 'string' || now.sealed !== renewed.sealed) return now;
    current = now.grant;
  }
  throw new Error(`the consent for channel ${channelId} kept changing`);
}
