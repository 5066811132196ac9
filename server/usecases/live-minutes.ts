import { minute } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import { working } from '../domain/bench.ts';
import type { Bench, Channel } from '../domain/citizen.ts';
import { UpstreamError } from '../ports/payments.ts';
import type { Core } from './core.ts';

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
  if (!channel?.live || !bench || working(bench).length === 0 || now - channel.live.startedAt < namedWithinMs)
    return now;
  try {
    const stream = await core.streams.fetchStream(channel.id);
    return stream?.streamId === channel.live.streamId ? now : Math.min(now, bench.settledAt);
  } catch (error) {
    if (error instanceof UpstreamError) return now;
    throw error;
  }
}
