import { MessageFlags, PermissionFlagsBits } from 'discord-api-types/v10';
import type { MessageForm } from './message-form.ts';
import {
  type Channel,
  dmChannelOf,
  type DmChannel,
  memberOf,
  type Message,
  type MessageCause,
  type World,
} from './model.ts';
import { canSee, requireBotPermissionAt } from './permissions.ts';
import { DiscordRefusalError } from './refusal.ts';

/** How long Discord remembers a nonce for `enforce_nonce`: "the past few minutes". */
const nonceMemoryMs = 5 * 60_000;

function mentionsIn(content: string, allowed: MessageForm['allowedMentions']): Message['mentions'] {
  const ids = (pattern: RegExp, kind: string) => {
    const found = [...new Set([...content.matchAll(pattern)].map((each) => each[1] ?? ''))];
    return found.filter((each) => !allowed || allowed.kinds.includes(kind) || allowed.ids.includes(each));
  };
  return {
    everyone: /@(everyone|here)\b/.test(content) && (!allowed || allowed.kinds.includes('everyone')),
    userIds: ids(/<@!?(\d+)>/g, 'users'),
    roleIds: ids(/<@&(\d+)>/g, 'roles'),
  };
}

/** Stores a message and its files and tells everyone who sees it. */
export function createMessage(
  world: World,
  given: {
    readonly channelId: string;
    readonly authorId: string;
    readonly form: MessageForm;
    readonly visibleTo?: string | null;
    readonly cause?: MessageCause;
    /** Flags beyond those of the form, e.g. Loading. */
    readonly flags?: number;
  },
): Message {
  const { form } = given;
  const content = form.content ?? '';
  const message: Message = {
    id: world.sources.newId(),
    channelId: given.channelId,
    authorId: given.authorId,
    content,
    embeds: form.embeds ?? [],
    components: form.components ?? [],
    attachments: form.attachments,
    flags: form.flags | (given.flags ?? 0),
    createdAt: world.sources.now(),
    editedAt: null,
    visibleTo: given.visibleTo ?? null,
    mentions: mentionsIn(content, form.allowedMentions),
    nonce: form.nonce,
    replyToId: form.replyToId,
    cause: given.cause ?? null,
  };
  for (const file of form.files) world.files.set(file.path, file);
  world.messages.set(message.id, message);
  world.announce({ kind: 'message-created', message });
  return message;
}

/** Applies an edit; filling in a reply that was "thinking…" counts as its creation, not as an edit. */
export function editMessage(world: World, message: Message, form: MessageForm): Message {
  const wasLoading = (message.flags & MessageFlags.Loading) !== 0;
  const content = form.content ?? message.content;
  const edited: Message = {
    ...message,
    content,
    embeds: form.embeds ?? message.embeds,
    components: form.components ?? message.components,
    attachments: form.attachments,
    flags: form.flags & ~MessageFlags.Loading,
    mentions: mentionsIn(content, form.allowedMentions),
    editedAt: wasLoading ? null : world.sources.now(),
  };
  for (const file of form.files) world.files.set(file.path, file);
  world.messages.set(message.id, edited);
  world.announce({ kind: 'message-edited', message: edited });
  return edited;
}

/** Removes a message. Its files stay on the CDN, as they do for a while at Discord. */
export function deleteMessage(world: World, message: Message): void {
  world.messages.delete(message.id);
  world.announce({ kind: 'message-deleted', message });
}

/** The message that was sent with the same nonce a moment ago, wherever that was, where the app asked for that check. */
export function findByNonce(world: World, form: MessageForm): Message | undefined {
  if (!form.enforceNonce || form.nonce === null) return undefined;
  const since = world.sources.now() - nonceMemoryMs;
  return [...world.messages.values()].find(
    (each) => each.authorId === world.botUserId && each.nonce === form.nonce && each.createdAt >= since,
  );
}

/**
 * The channel with this id, as the bot may see it.
 *
 * @throws DiscordRefusalError 10003, 50001
 */
export function channelForBot(world: World, channelId: string): Channel {
  const channel = world.channels.get(channelId);
  if (!channel) throw new DiscordRefusalError(10003);
  const community = channel.kind === 'dm' ? undefined : world.communities.get(channel.communityId);
  if (community?.unavailable) throw new DiscordRefusalError(50001);
  if (!canSee(world, world.botUserId, channel)) throw new DiscordRefusalError(50001);
  return channel;
}

/**
 * A message of a channel that the bot may see; ephemeral ones are reached through their interaction only.
 *
 * @throws DiscordRefusalError 10003, 50001, 10008
 */
export function messageForBot(world: World, channelId: string, messageId: string): Message {
  channelForBot(world, channelId);
  const message = world.messages.get(messageId);
  if (!message || message.channelId !== channelId || message.visibleTo !== null) throw new DiscordRefusalError(10008);
  return message;
}

/** Direct messages reach people who share a community with the bot and have not closed them. */
function requireOpenDms(world: World, userId: string): void {
  const shared = [...world.communities.values()].some(
    (each) => memberOf(each, userId) && memberOf(each, world.botUserId),
  );
  if (!shared || world.users.get(userId)?.acceptsDms === false) throw new DiscordRefusalError(50007);
}

/**
 * Makes sure that the bot may write here; an archived thread is opened again by it unless it is locked.
 *
 * @throws DiscordRefusalError 50007, 50013, 50083
 */
export function requireBotMayWrite(world: World, channel: Channel): void {
  if (channel.kind === 'dm') return requireOpenDms(world, channel.recipientId);
  const { SendMessages, SendMessagesInThreads } = PermissionFlagsBits;
  requireBotPermissionAt(world, channel, channel.kind === 'thread' ? SendMessagesInThreads : SendMessages);
  if (channel.kind !== 'thread' || !channel.archived) return;
  if (channel.locked) throw new DiscordRefusalError(50083);
  const thread = { ...channel, archived: false };
  world.channels.set(thread.id, thread);
  world.announce({ kind: 'thread-changed', thread });
}

/**
 * The direct messages with a person, opened when there are none.
 *
 * @throws DiscordRefusalError 10013
 */
export function openDm(world: World, userId: string): DmChannel {
  const open = dmChannelOf(world, userId);
  if (open) return open;
  if (!world.users.has(userId) || userId === world.botUserId) throw new DiscordRefusalError(10013);
  const channel: DmChannel = { kind: 'dm', id: world.sources.newId(), recipientId: userId };
  world.channels.set(channel.id, channel);
  world.announce({ kind: 'other' });
  return channel;
}

/** A form with nothing but text: what a person types. */
export function textForm(content: string): MessageForm {
  return {
    content,
    embeds: undefined,
    components: undefined,
    attachments: [],
    files: [],
    flags: 0,
    nonce: null,
    enforceNonce: false,
    replyToId: null,
    allowedMentions: null,
  };
}
