import { parsePath, type FieldPath } from './field-path.ts';
import { refuseAsInvalid } from './refusal.ts';
import { areEqual, compareValues, isNumber, isNaNValue, type NumberValue, type Value } from './values.ts';
import { parseValue, parseValues, timestampOf } from './wire-values.ts';
import type { WireTransform, WireValue } from './wire.ts';

/** A change of one field that depends on what it holds. */
export type Transform = { readonly path: FieldPath } & (
  | { readonly type: 'server-time' }
  | { readonly type: 'increment' | 'maximum' | 'minimum'; readonly operand: NumberValue }
  | { readonly type: 'append' | 'remove'; readonly values: readonly Value[] }
);

const integerMax = 2n ** 63n - 1n;
const integerMin = -(2n ** 63n);

export function parseTransform(wire: WireTransform): Transform {
  const path = parsePath(wire.fieldPath ?? '');
  if (wire.setToServerValue === 'REQUEST_TIME') return { path, type: 'server-time' };
  if (wire.increment) return { path, type: 'increment', operand: parseNumber(wire.increment) };
  if (wire.maximum) return { path, type: 'maximum', operand: parseNumber(wire.maximum) };
  if (wire.minimum) return { path, type: 'minimum', operand: parseNumber(wire.minimum) };
  if (wire.appendMissingElements) return { path, type: 'append', values: parseValues(wire.appendMissingElements) };
  if (wire.removeAllFromArray) return { path, type: 'remove', values: parseValues(wire.removeAllFromArray) };
  throw refuseAsInvalid('Unknown field transform.');
}

function parseNumber(wire: WireValue): NumberValue {
  const value = parseValue(wire);
  if (!isNumber(value)) throw refuseAsInvalid('The operand of a numeric transform must be a number.');
  return value;
}

/**
 * The value that a transform leaves in its field, and the one that the client is told.
 *
 * @param at the time of the commit in microseconds
 */
export function applyTransform(
  transform: Transform,
  current: Value | undefined,
  at: number,
): { readonly value: Value; readonly result: Value } {
  switch (transform.type) {
    case 'server-time': {
      // Google promises milliseconds for this one, though commits are told apart by microseconds.
      const value: Value = { kind: 'timestamp', value: timestampOf(Math.floor(at / 1_000) * 1_000) };
      return { value, result: value };
    }
    case 'increment':
    case 'maximum':
    case 'minimum': {
      const value = compute(transform.type, isNumber(current) ? current : undefined, transform.operand);
      return { value, result: value };
    }
    case 'append':
    case 'remove': {
      const values = current?.kind === 'array' ? current.values : [];
      const changed =
        transform.type === 'append'
          ? transform.values.reduce<readonly Value[]>((all, each) => (has(all, each) ? all : [...all, each]), values)
          : values.filter((each) => !has(transform.values, each));
      return { value: { kind: 'array', values: changed }, result: { kind: 'null' } };
    }
    default:
      return transform satisfies never;
  }
}

function has(values: readonly Value[], value: Value): boolean {
  return values.some((each) => areEqual(each, value));
}

function compute(
  type: 'increment' | 'maximum' | 'minimum',
  current: NumberValue | undefined,
  operand: NumberValue,
): NumberValue {
  if (!current) return operand;
  if (type === 'increment') return add(current, operand);
  if (isNaNValue(current) || isNaNValue(operand)) return { kind: 'double', value: Number.NaN };
  const order = compareValues(operand, current);
  return (type === 'maximum' ? order > 0 : order < 0) ? operand : current;
}

/** Whole numbers stay whole and stop at the ends of 64 bits. */
function add(a: NumberValue, b: NumberValue): NumberValue {
  if (a.kind !== 'integer' || b.kind !== 'integer') return { kind: 'double', value: Number(a.value) + Number(b.value) };
  const total = a.value + b.value;
  return { kind: 'integer', value: total > integerMax ? integerMax : total < integerMin ? integerMin : total };
}
