import * as z from 'zod/mini';
import { BuilderCard } from './citizen.ts';
import { DropView } from './drop.ts';
import { BenchEntry } from './order.ts';

/**
 * What a channel shows to everybody who looks at it. `now` is the core's clock at the moment of the answer; `asOf` is the moment at
 * which the progress of the bench was right. `revision` changes whenever anything else does, but for minutes that merely ran on.
 */
export const ChannelView = z.object({
  revision: z.string(),
  now: z.number(),
  asOf: z.number(),
  builder: z.nullable(BuilderCard),
  live: z.nullable(z.object({ since: z.number(), title: z.string() })),
  bench: z.array(BenchEntry),
  queue: z.array(BenchEntry),
  doneToday: z.array(BenchEntry),
  /** The newest order that was built live, shown while the channel is offline. `watchUrl` leads to its moment in the recording. */
  lastBuild: z.nullable(z.object({ entry: BenchEntry, at: z.number(), watchUrl: z.nullable(z.string()) })),
  drops: z.array(DropView),
  /** `link`: the panel may show prices and open the payment page. `code`: it shows a pay code and no price. */
  checkout: z.enum(['link', 'code']),
});
export type ChannelView = z.infer<typeof ChannelView>;
