import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FromProduct, type Order } from './orders.ts';

/** A process of the product that the sandbox keeps alive. */
export type ProductProcess = {
  state(): 'starting' | 'running' | 'down';
  /** Resolves when it is running; rejects when it cannot be brought up. */
  ready(): Promise<void>;
  /** Asks for something and resolves when it was answered; at once while the process is not there to hear it. */
  ask(order: Order): Promise<void>;
  /** Ends it as a power cut would. It is brought back after a moment. */
  kill(): Promise<void>;
  onChange(listener: () => void): () => void;
  stop(): Promise<void>;
};

/** A start that fails this often in a row is given up, with the reason. */
const failuresMax = 3;
const returnAfterMs = 1_200;
const tryAgainAfterMs = 300;
const stopWithinMs = 6_000;

/**
 * Starts a process of the product and brings it back when it dies.
 *
 * @param environment asked anew at every start, because time and ports may have moved
 */
export function keepProcess(options: {
  readonly name: string;
  readonly entry: string;
  readonly logFile: string;
  readonly environment: () => Record<string, string>;
}): ProductProcess {
  const listeners = new Set<() => void>();
  let state: 'starting' | 'running' | 'down' = 'down';
  let child: ChildProcess | undefined;
  let failures = 0;
  let stopping = false;
  let begunAt = 0;
  let waiting: PromiseWithResolvers<void> = Promise.withResolvers();
  const answers = new Set<() => void>();
  mkdirSync(dirname(options.logFile), { recursive: true });
  // A file and no pipe: a process whose sandbox was killed would wait for ever for somebody to read its last lines.
  const log = openSync(options.logFile, 'a');

  function become(next: typeof state): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function start(): void {
    become('starting');
    begunAt = fstatSync(log).size;
    // In a group of its own, Ctrl-C reaches the sandbox alone, which then stops everything in order.
    const started = fork(options.entry, {
      env: { ...inherited(), ...options.environment() },
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      execArgv: [],
    });
    child = started;
    started.on('message', (message: unknown) => {
      const { type } = FromProduct.parse(message);
      for (const answer of [...answers]) answer();
      if (type !== 'ready') return;
      failures = 0;
      become('running');
      waiting.resolve();
    });
    started.on('exit', () => ended(started));
  }

  function ended(gone: ChildProcess): void {
    if (child !== gone) return;
    const wasRunning = state === 'running';
    child = undefined;
    for (const answer of [...answers]) answer();
    become('down');
    if (stopping) return;
    failures = wasRunning ? 0 : failures + 1;
    if (wasRunning) waiting = Promise.withResolvers();
    waiting.promise.catch(() => undefined);
    if (failures >= failuresMax)
      return waiting.reject(
        new Error(
          `${options.name} could not be started: ${lastLine(readFileSync(options.logFile).subarray(begunAt).toString('utf8'))} (the whole story is in ${options.logFile})`,
        ),
      );
    setTimeout(() => !stopping && start(), wasRunning ? returnAfterMs : tryAgainAfterMs);
  }

  start();
  return {
    state: () => state,
    ready: () => waiting.promise,
    ask(order) {
      return new Promise((resolve) => {
        if (!child?.connected || state !== 'running') return resolve();
        const answer = () => {
          answers.delete(answer);
          resolve();
        };
        answers.add(answer);
        child.send(order);
      });
    },
    async kill() {
      const gone = child;
      if (!gone) return;
      const exit = new Promise<void>((resolve) => gone.once('exit', () => resolve()));
      gone.kill('SIGKILL');
      await exit;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopping = true;
      const gone = child;
      if (gone) {
        const exit = new Promise<void>((resolve) => gone.once('exit', () => resolve()));
        gone.kill('SIGTERM');
        const limit = setTimeout(() => gone.kill('SIGKILL'), stopWithinMs);
        await exit;
        clearTimeout(limit);
      }
      closeSync(log);
    },
  };
}

/** The product gets nothing of the shell it was started from but what programs need to run at all. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'NODE_COMPILE_CACHE'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** The error that ended it, without the stack that led there. */
function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}
