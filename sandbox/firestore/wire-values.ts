import { refuseAsInvalid } from './refusal.ts';
import type { Fields, Timestamp, Value } from './values.ts';
import type { WireArray, WireFields, WireTimestamp, WireValue } from './wire.ts';

/** Maps and arrays inside each other, at most. */
const depthMax = 20;
const reserved = /^__.*__$/s;

/** The moment in microseconds since 1970. */
export function microsOf(time: Timestamp): number {
  return time.seconds * 1_000_000 + Math.floor(time.nanos / 1_000);
}

export function timestampOf(micros: number): Timestamp {
  const seconds = Math.floor(micros / 1_000_000);
  return { seconds, nanos: (micros - seconds * 1_000_000) * 1_000 };
}

/** Reads a point in time, cut to microseconds as Firestore cuts it. */
export function parseTimestamp(wire: WireTimestamp): Timestamp {
  return { seconds: Number(wire.seconds ?? 0), nanos: Math.floor((wire.nanos ?? 0) / 1_000) * 1_000 };
}

export function formatTimestamp(time: Timestamp): WireTimestamp {
  return { seconds: String(time.seconds), nanos: time.nanos };
}

/** The point in time on the wire, from microseconds since 1970. */
export function formatMicros(micros: number): WireTimestamp {
  return formatTimestamp(timestampOf(micros));
}

export function parseFields(wire: WireFields | undefined, depth = 0): Fields {
  if (depth > depthMax) throw refuseAsInvalid('Nested arrays and maps exceed the maximum depth of 20.');
  const fields = new Map<string, Value>();
  for (const [name, value] of Object.entries(wire ?? {})) {
    if (name === '') throw refuseAsInvalid('Field name must not be empty.');
    // The one reserved name that comes from outside is that by which a vector is told from a map.
    if (name !== '__type__' && reserved.test(name)) throw refuseAsInvalid(`Field name "${name}" is reserved.`);
    fields.set(name, parseValue(value, depth + 1));
  }
  return fields;
}

export function parseValues(wire: WireArray | undefined, depth = 0): readonly Value[] {
  return (wire?.values ?? []).map((value) => parseValue(value, depth));
}

/**
 * Reads a value of a field.
 *
 * @throws FirestoreRefusal for a value of no kind, one of a kind that only pipelines know, and nesting that is too deep
 */
export function parseValue(wire: WireValue, depth = 0): Value {
  switch (wire.valueType) {
    case 'nullValue':
      return { kind: 'null' };
    case 'booleanValue':
      return { kind: 'boolean', value: wire.booleanValue ?? false };
    case 'integerValue':
      return { kind: 'integer', value: BigInt(wire.integerValue ?? 0) };
    case 'doubleValue':
      return { kind: 'double', value: wire.doubleValue ?? 0 };
    case 'timestampValue':
      return { kind: 'timestamp', value: parseTimestamp(wire.timestampValue ?? {}) };
    case 'stringValue':
      return { kind: 'string', value: wire.stringValue ?? '' };
    case 'bytesValue':
      return { kind: 'bytes', value: wire.bytesValue ?? Buffer.alloc(0) };
    case 'referenceValue':
      return { kind: 'reference', value: wire.referenceValue ?? '' };
    case 'geoPointValue':
      return {
        kind: 'geo',
        latitude: wire.geoPointValue?.latitude ?? 0,
        longitude: wire.geoPointValue?.longitude ?? 0,
      };
    case 'arrayValue': {
      const values = parseValues(wire.arrayValue, depth + 1);
      if (values.some(({ kind }) => kind === 'array'))
        throw refuseAsInvalid('Cannot convert an array value in an array value.');
      return { kind: 'array', values };
    }
    case 'mapValue': {
      const fields = parseFields(wire.mapValue?.fields, depth);
      const type = fields.get('__type__');
      return { kind: type?.kind === 'string' && type.value === '__vector__' ? 'vector' : 'map', fields };
    }
    default:
      throw refuseAsInvalid('Cannot convert a value without a type.');
  }
}

export function formatFields(fields: Fields): WireFields {
  return Object.fromEntries([...fields].map(([name, value]) => [name, formatValue(value)]));
}

export function formatValue(value: Value): WireValue {
  switch (value.kind) {
    case 'null':
      return { nullValue: 'NULL_VALUE' };
    case 'boolean':
      return { booleanValue: value.value };
    case 'integer':
      return { integerValue: value.value.toString() };
    case 'double':
      return { doubleValue: value.value };
    case 'timestamp':
      return { timestampValue: formatTimestamp(value.value) };
    case 'string':
      return { stringValue: value.value };
    case 'bytes':
      return { bytesValue: value.value };
    case 'reference':
      return { referenceValue: value.value };
    case 'geo':
      return { geoPointValue: { latitude: value.latitude, longitude: value.longitude } };
    case 'array':
      return { arrayValue: { values: value.values.map(formatValue) } };
    case 'vector':
    case 'map':
      return { mapValue: { fields: formatFields(value.fields) } };
    default:
      return value satisfies never;
  }
}
