import { fork } from 'node:child_process';
import { join } from 'node:path';

import type { Counts } from './counts.ts';
import type { Fault, Method } from './faults.ts';
import { Reply, type Wish } from './orders.ts';

/** A simulated Firestore in a process of its own, which ends with this one. */
export type FirestoreChild = {
  /** `127.0.0.1:port`, for FIRESTORE_EMULATOR_HOST. */
  readonly host: string;
  failNext(method: Method, fault: Fault): Promise<void>;
  delay(method: Method | 'every', ms: number): Promise<void>;
  refuseAll(code: number | undefined): Promise<void>;
  breakListeners(code: number): Promise<void>;
  clearFaults(): Promise<void>;
  /** Drops every document of every database. */
  clear(): Promise<void>;
  counts(): Promise<Counts>;
  resetCounts(): Promise<void>;
  /** Deletes the documents whose time has passed at a moment, in ms since 1970. Gives how many. */
  sweep(at: number): Promise<number>;
  stop(): Promise<void>;
};

export type FirestoreChildOptions = {
  /** The path of a `firestore.indexes.json`. */
  readonly indexes?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
};

/**
 * Starts the simulated Firestore as a child process.
 *
 * @throws Error when it cannot be started, with what it said
 */
export async function forkFirestore(options: FirestoreChildOptions = {}): Promise<FirestoreChild> {
  const child = fork(
    join(import.meta.dirname, 'main.ts'),
    [`--port=${options.port ?? 0}`, ...(options.indexes === undefined ? [] : [`--indexes=${options.indexes}`])],
    // In a group of its own, Ctrl-C reaches the one that started it alone, which then stops everything in order.
    { execArgv: [], detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  );
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void gone.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`The simulated Firestore ended. ${said}`));
  });
  child.on('message', (message: unknown) => {
    const { number, value } = Reply.parse(message);
    waiting.get(number)?.resolve(value);
    waiting.delete(number);
  });
  let asked = 0;
  const hear = (number: number): Promise<unknown> => {
    const answer = Promise.withResolvers<unknown>();
    waiting.set(number, answer);
    return answer.promise;
  };
  const ask = async (wish: Wish): Promise<unknown> => {
    asked += 1;
    const answer = hear(asked);
    child.send({ number: asked, wish });
    return answer;
  };
  const order = async (wish: Wish): Promise<void> => void (await ask(wish));

  const host = String(await hear(0));
  return {
    host,
    failNext: (method, fault) => order({ do: 'fail-next', method, fault }),
    delay: (method, ms) => order({ do: 'delay', method, ms }),
    refuseAll: (code) => order({ do: 'refuse-all', code }),
    breakListeners: (code) => order({ do: 'break-listeners', code }),
    clearFaults: () => order({ do: 'clear-faults' }),
    clear: () => order({ do: 'clear-documents' }),
    // Both ends are this same code, so what comes back is what `counts` gives there.
    counts: async () => (await ask({ do: 'counts' })) as Counts,
    resetCounts: () => order({ do: 'reset-counts' }),
    sweep: async (at) => Number(await ask({ do: 'sweep', at })),
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
