/** A point in time as Firestore keeps it: microseconds, written as whole seconds since 1970 and the rest in nanoseconds. */
export type Timestamp = { readonly seconds: number; readonly nanos: number };

export type Fields = ReadonlyMap<string, Value>;

/** A value of a field. A vector is a map of a fixed shape on the wire, and a kind of its own in the order of values. */
export type Value =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'timestamp'; readonly value: Timestamp }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Buffer }
  | { readonly kind: 'reference'; readonly value: string }
  | { readonly kind: 'geo'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'array'; readonly values: readonly Value[] }
  | { readonly kind: 'vector'; readonly fields: Fields }
  | { readonly kind: 'map'; readonly fields: Fields };

export type NumberValue = Extract<Value, { readonly kind: 'integer' | 'double' }>;

const ranks: Readonly<Record<Value['kind'], number>> = {
  null: 0,
  boolean: 1,
  integer: 2,
  double: 2,
  timestamp: 3,
  string: 4,
  bytes: 5,
  reference: 6,
  geo: 7,
  array: 8,
  vector: 9,
  map: 10,
};

/** The place of a value's type among the types, as documents are ordered. Whole and broken numbers share one. */
export function rankOf(value: Value): number {
  return ranks[value.kind];
}

export function isNumber(value: Value | undefined): value is NumberValue {
  return value?.kind === 'integer' || value?.kind === 'double';
}

export function isNaNValue(value: Value): boolean {
  return value.kind === 'double' && Number.isNaN(value.value);
}

/** Compares texts as their UTF-8 bytes would compare, which differs from JavaScript's order where surrogates occur. */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return compareUnits(left, right);
  }
  return a.length - b.length;
}

/** Compares paths of documents segment by segment: where one of two segments ends first, it is the lesser. */
export function comparePaths(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    if (left === slash || right === slash) return left === slash ? -1 : 1;
    return compareUnits(left, right);
  }
  return a.length - b.length;
}

const slash = '/'.charCodeAt(0);

/** Halves of pairs stand for what comes after everything that needs no pair. */
function compareUnits(left: number, right: number): number {
  const leftPaired = left >= 0xd800 && left <= 0xdfff;
  const rightPaired = right >= 0xd800 && right <= 0xdfff;
  return leftPaired === rightPaired ? left - right : leftPaired ? 1 : -1;
}

/** Compares numbers of either kind; NaN comes before all others. */
function compareNumbers(a: bigint | number, b: bigint | number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

function compareLists(a: readonly Value[], b: readonly Value[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    const order = compareValues(value, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareFields(a: Fields, b: Fields): number {
  const left = [...a].sort(([one], [two]) => compareText(one, two));
  const right = [...b].sort(([one], [two]) => compareText(one, two));
  for (const [at, [key, value]] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    const order = compareText(key, other[0]) || compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Vectors of fewer dimensions come first. */
function compareVectors(a: Fields, b: Fields): number {
  const dimensions = (fields: Fields): number => {
    const value = fields.get('value');
    return value?.kind === 'array' ? value.values.length : 0;
  };
  return dimensions(a) - dimensions(b) || compareFields(a, b);
}

/** The order in which Firestore sorts: by type first, then within the type. 0 for values that are equal to a query. */
export function compareValues(a: Value, b: Value): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a.value, b.value);
  if (a.kind === 'boolean' && b.kind === 'boolean') return Number(a.value) - Number(b.value);
  if (a.kind === 'string' && b.kind === 'string') return a.value === b.value ? 0 : compareText(a.value, b.value);
  if (a.kind === 'timestamp' && b.kind === 'timestamp')
    return a.value.seconds - b.value.seconds || a.value.nanos - b.value.nanos;
  if (a.kind === 'bytes' && b.kind === 'bytes') return Buffer.compare(a.value, b.value);
  if (a.kind === 'reference' && b.kind === 'reference') return comparePaths(a.value, b.value);
  if (a.kind === 'geo' && b.kind === 'geo') return a.latitude - b.latitude || a.longitude - b.longitude;
  if (a.kind === 'array' && b.kind === 'array') return compareLists(a.values, b.values);
  if (a.kind === 'vector' && b.kind === 'vector') return compareVectors(a.fields, b.fields);
  if (a.kind === 'map' && b.kind === 'map') return compareFields(a.fields, b.fields);
  return rankOf(a) - rankOf(b);
}

export function areEqual(a: Value, b: Value): boolean {
  return a === b || compareValues(a, b) === 0;
}

/** Whether two documents hold the same, down to the kind of each number: 1 and 1.0 are equal to a query, but a change. */
export function areIdentical(a: Fields, b: Fields): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !isIdentical(value, other)) return false;
  }
  return true;
}

function isIdentical(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if ((a.kind === 'map' || a.kind === 'vector') && 'fields' in b) return areIdentical(a.fields, b.fields);
  if (a.kind === 'array' && b.kind === 'array')
    return a.values.length === b.values.length && a.values.every((value, at) => isIdenticalAt(value, b.values[at]));
  if (a.kind === 'double' && b.kind === 'double') return Object.is(a.value, b.value);
  return compareValues(a, b) === 0;
}

function isIdenticalAt(value: Value, other: Value | undefined): boolean {
  return other !== undefined && isIdentical(value, other);
}

/** The bytes that a value counts for in the size of its document. */
export function sizeOf(value: Value): number {
  switch (value.kind) {
    case 'null':
    case 'boolean':
      return 1;
    case 'integer':
    case 'double':
    case 'timestamp':
      return 8;
    case 'geo':
      return 16;
    case 'string':
      return Buffer.byteLength(value.value) + 1;
    case 'bytes':
      return value.value.length;
    case 'reference':
      return sizeOfPath(value.value);
    case 'array':
      return value.values.reduce((sum, each) => sum + sizeOf(each), 0);
    case 'vector':
    case 'map':
      return sizeOfFields(value.fields);
    default:
      return value satisfies never;
  }
}

export function sizeOfFields(fields: Fields): number {
  let sum = 0;
  for (const [key, value] of fields) sum += Buffer.byteLength(key) + 1 + sizeOf(value);
  return sum;
}

/** The bytes that a document's name counts for: each segment of its path and one more, and sixteen. */
export function sizeOfPath(name: string): number {
  const path = name.slice(name.indexOf('/documents/') + '/documents/'.length);
  return Buffer.byteLength(path) + 1 + 16;
}
