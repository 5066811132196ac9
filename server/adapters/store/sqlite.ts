import type { Commit, Kind, Store } from '../../ports/store.ts';
import { groupCommit } from './group-commit.ts';
import { recentRecords } from './recent-records.ts';
import { commitWriter } from './sqlite-commit.ts';
import { openFile } from './sqlite-database.ts';
import { ledgerQueries } from './sqlite-ledger.ts';
import { dropQueries, orderQueries } from './sqlite-queries.ts';
import { recordTables } from './sqlite-records.ts';
import { workQueries, workWrites } from './sqlite-work.ts';

/** Where a store is kept. Listeners of commits that throw are reported to `onListenerError`, a process warning unless given. */
export type SqliteOptions = {
  /** A file, made when absent, or `:memory:`. */
  readonly path: string;
  /** Every answer waits for the disk. There is no weaker mode: a power cut would take back claims that were answered. */
  readonly flush?: 'full';
  readonly onListenerError?: (error: unknown) => void;
};

/**
 * Opens the store of one machine on SQLite. One process writes; commits that wait together share one flush.
 *
 * @returns the store; its `flushMode` is `full`, or `none` in memory
 * @throws Error with one sentence when the file is in use by another process, is not ours, or is of a newer version
 */
export function sqliteStore(options: SqliteOptions): Store & { readonly flushMode: string } {
  const file = openFile(options.path);
  const { database } = file;
  const recent = recentRecords();
  const records = recordTables(database, recent);
  const writeCommit = commitWriter(database, records);
  const group = groupCommit(database);
  const listeners = new Set<(change: Commit) => void>();
  const onListenerError = options.onListenerError ?? warn;
  let isClosed = false;

  function announce(change: Commit): void {
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        onListenerError(error);
      }
    }
  }

  return {
    flushMode: file.flushMode,
    get: async <K extends Kind>(kind: K, id: string) => records.get(kind, id),
    commit: (change) =>
      group.run(
        () => {
          const answer = writeCommit(change);
          return { keep: answer.result === 'committed', answer };
        },
        () => announce(change),
      ),
    ...dropQueries(database, recent),
    ...orderQueries(database),
    ...ledgerQueries(database),
    ...workQueries(database),
    ...workWrites(database, group),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      group.close();
      file.close();
    },
  };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
