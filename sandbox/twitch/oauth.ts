import { replyAuthError, replyEmpty, replyJson, type Reply, type TwitchRequest } from './exchange.ts';
import type { TwitchModel } from './model.ts';
import type { TwitchUser } from './records.ts';
import type { UserTokens } from './tokens.ts';

/** The application as registered in Twitch's console. */
export type ApplicationRegistration = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Exact addresses to which a browser may be sent back. */
  readonly redirectUris: ReadonlySet<string>;
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

function tokenBody(tokens: UserTokens): Record<string, unknown> {
  const { access, refreshToken } = tokens;
  return {
    access_token: access.token,
    expires_in: Math.floor((access.expiresAt - access.issuedAt) / 1000),
    refresh_token: refreshToken,
    scope: access.scopes,
    token_type: 'bearer',
  };
}

function answerToken(request: TwitchRequest, model: TwitchModel, app: ApplicationRegistration): Reply {
  const form = new URLSearchParams(request.body);
  const read = (name: string): string => request.query.get(name) ?? form.get(name) ?? '';
  if (read('client_id') !== app.clientId) return replyAuthError(400, 'invalid client');
  if (read('client_secret') !== app.clientSecret) return replyAuthError(403, 'invalid client secret');
  switch (read('grant_type')) {
    case 'client_credentials': {
      const access = model.tokens.issueApp(app.clientId);
      const expiresIn = Math.floor((access.expiresAt - access.issuedAt) / 1000);
      return replyJson(200, { access_token: access.token, expires_in: expiresIn, token_type: 'bearer' });
    }
    case 'refresh_token': {
      const tokens = model.tokens.refresh(read('refresh_token'), app.clientId);
      return tokens === undefined ? replyAuthError(400, 'Invalid refresh token') : replyJson(200, tokenBody(tokens));
    }
    case 'authorization_code': {
      const tokens = model.tokens.exchangeCode(read('code'), app.clientId, read('redirect_uri'));
      if (tokens === undefined) return replyAuthError(400, 'Invalid authorization code');
      if (tokens.access.userId !== null) model.announceGrant(tokens.access.userId);
      return replyJson(200, tokenBody(tokens));
    }
    default:
      return replyAuthError(400, 'invalid grant type');
  }
}

function answerValidate(request: TwitchRequest, model: TwitchModel): Reply {
  const token = (request.headers.authorization ?? '').replace(/^(OAuth|Bearer) /, '');
  const access = model.tokens.find(token);
  if (access === undefined) return replyAuthError(401, 'invalid access token');
  const user = access.userId === null ? undefined : model.user(access.userId);
  return replyJson(200, {
    client_id: access.clientId,
    ...(user === undefined ? {} : { login: user.login, user_id: user.id }),
    scopes: access.scopes,
    expires_in: model.tokens.secondsLeft(access),
  });
}

function answerRevoke(request: TwitchRequest, model: TwitchModel): Reply {
  const form = new URLSearchParams(request.body);
  const read = (name: string): string => request.query.get(name) ?? form.get(name) ?? '';
  if (read('client_id') !== model.clientId) return replyAuthError(404, 'client does not exist');
  const revoked = model.tokens.revokeToken(read('token'), model.clientId);
  return revoked === undefined ? replyAuthError(400, 'Invalid token') : replyEmpty(200);
}

function withQuery(address: string, values: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  return url.href;
}

function sendBack(redirectUri: string, state: string | null, values: Readonly<Record<string, string>>): Reply {
  const location = withQuery(redirectUri, { ...values, ...(state === null ? {} : { state }) });
  return replyEmpty(302, { location });
}

function consentPage(query: URLSearchParams, users: readonly TwitchUser[], redirectUri: string): Reply {
  const action = escapeHtml(`/oauth2/authorize?${query.toString()}`);
  const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const people = users.map(
    (user) =>
      `<li><form method="post" action="${action}"><button name="as" value="${escapeHtml(user.id)}">` +
      `${escapeHtml(user.displayName)} <small>${escapeHtml(user.login)}</small></button></form></li>`,
  );
  const asked = scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`);
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Connect with Twitch (simulated)</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
ul{padding:0;list-style:none}button{font:inherit;width:100%;padding:.6rem 1rem;margin:.2rem 0;text-align:left;cursor:pointer}</style>
</head><body><h1>Who are you on Twitch?</h1>
<p>This is the sandbox's own Twitch: nobody outside this machine takes part.</p>
${asked.length === 0 ? '<p>Only your public name is asked for.</p>' : `<p>Asked for:</p><ul>${asked.join('')}</ul>`}
<ul>${people.join('\n')}</ul>
<form method="post" action="${action}"><button name="deny" value="1">No, go back</button></form>
</body></html>`;
  // Browsers apply form-action to the redirect that follows a form as well, so the way back has to be named.
  const formAction = `'self' ${new URL(redirectUri).origin}`;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${formAction}; frame-ancestors 'none'`,
    },
    body,
  };
}

function answerAuthorize(request: TwitchRequest, model: TwitchModel, app: ApplicationRegistration): Reply {
  const { query } = request;
  if (query.get('client_id') !== app.clientId) return replyAuthError(400, 'invalid client');
  const redirectUri = query.get('redirect_uri') ?? '';
  // Nobody is sent to an address that was not registered, not even with an error.
  if (!app.redirectUris.has(redirectUri))
    return replyAuthError(400, 'Parameter redirect_uri does not match registered URI');
  const state = query.get('state');
  if (query.get('response_type') !== 'code')
    return sendBack(redirectUri, state, { error: 'unsupported_response_type', error_description: 'code is expected' });
  const form = new URLSearchParams(request.method === 'POST' ? request.body : '');
  const denied = { error: 'access_denied', error_description: 'The user denied you access' };
  if (form.has('deny')) return sendBack(redirectUri, state, denied);
  const chosen = form.get('as') ?? query.get('as');
  if (chosen === null) return consentPage(query, model.users(), redirectUri);
  if (model.user(chosen) === undefined) return replyAuthError(400, 'no such person in the sandbox');
  const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const code = model.tokens.issueCode({ clientId: app.clientId, userId: chosen, redirectUri, scopes });
  return sendBack(redirectUri, state, { code, scope: scopes.join(' ') });
}

/**
 * Answers as id.twitch.tv does. Its addresses lie under `/oauth2/`, as on Twitch, and under `/auth/`, where Twurple looks for a mock.
 * `/oauth2/authorize?as=<user id>` skips the question who one is.
 */
export function answerOAuth(request: TwitchRequest, model: TwitchModel, app: ApplicationRegistration): Reply {
  const route = `${request.method} ${request.path.replace(/^\/(auth|oauth2)\//, '')}`;
  switch (route) {
    case 'POST token':
      return answerToken(request, model, app);
    case 'GET validate':
      return answerValidate(request, model);
    case 'POST revoke':
      return answerRevoke(request, model);
    case 'GET authorize':
    case 'POST authorize':
      return answerAuthorize(request, model, app);
    default:
      return replyAuthError(404, 'not found');
  }
}
