import { AggregateField, FieldPath, Filter, Timestamp, type Query } from '@google-cloud/firestore';

import { outcomeOf, type Answer, type Check } from './check.ts';

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at);
}

function nested(depth: number): unknown {
  return depth === 0 ? 1n : { in: nested(depth - 1) };
}

/** Together, because the client library tries some of what an emulator refuses again for seven seconds. */
function outcomesOf(...queries: readonly Query[]): Promise<readonly Answer[]> {
  return Promise.all(queries.map((query) => outcomeOf(query.get())));
}

/** What no server does for anybody. */
export const refusalChecks: readonly Check[] = [
  {
    name: 'thirty values can be asked for at once, and no more',
    see: ({ rows }) =>
      outcomesOf(
        rows.where('x', 'in', numbers(30)),
        rows.where('x', 'in', numbers(31)),
        rows.where('x', 'array-contains-any', numbers(31)),
      ),
  },
  {
    name: 'ten values can be ruled out at once, and no more',
    see: ({ rows }) => outcomesOf(rows.where('x', 'not-in', numbers(10)), rows.where('x', 'not-in', numbers(11))),
  },
  {
    name: 'a query has thirty alternatives at most, however they come about',
    see: ({ rows }) =>
      outcomesOf(
        rows.where('x', 'in', numbers(5)).where('y', 'in', numbers(6)),
        rows.where('x', 'in', numbers(6)).where('y', 'in', numbers(6)),
        rows.where(Filter.or(...numbers(31).map((x) => Filter.where('x', '==', x)))),
      ),
  },
  {
    name: 'ruling values out does not go together with ruling out another, or with alternatives',
    see: ({ rows }) =>
      outcomesOf(
        rows.where('x', 'not-in', [1]).where('x', '!=', 2),
        rows.where('x', 'not-in', [1]).where('y', 'not-in', [2]),
        rows.where('x', 'not-in', [1]).where('y', 'in', [1, 2]),
        rows.where(Filter.or(Filter.where('x', 'not-in', [1]), Filter.where('y', '==', 1))),
        rows.where('x', 'not-in', [1]).where('y', 'array-contains-any', [1]),
      ),
  },
  {
    name: 'another value may be ruled out twice, and beside a range',
    see: ({ rows }) =>
      outcomesOf(rows.where('x', '!=', 1).where('x', '!=', 2), rows.where('x', '!=', 1).where('x', '>', 0)),
  },
  {
    name: 'only one list can be asked for what it holds',
    see: ({ rows }) =>
      outcomesOf(
        rows.where('x', 'array-contains', 1).where('y', 'array-contains', 2),
        rows.where('x', 'array-contains', 1).where('x', 'array-contains-any', [2]),
        rows.where(Filter.or(Filter.where('x', 'array-contains', 1), Filter.where('y', 'array-contains', 2))),
      ),
  },
  {
    name: 'a moment to come cannot be read',
    see: async ({ db, rows }) =>
      outcomeOf(
        db.runTransaction((transaction) => transaction.get(rows.doc('a')), {
          readOnly: true,
          readTime: Timestamp.fromMillis(Date.now() + 3_600_000),
        }),
      ),
  },
  {
    name: 'five numbers can be asked for at once, and no more',
    async see({ rows }) {
      const sums = (count: number) =>
        rows.aggregate(Object.fromEntries(numbers(count).map((at) => [`n${at}`, AggregateField.count()])));
      return Promise.all([outcomeOf(sums(5).get()), outcomeOf(sums(6).get())]);
    },
  },
  {
    name: 'maps may be twenty deep, and no deeper',
    see: async ({ rows }) => [
      await outcomeOf(rows.doc('a').set({ x: nested(19) })),
      await outcomeOf(rows.doc('b').set({ x: nested(20) })),
    ],
  },
  {
    name: 'an id has 1500 bytes at most',
    see: async ({ rows }) => [
      await outcomeOf(rows.doc('ü'.repeat(750)).set({ x: 1n })),
      await outcomeOf(rows.doc(`${'ü'.repeat(750)}x`).set({ x: 1n })),
    ],
  },
  {
    name: 'a document is asked for by an id of its own collection',
    see: ({ rows, collection }) =>
      outcomesOf(
        rows.where(FieldPath.documentId(), 'in', [rows.doc('a')]),
        rows.where(FieldPath.documentId(), '>=', rows.doc('a')).where(FieldPath.documentId(), '<', rows.doc('b')),
        collection('other').where('x', '==', rows.doc('a')),
      ),
  },
  {
    name: 'of two who read the same and try once, one at most is done, and the other is refused',
    async see({ db, rows }) {
      await rows.doc('a').set({ x: 0n });
      let read = 0;
      const { promise, resolve } = Promise.withResolvers<void>();
      const add = () =>
        db.runTransaction(
          async (transaction) => {
            await transaction.get(rows.doc('a'));
            read += 1;
            if (read === 2) resolve();
            await promise;
            transaction.update(rows.doc('a'), { x: 1n });
          },
          { maxAttempts: 1 },
        );
      const outcomes = await Promise.all([outcomeOf(add()), outcomeOf(add())]);
      const refused = outcomes.filter((outcome) => outcome === 'refused with 10').length;
      return [refused >= 1, outcomes.every((outcome) => outcome === 'done' || outcome === 'refused with 10')];
    },
  },
];
