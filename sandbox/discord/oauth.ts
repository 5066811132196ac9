import { createHash, timingSafeEqual } from 'node:crypto';
import type { DiscordUser, World } from './model.ts';

/** What an app may ask of a person here. Others are refused as `invalid_scope`. */
const knownScopes = [
  'identify',
  'email',
  'openid',
  'connections',
  'guilds',
  'guilds.members.read',
  'role_connections.write',
  'rpc.activities.write',
  'applications.commands',
  'bot',
];

const codeLifeMs = 10 * 60_000;
const accessLifeMs = 7 * 24 * 3_600_000;
const grantsKept = 1000;

/** A person's consent: to these scopes, for this app. */
export type Grant = { readonly userId: string; readonly scopes: readonly string[]; readonly expiresAt: number };

type CodeGrant = Grant & { readonly redirectUri: string | null; readonly challenge: string | null };

/** Who the app is, and what people have allowed it. Tokens are the keys. */
export type OAuth = {
  readonly world: World;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly codes: Map<string, CodeGrant>;
  readonly access: Map<string, Grant & { readonly refreshToken: string }>;
  readonly refresh: Map<string, Grant>;
};

/** An app nobody has allowed anything yet. */
export function createOAuth(world: World, clientSecret: string, redirectUris: readonly string[]): OAuth {
  return { world, clientSecret, redirectUris, codes: new Map(), access: new Map(), refresh: new Map() };
}

/** What a person is asked on the consent page. */
export type Asking = {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly challenge: string | null;
};

function backTo(redirectUri: string, params: Readonly<Record<string, string | null>>): string {
  const url = new URL(redirectUri);
  for (const [key, value] of Object.entries(params)) if (value !== null) url.searchParams.set(key, value);
  return url.href;
}

/**
 * Reads the query of the consent page.
 *
 * @returns what to ask; or where to send the browser back with an error; or a sentence to show, where the browser
 *   must not be sent anywhere because the app or its address is not known
 */
export function readAsking(
  oauth: OAuth,
  query: URLSearchParams,
): { readonly ask: Asking } | { readonly redirect: string } | { readonly sentence: string } {
  const redirectUri =
    query.get('redirect_uri') ?? (oauth.redirectUris.length === 1 ? oauth.redirectUris[0] : undefined);
  if (query.get('client_id') !== oauth.world.applicationId) return { sentence: 'Unknown Application' };
  if (redirectUri === undefined || !oauth.redirectUris.includes(redirectUri))
    return { sentence: 'Invalid OAuth2 redirect_uri' };
  const state = query.get('state');
  const refuse = (error: string, error_description: string) => ({
    redirect: backTo(redirectUri, { error, error_description, state }),
  });
  const scopes = (query.get('scope') ?? '').split(' ').filter((each) => each !== '');
  if (query.get('response_type') !== 'code') {
    return refuse('unsupported_response_type', 'The authorization server does not support obtaining a code this way.');
  }
  if (scopes.length === 0 || scopes.some((each) => !knownScopes.includes(each))) {
    return refuse('invalid_scope', 'The requested scope is invalid, unknown, or malformed.');
  }
  const challenge = query.get('code_challenge');
  if (challenge !== null && query.get('code_challenge_method') !== 'S256') {
    return refuse('invalid_request', 'code_challenge_method must be S256.');
  }
  return { ask: { redirectUri, scopes, state, challenge } };
}

function forgetOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size < grantsKept) return;
    map.delete(key);
  }
}

/** Makes a code for a person's consent; `redirectUri` null where no browser is redirected, as inside an activity. */
export function grantCode(
  oauth: OAuth,
  userId: string,
  asked: Pick<Asking, 'scopes' | 'challenge'> & { readonly redirectUri: string | null },
): string {
  if (!oauth.world.users.has(userId)) throw new Error(`no user ${userId}`);
  forgetOldest(oauth.codes);
  const code = oauth.world.sources.newToken();
  const { scopes, challenge, redirectUri } = asked;
  oauth.codes.set(code, { userId, scopes, challenge, redirectUri, expiresAt: oauth.world.sources.now() + codeLifeMs });
  return code;
}

/** Where the browser goes after the person said yes. */
export function redirectAllowed(oauth: OAuth, asking: Asking, userId: string): string {
  const code = grantCode(oauth, userId, asking);
  return backTo(asking.redirectUri, { code, state: asking.state, iss: 'https://discord.com' });
}

/** Where the browser goes after the person said no. */
export function redirectDenied(asking: Asking): string {
  const error_description = 'The resource owner or authorization server denied the request';
  return backTo(asking.redirectUri, { error: 'access_denied', error_description, state: asking.state });
}

/** The answer of the token endpoint, as it goes over the wire. */
export type TokenAnswer = { readonly status: number; readonly body: Readonly<Record<string, string | number>> };

function refuse(error: string, error_description?: string, status = 400): TokenAnswer {
  return { status, body: { error, ...(error_description === undefined ? {} : { error_description }) } };
}

function issue(oauth: OAuth, userId: string, scopes: readonly string[]): TokenAnswer {
  const { newToken, now } = oauth.world.sources;
  const accessToken = newToken();
  const refreshToken = newToken();
  forgetOldest(oauth.access);
  forgetOldest(oauth.refresh);
  oauth.access.set(accessToken, { userId, scopes, refreshToken, expiresAt: now() + accessLifeMs });
  oauth.refresh.set(refreshToken, { userId, scopes, expiresAt: Number.MAX_SAFE_INTEGER });
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      access_token: accessToken,
      expires_in: accessLifeMs / 1000,
      refresh_token: refreshToken,
      scope: scopes.join(' '),
    },
  };
}

function isClient(oauth: OAuth, form: URLSearchParams, authorization: string | undefined): boolean {
  const basic = /^Basic (.+)$/.exec(authorization ?? '')?.[1];
  const [id, ...secret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':');
  const given = basic === undefined ? form.get('client_secret') : secret.join(':');
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const clientId = basic === undefined ? form.get('client_id') : id;
  return clientId === oauth.world.applicationId && timingSafeEqual(digest(given ?? ''), digest(oauth.clientSecret));
}

function exchangeCode(oauth: OAuth, form: URLSearchParams): TokenAnswer {
  const code = form.get('code') ?? '';
  const grant = oauth.codes.get(code);
  oauth.codes.delete(code);
  if (!grant || grant.expiresAt < oauth.world.sources.now())
    return refuse('invalid_grant', 'Invalid "code" in request.');
  if (grant.redirectUri !== null && form.get('redirect_uri') !== grant.redirectUri) {
    return refuse('invalid_grant', 'Invalid "redirect_uri" in request.');
  }
  if (grant.challenge !== null) {
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (verifier !== grant.challenge) return refuse('invalid_grant', 'Invalid "code_verifier" in request.');
  }
  return issue(oauth, grant.userId, grant.scopes);
}

function exchangeRefresh(oauth: OAuth, form: URLSearchParams): TokenAnswer {
  const token = form.get('refresh_token') ?? '';
  const grant = oauth.refresh.get(token);
  if (!grant) return refuse('invalid_grant', 'Invalid "refresh_token" in request.');
  dropRefresh(oauth, token);
  return issue(oauth, grant.userId, grant.scopes);
}

function dropRefresh(oauth: OAuth, refreshToken: string): void {
  oauth.refresh.delete(refreshToken);
  for (const [token, grant] of oauth.access) if (grant.refreshToken === refreshToken) oauth.access.delete(token);
}

/** The token endpoint. A code works once; a refresh token is replaced by its use. */
export function exchange(oauth: OAuth, form: URLSearchParams, authorization: string | undefined): TokenAnswer {
  if (!isClient(oauth, form, authorization)) return refuse('invalid_client', undefined, 401);
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(oauth, form);
    case 'refresh_token':
      return exchangeRefresh(oauth, form);
    default:
      return refuse('unsupported_grant_type', 'Grant type None is not supported');
  }
}

/** The revocation endpoint: either token ends the whole grant; an unknown one is no error. */
export function revoke(oauth: OAuth, form: URLSearchParams, authorization: string | undefined): TokenAnswer {
  if (!isClient(oauth, form, authorization)) return refuse('invalid_client', undefined, 401);
  const token = form.get('token') ?? '';
  dropRefresh(oauth, oauth.access.get(token)?.refreshToken ?? token);
  return { status: 200, body: {} };
}

/** The person behind a bearer token with a scope; undefined for a token that is unknown, expired, or without it. */
export function bearerOf(
  oauth: OAuth,
  authorization: string | undefined,
  scope: string | null,
): { readonly user: DiscordUser; readonly grant: Grant } | undefined {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '';
  const grant = oauth.access.get(token);
  const user = oauth.world.users.get(grant?.userId ?? '');
  if (!grant || !user || grant.expiresAt < oauth.world.sources.now()) return undefined;
  return scope === null || grant.scopes.includes(scope) ? { user, grant } : undefined;
}
