import * as z from 'zod/mini';

/** `called-off`: the drop was closed before the draw. */
export const RaffleState = z.enum(['soon', 'open', 'closed', 'drawn', 'called-off']);
export type RaffleState = z.infer<typeof RaffleState>;

/**
 * A raffle as anybody may see it. `entered` is the reader's own, null where nobody is known or who is not in it; `place` is theirs in the
 * draw. `reached` is how far down the draw units were offered. Hashes are SHA-256, lower-case hex.
 */
export const RaffleView = z.object({
  dropId: z.string(),
  state: RaffleState,
  opensAt: z.number(),
  closesAt: z.number(),
  units: z.int(),
  entries: z.int(),
  seedHash: z.string(),
  entriesHash: z.nullable(z.string()),
  drawnAt: z.nullable(z.number()),
  reached: z.int(),
  entered: z.nullable(z.object({ key: z.string(), place: z.nullable(z.int()) })),
});
export type RaffleView = z.infer<typeof RaffleView>;
