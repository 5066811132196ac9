import * as z from 'zod/mini';
import { RaffleReceipt } from '../schemas/raffle-receipt.ts';
import { RaffleView } from '../schemas/raffle.ts';
import { endpoint } from './endpoint.ts';

const DropParams = z.object({ dropId: z.string().check(z.maxLength(60)) });

/** Raffles, as anybody may look at them. Apart from the others, so that viewers need not load it. */
export const raffleDrawEndpoints = {
  getRaffle: endpoint({
    method: 'GET',
    path: '/v1/drops/:dropId/raffle',
    auth: 'public',
    params: DropParams,
    response: RaffleView,
    refusals: ['not-found'],
  }),
  /** All that is needed to draw again, once it was drawn. */
  getRaffleReceipt: endpoint({
    method: 'GET',
    path: '/v1/drops/:dropId/raffle/receipt',
    auth: 'public',
    params: DropParams,
    response: RaffleReceipt,
    refusals: ['not-found'],
  }),
};
