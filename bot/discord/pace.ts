import { setTimeout as sleep } from 'node:timers/promises';

/** Turns at even distances, for whoever asks, in the order in which they asked. */
export type Pace = {
  /** Resolves when it is the caller's turn. @throws the signal's reason when it ends first: its turn is then lost */
  turn(signal?: AbortSignal): Promise<void>;
};

/**
 * Discord allows a bot 50 requests a second in all, whatever they are for. Turns that are evenly spaced stay below a rate in every
 * window, also in one that begins in the middle of a second, and leave the rest to people who wait for an answer.
 */
export function createPace(perSecond: number, now: () => number = () => performance.now()): Pace {
  const gapMs = 1_000 / perSecond;
  let freeAt = Number.NEGATIVE_INFINITY;
  return {
    async turn(signal) {
      signal?.throwIfAborted();
      const at = Math.max(now(), freeAt);
      freeAt = at + gapMs;
      const waitMs = at - now();
      if (waitMs > 0) await sleep(waitMs, undefined, { ...(signal ? { signal } : {}), ref: false });
    },
  };
}
