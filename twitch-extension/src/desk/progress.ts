import { minute, second } from '#shared/house-rules.ts';
import type { BenchProgress } from '#shared/schemas/order.ts';

/** What a desk that was not heard from for this long may still be counted on to run: beyond it minutes would be made up. */
const trustMs = 45 * second;

/** When the desk was right, when it was answered, and whether its channel was live then. */
export type SeenAt = { readonly asOf: number; readonly now: number; readonly live: object | null };

/**
 * The live milliseconds that an order has earned by now, as the rules will count them: what it had, and its share of the time since.
 * Nothing is added while the channel is offline or when the core was not heard from, and never more than is needed.
 *
 * @param now  the core's clock, in milliseconds
 */
export function earnedBy(now: number, progress: BenchProgress, seen: SeenAt): number {
  const until = Math.min(now, seen.now + trustMs);
  const isRunning = seen.live !== null && progress.sharedBy > 0;
  const since = isRunning ? Math.max(0, until - seen.asOf) / progress.sharedBy : 0;
  return Math.min(Math.max(progress.earnedMs, progress.neededMs), progress.earnedMs + since);
}

/** The minutes as they are told: whole ones only, so that the words never run ahead of the rule. */
export function wholeMinutes(earnedMs: number, neededMs: number): { readonly earned: number; readonly needed: number } {
  const needed = Math.ceil(neededMs / minute);
  return { needed, earned: Math.min(needed, Math.floor(earnedMs / minute)) };
}

/** Whether the live minutes of an order are full. */
export function isProved(earnedMs: number, progress: BenchProgress): boolean {
  return earnedMs >= progress.neededMs;
}
