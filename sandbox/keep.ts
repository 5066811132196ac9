import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sandbox's memory between runs: one folder of JSON files. */
export type Keep = {
  read(name: string): unknown;
  write(name: string, value: unknown): void;
  /** Writes soon, once, however often it is asked; `take` gives the state at that moment. */
  writeSoon(name: string, take: () => unknown): void;
  /** Forgets everything from before. */
  forget(): void;
  /** Writes what is still waiting. */
  flush(): void;
};

const soonMs = 250;

/** Opens the memory. With `fresh`, everything from before is forgotten. */
export function openKeep(folder: string, fresh: boolean): Keep {
  if (fresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const waiting = new Map<string, { readonly take: () => unknown; readonly timer: NodeJS.Timeout }>();
  const pathOf = (name: string) => join(folder, `${name}.json`);
  const write = (name: string, value: unknown) => {
    // Written aside and renamed, so that a file is always whole.
    writeFileSync(`${pathOf(name)}.part`, JSON.stringify(value));
    renameSync(`${pathOf(name)}.part`, pathOf(name));
  };
  const writeWaiting = (name: string) => {
    const due = waiting.get(name);
    waiting.delete(name);
    if (due) write(name, due.take());
  };
  return {
    read: (name) => (existsSync(pathOf(name)) ? JSON.parse(readFileSync(pathOf(name), 'utf8')) : undefined),
    write,
    writeSoon(name, take) {
      if (!waiting.has(name)) waiting.set(name, { take, timer: setTimeout(() => writeWaiting(name), soonMs) });
    },
    forget() {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
    },
    flush() {
      for (const [name, { timer }] of waiting) {
        clearTimeout(timer);
        writeWaiting(name);
      }
    },
  };
}
