import * as z from 'zod/mini';
import { OrderView, SightingOutcome } from '../schemas/order.ts';
import { Done, stateRefusals, TagParams } from './order-shapes.ts';
import { endpoint } from './endpoint.ts';

/** Orders, as their builder handles them. Apart from the others, so that viewers need not load it. */
export const orderWorkEndpoints = {
  /** A builder's paid orders that still need work, oldest first. */
  listMyQueue: endpoint({
    method: 'GET',
    path: '/v1/me/queue',
    auth: 'builder',
    response: z.object({ orders: z.array(OrderView) }),
    refusals: [],
  }),
  declareShipment: endpoint({
    method: 'POST',
    path: '/v1/orders/:tag/shipment',
    auth: 'builder',
    params: TagParams,
    body: z.object({ number: z.string().check(z.minLength(4), z.maxLength(60)) }),
    response: Done,
    refusals: [
      'not-found',
      'not-your-order',
      ...stateRefusals,
      'tracking-unreadable',
      'tracking-reused',
      'shipment-scanned',
      'frozen',
      'conflict-try-again',
    ],
  }),
  /** The builder gives the money back: of their own accord, or because the buyer asked. */
  refundOrder: endpoint({
    method: 'POST',
    path: '/v1/orders/:tag/refund',
    auth: 'builder',
    params: TagParams,
    body: z.object({ reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(300)) }),
    response: Done,
    refusals: [
      'not-found',
      'not-your-order',
      ...stateRefusals,
      'nothing-held',
      'already-released',
      'frozen',
      'disputed',
      'conflict-try-again',
    ],
  }),
  /** `/c500 live`: the builder says, while live, that this order is on the bench. */
  declareLive: endpoint({
    method: 'POST',
    path: '/v1/me/sightings',
    auth: 'builder',
    body: z.object({
      text: z.string().check(z.maxLength(200)),
      requestId: z.string().check(z.minLength(8), z.maxLength(80)),
    }),
    response: z.object({ sightings: z.array(SightingOutcome) }),
    refusals: ['no-tag', 'no-builder-channel'],
  }),
};
