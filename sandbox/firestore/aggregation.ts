import { parsePath, readField, type FieldPath } from './field-path.ts';
import type { StoredDocument } from './documents.ts';
import { refuseAsInvalid } from './refusal.ts';
import { isNumber, type NumberValue, type Value } from './values.ts';
import type { WireAggregation } from './wire.ts';

/** A number asked for about all documents of a query. */
export type Aggregation = {
  readonly alias: string;
  readonly compute: (documents: readonly StoredDocument[]) => Value;
  /** The field that a document must have to be counted in; none for a count. */
  readonly path: FieldPath | undefined;
};

const aggregationsMax = 5;
const integerMax = 2n ** 63n - 1n;
const integerMin = -(2n ** 63n);

/** Reads what is to be computed. */
export function parseAggregations(wire: readonly WireAggregation[] | undefined): readonly Aggregation[] {
  if (!wire || wire.length === 0) throw refuseAsInvalid('Aggregations can not be empty.');
  if (wire.length > aggregationsMax)
    throw refuseAsInvalid(`The maximum number of aggregations allowed in an aggregation query is ${aggregationsMax}.`);
  return wire.map((each, at) => ({ alias: each.alias || `field_${at + 1}`, ...parseAggregation(each) }));
}

function parseAggregation(wire: WireAggregation): Omit<Aggregation, 'alias'> {
  if (wire.count) {
    const upTo = Number(wire.count.upTo?.value ?? Number.POSITIVE_INFINITY);
    return {
      path: undefined,
      compute: ({ length }) => ({ kind: 'integer', value: BigInt(Math.min(length, upTo)) }),
    };
  }
  const field = wire.sum?.field ?? wire.avg?.field;
  if (!field) throw refuseAsInvalid('Unknown aggregation.');
  const path = parsePath(field.fieldPath ?? '');
  const compute = wire.sum ? sum : average;
  return {
    path,
    compute: (documents) => compute(documents.map(({ fields }) => readField(fields, path)).filter(isNumber)),
  };
}

/** The sum of whole numbers is whole, unless it leaves what 64 bits hold. */
function sum(numbers: readonly NumberValue[]): Value {
  const whole = numbers.reduce((total, { value }) => total + (typeof value === 'bigint' ? value : 0n), 0n);
  const broken = numbers.filter(({ kind }) => kind === 'double');
  if (broken.length === 0 && whole <= integerMax && whole >= integerMin) return { kind: 'integer', value: whole };
  return { kind: 'double', value: broken.reduce((total, { value }) => total + Number(value), Number(whole)) };
}

function average(numbers: readonly NumberValue[]): Value {
  if (numbers.length === 0) return { kind: 'null' };
  return { kind: 'double', value: numbers.reduce((total, { value }) => total + Number(value), 0) / numbers.length };
}
