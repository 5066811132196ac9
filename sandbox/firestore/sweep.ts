import type { Database } from './database.ts';
import type { StoredDocument } from './documents.ts';
import { parsePath, readField } from './field-path.ts';
import type { TtlPolicy } from './index-file.ts';
import { collectionOf, idOf } from './names.ts';
import { microsOf } from './wire-values.ts';

/**
 * Deletes the documents whose time has passed. Google does so within a day or so of it, in no order; here it is done when
 * somebody asks for it.
 *
 * @param at milliseconds since 1970
 * @returns how many were deleted
 */
export function sweepDatabase(database: Database, policies: readonly TtlPolicy[], at: number): number {
  const paths = new Map(policies.map(({ collectionGroup, path }) => [collectionGroup, parsePath(path)]));
  const ended = [...database.documents.all()].filter(({ name, fields }) => {
    const path = paths.get(idOf(collectionOf(name)));
    const ends = path && readField(fields, path);
    // Only a time ends a document: a number in the field is no time.
    return ends?.kind === 'timestamp' && microsOf(ends.value) <= at * 1_000;
  });
  deleteAll(database, ended);
  return ended.length;
}

/** Deletes everything. Listeners hear of it, and open transactions fail, as after any other commit. */
export function emptyDatabase(database: Database): void {
  deleteAll(database, [...database.documents.all()]);
}

function deleteAll(database: Database, documents: readonly StoredDocument[]): void {
  if (documents.length > 0)
    database.commit(documents.map(({ name }) => ({ type: 'delete', name, precondition: undefined })));
}
