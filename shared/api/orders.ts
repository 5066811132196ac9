import * as z from 'zod/mini';
import { Passport } from '../schemas/citizen.ts';
import { WaitlistPlace } from '../schemas/drop.ts';
import { OrderView, SightingOutcome } from '../schemas/order.ts';
import { endpoint } from './endpoint.ts';

const TagParams = z.object({ tag: z.string().check(z.maxLength(20)) });
const Done = z.object({ order: OrderView });

/** What any order may say of its state instead of doing as asked. */
const stateRefusals = ['not-allowed-now', 'order-not-paid', 'order-refunded', 'order-ended'] as const;

/** Orders, as their buyer and their builder handle them. */
export const orderEndpoints = {
  getMe: endpoint({
    method: 'GET',
    path: '/v1/me',
    auth: 'citizen',
    response: Passport,
    refusals: ['identity-not-shared'],
  }),
  listMyOrders: endpoint({
    method: 'GET',
    path: '/v1/me/orders',
    auth: 'citizen',
    /** Newest first, 20 at a time: `before` is the tag of the last one seen. */
    query: z.object({ before: z.optional(z.string().check(z.maxLength(20))) }),
    /** `waits` are the lines in which the person stands. */
    response: z.object({ orders: z.array(OrderView), waits: z.optional(z.array(WaitlistPlace)) }),
    refusals: ['identity-not-shared'],
  }),
  /** A builder's paid orders that still need work, oldest first. */
  listMyQueue: endpoint({
    method: 'GET',
    path: '/v1/me/queue',
    auth: 'builder',
    response: z.object({ orders: z.array(OrderView) }),
    refusals: [],
  }),
  getOrder: endpoint({
    method: 'GET',
    path: '/v1/orders/:tag',
    auth: 'citizen',
    params: TagParams,
    response: OrderView,
    refusals: ['not-found', 'not-yours'],
  }),
  cancelClaim: endpoint({
    method: 'POST',
    path: '/v1/orders/:tag/cancel-claim',
    auth: 'citizen',
    params: TagParams,
    response: Done,
    refusals: ['not-found', 'not-yours', 'not-allowed-now', 'already-paid', 'claim-ended', 'conflict-try-again'],
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
  confirmDelivery: endpoint({
    method: 'POST',
    path: '/v1/orders/:tag/delivery',
    auth: 'citizen',
    params: TagParams,
    response: Done,
    refusals: ['not-found', 'not-yours', ...stateRefusals, 'already-proved', 'conflict-try-again'],
  }),
  askCancellation: endpoint({
    method: 'POST',
    path: '/v1/orders/:tag/ask-cancellation',
    auth: 'citizen',
    params: TagParams,
    response: Done,
    refusals: ['not-found', 'not-yours', ...stateRefusals, 'conflict-try-again'],
  }),
  /** The buyer takes the money back after a broken promise. */
  refundUnproven: endpoint({
    method: 'POST',
    path: '/v1/orders/:tag/refund-unproven',
    auth: 'citizen',
    params: TagParams,
    response: Done,
    refusals: [
      'not-found',
      'not-yours',
      ...stateRefusals,
      'not-broken-yet',
      'nothing-held',
      'already-released',
      'frozen',
      'disputed',
      'conflict-try-again',
    ],
  }),
  /** The buyer gives the builder some days more for the promise that runs. */
  grantDays: endpoint({
    method: 'POST',
    path: '/v1/orders/:tag/grant-days',
    auth: 'citizen',
    params: TagParams,
    response: Done,
    refusals: ['not-found', 'not-yours', ...stateRefusals, 'days-spent', 'frozen', 'conflict-try-again'],
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
