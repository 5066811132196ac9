import { AggregateField, FieldPath, Filter, type Query } from '@google-cloud/firestore';

import { fill, idsOf, outcomeOf, plain, type Answer, type Bench, type Check } from './check.ts';

/** Six parcels: `weight` has ties, `note` is missing in some. */
const parcels = {
  a: { weight: 5n, to: 'Wien', tags: ['red', 'big'], paid: true, note: 'x' },
  b: { weight: 3n, to: 'Graz', tags: ['red'], paid: false },
  c: { weight: 5n, to: 'Linz', tags: ['blue'], paid: true, note: 'y' },
  d: { weight: 1n, to: 'Wien', tags: [], paid: false, note: null },
  e: { weight: 8n, to: 'Graz', tags: ['blue', 'big'], paid: true },
  f: { weight: 4n, to: 'Wien', tags: ['red', 'blue'], paid: false, note: 'x' },
};

function seeParcels(see: (bench: Bench) => Promise<Answer>): Check['see'] {
  return async (bench) => {
    await fill(bench, parcels);
    return see(bench);
  };
}

/** Queries: which documents, and in which order. */
export const queryChecks: readonly Check[] = [
  {
    name: 'without an order, documents come by id',
    see: seeParcels(({ rows }) => idsOf(rows)),
  },
  {
    name: 'conditions on several fields must all hold',
    see: seeParcels(({ rows }) => idsOf(rows.where('to', '==', 'Wien').where('paid', '==', false))),
  },
  {
    name: 'a range is in the order of its field, and ties go by id',
    see: seeParcels(({ rows }) => idsOf(rows.where('weight', '>=', 3n).where('weight', '<', 8n))),
  },
  {
    name: 'an order may go down, and then ties go down too',
    see: seeParcels(({ rows }) => idsOf(rows.orderBy('weight', 'desc'))),
  },
  {
    name: 'a limit takes the first, an offset skips some, and the last can be had too',
    see: seeParcels(async ({ rows }) => [
      await idsOf(rows.orderBy('weight').limit(2)),
      await idsOf(rows.orderBy('weight').offset(2).limit(3)),
      await idsOf(rows.orderBy('weight').limitToLast(2)),
    ]),
  },
  {
    name: 'an equality with a range on another field, sorted by that',
    see: seeParcels(({ rows }) =>
      idsOf(rows.where('to', '==', 'Wien').where('weight', '>', 1n).orderBy('weight', 'desc')),
    ),
  },
  {
    name: 'one of several values',
    see: seeParcels(async ({ rows }) => [
      await idsOf(rows.where('to', 'in', ['Linz', 'Graz', 'Nowhere'])),
      await idsOf(rows.where('weight', 'in', [5n, 8n])),
      await idsOf(rows.where('to', 'in', ['Linz', 'Wien']).orderBy('weight')),
    ]),
  },
  {
    name: 'none of several values: without the field, or with nothing in it, a document is left out',
    see: seeParcels(async ({ rows }) => [
      await idsOf(rows.where('note', 'not-in', ['x'])),
      await idsOf(rows.where('note', 'not-in', ['x', null])),
    ]),
  },
  {
    name: 'another value: without the field, or with nothing in it, a document is left out',
    see: seeParcels(async ({ rows }) => [
      await idsOf(rows.where('note', '!=', 'x')),
      await idsOf(rows.where('note', '!=', null)),
    ]),
  },
  {
    name: 'nothing in a field is a value to ask for',
    see: seeParcels(async ({ rows }) => [
      await idsOf(rows.where('note', '==', null)),
      await idsOf(rows.where('note', 'in', [null, 'y'])),
    ]),
  },
  {
    name: 'lists are asked for what they hold',
    see: seeParcels(async ({ rows }) => [
      await idsOf(rows.where('tags', 'array-contains', 'red')),
      await idsOf(rows.where('tags', 'array-contains-any', ['big', 'blue'])),
      await idsOf(rows.where('tags', 'array-contains', 'red').orderBy('weight')),
    ]),
  },
  {
    name: 'one condition or another',
    see: seeParcels(async ({ rows }) => [
      await idsOf(rows.where(Filter.or(Filter.where('to', '==', 'Linz'), Filter.where('weight', '<', 3n)))),
      await idsOf(
        rows.where(
          Filter.or(
            Filter.and(Filter.where('to', '==', 'Wien'), Filter.where('paid', '==', true)),
            Filter.where('weight', '==', 8n),
          ),
        ),
      ),
    ]),
  },
  {
    name: 'ranges on two fields are sorted by both, in the order of their names',
    see: seeParcels(async ({ rows }) => [
      await idsOf(rows.where('weight', '>', 1n).where('to', '<', 'Wien')),
      await idsOf(rows.where('weight', '>', 1n).where('to', '<', 'Wien').orderBy('weight')),
    ]),
  },
  {
    name: 'documents that lack the field of the order are left out',
    see: seeParcels(({ rows }) => idsOf(rows.orderBy('note'))),
  },
  {
    name: 'a cursor begins or ends at values, with or without them',
    see: seeParcels(async ({ rows }) => [
      await idsOf(rows.orderBy('weight').startAt(4n)),
      await idsOf(rows.orderBy('weight').startAfter(5n)),
      await idsOf(rows.orderBy('weight').endAt(4n)),
      await idsOf(rows.orderBy('weight').endBefore(5n)),
      await idsOf(rows.orderBy('weight', 'desc').startAfter(5n)),
    ]),
  },
  {
    name: 'a cursor goes on after a document, also among ties',
    see: seeParcels(async ({ rows }) => {
      const after = await rows.doc('a').get();
      return [
        await idsOf(rows.orderBy('weight').startAfter(after)),
        await idsOf(rows.orderBy('weight').orderBy(FieldPath.documentId()).startAfter(5n, 'a')),
        await idsOf(rows.where('weight', '>=', 4n).startAfter(after).limit(1)),
        await idsOf(rows.orderBy('weight', 'desc').startAfter(after)),
      ];
    }),
  },
  {
    name: 'documents are asked for by id',
    see: seeParcels(async ({ rows }) => [
      await idsOf(rows.where(FieldPath.documentId(), 'in', ['c', 'a', 'z'])),
      await idsOf(rows.where(FieldPath.documentId(), '>', 'c')),
      await idsOf(rows.where(FieldPath.documentId(), '==', 'd')),
      await idsOf(rows.where('to', '==', 'Wien').where(FieldPath.documentId(), '>=', 'd')),
      await idsOf(rows.orderBy(FieldPath.documentId()).startAt('e')),
    ]),
  },
  {
    name: 'only some fields, or none, can be asked for',
    see: seeParcels(async ({ rows }) => {
      await rows.doc('g').set({ deep: { one: 1n, two: 2n } });
      const see = async (query: Query): Promise<Answer> => (await query.get()).docs.map((each) => plain(each.data()));
      return [
        await see(rows.where('to', '==', 'Linz').select('weight', 'nowhere')),
        await see(rows.where('deep.one', '==', 1n).select('deep.two')),
        await see(rows.where('to', '==', 'Linz').select()),
      ];
    }),
  },
  {
    name: 'collections of one name are asked together, in the order of their paths',
    async see({ collection, db }) {
      const id = 'leaves';
      await collection('trees').doc('oak').collection(id).doc('b').set({ size: 1n });
      await collection('trees').doc('elm').collection(id).doc('c').set({ size: 2n });
      await collection('trees').doc('elm').collection(id).doc('a').set({ size: 2n });
      return [
        await idsOf(db.collectionGroup(id)),
        await idsOf(db.collectionGroup(id).where('size', '==', 2n)),
        await idsOf(collection('trees').doc('oak').collection(id)),
      ];
    },
  },
  {
    name: 'documents are counted, also behind a condition or a limit',
    see: seeParcels(async ({ rows }) => {
      const count = async (query: Query): Promise<Answer> => Number((await query.count().get()).data().count);
      return [
        await count(rows),
        await count(rows.where('paid', '==', true)),
        await count(rows.limit(4)),
        await count(rows.where('to', '==', 'Nowhere')),
        await count(rows.orderBy('note')),
      ];
    }),
  },
  {
    name: 'numbers are summed and averaged; what is no number counts for nothing',
    async see(bench) {
      await fill(bench, { a: { x: 1n, y: 0.5 }, b: { x: 2n, y: 'text' }, c: { x: 4n, y: 1n }, d: { z: 1n } });
      const { rows } = bench;
      const ask = async (query: Query): Promise<Answer> => {
        const found = await query
          .aggregate({ x: AggregateField.sum('x'), y: AggregateField.sum('y'), mean: AggregateField.average('x') })
          .get();
        return plain(found.data());
      };
      return [
        await ask(rows),
        await ask(rows.where('x', '>', 100n)),
        plain((await rows.aggregate({ x: AggregateField.sum('x') }).get()).data()),
        plain((await rows.aggregate({ n: AggregateField.count(), x: AggregateField.sum('x') }).get()).data()),
      ];
    },
  },
  {
    name: 'a sum that 64 bits cannot hold becomes a broken number',
    async see(bench) {
      await fill(bench, { a: { x: 2n ** 62n }, b: { x: 2n ** 62n }, c: { x: 1n } });
      return plain((await bench.rows.aggregate({ x: AggregateField.sum('x') }).get()).data());
    },
  },
  {
    name: 'a query that needs an index which nobody made is refused',
    see: seeParcels(({ collection }) =>
      outcomeOf(collection('unindexed').where('to', '==', 'Wien').orderBy('weight').get()),
    ),
  },
  {
    name: 'a query at a past moment sees what was there then',
    async see(bench) {
      await fill(bench, { a: { x: 1n } });
      const { readTime } = await bench.rows.get();
      await fill(bench, { a: { x: 2n }, b: { x: 3n } });
      const then = await bench.db.runTransaction((transaction) => transaction.get(bench.rows), {
        readOnly: true,
        readTime,
      });
      return then.docs.map((each) => [each.id, plain(each.get('x'))]);
    },
  },
];
