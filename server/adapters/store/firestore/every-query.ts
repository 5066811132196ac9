import type { Firestore, Query } from '@google-cloud/firestore';

/** Every query of this store that needs an index, asked of nobody: whoever may not see the index of one finds out before serving. */
export function everyQuery(db: Firestore): readonly Query[] {
  return [];
}
