import type { Commit, Kind, News, Store } from '../../ports/store.ts';
import { groupCommit } from './sqlite/group-commit.ts';
import { listeners, warnOfError } from './listeners.ts';
import { newsOf } from './news.ts';
import { recentRecords } from './sqlite/recent-records.ts';
import { commitWriter } from './sqlite/commit.ts';
import { openFile } from './sqlite/database.ts';
import { ledgerQueries } from './sqlite/ledger.ts';
import { dropQueries, listQueries, orderQueries } from './sqlite/queries.ts';
import { recordTables } from './sqlite/records.ts';
import { workQueries, workWrites } from './sqlite/work.ts';

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
  const onListenerError = options.onListenerError ?? warnOfError;
  const commits = listeners<Commit>(onListenerError);
  const news = listeners<readonly News[]>(onListenerError);
  let isClosed = false;

  function announce(change: Commit): void {
    commits.tell(change);
    const told = newsOf(change);
    if (told.length > 0) news.tell(told);
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
    ...listQueries(database),
    ...ledgerQueries(database),
    ...workQueries(database),
    ...workWrites(database, group),
    onCommit: commits.add,
    onNews: news.add,
    async close() {
      if (isClosed) return;
      isClosed = true;
      group.close();
      file.close();
    },
  };
}
