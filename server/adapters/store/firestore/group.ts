import type { DocumentReference, DocumentSnapshot, Firestore, Transaction } from '@google-cloud/firestore';
import { codes, inTime, isOneOf, isPassing, NoAnswer, patienceMs, tryMs } from './codes.ts';
import type { Fields } from './documents.ts';
import { createSheet } from './sheet.ts';
import type { Seen } from './sheet.ts';
import type { Outcome, Work } from './writer.ts';

/** Work with the one who waits for its answer. */
export type Job = {
  readonly work: Work<unknown>;
  /** Whether it looks at the paths where it makes documents, instead of believing them to be free. */
  readonly looks: boolean;
  readonly seen: readonly string[];
  readonly written: readonly string[];
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  /** Until when somebody waits for its answer. */
  readonly untilMs: number;
};
/** A job that is to run anew once something is done. */
export type Delayed = { readonly job: Job; readonly until: Promise<unknown> };

type Ran = { readonly job: Job; readonly outcome: Outcome<unknown> | { readonly error: unknown } };

/** How long a transaction is tried anew; somebody is waiting for its answer. */
const triesMs = 6_000;

/**
 * Runs jobs in one transaction and answers each. Whatever goes wrong with one of them goes wrong for that one alone: what cannot be
 * kept together is kept one by one.
 *
 * @returns the jobs that have to run again
 */
export async function runGroup(db: Firestore, jobs: readonly Job[]): Promise<readonly Delayed[]> {
  const group = jobs.filter(isAwaited);
  if (group.length === 0) return [];
  try {
    return await runTogether(db, group, false);
  } catch (error) {
    if (!isOneOf(error, codes.alreadyExists)) return runApart(db, group, error);
  }
  // Something stands where nothing was believed to: now everybody looks.
  try {
    return await runTogether(db, group, true);
  } catch (error) {
    return runApart(db, group, error);
  }
}

/** Whoever was told that there is no answer may have asked for something else since, so what is late is not begun. */
function isAwaited({ untilMs, reject }: Job): boolean {
  if (performance.now() <= untilMs) return true;
  reject(new NoAnswer(patienceMs));
  return false;
}

async function runApart(db: Firestore, group: readonly Job[], error: unknown): Promise<readonly Delayed[]> {
  // Who cannot be reached is not asked for each of them again.
  if (group.length === 1 || (isPassing(error) && !isOneOf(error, codes.aborted))) {
    for (const job of group) job.reject(error);
    return [];
  }
  const delayed: Delayed[] = [];
  for (const job of group) delayed.push(...(await runGroup(db, [job])));
  return delayed;
}

async function runTogether(db: Firestore, group: readonly Job[], looks: boolean): Promise<readonly Delayed[]> {
  const ran = await keepTrying(() => tryOnce(db, group, looks), looks);
  const delayed: Delayed[] = [];
  for (const { job, outcome } of ran) {
    if ('again' in outcome) delayed.push({ job, until: outcome.again });
    else if ('error' in outcome) job.reject(outcome.error);
    else {
      if (outcome.keep) job.work.onKept?.();
      job.resolve(outcome.answer);
    }
  }
  return delayed;
}

/**
 * What is read within a transaction is locked until the transaction ends, and the service ends that of a process that died a minute
 * later. So only what is not written itself is read there; the rest is read before and written if it is still the same.
 */
async function tryOnce(db: Firestore, group: readonly Job[], looks: boolean): Promise<readonly Ran[]> {
  let isGivenUp = false;
  const attempt = async (transaction: Transaction) => {
    const paths = new Set(group.flatMap((job) => pathsOf(job.work, looks || job.looks)));
    const seen = new Set(group.flatMap(({ work: { sees = [] } }) => sees.filter((path) => !paths.has(path))));
    const read = await Promise.all([
      readAll(db, (...documents) => db.getAll(...documents), [...paths]),
      readAll(db, (...documents) => transaction.getAll(...documents), [...seen]),
    ]);
    // The next try is under way, and this one is to do nothing beside it.
    if (isGivenUp) throw new NoAnswer(tryMs);
    return writeAll(db, transaction, group, new Map(read.flat()));
  };
  const tried = db.runTransaction(attempt, { maxAttempts: 1 });
  const forget = () => void triesUnderWay.delete(tried);
  triesUnderWay.add(tried);
  tried.then(forget, forget);
  try {
    return await inTime(tried, tryMs);
  } finally {
    isGivenUp = true;
  }
}

/** Tries that have not ended, also those that nobody waits for any more: the client must not be ended before they are. */
export const triesUnderWay = new Set<Promise<unknown>>();

/**
 * Tries again while it may help. The client would wait for seconds between its tries, which is long in a sale. `looks`: every path was
 * looked at, so that whatever stands in the way came since.
 */
async function keepTrying<T>(work: () => Promise<T>, looks: boolean): Promise<T> {
  const untilMs = performance.now() + triesMs;
  for (let pauseMs = 20; ; pauseMs = Math.min(500, 2 * pauseMs)) {
    try {
      return await work();
    } catch (error) {
      const isOutrun = isOneOf(
        error,
        codes.preconditionFailed,
        codes.notFound,
        ...(looks ? [codes.alreadyExists] : []),
      );
      const isLate = performance.now() > untilMs;
      if (isOutrun && isLate) throw new NoAnswer(triesMs);
      if (isLate || !(isOutrun || isPassing(error))) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
  }
}

function writeAll(
  db: Firestore,
  transaction: Transaction,
  group: readonly Job[],
  read: ReadonlyMap<string, Seen>,
): readonly Ran[] {
  const sheet = createSheet(read);
  const ran = group.map((job): Ran => {
    let outcome: Ran['outcome'] | undefined;
    sheet.run((documents) => {
      try {
        outcome = job.work.run(documents);
      } catch (error) {
        outcome = { error };
      }
      return 'keep' in outcome && outcome.keep;
    });
    return { job, outcome: outcome ?? { error: new Error('the work came to nothing') } };
  });
  sheet.handOver(db, transaction);
  return ran;
}

function pathsOf({ changes = [], makes = [], prepare }: Work<unknown>, looks: boolean): readonly string[] {
  const prepared = prepare?.() ?? [];
  return looks ? [...changes, ...makes, ...prepared] : changes;
}

async function readAll(
  db: Firestore,
  getAll: (...documents: DocumentReference[]) => Promise<DocumentSnapshot[]>,
  paths: readonly string[],
): Promise<readonly (readonly [string, Seen])[]> {
  if (paths.length === 0) return [];
  const snapshots = await getAll(...paths.map((path) => db.doc(path)));
  return snapshots.map((snapshot, index) => [
    paths[index] ?? '',
    { fields: snapshot.data() as Fields | undefined, since: snapshot.updateTime },
  ]);
}
