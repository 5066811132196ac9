import type { Firestore } from '@google-cloud/firestore';
import { inTime, tryMs } from './codes.ts';
import type { Fields } from './documents.ts';

/** Reading of documents by their paths. */
export type Reads = { get(path: string): Promise<Fields | undefined> };

type Asked = { resolve(fields: Fields | undefined): void; reject(error: unknown): void };

const batchMax = 300;
/** Batches that are under way at the same time. */
const batchesMax = 4;

/**
 * Reads together what is asked for together: in a rush everybody asks for the same drop, and a thousand readings are a few requests.
 * A reading begins after it was asked for, so it sees every commit that was answered before.
 */
export function batchReads(db: Firestore): Reads {
  const waiting = new Map<string, Asked[]>();
  let underWay = 0;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      while (underWay < batchesMax && waiting.size > 0) void readBatch();
    });
  }

  async function readBatch(): Promise<void> {
    const batch = [...waiting].slice(0, batchMax);
    for (const [path] of batch) waiting.delete(path);
    underWay++;
    // A batch that hangs does not keep its place for ever.
    await inTime(answer(batch), tryMs).catch(() => undefined);
    underWay--;
    if (waiting.size > 0) schedule();
  }

  async function answer(batch: readonly (readonly [string, readonly Asked[]])[]): Promise<void> {
    try {
      const snapshots = await db.getAll(...batch.map(([path]) => db.doc(path)));
      for (const [index, [, asked]] of batch.entries()) {
        const fields = snapshots[index]?.data() as Fields | undefined;
        for (const { resolve } of asked) resolve(fields);
      }
    } catch (error) {
      for (const { reject } of batch.flatMap(([, asked]) => asked)) reject(error);
    }
  }

  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        const asked = waiting.get(path) ?? [];
        asked.push({ resolve, reject });
        waiting.set(path, asked);
        schedule();
      }),
  };
}
