import { Firestore, Timestamp, type CollectionReference, type Query } from '@google-cloud/firestore';

/** What a check found out, as plain JSON. */
export type Answer = string | number | boolean | null | readonly Answer[] | { readonly [key: string]: Answer };

/** The place where one check works: collections that nobody else writes to. */
export type Bench = {
  readonly db: Firestore;
  /** Its own collection, whose id is `rows`. */
  readonly rows: CollectionReference;
  /** Another of its own, by id. */
  collection(id: string): CollectionReference;
  /** A client of another project on the same server. */
  readonly elsewhere: Firestore;
};

/** Something that Firestore does, as a sentence, and how to see it. */
export type Check = { readonly name: string; readonly see: (bench: Bench) => Promise<Answer> };

/** Makes a client for a server that needs no credentials, whatever server the environment names. */
export function connectTo(host: string, projectId: string): Firestore {
  // Where there is no Google, the client library must not look for one before its first call.
  process.env['METADATA_SERVER_DETECTION'] ??= 'none';
  const named = process.env[hostVariable];
  delete process.env[hostVariable];
  try {
    return new Firestore({
      projectId,
      host,
      ssl: false,
      useBigInt: true,
      // What Google's emulator takes for whoever may do anything.
      customHeaders: { Authorization: 'Bearer owner' },
    });
  } finally {
    if (named !== undefined) process.env[hostVariable] = named;
  }
}

/** Set, it would outdo the host that the client is given. */
const hostVariable = 'FIRESTORE_EMULATOR_HOST';

/** Writes documents by their ids, all at once. */
export async function fill({ db, rows }: Bench, documents: Readonly<Record<string, object>>): Promise<void> {
  const batch = db.batch();
  for (const [id, fields] of Object.entries(documents)) batch.set(rows.doc(id), fields);
  await batch.commit();
}

/** `done`, or the status code of the refusal. */
export async function outcomeOf(work: Promise<unknown>): Promise<Answer> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'number')
      return `refused with ${error.code}`;
    return `failed: ${String(error)}`;
  }
}

/** The ids of what a query finds, in order. */
export async function idsOf(query: Query): Promise<Answer> {
  return (await query.get()).docs.map(({ id }) => id);
}

/** A value of a document as JSON: whole numbers as text with an `n`, what JSON cannot say in words. */
export function plain(value: unknown): Answer {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Timestamp) return value.toDate().toISOString();
  if (Buffer.isBuffer(value)) return `bytes ${value.toString('hex')}`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, each]) => [key, plain(each)]),
    );
  return String(value);
}

/** Waits for something that may be kept waiting by a lock, but not longer than a moment. */
export async function forAMoment(work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, momentMs);
  await Promise.race([work.catch(() => undefined), promise]);
  clearTimeout(timer);
}

const momentMs = 400;

/** Lets so many meet before any goes on; whoever comes later passes. */
export function meeting(size: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let there = 0;
  return async () => {
    there += 1;
    if (there >= size) resolve();
    await forAMoment(promise);
  };
}
