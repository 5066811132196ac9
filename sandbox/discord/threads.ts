import { PermissionFlagsBits } from 'discord-api-types/v10';
import { at, closeForm, type Field, readFlag, readOptionalChoice, readOptionalText, readText } from './form.ts';
import { channelForBot } from './messages.ts';
import { memberOf, type ThreadChannel, type World } from './model.ts';
import { requireBotPermissionAt } from './permissions.ts';
import { DiscordRefusalError } from './refusal.ts';

const archiveAfter = [60, 1440, 4320, 10_080] as const;

/** At Discord a community has at most this many threads that are not archived. */
const activeThreadsMax = 1000;

function countActive(world: World, communityId: string): number {
  let count = 0;
  for (const each of world.channels.values())
    if (each.kind === 'thread' && each.communityId === communityId && !each.archived) count += 1;
  return count;
}

function replace(world: World, thread: ThreadChannel): ThreadChannel {
  world.channels.set(thread.id, thread);
  world.announce({ kind: 'thread-changed', thread });
  return thread;
}

/**
 * A thread by id, as the bot may see it.
 *
 * @throws DiscordRefusalError 10003, 50001
 */
export function threadForBot(world: World, threadId: string): ThreadChannel {
  const thread = channelForBot(world, threadId);
  if (thread.kind !== 'thread') throw new DiscordRefusalError(10003);
  return thread;
}

/** Opens a thread under a text channel with the bot in it; private (type 12) unless the form says 11. */
export function createThread(world: World, parentId: string, form: Field): ThreadChannel {
  const parent = channelForBot(world, parentId);
  // Private threads live under text channels only, public ones under announcements as well.
  const hosts = parent.kind === 'text' && parent.shape !== 'voice';
  const community = hosts ? world.communities.get(parent.communityId) : undefined;
  if (!community) throw new DiscordRefusalError(50003);
  const name = readText(at(form, 'name'), { min: 1, max: 100 });
  // Discord makes private threads where the type is left out.
  const isPrivate = (readOptionalChoice(at(form, 'type'), [12, 11]) ?? 12) === 12;
  const autoArchiveMinutes = readOptionalChoice(at(form, 'auto_archive_duration'), archiveAfter) ?? 1440;
  const invitable = readFlag(at(form, 'invitable')) ?? true;
  closeForm(form);
  const { CreatePrivateThreads, CreatePublicThreads } = PermissionFlagsBits;
  requireBotPermissionAt(world, parent, isPrivate ? CreatePrivateThreads : CreatePublicThreads);
  if (countActive(world, community.id) >= activeThreadsMax) throw new DiscordRefusalError(160006);
  const thread: ThreadChannel = {
    kind: 'thread',
    id: world.sources.newId(),
    communityId: community.id,
    parentId,
    name,
    ownerId: world.botUserId,
    private: isPrivate,
    invitable,
    archived: false,
    locked: false,
    autoArchiveMinutes,
    memberIds: [world.botUserId],
    createdAt: world.sources.now(),
  };
  world.channels.set(thread.id, thread);
  world.announce({ kind: 'thread-created', thread });
  return thread;
}

/** Renames, archives, locks or reopens a thread. */
export function changeThread(world: World, thread: ThreadChannel, form: Field): ThreadChannel {
  const name = readOptionalText(at(form, 'name'), { min: 1, max: 100 }) ?? thread.name;
  const archived = readFlag(at(form, 'archived')) ?? thread.archived;
  const locked = readFlag(at(form, 'locked')) ?? thread.locked;
  const invitable = readFlag(at(form, 'invitable')) ?? thread.invitable;
  const autoArchiveMinutes =
    readOptionalChoice(at(form, 'auto_archive_duration'), archiveAfter) ?? thread.autoArchiveMinutes;
  closeForm(form);
  if (locked !== thread.locked) requireBotPermissionAt(world, thread, PermissionFlagsBits.ManageThreads);
  return replace(world, { ...thread, name, archived, locked, invitable, autoArchiveMinutes });
}

/**
 * Adds a member of the community to a thread.
 *
 * @throws DiscordRefusalError 10013 for a stranger, 50083 when the thread is archived
 */
export function addToThread(world: World, thread: ThreadChannel, userId: string): void {
  const community = world.communities.get(thread.communityId);
  if (!community || !memberOf(community, userId)) throw new DiscordRefusalError(10013);
  if (thread.archived) throw new DiscordRefusalError(50083);
  setMembers(world, thread, { added: [userId], removed: [] });
}

/** Takes somebody out of a thread. */
export function removeFromThread(world: World, thread: ThreadChannel, userId: string): void {
  if (userId !== world.botUserId) requireBotPermissionAt(world, thread, PermissionFlagsBits.ManageThreads);
  setMembers(world, thread, { added: [], removed: [userId] });
}

/** Changes who is in a thread; who is in it already, or is not, is left as they are. */
export function setMembers(
  world: World,
  thread: ThreadChannel,
  { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
): void {
  const come = added.filter((each) => !thread.memberIds.includes(each));
  const gone = removed.filter((each) => thread.memberIds.includes(each));
  if (come.length + gone.length === 0) return;
  const memberIds = [...thread.memberIds.filter((each) => !gone.includes(each)), ...come];
  const changed = { ...thread, memberIds };
  world.channels.set(thread.id, changed);
  world.announce({ kind: 'thread-members-changed', thread: changed, added: come, removed: gone });
}

/** The bot deletes a thread. @throws DiscordRefusalError 50013 */
export function deleteThread(world: World, thread: ThreadChannel): void {
  requireBotPermissionAt(world, thread, PermissionFlagsBits.ManageThreads);
  removeThread(world, thread);
}

/** A thread is gone, with what was said in it. */
export function removeThread(world: World, thread: ThreadChannel): void {
  for (const { id, channelId } of world.messages.values()) if (channelId === thread.id) world.messages.delete(id);
  world.channels.delete(thread.id);
  world.announce({ kind: 'thread-deleted', thread });
}
