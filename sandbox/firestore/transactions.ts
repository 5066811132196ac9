import { randomBytes } from 'node:crypto';

import type { Documents, StoredDocument } from './documents.ts';
import type { Query } from './query.ts';
import { refuseAsInvalid } from './refusal.ts';
import { collectionsFor, runQuery } from './run-query.ts';

/** A transaction sees the database as it was at `snapshot`, and remembers what it looked at. */
export type Transaction = {
  readonly id: string;
  readonly readOnly: boolean;
  /** Microseconds since 1970. */
  readonly snapshot: number;
  readonly begunAt: number;
  usedAt: number;
  documentsRead: number;
  readonly names: Set<string>;
  readonly queries: { readonly query: Query; readonly seen: string }[];
};

/** The transactions that are open in one database. */
export type Transactions = {
  begin(options: { readonly readOnly: boolean; readonly snapshot: number; readonly now: number }): Transaction;
  /** @throws FirestoreRefusal for one that was never begun, was ended, or is too old */
  get(id: Buffer, now: number): Transaction;
  end(id: Buffer): void;
  /** The moment that the oldest open transaction looks at; undefined when none is open. */
  oldestSnapshot(now: number): number | undefined;
};

const idleMicrosMax = 60_000_000;
const wholeMicrosMax = 270_000_000;

export function makeTransactions(): Transactions {
  const open = new Map<string, Transaction>();
  const isOver = ({ begunAt, usedAt }: Transaction, now: number): boolean =>
    now - usedAt > idleMicrosMax || now - begunAt > wholeMicrosMax;

  return {
    begin({ readOnly, snapshot, now }) {
      const id = randomBytes(12).toString('hex');
      const transaction: Transaction = {
        id,
        readOnly,
        snapshot,
        begunAt: now,
        usedAt: now,
        documentsRead: 0,
        names: new Set(),
        queries: [],
      };
      open.set(id, transaction);
      return transaction;
    },
    get(id, now) {
      const transaction = open.get(id.toString('hex'));
      if (!transaction || isOver(transaction, now))
        throw refuseAsInvalid('The referenced transaction has expired or is no longer valid.');
      transaction.usedAt = now;
      return transaction;
    },
    end(id) {
      open.delete(id.toString('hex'));
    },
    oldestSnapshot(now) {
      let oldest: number | undefined;
      for (const transaction of open.values()) {
        if (isOver(transaction, now)) open.delete(transaction.id);
        else oldest = Math.min(oldest ?? transaction.snapshot, transaction.snapshot);
      }
      return oldest;
    },
  };
}

/** What a query saw, so that it can be told later whether it would see the same: members and their versions, in order. */
export function signatureOf(documents: readonly StoredDocument[]): string {
  return documents.map(({ name, updateTime }) => `${name}@${updateTime}`).join('\n');
}

/** Whether everything that a transaction looked at is still so, which makes its commit as good as one alone in the world. */
export function isStillTrue({ names, queries, snapshot }: Transaction, documents: Documents): boolean {
  for (const name of names) if (documents.changedAt(name) > snapshot) return false;
  return queries.every(
    ({ query, seen }) =>
      collectionsFor(documents, query).every(({ changedAt }) => changedAt <= snapshot) ||
      signatureOf(runQuery(documents, query, undefined)) === seen,
  );
}
