import { PermissionFlagsBits } from 'discord-api-types/v10';
import { overwriteChannel, removeChannel } from './channels.ts';
import { deleteMessage } from './messages.ts';
import { type Community, memberOf, type Member, type Role, type TextChannel, type World } from './model.ts';
import { removeMember } from './moderation.ts';
import { ImpossibleActionError } from './refusal.ts';
import { removeRole } from './roles.ts';
import { addCommunity, botPermissions, type CommunitySeed } from './seed.ts';
import { removeThread, setMembers } from './threads.ts';

/** What people and their moderators do in a community by hand, without the app. None of it is asked for their rights. */
export type ByHand = {
  deleteMessage(messageId: string): void;
  /** A channel or a thread, with all that was said there. */
  deleteChannel(channelId: string): void;
  /** Adds a channel; answers its id. */
  createChannel(communityId: string, name: string, shape?: TextChannel['shape']): string;
  renameChannel(channelId: string, name: string): void;
  deleteRole(communityId: string, roleId: string): void;
  /** Gives a role to a member, or takes it. */
  setRole(userId: string, roleId: string, has: boolean): void;
  /** Takes rights from the bot in one channel, named as discord.js names them; an empty list gives all of them back. */
  denyBot(channelId: string, rights: readonly (keyof typeof PermissionFlagsBits)[]): void;
  /** Sets what the bot's own role grants it in a community, as named by discord.js; null for what it is granted at first. */
  grantBot(communityId: string, rights: readonly (keyof typeof PermissionFlagsBits)[] | null): void;
  /** An owner installs the app in a new community. */
  addBot(seed: CommunitySeed): void;
  /** An owner throws the app out; it can be let in again. */
  removeBot(communityId: string): void;
  /** An owner lets the app in again. */
  returnBot(communityId: string): void;
  join(communityId: string, userId: string): void;
  leave(communityId: string, userId: string): void;
  archiveThread(threadId: string, archived: boolean): void;
  leaveThread(threadId: string, userId: string): void;
  /** Discord loses sight of a community, or has it back. */
  setUnavailable(communityId: string, unavailable: boolean): void;
  setLocale(userId: string, locale: string): void;
  setAcceptsDms(userId: string, accepts: boolean): void;
};

function communityOf(world: World, id: string): Community {
  const found = world.communities.get(id);
  if (!found) throw new ImpossibleActionError(`there is no community ${id}`);
  return found;
}

function placeOf(world: World, channelId: string): TextChannel {
  const channel = world.channels.get(channelId);
  if (channel?.kind !== 'text') throw new ImpossibleActionError(`there is no channel ${channelId}`);
  return channel;
}

function threadOf(world: World, threadId: string) {
  const thread = world.channels.get(threadId);
  if (thread?.kind !== 'thread') throw new ImpossibleActionError(`there is no thread ${threadId}`);
  return thread;
}

function findRole(world: World, roleId: string): { community: Community; role: Role } {
  for (const community of world.communities.values()) {
    const role = community.roles.find(({ id }) => id === roleId);
    if (role) return { community, role };
  }
  throw new ImpossibleActionError(`there is no role ${roleId}`);
}

function bits(rights: readonly (keyof typeof PermissionFlagsBits)[]): bigint {
  return rights.reduce((all, each) => all | PermissionFlagsBits[each], 0n);
}

function enter(world: World, communityId: string, member: Member): void {
  const community = communityOf(world, communityId);
  if (memberOf(community, member.userId)) return;
  world.communities.set(communityId, { ...community, members: [...community.members, member] });
  world.announce({ kind: 'member-joined', communityId, member });
}

function onChannels(world: World) {
  return {
    deleteMessage: (messageId) => {
      const message = world.messages.get(messageId);
      if (!message) throw new ImpossibleActionError(`there is no message ${messageId}`);
      deleteMessage(world, message);
    },
    deleteChannel: (channelId) => {
      const channel = world.channels.get(channelId);
      if (channel?.kind === 'thread') removeThread(world, channel);
      else removeChannel(world, placeOf(world, channelId));
    },
    createChannel: (communityId, name, shape = 'text') => {
      const { id: within } = communityOf(world, communityId);
      const position = [...world.channels.values()].filter(
        (each) => each.kind === 'text' && each.communityId === within,
      ).length;
      const id = world.sources.newId();
      const channel: TextChannel = {
        ...{ kind: 'text', shape, id, communityId, name, position },
        ...{ topic: null, overwrites: [] },
      };
      world.channels.set(id, channel);
      world.announce({ kind: 'channel-created', channel });
      return id;
    },
    renameChannel: (channelId, name) => {
      const channel = { ...placeOf(world, channelId), name };
      world.channels.set(channelId, channel);
      world.announce({ kind: 'channel-changed', channel });
    },
    denyBot: (channelId, rights) => {
      const channel = placeOf(world, channelId);
      overwriteChannel(world, channel, {
        ...{ id: world.botUserId, kind: 'member' },
        ...{ allow: '0', deny: String(bits(rights)) },
      });
    },
    archiveThread: (threadId, archived) => {
      const thread = { ...threadOf(world, threadId), archived };
      world.channels.set(threadId, thread);
      world.announce({ kind: 'thread-changed', thread });
    },
    leaveThread: (threadId, userId) => setMembers(world, threadOf(world, threadId), { added: [], removed: [userId] }),
  } satisfies Partial<ByHand>;
}

function onRoles(world: World) {
  return {
    deleteRole: (communityId, roleId) => {
      const { community, role } = findRole(world, roleId);
      if (community.id !== communityId) throw new ImpossibleActionError(`role ${roleId} is another community's`);
      removeRole(world, community, role);
    },
    setRole: (userId, roleId, has) => {
      const { community } = findRole(world, roleId);
      const member = memberOf(community, userId);
      if (!member) throw new ImpossibleActionError(`user ${userId} is no member`);
      const others = member.roleIds.filter((each) => each !== roleId);
      const changed = { ...member, roleIds: has ? [...others, roleId] : others };
      const members = community.members.map((each) => (each.userId === userId ? changed : each));
      world.communities.set(community.id, { ...community, members });
      world.announce({ kind: 'member-changed', communityId: community.id, member: changed });
    },
    grantBot: (communityId, rights) => {
      const community = communityOf(world, communityId);
      const own = memberOf(community, world.botUserId)?.roleIds ?? [];
      const role = community.roles.find(({ id, managed }) => managed && own.includes(id));
      if (!role) throw new ImpossibleActionError('the bot is not there');
      const changed = { ...role, permissions: String(rights === null ? botPermissions : bits(rights)) };
      const roles = community.roles.map((each) => (each.id === role.id ? changed : each));
      world.communities.set(communityId, { ...community, roles });
      world.announce({ kind: 'role-changed', communityId, role: changed });
    },
  } satisfies Partial<ByHand>;
}

function onCommunities(world: World) {
  return {
    addBot: (seed) => addCommunity(world, seed),
    removeBot: (communityId) => {
      communityOf(world, communityId);
      removeMember(world, communityId, world.botUserId);
      world.announce({ kind: 'community-left', communityId });
    },
    returnBot: (communityId) => {
      const community = communityOf(world, communityId);
      const role = community.roles.find(({ managed }) => managed);
      const member = { userId: world.botUserId, nickname: null, joinedAt: world.sources.now() };
      enter(world, communityId, { ...member, roleIds: role ? [role.id] : [] });
      world.announce({ kind: 'community-joined', communityId });
    },
    join: (communityId, userId) =>
      enter(world, communityId, { userId, nickname: null, roleIds: [], joinedAt: world.sources.now() }),
    leave: (communityId, userId) => removeMember(world, communityId, userId),
    setUnavailable: (communityId, unavailable) => {
      world.communities.set(communityId, { ...communityOf(world, communityId), unavailable });
      world.announce({ kind: unavailable ? 'community-lost' : 'community-joined', communityId });
    },
  } satisfies Partial<ByHand>;
}

function onThemselves(world: World) {
  const change = (userId: string, changes: { readonly locale?: string; readonly acceptsDms?: boolean }) => {
    const user = world.users.get(userId);
    if (!user) throw new ImpossibleActionError(`there is no user ${userId}`);
    world.users.set(userId, { ...user, ...changes });
    world.announce({ kind: 'other' });
  };
  return {
    setLocale: (userId, locale) => change(userId, { locale }),
    setAcceptsDms: (userId, acceptsDms) => change(userId, { acceptsDms }),
  } satisfies Partial<ByHand>;
}

/** The hands of people and their moderators in a world. */
export function openByHand(world: World): ByHand {
  return { ...onChannels(world), ...onRoles(world), ...onCommunities(world), ...onThemselves(world) };
}
