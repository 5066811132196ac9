import type { Method } from './faults.ts';

/** What one commit cost. */
export type CommitCount = {
  /** Documents that its transaction read, found or not. */
  readonly read: number;
  /** Writes that it asked for. */
  readonly written: number;
  /** The size of the request. */
  readonly bytes: number;
};

/** What was asked of the stand-in since it started or since the last `reset`. */
export type Counts = {
  readonly requests: Readonly<Record<Method, number>>;
  /** Documents read, in transactions or not; one at least for every query, as Google bills it. */
  readonly documentsRead: number;
  readonly documentsWritten: number;
  /** The latest commits that went through, the newest last. */
  readonly commits: readonly CommitCount[];
};

const commitsMax = 10_000;

const none: Readonly<Record<Method, number>> = {
  GetDocument: 0,
  BatchGetDocuments: 0,
  RunQuery: 0,
  RunAggregationQuery: 0,
  BeginTransaction: 0,
  Commit: 0,
  Rollback: 0,
  BatchWrite: 0,
  ListDocuments: 0,
  ListCollectionIds: 0,
  Listen: 0,
};

export type Counter = {
  request(method: Method): void;
  read(documents: number): void;
  commit(commit: CommitCount): void;
  counts(): Counts;
  reset(): void;
};

export function makeCounter(): Counter {
  let requests: Record<Method, number> = { ...none };
  let commits: CommitCount[] = [];
  let documentsRead = 0;
  let documentsWritten = 0;
  return {
    request: (method) => void (requests[method] += 1),
    read: (documents) => void (documentsRead += documents),
    commit(commit) {
      documentsWritten += commit.written;
      commits.push(commit);
      if (commits.length > commitsMax * 2) commits = commits.slice(-commitsMax);
    },
    counts: () => ({
      requests: { ...requests },
      documentsRead,
      documentsWritten,
      commits: commits.slice(-commitsMax),
    }),
    reset() {
      requests = { ...none };
      commits = [];
      documentsRead = 0;
      documentsWritten = 0;
    },
  };
}
