import { FieldPath, FieldValue, GeoPoint, Timestamp } from '@google-cloud/firestore';

import { outcomeOf, plain, type Check } from './check.ts';

/** Single documents: what is kept, and what must be true for a write to happen. */
export const documentChecks: readonly Check[] = [
  {
    name: 'a document comes back as it was written, whatever is in it',
    async see({ rows }) {
      const document = rows.doc('all');
      await document.set({
        nothing: null,
        yes: true,
        whole: 7n,
        broken: 7.5,
        text: 'Ünï ⌨',
        bytes: Buffer.from([0, 255]),
        time: new Timestamp(1_700_000_000, 123_456_000),
        place: new GeoPoint(48.2, 16.4),
        link: rows.doc('other'),
        list: [1n, 'a', null, { deep: [true] }],
        map: { inner: { empty: {} } },
        vector: FieldValue.vector([1, 2.5]),
      });
      const { link, place, vector, ...rest } = (await document.get()).data() ?? {};
      return [plain(rest), link.id, place.latitude, place.longitude, vector.toArray()];
    },
  },
  {
    name: 'whole numbers keep 64 bits, and the special numbers stay what they are',
    async see({ rows }) {
      const document = rows.doc('numbers');
      const numbers = [2n ** 63n - 1n, -(2n ** 63n), -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324];
      await document.set({ numbers });
      return plain((await document.get()).get('numbers'));
    },
  },
  {
    name: 'times are cut to microseconds',
    async see({ rows }) {
      await rows.doc('a').set({ at: new Timestamp(5, 123_456_789) });
      return (await rows.doc('a').get()).get('at').nanoseconds;
    },
  },
  {
    name: 'a document that nobody wrote is missing',
    see: async ({ rows }) => (await rows.doc('nobody').get()).exists,
  },
  {
    name: 'creating a document that is there is refused, and leaves it',
    async see({ rows }) {
      await rows.doc('a').create({ first: true });
      return [await outcomeOf(rows.doc('a').create({ second: true })), plain((await rows.doc('a').get()).data())];
    },
  },
  {
    name: 'updating a document that is missing is refused',
    see: ({ rows }) => outcomeOf(rows.doc('a').update({ x: 1n })),
  },
  {
    name: 'an update changes only the fields that it names, however deep',
    async see({ rows }) {
      await rows.doc('a').set({ a: { b: 1n, c: 2n }, d: 3n });
      await rows.doc('a').update({ 'a.b': 10n, 'e.f': 4n });
      return plain((await rows.doc('a').get()).data());
    },
  },
  {
    name: 'an update below a text replaces the text by a map',
    async see({ rows }) {
      await rows.doc('a').set({ a: 'text' });
      await rows.doc('a').update({ 'a.b': 1n });
      return plain((await rows.doc('a').get()).data());
    },
  },
  {
    name: 'merging keeps what it does not name',
    async see({ rows }) {
      await rows.doc('a').set({ a: { b: 1n, c: 2n }, d: 3n });
      await rows.doc('a').set({ a: { b: 9n }, list: [1n] }, { merge: true });
      await rows.doc('b').set({ fresh: true }, { merge: true });
      return [plain((await rows.doc('a').get()).data()), plain((await rows.doc('b').get()).data())];
    },
  },
  {
    name: 'merging with a mask writes the fields of the mask only',
    async see({ rows }) {
      await rows.doc('a').set({ a: 1n, b: 1n, c: 1n });
      await rows.doc('a').set({ a: 2n, b: 2n }, { mergeFields: ['a'] });
      return plain((await rows.doc('a').get()).data());
    },
  },
  {
    name: 'merging an empty map replaces the map that was there',
    async see({ rows }) {
      await rows.doc('a').set({ a: { b: 1n } });
      await rows.doc('a').set({ a: {} }, { merge: true });
      return plain((await rows.doc('a').get()).data());
    },
  },
  {
    name: 'a field can be taken away, also a deep one',
    async see({ rows }) {
      await rows.doc('a').set({ a: { b: 1n, c: 2n }, d: 3n });
      await rows.doc('a').update({ 'a.b': FieldValue.delete(), d: FieldValue.delete() });
      return plain((await rows.doc('a').get()).data());
    },
  },
  {
    name: 'field names may hold dots, quotes and blanks',
    async see({ rows }) {
      await rows.doc('a').set({ 'a.b': 1n, 'c`d': 2n, 'e f': { 'g.h': 3n }, keep: 1n });
      await rows.doc('a').update(new FieldPath('e f', 'g.h'), 4n, new FieldPath('c`d'), 5n);
      return plain((await rows.doc('a').get()).data());
    },
  },
  {
    name: 'ids may hold letters of any script; those between two underscores are reserved',
    async see({ rows }) {
      await rows.doc('ключ 鍵 #1').set({ x: 1n });
      return [(await rows.doc('ключ 鍵 #1').get()).exists, await outcomeOf(rows.doc('__mine__').set({ x: 1n }))];
    },
  },
  {
    name: 'field names between two underscores are reserved',
    see: ({ rows }) => outcomeOf(rows.doc('a').set({ __mine__: 1n })),
  },
  {
    name: 'deleting what is missing is done, unless it was said to be there',
    async see({ rows }) {
      return [await outcomeOf(rows.doc('a').delete()), await outcomeOf(rows.doc('a').delete({ exists: true }))];
    },
  },
  {
    name: 'a write that asks for the version it knows is done, and refused once the version is another',
    async see({ rows }) {
      const first = await rows.doc('a').set({ x: 1n });
      const second = await outcomeOf(rows.doc('a').update({ x: 2n }, { lastUpdateTime: first.writeTime }));
      const stale = await outcomeOf(rows.doc('a').update({ x: 3n }, { lastUpdateTime: first.writeTime }));
      const gone = await outcomeOf(rows.doc('a').delete({ lastUpdateTime: first.writeTime }));
      return [second, stale, gone, plain((await rows.doc('a').get()).get('x'))];
    },
  },
  {
    name: 'a write that asks for a version of a document that is missing is refused',
    async see({ rows }) {
      const { writeTime } = await rows.doc('other').set({ x: 1n });
      return [
        await outcomeOf(rows.doc('a').update({ x: 1n }, { lastUpdateTime: writeTime })),
        await outcomeOf(rows.doc('a').delete({ lastUpdateTime: writeTime })),
      ];
    },
  },
  {
    name: 'a write that changes nothing leaves the document at its version',
    async see({ rows }) {
      const first = await rows.doc('a').set({ x: 1n, m: { y: [1n] } });
      const second = await rows.doc('a').set({ x: 1n, m: { y: [1n] } });
      const { updateTime } = await rows.doc('a').get();
      return [updateTime?.isEqual(first.writeTime) ?? null, second.writeTime.isEqual(first.writeTime)];
    },
  },
  {
    name: 'each change has a later time than the one before, and the time of creation stays',
    async see({ rows }) {
      const writes: string[] = [];
      for (const x of [1n, 2n, 3n]) writes.push((await rows.doc('a').set({ x })).writeTime.valueOf());
      const created = (await rows.doc('a').get()).createTime?.valueOf();
      const sorted = writes.every((time, at) => at === 0 || time > (writes[at - 1] ?? ''));
      return [sorted, created === writes[0]];
    },
  },
  {
    name: 'a document that is made anew has a new time of creation',
    async see({ rows }) {
      const first = await rows.doc('a').set({ x: 1n });
      await rows.doc('a').delete();
      await rows.doc('a').set({ x: 1n });
      const again = (await rows.doc('a').get()).createTime?.valueOf() ?? '';
      return again > first.writeTime.valueOf();
    },
  },
  {
    name: 'several documents are read at once in the order asked for, the missing ones too, with only the fields asked for',
    async see({ db, rows }) {
      await rows.doc('a').set({ x: 1n, y: { z: 2n, w: 3n } });
      await rows.doc('c').set({ y: { z: 4n } });
      const found = await db.getAll(rows.doc('c'), rows.doc('b'), rows.doc('a'), { fieldMask: ['y.z'] });
      return found.map((each) => [each.id, each.exists, plain(each.data())]);
    },
  },
  {
    name: 'another project is another database',
    async see({ rows, elsewhere }) {
      await rows.doc('a').set({ x: 1n });
      await elsewhere.doc(rows.doc('b').path).set({ x: 2n });
      return [(await elsewhere.doc(rows.doc('a').path).get()).exists, (await rows.doc('b').get()).exists];
    },
  },
  {
    name: 'what has documents below it is listed, even where it is missing itself',
    async see({ rows }) {
      await rows.doc('a').set({ x: 1n });
      await rows.doc('b').collection('below').doc('x').set({ x: 1n });
      await rows.doc('b').collection('deeper').doc('x').collection('down').doc('y').set({ x: 1n });
      const documents = (await rows.listDocuments()).map(({ id }) => id);
      const collections = (await rows.doc('b').listCollections()).map(({ id }) => id);
      return [documents, collections, (await rows.doc('b').get()).exists];
    },
  },
];
