/** Lets work on the same thing happen one after the other in this process, so that it does not keep conflicting with itself. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Begins with nobody waiting. What fails holds up nobody behind it. */
export function takeTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const former = last.get(key) ?? Promise.resolve();
    const own = former.then(work, work);
    last.set(key, own);
    const forget = () => {
      if (last.get(key) === own) last.delete(key);
    };
    own.then(forget, forget);
    return own;
  };
}
