import { ApplicationCommandType, type APIApplicationCommand } from 'discord-api-types/v10';
import { people } from '../people.ts';
import { type Channel, type Community, type DiscordModel, dmChannelOf, memberOf } from '../discord/model.ts';
import { offeredTo } from '../discord/people.ts';
import { canSee } from '../discord/permissions.ts';
import type { World } from '../world.ts';
import { viewCommands } from './command-view.ts';
import { viewForm } from './form-view.ts';
import { viewMessageState } from './message-view.ts';
import type { CommunityState, OfferState, PlaceState, StudioState } from './state.ts';

const messagesPerPlaceMax = 60;
/** A crowd of communities, as some tests have, is no sight for a person. */
const communitiesMax = 12;

function toColour(colour: number): string | null {
  return colour === 0 ? null : `#${colour.toString(16).padStart(6, '0')}`;
}

/** Discord as the Studio shows it: every place, message and form, and who may see and use which. */
export function viewDiscord({ discord, places }: World): StudioState['discord'] {
  const { model } = discord;
  const known = new Set(people.flatMap(({ discord: account }) => (account ? [account.id] : [])));
  const communities = [...model.communities.values()]
    .filter(({ members }) => members.some(({ userId }) => known.has(userId)))
    .slice(0, communitiesMax);
  const shown = new Set(communities.map(({ id }) => id));
  const home = model.communities.get(places.communityId);
  const channels = [...model.channels.values()].filter((each) => each.kind === 'dm' || shown.has(each.communityId));
  return {
    communities: communities.map((each) => viewCommunityState(model, each)),
    buildsChannelId: places.buildsChannelId,
    botId: model.botUserId,
    users: [...model.users.values()].map((user) => ({
      id: user.id,
      name: user.displayName,
      colour: home ? colourOf(home, user.id) : null,
      bot: user.bot ?? false,
      locale: user.locale ?? 'en-US',
      acceptsDms: user.acceptsDms ?? true,
    })),
    places: channels.map((channel) => viewPlace(model, channel, known)),
    messages: latestMessages(model, new Set(channels.map(({ id }) => id))).map((each) => viewMessageState(model, each)),
    forms: [...model.modals.values()].map((modal) => viewForm(model, modal)),
    commands: [...model.commands.values()].flatMap(viewCommands),
    offers: [...model.commands.values()].map((command) => viewOffer(model, command, communities, [...known])),
    usage: {
      calls: model.traffic.requests,
      limited: model.traffic.limited,
      busiestSecond: model.traffic.busiestSecond,
    },
    activities: [...model.activities.values()].map(({ channelId, userIds }) => ({ channelId, userIds: [...userIds] })),
  };
}

function rolesDown(community: Community) {
  return community.roles.filter(({ id }) => id !== community.id).toSorted((a, b) => b.position - a.position);
}

function colourOf(community: Community, userId: string): string | null {
  const held = memberOf(community, userId)?.roleIds ?? [];
  return toColour(rolesDown(community).find((role) => role.color !== 0 && held.includes(role.id))?.color ?? 0);
}

function viewCommunityState(model: DiscordModel, community: Community): CommunityState {
  return {
    id: community.id,
    name: community.name,
    ownerId: community.ownerId,
    hasBot: memberOf(community, model.botUserId) !== undefined,
    memberIds: community.members.map(({ userId }) => userId),
    roles: rolesDown(community).map(({ id, name, color }) => ({
      id,
      name,
      colour: toColour(color),
      holderIds: community.members.filter(({ roleIds }) => roleIds.includes(id)).map(({ userId }) => userId),
    })),
  };
}

function viewPlace(model: DiscordModel, channel: Channel, known: ReadonlySet<string>): PlaceState {
  const seenBy = [...known].filter((userId) => canSee(model, userId, channel));
  const plain = { parentId: null, isPrivate: false, isArchived: false, seenBy };
  switch (channel.kind) {
    case 'text': {
      const { id, communityId, name, topic, shape } = channel;
      return { ...plain, id, communityId, kind: shape, name, topic: topic ?? '' };
    }
    case 'thread': {
      const { id, communityId, name, parentId, private: isPrivate, archived: isArchived } = channel;
      return { ...plain, id, communityId, kind: 'thread', name, topic: '', parentId, isPrivate, isArchived };
    }
    case 'dm':
      return {
        ...plain,
        ...{ id: channel.id, communityId: null, kind: 'dm', name: 'C500' },
        topic: 'Direct messages with C500',
      };
  }
}

/** Who is offered a command: asked at one place of each community that they see, since rights of one channel are beside the point. */
function viewOffer(
  model: DiscordModel,
  command: APIApplicationCommand,
  communities: readonly Community[],
  userIds: readonly string[],
): OfferState {
  const channels = [...model.channels.values()];
  const inCommunities = communities.map((community) => ({
    communityId: community.id,
    userIds: userIds.filter((userId) => {
      const channel = channels.find(
        (each) => each.kind === 'text' && each.communityId === community.id && canSee(model, userId, each),
      );
      const where = { userId, communityId: community.id, channelId: channel?.id ?? '' };
      return channel !== undefined && offeredTo(model, command, where, community);
    }),
  }));
  const inDms = userIds.filter((userId) => {
    const channelId = dmChannelOf(model, userId)?.id;
    return channelId !== undefined && offeredTo(model, command, { userId, communityId: null, channelId }, undefined);
  });
  const isOnMessages = command.type === ApplicationCommandType.Message;
  return {
    commandId: command.id,
    places: [...inCommunities, ...(isOnMessages ? [] : [{ communityId: null, userIds: inDms }])],
  };
}

function latestMessages(model: DiscordModel, shown: ReadonlySet<string>) {
  const counts = new Map<string, number>();
  const kept = [...model.messages.values()].toReversed().filter(({ channelId }) => {
    if (!shown.has(channelId)) return false;
    const count = (counts.get(channelId) ?? 0) + 1;
    counts.set(channelId, count);
    return count <= messagesPerPlaceMax;
  });
  return kept.toReversed();
}
