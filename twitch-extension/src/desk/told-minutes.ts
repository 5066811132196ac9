import { minute } from '#shared/house-rules.ts';
import type { DeskView } from '#shared/schemas/desk.ts';
import type { BenchProgress } from '#shared/schemas/order.ts';
import { earnedBy } from '../live-minutes.ts';

/** Live minutes as a builder is told of them: whole ones, so that the words never run ahead of the rule, and the exact share for the eye. */
export type ToldMinutes = {
  readonly earned: number;
  readonly needed: number;
  /** From 0 to 1. */
  readonly share: number;
  readonly isProved: boolean;
};

/**
 * How far an order is by now. Between two answers of the core the minutes run on while the channel is live; offline they stand still.
 *
 * @param now  the core's clock, in milliseconds
 */
export function tellMinutes(progress: BenchProgress, view: Pick<DeskView, 'live' | 'asOf'>, now: number): ToldMinutes {
  const { neededMs } = progress;
  const earnedMs = view.live === null ? progress.earnedMs : earnedBy(progress, view.asOf, now);
  const needed = Math.ceil(neededMs / minute);
  return {
    needed,
    earned: Math.min(needed, Math.floor(earnedMs / minute)),
    share: neededMs === 0 ? 1 : Math.min(1, earnedMs / neededMs),
    isProved: earnedMs >= neededMs,
  };
}
