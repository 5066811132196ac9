import * as z from 'zod/mini';
import { OrderDisputeView } from '../schemas/trust.ts';
import { endpoint } from './endpoint.ts';

const TagParams = z.object({ tag: z.string().check(z.maxLength(20)) });

/** Disputes, as the builder of an order answers them. */
export const disputeEndpoints = {
  /** Adds words to what the bank will read. The same words again are added once. */
  answerDispute: endpoint({
    method: 'POST',
    path: '/v1/orders/:tag/dispute-answer',
    auth: 'builder',
    params: TagParams,
    body: z.object({
      requestId: z.string().check(z.minLength(8), z.maxLength(80)),
      text: z.string().check(z.trim(), z.minLength(3), z.maxLength(4_000)),
    }),
    response: OrderDisputeView,
    refusals: ['not-found', 'not-your-order', 'not-allowed-now', 'dispute-filed', 'conflict-try-again'],
  }),
};
