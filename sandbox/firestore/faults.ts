import { codes, FirestoreRefusal } from './refusal.ts';

/** The calls that the stand-in answers, by their names in Google's description. */
export const methods = [
  'GetDocument',
  'BatchGetDocuments',
  'RunQuery',
  'RunAggregationQuery',
  'BeginTransaction',
  'Commit',
  'Rollback',
  'BatchWrite',
  'ListDocuments',
  'ListCollectionIds',
  'Listen',
] as const;

export type Method = (typeof methods)[number];

export type Fault = {
  /** A status code of gRPC. */
  readonly code: number;
  /** How many calls; one if left out. */
  readonly times?: number;
  /** `after`: the work is done and the answer is lost, so that the client cannot know. `before`, the default: nothing is done. */
  readonly when?: 'before' | 'after';
  readonly message?: string;
};

/** Calls that wait for a test to let them go. */
export type Hold = {
  /** Resolves when so many calls are waiting. */
  reached(calls: number): Promise<void>;
  /** Lets all go, and those that come later. */
  release(): void;
};

/** What can be made to go wrong, at any time. */
export type Faults = {
  /** Makes the next calls of a method fail. Faults of one method are used up in the order they were asked for. */
  failNext(method: Method, fault: Fault): void;
  /** Makes every call of a method, or of all, wait before it is worked on. 0 ends it. */
  delay(method: Method | 'every', ms: number): void;
  /** Holds back the calls of a method before they are worked on. */
  hold(method: Method): Hold;
  /**
   * Refuses every call with one code until told otherwise with undefined: 14 as if nobody were there, 7 as for an account
   * that may not, 16 as for credentials that nobody knows.
   */
  refuseAll(code: number | undefined): void;
  /** Ends every open listener with a code. */
  breakListeners(code: number): void;
  clear(): void;
};

/** What a call meets on its way: `before` resolves when it may be worked on and throws what it is refused with. */
export type Passage = { before(): Promise<void> | undefined; after(): void };

/** Faults, and the gate that every call goes through. */
export function makeFaults(breakListeners: (refusal: FirestoreRefusal) => void): {
  readonly faults: Faults;
  enter(method: Method): Passage;
} {
  const queues = new Map<Method, { left: number; readonly fault: Fault }[]>();
  const delays = new Map<Method | 'every', number>();
  const holds = new Map<Method, { readonly gate: Promise<void>; arrive(): void; release(): void }>();
  let refusedWith: number | undefined;

  function take(method: Method): Fault | undefined {
    const queue = queues.get(method);
    const next = queue?.[0];
    if (!next) return undefined;
    next.left -= 1;
    if (next.left === 0) queue.shift();
    return next.fault;
  }

  const faults: Faults = {
    failNext(method, fault) {
      queues.set(method, [...(queues.get(method) ?? []), { left: fault.times ?? 1, fault }]);
    },
    delay: (method, ms) => void delays.set(method, ms),
    hold(method) {
      const { promise: gate, resolve } = Promise.withResolvers<void>();
      const waiters: { readonly calls: number; readonly reached: () => void }[] = [];
      let waiting = 0;
      const release = (): void => {
        if (holds.get(method)?.gate === gate) holds.delete(method);
        resolve();
      };
      const arrive = (): void => {
        waiting += 1;
        for (const { calls, reached } of waiters) if (waiting >= calls) reached();
      };
      holds.set(method, { gate, arrive, release });
      return {
        reached: (calls) => new Promise((reached) => (waiting >= calls ? reached() : waiters.push({ calls, reached }))),
        release,
      };
    },
    refuseAll: (code) => void (refusedWith = code),
    breakListeners: (code) => breakListeners(new FirestoreRefusal(code, messageOf(code))),
    clear() {
      queues.clear();
      delays.clear();
      for (const { release } of holds.values()) release();
      refusedWith = undefined;
    },
  };

  return {
    faults,
    enter(method) {
      if (refusedWith !== undefined) throw new FirestoreRefusal(refusedWith, messageOf(refusedWith));
      const fault = take(method);
      const refuse = (when: Fault['when']): void => {
        if (fault && (fault.when ?? 'before') === when)
          throw new FirestoreRefusal(fault.code, fault.message ?? messageOf(fault.code));
      };
      const held = holds.get(method);
      const ms = delays.get(method) ?? delays.get('every') ?? 0;
      return {
        before() {
          if (!held && ms === 0) {
            refuse('before');
            return undefined;
          }
          held?.arrive();
          return Promise.all([held?.gate, ms > 0 && new Promise((resolve) => setTimeout(resolve, ms))]).then(() =>
            refuse('before'),
          );
        },
        after: () => refuse('after'),
      };
    },
  };
}

const messages: Readonly<Record<number, string>> = {
  [codes.permissionDenied]: 'Missing or insufficient permissions.',
  [codes.unauthenticated]: 'Request had invalid authentication credentials.',
  [codes.unavailable]: 'The service is currently unavailable.',
  [codes.aborted]: 'Too much contention on these documents. Please try again.',
  [codes.deadlineExceeded]: 'Deadline exceeded.',
  [codes.resourceExhausted]: 'Quota exceeded.',
  [codes.internal]: 'Internal error.',
};

function messageOf(code: number): string {
  return messages[code] ?? `Refused with ${code}.`;
}
