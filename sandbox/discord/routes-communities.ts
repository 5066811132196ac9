import { viewCommunity } from './community-view.ts';
import { type Call, param, type Route } from './http.ts';
import type { Community, World } from './model.ts';
import { ban, bulkBan, communityForBot, createRole, requireMember, setRole, unban } from './moderation.ts';
import { canSee } from './permissions.ts';
import { DiscordRefusalError } from './refusal.ts';
import { ok } from './routes-app.ts';
import { viewChannel, viewMember, viewRole, viewThread, viewUserById } from './views.ts';

/** The reason that goes to the audit log; Discord takes it URL-encoded in a header. */
function reasonOf(call: Call): string | null {
  const header = call.headers['x-audit-log-reason'];
  return typeof header === 'string' ? decodeURIComponent(header) : null;
}

function viewBan(world: World, each: Community['bans'][number]) {
  return { reason: each.reason, user: viewUserById(world, each.userId) };
}

function banRoutes(world: World): Route[] {
  const root = '/guilds/:communityId';
  const communityId = (call: Call) => param(call, 'communityId');
  return [
    {
      method: 'GET',
      pattern: `${root}/bans`,
      access: 'bot',
      handle: (call) => ok(communityForBot(world, communityId(call)).bans.map((each) => viewBan(world, each))),
    },
    {
      method: 'GET',
      pattern: `${root}/bans/:userId`,
      access: 'bot',
      handle: (call) => {
        const { bans } = communityForBot(world, communityId(call));
        const found = bans.find((each) => each.userId === param(call, 'userId'));
        if (!found) throw new DiscordRefusalError(10026);
        return ok(viewBan(world, found));
      },
    },
    {
      method: 'PUT',
      pattern: `${root}/bans/:userId`,
      access: 'bot',
      handle: (call) => {
        ban(world, communityId(call), param(call, 'userId'), reasonOf(call));
        return { status: 204 };
      },
    },
    {
      method: 'DELETE',
      pattern: `${root}/bans/:userId`,
      access: 'bot',
      handle: (call) => {
        unban(world, communityId(call), param(call, 'userId'));
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      pattern: `${root}/bulk-ban`,
      access: 'bot',
      handle: (call) => ok(bulkBan(world, communityId(call), call.body, reasonOf(call))),
    },
  ];
}

/** Communities: what they are, their members, roles and bans. */
export function communityRoutes(world: World): Route[] {
  const root = '/guilds/:communityId';
  const of = (call: Call) => communityForBot(world, param(call, 'communityId'));
  const inside = (call: Call) => {
    const { id } = of(call);
    return [...world.channels.values()].filter(
      (each) => each.kind !== 'dm' && each.communityId === id && canSee(world, world.botUserId, each),
    );
  };
  const roleOnMember = (method: string, has: boolean): Route => ({
    method,
    pattern: `${root}/members/:userId/roles/:roleId`,
    access: 'bot',
    handle: (call) => {
      setRole(world, of(call), param(call, 'userId'), param(call, 'roleId'), has);
      return { status: 204 };
    },
  });
  const member = (call: Call) => {
    const userId = param(call, 'userId');
    return viewMember(world, requireMember(of(call), userId === '@me' ? world.botUserId : userId));
  };
  return [
    { method: 'GET', pattern: root, access: 'bot', handle: (call) => ok(viewCommunity(of(call))) },
    {
      method: 'GET',
      pattern: `${root}/channels`,
      access: 'bot',
      handle: (call) =>
        ok(
          inside(call)
            .filter((each) => each.kind === 'text')
            .map((each) => viewChannel(world, each.id)),
        ),
    },
    {
      method: 'GET',
      pattern: `${root}/threads/active`,
      access: 'bot',
      handle: (call) => {
        const threads = inside(call).flatMap((each) => (each.kind === 'thread' && !each.archived ? [each] : []));
        return ok({ threads: threads.map((each) => viewThread(world, each)), members: [], has_more: false });
      },
    },
    { method: 'GET', pattern: `${root}/roles`, access: 'bot', handle: (call) => ok(of(call).roles.map(viewRole)) },
    {
      method: 'POST',
      pattern: `${root}/roles`,
      access: 'bot',
      handle: (call) => ok(viewRole(createRole(world, of(call), call.body))),
    },
    { method: 'GET', pattern: `${root}/members/:userId`, access: 'bot', handle: (call) => ok(member(call)) },
    roleOnMember('PUT', true),
    roleOnMember('DELETE', false),
    ...banRoutes(world),
  ];
}
