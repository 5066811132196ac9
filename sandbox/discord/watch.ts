import type { WorldEvent } from './model.ts';

/** The news of a world: who listens, and who waits for something to come true. */
export type Watch = {
  readonly announce: (event: WorldEvent) => void;
  /** Adds a listener; the function returned removes it. */
  readonly listen: (listener: (event: WorldEvent) => void) => () => void;
  /** Resolves with what `find` gives, asked now and after every event; with undefined after `limitMs` or on close. */
  readonly until: <T>(find: () => T | undefined, limitMs: number) => Promise<T | undefined>;
  /** Runs something later unless the watch is closed before. */
  readonly later: (run: () => void, ms: number) => void;
  readonly close: () => void;
};

/** A watch without listeners. */
export function createWatch(): Watch {
  const listeners = new Set<(event: WorldEvent) => void>();
  const closing = new AbortController();
  const listen = (listener: (event: WorldEvent) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const later = (run: () => void, ms: number) => {
    if (closing.signal.aborted) return;
    const timer = setTimeout(() => {
      closing.signal.removeEventListener('abort', cancel);
      run();
    }, ms);
    const cancel = () => clearTimeout(timer);
    closing.signal.addEventListener('abort', cancel, { once: true });
  };
  return {
    announce: (event) => {
      for (const listener of listeners) listener(event);
    },
    listen,
    later,
    until: (find, limitMs) => {
      const { promise, resolve } = Promise.withResolvers<ReturnType<typeof find>>();
      const check = () => {
        const found = find();
        if (found !== undefined) settle(found);
      };
      const settle = (value: ReturnType<typeof find>) => {
        stop();
        clearTimeout(timer);
        closing.signal.removeEventListener('abort', giveUp);
        resolve(value);
      };
      const giveUp = () => settle(undefined);
      const stop = listen(check);
      const timer = setTimeout(giveUp, limitMs);
      closing.signal.addEventListener('abort', giveUp, { once: true });
      if (closing.signal.aborted) giveUp();
      else check();
      return promise;
    },
    close: () => closing.abort(),
  };
}
