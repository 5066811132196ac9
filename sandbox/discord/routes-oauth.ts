import { type APIConnection, ConnectionService, ConnectionVisibility } from 'discord-api-types/v10';
import { consentPage, refusalPage } from './consent-page.ts';
import { at } from './form.ts';
import { type Call, param, type Reply, type Route } from './http.ts';
import { type DiscordUser, memberOf } from './model.ts';
import {
  bearerOf,
  exchange,
  type OAuth,
  readAsking,
  redirectAllowed,
  redirectDenied,
  revoke,
  type TokenAnswer,
} from './oauth.ts';
import { permissionsIn } from './permissions.ts';
import { DiscordRefusalError } from './refusal.ts';
import { ok, viewPublicApplication } from './routes-app.ts';
import { formatTime, viewMember, viewUser } from './views.ts';

function html(status: number, body: string): Reply {
  return { status, body, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } };
}

function redirect(location: string): Reply {
  return { status: 302, headers: { location, 'cache-control': 'no-store' } };
}

/** The consent page: GET shows it, POST is the person's answer (`decision` allow or deny, `user_id`). */
export function consent(oauth: OAuth, call: Call): Reply {
  const read = readAsking(oauth, call.query);
  if ('sentence' in read) return html(400, refusalPage(read.sentence));
  if ('redirect' in read) return redirect(read.redirect);
  const people = [...oauth.world.users.values()].filter((each) => !each.bot);
  if (call.method !== 'POST') return html(200, consentPage(read.ask, people, call.query.get('as')));
  if (at(call.body, 'decision').value !== 'allow') return redirect(redirectDenied(read.ask));
  const person = people.find((each) => each.id === at(call.body, 'user_id').value);
  return person
    ? redirect(redirectAllowed(oauth, read.ask, person.id))
    : html(400, refusalPage('There is no such person.'));
}

/** These endpoints take URL-encoded forms only, at Discord as here. */
function tokenRoute(oauth: OAuth, pattern: string, answer: typeof exchange): Route {
  return {
    method: 'POST',
    pattern,
    access: 'open',
    handle: (call): Reply => {
      const encoded = call.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
      const given: unknown = call.body.value;
      if (!encoded || typeof given !== 'object' || given === null) {
        return { status: 400, body: { error: 'invalid_request' } };
      }
      const form = new URLSearchParams(Object.entries(given).map(([key, value]) => [key, String(value)]));
      const { status, body }: TokenAnswer = answer(oauth, form, call.headers.authorization);
      return { status, body, headers: { 'cache-control': 'no-store' } };
    },
  };
}

function viewSelf(user: DiscordUser, scopes: readonly string[]) {
  const email = scopes.includes('email') ? { email: user.email ?? null, verified: user.email !== undefined } : {};
  return { ...viewUser(user), mfa_enabled: false, locale: user.locale ?? 'en-US', premium_type: 0, ...email };
}

function connectionsOf(user: DiscordUser): APIConnection[] {
  if (!user.twitch) return [];
  return [
    {
      id: user.twitch.id,
      name: user.twitch.login,
      type: ConnectionService.Twitch,
      friend_sync: false,
      show_activity: true,
      two_way_link: false,
      verified: true,
      visibility: ConnectionVisibility.Everyone,
    },
  ];
}

/** The token endpoints, and what a person's token opens. */
export function oauthRoutes(oauth: OAuth, botToken: string): Route[] {
  const { world } = oauth;
  const need = (call: Call, scope: string | null) => {
    const bearer = bearerOf(oauth, call.headers.authorization, scope);
    if (!bearer) throw new DiscordRefusalError(0);
    return bearer;
  };
  const get = (pattern: string, handle: (call: Call) => Reply): Route => ({
    method: 'GET',
    pattern,
    access: 'open',
    handle,
  });
  return [
    tokenRoute(oauth, '/oauth2/token', exchange),
    tokenRoute(oauth, '/oauth2/token/revoke', revoke),
    get('/users/@me', (call) => {
      const bot = world.users.get(world.botUserId);
      if (call.headers.authorization === `Bot ${botToken}` && bot) {
        return ok({ ...viewSelf(bot, []), email: null, verified: true });
      }
      const { user, grant } = need(call, 'identify');
      return ok(viewSelf(user, grant.scopes));
    }),
    get('/users/@me/connections', (call) => ok(connectionsOf(need(call, 'connections').user))),
    get('/users/@me/guilds', (call) => {
      const userId = call.headers.authorization === `Bot ${botToken}` ? world.botUserId : need(call, 'guilds').user.id;
      const joined = [...world.communities.values()].filter((each) => memberOf(each, userId));
      return ok(
        joined.map((each) => ({
          id: each.id,
          name: each.name,
          icon: null,
          banner: null,
          features: [],
          owner: each.ownerId === userId,
          permissions: String(permissionsIn(each, userId)),
        })),
      );
    }),
    get('/users/@me/guilds/:communityId/member', (call) => {
      const { user } = need(call, 'guilds.members.read');
      const community = world.communities.get(param(call, 'communityId'));
      const member = community && memberOf(community, user.id);
      if (!member) throw new DiscordRefusalError(10004);
      return ok(viewMember(world, member));
    }),
    get('/oauth2/@me', (call) => {
      const { user, grant } = need(call, null);
      return ok({
        application: viewPublicApplication(world),
        scopes: grant.scopes,
        expires: formatTime(grant.expiresAt),
        ...(grant.scopes.includes('identify') ? { user: viewUser(user) } : {}),
      });
    }),
  ];
}
