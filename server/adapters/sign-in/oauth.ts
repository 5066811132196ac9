import * as z from 'zod/mini';
import type { Platform } from '#shared/schemas/citizen.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Identity } from '../../ports/identity.ts';

/** One platform's OAuth 2 as this program uses it: the authorization code flow, to learn who somebody is. */
export type OAuthSettings = {
  readonly platform: Platform;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly userUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUrl: string;
};

const Token = z.object({ access_token: z.string() });
const DiscordUser = z.object({ id: z.string(), username: z.string() });
const TwitchUsers = z.object({ data: z.array(z.object({ id: z.string(), login: z.string() })).check(z.minLength(1)) });

/** `Identity` on Discord's or Twitch's OAuth. The access token is used once, to ask who it is, and kept nowhere. */
export function oauthIdentity(settings: OAuthSettings): Identity {
  return {
    consentUrl(state) {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: settings.clientId,
        redirect_uri: settings.redirectUrl,
        scope: settings.platform === 'discord' ? 'identify' : '',
        state,
      });
      return `${settings.authorizeUrl}?${query.toString()}`;
    },
    async accountOf(code) {
      const token = await exchange(settings, code);
      return token === undefined ? undefined : fetchAccount(settings, token);
    },
  };
}

async function exchange(settings: OAuthSettings, code: string): Promise<string | undefined> {
  const { clientId, clientSecret, redirectUrl } = settings;
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUrl,
    client_id: clientId,
    client_secret: clientSecret,
  };
  const response = await ask(settings, settings.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  if (response.status === 400 || response.status === 401) return undefined;
  return Token.parse(await answerOf(settings, response)).access_token;
}

async function fetchAccount(settings: OAuthSettings, token: string): ReturnType<Identity['accountOf']> {
  const response = await ask(settings, settings.userUrl, {
    headers: { authorization: `Bearer ${token}`, 'client-id': settings.clientId },
  });
  const answer = await answerOf(settings, response);
  if (settings.platform === 'discord') {
    const user = DiscordUser.parse(answer);
    return { platform: 'discord', id: user.id, handle: user.username };
  }
  const [user] = TwitchUsers.parse(answer).data;
  return user && { platform: 'twitch', id: user.id, handle: user.login };
}

async function ask(settings: OAuthSettings, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(8_000) });
  } catch (cause) {
    throw new UpstreamError(settings.platform, 'the sign-in partner did not answer', { retryable: true, cause });
  }
}

async function answerOf(settings: OAuthSettings, response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  throw new UpstreamError(settings.platform, `the sign-in partner answered ${response.status}`, { retryable: true });
}
