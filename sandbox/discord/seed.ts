import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Links } from './links.ts';
import type {
  Channel,
  Community,
  DiscordUser,
  Overwrite,
  Role,
  TextChannel,
  Traffic,
  World,
  WorldEvent,
} from './model.ts';
import type { Sources } from './sources.ts';

/** A community to begin with. Ids may be any snowflakes; roles are listed from the lowest to the highest. */
export type CommunitySeed = {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly locale?: string;
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly topic?: string;
    /** `text` unless set. */
    readonly shape?: TextChannel['shape'];
    /** Everyone sees it, and nobody but the bot and those who may do everything can join or write. */
    readonly locked?: boolean;
    /** Only these roles (and the owner and the bot) see the channel. */
    readonly visibleToRoleIds?: readonly string[];
  }[];
  readonly roles?: readonly {
    readonly id: string;
    readonly name: string;
    readonly color?: number;
    /** A bit set as decimal text, added to what everyone may do. */
    readonly permissions?: string;
    readonly mentionable?: boolean;
    /** Ranked above the bot's own role, so that the bot can neither give nor take it. */
    readonly aboveBot?: boolean;
  }[];
  readonly members: readonly {
    readonly userId: string;
    readonly nickname?: string;
    readonly roleIds?: readonly string[];
  }[];
  /** What the bot was granted when it was added, as decimal text; {@link botPermissions} unless set. */
  readonly botPermissions?: string;
};

const everyonePermissions =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.UseApplicationCommands |
  PermissionFlagsBits.UseEmbeddedActivities |
  PermissionFlagsBits.Connect |
  PermissionFlagsBits.Speak |
  PermissionFlagsBits.ChangeNickname;

/** What a bot that posts cards, opens rooms, gives roles and bans is granted unless a seed says otherwise. */
export const botPermissions: bigint =
  everyonePermissions |
  PermissionFlagsBits.ManageRoles |
  PermissionFlagsBits.ManageMessages |
  PermissionFlagsBits.ManageThreads |
  PermissionFlagsBits.ManageChannels |
  PermissionFlagsBits.ManageGuild |
  PermissionFlagsBits.CreatePrivateThreads |
  PermissionFlagsBits.BanMembers |
  PermissionFlagsBits.ViewAuditLog |
  PermissionFlagsBits.MentionEveryone |
  PermissionFlagsBits.UseExternalEmojis;

function rolesOf(seed: CommunitySeed, botRoleId: string): Role[] {
  const role = (id: string, name: string, permissions: string, more: Partial<Role> = {}) => ({
    ...{ id, name, permissions, color: 0, managed: false, mentionable: false },
    ...more,
  });
  const given = (aboveBot: boolean) =>
    (seed.roles ?? [])
      .filter((each) => (each.aboveBot ?? false) === aboveBot)
      .map(({ id, name, permissions, color, mentionable }) =>
        role(id, name, permissions ?? '0', { color: color ?? 0, mentionable: mentionable ?? false }),
      );
  return [
    role(seed.id, '@everyone', String(everyonePermissions)),
    ...given(false),
    role(botRoleId, 'C500', seed.botPermissions ?? String(botPermissions), { managed: true }),
    ...given(true),
  ].map((each, position) => ({ ...each, position }));
}

function communityOf(seed: CommunitySeed, bot: DiscordUser, sources: Sources): Community {
  const joinedAt = sources.now();
  const botRoleId = sources.newId();
  return {
    id: seed.id,
    name: seed.name,
    ownerId: seed.ownerId,
    locale: seed.locale ?? 'en-US',
    roles: rolesOf(seed, botRoleId),
    members: [
      { userId: bot.id, nickname: null, roleIds: [botRoleId], joinedAt },
      ...seed.members.map(({ userId, nickname, roleIds }) => ({
        userId,
        nickname: nickname ?? null,
        roleIds: roleIds ?? [],
        joinedAt,
      })),
    ],
    bans: [],
    auditLog: [],
    unavailable: false,
  };
}

function overwritesOf(
  communityId: string,
  botId: string,
  { visibleToRoleIds, locked }: CommunitySeed['channels'][number],
): Overwrite[] {
  const { ViewChannel, SendMessages, Connect, SendMessagesInThreads } = PermissionFlagsBits;
  const hidden = visibleToRoleIds ? ViewChannel : 0n;
  const shut = hidden | (locked ? SendMessages | SendMessagesInThreads | Connect : 0n);
  if (shut === 0n) return [];
  return [
    { id: communityId, kind: 'role', allow: '0', deny: String(shut) },
    { id: botId, kind: 'member', allow: String(shut), deny: '0' },
    ...(visibleToRoleIds ?? []).map((id) => ({ id, kind: 'role' as const, allow: String(ViewChannel), deny: '0' })),
  ];
}

function channelsOf(seed: CommunitySeed, botId: string): Channel[] {
  return seed.channels.map((channel, position) => ({
    kind: 'text',
    shape: channel.shape ?? 'text',
    id: channel.id,
    communityId: seed.id,
    name: channel.name,
    position,
    topic: channel.topic ?? null,
    overwrites: overwritesOf(seed.id, botId, channel),
  }));
}

/** Adds a community with the bot in it, and tells bots so. */
export function addCommunity(world: World, seed: CommunitySeed): void {
  const bot = world.users.get(world.botUserId);
  if (!bot) throw new Error('the bot has no account');
  world.communities.set(seed.id, communityOf(seed, bot, world.sources));
  for (const channel of channelsOf(seed, bot.id)) world.channels.set(channel.id, channel);
  world.announce({ kind: 'community-joined', communityId: seed.id });
}

/**
 * A world with the app's bot, the given people, and nothing else.
 *
 * @param origin where REST, CDN and OAuth are served, without a slash at the end
 */
export function createWorld(
  given: { readonly applicationId: string; readonly origin: string; readonly users: readonly DiscordUser[] },
  sources: Sources,
  announce: (event: WorldEvent) => void,
  edge: { readonly links: Links; readonly traffic: Traffic },
): World {
  const bot: DiscordUser = { id: given.applicationId, username: 'c500', displayName: 'C500', bot: true };
  return {
    applicationId: given.applicationId,
    botUserId: given.applicationId,
    origin: given.origin,
    users: new Map([bot, ...given.users].map((each) => [each.id, each])),
    communities: new Map(),
    channels: new Map(),
    messages: new Map(),
    files: new Map(),
    commands: new Map(),
    interactions: new Map(),
    modals: new Map(),
    activities: new Map(),
    traffic: edge.traffic,
    sign: edge.links.sign,
    sources,
    announce,
  };
}
