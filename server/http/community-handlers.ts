import { parseId, type DropId } from '#shared/ids.ts';
import { banWork, settleBanWork } from '../usecases/communities/ban-work.ts';
import { cardsOf, cardsShown, cardView, noteCard } from '../usecases/communities/cards.ts';
import {
  changeCommunity,
  communitiesAfter,
  communityView,
  endProblem,
  keepRoles,
  meetCommunity,
  tellProblem,
} from '../usecases/communities/communities.ts';
import type { Core } from '../usecases/work/core.ts';
import { markedBuilders } from '../usecases/communities/federation.ts';
import {
  findRoom,
  keepRoomFile,
  messageView,
  recordRoomMessage,
  relaysOf,
  roomOfThread,
  roomView,
  settleRoom,
} from '../usecases/communities/rooms.ts';
import type { Handlers } from './mount.ts';
import { granted, Refused } from './problems.ts';

type CommunityHandlers = Pick<
  Handlers,
  | 'listCommunities'
  | 'getCommunity'
  | 'meetCommunity'
  | 'changeCommunity'
  | 'noteProblem'
  | 'solveProblem'
  | 'noteRoles'
  | 'listMarkedBuilders'
  | 'listCards'
  | 'noteCard'
  | 'listBanWork'
  | 'settleBanWork'
>;
type RoomHandlers = Pick<
  Handlers,
  'getRoom' | 'getRoomOfThread' | 'listRelays' | 'placeRoom' | 'keepRoomFile' | 'recordRoomMessage'
>;

/** The stories behind `communities`: what the bot and the core keep true together. */
export function communityHandlers(core: Core): CommunityHandlers & RoomHandlers {
  return {
    ...roomHandlers(core),
    async listCommunities({ query }) {
      const { communities, more } = await communitiesAfter(core, query.after);
      return { communities: communities.map(communityView), more };
    },
    async getCommunity({ params }) {
      const community = await core.store.get('community', params.communityId);
      if (!community) throw new Refused({ code: 'not-found' });
      return communityView(community);
    },
    async meetCommunity({ params, body }) {
      return communityView(granted(await meetCommunity(core, params.communityId, body)).community);
    },
    async changeCommunity({ params, body }) {
      return communityView(granted(await changeCommunity(core, params.communityId, body.settings, body.by)).community);
    },
    async noteProblem({ params, body }) {
      return { isNew: granted(await tellProblem(core, params.communityId, body)).isChanged };
    },
    async solveProblem({ params, body }) {
      return { wasKnown: granted(await endProblem(core, params.communityId, body)).isChanged };
    },
    async noteRoles({ params, body }) {
      granted(await keepRoles(core, params.communityId, body));
      return {};
    },
    listMarkedBuilders: async () => ({ builders: [...(await markedBuilders(core))] }),
    async listCards({ query }) {
      const cards = query.dropId === undefined ? await cardsShown(core) : await cardsOf(core, dropIdOf(query.dropId));
      return { cards: cards.map(cardView) };
    },
    async noteCard({ params, body }) {
      granted(await noteCard(core, dropIdOf(params.dropId), params.communityId, body));
      return {};
    },
    listBanWork: async () => ({ work: [...(await banWork(core))] }),
    async settleBanWork({ body }) {
      granted(await settleBanWork(core, body.communityId, body));
      return {};
    },
  };
}

function roomHandlers(core: Core): RoomHandlers {
  return {
    async getRoom({ params }) {
      const { order, room } = granted(await findRoom(core, params.tag));
      return roomView(core, order, room);
    },
    async getRoomOfThread({ params }) {
      const { order, room } = granted(await roomOfThread(core, params.threadId));
      return roomView(core, order, room);
    },
    async listRelays({ params }) {
      const { rooms, locale } = await relaysOf(core, params.discordId);
      return { rooms: await Promise.all(rooms.map(({ order, room }) => roomView(core, order, room))), locale };
    },
    async placeRoom({ params, body }) {
      const { order, room } = granted(await settleRoom(core, params.tag, body));
      return roomView(core, order, room);
    },
    async keepRoomFile({ params, body }) {
      return granted(await keepRoomFile(core, params.tag, body.name, Buffer.from(body.base64, 'base64'))).file;
    },
    async recordRoomMessage({ params, body }) {
      return messageView(granted(await recordRoomMessage(core, params.tag, body)).message);
    },
  };
}

function dropIdOf(text: string): DropId {
  const id = parseId('drop', text);
  if (!id) throw new Refused({ code: 'not-found' });
  return id;
}
