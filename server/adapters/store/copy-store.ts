import type { Firestore } from '@google-cloud/firestore';
import { checkCopy } from './firestore/check-copy.ts';
import type { Checked } from './firestore/check-copy.ts';
import { codeOf, isPassing } from './firestore/codes.ts';
import { connect } from './firestore/connect.ts';
import type { Place } from './firestore/connect.ts';
import { collectionsIn, dateOf, makeMarker, readMarker, removeMarker, writeMarker } from './firestore/copy-marker.ts';
import type { Marker } from './firestore/copy-marker.ts';
import { describeFailure } from './firestore/failures.ts';
import { writeAll } from './firestore/write-all.ts';
import type { Written } from './firestore/write-all.ts';
import { readAll } from './sqlite/read-all.ts';
import type { Source, TableName } from './sqlite/read-all.ts';

/** Which file is copied into which database. */
export type CopyOptions = {
  readonly from: string;
  readonly to: Place;
  /** How many documents a second are written at first: more than Google advises only where nobody minds. */
  readonly perSecond: number;
  /** Stops the copy soon, at a place where it can go on. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
};

/** How far a copy is. While it writes, `table` is what it writes, with how much of it there is. */
export type Progress =
  | { readonly doing: 'reading' | 'checking'; readonly done: number; readonly total: number }
  | {
      readonly doing: 'writing';
      readonly table: TableName;
      readonly tableDone: number;
      readonly tableTotal: number;
      readonly done: number;
      readonly total: number;
    };

/**
 * What a copy came to. `finished-before`: this very store was copied there, and nothing was done. `stopped`: so many documents are
 * there, and the same copy goes on from them. `differs`: what was written is not what is there, and the same copy writes it again.
 */
export type Copied =
  | ({ readonly result: 'copied' | 'differs' } & Checked)
  | { readonly result: 'finished-before'; readonly finishedAt: number }
  | { readonly result: 'stopped'; readonly done: number; readonly total: number };

/**
 * Copies an embedded store into an empty Firestore database and compares both. What was begun is gone on with: each document depends
 * on what it is a copy of alone, so that nothing is there twice however often it is written.
 *
 * @throws Error with one sentence when the file or the database cannot be used, or the database holds anything else
 */
export async function copyStore(options: CopyOptions): Promise<Copied> {
  const source = readAll(options.from);
  try {
    const { db, close } = await connect(options.to);
    try {
      return await copyInto(db, source, options);
    } catch (error) {
      if (!isPassing(error) && typeof codeOf(error) !== 'number') throw error;
      throw new Error(`${describeFailure(error, options.to)} The same command goes on where this one ended.`, {
        cause: error,
      });
    } finally {
      await close();
    }
  } finally {
    source.close();
  }
}

async function copyInto(
  db: Firestore,
  source: Source,
  { perSecond, signal, onProgress }: CopyOptions,
): Promise<Copied> {
  const totals = new Map(source.tables.map((table) => [table.name, table.count()]));
  const total = [...totals.values()].reduce((sum, count) => sum + count, 0);
  let marker: Marker | undefined;

  const countOf = ({ table, done }: Pick<Marker, 'table' | 'done'>): number => {
    const before = source.tables.findIndex(({ name }) => name === table);
    return source.tables.slice(0, Math.max(0, before)).reduce((sum, { name }) => sum + (totals.get(name) ?? 0), done);
  };

  try {
    const hash = await source.hash((done) => {
      onProgress({ doing: 'reading', done, total });
      signal.throwIfAborted();
    });
    const begun = await begin(db, hash);
    if (begun.finishedAt !== null) return { result: 'finished-before', finishedAt: begun.finishedAt };
    marker = begun;
    const isWritten = await writeAll(db, source.tables, {
      copiedAt: begun.startedAt,
      from: begun.table === null ? null : { table: begun.table, done: begun.done },
      perSecond,
      signal,
      async onWritten(written: Written) {
        marker = { ...begun, ...written };
        await writeMarker(db, marker);
        const { table, done: tableDone } = written;
        const tableTotal = totals.get(table) ?? 0;
        onProgress({ doing: 'writing', table, tableDone, tableTotal, done: countOf(written), total });
      },
    });
    if (!isWritten) return { result: 'stopped', done: countOf(marker), total };
    const checked = await checkCopy(db, source, {
      copiedAt: begun.startedAt,
      now: Date.now(),
      signal,
      onChecked: (done) => onProgress({ doing: 'checking', done, total: totals.get('entry') ?? 0 }),
    });
    if (checked.problems.length > 0) {
      await writeMarker(db, { ...begun, table: null, done: 0 });
      return { result: 'differs', ...checked };
    }
    const counts = Object.fromEntries(checked.counted.map(({ table, target }) => [table, target]));
    await writeMarker(db, { ...marker, state: 'finished', finishedAt: Date.now(), counts });
    return { result: 'copied', ...checked };
  } catch (error) {
    if (error !== signal.reason) throw error;
    return { result: 'stopped', done: marker ? countOf(marker) : 0, total };
  }
}

const startAnew = 'name an empty database with --to, or delete that one and make it anew';

/** Finds out where to go on, or marks an empty database as this copy's. */
async function begin(db: Firestore, source: string): Promise<Marker> {
  const found = await readMarker(db);
  if (found) {
    if (found.source === source) return found;
    throw new Error(
      found.state === 'finished'
        ? `The target holds the copy of a store already, finished on ${dateOf(found.finishedAt ?? 0)}, which was another or has been used since: ${startAnew}.`
        : `The target holds half a copy, begun on ${dateOf(found.startedAt)}, of another store or of this one before it was used again: ${startAnew}.`,
    );
  }
  await refuseUsed(db);
  const startedAt = Date.now();
  const beginning = { source, startedAt, table: null, done: 0, finishedAt: null, counts: {} };
  const marker: Marker = { state: 'copying', ...beginning };
  if (!(await makeMarker(db, marker)))
    throw new Error(
      'Another copy into the target was begun at this moment: run the same command once that one has ended.',
    );
  try {
    // A core that was started meanwhile saw no marker yet.
    await refuseUsed(db);
  } catch (error) {
    await removeMarker(db);
    throw error;
  }
  return marker;
}

async function refuseUsed(db: Firestore): Promise<void> {
  const [first, ...others] = await collectionsIn(db);
  if (first === undefined) return;
  const more = others.length > 0 ? ` and ${others.length} more kinds of documents` : '';
  throw new Error(`The target is in use: it holds "${first}"${more}, and no copy was begun there: ${startAnew}.`);
}
