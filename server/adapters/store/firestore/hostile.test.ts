import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from '../../../domain/ledger.ts';
import type { News, Store } from '../../../ports/store.ts';
import { claimOf, keepDrop, orderIdOf, sampleEntry, sampleOrder } from '../contract-samples.ts';
import { freshPlace, openAt, reopen, startStandIn } from '../firestore-fixture.ts';

const standIn = await startStandIn();
afterEach(() => standIn.faults.clear());
afterAll(() => standIn.stop());

const on = (tell: (store: Store) => Promise<void>) => async () => {
  const store = await openAt(freshPlace(standIn.host));
  try {
    await tell(store);
  } finally {
    standIn.faults.clear();
    await store.close();
  }
};

describe('what an order holds is given out once', () => {
  const payout = (name: string): LedgerEntry => {
    const id = orderIdOf(1);
    const postings = [
      { account: `held:${id}`, amountMinor: 45_000 },
      { account: 'stripe', amountMinor: -45_000 },
    ] as const;
    return sampleEntry(id, { id: `${id}:${name}`, kind: 'refund', postings });
  };

  test(
    'by two who ask at the same moment',
    on(async (store) => {
      await store.commit({ entries: [sampleEntry(orderIdOf(1))] });
      const answers = await Promise.allSettled(['one', 'two'].map((name) => store.commit({ entries: [payout(name)] })));
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await store.entriesOf(orderIdOf(1))).toHaveLength(2);
    }),
  );

  test(
    'by two entries of one commit',
    on(async (store) => {
      await store.commit({ entries: [sampleEntry(orderIdOf(1))] });
      await expect(store.commit({ entries: [payout('one'), payout('two')] })).rejects.toThrow('more than');
      expect(await store.entriesOf(orderIdOf(1))).toHaveLength(1);
    }),
  );

  test(
    'as soon as the charge is booked, be it in the same commit',
    on(async (store) => {
      const change = { entries: [sampleEntry(orderIdOf(1)), payout('one')] };
      expect(await store.commit(change)).toMatchObject({ result: 'committed' });
    }),
  );
});

describe('units', () => {
  const requests = () => Object.values(standIn.counts().requests).reduce((sum, count) => sum + count, 0);

  test.each([
    { when: 'all are', units: 60, answer: { result: 'sold-out' } },
    { when: 'some are left', units: 63, answer: { result: 'committed', unit: 61 } },
  ])(
    'that are gone are not tried one by one by who comes later, when $when',
    async ({ units, answer }) => {
      const before = await openAt(freshPlace(standIn.host));
      await keepDrop(before, units);
      await Promise.all(Array.from({ length: 60 }, (_, index) => before.commit(claimOf(sampleOrder(index + 1)))));
      const store = await reopen(before);
      try {
        standIn.resetCounts();
        expect(await store.commit(claimOf(sampleOrder(61)))).toEqual(answer);
        expect(requests()).toBeLessThan(40);
      } finally {
        await store.close();
      }
    },
    20_000,
  );

  test('that cannot be looked for are an error of those who asked, and the process goes on', async () => {
    // In a process of its own, which a rejection that nobody hears would end.
    const program = `
      import { startStandIn, freshPlace, openAt } from '${here('../firestore-fixture.ts')}';
      import { claimOf, dropIdOf, keepDrop, sampleOrder } from '${here('../contract-samples.ts')}';
      const standIn = await startStandIn();
      const store = await openAt(freshPlace(standIn.host));
      await keepDrop(store, 1);
      await store.commit(claimOf(sampleOrder(1)));
      const commits = standIn.faults.hold('Commit');
      const looks = () => standIn.counts().requests.RunAggregationQuery ?? 0;
      const before = looks();
      standIn.faults.failNext('RunAggregationQuery', { code: 7 });
      const claim = store.commit(claimOf(sampleOrder(2))).catch((error) => 'refused with ' + error.code);
      await commits.reached(1);
      while (looks() === before) await new Promise((resolve) => setImmediate(resolve));
      await store.units(dropIdOf('board'));
      commits.release();
      process.stdout.write(await claim);
      await store.close();
      await standIn.stop();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    expect(stdout).toBe('refused with 7');
  }, 20_000);
});

describe('news', () => {
  test('that could not be told at once is told all the same, though nothing else happens', async () => {
    const place = freshPlace(standIn.host);
    const [one, other] = [await openAt(place), await openAt(place)];
    try {
      const heard = new Promise<readonly News[]>((resolve) => void other.onNews(resolve));
      // Told here before it is told to others.
      one.onNews(() => standIn.faults.failNext('Commit', { code: 7 }));
      await keepDrop(one, 2);
      expect((await heard).map(({ about }) => about)).toEqual(['drop', 'units']);
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  }, 10_000);
});

function here(path: string): string {
  return new URL(path, import.meta.url).href;
}
