import { refuseAsInvalid } from './refusal.ts';
import type { Fields, Value } from './values.ts';

/** Where a field is: `text` as it came and as indexes name it, and the keys from the outermost map inwards. */
export type FieldPath = { readonly text: string; readonly keys: readonly string[] };

/** The name of the document, where a query speaks of it like of a field. */
export const documentName = '__name__';

const segment = /`((?:[^`\\]|\\.)*)`|([^.`]+)/y;

const known = new Map<string, FieldPath>();
const knownMax = 1_000;

/**
 * Reads a path such as `a.b` or `` a.`b c` ``.
 *
 * @throws FirestoreRefusal for a path that is no such thing
 */
export function parsePath(text: string): FieldPath {
  const seen = known.get(text);
  if (seen !== undefined) return seen;
  const path = { text, keys: readKeys(text) };
  // Products ask for few different paths; a map that is full is begun anew rather than looked after.
  if (known.size >= knownMax) known.clear();
  known.set(text, path);
  return path;
}

function readKeys(text: string): readonly string[] {
  const keys: string[] = [];
  segment.lastIndex = 0;
  for (;;) {
    const found = segment.exec(text);
    if (!found) throw refuseAsInvalid(`Invalid property path "${text}".`);
    const [, quoted, plain] = found;
    keys.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll(/\\(.)/g, '$1'));
    const end = found.index + found[0].length;
    if (end === text.length) return keys;
    if (text[end] !== '.') throw refuseAsInvalid(`Invalid property path "${text}".`);
    segment.lastIndex = end + 1;
  }
}

export function readField(fields: Fields, path: FieldPath): Value | undefined {
  let inside: Fields | undefined = fields;
  let value: Value | undefined;
  for (const key of path.keys) {
    value = inside?.get(key);
    if (value === undefined) return undefined;
    inside = value.kind === 'map' || value.kind === 'vector' ? value.fields : undefined;
  }
  return value;
}

/** The fields with one set, or taken away where `value` is undefined. What stands in the way of an inner map is replaced. */
export function withField(fields: Fields, path: FieldPath, value: Value | undefined): Fields {
  return changeAt(fields, path.keys, value);
}

function changeAt(fields: Fields, keys: readonly string[], value: Value | undefined): Fields {
  const [key = '', ...rest] = keys;
  const next = new Map(fields);
  if (rest.length === 0) {
    if (value === undefined) next.delete(key);
    else next.set(key, value);
    return next;
  }
  const inner = fields.get(key);
  if (value === undefined && inner?.kind !== 'map') return fields;
  next.set(key, { kind: 'map', fields: changeAt(inner?.kind === 'map' ? inner.fields : new Map(), rest, value) });
  return next;
}

/** Only the named fields, for a mask or a projection. */
export function pickFields(fields: Fields, paths: readonly FieldPath[]): Fields {
  return paths.reduce<Fields>((picked, path) => {
    const value = readField(fields, path);
    return value === undefined ? picked : withField(picked, path, value);
  }, new Map());
}
