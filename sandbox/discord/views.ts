import {
  type APIAttachment,
  type APIChannel,
  type APIDMChannel,
  type APIGuildMember,
  type APIMessage,
  type APIMessageInteractionMetadata,
  type APIOverwrite,
  type APIRole,
  type APINewsChannel,
  type APITextChannel,
  type APIThreadChannel,
  type APIThreadMember,
  type APIUser,
  type APIGuildVoiceChannel,
  ChannelType,
  InteractionType,
  MessageFlags,
  MessageType,
  OverwriteType,
} from 'discord-api-types/v10';
import type {
  Attachment,
  DiscordModel,
  DiscordUser,
  DmChannel,
  Member,
  Message,
  MessageCause,
  Role,
  TextChannel,
  ThreadChannel,
} from './model.ts';

// The flag types have no member for "none"; any number may stand for a bit set.
const noFlags: number = 0;

/** A time as Discord writes it. */
export function formatTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '000+00:00');
}

/** A user as anyone may see them. */
export function viewUser(user: DiscordUser): APIUser {
  return {
    id: user.id,
    username: user.username,
    discriminator: '0',
    global_name: user.displayName,
    avatar: null,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    flags: noFlags,
    public_flags: noFlags,
    ...(user.bot ? { bot: true } : {}),
  };
}

/** The user with this id; a deleted account where there is none. */
export function viewUserById(model: DiscordModel, userId: string): APIUser {
  return viewUser(model.users.get(userId) ?? { id: userId, username: 'deleted_user', displayName: 'Deleted User' });
}

/** A member with the user in it. */
export function viewMember(model: DiscordModel, member: Member): APIGuildMember {
  return {
    user: viewUserById(model, member.userId),
    nick: member.nickname,
    roles: [...member.roleIds],
    joined_at: formatTime(member.joinedAt),
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    premium_since: null,
    pending: false,
    deaf: false,
    mute: false,
    flags: noFlags,
  };
}

/** A role. */
export function viewRole(role: Role): APIRole {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions,
    position: role.position,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.managed,
    mentionable: role.mentionable,
    icon: null,
    unicode_emoji: null,
    flags: noFlags,
  };
}

function overwritesOf(channel: TextChannel): APIOverwrite[] {
  return channel.overwrites.map(({ id, kind, allow, deny }) => ({
    id,
    type: kind === 'role' ? OverwriteType.Role : OverwriteType.Member,
    allow,
    deny,
  }));
}

/** The last message of a channel that everyone in it sees. */
function lastMessageId(model: DiscordModel, channelId: string): string | null {
  let last: string | null = null;
  for (const each of model.messages.values()) {
    if (each.channelId === channelId && each.visibleTo === null) last = each.id;
  }
  return last;
}

/** A channel of a community, of any shape but a thread. */
export function viewTextChannel(
  model: DiscordModel,
  channel: TextChannel,
): APITextChannel | APINewsChannel | APIGuildVoiceChannel {
  const base = {
    id: channel.id,
    guild_id: channel.communityId,
    name: channel.name,
    position: channel.position,
    permission_overwrites: overwritesOf(channel),
    parent_id: null,
    nsfw: false,
    rate_limit_per_user: 0,
    last_message_id: lastMessageId(model, channel.id),
    flags: noFlags,
  };
  switch (channel.shape) {
    case 'voice':
      return { ...base, type: ChannelType.GuildVoice, bitrate: 64_000, user_limit: 0, rtc_region: null };
    case 'announcement':
      return { ...base, type: ChannelType.GuildAnnouncement, topic: channel.topic };
    case 'text':
      return { ...base, type: ChannelType.GuildText, topic: channel.topic };
  }
}

/** A user's place in a thread. */
export function viewThreadMember(thread: ThreadChannel, userId: string): APIThreadMember {
  return { id: thread.id, user_id: userId, join_timestamp: formatTime(thread.createdAt), flags: noFlags };
}

/** A thread, with the bot's own place in it where it has one. */
export function viewThread(model: DiscordModel, thread: ThreadChannel): APIThreadChannel {
  const count = [...model.messages.values()].filter((each) => each.channelId === thread.id).length;
  return {
    id: thread.id,
    type: thread.private ? ChannelType.PrivateThread : ChannelType.PublicThread,
    guild_id: thread.communityId,
    parent_id: thread.parentId,
    owner_id: thread.ownerId,
    name: thread.name,
    rate_limit_per_user: 0,
    last_message_id: lastMessageId(model, thread.id),
    message_count: count,
    total_message_sent: count,
    member_count: thread.memberIds.length,
    flags: noFlags,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: formatTime(thread.createdAt),
      create_timestamp: formatTime(thread.createdAt),
      ...(thread.private ? { invitable: thread.invitable } : {}),
    },
    ...(thread.memberIds.includes(model.botUserId) ? { member: viewThreadMember(thread, model.botUserId) } : {}),
  };
}

/** The direct messages with one person. */
export function viewDmChannel(model: DiscordModel, channel: DmChannel): APIDMChannel {
  return {
    id: channel.id,
    type: ChannelType.DM,
    name: null,
    recipients: [viewUserById(model, channel.recipientId)],
    last_message_id: lastMessageId(model, channel.id),
    flags: noFlags,
  };
}

/** Any channel. */
export function viewChannel(model: DiscordModel, channelId: string): APIChannel {
  const channel = model.channels.get(channelId);
  switch (channel?.kind) {
    case 'text':
      return viewTextChannel(model, channel);
    case 'thread':
      return viewThread(model, channel);
    case 'dm':
      return viewDmChannel(model, channel);
    case undefined:
      throw new Error(`no channel ${channelId}`);
  }
}

/** A file of a message, a form or a command. */
export function viewAttachment(attachment: Attachment): APIAttachment {
  return {
    id: attachment.id,
    filename: attachment.name,
    size: attachment.size,
    url: attachment.url,
    proxy_url: attachment.url,
    content_type: attachment.contentType,
    ...(attachment.description === null ? {} : { description: attachment.description }),
    ...(attachment.ephemeral ? { ephemeral: true } : {}),
  };
}

function viewCause(model: DiscordModel, cause: MessageCause): APIMessageInteractionMetadata {
  const base = { id: cause.interactionId, user: viewUserById(model, cause.userId), authorizing_integration_owners: {} };
  const source = cause.sourceMessageId;
  const component = { ...base, type: InteractionType.MessageComponent, interacted_message_id: source ?? '' } as const;
  const command = { ...base, type: InteractionType.ApplicationCommand } as const;
  if (cause.type === InteractionType.MessageComponent) return component;
  if (cause.type !== InteractionType.ModalSubmit) return command;
  return { ...base, type: InteractionType.ModalSubmit, triggering_interaction_metadata: source ? component : command };
}

/** Files that an embed or a component shows are left out of `attachments`; Discord lists them only where they are shown. */
function listedAttachments(message: Message): readonly Attachment[] {
  const shown = JSON.stringify([message.embeds, message.components]);
  return message.attachments.filter((each) => !shown.includes(each.url));
}

function messageTypeOf(message: Message): MessageType {
  if (message.replyToId !== null) return MessageType.Reply;
  return message.cause?.type === InteractionType.ApplicationCommand
    ? MessageType.ChatInputCommand
    : MessageType.Default;
}

/** A message as its channel's readers receive it. */
export function viewMessage(model: DiscordModel, message: Message): APIMessage {
  const replyTo = message.replyToId === null ? undefined : model.messages.get(message.replyToId);
  const byApp = message.authorId === model.botUserId;
  return model.sign({
    id: message.id,
    channel_id: message.channelId,
    author: viewUserById(model, message.authorId),
    content: message.content,
    timestamp: formatTime(message.createdAt),
    edited_timestamp: message.editedAt === null ? null : formatTime(message.editedAt),
    tts: false,
    mention_everyone: message.mentions.everyone,
    mentions: message.mentions.userIds.map((each) => viewUserById(model, each)),
    mention_roles: [...message.mentions.roleIds],
    attachments: listedAttachments(message).map(viewAttachment),
    embeds: [...message.embeds],
    components: [...message.components],
    pinned: false,
    type: messageTypeOf(message),
    flags: message.flags & ~(message.visibleTo === null ? MessageFlags.Ephemeral : 0),
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(byApp ? { application_id: model.applicationId } : {}),
    ...(byApp && message.cause
      ? { webhook_id: model.applicationId, interaction_metadata: viewCause(model, message.cause) }
      : {}),
    ...(message.replyToId === null
      ? {}
      : {
          message_reference: { type: 0, channel_id: message.channelId, message_id: message.replyToId },
          referenced_message: replyTo ? viewMessage(model, { ...replyTo, replyToId: null }) : null,
        }),
  });
}
