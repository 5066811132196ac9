import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import type { Firestore } from '@google-cloud/firestore';
import { inTime } from './codes.ts';
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
const patienceMs = 10_000;

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
  const asked = [db.collection('share').limit(1), ...everyQuery(db).map((query) => query.limit(1))].map((query) =>
    query.get(),
  );
  try {
    await inTime(Promise.all(asked), patienceMs);
    return { db, close };
  } catch (error) {
    // A client that is ended while it still tries throws where nobody can catch it.
    void Promise.allSettled(asked).then(close);
    throw new Error(describeFailure(error, place), { cause: error });
  }
}
