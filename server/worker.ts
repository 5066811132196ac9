import type { Core } from './usecases/core.ts';
import { runDeadlines } from './usecases/run-deadlines.ts';
import { runInbox } from './usecases/run-inbox.ts';
import { runOutbox } from './usecases/run-outbox.ts';

/** The one loop that does what is owed: messages that came in, effects to be done outside, commands that fall due. */
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

/** Makes the loop. A restart goes on where the rows say that the last one stopped. */
export function createWorker(core: Core): Worker {
  let running: Promise<void> | undefined;
  let stopping = false;
  let looks = 0;
  let interrupt = () => {};
  const unsubscribe = core.store.onCommit((change) => {
    if (change.effects || change.deadlines) wake();
  });

  function wake(): void {
    looks++;
    interrupt();
  }

  async function round(): Promise<number> {
    const done = [await runInbox(core), await runOutbox(core), await runDeadlines(core)];
    return done.reduce((sum, count) => sum + count, 0);
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      const seen = looks;
      const done = await round().catch((error: unknown) => {
        core.report(error, { loop: 'worker' });
        return 0;
      });
      if (done === 0 && seen === looks && !stopping) await nap();
    }
  }

  async function nap(): Promise<void> {
    const dueAt = await core.store.nextDueAt();
    const ms = dueAt === undefined ? napMaxMs : Math.min(napMaxMs, Math.max(5, dueAt - core.clock.now()));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    interrupt = () => {};
  }

  return {
    start() {
      running ??= loop();
    },
    wake,
    async stop() {
      stopping = true;
      unsubscribe();
      interrupt();
      await running;
    },
    async idle() {
      for (let quiet = 0; quiet < 2;) {
        const dueAt = await core.store.nextDueAt();
        quiet = dueAt === undefined || dueAt > core.clock.now() ? quiet + 1 : 0;
        wake();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
