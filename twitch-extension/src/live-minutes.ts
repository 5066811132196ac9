import type { BenchProgress } from '#shared/schemas/order.ts';

/** Without a newer answer minutes run on by themselves this long at most: three polls, then something is wrong with the connection. */
const runOnMsMax = 45_000;

/**
 * Live time on the bench by now, in milliseconds: what the core counted at `asOf`, and the order's share of the time since then. It
 * never reaches what is needed by itself, because only the core may say that an order is proved.
 */
export function earnedBy(progress: BenchProgress, asOf: number, now: number): number {
  const { earnedMs, neededMs, sharedBy } = progress;
  if (sharedBy === 0 || earnedMs >= neededMs) return earnedMs;
  const sinceMs = Math.min(runOnMsMax, Math.max(0, now - asOf));
  return Math.min(neededMs - 1, earnedMs + sinceMs / sharedBy);
}
