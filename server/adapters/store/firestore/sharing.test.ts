import { afterAll, describe, expect, test } from '@jest/globals';
import type { Committed, News, Store } from '../../../ports/store.ts';
import {
  claimOf,
  dropIdOf,
  keepDrop,
  noon,
  orderIdOf,
  sampleEffect,
  sampleMessage,
  sampleNotice,
  sampleOrder,
} from '../contract-samples.ts';
import { openAt, openGrounds } from '../firestore-fixture.ts';

const grounds = await openGrounds();
afterAll(() => Promise.all(grounds.map((ground) => ground.stop())));

/** Leases so short that a test can wait for others to take over. */
const leaseMs = 900;

describe.each(grounds)('processes that share a store on $name', ({ freshPlace }) => {
  const on = (tell: (one: Store, other: Store, third: Store) => Promise<void>) => async () => {
    const place = { ...freshPlace(), leaseMs };
    const [one, other, third] = [await openAt(place), await openAt(place), await openAt(place)];
    try {
      await tell(one, other, third);
    } finally {
      await Promise.all([one, other, third].map((store) => store.close()));
    }
  };

  test(
    'sell no unit twice and leave none unsold, however few there are',
    on(async (...stores) => {
      const [first] = stores;
      await keepDrop(first, 10);
      const claims = Array.from({ length: 45 }, (_, index) =>
        pick(stores, index).commit(claimOf(sampleOrder(index + 1))),
      );
      const answers = await Promise.all(claims);
      expect(numbersIn(answers)).toEqual(upTo(10));
      expect(answers.filter(({ result }) => result === 'sold-out')).toHaveLength(35);
      expect(await first.units(dropIdOf('board'))).toEqual({ total: 10, left: 0 });
    }),
    20_000,
  );

  test(
    'find the last units in the hands of others',
    on(async (one, other) => {
      await keepDrop(one, 6);
      expect(await one.commit(claimOf(sampleOrder(1)))).toEqual({ result: 'committed', unit: 1 });
      const answers: Committed[] = [];
      for (let number = 2; number <= 7; number++) answers.push(await other.commit(claimOf(sampleOrder(number))));
      expect(numbersIn(answers)).toEqual([2, 3, 4, 5, 6]);
      expect(answers.at(-1)).toEqual({ result: 'sold-out' });
      expect(await one.commit(claimOf(sampleOrder(8)))).toEqual({ result: 'sold-out' });
    }),
    20_000,
  );

  test(
    'hand on a unit that another process gave back',
    on(async (one, other) => {
      await keepDrop(one, 1);
      await one.commit(claimOf(sampleOrder(1)));
      expect(await other.commit(claimOf(sampleOrder(2)))).toEqual({ result: 'sold-out' });
      const give = { dropId: dropIdOf('board'), orderId: orderIdOf(1), as: 'free' } as const;
      expect(await one.commit({ give })).toMatchObject({ result: 'committed' });
      expect(await other.commit(claimOf(sampleOrder(2)))).toEqual({ result: 'committed', unit: 1 });
      expect(await one.commit(claimOf(sampleOrder(3)))).toEqual({ result: 'sold-out' });
    }),
    20_000,
  );

  test(
    'sell what one of them restocks, also those that were told that it sold out',
    on(async (one, other, third) => {
      await keepDrop(one, 2);
      await one.commit(claimOf(sampleOrder(1)));
      await other.commit(claimOf(sampleOrder(2)));
      for (const store of [one, other, third])
        expect(await store.commit(claimOf(sampleOrder(3)))).toEqual({ result: 'sold-out' });
      const dropId = dropIdOf('board');
      await other.commit({ give: { dropId, orderId: orderIdOf(1), as: 'withdrawn' } });
      const restock = { dropId, count: 2 };
      await Promise.all([one.commit({ restock }), third.commit({ restock })]);
      expect(await one.units(dropId)).toEqual({ total: 5, left: 4 });
      const claims = Array.from({ length: 6 }, (_, index) =>
        pick([one, other, third], index).commit(claimOf(sampleOrder(index + 10))),
      );
      const answers = await Promise.all(claims);
      expect(numbersIn(answers)).toEqual([1, 3, 4, 5]);
      expect(answers.filter(({ result }) => result === 'sold-out')).toHaveLength(2);
    }),
    20_000,
  );

  test(
    'agree on which of two changes of one record was first',
    on(async (one, other) => {
      const drop = await keepDrop(one, 3);
      const change = (status: 'closed' | 'paused') =>
        ({ put: [{ kind: 'drop', record: { ...drop, status } }] }) as const;
      const answers = await Promise.all([one.commit(change('closed')), other.commit(change('paused'))]);
      expect(answers.map(({ result }) => result).sort()).toEqual(['committed', 'conflict']);
      expect(await one.get('drop', drop.id)).toEqual(await other.get('drop', drop.id));
      expect(await one.commit(claimOf(sampleOrder(1)))).toEqual({ result: 'conflict' });
    }),
    20_000,
  );

  test(
    'divide the waiting work: everything is somebody’s and nothing is two’s',
    on(async (...stores) => {
      const [first] = stores;
      const ids = Array.from({ length: 60 }, (_, index) => `${index}`);
      await Promise.all(ids.map((id, index) => pick(stores, index).receive(sampleMessage(id))));
      const seen = async () =>
        (await Promise.all(stores.map((store) => store.inbox(noon, 100)))).map((found) =>
          found.map(({ message }) => message.id),
        );
      let shares: readonly (readonly string[])[] = [];
      // While parts change hands something may for a moment be nobody's.
      await until(async () => {
        shares = await seen();
        return shares.flat().length === ids.length && shares.every((share) => share.length > 0);
      });
      expect(shares.flat().sort()).toEqual(ids.map((id) => `stripe:${id}`).sort());
      expect(await first.pending()).toMatchObject({ inbox: 60 });
    }),
    20_000,
  );

  test(
    'hear what the others changed',
    on(async (one, other) => {
      const heard: News[] = [];
      other.onNews((news) => heard.push(...news));
      await keepDrop(one, 2);
      await one.commit(claimOf(sampleOrder(1), { notices: [sampleNotice('a')] }));
      await until(async () => heard.some(({ about }) => about === 'notices'));
      expect(heard.map(({ about }) => about)).toEqual(['drop', 'units', 'order', 'units', 'notices']);
    }),
    20_000,
  );

  test(
    'hold leases against each other',
    on(async (one, other) => {
      expect(await one.lease('chat', 'one', noon, noon + 10)).toBe(true);
      expect(await other.lease('chat', 'other', noon + 9, noon + 19)).toBe(false);
      expect(await other.lease('chat', 'other', noon + 10, noon + 20)).toBe(true);
      expect(await one.lease('chat', 'one', noon + 11, noon + 21)).toBe(false);
    }),
  );

  test(
    'do an effect once, though two settle it',
    on(async (one, other) => {
      const effect = sampleEffect(orderIdOf(1));
      await one.commit({ effects: [effect] });
      const settleEffect = { key: effect.key, outcome: 'done', vendorId: 'cs_1' } as const;
      const answers = await Promise.all([one.commit({ settleEffect }), other.commit({ settleEffect })]);
      expect(answers.map(({ result }) => result).sort()).toEqual(['already-done', 'committed']);
    }),
  );
});

function pick(stores: readonly [Store, Store, Store], index: number): Store {
  return stores[index % 3] ?? stores[0];
}

function numbersIn(answers: readonly Committed[]): readonly number[] {
  return answers
    .flatMap((answer) => (answer.result === 'committed' && answer.unit !== null ? [answer.unit] : []))
    .sort((a, b) => a - b);
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Resolves once something is so. The test's own limit of time ends what never is. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
