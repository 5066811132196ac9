import {
  type APIChannel,
  ChannelType,
  GatewayDispatchEvents as Event,
  type GatewayGuildCreateDispatchData,
  type GatewayGuildMembersChunkDispatchData,
  type GatewayGuildMemberUpdateDispatchData,
  type GatewayGuildRoleModifyDispatchData,
  GatewayIntentBits as Intent,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageDeleteDispatchData,
  type GatewayReadyDispatchData,
  type GatewayThreadCreateDispatchData,
} from 'discord-api-types/v10';
import { at, openForm, readList, readText } from './form.ts';
import { viewCommunity } from './community-view.ts';
import {
  type Community,
  type DiscordModel,
  type Member,
  memberOf,
  type Message,
  type ThreadChannel,
  type World,
  type WorldEvent,
} from './model.ts';
import { canSee } from './permissions.ts';
import { servesCommunity, type Shard } from './shards.ts';
import {
  formatTime,
  viewMember,
  viewMessage,
  viewRole,
  viewTextChannel,
  viewThread,
  viewThreadMember,
  viewUserById,
} from './views.ts';

/** One event on its way: name and data. */
export type Dispatched = { readonly t: Event; readonly d: object };

/** READY, with every community of the shard still to come. */
export function readyDispatch(world: World, sessionId: string, shard: Shard): Dispatched {
  const d: GatewayReadyDispatchData = {
    v: 10,
    user: viewUserById(world, world.botUserId),
    guilds: communitiesOfBot(world)
      .filter((each) => servesCommunity(shard, each.id))
      .map((each) => ({ id: each.id, unavailable: true })),
    session_id: sessionId,
    resume_gateway_url: gatewayUrl(world),
    application: { id: world.applicationId, flags: Number(0), flags_new: '0' },
    shard: [shard.id, shard.count],
  };
  return { t: Event.Ready, d };
}

/** Where bots connect, without the query they add. */
export function gatewayUrl(model: DiscordModel): string {
  return `${model.origin.replace(/^http/, 'ws')}/gateway`;
}

function communitiesOfBot(model: DiscordModel): readonly Community[] {
  return [...model.communities.values()].filter((each) => memberOf(each, model.botUserId));
}

function communityDispatch(model: DiscordModel, community: Community): Dispatched {
  const bot = memberOf(community, model.botUserId);
  const inside = [...model.channels.values()].filter((each) => canSee(model, model.botUserId, each));
  const d: GatewayGuildCreateDispatchData = {
    ...viewCommunity(community),
    hub_type: null,
    joined_at: formatTime(bot?.joinedAt ?? 0),
    large: false,
    unavailable: false,
    member_count: community.members.length,
    voice_states: [],
    // Without the privileged members intent only the bot itself comes along.
    members: bot ? [viewMember(model, bot)] : [],
    channels: inside.flatMap((each) =>
      each.kind === 'text' && each.communityId === community.id ? [viewTextChannel(model, each)] : [],
    ),
    threads: inside.flatMap((each) =>
      each.kind === 'thread' && each.communityId === community.id && !each.archived ? [viewThread(model, each)] : [],
    ),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
  return { t: Event.GuildCreate, d };
}

/** What follows READY for a bot with these intents. */
export function startingDispatches(world: World, intents: number): readonly Dispatched[] {
  if ((intents & Intent.Guilds) === 0) return [];
  return communitiesOfBot(world)
    .filter((each) => !each.unavailable)
    .map((each) => communityDispatch(world, each));
}

/** Without the privileged intent an app reads content only in direct messages, in its own, and where it is mentioned. */
function readable(model: DiscordModel, message: Message, intents: number): Message {
  const channel = model.channels.get(message.channelId);
  const own = message.authorId === model.botUserId || message.mentions.userIds.includes(model.botUserId);
  if ((intents & Intent.MessageContent) !== 0 || own || channel?.kind === 'dm') return message;
  return { ...message, content: '', embeds: [], components: [], attachments: [] };
}

function messageDispatches(
  model: DiscordModel,
  event: WorldEvent & { message: Message },
  intents: number,
): Dispatched[] {
  const { message } = event;
  const channel = model.channels.get(message.channelId);
  if (!channel || message.visibleTo !== null || !canSee(model, model.botUserId, channel)) return [];
  if ((intents & (channel.kind === 'dm' ? Intent.DirectMessages : Intent.GuildMessages)) === 0) return [];
  const place: { readonly guild_id?: string } = { ...(channel.kind === 'dm' ? {} : { guild_id: channel.communityId }) };
  if (event.kind === 'message-deleted') {
    const d: GatewayMessageDeleteDispatchData = { id: message.id, channel_id: message.channelId, ...place };
    return [{ t: Event.MessageDelete, d }];
  }
  const view = viewMessage(model, readable(model, message, intents));
  const author = place.guild_id === undefined ? undefined : memberOfAuthor(model, place.guild_id, message.authorId);
  const d: GatewayMessageCreateDispatchData = { ...view, ...place, ...(author ? { member: author } : {}) };
  return [{ t: event.kind === 'message-created' ? Event.MessageCreate : Event.MessageUpdate, d }];
}

type Structure = Extract<
  WorldEvent,
  { readonly kind: `${'channel' | 'thread' | 'role' | 'community'}-${string}` | 'thread-members-changed' }
>;

/** What everybody hears who asked for the structure of communities: channels, threads, roles, and communities themselves. */
function structureDispatches(model: DiscordModel, event: Structure): readonly Dispatched[] {
  switch (event.kind) {
    case 'channel-created':
    case 'channel-changed':
    case 'channel-deleted': {
      const { channel } = event;
      if (event.kind !== 'channel-deleted' && !canSee(model, model.botUserId, channel)) return [];
      const names = {
        'channel-created': Event.ChannelCreate,
        'channel-changed': Event.ChannelUpdate,
        'channel-deleted': Event.ChannelDelete,
      } as const;
      const d: APIChannel = viewTextChannel(model, channel);
      return [{ t: names[event.kind], d }];
    }
    case 'thread-created':
    case 'thread-changed':
    case 'thread-deleted':
    case 'thread-members-changed':
      return threadDispatches(model, event);
    case 'role-created':
    case 'role-changed': {
      const d: GatewayGuildRoleModifyDispatchData = { guild_id: event.communityId, role: viewRole(event.role) };
      return [{ t: event.kind === 'role-created' ? Event.GuildRoleCreate : Event.GuildRoleUpdate, d }];
    }
    case 'role-deleted':
      return [{ t: Event.GuildRoleDelete, d: { guild_id: event.communityId, role_id: event.role.id } }];
    case 'community-joined': {
      const community = model.communities.get(event.communityId);
      return community ? [communityDispatch(model, community)] : [];
    }
    case 'community-left':
      // Without `unavailable`: the bot was removed.
      return [{ t: Event.GuildDelete, d: { id: event.communityId } }];
    case 'community-lost':
      return [{ t: Event.GuildDelete, d: { id: event.communityId, unavailable: true } }];
  }
}

function threadDispatches(
  model: DiscordModel,
  event: Extract<Structure, { readonly thread: ThreadChannel }>,
): readonly Dispatched[] {
  const { thread } = event;
  const { id, communityId: guild_id, parentId: parent_id } = thread;
  const type = thread.private ? ChannelType.PrivateThread : ChannelType.PublicThread;
  if (event.kind === 'thread-deleted') return [{ t: Event.ThreadDelete, d: { id, guild_id, parent_id, type } }];
  if (event.kind === 'thread-members-changed') {
    // Without the privileged members intent the bot hears of itself alone; all others are a count.
    const own = [...event.added, ...event.removed].includes(model.botUserId);
    const members = event.added
      .filter((each) => each === model.botUserId)
      .map((each) => viewThreadMember(thread, each));
    const d = {
      ...{ id, guild_id, member_count: thread.memberIds.length, added_members: members },
      removed_member_ids: event.removed.filter((each) => each === model.botUserId),
    };
    return own || canSee(model, model.botUserId, thread) ? [{ t: Event.ThreadMembersUpdate, d }] : [];
  }
  if (!canSee(model, model.botUserId, thread)) return [];
  if (event.kind === 'thread-changed') return [{ t: Event.ThreadUpdate, d: viewThread(model, thread) }];
  const d: GatewayThreadCreateDispatchData = { ...viewThread(model, thread), type, newly_created: true };
  return [{ t: Event.ThreadCreate, d }];
}

function memberDispatches(
  model: DiscordModel,
  event: Extract<WorldEvent, { readonly member: Member }>,
  intents: number,
): readonly Dispatched[] {
  const { member, communityId: guild_id } = event;
  const isOwnChange = member.userId === model.botUserId && event.kind === 'member-changed';
  if ((intents & Intent.GuildMembers) === 0 && !(isOwnChange && (intents & Intent.Guilds) !== 0)) return [];
  const user = viewUserById(model, member.userId);
  if (event.kind === 'member-left') return [{ t: Event.GuildMemberRemove, d: { guild_id, user } }];
  if (event.kind === 'member-joined')
    return [{ t: Event.GuildMemberAdd, d: { ...viewMember(model, member), guild_id } }];
  const d: GatewayGuildMemberUpdateDispatchData = {
    ...{ ...viewMember(model, member), user, guild_id },
    ...{ avatar: null, banner: null },
  };
  return [{ t: Event.GuildMemberUpdate, d }];
}

function memberOfAuthor(model: DiscordModel, communityId: string, userId: string) {
  const community = model.communities.get(communityId);
  const member = community && memberOf(community, userId);
  if (!member) return undefined;
  const { user: _user, ...rest } = viewMember(model, member);
  return rest;
}

/** Of a community that the bot is not in, or that Discord has lost, it hears only that this is so. */
function isOutOfSight(model: DiscordModel, event: WorldEvent): boolean {
  if (event.kind === 'community-left' || event.kind === 'community-lost') return false;
  const place = 'channel' in event ? event.channel : 'thread' in event ? event.thread : event;
  if (!('communityId' in place)) return false;
  const community = model.communities.get(place.communityId);
  return !community || community.unavailable || !memberOf(community, model.botUserId);
}

/** What a bot with these intents is told of an event; an ephemeral message is never told. */
export function dispatchesOf(model: DiscordModel, event: WorldEvent, intents: number): readonly Dispatched[] {
  if (isOutOfSight(model, event)) return [];
  switch (event.kind) {
    case 'message-created':
    case 'message-edited':
    case 'message-deleted':
      return messageDispatches(model, event, intents);
    case 'member-joined':
    case 'member-changed':
    case 'member-left':
      return memberDispatches(model, event, intents);
    case 'ban-added':
    case 'ban-lifted': {
      if ((intents & Intent.GuildModeration) === 0) return [];
      const d = { guild_id: event.communityId, user: viewUserById(model, event.userId) };
      return [{ t: event.kind === 'ban-added' ? Event.GuildBanAdd : Event.GuildBanRemove, d }];
    }
    case 'channel-created':
    case 'channel-changed':
    case 'channel-deleted':
    case 'thread-created':
    case 'thread-changed':
    case 'thread-deleted':
    case 'thread-members-changed':
    case 'role-created':
    case 'role-changed':
    case 'role-deleted':
    case 'community-joined':
    case 'community-left':
    case 'community-lost':
      return (intents & Intent.Guilds) === 0 ? [] : structureDispatches(model, event);
    case 'interaction-changed':
    case 'other':
      return [];
  }
}

/** The answer to a request for members, by id or by the beginning of a name. */
export function membersChunk(world: World, request: unknown): Dispatched {
  const form = openForm(request);
  const community = world.communities.get(String(at(form, 'guild_id').value));
  const ids = readList(at(form, 'user_ids'), {}).map((each) => readText(each, {}));
  const query = at(form, 'query').value;
  const nonce = at(form, 'nonce').value;
  const members = (community?.members ?? []).filter((each) => {
    const name = world.users.get(each.userId)?.username ?? '';
    return ids.length > 0 ? ids.includes(each.userId) : typeof query === 'string' && name.startsWith(query);
  });
  const d: GatewayGuildMembersChunkDispatchData = {
    guild_id: community?.id ?? '',
    members: members.map((each) => viewMember(world, each)),
    chunk_index: 0,
    chunk_count: 1,
    not_found: ids.filter((id) => !members.some((each) => each.userId === id)),
    ...(typeof nonce === 'string' ? { nonce } : {}),
  };
  return { t: Event.GuildMembersChunk, d };
}
