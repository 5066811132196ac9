import type { Query } from './query.ts';
import type { FirestoreRefusal } from './refusal.ts';

/** What Google would refuse for want of an index. */
export type IndexRules = {
  /** @param sums the fields that are summed or averaged over the query */
  check(query: Query, sums: readonly string[]): FirestoreRefusal | undefined;
};
