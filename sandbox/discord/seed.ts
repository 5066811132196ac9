import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Channel, Community, DiscordUser, Role, World, WorldEvent } from './model.ts';
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
    /** Only these roles (and the owner and the bot) see the channel. */
    readonly visibleToRoleIds?: readonly string[];
  }[];
  readonly roles?: readonly {
    readonly id: string;
    readonly name: string;
    readonly color?: number;
    /** A bit set as decimal text, added to what everyone may do. */
    readonly permissions?: string;
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
  PermissionFlagsBits.UseExternalEmojis;

function rolesOf(seed: CommunitySeed, botRoleId: string): Role[] {
  const role = (id: string, name: string, permissions: string, color = 0, managed = false) => ({
    id,
    name,
    permissions,
    color,
    managed,
  });
  const given = (aboveBot: boolean) =>
    (seed.roles ?? [])
      .filter((each) => (each.aboveBot ?? false) === aboveBot)
      .map((each) => role(each.id, each.name, each.permissions ?? '0', each.color));
  return [
    role(seed.id, '@everyone', String(everyonePermissions)),
    ...given(false),
    role(botRoleId, 'C500', seed.botPermissions ?? String(botPermissions), 0, true),
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
  };
}

function channelsOf(seed: CommunitySeed): Channel[] {
  return seed.channels.map(({ id, name, topic, visibleToRoleIds }, position) => ({
    kind: 'text',
    id,
    communityId: seed.id,
    name,
    position,
    topic: topic ?? null,
    visibleToRoleIds: visibleToRoleIds ?? null,
  }));
}

/** Adds a community with the bot in it, and tells bots so. */
export function addCommunity(world: World, seed: CommunitySeed): void {
  const bot = world.users.get(world.botUserId);
  if (!bot) throw new Error('the bot has no account');
  world.communities.set(seed.id, communityOf(seed, bot, world.sources));
  for (const channel of channelsOf(seed)) world.channels.set(channel.id, channel);
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
    sources,
    announce,
  };
}
