import type {
  APIInteractionDataResolved,
  APIInteractionDataResolvedChannel,
  APIInteractionDataResolvedGuildMember,
} from 'discord-api-types/v10';
import { type Attachment, type Community, type DiscordModel, memberOf } from './model.ts';
import { permissionsAt, permissionsIn } from './permissions.ts';
import { ImpossibleActionError } from './refusal.ts';
import { viewAttachment, viewMember, viewRole, viewTextChannel, viewThread, viewUser } from './views.ts';

/** What a person picked, to be sent along in full beside the bare ids. */
export type Picked = {
  readonly userIds: readonly string[];
  readonly roleIds: readonly string[];
  readonly channelIds: readonly string[];
  readonly attachments: readonly Attachment[];
};

/** Nothing picked. */
export const pickedNothing: Picked = { userIds: [], roleIds: [], channelIds: [], attachments: [] };

/** Both picks together. */
export function joinPicked(one: Picked, other: Picked): Picked {
  return {
    userIds: [...one.userIds, ...other.userIds],
    roleIds: [...one.roleIds, ...other.roleIds],
    channelIds: [...one.channelIds, ...other.channelIds],
    attachments: [...one.attachments, ...other.attachments],
  };
}

function resolveMember(model: DiscordModel, community: Community, userId: string) {
  const member = memberOf(community, userId);
  if (!member) return undefined;
  const { user: _user, deaf: _deaf, mute: _mute, ...rest } = viewMember(model, member);
  const resolved: APIInteractionDataResolvedGuildMember = {
    ...rest,
    permissions: String(permissionsIn(community, userId)),
  };
  return resolved;
}

function resolveChannel(
  model: DiscordModel,
  community: Community,
  userId: string,
  channelId: string,
): APIInteractionDataResolvedChannel {
  const channel = model.channels.get(channelId);
  if (channel && channel.kind !== 'dm' && channel.communityId === community.id) {
    const permissions = String(permissionsAt(model, userId, channel));
    return { ...(channel.kind === 'text' ? viewTextChannel(model, channel) : viewThread(model, channel)), permissions };
  }
  throw new ImpossibleActionError(`there is no channel ${channelId} to pick`);
}

function table<T>(ids: readonly string[], find: (id: string) => T | undefined): Record<string, T> | undefined {
  const entries = ids.flatMap((id) => {
    const found = find(id);
    return found === undefined ? [] : [[id, found] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/**
 * The `resolved` part of an interaction; undefined when nothing was picked.
 *
 * @param userId who picks: channels come with what they may do there
 * @throws ImpossibleActionError when a user, role or channel does not exist
 */
export function resolve(
  model: DiscordModel,
  community: Community | undefined,
  userId: string,
  picked: Picked,
): APIInteractionDataResolved | undefined {
  const users = table(picked.userIds, (id) => {
    const user = model.users.get(id);
    if (!user) throw new ImpossibleActionError(`there is no user ${id} to pick`);
    return viewUser(user);
  });
  const members = table(picked.userIds, (id) => community && resolveMember(model, community, id));
  const roles = table(picked.roleIds, (id) => {
    const role = community?.roles.find((each) => each.id === id);
    if (!role) throw new ImpossibleActionError(`there is no role ${id} to pick`);
    return viewRole(role);
  });
  const channels = table(picked.channelIds, (id) => community && resolveChannel(model, community, userId, id));
  const files = new Map(picked.attachments.map((each) => [each.id, each]));
  const attachments = table([...files.keys()], (id) => {
    const file = files.get(id);
    return file && model.sign(viewAttachment(file));
  });
  const resolved = {
    ...(users ? { users } : {}),
    ...(members ? { members } : {}),
    ...(roles ? { roles } : {}),
    ...(channels ? { channels } : {}),
    ...(attachments ? { attachments } : {}),
  };
  return Object.keys(resolved).length > 0 ? resolved : undefined;
}
