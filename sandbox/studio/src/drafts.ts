import { useSyncExternalStore } from 'react';

/** What the guide has put into somebody's hands to send. `number` grows, so that the same draft can be given twice. */
export type Drafts = {
  readonly number: number;
  readonly command: boolean;
  readonly chat: string;
};

let current: Drafts = { number: 0, command: false, chat: '' };
const listeners = new Set<() => void>();

/** Puts a draft where it will be picked up. */
export function giveDraft(draft: Partial<Omit<Drafts, 'number'>>): void {
  current = { command: false, chat: '', ...draft, number: current.number + 1 };
  for (const listener of listeners) listener();
}

/** The latest draft. */
export function useDrafts(): Drafts {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
