/** The documents that a job sees without writing them, and those that it may write, by their paths. */
export type Touched = { readonly seen: readonly string[]; readonly written: readonly string[] };

/** Which documents are in use. Many may see a document at a time; who writes one has it alone. */
export type Locks = {
  allow(touched: Touched): boolean;
  add(touched: Touched): void;
  remove(touched: Touched): void;
};

/** No document is in use yet. */
export function createLocks(): Locks {
  const seen = new Map<string, number>();
  const written = new Map<string, number>();
  return {
    allow: (touched) =>
      touched.seen.every((path) => !written.has(path)) &&
      touched.written.every((path) => !written.has(path) && !seen.has(path)),
    add(touched) {
      for (const path of touched.seen) count(seen, path, 1);
      for (const path of touched.written) count(written, path, 1);
    },
    remove(touched) {
      for (const path of touched.seen) count(seen, path, -1);
      for (const path of touched.written) count(written, path, -1);
    },
  };
}

function count(map: Map<string, number>, path: string, by: number): void {
  const sum = (map.get(path) ?? 0) + by;
  if (sum > 0) map.set(path, sum);
  else map.delete(path);
}
