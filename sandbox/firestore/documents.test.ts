import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { documentsOf, documentsWith, makeDocuments, type Documents, type StoredDocument } from './documents.ts';
import { parsePath, readField } from './field-path.ts';
import { areEqual, comparePaths, compareText, compareValues, type Value } from './values.ts';

const root = 'projects/p/databases/d/documents';
const path = parsePath('x');

const number = fc.oneof(
  fc.integer({ min: -2, max: 2 }).map((value): Value => ({ kind: 'integer', value: BigInt(value) })),
  fc.constantFrom(-0, 0.5, 1, Number.NaN).map((value): Value => ({ kind: 'double', value })),
);
const value = fc.oneof(
  number,
  fc.constantFrom<Value>({ kind: 'null' }, { kind: 'boolean', value: true }, { kind: 'string', value: '1' }),
  fc.array(number, { maxLength: 2 }).map((values): Value => ({ kind: 'array', values })),
);
const ids = Array.from({ length: 91 }, (_, id) => id);
const step = fc.record({
  id: fc.constantFrom(0, 1, 80, 81, 90),
  /** Undefined takes the document away. */
  x: fc.option(value, { nil: undefined }),
});

function nameOf(id: number): string {
  return `${root}/rows/d${id}`;
}

/** Writes each step at its own time, the first at 1. There are enough documents for an index, made before the first step. */
function play(steps: readonly { readonly id: number; readonly x: Value | undefined }[]) {
  const documents = makeDocuments();
  const filled = Array.from({ length: 80 }, (_, id) => ({ id, x: { kind: 'integer', value: 7n } as const }));
  const states: ReadonlyMap<number, Value>[] = [new Map()];
  for (const [at, { id, x }] of [...filled, ...steps].entries()) {
    const collection = documents.collection(`${root}/rows`);
    if (at === filled.length && collection) documentsWith(collection, path, [{ kind: 'boolean', value: true }]);
    const name = nameOf(id);
    const time = at + 1;
    const document: StoredDocument | undefined = x && {
      name,
      fields: new Map([['x', x]]),
      createTime: time,
      updateTime: time,
    };
    documents.put(name, document, time);
    const next = new Map(states.at(-1));
    if (x) next.set(id, x);
    else next.delete(id);
    states.push(next);
  }
  return { documents, states };
}

function isAsThen(documents: Documents, state: ReadonlyMap<number, Value>, at: number): boolean {
  return ids.every((id) => documents.find(nameOf(id), at)?.fields.get('x') === state.get(id));
}

describe('documents', () => {
  test('are found at every past moment as they were then', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { documents, states } = play(steps);
        expect(states.filter((state, at) => !isAsThen(documents, state, at))).toEqual([]);
      }),
    );
  });

  test('are still found so at the moments that were not forgotten, and nothing else is kept', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 140 }), (steps, before) => {
        const { documents, states } = play(steps);
        documents.forget(before);
        expect(states.filter((state, at) => at >= before && !isAsThen(documents, state, at))).toEqual([]);
        documents.forget(states.length);
        expect(documents.collection(`${root}/rows`)?.entries.size).toBe(states.at(-1)?.size);
      }),
    );
  });

  test('are found by a value as they would be by looking at all', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 120 }),
        fc.array(value, { minLength: 1, maxLength: 3 }),
        (steps, values) => {
          const { documents } = play(steps);
          const collection = documents.collection(`${root}/rows`);
          if (!collection) throw new Error('No collection.');
          const all = [...documentsOf(collection)].filter(({ fields }) => {
            const x = readField(fields, path);
            return x !== undefined && values.some((each) => areEqual(each, x));
          });
          const found = documentsWith(collection, path, values);
          if (found) expect(new Set(found)).toEqual(new Set(all));
        },
      ),
    );
  });
});

describe('the order of values', () => {
  test('is the same from both sides, and goes on over a third', () => {
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(Math.sign(compareValues(a, b)) + Math.sign(compareValues(b, a))).toBe(0);
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('is that of the bytes for texts', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '\uffee', '😀', '/'), maxLength: 4 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  test('goes segment by segment for paths', () => {
    const segments = fc.array(fc.constantFrom('a', 'a-b', 'a!', 'b', '😀', '\uffee'), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(segments, segments, (a, b) => {
        const at = a.findIndex((segment, index) => segment !== b[index]);
        const expected =
          at === -1 || b[at] === undefined
            ? Math.sign(a.length - b.length)
            : Buffer.compare(Buffer.from(a[at] ?? ''), Buffer.from(b[at]));
        expect(Math.sign(comparePaths(a.join('/'), b.join('/')))).toBe(expected);
      }),
    );
  });
});
