/** Whoever wants to hear of something. One that throws keeps no other from hearing. */
export type Listeners<T> = {
  /** Adds a listener; the answer takes it away again. */
  add(listener: (told: T) => void): () => void;
  tell(told: T): void;
};

/** Nobody yet. What a listener throws is given to `onError`. */
export function listeners<T>(onError: (error: unknown) => void): Listeners<T> {
  const all = new Set<(told: T) => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => void all.delete(listener);
    },
    tell(told) {
      for (const listener of all) {
        try {
          listener(told);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}

/** For stores that were given nowhere else to report to: a warning of the process. */
export function warnOfError(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
