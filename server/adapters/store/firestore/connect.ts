import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import type { Firestore } from '@google-cloud/firestore';
import { describeFailure } from './failures.ts';
import { everyQuery } from './lists.ts';

/** Which database of Google's service. Credentials come from where Google's libraries look for them. */
export type Place = {
  readonly projectId: string;
  /** `(default)` unless given. */
  readonly databaseId?: string;
  /** Host and port of an emulator, which asks for no credentials. */
  readonly emulatorHost?: string;
};

/** A connection, and how to end it. */
export type Connection = { readonly db: Firestore; close(): Promise<void> };

/** Whoever does not answer in this time is not there. */
const patienceMs = 15_000;

let count = 0;

/**
 * Connects to a database and asks it each query once, so that whatever is missing shows before anybody is served.
 *
 * @throws Error with one sentence that says what is wrong and what to do
 */
export async function connect(place: Place): Promise<Connection> {
  const { projectId, databaseId = '(default)', emulatorHost } = place;
  const app = initializeApp({ projectId }, `store-${count++}`);
  const db = getFirestore(app, databaseId);
  if (emulatorHost !== undefined) db.settings({ host: emulatorHost, ssl: false });
  const close = async () => {
    await db.terminate();
    await deleteApp(app);
  };
  try {
    await inTime(db.collection('share').limit(1).get());
    await Promise.all(everyQuery(db).map((query) => inTime(query.limit(1).get())));
    return { db, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw new Error(describeFailure(error, place), { cause: error });
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), patienceMs);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
