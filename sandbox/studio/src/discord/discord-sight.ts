import type { CommandState } from '../../message-state.ts';
import type { CommunityState, PlaceState, StudioState } from '../../state.ts';

type Discord = StudioState['discord'];

/** The communities that a person is in. */
export function communitiesOf(discord: Discord, userId: string): readonly CommunityState[] {
  return discord.communities.filter(({ memberIds }) => memberIds.includes(userId));
}

/** Whether the community of a place is this person's own, where they may clear up by hand. */
export function ownsPlace(discord: Discord, userId: string, place: PlaceState): boolean {
  return discord.communities.some(({ id, ownerId }) => id === place.communityId && ownerId === userId);
}

/** What a person is offered at a place: slash commands, or those of a message's or a person's menu. */
export function commandsAt(
  discord: Discord,
  userId: string,
  place: PlaceState,
  kind: CommandState['kind'],
): readonly CommandState[] {
  const isOffered = ({ id }: CommandState) =>
    discord.offers
      .find(({ commandId }) => commandId === id)
      ?.places.some(({ communityId, userIds }) => communityId === place.communityId && userIds.includes(userId)) ??
    false;
  return discord.commands.filter((command) => command.kind === kind && isOffered(command));
}

/** The language that a person's Discord is set to. */
export function localeOf(discord: Discord, userId: string): string {
  return discord.users.find(({ id }) => id === userId)?.locale ?? 'en-US';
}

/** What somebody can pick in a menu that has no choices of its own. */
export type Pickable = { readonly value: string; readonly label: string; readonly hint: string };

/** Discord's numbers for kinds of channels. */
const channelTypes = { text: 0, dm: 1, voice: 2, announcement: 5, thread: 12 } as const;
const signs = { text: '#', announcement: '📣', voice: '🔊', thread: '↳', dm: '@' } as const;

/** The people, roles or channels that a menu offers to a person at a place. */
export function pickablesAt(
  discord: Discord,
  userId: string,
  communityId: string | null,
  menu: { readonly source: string; readonly channelTypes: readonly number[] },
): readonly Pickable[] {
  const community = discord.communities.find(({ id }) => id === communityId);
  const people = discord.users
    .filter(({ id }) => !community || community.memberIds.includes(id))
    .map(({ id, name, bot }) => ({ value: id, label: name, hint: bot ? 'app' : '' }));
  const roles = (community?.roles ?? []).map(({ id, name }) => ({ value: id, label: `@${name}`, hint: 'role' }));
  switch (menu.source) {
    case 'people':
      return people;
    case 'roles':
      return roles;
    case 'people-and-roles':
      return [...roles, ...people];
    case 'channels':
      return discord.places
        .filter((place) => place.communityId === communityId && place.seenBy.includes(userId))
        .filter(({ kind }) =>
          menu.channelTypes.length === 0 ? kind !== 'thread' : menu.channelTypes.includes(channelTypes[kind]),
        )
        .map(({ id, name, kind }) => ({ value: id, label: `${signs[kind]} ${name}`, hint: '' }));
    default:
      return [];
  }
}

/** The sign before a channel's name. */
export function signOf(place: PlaceState): string {
  return place.kind === 'thread' && place.isPrivate ? '🔒' : signs[place.kind];
}
