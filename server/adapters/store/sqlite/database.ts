import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** The one place that names Node's SQLite class: later versions of Node call it differently. */
export type Database = DatabaseSync;
export type Value = string | number | null;
/** A prepared statement that is read from. */
export type Query<Row> = {
  first(...values: readonly Value[]): Row | undefined;
  all(...values: readonly Value[]): Row[];
};
/** A prepared statement that writes; answers how many rows it wrote. */
export type Write = (...values: readonly Value[]) => number;

/** Prepares a statement once, to be run many times. The caller names the columns that the statement selects. */
export function query<Row>(database: Database, sql: string): Query<Row> {
  const statement = database.prepare(sql);
  return {
    // The schema fixes the columns' types and the statement their names, and both stand beside the type.
    first: (...values) => statement.get(...values) as Row | undefined,
    all: (...values) => statement.all(...values) as Row[],
  };
}

/** Prepares a statement that writes. */
export function write(database: Database, sql: string): Write {
  const statement = database.prepare(sql);
  return (...values) => Number(statement.run(...values).changes);
}

const uniqueViolations: readonly unknown[] = [
  1555, // SQLITE_CONSTRAINT_PRIMARYKEY
  2067, // SQLITE_CONSTRAINT_UNIQUE
];

/** Whether an error is SQLite saying that something which may exist once exists already. */
export function isUniqueViolation(error: unknown): boolean {
  return uniqueViolations.includes(codeOf(error));
}

/** SQLite's extended result code; undefined when the error is not SQLite's. */
function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : undefined;
}

/** Each takes the file from one version to the next; a file's `user_version` is how many it has been through. */
const migrations: readonly string[] = [
  './schema-1.sql',
  './schema-2.sql',
  './schema-3.sql',
  './schema-4.sql',
  './schema-5.sql',
  './schema-6.sql',
].map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'));

/** "C500" in ASCII, SQLite's mark of whose file this is. */
const applicationId = 0x43353030;

/** A file that is open, with the lock that keeps others from writing to it. */
export type OpenFile = {
  readonly database: Database;
  /** `full`: answers are on disk. `none`: the store is in memory. */
  readonly flushMode: string;
  close(): void;
};

/**
 * Opens a file for this process alone, and brings it up to date.
 *
 * @param path a file, made when absent, or `:memory:`
 * @throws Error with one sentence when the file is open for writing elsewhere, cannot be reached, is not ours or is of a newer version
 */
export function openFile(path: string): OpenFile {
  return openLocked(path, false, (database) => {
    const flushMode = configure(database, path);
    migrate(database, path);
    return { flushMode };
  });
}

/**
 * Opens a file to read it, while nobody writes to it. The file stays as it is.
 *
 * @throws Error with one sentence when there is none, or it is open for writing elsewhere, not ours, or of another version
 */
export function openToRead(path: string): Omit<OpenFile, 'flushMode'> {
  if (!existsSync(path)) throw new Error(`There is no store ${path}.`);
  return openLocked(path, true, (database) => {
    const version = readVersionOfAny(database, path);
    if (version < migrations.length) {
      throw new Error(
        `The store ${path} was written by an older C500 (version ${version}, this one reads ${migrations.length}): start this one on it once.`,
      );
    }
  });
}

/** The version of a file that may be anything. */
function readVersionOfAny(database: Database, path: string): number {
  try {
    return readVersion(database, path);
  } catch (error) {
    const isNoDatabase = codeOf(error) === 26; // SQLITE_NOTADB
    if (isNoDatabase) throw new Error(`The file ${path} is not one of C500's.`, { cause: error });
    throw error;
  }
}

function openLocked<T>(path: string, readOnly: boolean, prepare: (database: Database) => T) {
  const release = path === ':memory:' ? () => {} : lock(path);
  try {
    const database = open(path, path, readOnly);
    try {
      return {
        ...prepare(database),
        database,
        close: () => {
          database.close();
          release();
        },
      };
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * Holds an exclusive transaction on an empty database beside the file. The operating system ends it with the process, however
 * that dies, so that there is no stale lock to judge; readers of the store itself are not kept out.
 */
function lock(path: string): () => void {
  const guard = open(`${path}.lock`, path);
  try {
    guard.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    guard.close();
    const isBusy = codeOf(cause) === 5; // SQLITE_BUSY
    throw new Error(
      isBusy
        ? `The store ${path} is in use by another process, and only one may write to it: stop that one first.`
        : `The store ${path} cannot be written: may this account write to its folder?`,
      { cause },
    );
  }
  return () => guard.close();
}

function open(file: string, path: string, readOnly = false): Database {
  try {
    return new DatabaseSync(file, { readOnly });
  } catch (cause) {
    throw new Error(`The store ${path} cannot be opened: does its folder exist, and may this account read it?`, {
      cause,
    });
  }
}

function configure(database: Database, path: string): string {
  // Without FULL, SQLite answers a commit before its log is flushed, and a power cut takes back what was promised.
  // Ids are random, so a group of claims dirties many pages, and SQLite's usual limit of 1,000 would stop to copy the log back
  // after every second group; at 4,000 a page is copied once for many changes.
  // REPLACE must not slip past the triggers that keep the ledger, hence recursive_triggers.
  database.exec(`
    PRAGMA busy_timeout = 5000;
    PRAGMA foreign_keys = ON;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA recursive_triggers = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -65536;
    PRAGMA journal_size_limit = 67108864;
  `);
  if (path === ':memory:') return 'none';
  const journal = numberOrText(database, 'journal_mode');
  const synchronous = numberOrText(database, 'synchronous');
  if (journal !== 'wal' || synchronous !== 2) {
    throw new Error(`The store ${path} cannot be kept safely here (journal ${journal}, synchronous ${synchronous}).`);
  }
  return 'full';
}

/** The version of a file, 0 when it is empty. */
function readVersion(database: Database, path: string): number {
  const version = Number(numberOrText(database, 'user_version'));
  const owner = numberOrText(database, 'application_id');
  const isEmpty = query(database, 'SELECT 1 FROM sqlite_schema LIMIT 1').first() === undefined;
  if (!isEmpty && owner !== applicationId) throw new Error(`The file ${path} is a database, but not one of C500's.`);
  if (version > migrations.length) {
    throw new Error(
      `The store ${path} was written by a newer C500 (version ${version}, this one knows ${migrations.length}): run that one.`,
    );
  }
  return version;
}

function migrate(database: Database, path: string): void {
  const version = readVersion(database, path);
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.exec(
      `BEGIN IMMEDIATE; ${sql}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${index + 1}; COMMIT`,
    );
  }
}

function numberOrText(database: Database, pragma: string): Value | undefined {
  return query<Readonly<Record<string, Value>>>(database, `PRAGMA ${pragma}`).first()?.[pragma];
}
