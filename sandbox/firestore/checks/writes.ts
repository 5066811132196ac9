import { FieldValue, type Timestamp } from '@google-cloud/firestore';

import { outcomeOf, plain, type Bench, type Check } from './check.ts';

async function fieldAfter({ rows }: Bench, before: unknown, change: unknown) {
  await rows.doc('a').set({ x: before });
  await rows.doc('a').update({ x: change });
  return plain((await rows.doc('a').get()).get('x'));
}

/** Writes that depend on what is there, several writes at once, and how much may be written. */
export const writeChecks: readonly Check[] = [
  {
    name: 'adding to a number keeps it whole where both are, and begins with what is added where there is none',
    see: async (bench) => [
      await fieldAfter(bench, 5n, FieldValue.increment(3)),
      await fieldAfter(bench, 5n, FieldValue.increment(0.5)),
      await fieldAfter(bench, 'text', FieldValue.increment(3)),
      await fieldAfter(bench, 2n ** 63n - 2n, FieldValue.increment(5)),
      await fieldAfter(bench, -(2n ** 63n) + 2n, FieldValue.increment(-5)),
    ],
  },
  {
    name: 'eight additions at once all count',
    async see({ rows }) {
      await rows.doc('a').set({ x: 0n });
      await Promise.all(Array.from({ length: 8 }, () => rows.doc('a').update({ x: FieldValue.increment(1) })));
      return plain((await rows.doc('a').get()).get('x'));
    },
  },
  {
    name: 'the larger and the smaller of two numbers are kept, of equal ones the one that is there',
    see: async (bench) => [
      await fieldAfter(bench, 5n, FieldValue.maximum(7)),
      await fieldAfter(bench, 5n, FieldValue.maximum(3)),
      await fieldAfter(bench, 5n, FieldValue.minimum(3.5)),
      await fieldAfter(bench, 5.5, FieldValue.maximum(5)),
      await fieldAfter(bench, 'text', FieldValue.minimum(3)),
      await fieldAfter(bench, -0, FieldValue.maximum(0)),
    ],
  },
  {
    name: 'a list gets only what it lacks, 0 and -0.0 being the same',
    see: async (bench) => [
      await fieldAfter(bench, [0n, 'a'], FieldValue.arrayUnion('a', 'b', 'b', -0)),
      await fieldAfter(bench, 'text', FieldValue.arrayUnion('a')),
      await fieldAfter(bench, [{ k: 1n }], FieldValue.arrayUnion({ k: 1n }, { k: 2n })),
    ],
  },
  {
    name: 'a list loses every copy of what is taken from it',
    see: async (bench) => [
      await fieldAfter(bench, [0n, 'a', 0n, -0, 2n], FieldValue.arrayRemove(0n)),
      await fieldAfter(bench, 'text', FieldValue.arrayRemove('a')),
    ],
  },
  {
    name: 'the server’s time is that of the commit, everywhere in it the same',
    async see({ db, rows }) {
      const batch = db.batch();
      batch.set(rows.doc('a'), { at: FieldValue.serverTimestamp(), deep: { at: FieldValue.serverTimestamp() } });
      batch.set(rows.doc('b'), { at: FieldValue.serverTimestamp() });
      await batch.commit();
      const [a, b] = await db.getAll(rows.doc('a'), rows.doc('b'));
      const times: Timestamp[] = [a?.get('at'), a?.get('deep.at'), b?.get('at')];
      const [first] = times;
      const apart = (a?.updateTime?.toMillis() ?? 0) - (first?.toMillis() ?? 0);
      return [times.every((time) => first?.isEqual(time)), Math.abs(apart) < 1_000];
    },
  },
  {
    name: 'merging applies changes to fields beside what it sets',
    async see({ rows }) {
      await rows.doc('a').set({ n: 1n, keep: true });
      await rows.doc('a').set({ n: FieldValue.increment(2), list: FieldValue.arrayUnion('x') }, { merge: true });
      return plain((await rows.doc('a').get()).data());
    },
  },
  {
    name: 'a batch is written as a whole or not at all',
    async see({ db, rows }) {
      await rows.doc('there').set({ x: 1n });
      const batch = db.batch();
      batch.set(rows.doc('new'), { x: 1n });
      batch.create(rows.doc('there'), { x: 2n });
      batch.delete(rows.doc('other'));
      return [await outcomeOf(batch.commit()), (await rows.doc('new').get()).exists];
    },
  },
  {
    name: 'a batch may write one document several times, each seeing the one before',
    async see({ db, rows }) {
      const batch = db.batch();
      batch.create(rows.doc('a'), { x: 1n });
      batch.update(rows.doc('a'), { x: FieldValue.increment(1) });
      batch.delete(rows.doc('a'));
      batch.create(rows.doc('a'), { y: 1n });
      return [await outcomeOf(batch.commit()), plain((await rows.doc('a').get()).data())];
    },
  },
  {
    name: 'a batch may hold more than 500 writes',
    async see({ db, rows }) {
      const batch = db.batch();
      for (let at = 0; at < 600; at++) batch.set(rows.doc(`d${at}`), { at });
      return [await outcomeOf(batch.commit()), Number((await rows.count().get()).data().count)];
    },
  },
  {
    name: 'writes in bulk fail each by itself',
    async see({ db, rows }) {
      await rows.doc('k1').set({ x: 0n });
      const writer = db.bulkWriter();
      const outcomes = ['k0', 'k1', 'k2'].map((id) => outcomeOf(writer.create(rows.doc(id), { x: 1n })));
      await writer.close();
      return [await Promise.all(outcomes), Number((await rows.count().get()).data().count)];
    },
  },
  {
    name: 'a document of one mebibyte is too big, one of a little less is not',
    see: async ({ rows }) => [
      await outcomeOf(rows.doc('a').set({ x: Buffer.alloc(1_048_300) })),
      await outcomeOf(rows.doc('a').set({ x: Buffer.alloc(1_048_576) })),
      await outcomeOf(rows.doc('a').set({ x: Buffer.alloc(600_000), y: Buffer.alloc(600_000) })),
    ],
  },
];
