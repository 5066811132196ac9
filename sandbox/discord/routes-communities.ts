import { PermissionFlagsBits } from 'discord-api-types/v10';
import { viewCommunity } from './community-view.ts';
import { type Call, param, type Route } from './http.ts';
import type { Community, Member, World } from './model.ts';
import { ban, bulkBan, communityForBot, removeMember, requireMember, unban } from './moderation.ts';
import { canSee, requireBotPermission } from './permissions.ts';
import { DiscordRefusalError } from './refusal.ts';
import { changeRole, createRole, deleteRole, setRole } from './roles.ts';
import { ok } from './routes-app.ts';
import { viewChannel, viewMember, viewRole, viewThread, viewUserById } from './views.ts';

/** How many letters of a reason Discord keeps. */
const reasonMax = 512;

/** The reason that goes to the audit log; Discord takes it URL-encoded in a header. */
export function reasonOf(call: Call): string | null {
  const header = call.headers['x-audit-log-reason'];
  return typeof header === 'string' ? decodeURIComponent(header).slice(0, reasonMax) : null;
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
        unban(world, communityId(call), param(call, 'userId'), reasonOf(call));
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

function roleRoutes(world: World, of: (call: Call) => Community): Route[] {
  const roles = '/guilds/:communityId/roles';
  const role = `${roles}/:roleId`;
  return [
    {
      method: 'POST',
      pattern: roles,
      access: 'bot',
      handle: (call) => ok(viewRole(createRole(world, of(call), call.body, reasonOf(call)))),
    },
    {
      method: 'GET',
      pattern: role,
      access: 'bot',
      handle: (call) => {
        const found = of(call).roles.find(({ id }) => id === param(call, 'roleId'));
        if (!found) throw new DiscordRefusalError(10011);
        return ok(viewRole(found));
      },
    },
    {
      method: 'PATCH',
      pattern: role,
      access: 'bot',
      handle: (call) => {
        const changes = { roleId: param(call, 'roleId'), form: call.body, reason: reasonOf(call) };
        return ok(viewRole(changeRole(world, of(call), changes)));
      },
    },
    {
      method: 'DELETE',
      pattern: role,
      access: 'bot',
      handle: (call) => {
        deleteRole(world, of(call), param(call, 'roleId'), reasonOf(call));
        return { status: 204 };
      },
    },
  ];
}

/** Members whose name or nickname begins with what is looked for. Needs no privileged intent, unlike the whole list. */
function searchMembers(world: World, community: Community, query: URLSearchParams): readonly Member[] {
  const wanted = (query.get('query') ?? '').toLowerCase();
  if (wanted === '') throw new DiscordRefusalError(50035);
  const limit = Math.min(1000, Math.max(1, Number(query.get('limit') ?? 1) || 1));
  const names = ({ userId, nickname }: Member) => {
    const user = world.users.get(userId);
    return [user?.username ?? '', user?.displayName ?? '', nickname ?? ''];
  };
  const found = community.members.filter((each) => names(each).some((name) => name.toLowerCase().startsWith(wanted)));
  return found.slice(0, limit);
}

/** Newest first. */
function viewAuditLog(world: World, community: Community, query: URLSearchParams) {
  requireBotPermission(world, community, PermissionFlagsBits.ViewAuditLog);
  const action = query.get('action_type');
  const limit = Math.min(100, Math.max(1, Number(query.get('limit') ?? 50) || 50));
  const entries = community.auditLog
    .filter((each) => action === null || each.action === Number(action))
    .toReversed()
    .slice(0, limit);
  return {
    audit_log_entries: entries.map(({ id, action: action_type, byUserId, targetId, reason }) => ({
      id,
      action_type,
      user_id: byUserId,
      target_id: targetId,
      ...(reason === null ? {} : { reason }),
    })),
    users: [...new Set(entries.map(({ byUserId }) => byUserId))].map((id) => viewUserById(world, id)),
    ...{ integrations: [], webhooks: [], guild_scheduled_events: [], threads: [], application_commands: [] },
    auto_moderation_rules: [],
  };
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
      const [userId, roleId] = [param(call, 'userId'), param(call, 'roleId')];
      setRole(world, of(call), { userId, roleId, has }, reasonOf(call));
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
    ...roleRoutes(world, of),
    {
      method: 'GET',
      pattern: `${root}/members/search`,
      access: 'bot',
      handle: (call) => ok(searchMembers(world, of(call), call.query).map((each) => viewMember(world, each))),
    },
    {
      method: 'GET',
      pattern: `${root}/audit-logs`,
      access: 'bot',
      handle: (call) => ok(viewAuditLog(world, of(call), call.query)),
    },
    {
      method: 'DELETE',
      pattern: '/users/@me/guilds/:communityId',
      access: 'bot',
      handle: (call) => {
        const { id } = of(call);
        removeMember(world, id, world.botUserId);
        world.announce({ kind: 'community-left', communityId: id });
        return { status: 204 };
      },
    },
    { method: 'GET', pattern: `${root}/members/:userId`, access: 'bot', handle: (call) => ok(member(call)) },
    roleOnMember('PUT', true),
    roleOnMember('DELETE', false),
    ...banRoutes(world),
  ];
}
