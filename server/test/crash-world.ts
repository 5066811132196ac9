import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FromCore, ToCore } from './core-process.ts';
import { openGate, type Gate, type Moment } from './gate.ts';
import { startOutside } from './outside.ts';
import { openDoors, type TestWorld } from './world.ts';

/** A world whose core is a process of its own, which dies without warning where a test wants it to. */
export type CrashWorld = Pick<TestWorld, 'stripe' | 'site' | 'onDiscord' | 'operator' | 'settle' | 'pass' | 'close'> & {
  /** The way from the core to Stripe. */
  readonly gate: Gate;
  /** Moves the core's clock and waits for nothing. */
  advance(ms: number): void;
  /** Arms the gate: at that moment of that call the core is killed. Resolves once it is dead. */
  killAt(fits: RegExp, nth: number, moment: Moment): Promise<void>;
  /** Starts the core again on what it left. */
  revive(): Promise<void>;
};

const entry = join(import.meta.dirname, 'core-process.ts');

/** Starts the partners here and the core in a process beside them. */
export async function startCrashWorld(): Promise<CrashWorld> {
  const outside = await startOutside({ withDiscord: true });
  const { stripe, twitch, site } = outside;
  const gate = await openGate(stripe.origin);
  let offsetMs = 0;
  const start = async (): Promise<ChildProcess> => {
    const child = fork(entry, [String(offsetMs), JSON.stringify(outside.accounts)], {
      env: { ...process.env, ...outside.environment, STRIPE_API_URL: gate.origin },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await heard(child, 'ready');
    return child;
  };
  let core = await start();
  const tell = (message: ToCore) => void core.send(message);
  const settle = async () => {
    for (let round = 0; round < 3; round++) {
      await Promise.all([stripe.settled(), twitch.settled()]);
      const idle = heard(core, 'idle');
      tell({ do: 'idle' });
      await idle;
    }
  };
  const advance = (ms: number) => {
    offsetMs += ms;
    tell({ do: 'advance', ms });
  };
  return {
    stripe,
    site,
    gate,
    ...openDoors(outside),
    settle,
    advance,
    async pass(ms) {
      advance(ms);
      await settle();
    },
    async killAt(fits, nth, moment) {
      const dying = core;
      const dead = once(dying, 'exit');
      gate.arm(fits, nth, moment, () => dying.kill('SIGKILL'));
      await dead;
    },
    async revive() {
      core = await start();
    },
    async close() {
      const gone = once(core, 'exit');
      core.kill('SIGKILL');
      await gone;
      await gate.close();
      await outside.close();
    },
  };
}

/** Resolves when the core says so; rejects when it dies instead. */
function heard(core: ChildProcess, wanted: FromCore['is']): Promise<void> {
  return new Promise((resolve, reject) => {
    const listen = (message: FromCore) => {
      if (message.is === wanted) done(resolve);
    };
    const died = () => done(() => reject(new Error(`the core ended before it was ${wanted}`)));
    const done = (then: () => void) => {
      core.off('message', listen);
      core.off('exit', died);
      then();
    };
    core.on('message', listen);
    core.on('exit', died);
  });
}
