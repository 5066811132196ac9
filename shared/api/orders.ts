import * as z from 'zod/mini';
import { Passport } from '../schemas/citizen.ts';
import { WaitlistPlace } from '../schemas/drop.ts';
import { OrderView } from '../schemas/order.ts';
import { endpoint } from './endpoint.ts';
import { Done, stateRefusals, TagParams } from './order-shapes.ts';

/** Orders, as their buyer handles them. */
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
};
