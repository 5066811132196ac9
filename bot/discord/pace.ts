import { setTimeout as sleep } from 'node:timers/promises';

/** Turns at even distances, for whoever asks, in the order in which they asked. */
export type Pace = {
  /** Resolves when it is the caller's turn. @throws the signal's reason when it ends first */
  turn(signal?: AbortSignal): Promise<void>;
};

/**
 * Discord allows a bot 50 requests a second in all, whatever they are for. Turns that are evenly spaced stay below a rate in every
 * window, also in one that begins in the middle of a second, and leave the rest to people who wait for an answer. The distance counts
 * from when a turn really came: after a moment in which the process stood still, nobody hurries to make up for it.
 */
export function createPace(perSecond: number, now: () => number = () => performance.now()): Pace {
  const gapMs = 1_000 / perSecond;
  let cameAt = Number.NEGATIVE_INFINITY;
  let before: Promise<void> = Promise.resolve();
  return {
    async turn(signal) {
      const mine = before.then(async () => {
        if (signal?.aborted) return;
        const waitMs = cameAt + gapMs - now();
        if (waitMs > 0) await sleep(waitMs, undefined, { ref: false });
        cameAt = now();
      });
      before = mine;
      await mine;
      signal?.throwIfAborted();
    },
  };
}
