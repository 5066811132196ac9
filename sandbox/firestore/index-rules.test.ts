import { AggregateField, FieldPath, Filter, type Firestore, type Query } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { connectTo, outcomeOf } from './checks/check.ts';
import { parseIndexFile } from './index-file.ts';
import { codes } from './refusal.ts';
import { startFirestore, type FirestoreStandIn } from './server.ts';

const up = (fieldPath: string) => ({ fieldPath, order: 'ASCENDING' });
const down = (fieldPath: string) => ({ fieldPath, order: 'DESCENDING' });
const members = (fieldPath: string) => ({ fieldPath, arrayConfig: 'CONTAINS' });
const over = (collectionGroup: string, ...fields: readonly object[]) => ({
  collectionGroup,
  queryScope: 'COLLECTION',
  fields,
});

const indexes = {
  indexes: [
    over('orders', up('state'), up('dueAt')),
    over('orders', up('buyer'), up('dueAt')),
    over('orders', up('state'), down('madeAt')),
    over('orders', members('tags'), up('dueAt')),
    over('orders', up('a'), up('b')),
    over('orders', up('kind'), up('total')),
    over('logs', down('__name__')),
    over('logs', up('who'), down('__name__')),
    { ...over('leaves', up('tree'), up('size')), queryScope: 'COLLECTION_GROUP' },
  ],
  fieldOverrides: [
    { collectionGroup: 'orders', fieldPath: 'note', indexes: [] },
    { collectionGroup: 'orders', fieldPath: 'secret', indexes: [] },
    { collectionGroup: 'orders', fieldPath: 'secret.but', indexes: [{ order: 'ASCENDING' }] },
    { collectionGroup: 'orders', fieldPath: 'upwards', indexes: [{ order: 'ASCENDING', queryScope: 'COLLECTION' }] },
    {
      collectionGroup: 'leaves',
      fieldPath: 'size',
      indexes: [{ order: 'ASCENDING', queryScope: 'COLLECTION_GROUP' }],
    },
    { collectionGroup: 'ledger', fieldPath: '*', indexes: [] },
    { collectionGroup: 'ledger', fieldPath: 'at', indexes: [{ order: 'ASCENDING' }] },
    { collectionGroup: 'ledger', fieldPath: 'until', ttl: true, indexes: [] },
  ],
};

let firestore: FirestoreStandIn;
let db: Firestore;

beforeAll(async () => {
  firestore = await startFirestore({ indexes });
  db = connectTo(firestore.host, 'demo-indexes');
});

afterAll(async () => {
  await db.terminate();
  await firestore.stop();
});

const id = FieldPath.documentId();
type Case = readonly [string, (db: Firestore) => { get(): Promise<unknown> }];
const orders =
  (make: (orders: Query) => { get(): Promise<unknown> }): Case[1] =>
  (client) =>
    make(client.collection('orders'));

const served: readonly Case[] = [
  ['everything', orders((all) => all)],
  ['everything by name', orders((all) => all.orderBy(id))],
  ['one field that has one value', orders((all) => all.where('x', '==', 1))],
  [
    'many fields that have one value each',
    orders((all) => all.where('x', '==', 1).where('y', '==', 2).where('z', 'in', [1, 2])),
  ],
  ['one field sorted either way', orders((all) => all.orderBy('x', 'desc'))],
  ['a range of one field', orders((all) => all.where('x', '>', 1).where('x', '<', 5).orderBy('x'))],
  ['another value of one field', orders((all) => all.where('x', '!=', 1))],
  ['members of a list', orders((all) => all.where('x', 'array-contains', 1).where('y', '==', 2))],
  ['a value, from an id on', orders((all) => all.where('x', '==', 1).where(id, '>', 'a'))],
  ['a value, sorted by the same field', orders((all) => all.where('x', '==', 1).orderBy('x'))],
  ['one of several values, sorted by the same field', orders((all) => all.where('x', 'in', [1, 2]).orderBy('x'))],
  ['a value, sorted by another field of an index', orders((all) => all.where('state', '==', 'open').orderBy('dueAt'))],
  ['one of several values, sorted', orders((all) => all.where('state', 'in', ['open', 'held']).orderBy('dueAt'))],
  ['a value with a range of another', orders((all) => all.where('state', '==', 'open').where('dueAt', '<', 5))],
  ['downwards where the index is', orders((all) => all.where('state', '==', 'open').orderBy('madeAt', 'desc'))],
  ['two indexes merged', orders((all) => all.where('state', '==', 'o').where('buyer', '==', 'b').orderBy('dueAt'))],
  [
    'a list and a value merged',
    orders((all) => all.where('state', '==', 'o').where('tags', 'array-contains', 'b').orderBy('dueAt')),
  ],
  ['two ranges in the order of an index', orders((all) => all.where('a', '>', 1).where('b', '>', 1))],
  ['sorted by two fields of an index', orders((all) => all.orderBy('a').orderBy('b'))],
  [
    'alternatives that are each served',
    orders((all) => all.where(Filter.or(Filter.where('x', '==', 1), Filter.where('y', '==', 2)))),
  ],
  ['a count behind a value', orders((all) => all.where('x', '==', 1).count())],
  ['a sum over everything', orders((all) => all.aggregate({ sum: AggregateField.sum('x') }))],
  ['a sum behind a value', orders((all) => all.where('kind', '==', 1).aggregate({ sum: AggregateField.sum('total') }))],
  [
    'a field inside one that has no index, with an override of its own',
    orders((all) => all.where('secret.but', '==', 1)),
  ],
  ['the way that an override kept', orders((all) => all.orderBy('upwards'))],
  ['by name downwards, with an index for that', (client) => client.collection('logs').orderBy(id, 'desc')],
  ['a value by name downwards', (client) => client.collection('logs').where('who', '==', 1).orderBy(id, 'desc')],
  ['a group of collections as a whole', (client) => client.collectionGroup('twigs')],
  ['a field of a group', (client) => client.collectionGroup('leaves').where('size', '==', 1)],
  ['two fields of a group', (client) => client.collectionGroup('leaves').where('tree', '==', 1).orderBy('size')],
  ['the one field that a bare collection keeps', (client) => client.collection('ledger').orderBy('at')],
];

const refused: readonly Case[] = [
  ['a value, sorted by a field of no index', orders((all) => all.where('x', '==', 1).orderBy('y'))],
  ['a value, sorted against the index', orders((all) => all.where('state', '==', 'open').orderBy('dueAt', 'desc'))],
  [
    'one of several values and a value, sorted by the first',
    orders((all) => all.where('x', 'in', [1, 2]).where('y', '==', 1).orderBy('x')),
  ],
  ['a range of one field, sorted by another', orders((all) => all.where('x', '>', 1).orderBy('y'))],
  [
    'two values of which the index holds one',
    orders((all) => all.where('state', '==', 'open').where('x', '==', 1).orderBy('dueAt')),
  ],
  ['two ranges against the index', orders((all) => all.where('a', '>', 1).where('b', '>', 1).orderBy('b'))],
  ['sorted by two fields of no index', orders((all) => all.orderBy('x').orderBy('y'))],
  ['sorted by only the second field of an index', orders((all) => all.orderBy('a').orderBy('b').orderBy('x'))],
  ['a list, sorted by a field of no index', orders((all) => all.where('tags', 'array-contains', 'b').orderBy('x'))],
  ['a list taken for a value', orders((all) => all.where('tags', '==', ['b']).orderBy('dueAt'))],
  [
    'alternatives of which one is not served',
    orders((all) => all.where(Filter.or(Filter.where('state', '==', 1), Filter.where('x', '==', 2))).orderBy('dueAt')),
  ],
  ['a field whose index was taken away', orders((all) => all.where('note', '==', 1))],
  ['sorted by a field whose index was taken away', orders((all) => all.orderBy('note'))],
  [
    'a field whose index was taken away, beside one that has it',
    orders((all) => all.where('x', '==', 1).where('note', '==', 1)),
  ],
  ['a field inside one whose index was taken away', orders((all) => all.where('secret.deep', '==', 1))],
  ['the way that an override took away', orders((all) => all.orderBy('upwards', 'desc'))],
  ['members of a list that an override took away', orders((all) => all.where('upwards', 'array-contains', 1))],
  ['a count of what is refused', orders((all) => all.where('note', '==', 1).count())],
  [
    'a sum behind a value, of a field of no index',
    orders((all) => all.where('x', '==', 1).aggregate({ sum: AggregateField.sum('y') })),
  ],
  ['by name downwards', orders((all) => all.orderBy(id, 'desc'))],
  [
    'a field of a group that has its index for single collections',
    (client) => client.collectionGroup('orders').where('x', '==', 1),
  ],
  [
    'a field of one collection that has its index for groups',
    (client) => client.collection('leaves').where('size', '==', 1),
  ],
  ['any field of a collection without indexes', (client) => client.collection('ledger').where('x', '==', 1)],
  ['the field by which documents end', (client) => client.collection('ledger').where('until', '<', 1)],
];

describe('with an index file', () => {
  test.each(served)('is served: %s', async (_, make) => {
    expect(await outcomeOf(make(db).get())).toBe('done');
  });

  test.each(refused)('is refused: %s', async (_, make) => {
    expect(await outcomeOf(make(db).get())).toBe(`refused with ${codes.failedPrecondition}`);
  });

  test('a refusal says which index is wanted, and comes at once', async () => {
    const begun = performance.now();
    const query = db.collection('orders').where('b', '==', 1).where('a', '==', 1).orderBy('y', 'desc');
    await expect(query.get()).rejects.toThrow(
      /The query requires an index\. You can create it here: https:.*\(a ASC, b ASC, y DESC\)/,
    );
    await expect(db.collection('orders').orderBy('note').get()).rejects.toThrow(
      'The query requires a COLLECTION_ASC index for collection orders and field note.',
    );
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  test('a listener is refused too', async () => {
    const refusal = Promise.withResolvers<Error>();
    db.collection('orders')
      .where('note', '==', 1)
      .onSnapshot(() => undefined, refusal.resolve);
    expect((await refusal.promise).message).toMatch(/Error 9: The query requires/);
  });

  test('a transaction is refused too, and not tried again', async () => {
    let tries = 0;
    const asked = db.runTransaction(async (transaction) => {
      tries += 1;
      await transaction.get(db.collection('orders').where('note', '==', 1));
    });
    expect([await outcomeOf(asked), tries]).toEqual(['refused with 9', 1]);
  });
});

test('without an index file, every query is served', async () => {
  const another = await startFirestore();
  const client = connectTo(another.host, 'demo-indexes');
  const query = client.collection('orders').where('x', '==', 1).orderBy('y');
  expect(await outcomeOf(query.get())).toBe('done');
  await client.terminate();
  await another.stop();
});

describe('an index file is refused', () => {
  test.each([
    ['with an index of one field', { indexes: [over('orders', up('x'))] }, /belongs under fieldOverrides/],
    ['with a field twice in an index', { indexes: [over('orders', up('x'), down('x'))] }, /a field occurs twice/],
    ['with two lists in an index', { indexes: [over('orders', members('x'), members('y'))] }, /only one field/],
    ['with an index twice', { indexes: [over('o', up('x'), up('y')), over('o', up('x'), up('y'))] }, /there twice/],
    [
      'with a field that is not kept at all',
      { indexes: [over('orders', up('x'), { fieldPath: 'y' })] },
      /either an order/,
    ],
    [
      'with two fields by which documents end',
      {
        fieldOverrides: [
          { collectionGroup: 'o', fieldPath: 'x', ttl: true, indexes: [] },
          { collectionGroup: 'o', fieldPath: 'y', ttl: true, indexes: [] },
        ],
      },
      /there twice/,
    ],
    [
      'with an override that names no indexes',
      { fieldOverrides: [{ collectionGroup: 'o', fieldPath: 'x' }] },
      /indexes/,
    ],
  ])('%s', (_, content, problem) => {
    expect(() => parseIndexFile(content)).toThrow(problem);
  });
});
