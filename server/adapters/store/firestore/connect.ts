import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import type { Firestore } from '@google-cloud/firestore';
import { inTime, tryMs } from './codes.ts';
import { describeFailure } from './failures.ts';
import { everyQuery } from './lists.ts';

/** Which database of Google's service. Credentials come from where Google's libraries look for them. */
export type Place = {
  readonly projectId: string;
  /** `(default)` unless given. */
  readonly databaseId?: string;
  /** Host and port of an emulator, which asks for no credentials. */
  readonly emulatorHost?: string;
  /** The path of a document below which everything stands, so that a trial leaves the rest of a database alone. */
  readonly below?: string;
};

/** A connection, and how to end it. */
export type Connection = { readonly db: Firestore; close(): Promise<void> };

/** Whoever does not answer in this time is not there. */
const patienceMs = 10_000;

/**
 * The client would repeat a commit by itself for ten minutes, and keep it when everybody was told that there is no answer and has
 * gone. The writer tries again while somebody waits, so here each is sent once.
 */
const clientConfig = {
  interfaces: {
    'google.firestore.v1.Firestore': {
      retry_codes: { never: [] },
      methods: { Commit: { retry_codes_name: 'never', timeout_millis: tryMs } },
    },
  },
};

let count = 0;

/**
 * Connects to a database and asks it each query once, so that whatever is missing shows before anybody is served.
 *
 * @throws Error with one sentence that says what is wrong and what to do
 */
export async function connect(place: Place): Promise<Connection> {
  const { projectId, databaseId = '(default)', emulatorHost, below } = place;
  const app = initializeApp({ projectId }, `store-${count++}`);
  const client = getFirestore(app, databaseId);
  client.settings({ clientConfig, ...(emulatorHost === undefined ? {} : { host: emulatorHost, ssl: false }) });
  const close = async () => {
    // What the client still tries keeps nobody from closing: it waits for its tries, and they end by themselves.
    const ended = client.terminate().then(() => deleteApp(app));
    await inTime(ended, tryMs).catch(() => undefined);
  };
  const db = below === undefined ? client : standingBelow(client, below);
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

/** A client whose paths begin at a document. */
function standingBelow(client: Firestore, path: string): Firestore {
  return new Proxy(client, {
    get(target, name) {
      if (name === 'doc') return (rest: string) => target.doc(`${path}/${rest}`);
      if (name === 'collection') return (rest: string) => target.collection(`${path}/${rest}`);
      const value: unknown = Reflect.get(target, name);
      // The client's own methods must not find the proxy in its place.
      return typeof value === 'function'
        ? (...given: readonly unknown[]) => Reflect.apply(value, target, given)
        : value;
    },
  });
}
