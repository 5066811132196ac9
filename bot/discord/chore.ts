import type { Logger } from 'pino';
import { backoffMs, pause, type Backoff } from '../backoff.ts';

/** Something that is done whenever it is asked for. */
export type Chore = {
  /** Asks for it: once for all who ask while it waits, and once more for those who ask while it is being done. */
  ask(): void;
  /** Resolves when it is not being done and nobody has asked. */
  rested(): Promise<void>;
};

/** What doing it needs. */
export type ChoreOptions = {
  /** Does it. Where it throws, it is done again after a while. */
  readonly act: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly backoff: Backoff;
  /** The least time from one doing to the next. */
  readonly gapMs?: number;
  /** It is done also when nobody asked for so long. */
  readonly everyMs?: number;
};

/** Makes a chore, which ends with the signal. */
export function createChore({ act, signal, log, backoff, gapMs = 0, everyMs }: ChoreOptions): Chore {
  let isAsked = false;
  let doing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });

  async function run(): Promise<void> {
    clearTimeout(timer);
    let failures = 0;
    while (isAsked && !signal.aborted) {
      isAsked = false;
      try {
        await act(signal);
        failures = 0;
        if (gapMs > 0) await pause(gapMs, signal);
      } catch (error) {
        if (signal.aborted) break;
        log.warn({ err: error }, 'a chore of the federation failed, it is done again');
        isAsked = true;
        await pause(backoffMs(backoff, failures), signal);
        failures += 1;
      }
    }
    doing = undefined;
    if (everyMs !== undefined && !signal.aborted) timer = setTimeout(chore.ask, everyMs).unref();
  }

  const chore: Chore = {
    ask() {
      if (signal.aborted) return;
      isAsked = true;
      doing ??= run();
    },
    async rested() {
      while (doing) await doing;
    },
  };
  return chore;
}
