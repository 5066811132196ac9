import { setTimeout } from 'node:timers/promises';
import type { Firestore } from '@google-cloud/firestore';
import type { Table, TableName } from '../sqlite/read-all.ts';
import { inTime } from './codes.ts';
import { documentOf } from './copied-rows.ts';
import type { PlacedFields } from './copied-rows.ts';

/** Where writing is: so many rows of a table are written, and all of the tables before it. */
export type Written = { readonly table: TableName; readonly done: number };

export type WriteOptions = {
  readonly copiedAt: number;
  /** Where to go on; at the beginning when null. */
  readonly from: Written | null;
  /** How many documents a second are written at first. */
  readonly perSecond: number;
  /** Ends the writing between two rounds. */
  readonly signal: AbortSignal;
  /** Called after each round, when what it wrote is kept. */
  readonly onWritten: (written: Written) => Promise<void>;
};

type Batch = readonly PlacedFields[];

/** A request may have ten megabytes; bodies are nearly all of it. */
const batchMax = { writes: 400, bytes: 5_000_000 };
const batchesPerRound = 4;
/** How long a request may take, with what the client tries again by itself. */
const patienceMs = 60_000;
/** A new collection takes 500 writes a second at first, and half as many more every five minutes. */
const growEveryMs = 5 * 60_000;

/**
 * Writes every row that was not written yet, in rounds of a few requests. Whatever stands where a row belongs is overwritten.
 *
 * @returns false when it was told to end before all was written
 * @see https://firebase.google.com/docs/firestore/best-practices#ramping_up_traffic
 */
export async function writeAll(db: Firestore, tables: readonly Table[], options: WriteOptions): Promise<boolean> {
  const { from, signal, onWritten } = options;
  const first = from ? tables.findIndex(({ name }) => name === from.table) : 0;
  for (const [index, table] of tables.slice(first).entries()) {
    let done = index === 0 && from ? from.done : 0;
    const startedAt = performance.now();
    for (const round of roundsOf(table, done, options)) {
      if (signal.aborted) return false;
      const roundAt = performance.now();
      await Promise.all(round.map((batch) => write(db, batch)));
      const count = round.reduce((sum, batch) => sum + batch.length, 0);
      done += count;
      await onWritten({ table: table.name, done });
      const perSecond = options.perSecond * 1.5 ** Math.floor((roundAt - startedAt) / growEveryMs);
      await pause((1_000 * count) / perSecond - (performance.now() - roundAt), signal);
    }
  }
  return !signal.aborted;
}

function* roundsOf(table: Table, skip: number, { copiedAt, perSecond }: WriteOptions): Iterable<readonly Batch[]> {
  // What a round writes at once is what a second may have at first.
  const writesMax = Math.min(batchMax.writes, Math.ceil(perSecond / batchesPerRound));
  // A builder's newest channel is the one whose document was made last, so each is made after those before it.
  const isOneByOne = table.name === 'channel';
  let round: Batch[] = [];
  for (const batch of batchesOf(table, skip, copiedAt, isOneByOne ? 1 : writesMax)) {
    round.push(batch);
    if (round.length < (isOneByOne ? 1 : batchesPerRound)) continue;
    yield round;
    round = [];
  }
  if (round.length > 0) yield round;
}

function* batchesOf(table: Table, skip: number, copiedAt: number, writesMax: number): Iterable<Batch> {
  let batch: PlacedFields[] = [];
  let bytes = 0;
  for (const row of table.rows(skip)) {
    const document = documentOf(row, copiedAt);
    const size = Buffer.byteLength(JSON.stringify(document));
    if (batch.length === writesMax || (batch.length > 0 && bytes + size > batchMax.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(document);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function write(db: Firestore, documents: Batch): Promise<void> {
  const batch = db.batch();
  for (const { path, fields } of documents) batch.set(db.doc(path), { ...fields });
  await inTime(batch.commit(), patienceMs);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
