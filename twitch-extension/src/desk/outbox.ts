/** Changes on their way to the core, one after the other, so that their answers come in the order in which things were done. */
export type Outbox<Change> = {
  /** Everything that is not answered yet, oldest first. What is shown is what the core said with these laid over it. */
  readonly get: () => readonly Change[];
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Sends a change once those before it are answered. One that replaces another which was not sent yet takes its place, and both end
   * together.
   *
   * @throws what `send` throws, to whoever awaits this change
   */
  readonly push: (change: Change) => Promise<void>;
};

type Entry<Change> = {
  change: Change;
  readonly key: string;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** Makes an outbox. Changes with the same key are about the same thing, of which only the newest wish counts. */
export function createOutbox<Change>(options: {
  readonly keyOf: (change: Change) => string;
  readonly send: (change: Change) => Promise<void>;
}): Outbox<Change> {
  const listeners = new Set<() => void>();
  let entries: readonly Entry<Change>[] = [];
  let shown: readonly Change[] = [];
  let isSending = false;

  function show(next: readonly Entry<Change>[]): void {
    entries = next;
    shown = entries.map((entry) => entry.change);
    for (const listener of listeners) listener();
  }

  async function sendAll(): Promise<void> {
    isSending = true;
    for (let entry = entries[0]; entry; entry = entries[0]) {
      const { resolve, reject } = entry;
      try {
        await options.send(entry.change);
        resolve();
      } catch (error) {
        reject(error);
      }
      show(entries.slice(1));
    }
    isSending = false;
  }

  function add(change: Change): Promise<void> {
    let resolve = () => {};
    let reject: (error: unknown) => void = () => {};
    const done = new Promise<void>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    show([...entries, { change, key: options.keyOf(change), done, resolve, reject }]);
    if (!isSending) void sendAll();
    return done;
  }

  return {
    get: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    push(change) {
      const key = options.keyOf(change);
      const waiting = entries.slice(1).find((entry) => entry.key === key);
      if (!waiting) return add(change);
      waiting.change = change;
      show(entries);
      return waiting.done;
    },
  };
}
