import { ApiProblem, type Problem } from '../api/problem.ts';

/** What a feed knows. `problem` is why the last try brought nothing new; the last good `value` stays beside it. */
export type FeedState<T> = { readonly value: T | null; readonly problem: Problem | null };

/** A view of the core that is kept fresh while somebody looks at it. */
export type Feed<T> = {
  readonly get: () => FeedState<T>;
  readonly subscribe: (listener: () => void) => () => void;
  /** Loads now. Calls during a load lead to one more load after it, however many they are. */
  readonly refresh: () => void;
  /** While asleep nothing is loaded; waking catches up at once. A feed begins asleep. */
  readonly setAwake: (isAwake: boolean) => void;
  /** Writes what an action just answered. An answer that was already under way is older and is dropped. */
  readonly change: (update: (value: T | null) => T | null) => void;
};

/** How a feed loads, and how long it rests after each answer. */
export type FeedOptions<T> = {
  readonly load: () => Promise<T>;
  readonly restMs: (value: T) => number;
};

/** Rests after failures: short at first, so that a hiccup heals unseen, then as long as the usual rest of a panel. */
const failureRestsMs = [2_000, 4_000, 8_000, 15_000] as const;
const failureRestMsMax = 15_000;

/** Makes a feed. Failures of the core are part of its state; anything else that `load` throws is a defect and is thrown on. */
export function createFeed<T>(options: FeedOptions<T>): Feed<T> {
  const listeners = new Set<() => void>();
  let state: FeedState<T> = { value: null, problem: null };
  let isAwake = false;
  let isLoading = false;
  let wantsAnother = false;
  let generation = 0;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(next: FeedState<T>): void {
    state = next;
    for (const listener of listeners) listener();
  }

  async function loadOnce(): Promise<void> {
    const mine = generation;
    try {
      const value = await options.load();
      failures = 0;
      if (mine === generation) show({ value, problem: null });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      failures += 1;
      if (mine === generation) show({ value: state.value, problem: error.problem });
    }
  }

  async function run(): Promise<void> {
    isLoading = true;
    try {
      do {
        wantsAnother = false;
        await loadOnce();
      } while (wantsAnother && isAwake);
    } finally {
      isLoading = false;
    }
    rest();
  }

  function rest(): void {
    clearTimeout(timer);
    if (!isAwake) return;
    const failureRest = failureRestsMs[failures - 1] ?? failureRestMsMax;
    timer = setTimeout(refresh, state.problem || state.value === null ? failureRest : options.restMs(state.value));
  }

  function refresh(): void {
    clearTimeout(timer);
    if (!isAwake) return;
    if (isLoading) wantsAnother = true;
    else void run();
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    setAwake(next) {
      if (next === isAwake) return;
      isAwake = next;
      if (isAwake) refresh();
      else clearTimeout(timer);
    },
    change(update) {
      generation += 1;
      if (isLoading) wantsAnother = true;
      show({ value: update(state.value), problem: state.problem });
      // What is known now may call for a shorter rest.
      if (!isLoading) rest();
    },
  };
}
