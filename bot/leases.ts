import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { holdLease, type Held, type Holding } from '#shared/holding.ts';
import type { Core } from './api.ts';

/** What of the bot is done by one process at a time, divided among all of them by the core. */
export type Leases = {
  /**
   * Stands by for a lease, and does something while it is held.
   *
   * @param mayAsk asked before each asking; what it refuses is left to other processes
   */
  hold(name: string, act: (held: Held) => Promise<void>, mayAsk?: (ask: Ask) => Promise<boolean>): void;
  /** Rejects when something that was done under a lease cannot go on. */
  readonly failed: Promise<never>;
  /** Ends what is done, and lets others take it over. */
  stop(): Promise<void>;
};

/** Asks the core for a lease, or to keep it. */
export type Ask = () => Promise<boolean>;

/** Makes this process known by a name of its own, and holding nothing yet. Others take over `withinMs` after it died. */
export function createLeases(options: {
  readonly core: Core;
  readonly withinMs: number;
  readonly log: Logger;
}): Leases {
  const { core, withinMs, log } = options;
  const holder = `bot-${randomUUID()}`;
  const holdings: Holding[] = [];
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  return {
    hold(name, act, mayAsk = (ask) => ask()) {
      let isStandingBy = false;
      const holding = holdLease({
        withinMs,
        lease: {
          async take(lengthMs, signal) {
            const isOurs = await mayAsk(async () => {
              const body = { name, holder, lengthMs: Math.floor(lengthMs) };
              return (await core.own.takeLease({ body }, signal)).held;
            });
            if (!isOurs && !isStandingBy) log.info({ lease: name }, 'another process does this, standing by');
            isStandingBy = !isOurs;
            return isOurs;
          },
          async letGo(signal) {
            await core.own.releaseLease({ body: { name, holder } }, signal);
          },
        },
        onError: (error) => log.warn({ err: error, lease: name }, 'the core did not answer for a lease'),
        async act(held) {
          log.info({ lease: name }, 'lease taken');
          await act(held);
          log.info({ lease: name }, 'lease ended');
        },
      });
      holding.ended.catch(failed.reject);
      holdings.push(holding);
    },
    failed: failed.promise,
    async stop() {
      await Promise.all(holdings.map((holding) => holding.stop()));
    },
  };
}

/** Resolves when the signal says so. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
