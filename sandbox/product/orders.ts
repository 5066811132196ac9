import * as z from 'zod/mini';

/** What the sandbox asks of the core's process. */
export const Order = z.object({ type: z.literal('move-clock'), offsetMs: z.number() });
export type Order = z.infer<typeof Order>;

/** What the product's processes tell the sandbox. */
export const FromProduct = z.union([
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('clock-moved'), offsetMs: z.number() }),
]);
export type FromProduct = z.infer<typeof FromProduct>;
