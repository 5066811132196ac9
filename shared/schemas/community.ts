import * as z from 'zod/mini';
import { Guild } from './citizen.ts';

const snowflake = z.string().check(z.regex(/^\d{5,25}$/));
const place = z.nullable(snowflake);

/**
 * What a community's admins have chosen. Ids are Discord's, null where nothing was chosen. `builderIds` are citizens; an empty list
 * of guilds or builders means all of them. `tiers` are roles for buyers of that tier.
 */
export const CommunitySettings = z.object({
  dropsChannelId: place,
  announcementsChannelId: place,
  roomsChannelId: place,
  /** A channel whose name tells how many builders are live. */
  liveCountChannelId: place,
  guilds: z.array(Guild),
  builderIds: z.array(z.string().check(z.maxLength(60))).check(z.maxLength(100)),
  liveRoleId: place,
  alertRoleId: place,
  guildRoleIds: z.object({ builder: place, artisan: place, modder: place, vintage: place }),
  tierRoleIds: z.object({ member: place, vip: place }),
  networkBans: z.boolean(),
});
export type CommunitySettings = z.infer<typeof CommunitySettings>;

/** Something in a community that keeps the bot from its work. `subject` is the channel, role or message it is about. */
export const CommunityProblem = z.object({
  key: z.enum([
    'channel-lost',
    'card-removed',
    'may-not-post',
    'may-not-thread',
    'may-not-roles',
    'may-not-rename',
    'may-not-ban',
  ]),
  subject: z.string().check(z.maxLength(80)),
});
export type CommunityProblem = z.infer<typeof CommunityProblem>;

/** A role that the bot has given, noted before it is given, so that it is taken back whatever happens in between. */
export const GivenRole = z.object({ userId: snowflake, roleId: snowflake });
export type GivenRole = z.infer<typeof GivenRole>;

/** A Discord server in which the bot is, or was. */
export const CommunityView = z.object({
  id: z.string(),
  name: z.string(),
  isPresent: z.boolean(),
  settings: CommunitySettings,
  problems: z.array(CommunityProblem),
  rolesGiven: z.array(GivenRole),
});
export type CommunityView = z.infer<typeof CommunityView>;

/** The message that shows a drop in one community. `removed`: somebody deleted it by hand, so that it is not forced back. */
export const CardView = z.object({
  dropId: z.string(),
  communityId: z.string(),
  channelId: z.string(),
  messageId: z.string(),
  state: z.enum(['posted', 'removed']),
});
export type CardView = z.infer<typeof CardView>;

/** A builder as communities mark them: who they are on Discord, their crafts, and whether they are live. */
export const MarkedBuilder = z.object({
  id: z.string(),
  discordId: z.string(),
  nickname: z.string(),
  guilds: z.array(Guild),
  isLive: z.boolean(),
  watchUrl: z.nullable(z.string()),
});
export type MarkedBuilder = z.infer<typeof MarkedBuilder>;

/** What is to be carried to one community: accounts to ban with the reason, accounts whose ban is to be lifted. */
export const BanWork = z.object({
  communityId: z.string(),
  ban: z.array(z.object({ discordId: z.string(), reason: z.string() })),
  lift: z.array(z.object({ discordId: z.string() })),
});
export type BanWork = z.infer<typeof BanWork>;

/** An order's room: a private thread (`thread`), or messages passed on by DM (`relay`) where both sides share no community. */
export const RoomView = z.object({
  tag: z.string(),
  title: z.string(),
  way: z.enum(['none', 'thread', 'relay']),
  communityId: z.nullable(z.string()),
  threadId: z.nullable(z.string()),
  isClosed: z.boolean(),
  buyerDiscordId: z.nullable(z.string()),
  builderDiscordId: z.nullable(z.string()),
  buyerNickname: z.string(),
  builderNickname: z.string(),
  /** What either side reads, as BCP 47 tags. */
  buyerLocale: z.string(),
  builderLocale: z.string(),
  /** The community in which the unit was claimed: its room is looked for there first. */
  claimedIn: z.nullable(z.string()),
  /** The newest of Discord's messages that is kept: whatever was said after it has still to be. */
  lastMessageId: z.nullable(z.string()),
});
export type RoomView = z.infer<typeof RoomView>;

/** A file that was said in a room: our own copy, by the SHA-256 of its bytes. */
export const RoomFile = z.object({ name: z.string().check(z.maxLength(200)), sha256: z.string(), bytes: z.int() });
export type RoomFile = z.infer<typeof RoomFile>;

/** One message of an order's room. */
export const RoomMessageView = z.object({
  id: z.string(),
  by: z.enum(['buyer', 'builder', 'staff']),
  text: z.string(),
  at: z.number(),
  files: z.array(RoomFile),
});
export type RoomMessageView = z.infer<typeof RoomMessageView>;
