import { setTimeout as sleep } from 'node:timers/promises';

/** Bounds of a wait that doubles with each failure. */
export type Backoff = { readonly firstMs: number; readonly mostMs: number };

/** How long to wait after a number of failures in a row; spread by a quarter, so that many bots do not knock together. */
export function backoffMs({ firstMs, mostMs }: Backoff, failures: number): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 20));
  return whole * (0.75 + Math.random() * 0.25);
}

/** Waits; ends early, without an error, when the signal says so. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
