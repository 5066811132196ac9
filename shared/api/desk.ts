import * as z from 'zod/mini';
import { ConnectionView, DeskView } from '../schemas/desk.ts';
import { SightingOutcome } from '../schemas/order.ts';
import { endpoint } from './endpoint.ts';
import { oneLine, requestId } from './text-shapes.ts';

const tag = z.string().check(z.maxLength(20));
const TagParams = z.object({ tag });
const Done = z.object({ desk: DeskView });
const atOrder = ['not-found', 'not-your-order', 'not-allowed-now', 'order-ended', 'conflict-try-again'] as const;

/** What a broadcaster does from Twitch's own pages: the extension's configuration and its live desk. Every change answers the desk. */
export const deskEndpoints = {
  getConnection: endpoint({
    method: 'GET',
    path: '/v1/connection',
    auth: 'broadcaster',
    response: ConnectionView,
    refusals: [],
  }),
  /** Ends the consent: the session on stream ends, minutes earned stand. */
  endConnection: endpoint({
    method: 'DELETE',
    path: '/v1/connection',
    auth: 'broadcaster',
    response: ConnectionView,
    refusals: ['no-builder-channel', 'conflict-try-again'],
  }),
  getDesk: endpoint({
    method: 'GET',
    path: '/v1/desk',
    auth: 'desk',
    response: DeskView,
    refusals: [],
  }),
  /** The order in which the builder means to work. Tags that are not in the queue any more are passed over. */
  arrangeQueue: endpoint({
    method: 'PUT',
    path: '/v1/desk/queue',
    auth: 'desk',
    body: z.object({ tags: z.array(tag).check(z.maxLength(200)) }),
    response: Done,
    refusals: ['conflict-try-again'],
  }),
  /** The live desk's own way of saying a tag on stream; it counts by the rules of any other. */
  putOnBench: endpoint({
    method: 'POST',
    path: '/v1/desk/bench',
    auth: 'desk',
    body: z.object({ tag, requestId }),
    response: z.object({ desk: DeskView, sighting: SightingOutcome }),
    refusals: ['no-tag'],
  }),
  /** Minutes that were earned stand. */
  takeOffBench: endpoint({
    method: 'DELETE',
    path: '/v1/desk/bench/:tag',
    auth: 'desk',
    params: TagParams,
    response: Done,
    refusals: atOrder,
  }),
  tickStep: endpoint({
    method: 'PUT',
    path: '/v1/desk/orders/:tag/steps/:step',
    auth: 'desk',
    params: z.object({ tag, step: z.string().check(z.maxLength(30)) }),
    body: z.object({ done: z.boolean() }),
    response: Done,
    refusals: atOrder,
  }),
  addNote: endpoint({
    method: 'POST',
    path: '/v1/desk/orders/:tag/notes',
    auth: 'desk',
    params: TagParams,
    body: z.object({ text: z.string().check(z.trim(), z.minLength(1), z.maxLength(200), oneLine), requestId }),
    response: Done,
    refusals: [...atOrder, 'too-many-notes', 'bad-input'],
  }),
  /** The picture comes as base64, as in `keepPicture`. The same picture twice is one photo. */
  addPhoto: endpoint({
    method: 'POST',
    path: '/v1/desk/orders/:tag/photos',
    auth: 'desk',
    params: TagParams,
    body: z.object({ base64: z.string().check(z.maxLength(11_200_000)) }),
    response: Done,
    refusals: [...atOrder, 'bad-picture', 'too-many-notes'],
    bodyBytesMax: 11_500_000,
  }),
  /** The builder says that it is made. Proof is judged apart from that: minutes that are missing stay missing. */
  finishBuild: endpoint({
    method: 'POST',
    path: '/v1/desk/orders/:tag/finished',
    auth: 'desk',
    params: TagParams,
    response: Done,
    refusals: atOrder,
  }),
  /** Opens, pauses or closes a drop. A closed one stays closed. */
  setDropStatus: endpoint({
    method: 'PUT',
    path: '/v1/desk/drops/:dropId/status',
    auth: 'desk',
    params: z.object({ dropId: z.string().check(z.maxLength(60)) }),
    body: z.object({ status: z.enum(['open', 'paused', 'closed']) }),
    response: Done,
    refusals: [
      'not-found',
      'banned',
      'drop-closed',
      'not-allowed-now',
      'promises-not-signed',
      'shipping-not-said',
      'party-cannot-be-paid',
      'conflict-try-again',
    ],
  }),
  setChatAnswers: endpoint({
    method: 'PUT',
    path: '/v1/desk/chat-answers',
    auth: 'desk',
    body: z.object({ answers: z.boolean() }),
    response: Done,
    refusals: ['conflict-try-again'],
  }),
};
