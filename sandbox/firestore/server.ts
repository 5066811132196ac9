import { makeCounter, type Counts } from './counts.ts';
import { makeFaults, type Faults } from './faults.ts';
import { serve } from './grpc.ts';
import { makeHandlers } from './service.ts';
import type { World } from './world.ts';

/** A simulated Firestore, as the process that runs it holds it. */
export type FirestoreStandIn = {
  /** `127.0.0.1:port`, for FIRESTORE_EMULATOR_HOST. */
  readonly host: string;
  readonly faults: Faults;
  counts(): Counts;
  resetCounts(): void;
  /** Drops every document of every database. */
  clear(): void;
  stop(): Promise<void>;
};

export type FirestoreOptions = {
  /** The content of a `firestore.indexes.json`. With it, queries that it does not cover are refused; without, none is. */
  readonly indexes?: unknown;
  /** 0, the default, takes any free port. */
  readonly port?: number;
};

/** Starts a simulated Firestore on 127.0.0.1, in memory, for the unmodified client library. */
export async function startFirestore(options: FirestoreOptions = {}): Promise<FirestoreStandIn> {
  const counter = makeCounter();
  let last = 0;
  const clock = (): number => (last = Math.max(last + 1, Date.now() * 1_000));
  const world: World = { databases: new Map(), counter, indexes: undefined, listeners: new Set(), clock };
  const { faults, enter } = makeFaults((refusal) => {
    for (const fail of [...world.listeners]) fail(refusal);
  });
  const server = await serve(options.port ?? 0, makeHandlers(world), (method) => {
    counter.request(method);
    return enter(method);
  });
  return {
    host: `127.0.0.1:${server.port}`,
    faults,
    counts: () => counter.counts(),
    resetCounts: () => counter.reset(),
    clear: () => world.databases.clear(),
    async stop() {
      faults.clear();
      server.stop();
    },
  };
}
