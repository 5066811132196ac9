import * as z from 'zod/mini';
import { RaffleView } from '../schemas/raffle.ts';
import { endpoint } from './endpoint.ts';

const DropParams = z.object({ dropId: z.string().check(z.maxLength(60)) });

/** Raffles: one entry for each person in a window, and a draw that anybody can do again. */
export const raffleEndpoints = {
  /** The raffle with the caller's own entry. */
  getMyRaffle: endpoint({
    method: 'GET',
    path: '/v1/drops/:dropId/raffle/entry',
    auth: 'citizen',
    params: DropParams,
    response: RaffleView,
    refusals: ['not-found', 'identity-not-shared'],
  }),
  /** Enters the raffle for a drop. Whoever is in it already stays in it with the entry that they have. */
  enterRaffle: endpoint({
    method: 'POST',
    path: '/v1/drops/:dropId/raffle/entry',
    auth: 'citizen',
    params: DropParams,
    response: RaffleView,
    refusals: [
      'not-found',
      'identity-not-shared',
      'drop-not-open',
      'raffle-not-open',
      'raffle-over',
      'raffle-full',
      'own-drop',
      'one-each',
      'tier-too-low',
      'exposure-too-high',
      'vip-only',
      'banned',
      'conflict-try-again',
    ],
  }),
  /** Leaves a raffle, until its close. */
  leaveRaffle: endpoint({
    method: 'DELETE',
    path: '/v1/drops/:dropId/raffle/entry',
    auth: 'citizen',
    params: DropParams,
    response: RaffleView,
    refusals: ['not-found', 'identity-not-shared', 'raffle-over', 'conflict-try-again'],
  }),
};
