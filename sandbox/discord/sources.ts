import { randomBytes } from 'node:crypto';

/** Where a model takes the time and fresh names from, so that its rules read no clock and draw no lots themselves. */
export type Sources = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A new snowflake: decimal text, greater than every one given before. */
  readonly newId: () => string;
  /** A new unguessable text for URLs and headers. */
  readonly newToken: () => string;
};

const discordEpoch = 1_420_070_400_000;

/**
 * Sources on a given clock. Snowflakes carry the clock's time in their upper bits as Discord's do, and go on rising
 * even when the clock is set back.
 *
 * @param floor no snowflake at or below this one is given out (after a restore: the greatest one restored)
 */
export function createSources(now: () => number, floor = '0'): Sources {
  let last = BigInt(floor);
  return {
    now,
    newId: () => {
      const fromClock = BigInt(Math.max(0, Math.floor(now()) - discordEpoch)) << 22n;
      last = fromClock > last ? fromClock : last + 1n;
      return String(last);
    },
    newToken: () => randomBytes(24).toString('base64url'),
  };
}
