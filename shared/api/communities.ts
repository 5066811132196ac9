import * as z from 'zod/mini';
import {
  BanWork,
  CardView,
  CommunityProblem,
  CommunitySettings,
  CommunityView,
  GivenRole,
  MarkedBuilder,
  RoomFile,
  RoomMessageView,
  RoomView,
} from '../schemas/community.ts';
import { endpoint } from './endpoint.ts';
import { platformText, severalLines } from './text-shapes.ts';

const snowflake = z.string().check(z.regex(/^\d{5,25}$/));
const CommunityParams = z.object({ communityId: snowflake });
const CardParams = z.object({ dropId: z.string().check(z.maxLength(60)), communityId: snowflake });
const RoomParams = z.object({ tag: z.string().check(z.maxLength(20)) });

/**
 * What the bot and the core keep true together in communities. Discord has told the bot who may manage one; the core keeps what they
 * chose, where cards are, which roles were given, what bans were carried, and what was said in order rooms.
 */
export const communityEndpoints = {
  /** All communities in which the bot is or was, in the order of their ids: pass the last id to go on. */
  listCommunities: endpoint({
    method: 'GET',
    path: '/v1/communities',
    auth: 'bot',
    query: z.object({ after: z.optional(snowflake) }),
    response: z.object({ communities: z.array(CommunityView), more: z.boolean() }),
    refusals: [],
  }),
  getCommunity: endpoint({
    method: 'GET',
    path: '/v1/communities/:communityId',
    auth: 'bot',
    params: CommunityParams,
    response: CommunityView,
    refusals: ['not-found'],
  }),
  /** The bot is in a community, or is no longer. */
  meetCommunity: endpoint({
    method: 'PUT',
    path: '/v1/communities/:communityId',
    auth: 'bot',
    params: CommunityParams,
    body: z.object({ name: z.string().check(z.maxLength(100)), isPresent: z.boolean() }),
    response: CommunityView,
    refusals: ['conflict-try-again'],
  }),
  /** An admin's choice. What is not named stays as it is. `by` is the Discord account that Discord said may manage the community. */
  changeCommunity: endpoint({
    method: 'PUT',
    path: '/v1/communities/:communityId/settings',
    auth: 'bot',
    params: CommunityParams,
    body: z.object({ by: snowflake, settings: z.partial(CommunitySettings) }),
    response: CommunityView,
    refusals: ['not-found', 'conflict-try-again'],
  }),
  /** Something keeps the bot from its work there. `isNew` is true once for each problem until it was solved: then an admin is told. */
  noteProblem: endpoint({
    method: 'POST',
    path: '/v1/communities/:communityId/problems',
    auth: 'bot',
    params: CommunityParams,
    body: CommunityProblem,
    response: z.object({ isNew: z.boolean() }),
    refusals: ['not-found', 'conflict-try-again'],
  }),
  solveProblem: endpoint({
    method: 'POST',
    path: '/v1/communities/:communityId/solved',
    auth: 'bot',
    params: CommunityParams,
    body: CommunityProblem,
    response: z.object({ wasKnown: z.boolean() }),
    refusals: ['not-found', 'conflict-try-again'],
  }),
  /** Notes roles that are about to be given, or have been taken back. */
  noteRoles: endpoint({
    method: 'PUT',
    path: '/v1/communities/:communityId/roles',
    auth: 'bot',
    params: CommunityParams,
    body: z.object({
      given: z.array(GivenRole).check(z.maxLength(200)),
      taken: z.array(GivenRole).check(z.maxLength(200)),
    }),
    response: z.object({}),
    refusals: ['not-found', 'conflict-try-again'],
  }),
  /** Builders whom communities may mark: all that are certified and known on Discord. */
  listMarkedBuilders: endpoint({
    method: 'GET',
    path: '/v1/marked-builders',
    auth: 'bot',
    response: z.object({ builders: z.array(MarkedBuilder) }),
    refusals: [],
  }),
  /** The cards of a drop, or of all drops that are open, paused or closed within the last day. */
  listCards: endpoint({
    method: 'GET',
    path: '/v1/cards',
    auth: 'bot',
    query: z.object({ dropId: z.optional(z.string().check(z.maxLength(60))) }),
    response: z.object({ cards: z.array(CardView) }),
    refusals: [],
  }),
  /** Remembers which message is a drop's card in a community, or that somebody deleted it there. */
  noteCard: endpoint({
    method: 'PUT',
    path: '/v1/drops/:dropId/cards/:communityId',
    auth: 'bot',
    params: CardParams,
    body: z.object({ channelId: snowflake, messageId: snowflake, state: CardView.shape.state }),
    response: z.object({}),
    refusals: ['not-found', 'conflict-try-again'],
  }),
  /** Bans to carry out and to lift, community by community: at most 200 of each kind in each. */
  listBanWork: endpoint({
    method: 'GET',
    path: '/v1/ban-work',
    auth: 'bot',
    response: z.object({ work: z.array(BanWork) }),
    refusals: [],
  }),
  settleBanWork: endpoint({
    method: 'POST',
    path: '/v1/ban-work/settle',
    auth: 'bot',
    body: z.object({
      communityId: snowflake,
      banned: z.array(snowflake).check(z.maxLength(200)),
      lifted: z.array(snowflake).check(z.maxLength(200)),
      failed: z
        .array(
          z.object({
            discordId: snowflake,
            wanted: z.enum(['ban', 'lift']),
            reason: z.string().check(z.maxLength(200)),
          }),
        )
        .check(z.maxLength(200)),
    }),
    response: z.object({}),
    refusals: ['conflict-try-again'],
  }),
  getRoom: endpoint({
    method: 'GET',
    path: '/v1/rooms/:tag',
    auth: 'bot',
    params: RoomParams,
    response: RoomView,
    refusals: ['not-found'],
  }),
  /** The open room that is this thread. */
  getRoomOfThread: endpoint({
    method: 'GET',
    path: '/v1/threads/:threadId/room',
    auth: 'bot',
    params: z.object({ threadId: snowflake }),
    response: RoomView,
    refusals: ['not-found'],
  }),
  /** The open rooms of a person whose messages are passed on by DM, the newest first, and what the person reads. */
  listRelays: endpoint({
    method: 'GET',
    path: '/v1/relays/:discordId',
    auth: 'bot',
    params: z.object({ discordId: snowflake }),
    response: z.object({ rooms: z.array(RoomView), locale: z.string() }),
    refusals: [],
  }),
  /**
   * Where the room is. The first answer stands: a second thread for the same order is told of the one that is there. A relay that names
   * the room's thread says that this thread is gone.
   */
  placeRoom: endpoint({
    method: 'PUT',
    path: '/v1/rooms/:tag',
    auth: 'bot',
    params: RoomParams,
    body: z.object({
      way: z.enum(['thread', 'relay']),
      communityId: z.nullable(snowflake),
      threadId: z.nullable(snowflake),
    }),
    response: RoomView,
    refusals: ['not-found', 'conflict-try-again'],
  }),
  /** Keeps a file that was said in a room; the bytes travel as base64. */
  keepRoomFile: endpoint({
    method: 'POST',
    path: '/v1/rooms/:tag/files',
    auth: 'bot',
    params: RoomParams,
    body: z.object({ name: z.string().check(z.maxLength(200)), base64: z.string().check(z.maxLength(14_000_000)) }),
    response: RoomFile,
    refusals: ['not-found', 'room-closed', 'file-too-large', 'too-many-messages', 'conflict-try-again'],
    bodyBytesMax: 14_500_000,
  }),
  /** Keeps one message of a room. Who said it is judged by the account; the same message id twice is one message. */
  recordRoomMessage: endpoint({
    method: 'POST',
    path: '/v1/rooms/:tag/messages',
    auth: 'bot',
    params: RoomParams,
    body: z.object({
      messageId: platformText,
      byDiscordId: snowflake,
      text: z.string().check(z.maxLength(4_000), severalLines),
      at: z.number(),
      files: z.array(RoomFile).check(z.maxLength(10)),
    }),
    response: RoomMessageView,
    refusals: ['not-found', 'room-closed', 'too-many-messages', 'not-yours', 'conflict-try-again'],
  }),
};
