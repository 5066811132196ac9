import { outcomeOf, forAMoment, meeting, plain, type Check } from './check.ts';

/** Transactions: nothing of what others do comes between reading and writing. */
export const transactionChecks: readonly Check[] = [
  {
    name: 'a transaction reads, then writes',
    async see({ db, rows }) {
      await rows.doc('a').set({ x: 1 });
      await db.runTransaction(async (transaction) => {
        const found = await transaction.get(rows.doc('a'));
        transaction.update(rows.doc('a'), { x: Number(found.get('x')) + 1 });
        transaction.create(rows.doc('b'), { from: found.id });
      });
      return [plain((await rows.doc('a').get()).data()), plain((await rows.doc('b').get()).data())];
    },
  },
  {
    name: 'a transaction that throws writes nothing',
    async see({ db, rows }) {
      const thrown = db.runTransaction(async (transaction) => {
        await transaction.get(rows.doc('a'));
        transaction.set(rows.doc('a'), { x: 1n });
        throw new Error('no');
      });
      return [await outcomeOf(thrown), (await rows.doc('a').get()).exists];
    },
  },
  {
    name: 'a transaction does not see its own writes before it is done, and may not read after it wrote',
    see: ({ db, rows }) =>
      outcomeOf(
        db.runTransaction(async (transaction) => {
          transaction.set(rows.doc('a'), { x: 1n });
          await transaction.get(rows.doc('a'));
        }),
      ),
  },
  {
    name: 'a transaction whose write cannot be is refused as a whole, and not tried again',
    async see({ db, rows }) {
      await rows.doc('there').set({ x: 1n });
      let tries = 0;
      const refused = await outcomeOf(
        db.runTransaction(async (transaction) => {
          tries += 1;
          await transaction.get(rows.doc('other'));
          transaction.set(rows.doc('new'), { x: 1n });
          transaction.create(rows.doc('there'), { x: 2n });
        }),
      );
      return [refused, tries, (await rows.doc('new').get()).exists];
    },
  },
  {
    name: 'what is written between a transaction’s reading and writing is not lost',
    async see({ db, rows }) {
      await rows.doc('a').set({ x: 0 });
      let outside: Promise<unknown> | undefined;
      await db.runTransaction(async (transaction) => {
        const found = await transaction.get(rows.doc('a'));
        outside ??= rows.doc('a').update({ y: 100 });
        await forAMoment(outside);
        transaction.set(rows.doc('a'), { ...found.data(), x: 1 });
      });
      await outside;
      return plain((await rows.doc('a').get()).data());
    },
  },
  {
    name: 'two transactions that read the same and write it both count',
    async see({ db, rows }) {
      await rows.doc('a').set({ x: 0 });
      const meet = meeting(2);
      const add = () =>
        db.runTransaction(
          async (transaction) => {
            const found = await transaction.get(rows.doc('a'));
            await meet();
            transaction.update(rows.doc('a'), { x: Number(found.get('x')) + 1 });
          },
          { maxAttempts: 10 },
        );
      await Promise.all([add(), add()]);
      return plain((await rows.doc('a').get()).get('x'));
    },
  },
  {
    name: 'two transactions that each see nothing of the kind do not both make it',
    async see({ db, rows }) {
      const meet = meeting(2);
      const take = (id: string) =>
        db.runTransaction(
          async (transaction) => {
            const taken = await transaction.get(rows.where('seat', '==', 1n));
            await meet();
            if (taken.empty) transaction.create(rows.doc(id), { seat: 1n });
          },
          { maxAttempts: 10 },
        );
      await Promise.all([take('a'), take('b')]);
      return (await rows.get()).size;
    },
  },
  {
    name: 'two transactions that each look at both and write one do not both believe the old state',
    async see({ db, rows }) {
      await rows.doc('a').set({ onDuty: true });
      await rows.doc('b').set({ onDuty: true });
      const meet = meeting(2);
      const leave = (id: string) =>
        db.runTransaction(
          async (transaction) => {
            const both = await transaction.getAll(rows.doc('a'), rows.doc('b'));
            await meet();
            if (both.every((each) => each.get('onDuty'))) transaction.update(rows.doc(id), { onDuty: false });
          },
          { maxAttempts: 10 },
        );
      await Promise.all([leave('a'), leave('b')]);
      return (await rows.where('onDuty', '==', true).get()).size;
    },
  },
  {
    name: 'of eight who want five, five get one',
    async see({ db, rows }) {
      await rows.doc('stock').set({ left: 5 });
      const take = (id: string) =>
        db.runTransaction(
          async (transaction) => {
            const left = Number((await transaction.get(rows.doc('stock'))).get('left'));
            if (left <= 0) return false;
            transaction.update(rows.doc('stock'), { left: left - 1 });
            transaction.create(rows.doc(id), { mine: true });
            return true;
          },
          { maxAttempts: 20 },
        );
      const got = await Promise.all(Array.from({ length: 8 }, (_, at) => take(`p${at}`)));
      const left = Number((await rows.doc('stock').get()).get('left'));
      return [got.filter(Boolean).length, left, (await rows.where('mine', '==', true).get()).size];
    },
  },
  {
    name: 'a transaction that only reads sees one moment, whatever is written meanwhile',
    async see({ db, rows }) {
      await rows.doc('a').set({ x: 1n, kind: 'row' });
      await rows.doc('b').set({ x: 1n, kind: 'row' });
      return db.runTransaction(
        async (transaction) => {
          const a = await transaction.get(rows.doc('a'));
          await rows.doc('b').update({ x: 2n });
          await rows.doc('c').set({ x: 2n, kind: 'row' });
          await rows.doc('a').delete();
          const b = await transaction.get(rows.doc('b'));
          const all = await transaction.get(rows.where('kind', '==', 'row'));
          const count = await transaction.get(rows.count());
          return [
            plain(a.get('x')),
            plain(b.get('x')),
            all.docs.map((each) => [each.id, plain(each.get('x'))]),
            Number(count.data().count),
          ];
        },
        { readOnly: true },
      );
    },
  },
  {
    name: 'a transaction may ask for numbers over many documents',
    async see({ db, rows }) {
      await rows.doc('a').set({ x: 1n });
      await rows.doc('b').set({ x: 2n });
      await db.runTransaction(async (transaction) => {
        const { count } = (await transaction.get(rows.count())).data();
        transaction.set(rows.doc('count'), { count: Number(count) });
      });
      return plain((await rows.doc('count').get()).get('count'));
    },
  },
  {
    name: 'a transaction without reads is one commit',
    async see({ db, rows }) {
      await db.runTransaction((transaction) => {
        transaction.set(rows.doc('a'), { x: 1n });
        return Promise.resolve(transaction.set(rows.doc('b'), { x: 2n }));
      });
      const [a, b] = await db.getAll(rows.doc('a'), rows.doc('b'));
      return a !== undefined && b?.updateTime !== undefined && (a.updateTime?.isEqual(b.updateTime) ?? false);
    },
  },
];
