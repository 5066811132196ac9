import { documentName, readField, type FieldPath } from './field-path.ts';
import type { Filter, FieldFilter } from './query.ts';
import type { StoredDocument } from './documents.ts';
import { areEqual, compareValues, isNaNValue, rankOf, type Value } from './values.ts';

/** The value that a query sees for a path. */
export function valueFor(document: StoredDocument, path: FieldPath): Value | undefined {
  return path.text === documentName ? { kind: 'reference', value: document.name } : readField(document.fields, path);
}

/** A test of whether a document fulfils a filter. A document without a field fulfils no condition on it. */
export function makeTest(filter: Filter | undefined): (document: StoredDocument) => boolean {
  if (filter === undefined) return () => true;
  if (filter.type === 'field') {
    const { path } = filter;
    const holds = testOf(filter);
    return (document) => {
      const value = valueFor(document, path);
      return value !== undefined && holds(value);
    };
  }
  const tests = filter.filters.map(makeTest);
  return filter.type === 'and'
    ? (document) => tests.every((test) => test(document))
    : (document) => tests.some((test) => test(document));
}

function testOf(filter: FieldFilter): (value: Value) => boolean {
  switch (filter.op) {
    case '==':
      return (value) => areEqual(value, filter.value);
    case '!=':
      return (value) => value.kind !== 'null' && !areEqual(value, filter.value);
    case 'in':
      return (value) => value.kind !== 'null' && isAmong(filter.values, value);
    case 'not-in':
      return (value) =>
        value.kind !== 'null' && !filter.values.some(({ kind }) => kind === 'null') && !isAmong(filter.values, value);
    case 'array-contains':
      return (value) => value.kind === 'array' && isAmong(value.values, filter.value);
    case 'array-contains-any':
      return (value) => value.kind === 'array' && filter.values.some((each) => isAmong(value.values, each));
    case 'is-null':
      return ({ kind }) => kind === 'null';
    case 'is-not-null':
      return ({ kind }) => kind !== 'null';
    case 'is-nan':
      return isNaNValue;
    case 'is-not-nan':
      return (value) => value.kind !== 'null' && !isNaNValue(value);
    case '<':
      return compared(filter.value, (order) => order < 0);
    case '<=':
      return compared(filter.value, (order) => order <= 0);
    case '>':
      return compared(filter.value, (order) => order > 0);
    case '>=':
      return compared(filter.value, (order) => order >= 0);
    default:
      return filter satisfies never;
  }
}

function isAmong(values: readonly Value[], value: Value): boolean {
  return values.some((each) => areEqual(each, value));
}

/** A range holds values of the type of its bound only, and never what is no number. */
function compared(bound: Value, fits: (order: number) => boolean): (value: Value) => boolean {
  const rank = rankOf(bound);
  return (value) => rankOf(value) === rank && !isNaNValue(value) && fits(compareValues(value, bound));
}
