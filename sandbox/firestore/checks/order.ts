import { FieldValue, GeoPoint, Timestamp, type Query } from '@google-cloud/firestore';

import { fill, type Answer, type Bench, type Check } from './check.ts';

/** One value of each kind, from least to greatest as Firestore sorts them. */
function everyKind({ rows }: Bench): readonly unknown[] {
  return [
    null,
    false,
    true,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    -1n,
    0n,
    0.5,
    1n,
    new Timestamp(1, 0),
    new Timestamp(1, 1_000),
    '',
    'Z',
    'a',
    'é',
    '\uffee',
    '😀',
    Buffer.from([0]),
    Buffer.from([0, 1]),
    Buffer.from([1]),
    rows.doc('a'),
    rows.doc('a').collection('x').doc('a'),
    rows.doc('b'),
    new GeoPoint(-1, 5),
    new GeoPoint(1, -5),
    [],
    [1n],
    [1n, 'a'],
    ['a'],
    FieldValue.vector([9]),
    FieldValue.vector([1, 2]),
    {},
    { a: 1n },
    { a: 1n, b: 1n },
    { a: 2n },
    { b: 0n },
  ];
}

async function fillWithKinds(bench: Bench): Promise<void> {
  const values = everyKind(bench);
  await fill(
    bench,
    Object.fromEntries(values.map((v, at) => [`k${String(values.length - at).padStart(2, '0')}`, { v, at }])),
  );
}

async function places(query: Query): Promise<Answer> {
  return (await query.get()).docs.map((each) => Number(each.get('at')));
}

/** The order of values of all kinds, and what it means for conditions. */
export const orderChecks: readonly Check[] = [
  {
    name: 'values of all kinds have one order',
    async see(bench) {
      await fillWithKinds(bench);
      return places(bench.rows.orderBy('v'));
    },
  },
  {
    name: 'and the same order backwards',
    async see(bench) {
      await fillWithKinds(bench);
      return places(bench.rows.orderBy('v', 'desc'));
    },
  },
  {
    name: 'a range holds only values of the kind of its bound',
    async see(bench) {
      await fillWithKinds(bench);
      const of = (op: '<' | '>=', bound: unknown): Promise<Answer> => places(bench.rows.where('v', op, bound));
      return [
        await of('<', 0.5),
        await of('>=', 0n),
        await of('>=', 'a'),
        await of('<', true),
        await of('>=', [1n]),
        await of('<', { a: 2n }),
        await of('>=', bench.rows.doc('a')),
        await of('>=', new Timestamp(1, 0)),
      ];
    },
  },
  {
    name: 'what is no number is a value to ask for',
    async see(bench) {
      await fillWithKinds(bench);
      const ask = async (op: '==' | '!=', value: unknown): Promise<Answer> => places(bench.rows.where('v', op, value));
      return [await ask('==', Number.NaN), await ask('!=', Number.NaN), await ask('!=', null), await ask('==', -0)];
    },
  },
  {
    name: 'whole maps and lists are asked for as they are',
    async see(bench) {
      await fillWithKinds(bench);
      return [
        await places(bench.rows.where('v', '==', { a: 1n, b: 1n })),
        await places(bench.rows.where('v', '==', [1n, 'a'])),
        await places(bench.rows.where('v.a', '==', 1n)),
      ];
    },
  },
];
