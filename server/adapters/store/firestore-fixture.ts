import { readFileSync } from 'node:fs';
import { startEmulator } from '../../../sandbox/firestore/emulator.ts';
import { startFirestore } from '../../../sandbox/firestore/server.ts';
import type { FirestoreStandIn } from '../../../sandbox/firestore/server.ts';
import type { Store } from '../../ports/store.ts';
import { firestoreStore } from './firestore.ts';
import type { FirestoreOptions } from './firestore.ts';
import { connect } from './firestore/connect.ts';

/** The indexes that the product is deployed with. */
export const indexFile: unknown = JSON.parse(
  readFileSync(new URL('./firestore/firestore.indexes.json', import.meta.url), 'utf8'),
);

let count = 0;

/** A place nobody has used, on a server for tests: every project is a database of its own there. */
export function freshPlace(emulatorHost: string): FirestoreOptions {
  return { projectId: `demo-${process.pid}-${Date.now().toString(36)}-${count++}`, emulatorHost, onError: () => {} };
}

/** A service on which stores can be opened. */
export type Ground = { readonly name: string; freshPlace(): FirestoreOptions; stop(): Promise<void> };

/** Every Firestore that is to be had: the stand-in always, Google's emulator where it is found, a real project where one is named. */
export async function openGrounds(): Promise<readonly Ground[]> {
  const standIn = await startStandIn();
  const emulator = await startEmulator();
  const { FIRESTORE_TEST_PROJECT: projectId, FIRESTORE_TEST_DATABASE: databaseId } = process.env;
  return [
    { name: 'the stand-in', freshPlace: () => freshPlace(standIn.host), stop: () => standIn.stop() },
    ...(emulator
      ? [{ name: 'Google’s emulator', freshPlace: () => freshPlace(emulator.host), stop: () => emulator.stop() }]
      : []),
    ...(projectId ? [realGround({ projectId, ...(databaseId ? { databaseId } : {}) })] : []),
  ];
}

/** A real project: everything stands below one document, and is removed at the end. */
function realGround(place: FirestoreOptions): Ground {
  const trial = `trial/${Date.now().toString(36)}`;
  return {
    name: `project ${place.projectId}`,
    freshPlace: () => ({ ...place, below: `${trial}/store/${count++}`, onError: () => {} }),
    async stop() {
      const { db, close } = await connect(place);
      await db.recursiveDelete(db.doc(trial));
      await close();
    },
  };
}

const places = new WeakMap<Store, FirestoreOptions>();

/** Opens a store, remembering where it is. */
export async function openAt(place: FirestoreOptions): Promise<Store> {
  const store = await firestoreStore(place);
  places.set(store, place);
  return store;
}

/** Closes a store and opens what it kept. */
export async function reopen(store: Store): Promise<Store> {
  const place = places.get(store);
  if (!place) throw new Error('only what was opened here can be opened again');
  await store.close();
  return openAt(place);
}

/** The stand-in, which knows the product's indexes. */
export function startStandIn(): Promise<FirestoreStandIn> {
  return startFirestore({ indexes: indexFile });
}
