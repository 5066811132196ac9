import { documentName, parsePath, type FieldPath } from './field-path.ts';
import { parseParent } from './names.ts';
import { codes, FirestoreRefusal, refuseAsInvalid } from './refusal.ts';
import { compareText, type Value } from './values.ts';
import { parseValue } from './wire-values.ts';
import type { WireCursor, WireFilter, WireQuery } from './wire.ts';

export type Comparison = '<' | '<=' | '>' | '>=';

/** One condition on one field. */
export type FieldFilter =
  | { readonly type: 'field'; readonly path: FieldPath; readonly op: Comparison | '==' | '!='; readonly value: Value }
  | { readonly type: 'field'; readonly path: FieldPath; readonly op: 'array-contains'; readonly value: Value }
  | {
      readonly type: 'field';
      readonly path: FieldPath;
      readonly op: 'in' | 'not-in' | 'array-contains-any';
      readonly values: readonly Value[];
    }
  | {
      readonly type: 'field';
      readonly path: FieldPath;
      readonly op: 'is-null' | 'is-not-null' | 'is-nan' | 'is-not-nan';
    };

export type Filter =
  | FieldFilter
  | { readonly type: 'and'; readonly filters: readonly Filter[] }
  | { readonly type: 'or'; readonly filters: readonly Filter[] };

export type Order = { readonly path: FieldPath; readonly descending: boolean };

export type Cursor = { readonly values: readonly Value[]; readonly before: boolean };

export type Query = {
  readonly database: string;
  readonly parent: string;
  /** Undefined for all collections at once, which only makes sense with `allDescendants`. */
  readonly collectionId: string | undefined;
  readonly allDescendants: boolean;
  readonly where: Filter | undefined;
  /** As asked for, without what Firestore adds. */
  readonly orderBy: readonly Order[];
  /** The whole order: fields of inequalities and the document's name are added at the end. */
  readonly order: readonly Order[];
  readonly startAt: Cursor | undefined;
  readonly endAt: Cursor | undefined;
  readonly offset: number;
  readonly limit: number | undefined;
  readonly select: readonly FieldPath[] | undefined;
};

const disjunctionsMax = 30;
const notInMax = 10;

const comparisons: Readonly<Record<string, Comparison | '==' | '!='>> = {
  LESS_THAN: '<',
  LESS_THAN_OR_EQUAL: '<=',
  GREATER_THAN: '>',
  GREATER_THAN_OR_EQUAL: '>=',
  EQUAL: '==',
  NOT_EQUAL: '!=',
};
const lists: Readonly<Record<string, 'in' | 'not-in' | 'array-contains-any'>> = {
  IN: 'in',
  NOT_IN: 'not-in',
  ARRAY_CONTAINS_ANY: 'array-contains-any',
};
const unaries: Readonly<Record<string, 'is-null' | 'is-not-null' | 'is-nan' | 'is-not-nan'>> = {
  IS_NULL: 'is-null',
  IS_NOT_NULL: 'is-not-null',
  IS_NAN: 'is-nan',
  IS_NOT_NAN: 'is-not-nan',
};
const inequalities = new Set(['<', '<=', '>', '>=', '!=', 'not-in', 'is-not-null', 'is-not-nan']);

/** Whether a condition picks a range of values and not single ones. */
export function isInequality(filter: FieldFilter): boolean {
  return inequalities.has(filter.op);
}

/** The conditions of a filter, however deep they are. */
export function conditionsOf(filter: Filter | undefined): readonly FieldFilter[] {
  if (filter === undefined) return [];
  return filter.type === 'field' ? [filter] : filter.filters.flatMap(conditionsOf);
}

/**
 * Reads a structured query.
 *
 * @throws FirestoreRefusal for what Firestore refuses as invalid, and for searches by vector, which are not supported here
 */
export function parseQuery(at: string | undefined, wire: WireQuery | undefined): Query {
  const { database, parent } = parseParent(at);
  if (!wire) throw refuseAsInvalid('A structured query is required.');
  if (wire.findNearest) throw new FirestoreRefusal(codes.unimplemented, 'The stand-in does not search by vectors.');
  const [from, ...more] = wire.from ?? [];
  if (more.length > 0) throw refuseAsInvalid('Only one collection can be queried at a time.');
  const collectionId = from?.collectionId || undefined;
  if (collectionId === undefined && !from?.allDescendants) throw refuseAsInvalid('A collection id is required.');
  const where = wire.where && parseFilter(wire.where);
  checkConditions(where);
  const orderBy = (wire.orderBy ?? []).map(({ field, direction }) => ({
    path: parsePath(field?.fieldPath ?? ''),
    descending: direction === 'DESCENDING',
  }));
  const order = wholeOrder(where, orderBy);
  if ((wire.offset ?? 0) < 0) throw refuseAsInvalid('offset is negative');
  if ((wire.limit?.value ?? 0) < 0) throw refuseAsInvalid('limit is negative');
  return {
    database,
    parent,
    collectionId,
    allDescendants: from?.allDescendants ?? false,
    where,
    orderBy,
    order,
    startAt: parseCursor(wire.startAt, order),
    endAt: parseCursor(wire.endAt, order),
    offset: wire.offset ?? 0,
    limit: wire.limit && (wire.limit.value ?? 0),
    select: wire.select?.fields?.map(({ fieldPath }) => parsePath(fieldPath ?? '')),
  };
}

function parseFilter(wire: WireFilter): Filter {
  if (wire.compositeFilter) {
    const filters = (wire.compositeFilter.filters ?? []).map(parseFilter);
    const [only] = filters;
    if (!only) throw refuseAsInvalid('A composite filter must contain at least one filter.');
    if (filters.length === 1) return only;
    return { type: wire.compositeFilter.op === 'OR' ? 'or' : 'and', filters };
  }
  if (wire.unaryFilter) {
    const op = unaries[wire.unaryFilter.op ?? ''];
    if (!op) throw refuseAsInvalid('Unknown unary operator.');
    return { type: 'field', path: parsePath(wire.unaryFilter.field?.fieldPath ?? ''), op };
  }
  if (wire.fieldFilter) return parseCondition(wire.fieldFilter);
  throw refuseAsInvalid('A filter without a type.');
}

function parseCondition(wire: NonNullable<WireFilter['fieldFilter']>): FieldFilter {
  const path = parsePath(wire.field?.fieldPath ?? '');
  const value = parseValue(wire.value ?? {});
  const comparison = comparisons[wire.op ?? ''];
  if (comparison) return withNameChecked({ type: 'field', path, op: comparison, value }, [value]);
  if (wire.op === 'ARRAY_CONTAINS') return { type: 'field', path, op: 'array-contains', value };
  const op = lists[wire.op ?? ''];
  if (!op) throw refuseAsInvalid('Unknown operator.');
  if (value.kind !== 'array') throw refuseAsInvalid(`'${wire.op}' requires an array.`);
  if (value.values.length === 0) throw refuseAsInvalid(`'${wire.op}' requires a non-empty array.`);
  const most = op === 'not-in' ? notInMax : disjunctionsMax;
  if (value.values.length > most) throw refuseAsInvalid(`'${wire.op}' supports up to ${most} comparison values.`);
  return withNameChecked({ type: 'field', path, op, values: value.values }, value.values);
}

function withNameChecked(filter: FieldFilter, values: readonly Value[]): FieldFilter {
  if (filter.path.text === documentName && values.some(({ kind }) => kind !== 'reference'))
    throw refuseAsInvalid('__key__ filter value must be a Key');
  return filter;
}

/** What a query may not combine. */
function checkConditions(where: Filter | undefined): void {
  const conditions = conditionsOf(where);
  const has = (...ops: readonly string[]): number => conditions.filter(({ op }) => ops.includes(op)).length;
  if (has('not-in') > 1) throw refuseAsInvalid("Only one 'NOT_IN' filter is allowed per query.");
  if (has('!=') > 1) throw refuseAsInvalid("Only one 'NOT_EQUAL' filter is allowed per query.");
  if (has('not-in') > 0 && has('!=', 'is-not-null', 'is-not-nan', 'in', 'array-contains-any') > 0)
    throw refuseAsInvalid("'NOT_IN' cannot be used in the same query with 'NOT_EQUAL', 'IN' or 'ARRAY_CONTAINS_ANY'.");
  if (has('not-in') > 0 && hasOr(where))
    throw refuseAsInvalid("'NOT_IN' cannot be used in the same query with an 'OR'.");
  if (mostLists(where) > 1)
    throw refuseAsInvalid("A maximum of 1 'ARRAY_CONTAINS' or 'ARRAY_CONTAINS_ANY' filter is allowed per disjunction.");
  if (countDisjunctions(where) > disjunctionsMax)
    throw refuseAsInvalid(`The query exceeds the maximum of ${disjunctionsMax} disjunctions.`);
}

function hasOr(filter: Filter | undefined): boolean {
  if (filter === undefined || filter.type === 'field') return false;
  return filter.type === 'or' || filter.filters.some(hasOr);
}

/** How many conditions on what a list holds must be true together, at most. */
function mostLists(filter: Filter | undefined): number {
  if (filter === undefined) return 0;
  if (filter.type === 'field') return Number(filter.op === 'array-contains' || filter.op === 'array-contains-any');
  const each = filter.filters.map(mostLists);
  return filter.type === 'or' ? Math.max(...each) : each.reduce((sum, lists) => sum + lists, 0);
}

/** How many alternatives a filter has once it is written as one `or` of `and`s. */
function countDisjunctions(filter: Filter | undefined): number {
  if (filter === undefined) return 1;
  if (filter.type === 'or') return filter.filters.reduce((sum, each) => sum + countDisjunctions(each), 0);
  if (filter.type === 'and') return filter.filters.reduce((product, each) => product * countDisjunctions(each), 1);
  return filter.op === 'in' || filter.op === 'array-contains-any' ? filter.values.length : 1;
}

function wholeOrder(where: Filter | undefined, orderBy: readonly Order[]): readonly Order[] {
  const descending = orderBy.at(-1)?.descending ?? false;
  const named = new Set(orderBy.map(({ path }) => path.text));
  const compared = new Map(
    conditionsOf(where)
      .filter(isInequality)
      .map(({ path }) => [path.text, path]),
  );
  const added = [...compared.values()]
    .filter(({ text }) => text !== documentName && !named.has(text))
    .sort((a, b) => compareText(a.text, b.text));
  const order = [...orderBy, ...added.map((path) => ({ path, descending }))];
  return named.has(documentName) ? order : [...order, { path: parsePath(documentName), descending }];
}

function parseCursor(wire: WireCursor | undefined, order: readonly Order[]): Cursor | undefined {
  if (!wire) return undefined;
  const values = (wire.values ?? []).map((value) => parseValue(value));
  if (values.length > order.length) throw refuseAsInvalid('Cursor has too many values.');
  for (const [at, value] of values.entries())
    if (order[at]?.path.text === documentName && value.kind !== 'reference')
      throw refuseAsInvalid('Cursor on the document name must be a reference.');
  return { values, before: wire.before ?? false };
}
