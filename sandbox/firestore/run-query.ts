import { documentsOf, documentsWith, type Collection, type Documents, type StoredDocument } from './documents.ts';
import { documentName, pickFields } from './field-path.ts';
import { makeTest, valueFor } from './filter.ts';
import type { Cursor, Filter, Order, Query } from './query.ts';
import { compareValues, type Value } from './values.ts';

/** A document and the values that it is sorted by. */
type Row = { readonly document: StoredDocument; readonly keys: readonly Value[] };

/** The collections that a query looks into. */
export function collectionsFor(documents: Documents, query: Query): readonly Collection[] {
  if (query.allDescendants) return documents.collectionsBelow(query.parent, query.collectionId);
  const collection = documents.collection(`${query.parent}/${query.collectionId ?? ''}`);
  return collection ? [collection] : [];
}

/**
 * Carries a query out.
 *
 * @param at the time to read at; now if left out
 * @param sorted false where the order of the answer does not matter to the one who asks
 * @returns whole documents; `select` is not applied
 */
export function runQuery(
  documents: Documents,
  query: Query,
  at: number | undefined,
  sorted = true,
): readonly StoredDocument[] {
  const test = makeTest(query.where);
  const rows: Row[] = [];
  for (const collection of collectionsFor(documents, query))
    for (const document of candidates(collection, query.where, at)) {
      const row = test(document) ? rowOf(document, query.order) : undefined;
      if (row && isWithin(row, query)) rows.push(row);
    }
  if (!sorted && query.limit === undefined && query.offset === 0) return rows.map(({ document }) => document);
  rows.sort((a, b) => compareRows(a.keys, b.keys, query.order));
  const end = query.limit === undefined ? undefined : query.offset + query.limit;
  return rows.slice(query.offset, end).map(({ document }) => document);
}

/** The document as a projection shows it. */
export function project(document: StoredDocument, query: Query): StoredDocument {
  if (!query.select) return document;
  const paths = query.select.filter(({ text }) => text !== documentName);
  return { ...document, fields: pickFields(document.fields, paths) };
}

/** Whether a document belongs to the answer of a query without a limit. */
export function makeMembership(query: Query): (document: StoredDocument) => boolean {
  const test = makeTest(query.where);
  return (document) => {
    const row = test(document) ? rowOf(document, query.order) : undefined;
    return row !== undefined && isWithin(row, query);
  };
}

/** The documents worth testing: those with a wanted value where an equality asks for one, else all. */
function candidates(collection: Collection, where: Filter | undefined, at?: number): Iterable<StoredDocument> {
  // What is kept by value is the present.
  if (at !== undefined && collection.changedAt > at) return documentsOf(collection, at);
  const narrowing = where?.type === 'and' ? where.filters : where ? [where] : [];
  for (const filter of narrowing) {
    if (filter.type !== 'field' || filter.path.text === documentName) continue;
    const values = filter.op === 'in' ? filter.values : filter.op === '==' ? [filter.value] : undefined;
    const found = values && documentsWith(collection, filter.path, values);
    if (found) return found;
  }
  return documentsOf(collection);
}

/** Undefined for a document that lacks a field of the order, which keeps it out of the answer. */
function rowOf(document: StoredDocument, order: readonly Order[]): Row | undefined {
  const keys: Value[] = [];
  for (const { path } of order) {
    const value = valueFor(document, path);
    if (value === undefined) return undefined;
    keys.push(value);
  }
  return { document, keys };
}

function compareRows(a: readonly Value[], b: readonly Value[], order: readonly Order[]): number {
  for (const [at, { descending }] of order.entries()) {
    const left = a[at];
    const right = b[at];
    // A cursor may name fewer values than there are fields to sort by.
    if (!left || !right) return 0;
    const compared = compareValues(left, right);
    if (compared !== 0) return descending ? -compared : compared;
  }
  return 0;
}

function isWithin(row: Row, query: Query): boolean {
  const position = (cursor: Cursor): number => compareRows(row.keys, cursor.values, query.order);
  const { startAt, endAt } = query;
  if (startAt && (startAt.before ? position(startAt) < 0 : position(startAt) <= 0)) return false;
  return !endAt || (endAt.before ? position(endAt) < 0 : position(endAt) <= 0);
}
