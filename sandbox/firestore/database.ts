import type { Aggregation } from './aggregation.ts';
import { makeDocuments, type Documents, type StoredDocument } from './documents.ts';
import { readField } from './field-path.ts';
import type { Query } from './query.ts';
import { codes, FirestoreRefusal, refuseAsInvalid } from './refusal.ts';
import { runQuery } from './run-query.ts';
import { isStillTrue, makeTransactions, signatureOf, type Transaction } from './transactions.ts';
import type { Value } from './values.ts';
import { applyWrite, type Write } from './writes.ts';

/** The moment a read looks at, and the transaction that has to remember it, if there is one. */
export type Reading = { readonly at: number | undefined; readonly transaction: Transaction | undefined };

/** A document before and after a commit. */
export type Change = {
  readonly name: string;
  readonly before: StoredDocument | undefined;
  readonly after: StoredDocument | undefined;
};

/** What a commit did. Times are microseconds since 1970. */
export type Committed = {
  readonly at: number;
  /** Documents that its transaction read. */
  readonly read: number;
  readonly results: readonly { readonly updateTime: number | undefined; readonly values: readonly Value[] }[];
};

/** One database: documents, open transactions, and who wants to hear of changes. */
export type Database = {
  readonly documents: Documents;
  /** A time that no commit has or will have. */
  now(): number;
  begin(options: { readonly readOnly: boolean; readonly readTime?: number | undefined }): Transaction;
  /** The open transaction of an id. */
  transaction(id: Buffer): Transaction;
  rollback(id: Buffer): void;
  read(name: string, reading: Reading): StoredDocument | undefined;
  query(query: Query, reading: Reading): readonly StoredDocument[];
  aggregate(query: Query, aggregations: readonly Aggregation[], reading: Reading): ReadonlyMap<string, Value>;
  /**
   * Writes all or nothing.
   *
   * @throws FirestoreRefusal, with `aborted` where something that the transaction read has changed since
   */
  commit(writes: readonly Write[], transaction?: Buffer): Committed;
  /** Checks that a past moment can still be looked at. */
  checkReadTime(at: number): void;
  /** Calls the listener after every commit that changed anything. Returns how to stop. */
  onCommit(listener: (changes: readonly Change[], at: number) => void): () => void;
};

/** How long the past can be looked at. Google keeps an hour; a test needs no more than this. */
const pastMicros = 60_000_000;
const forgetEveryMicros = 1_000_000;

/** Makes an empty database. `clock` gives microseconds since 1970 and never the same twice. */
export function makeDatabase(clock: () => number): Database {
  const documents = makeDocuments();
  const transactions = makeTransactions();
  const listeners = new Set<(changes: readonly Change[], at: number) => void>();
  let forgotAt = 0;

  function checkReadTime(at: number): void {
    const now = clock();
    if (at > now) throw refuseAsInvalid('read_time cannot be in the future.');
    if (at < now - pastMicros)
      throw new FirestoreRefusal(codes.failedPrecondition, 'The requested read_time is too old.');
  }

  function query(asked: Query, { at, transaction }: Reading, sorted = true): readonly StoredDocument[] {
    // What a transaction has to see again at its end is compared in order.
    const isWatched = transaction !== undefined && !transaction.readOnly;
    const found = runQuery(documents, asked, at, sorted || isWatched);
    if (transaction) transaction.documentsRead += Math.max(1, found.length);
    if (isWatched) transaction.queries.push({ query: asked, seen: signatureOf(found) });
    return found;
  }

  /** Ends the transaction of a commit, which must still be true. */
  function settle(id: Buffer, writes: readonly Write[]): Transaction {
    const transaction = transactions.get(id, clock());
    transactions.end(id);
    if (transaction.readOnly && writes.length > 0)
      throw refuseAsInvalid('Cannot modify entities in a read-only transaction.');
    if (!transaction.readOnly && !isStillTrue(transaction, documents))
      throw new FirestoreRefusal(codes.aborted, 'Too much contention on these documents. Please try again.');
    return transaction;
  }

  return {
    documents,
    now: clock,
    begin({ readOnly, readTime }) {
      const now = clock();
      if (readTime !== undefined) checkReadTime(readTime);
      return transactions.begin({ readOnly, snapshot: readTime ?? now, now });
    },
    transaction: (id) => transactions.get(id, clock()),
    rollback: (id) => transactions.end(id),
    read(name, { at, transaction }) {
      if (transaction) transaction.documentsRead += 1;
      if (transaction && !transaction.readOnly) transaction.names.add(name);
      return documents.find(name, at);
    },
    query: (asked, reading) => query(asked, reading),
    aggregate(asked, aggregations, reading) {
      // As with a sum in a table: documents without the field count for none of the numbers asked for together.
      const counted = query(asked, reading, false).filter(({ fields }) =>
        aggregations.every(({ path }) => path === undefined || readField(fields, path) !== undefined),
      );
      return new Map(aggregations.map(({ alias, compute }) => [alias, compute(counted)]));
    },
    commit(writes, transaction) {
      const settled = transaction && transaction.length > 0 ? settle(transaction, writes) : undefined;
      const at = clock();
      const staged = new Map<string, StoredDocument | undefined>();
      const results = writes.map((write) => {
        const current = staged.has(write.name) ? staged.get(write.name) : documents.find(write.name);
        const { document, results: values } = applyWrite(write, current, at);
        staged.set(write.name, document);
        return { updateTime: document?.updateTime, values };
      });
      const changes: Change[] = [];
      for (const [name, after] of staged) {
        const before = documents.find(name);
        if (before === after) continue;
        documents.put(name, after, at);
        changes.push({ name, before, after });
      }
      if (at - forgotAt > forgetEveryMicros) {
        forgotAt = at;
        documents.forget(Math.min(transactions.oldestSnapshot(at) ?? at, at - pastMicros));
      }
      if (changes.length > 0) for (const listener of listeners) listener(changes, at);
      return { at, read: settled?.documentsRead ?? 0, results };
    },
    checkReadTime,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
