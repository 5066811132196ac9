import { AuditLogEvent, PermissionFlagsBits } from 'discord-api-types/v10';
import {
  at,
  closeForm,
  type Field,
  isGiven,
  readChoice,
  readList,
  readOptionalText,
  readText,
  refuse,
} from './form.ts';
import { noteAudit } from './moderation.ts';
import type { Overwrite, TextChannel, World } from './model.ts';
import { requireBotPermissionAt } from './permissions.ts';
import { DiscordRefusalError } from './refusal.ts';

function replace(world: World, channel: TextChannel): TextChannel {
  world.channels.set(channel.id, channel);
  world.announce({ kind: 'channel-changed', channel });
  return channel;
}

function readBits(field: Field): string {
  const text = isGiven(field) ? readText(field, { max: 40 }) : '0';
  if (/^\d+$/.test(text)) return text;
  refuse(field, 'STRING_TYPE_REGEX', 'String value did not match validation regex.');
  return '0';
}

function readOverwrite(field: Field, id: string): Overwrite {
  const kind = readChoice(at(field, 'type'), [0, 1]) === 0 ? 'role' : 'member';
  return { id, kind, allow: readBits(at(field, 'allow')), deny: readBits(at(field, 'deny')) };
}

/**
 * Renames a channel, changes its topic or what people may in it.
 *
 * @throws DiscordRefusalError 50013, 50035
 */
export function changeChannel(world: World, channel: TextChannel, form: Field, reason: string | null): TextChannel {
  requireBotPermissionAt(world, channel, PermissionFlagsBits.ManageChannels);
  const name = readOptionalText(at(form, 'name'), { min: 1, max: 100 }) ?? channel.name;
  const topic = readOptionalText(at(form, 'topic'), { max: 1024 }) ?? channel.topic;
  const given = at(form, 'permission_overwrites');
  const overwrites = isGiven(given)
    ? readList(given, { max: 100 }).map((each) => readOverwrite(each, readText(at(each, 'id'), { min: 1 })))
    : channel.overwrites;
  closeForm(form);
  if (isGiven(given)) requireBotPermissionAt(world, channel, PermissionFlagsBits.ManageRoles);
  noteAudit(world, channel.communityId, { action: AuditLogEvent.ChannelUpdate, targetId: channel.id, reason });
  // Names of text channels know no spaces and no capitals; those of voice channels do.
  const shown = channel.shape === 'voice' ? name : name.toLowerCase().replaceAll(/\s+/g, '-');
  return replace(world, { ...channel, name: shown, topic, overwrites });
}

/** Sets what one role or member may in a channel, in place of what was set for them before. */
export function overwriteChannel(world: World, channel: TextChannel, overwrite: Overwrite): void {
  const others = channel.overwrites.filter((each) => each.id !== overwrite.id);
  const isEmpty = overwrite.allow === '0' && overwrite.deny === '0';
  replace(world, { ...channel, overwrites: isEmpty ? others : [...others, overwrite] });
}

/** As {@link overwriteChannel}, by the bot. @throws DiscordRefusalError 50013, 50035 */
export function putOverwrite(world: World, channel: TextChannel, id: string, form: Field): void {
  requireBotPermissionAt(world, channel, PermissionFlagsBits.ManageRoles);
  const overwrite = readOverwrite(form, id);
  closeForm(form);
  overwriteChannel(world, channel, overwrite);
}

/** Takes an overwrite back. @throws DiscordRefusalError 10009, 50013 */
export function deleteOverwrite(world: World, channel: TextChannel, id: string): void {
  requireBotPermissionAt(world, channel, PermissionFlagsBits.ManageRoles);
  if (!channel.overwrites.some((each) => each.id === id)) throw new DiscordRefusalError(10009);
  overwriteChannel(world, channel, { id, kind: 'role', allow: '0', deny: '0' });
}

/** A channel is gone, with its threads and all that was said there. */
export function removeChannel(world: World, channel: TextChannel): void {
  for (const thread of world.channels.values()) {
    if (thread.kind !== 'thread' || thread.parentId !== channel.id) continue;
    forgetMessages(world, thread.id);
    world.channels.delete(thread.id);
    world.announce({ kind: 'thread-deleted', thread });
  }
  forgetMessages(world, channel.id);
  world.channels.delete(channel.id);
  world.announce({ kind: 'channel-deleted', channel });
}

/** Discord tells of the channel only, not of each message in it. */
function forgetMessages(world: World, channelId: string): void {
  for (const { id, channelId: at } of world.messages.values()) if (at === channelId) world.messages.delete(id);
}

/** As {@link removeChannel}, by the bot. @throws DiscordRefusalError 50013 */
export function deleteChannel(world: World, channel: TextChannel, reason: string | null): void {
  requireBotPermissionAt(world, channel, PermissionFlagsBits.ManageChannels);
  noteAudit(world, channel.communityId, { action: AuditLogEvent.ChannelDelete, targetId: channel.id, reason });
  removeChannel(world, channel);
}
