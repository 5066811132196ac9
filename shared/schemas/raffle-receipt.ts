import * as z from 'zod/mini';

/**
 * All that is needed to draw a raffle again: see `docs/raffles.md`. `entries` are public keys, in the order that was hashed; `drawn` is the
 * same list as the draw put it.
 */
export const RaffleReceipt = z.object({
  format: z.literal('c500-raffle-1'),
  dropId: z.string(),
  title: z.string(),
  units: z.int(),
  opensAt: z.number(),
  closesAt: z.number(),
  drawnAt: z.number(),
  seed: z.string(),
  seedHash: z.string(),
  entries: z.array(z.string()),
  entriesHash: z.string(),
  drawn: z.array(z.string()),
});
export type RaffleReceipt = z.infer<typeof RaffleReceipt>;
