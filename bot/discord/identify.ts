import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Core } from '../api.ts';
import { pause } from '../backoff.ts';
import type { Gateway } from './connect.ts';

/** What waiting for one's turn to identify needs. */
export type IdentifyOptions = {
  readonly core: Core;
  readonly log: Logger;
  /** The least time between two shards of one bucket. */
  readonly gapMs: number;
};

/** Looks for a free turn so often within the time of one. */
const looksPerGap = 5;

/**
 * One shard of a bucket may identify every 5 seconds, of whichever process it is: a turn is a lease that nobody lets go of, under a
 * holder of its own. discord.js itself minds the number of identifications a day.
 *
 * @returns waits for the turn of a shard; rejects when the signal ends it
 * @see https://docs.discord.com/developers/events/gateway#rate-limiting
 */
export function createIdentifyTurns({ core, log, gapMs }: IdentifyOptions) {
  return async (shardId: number, gateway: Gateway, signal: AbortSignal): Promise<void> => {
    const { session_start_limit: limit } = await gateway.fetchGatewayInformation();
    const name = `discord-identify-${shardId % Math.max(1, limit.max_concurrency)}`;
    const body = { name, holder: `turn-${randomUUID()}`, lengthMs: gapMs };
    for (;;) {
      signal.throwIfAborted();
      try {
        if ((await core.own.takeLease({ body }, signal)).held) return;
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'the core did not answer for a turn to identify');
      }
      await pause(gapMs / looksPerGap, signal);
    }
  };
}
