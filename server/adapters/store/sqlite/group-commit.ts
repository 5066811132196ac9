import type { Database } from './database.ts';

/** What a piece of work comes to. When `keep` is false nothing that it wrote is kept, and its answer is given all the same. */
export type Outcome<T> = { readonly keep: boolean; readonly answer: T };

/** The one writer of a database. Work that waits together shares one transaction and one flush. */
export type GroupCommit = {
  /**
   * Runs work inside the next transaction, alone against all other work, and answers once the transaction is on disk.
   * When the work throws, it alone is undone and rejected; when the transaction fails, everything in it is.
   *
   * @param work  synchronous; sees what work before it wrote, also in the same transaction. It may be run a second time, after what
   *   it wrote was undone, and must do nothing but read and write the database
   * @param onKept called once what the work wrote is on disk; must not throw
   */
  run<T>(work: () => Outcome<T>, onKept?: () => void): Promise<T>;
  /** Writes what waits, then refuses everything further. */
  close(): void;
};

/** A larger group gains no throughput worth the time for which it keeps the event loop busy. */
const groupMax = 256;

/** How many groups are run with a mark before each job, once a job had to be undone: where one is refused, more soon are. */
const markedGroups = 32;

type Job = {
  /** Whether what was written is to be kept. */
  work(): boolean;
  answer(): void;
  reject(error: unknown): void;
  readonly onKept: (() => void) | undefined;
};
type Ran = { readonly job: Job; readonly kept: boolean; readonly failure: { readonly error: unknown } | null };

/** Makes the writer. It begins and ends transactions itself: nobody else may write to this connection. */
export function groupCommit(database: Database): GroupCommit {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const mark = database.prepare('SAVEPOINT job');
  const release = database.prepare('RELEASE job');
  const undo = database.prepare('ROLLBACK TO job');
  let waiting: Job[] = [];
  let markedLeft = 0;
  let isScheduled = false;
  let isClosed = false;

  /**
   * Runs a group without marks, which cost a copy of every page that a job is the first to write. Undefined when a job is to be
   * undone: then all of them are, and have to be run again.
   */
  function runUnmarked(group: readonly Job[]): readonly Ran[] | undefined {
    begin.run();
    try {
      if (group.every((job) => job.work())) return group.map((job) => ({ job, kept: true, failure: null }));
    } catch {
      // The job throws again where it can be undone alone, and is answered there.
    }
    markedLeft = markedGroups;
    if (database.isTransaction) rollback.run();
    return undefined;
  }

  function runMarked(group: readonly Job[]): readonly Ran[] {
    markedLeft = Math.max(0, markedLeft - 1);
    begin.run();
    return group.map(runOne);
  }

  function runOne(job: Job): Ran {
    mark.run();
    let kept = false;
    let failure: Ran['failure'] = null;
    try {
      kept = job.work();
    } catch (error) {
      // A full disk or a failing one ends the whole transaction: then nobody in the group has been served.
      if (!database.isTransaction) throw error;
      failure = { error };
    }
    if (!kept) undo.run();
    release.run();
    return { job, kept, failure };
  }

  function runGroup(group: readonly Job[]): void {
    let ran: readonly Ran[];
    try {
      ran = (markedLeft === 0 ? runUnmarked(group) : undefined) ?? runMarked(group);
      commit.run();
    } catch (error) {
      for (const job of group) job.reject(error);
      if (database.isTransaction) rollback.run();
      return;
    }
    for (const { job, failure } of ran) {
      if (failure) job.reject(failure.error);
      else job.answer();
    }
    for (const { job, kept } of ran) if (kept) job.onKept?.();
  }

  function flush(): void {
    isScheduled = false;
    const group = waiting.slice(0, groupMax);
    waiting = waiting.slice(groupMax);
    if (waiting.length > 0) schedule();
    if (group.length > 0) runGroup(group);
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(flush);
  }

  return {
    run<T>(work: () => Outcome<T>, onKept?: () => void) {
      if (isClosed) return Promise.reject(new Error('The store is closed.'));
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      let outcome: Outcome<T> | undefined;
      waiting.push({
        work: () => (outcome = work()).keep,
        answer: () => outcome && resolve(outcome.answer),
        reject,
        onKept,
      });
      schedule();
      return promise;
    },
    close() {
      isClosed = true;
      while (waiting.length > 0) flush();
    },
  };
}
