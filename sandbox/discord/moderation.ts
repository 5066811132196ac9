import { AuditLogEvent, PermissionFlagsBits } from 'discord-api-types/v10';
import { at, closeForm, type Field, readList, readOptionalNumber, readText } from './form.ts';
import { type Community, type Member, memberOf, type World } from './model.ts';
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
  if (community.unavailable) throw new DiscordRefusalError(50001);
  return community;
}

const auditKept = 500;

/** Notes what the bot did in the community's audit log, with the reason it gave. */
export function noteAudit(
  world: World,
  communityId: string,
  entry: { readonly action: AuditLogEvent; readonly targetId: string; readonly reason: string | null },
): void {
  const community = world.communities.get(communityId);
  if (!community) return;
  const noted = { id: world.sources.newId(), byUserId: world.botUserId, ...entry };
  world.communities.set(communityId, { ...community, auditLog: [...community.auditLog, noted].slice(-auditKept) });
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
  const bans = [...community.bans.filter((each) => each.userId !== userId), { userId, reason }];
  world.communities.set(communityId, { ...community, bans });
  noteAudit(world, communityId, { action: AuditLogEvent.MemberBanAdd, targetId: userId, reason });
  removeMember(world, communityId, userId);
  world.announce({ kind: 'ban-added', communityId, userId });
}

/** Somebody is no longer a member; also out of every thread of the community. */
export function removeMember(world: World, communityId: string, userId: string): void {
  const community = world.communities.get(communityId);
  const member = community && memberOf(community, userId);
  if (!community || !member) return;
  world.communities.set(communityId, {
    ...community,
    members: community.members.filter((each) => each.userId !== userId),
  });
  for (const thread of world.channels.values()) {
    if (thread.kind !== 'thread' || thread.communityId !== communityId || !thread.memberIds.includes(userId)) continue;
    const left = { ...thread, memberIds: thread.memberIds.filter((each) => each !== userId) };
    world.channels.set(thread.id, left);
    world.announce({ kind: 'thread-members-changed', thread: left, added: [], removed: [userId] });
  }
  world.announce({ kind: 'member-left', communityId, member });
}

/** Lifts a ban. A former member does not come back by it. */
export function unban(world: World, communityId: string, userId: string, reason: string | null): void {
  const community = communityForBot(world, communityId);
  requireBotPermission(world, community, PermissionFlagsBits.BanMembers);
  const bans = community.bans.filter((each) => each.userId !== userId);
  if (bans.length === community.bans.length) throw new DiscordRefusalError(10026);
  world.communities.set(communityId, { ...community, bans });
  noteAudit(world, communityId, { action: AuditLogEvent.MemberBanRemove, targetId: userId, reason });
  world.announce({ kind: 'ban-lifted', communityId, userId });
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
