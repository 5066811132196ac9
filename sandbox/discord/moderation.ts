import { PermissionFlagsBits } from 'discord-api-types/v10';
import { at, closeForm, type Field, readList, readOptionalNumber, readOptionalText, readText } from './form.ts';
import { type Community, type Member, memberOf, type Role, type World } from './model.ts';
import { rankOf, requireBotPermission } from './permissions.ts';
import { DiscordRefusalError } from './refusal.ts';

/**
 * A community that the bot is in.
 *
 * @throws DiscordRefusalError 10004
 */
export function communityForBot(world: World, communityId: string): Community {
  const community = world.communities.get(communityId);
  if (!community || !memberOf(community, world.botUserId)) throw new DiscordRefusalError(10004);
  return community;
}

/**
 * A member by id.
 *
 * @throws DiscordRefusalError 10007
 */
export function requireMember(community: Community, userId: string): Member {
  const member = memberOf(community, userId);
  if (!member) throw new DiscordRefusalError(10007);
  return member;
}

/** A role that the bot may give and take: below its own highest, and not an app's. */
function requireManageable(world: World, community: Community, roleId: string): Role {
  requireBotPermission(world, community, PermissionFlagsBits.ManageRoles);
  const role = community.roles.find((each) => each.id === roleId);
  if (!role) throw new DiscordRefusalError(10011);
  const outranked = rankOf(community, world.botUserId) > role.position;
  if (!outranked || role.managed || role.id === community.id) throw new DiscordRefusalError(50013);
  return role;
}

/**
 * Gives a role to a member, or takes it.
 *
 * @throws DiscordRefusalError 10007, 10011, 50013
 */
export function setRole(world: World, community: Community, userId: string, roleId: string, has: boolean): void {
  const member = requireMember(community, userId);
  const role = requireManageable(world, community, roleId);
  const others = member.roleIds.filter((each) => each !== role.id);
  const changed = { ...member, roleIds: has ? [...others, role.id] : others };
  const members = community.members.map((each) => (each.userId === userId ? changed : each));
  world.communities.set(community.id, { ...community, members });
  world.announce({ kind: 'member-changed', communityId: community.id, member: changed });
}

/** Makes a role, just above `@everyone`, as Discord does. */
export function createRole(world: World, community: Community, form: Field): Role {
  requireBotPermission(world, community, PermissionFlagsBits.ManageRoles);
  const name = readOptionalText(at(form, 'name'), { max: 100 }) ?? 'new role';
  const color = readOptionalNumber(at(form, 'color'), { min: 0, max: 0xffffff }) ?? 0;
  const permissions = readOptionalText(at(form, 'permissions'), { max: 40 }) ?? '0';
  closeForm(form);
  const role: Role = { id: world.sources.newId(), name, color, permissions, position: 1, managed: false };
  const [everyone, ...rest] = community.roles;
  const raised = rest.map((each) => ({ ...each, position: each.position + 1 }));
  world.communities.set(community.id, { ...community, roles: [...(everyone ? [everyone] : []), role, ...raised] });
  world.announce({ kind: 'role-created', communityId: community.id, role });
  return role;
}

/**
 * Bans a user, member or not. A member leaves by it.
 *
 * @throws DiscordRefusalError 10013, 50013 when the bot may not ban or is outranked
 */
export function ban(world: World, communityId: string, userId: string, reason: string | null): void {
  const community = communityForBot(world, communityId);
  requireBotPermission(world, community, PermissionFlagsBits.BanMembers);
  if (!world.users.has(userId)) throw new DiscordRefusalError(10013);
  if (rankOf(community, userId) >= rankOf(community, world.botUserId)) throw new DiscordRefusalError(50013);
  const members = community.members.filter((each) => each.userId !== userId);
  const bans = [...community.bans.filter((each) => each.userId !== userId), { userId, reason }];
  world.communities.set(communityId, { ...community, members, bans });
  world.announce({ kind: 'other' });
}

/** Lifts a ban. A former member does not come back by it. */
export function unban(world: World, communityId: string, userId: string): void {
  const community = communityForBot(world, communityId);
  requireBotPermission(world, community, PermissionFlagsBits.BanMembers);
  const bans = community.bans.filter((each) => each.userId !== userId);
  if (bans.length === community.bans.length) throw new DiscordRefusalError(10026);
  world.communities.set(communityId, { ...community, bans });
  world.announce({ kind: 'other' });
}

/**
 * Bans up to 200 users at once.
 *
 * @throws DiscordRefusalError 50013 without both BAN_MEMBERS and MANAGE_GUILD, 500000 when none could be banned
 */
export function bulkBan(world: World, communityId: string, form: Field, reason: string | null) {
  const community = communityForBot(world, communityId);
  requireBotPermission(world, community, PermissionFlagsBits.BanMembers);
  requireBotPermission(world, community, PermissionFlagsBits.ManageGuild);
  readOptionalNumber(at(form, 'delete_message_seconds'), { min: 0, max: 604_800 });
  const ids = readList(at(form, 'user_ids'), { min: 1, max: 200 }).map((each) => readText(each, { min: 1 }));
  closeForm(form);
  const banned_users: string[] = [];
  const failed_users: string[] = [];
  for (const userId of ids) {
    try {
      ban(world, communityId, userId, reason);
      banned_users.push(userId);
    } catch (error) {
      if (!(error instanceof DiscordRefusalError)) throw error;
      failed_users.push(userId);
    }
  }
  if (banned_users.length === 0) throw new DiscordRefusalError(500000);
  return { banned_users, failed_users };
}
