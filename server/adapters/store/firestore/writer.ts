import type { Firestore } from '@google-cloud/firestore';
import { runGroup } from './group.ts';
import type { Delayed, Job } from './group.ts';
import { patienceMs } from './codes.ts';
import { createLocks } from './locks.ts';
import type { Documents } from './sheet.ts';

/**
 * What a piece of work comes to. When `keep` is false nothing that it wrote is kept. `again`: it cannot be said yet, and the work is
 * to be run anew once this is done, with every path looked at.
 */
export type Outcome<T> = { readonly keep: boolean; readonly answer: T } | { readonly again: Promise<unknown> };

/** Work on documents, run as if alone. It may be run several times, after what it wrote was undone. */
export type Work<T> = {
  /** Paths whose documents it has to see and does not write. */
  readonly sees?: readonly string[];
  /** Paths whose documents it has to see and may write. */
  readonly changes?: readonly string[];
  /** Paths at which it makes documents. They are believed to be free, and are looked at only when that proves wrong. */
  readonly makes?: readonly string[];
  /** Paths that it writes without having seen what stands there. */
  readonly overwrites?: readonly string[];
  /** Called before each run: further paths at which it makes documents, and nobody else in this process does. */
  readonly prepare?: () => readonly string[];
  readonly run: (documents: Documents) => Outcome<T>;
  /** Called once what it wrote is kept. */
  readonly onKept?: () => void;
};

/** The one writer of this process. */
export type Writer = {
  run<T>(work: Work<T>): Promise<T>;
  /** Waits for what was begun, then refuses everything further. */
  close(): Promise<void>;
};

/** A claim writes some six documents of two kilobytes at most, and a request may have ten megabytes. */
const groupMax = 50;
/** Groups that are under way at the same time: while one is on the wire the next is made. */
const groupsMax = 2;
/** How far down the queue a group looks for work that may run now. */
const lookMax = 4 * groupMax;

/**
 * Makes the writer. Work that waits together shares one transaction. Work on the same documents keeps its order, in one transaction
 * or in one after the other; work on others may overtake it.
 */
export function createWriter(db: Firestore): Writer {
  let waiting: Job[] = [];
  let groups = 0;
  let delayed = 0;
  const inUse = createLocks();
  let isScheduled = false;
  let isClosed = false;
  let whenDone: (() => void) | undefined;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      while (groups < groupsMax) {
        const group = pickGroup();
        if (group.length === 0) break;
        void run(group);
      }
    });
  }

  /** Takes from the queue what may run now and does not overtake anything on the same documents. */
  function pickGroup(): readonly Job[] {
    const group: Job[] = [];
    const passedBy: Job[] = [];
    const passed = createLocks();
    const looked = waiting.splice(0, lookMax);
    for (const job of looked) {
      if (group.length < groupMax && inUse.allow(job) && passed.allow(job)) group.push(job);
      else {
        passed.add(job);
        passedBy.push(job);
      }
    }
    waiting = passedBy.length > 0 ? [...passedBy, ...waiting] : waiting;
    return group;
  }

  async function run(group: readonly Job[]): Promise<void> {
    groups++;
    for (const job of group) inUse.add(job);
    const again = await runGroup(db, group);
    for (const job of group) inUse.remove(job);
    groups--;
    for (const each of again) void runAgain(each);
    goOn();
  }

  async function runAgain({ job, until }: Delayed): Promise<void> {
    delayed++;
    try {
      await until;
      waiting.unshift({ ...job, looks: true });
    } catch (error) {
      job.reject(error);
    }
    delayed--;
    goOn();
  }

  function goOn(): void {
    if (waiting.length > 0) schedule();
    else if (groups + delayed === 0) whenDone?.();
  }

  return {
    run<T>(work: Work<T>) {
      if (isClosed) return Promise.reject(new Error('The store is closed.'));
      return new Promise<T>((resolve, reject) => {
        const { sees = [], changes = [], makes = [], overwrites = [] } = work;
        const written = [...changes, ...makes, ...overwrites];
        // The answer is what this very work gave, so it is of its type.
        const answering = { resolve: (answer: unknown) => resolve(answer as T), reject };
        const untilMs = performance.now() + patienceMs;
        waiting.push({ work, looks: false, seen: sees, written, untilMs, ...answering });
        schedule();
      });
    },
    close() {
      isClosed = true;
      if (waiting.length + groups + delayed === 0) return Promise.resolve();
      return new Promise((resolve) => {
        whenDone = resolve;
      });
    },
  };
}
