import { PermissionFlagsBits } from 'discord-api-types/v10';
import {
  type Channel,
  type Community,
  type DiscordModel,
  memberOf,
  type Overwrite,
  type TextChannel,
} from './model.ts';
import { DiscordRefusalError } from './refusal.ts';

const everything = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** What a user may do in a community as a whole, as a bit set; nothing when they are no member. */
export function permissionsIn(community: Community, userId: string): bigint {
  const member = memberOf(community, userId);
  if (!member) return 0n;
  if (community.ownerId === userId) return everything;
  const bits = community.roles
    .filter((each) => each.id === community.id || member.roleIds.includes(each.id))
    .reduce((all, each) => all | BigInt(each.permissions), 0n);
  return (bits & PermissionFlagsBits.Administrator) === 0n ? bits : everything;
}

function apply(bits: bigint, overwrites: readonly Overwrite[]): bigint {
  const all = (pick: (each: Overwrite) => string) => overwrites.reduce((sum, each) => sum | BigInt(pick(each)), 0n);
  return (bits & ~all(({ deny }) => deny)) | all(({ allow }) => allow);
}

/**
 * What a user may do in one channel: the community's rights, then what the channel changes for everyone, for their roles together,
 * and for themselves, in this order. A thread has its parent's. Direct messages know no rights; all of them are answered.
 *
 * @see https://docs.discord.com/developers/topics/permissions#permission-overwrites
 */
export function permissionsAt(model: DiscordModel, userId: string, channel: Channel): bigint {
  if (channel.kind === 'dm') return everything;
  const community = model.communities.get(channel.communityId);
  const member = community && memberOf(community, userId);
  if (!community || !member) return 0n;
  const bits = permissionsIn(community, userId);
  const place = placeOf(model, channel);
  if (bits === everything || !place) return bits;
  const of = (is: (each: Overwrite) => boolean) => place.overwrites.filter(is);
  const forEveryone = apply(
    bits,
    of(({ id }) => id === community.id),
  );
  const forRoles = apply(
    forEveryone,
    of(({ id, kind }) => kind === 'role' && id !== community.id && member.roleIds.includes(id)),
  );
  const own = apply(
    forRoles,
    of(({ id, kind }) => kind === 'member' && id === userId),
  );
  // Whoever does not see a channel can do nothing in it.
  return (own & PermissionFlagsBits.ViewChannel) === 0n ? 0n : own;
}

function placeOf(model: DiscordModel, channel: Exclude<Channel, { kind: 'dm' }>): TextChannel | undefined {
  const place = channel.kind === 'thread' ? model.channels.get(channel.parentId) : channel;
  return place?.kind === 'text' ? place : undefined;
}

/** Does this user see this channel? A private thread is seen by its members and by those who moderate threads. */
export function canSee(model: DiscordModel, userId: string, channel: Channel): boolean {
  if (channel.kind === 'dm') return userId === channel.recipientId || userId === model.botUserId;
  const bits = permissionsAt(model, userId, channel);
  if ((bits & PermissionFlagsBits.ViewChannel) === 0n) return false;
  if (channel.kind === 'text') return true;
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

/**
 * Makes sure that the bot may do something in a channel.
 *
 * @throws DiscordRefusalError 50013
 */
export function requireBotPermissionAt(model: DiscordModel, channel: Channel, bit: bigint): void {
  if ((permissionsAt(model, model.botUserId, channel) & bit) === 0n) throw new DiscordRefusalError(50013);
}

/** The position of a user's highest role; the owner outranks every role. */
export function rankOf(community: Community, userId: string): number {
  if (community.ownerId === userId) return Infinity;
  const held = memberOf(community, userId)?.roleIds ?? [];
  return Math.max(0, ...community.roles.filter((each) => held.includes(each.id)).map((each) => each.position));
}
