import type { Firestore } from '@google-cloud/firestore';
import type { TableName } from '../sqlite/read-all.ts';
import { succeeds } from './codes.ts';
import type { Connection } from './connect.ts';
import { pathOf } from './documents.ts';

/** What a database says about the store that is or was copied into it. */
export type Marker = {
  /** The hash of all that the source holds. */
  readonly source: string;
  readonly state: 'copying' | 'finished';
  readonly startedAt: number;
  /** Where to go on: so many rows of this table are there, and all of the tables before it. */
  readonly table: TableName | null;
  readonly done: number;
  readonly finishedAt: number | null;
  /** How many documents there were of each kind when all was checked. */
  readonly counts: Readonly<Record<string, number>>;
};

const markerPath = pathOf('copy', 'sqlite');

/** The marker of a database; undefined when nothing was ever copied into it. */
export async function readMarker(db: Firestore): Promise<Marker | undefined> {
  return (await db.doc(markerPath).get()).get('data') as Marker | undefined;
}

/** Begins a copy; false when another began one at this moment. */
export function makeMarker(db: Firestore, marker: Marker): Promise<boolean> {
  return succeeds(db.doc(markerPath).create({ data: marker }));
}

/** Says how far a copy is. */
export async function writeMarker(db: Firestore, marker: Marker): Promise<void> {
  await db.doc(markerPath).set({ data: marker });
}

/** Takes back that a copy was begun. */
export async function removeMarker(db: Firestore): Promise<void> {
  await db.doc(markerPath).delete();
}

/** The collections of a database that hold anything, but for the marker's. */
export async function collectionsIn(db: Firestore): Promise<readonly string[]> {
  const collections = await db.listCollections();
  return collections.map(({ id }) => id).filter((id) => id !== markerPath.split('/')[0]);
}

/**
 * Keeps a process from serving a database into which a store is still being copied.
 *
 * @throws Error with one sentence, once the connection is closed
 */
export async function refuseHalfCopied(connection: Connection): Promise<Connection> {
  const marker = await readMarker(connection.db);
  if (!marker || marker.state === 'finished') return connection;
  await connection.close();
  throw new Error(
    `The store in Firestore is not whole: a copy into it was begun on ${dateOf(marker.startedAt)} and is not finished. Run "npm run store:copy" until it says that everything agrees.`,
  );
}

/** A moment as operators read it. */
export function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
}
