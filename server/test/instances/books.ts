import { DatabaseSync } from 'node:sqlite';
import { getFirestore } from 'firebase-admin/firestore';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { dropQueries, orderQueries } from '../../adapters/store/firestore/queries.ts';
import { parts } from '../../adapters/store/firestore/documents.ts';
import { ledgerQueries } from '../../adapters/store/firestore/ledger.ts';
import { lists } from '../../adapters/store/firestore/lists.ts';
import { batchReads } from '../../adapters/store/firestore/reads.ts';
import { workQueries } from '../../adapters/store/firestore/work.ts';
import { ledgerQueries as sqliteLedger } from '../../adapters/store/sqlite/ledger.ts';
import { dropQueries as sqliteDrops, orderQueries as sqliteOrders } from '../../adapters/store/sqlite/queries.ts';
import { recentRecords } from '../../adapters/store/sqlite/recent-records.ts';
import { workQueries as sqliteWork } from '../../adapters/store/sqlite/work.ts';
import type { StoreConfig } from '../../config.ts';
import type { Store } from '../../ports/store.ts';

/** What is kept, as somebody reads it who takes no part: nobody's work becomes theirs, and nothing is answered from memory. */
export type Books = Pick<
  Store,
  'recentOrders' | 'history' | 'unitOf' | 'units' | 'entries' | 'balances' | 'pending' | 'nextDueAt'
> & { close(): Promise<void> };

/** Opens the books of a store beside the processes that write them. */
export async function openBooks(store: StoreConfig): Promise<Books> {
  return store.kind === 'sqlite' ? sqliteBooks(store.path) : firestoreBooks(store);
}

function sqliteBooks(path: string): Books {
  const database = new DatabaseSync(path, { readOnly: true });
  return {
    ...sqliteDrops(database, recentRecords()),
    ...sqliteOrders(database),
    ...sqliteLedger(database),
    ...sqliteWork(database),
    close: async () => database.close(),
  };
}

function firestoreBooks({
  projectId,
  databaseId,
  emulatorHost = '',
}: Extract<StoreConfig, { kind: 'firestore' }>): Books {
  const app = initializeApp({ projectId }, `books-${projectId}`);
  const db = getFirestore(app, databaseId);
  db.settings({ host: emulatorHost, ssl: false });
  const list = lists(db);
  const reads = batchReads(db);
  const everybodys = {
    mine: () => parts,
    pick: () => 0,
    members: () => 0,
    beat: async () => {},
    close: async () => {},
  };
  return {
    ...dropQueries(list, reads),
    ...orderQueries(list, reads),
    ...ledgerQueries(db, list),
    ...workQueries(db, list, everybodys),
    async close() {
      await db.terminate();
      await deleteApp(app);
    },
  };
}
