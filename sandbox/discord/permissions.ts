import { PermissionFlagsBits } from 'discord-api-types/v10';
import { type Channel, type Community, type DiscordModel, memberOf } from './model.ts';
import { DiscordRefusalError } from './refusal.ts';

const everything = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** What a user may do in a community, as a bit set; nothing when they are no member. */
export function permissionsIn(community: Community, userId: string): bigint {
  const member = memberOf(community, userId);
  if (!member) return 0n;
  if (community.ownerId === userId) return everything;
  const bits = community.roles
    .filter((each) => each.id === community.id || member.roleIds.includes(each.id))
    .reduce((all, each) => all | BigInt(each.permissions), 0n);
  return (bits & PermissionFlagsBits.Administrator) === 0n ? bits : everything;
}

/** Does this user see this channel? The bot sees every text channel that it was not kept out of by permissions. */
export function canSee(model: DiscordModel, userId: string, channel: Channel): boolean {
  if (channel.kind === 'dm') return userId === channel.recipientId || userId === model.botUserId;
  const community = model.communities.get(channel.communityId);
  if (!community || !memberOf(community, userId)) return false;
  const bits = permissionsIn(community, userId);
  if ((bits & PermissionFlagsBits.ViewChannel) === 0n) return false;
  if (channel.kind === 'text') {
    if (channel.visibleToRoleIds === null || userId === model.botUserId || bits === everything) return true;
    const held = memberOf(community, userId)?.roleIds ?? [];
    return channel.visibleToRoleIds.some((each) => held.includes(each));
  }
  const parent = model.channels.get(channel.parentId);
  if (!parent || !canSee(model, userId, parent)) return false;
  const moderates = (bits & PermissionFlagsBits.ManageThreads) !== 0n;
  return !channel.private || moderates || channel.memberIds.includes(userId);
}

/**
 * Makes sure that the bot may do something in a community.
 *
 * @throws DiscordRefusalError 50013
 */
export function requireBotPermission(model: DiscordModel, community: Community, bit: bigint): void {
  if ((permissionsIn(community, model.botUserId) & bit) === 0n) throw new DiscordRefusalError(50013);
}

/** The position of a user's highest role; the owner outranks every role. */
export function rankOf(community: Community, userId: string): number {
  if (community.ownerId === userId) return Infinity;
  const held = memberOf(community, userId)?.roleIds ?? [];
  return Math.max(0, ...community.roles.filter((each) => held.includes(each.id)).map((each) => each.position));
}
