import {
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
import { type Community, type DiscordModel, memberOf, type Message, type World, type WorldEvent } from './model.ts';
import { canSee } from './permissions.ts';
import { servesCommunity, type Shard } from './shards.ts';
import { formatTime, viewMember, viewMessage, viewRole, viewTextChannel, viewThread, viewUserById } from './views.ts';

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
  return communitiesOfBot(world).map((each) => communityDispatch(world, each));
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
  const place = channel.kind === 'dm' ? {} : { guild_id: channel.communityId };
  if (event.kind === 'message-deleted') {
    const d: GatewayMessageDeleteDispatchData = { id: message.id, channel_id: message.channelId, ...place };
    return [{ t: Event.MessageDelete, d }];
  }
  const view = viewMessage(model, readable(model, message, intents));
  const d: GatewayMessageCreateDispatchData = { ...view, ...place };
  return [{ t: event.kind === 'message-created' ? Event.MessageCreate : Event.MessageUpdate, d }];
}

/** What a bot with these intents is told of an event; an ephemeral message is never told. */
export function dispatchesOf(model: DiscordModel, event: WorldEvent, intents: number): readonly Dispatched[] {
  switch (event.kind) {
    case 'message-created':
    case 'message-edited':
    case 'message-deleted':
      return messageDispatches(model, event, intents);
    case 'thread-created':
    case 'thread-changed': {
      if ((intents & Intent.Guilds) === 0 || !canSee(model, model.botUserId, event.thread)) return [];
      if (event.kind === 'thread-changed') return [{ t: Event.ThreadUpdate, d: viewThread(model, event.thread) }];
      const type = event.thread.private ? ChannelType.PrivateThread : ChannelType.PublicThread;
      const d: GatewayThreadCreateDispatchData = { ...viewThread(model, event.thread), type, newly_created: true };
      return [{ t: Event.ThreadCreate, d }];
    }
    case 'member-changed': {
      const isBot = event.member.userId === model.botUserId;
      if ((intents & Intent.GuildMembers) === 0 && !(isBot && (intents & Intent.Guilds) !== 0)) return [];
      const d: GatewayGuildMemberUpdateDispatchData = {
        ...viewMember(model, event.member),
        user: viewUserById(model, event.member.userId),
        guild_id: event.communityId,
        avatar: null,
        banner: null,
      };
      return [{ t: Event.GuildMemberUpdate, d }];
    }
    case 'role-created': {
      if ((intents & Intent.Guilds) === 0) return [];
      const d: GatewayGuildRoleModifyDispatchData = { guild_id: event.communityId, role: viewRole(event.role) };
      return [{ t: Event.GuildRoleCreate, d }];
    }
    case 'community-joined': {
      const community = model.communities.get(event.communityId);
      return community && (intents & Intent.Guilds) !== 0 ? [communityDispatch(model, community)] : [];
    }
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
