import { PermissionFlagsBits } from 'discord-api-types/v10';
import { changeChannel, deleteChannel, deleteOverwrite, putOverwrite } from './channels.ts';
import { closeForm } from './form.ts';
import { type Call, param, type Route } from './http.ts';
import { readMessageForm, refuseEmpty } from './message-form.ts';
import {
  channelForBot,
  createMessage,
  deleteMessage,
  editMessage,
  findByNonce,
  messageForBot,
  requireBotMayWrite,
} from './messages.ts';
import { type Message, messagesIn, type World } from './model.ts';
import { requireBotPermissionAt } from './permissions.ts';
import { DiscordRefusalError } from './refusal.ts';
import { ok } from './routes-app.ts';
import { reasonOf } from './routes-communities.ts';
import { changeThread, deleteThread } from './threads.ts';
import { viewChannel, viewMessage } from './views.ts';

function postMessage(world: World, call: Call): Message {
  const channelId = param(call, 'channelId');
  const channel = channelForBot(world, channelId);
  requireBotMayWrite(world, channel);
  const form = readMessageForm(call.body, call.files, { world, channelId, ephemeral: false, current: null });
  closeForm(call.body);
  refuseEmpty(form, null);
  const { AttachFiles, EmbedLinks } = PermissionFlagsBits;
  if (form.files.length > 0) requireBotPermissionAt(world, channel, AttachFiles);
  if ((form.embeds ?? []).length > 0) requireBotPermissionAt(world, channel, EmbedLinks);
  return findByNonce(world, form) ?? createMessage(world, { channelId, authorId: world.botUserId, form });
}

function patchMessage(world: World, call: Call): Message {
  const channelId = param(call, 'channelId');
  const message = messageForBot(world, channelId, param(call, 'messageId'));
  if (message.authorId !== world.botUserId) throw new DiscordRefusalError(50005);
  const form = readMessageForm(call.body, call.files, { world, channelId, ephemeral: false, current: message });
  closeForm(call.body);
  refuseEmpty(form, message);
  return editMessage(world, message, form);
}

function removeMessage(world: World, call: Call): void {
  const channel = channelForBot(world, param(call, 'channelId'));
  const message = messageForBot(world, channel.id, param(call, 'messageId'));
  if (message.authorId !== world.botUserId) {
    if (channel.kind === 'dm') throw new DiscordRefusalError(50003);
    requireBotPermissionAt(world, channel, PermissionFlagsBits.ManageMessages);
  }
  deleteMessage(world, message);
}

/** Newest first, as Discord lists them; `before`, `after` and `limit` as it takes them. */
function listMessages(world: World, call: Call): readonly Message[] {
  const channel = channelForBot(world, param(call, 'channelId'));
  const limit = Math.min(100, Math.max(1, Number(call.query.get('limit') ?? 50) || 50));
  const before = call.query.get('before');
  const after = call.query.get('after');
  const all = messagesIn(world, channel.id).filter(
    (each) =>
      (before === null || BigInt(each.id) < BigInt(before)) && (after === null || BigInt(each.id) > BigInt(after)),
  );
  return (after === null ? all.slice(-limit) : all.slice(0, limit)).toReversed();
}

function overwriteRoutes(world: World): Route[] {
  const pattern = '/channels/:channelId/permissions/:overwriteId';
  const place = (call: Call) => {
    const channel = channelForBot(world, param(call, 'channelId'));
    if (channel.kind !== 'text') throw new DiscordRefusalError(10003);
    return channel;
  };
  return [
    {
      method: 'PUT',
      pattern,
      access: 'bot',
      handle: (call) => {
        putOverwrite(world, place(call), param(call, 'overwriteId'), call.body);
        return { status: 204 };
      },
    },
    {
      method: 'DELETE',
      pattern,
      access: 'bot',
      handle: (call) => {
        deleteOverwrite(world, place(call), param(call, 'overwriteId'));
        return { status: 204 };
      },
    },
  ];
}

/** Channels and their messages. */
export function channelRoutes(world: World): Route[] {
  const channel = '/channels/:channelId';
  const message = `${channel}/messages/:messageId`;
  return [
    {
      method: 'GET',
      pattern: channel,
      access: 'bot',
      handle: (call) => ok(viewChannel(world, channelForBot(world, param(call, 'channelId')).id)),
    },
    {
      method: 'PATCH',
      pattern: channel,
      access: 'bot',
      handle: (call) => {
        const found = channelForBot(world, param(call, 'channelId'));
        if (found.kind === 'dm') throw new DiscordRefusalError(50003);
        if (found.kind === 'thread') changeThread(world, found, call.body);
        else changeChannel(world, found, call.body, reasonOf(call));
        return ok(viewChannel(world, found.id));
      },
    },
    {
      method: 'DELETE',
      pattern: channel,
      access: 'bot',
      handle: (call) => {
        const found = channelForBot(world, param(call, 'channelId'));
        if (found.kind === 'dm') throw new DiscordRefusalError(50003);
        const view = viewChannel(world, found.id);
        if (found.kind === 'thread') deleteThread(world, found);
        else deleteChannel(world, found, reasonOf(call));
        return ok(view);
      },
    },
    ...overwriteRoutes(world),
    {
      method: 'GET',
      pattern: `${channel}/messages`,
      access: 'bot',
      handle: (call) => ok(listMessages(world, call).map((each) => viewMessage(world, each))),
    },
    {
      method: 'POST',
      pattern: `${channel}/messages`,
      access: 'bot',
      handle: (call) => ok(viewMessage(world, postMessage(world, call))),
    },
    {
      method: 'GET',
      pattern: message,
      access: 'bot',
      handle: (call) =>
        ok(viewMessage(world, messageForBot(world, param(call, 'channelId'), param(call, 'messageId')))),
    },
    {
      method: 'PATCH',
      pattern: message,
      access: 'bot',
      handle: (call) => ok(viewMessage(world, patchMessage(world, call))),
    },
    {
      method: 'DELETE',
      pattern: message,
      access: 'bot',
      handle: (call) => {
        removeMessage(world, call);
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      pattern: `${channel}/typing`,
      access: 'bot',
      handle: (call) => {
        requireBotMayWrite(world, channelForBot(world, param(call, 'channelId')));
        return { status: 204 };
      },
    },
  ];
}
