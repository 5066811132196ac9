import { makeCounter, type Counts } from './counts.ts';
import { makeFaults, type Faults } from './faults.ts';
import { serve } from './grpc.ts';
import { parseIndexFile, type TtlPolicy } from './index-file.ts';
import { makeIndexRules } from './index-rules.ts';
import { codes } from './refusal.ts';
import { makeHandlers } from './service.ts';
import { emptyDatabase, sweepDatabase } from './sweep.ts';
import type { World } from './world.ts';

/** A simulated Firestore, as the process that runs it holds it. */
export type FirestoreStandIn = {
  /** `127.0.0.1:port`, for FIRESTORE_EMULATOR_HOST. */
  readonly host: string;
  readonly faults: Faults;
  counts(): Counts;
  resetCounts(): void;
  /** The fields by which documents end, as the index file names them. Nothing ends by itself here. */
  readonly ttlPolicies: readonly TtlPolicy[];
  /** Deletes the documents whose time has passed at a moment, in ms since 1970. Returns how many. */
  sweep(at: number): number;
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

/**
 * Starts a simulated Firestore on 127.0.0.1, in memory, for the unmodified client library.
 *
 * @throws Error for an index file that Google would not deploy
 */
export async function startFirestore(options: FirestoreOptions = {}): Promise<FirestoreStandIn> {
  const file = options.indexes === undefined ? undefined : parseIndexFile(options.indexes);
  const ttlPolicies = file?.ttl ?? [];
  const counter = makeCounter();
  let last = 0;
  const clock = (): number => (last = Math.max(last + 1, Date.now() * 1_000));
  const world: World = {
    databases: new Map(),
    counter,
    indexes: file && makeIndexRules(file),
    listeners: new Set(),
    clock,
  };
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
    ttlPolicies,
    sweep: (at) =>
      [...world.databases.values()].reduce((sum, database) => sum + sweepDatabase(database, ttlPolicies, at), 0),
    clear() {
      for (const database of world.databases.values()) emptyDatabase(database);
    },
    async stop() {
      faults.clear();
      faults.breakListeners(codes.unavailable);
      await server.stop();
    },
  };
}
