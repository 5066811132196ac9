import * as z from 'zod/mini';
import { ChannelView } from '../schemas/channel.ts';
import { DropView, WaitlistPlace } from '../schemas/drop.ts';
import { OrderView } from '../schemas/order.ts';
import { endpoint } from './endpoint.ts';

const DropParams = z.object({ dropId: z.string().check(z.maxLength(60)) });

/** Drops, and what happens in front of them. */
export const dropEndpoints = {
  listDrops: endpoint({
    method: 'GET',
    path: '/v1/drops',
    auth: 'public',
    response: z.object({ drops: z.array(DropView) }),
    refusals: [],
  }),
  getDrop: endpoint({
    method: 'GET',
    path: '/v1/drops/:dropId',
    auth: 'public',
    params: DropParams,
    response: DropView,
    refusals: ['not-found'],
  }),
  /** The panel of the channel that the token names: bench, queue and drops. The same for every viewer of a channel. */
  getChannel: endpoint({
    method: 'GET',
    path: '/v1/channel',
    auth: 'viewer',
    response: ChannelView,
    refusals: [],
  }),
  claimUnit: endpoint({
    method: 'POST',
    path: '/v1/drops/:dropId/claims',
    auth: 'citizen',
    params: DropParams,
    response: OrderView,
    refusals: [
      'not-found',
      'identity-not-shared',
      'banned',
      'drop-not-open',
      'sold-out',
      'own-drop',
      'one-each',
      'tier-too-low',
      'exposure-too-high',
      'vip-only',
      'early-bird',
      'raffle-only',
      'waitlist-first',
      'live-only',
      'paused-after-lapses',
      'conflict-try-again',
    ],
  }),
  /** Joins the line for a drop of which every unit is taken. Whoever stands in it already keeps their place. */
  joinWaitlist: endpoint({
    method: 'POST',
    path: '/v1/drops/:dropId/waitlist',
    auth: 'citizen',
    params: DropParams,
    response: WaitlistPlace,
    refusals: [
      'not-found',
      'identity-not-shared',
      'drop-not-open',
      'not-sold-out',
      'raffle-only',
      'own-drop',
      'one-each',
      'tier-too-low',
      'vip-only',
      'waitlist-full',
      'banned',
      'conflict-try-again',
    ],
  }),
  /** Where the caller stands in the line, for whoever opens a page anew. */
  getWaitlistPlace: endpoint({
    method: 'GET',
    path: '/v1/drops/:dropId/waitlist',
    auth: 'citizen',
    params: DropParams,
    response: WaitlistPlace,
    refusals: ['not-found', 'identity-not-shared'],
  }),
  leaveWaitlist: endpoint({
    method: 'DELETE',
    path: '/v1/drops/:dropId/waitlist',
    auth: 'citizen',
    params: DropParams,
    response: WaitlistPlace,
    refusals: ['not-found', 'identity-not-shared', 'conflict-try-again'],
  }),
};
