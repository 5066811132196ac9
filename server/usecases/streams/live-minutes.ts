import { minute } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import { working } from '../../domain/bench.ts';
import type { Bench, Channel } from '../../domain/citizen.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Core } from '../work/core.ts';

/** Twitch names a new stream within this time of its beginning. */
const namedWithinMs = 3 * minute;

/**
 * Up to when the minutes on a bench may be settled, where something else than a mark asks for that. Notices of a stream's end can be
 * lost, and minutes that run on without a stream would stand for ever once they are settled: so Twitch is asked, and while it names
 * no such stream nothing counts beyond what was settled before. A Twitch that does not answer takes nothing away from a builder.
 */
export async function countsUntil(
  core: Core,
  channel: Pick<Channel, 'id' | 'live'> | undefined,
  bench: Bench | undefined,
): Promise<Instant> {
  const now = core.clock.now();
  if (!channel?.live || !bench || working(bench).length === 0) return now;
  return (await isStillLive(core, channel)) ? now : Math.min(now, bench.settledAt);
}

/**
 * Whether a channel that we were told is live still is, by Twitch's own word: notices of a stream's end can be lost. While Twitch does
 * not answer, or has not named a new stream yet, what we were told stands.
 */
export async function isStillLive(core: Core, { id, live }: Pick<Channel, 'id' | 'live'>): Promise<boolean> {
  if (!live || core.clock.now() - live.startedAt < namedWithinMs) return live !== null;
  try {
    return (await core.streams.fetchStream(id))?.streamId === live.streamId;
  } catch (error) {
    if (error instanceof UpstreamError) return true;
    throw error;
  }
}
