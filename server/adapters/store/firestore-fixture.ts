import { readFileSync } from 'node:fs';
import { startEmulator } from '../../../sandbox/firestore/emulator.ts';
import { startFirestore } from '../../../sandbox/firestore/server.ts';
import type { FirestoreStandIn } from '../../../sandbox/firestore/server.ts';
import type { Store } from '../../ports/store.ts';
import { firestoreStore } from './firestore.ts';
import type { FirestoreOptions } from './firestore.ts';

/** The indexes that the product is deployed with. */
export const indexFile: unknown = JSON.parse(
  readFileSync(new URL('./firestore/firestore.indexes.json', import.meta.url), 'utf8'),
);

let count = 0;

/** A place nobody has used, on a server for tests: every project is a database of its own there. */
export function freshPlace(emulatorHost: string): FirestoreOptions {
  return { projectId: `demo-${process.pid}-${Date.now().toString(36)}-${count++}`, emulatorHost, onError: () => {} };
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

export { startEmulator };
