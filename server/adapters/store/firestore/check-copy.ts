import { isDeepStrictEqual } from 'node:util';
import { Timestamp } from '@google-cloud/firestore';
import type { Firestore } from '@google-cloud/firestore';
import type { LedgerEntry } from '../../../domain/ledger.ts';
import type { KeptRow, Source, Table, TableName } from '../sqlite/read-all.ts';
import { documentOf } from './copied-rows.ts';
import { collectionsIn } from './copy-marker.ts';
import { ledgerQueries } from './ledger.ts';
import { lists } from './lists.ts';

/** How many things of a kind there are on both sides. */
export type Counted = { readonly table: TableName; readonly source: number; readonly target: number };
/** The sum of an account of the ledger on both sides, in minor units. What orders hold is one account here, `held`. */
export type Sum = {
  readonly account: string;
  readonly currency: string;
  readonly source: number;
  readonly target: number;
};
/** What a check found. Nothing is wrong when there are no `problems`, each of which is a sentence. */
export type Checked = {
  readonly counted: readonly Counted[];
  readonly sums: readonly Sum[];
  readonly problems: readonly string[];
};

export type CheckOptions = {
  readonly copiedAt: number;
  readonly now: number;
  readonly signal: AbortSignal;
  readonly onChecked: (entries: number) => void;
};

/** How many records of each kind are compared as wholes. */
const samplesMax = 300;
const pageSize = 500;
/** Whoever mends something looks at the first ones. */
const problemsMax = 20;

/** Compares what a database holds with what was copied into it. Aborts by throwing the signal's reason. */
export async function checkCopy(db: Firestore, source: Source, options: CheckOptions): Promise<Checked> {
  const counted: Counted[] = [];
  const problems: string[] = [];
  const strange = (await collectionsIn(db)).filter((id) => !source.tables.some(({ name }) => name === id));
  if (strange.length > 0)
    problems.push(`The target holds ${strange.join(', ')}, which no copy makes: was a core started on it meanwhile?`);
  for (const table of source.tables) {
    options.signal.throwIfAborted();
    const count = await countOf(db, table);
    counted.push(count);
    const tooFew = count.source - count.target - expiredIn(table, options.now);
    if (tooFew > 0 || count.target > count.source)
      problems.push(`In "${table.name}" the source has ${count.source} documents, and the target ${count.target}.`);
    problems.push(...(await compareSamples(db, table, options)));
  }
  const entries = await compareEntries(db, source, options);
  // Entries that differ do not come to the right sums, which is no news.
  const sums = await compareSums(db, source, entries.problems.length === 0 ? entries.read : undefined);
  problems.push(...entries.problems, ...sums.problems);
  return { counted, sums: sums.sums, problems: problems.slice(0, problemsMax) };
}

async function countOf(db: Firestore, table: Table): Promise<Counted> {
  const target = (await db.collection(table.name).count().get()).data().count;
  return { table: table.name, source: table.count(), target };
}

/** Sessions that have ended may have gone already. */
function isExpired(row: KeptRow, now: number): boolean {
  return row.table === 'session' && row.record.expiresAt <= now;
}

function expiredIn(table: Table, now: number): number {
  if (table.name !== 'session') return 0;
  let count = 0;
  for (const row of table.rows()) if (isExpired(row, now)) count++;
  return count;
}

async function compareSamples(
  db: Firestore,
  table: Table,
  { copiedAt, now }: CheckOptions,
): Promise<readonly string[]> {
  const step = Math.max(1, Math.ceil(table.count() / samplesMax));
  const documents: ReturnType<typeof documentOf>[] = [];
  let index = 0;
  for (const row of table.rows())
    if (index++ % step === 0 && !isExpired(row, now)) documents.push(documentOf(row, copiedAt));
  if (documents.length === 0) return [];
  const snapshots = await db.getAll(...documents.map(({ path }) => db.doc(path)));
  return documents.flatMap(({ path, fields }, at) => {
    const found = snapshots[at]?.data();
    if (!found) return [`${path} is not in the target.`];
    return isDeepStrictEqual(found, asRead(fields)) ? [] : [`${path} is not in the target as it is in the source.`];
  });
}

/** Moments are read as timestamps, however they were written. */
function asRead(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Date ? Timestamp.fromDate(value) : value]),
  );
}

/** Sums by account and currency. */
type Sums = Map<string, Balance>;
type Balance = { readonly account: string; readonly currency: string; readonly amountMinor: number };

/** Reads the target's whole ledger in its order, beside the source's, up to the first difference. */
async function compareEntries(
  db: Firestore,
  source: Source,
  options: CheckOptions,
): Promise<{ readonly read: Sums; readonly problems: readonly string[] }> {
  const read: Sums = new Map();
  const target = entriesIn(db, options);
  let place = 0;
  for (const row of rowsOf(source, 'entry')) {
    const { entry } = row;
    const found = (await target.next()).value;
    place++;
    if (found?.id !== entry.id) {
      const there = found ? `entry ${found.id} is there` : 'the ledger ends before it';
      return { read, problems: [`Ledger entry ${entry.id} is not at its place ${place} in the target: ${there}.`] };
    }
    if (!isDeepStrictEqual(found, entry))
      return { read, problems: [`Ledger entry ${entry.id} is not in the target as it is in the source.`] };
    for (const { account, amountMinor } of entry.postings)
      add(read, { account, currency: entry.currency, amountMinor });
  }
  const more = (await target.next()).value;
  return { read, problems: more ? [`Ledger entry ${more.id} is in the target and not in the source.`] : [] };
}

async function* entriesIn(
  db: Firestore,
  { signal, onChecked }: CheckOptions,
): AsyncGenerator<LedgerEntry, undefined, undefined> {
  const queries = ledgerQueries(db, lists(db));
  let after: string | null = null;
  for (let count = 0; ;) {
    signal.throwIfAborted();
    const page: readonly LedgerEntry[] = await queries.entries(after, pageSize);
    yield* page;
    count += page.length;
    onChecked(count);
    after = page.at(-1)?.id ?? null;
    if (page.length < pageSize) return undefined;
  }
}

/** Compares the balances that are kept in the target with the source's, and both with the entries that were read. */
async function compareSums(
  db: Firestore,
  source: Source,
  read: Sums | undefined,
): Promise<Pick<Checked, 'sums' | 'problems'>> {
  const here: Sums = new Map();
  const there: Sums = new Map();
  for (const { account, currency, amountMinor } of rowsOf(source, 'balance'))
    add(here, { account, currency, amountMinor });
  for (const balance of await ledgerQueries(db, lists(db)).balances()) add(there, balance);
  const problems = differences(here, there, 'is kept in the target');
  if (read) problems.push(...differences(here, read, 'is what the entries in the target come to'));
  return { sums: sumsOf(here, there), problems };
}

function differences(source: Sums, target: Sums, what: string): string[] {
  return [...new Set([...source.keys(), ...target.keys()])].flatMap((key) => {
    const [here, there] = [source.get(key)?.amountMinor ?? 0, target.get(key)?.amountMinor ?? 0];
    return here === there ? [] : [`Account ${key}: the source has ${here}, and ${there} ${what} (in minor units).`];
  });
}

/** All accounts of orders, and all of parties, are one here. */
function sumsOf(source: Sums, target: Sums): readonly Sum[] {
  const together = (sums: Sums) => {
    const all: Sums = new Map();
    for (const { account, currency, amountMinor } of sums.values())
      add(all, { account: account.split(':')[0] ?? '', currency, amountMinor });
    return all;
  };
  const [here, there] = [together(source), together(target)];
  return [...new Map([...there, ...here])].map(([key, { account, currency }]) => ({
    account,
    currency,
    source: here.get(key)?.amountMinor ?? 0,
    target: there.get(key)?.amountMinor ?? 0,
  }));
}

function add(sums: Sums, { account, currency, amountMinor }: Balance): void {
  const key = `${account} ${currency}`;
  sums.set(key, { account, currency, amountMinor: (sums.get(key)?.amountMinor ?? 0) + amountMinor });
}

function* rowsOf<T extends TableName>(source: Source, name: T): Iterable<Extract<KeptRow, { readonly table: T }>> {
  const isOfTable = (row: KeptRow): row is Extract<KeptRow, { readonly table: T }> => row.table === name;
  for (const row of source.tables.find((table) => table.name === name)?.rows() ?? []) if (isOfTable(row)) yield row;
}
