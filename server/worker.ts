import type { Core } from './usecases/work/core.ts';
import { runDeadlines } from './usecases/work/run-deadlines.ts';
import { runInbox } from './usecases/work/run-inbox.ts';
import { runOutbox } from './usecases/work/run-outbox.ts';

/** Does what is owed: messages that came in, effects to be done outside, commands that fall due. */
export type Worker = {
  start(): void;
  /** Has another look at once: after the clock was moved, or when something was kept elsewhere. */
  wake(): void;
  /** Finishes what is in hand, and stops. */
  stop(): Promise<void>;
  /** Resolves when nothing is due any more. For tests and for a clean stop. */
  idle(): Promise<void>;
};

/** However long nothing falls due, the loop looks again after this: time can be moved, and rows can be kept by others. */
const napMaxMs = 1_000;
/** What is due while a loop has nothing to do is in the hands of another, and needs no closer watch than this. */
const napMinMs = 20;

/** Each kind of work has a loop of its own: a partner that takes its time over one holds up none of the others. */
const kinds = [runInbox, runOutbox, runDeadlines] as const;

/** Makes the loops. A restart goes on where the rows say that the last one stopped. */
export function createWorker(core: Core): Worker {
  let running: Promise<unknown> | undefined;
  let stopping = false;
  let looks = 0;
  let asking: Promise<number | undefined> | undefined;
  const sleepers = new Set<() => void>();
  const waitingForSleep = new Set<() => void>();
  const unsubscribe = core.store.onCommit((change) => {
    if (change.effects || change.deadlines) wake();
  });

  function wake(): void {
    looks++;
    for (const wakeUp of sleepers) wakeUp();
  }

  async function loop(run: (core: Core) => Promise<number>): Promise<void> {
    while (!stopping) {
      const seen = looks;
      try {
        if ((await run(core)) === 0 && !stopping) await nap(seen);
      } catch (error) {
        core.report(error, { loop: 'worker' });
        if (!stopping) await pause(napMaxMs);
      }
    }
  }

  /** The loops lie down together, and one question is enough for all of them: whatever is kept meanwhile wakes them. */
  function askWhenDue(): Promise<number | undefined> {
    asking ??= core.store.nextDueAt().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function nap(seen: number): Promise<void> {
    const dueAt = await askWhenDue();
    if (seen !== looks) return;
    await pause(dueAt === undefined ? napMaxMs : Math.min(napMaxMs, Math.max(napMinMs, dueAt - core.clock.now())));
  }

  /** Ends early when somebody wakes the worker. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wakeUp = () => {
        clearTimeout(timer);
        sleepers.delete(wakeUp);
        resolve();
      };
      const timer = setTimeout(wakeUp, ms);
      sleepers.add(wakeUp);
      if (sleepers.size === kinds.length) for (const tell of waitingForSleep) tell();
    });
  }

  /** Resolves when every loop has found nothing to do. */
  function allAsleep(): Promise<void> {
    return new Promise((resolve) => {
      const tell = () => {
        waitingForSleep.delete(tell);
        resolve();
      };
      waitingForSleep.add(tell);
    });
  }

  return {
    start() {
      running ??= Promise.all(kinds.map(loop));
    },
    wake,
    async stop() {
      stopping = true;
      unsubscribe();
      wake();
      await running;
    },
    async idle() {
      for (;;) {
        const asleep = allAsleep();
        wake();
        await Promise.race([asleep, running]);
        const dueAt = await core.store.nextDueAt();
        if (sleepers.size === kinds.length && (dueAt === undefined || dueAt > core.clock.now())) return;
      }
    },
  };
}
