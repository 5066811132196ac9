import type { Firestore } from '@google-cloud/firestore';
import type { Commit } from '../../../ports/store.ts';
import { pathOf } from './documents.ts';
import type { Fields } from './documents.ts';
import { lists } from './lists.ts';
import type { Documents } from './sheet.ts';
import type { Units } from './units.ts';
import { stockFields, unitPath } from './unit-rows.ts';

/** Finds units of a drop that are withdrawn, the lowest numbers first. */
export type FindWithdrawn = (dropId: string, limit: number) => Promise<readonly number[]>;

/** Looks at every unit that is gone: a drop is restocked now and then, and a mark for a query would cost every claim something. */
export function findWithdrawn(db: Firestore): FindWithdrawn {
  return async (dropId, limit) => {
    const { docs } = await lists(db).unitsGone(dropId).get();
    return docs
      .map((document) => (document.data() as Fields).data)
      .filter(({ state }) => state === 'withdrawn')
      .map(({ number }) => Number(number))
      .sort((a, b) => a - b)
      .slice(0, limit);
  };
}

/**
 * The freeing and adding of units. Those that are withdrawn are looked up before the transaction, and once more where one of them
 * proved to be something else in it.
 */
export function restockOf({ dropId, count }: NonNullable<Commit['restock']>, find: FindWithdrawn, units: Units) {
  let withdrawn: readonly number[] | undefined;
  const stockPath = pathOf('stock', dropId);
  const look = () => {
    withdrawn = undefined;
    return find(dropId, count).then((found) => {
      withdrawn = found;
    });
  };
  return {
    prepare: () => (withdrawn ?? []).map((number) => unitPath(dropId, number)),
    /** Undefined when the units are free; otherwise when to try again. */
    run(documents: Documents, by: string) {
      const free = withdrawn;
      if (!free) return look();
      const paths = free.map((number) => unitPath(dropId, number));
      if (paths.some((path) => documents.get(path)?.data['state'] !== 'withdrawn')) return look();
      for (const path of paths) documents.remove(path);
      // Written even where nothing is added: it bears the mark of this commit.
      const before = Number(documents.get(stockPath)?.data['count'] ?? 0);
      documents.put(stockPath, stockFields(before + count - free.length, by));
      return undefined;
    },
    onKept() {
      for (const number of withdrawn ?? []) units.back(dropId, number);
    },
  };
}
