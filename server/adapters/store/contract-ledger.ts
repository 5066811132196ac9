import { expect, test } from '@jest/globals';
import type { CitizenId } from '#shared/ids.ts';
import type { LedgerAccount, LedgerEntry, Posting } from '../../domain/ledger.ts';
import type { Story } from './store-contract.ts';
import { chargeOf, keepOrders, noon, orderIdOf, sampleCitizen, sampleEntry, sampleLine } from './contract-samples.ts';

/** History and ledger: added to, never changed, never doubled. */
export function describeLedger(on: Story): void {
  test(
    'history is read in the order of its numbers',
    on(async (store) => {
      await keepOrders(store, 2);
      const id = orderIdOf(1);
      const lines = [2, 3].map((seq) => sampleLine(id, seq, { event: 'paid', by: 'system', params: {} }));
      await store.commit({ history: [...lines].reverse() });
      expect(await store.history(id)).toEqual([sampleLine(id, 1), ...lines]);
    }),
  );

  test(
    'a history line whose number is taken makes the commit a conflict',
    on(async (store) => {
      await keepOrders(store, 1);
      const id = orderIdOf(1);
      const other = sampleLine(id, 1, { event: 'something else' });
      expect(await store.commit({ history: [sampleLine(id, 2), other] })).toEqual({ result: 'conflict' });
      expect(await store.history(id)).toEqual([sampleLine(id, 1)]);
    }),
  );

  test(
    'entries are read back as they were kept, with postings in their order',
    on(async (store) => {
      await keepOrders(store, 2);
      const first = sampleEntry(orderIdOf(1));
      const second = sampleEntry(orderIdOf(2), { stripeId: null, kind: 'surplus-charge', at: noon + 1 });
      const empty = sampleEntry(orderIdOf(1), { id: 'nothing moved', postings: [] });
      await store.commit({ entries: [first, second, empty] });
      expect(await store.entriesOf(orderIdOf(1))).toEqual([first, empty]);
      expect(await store.entriesOf(orderIdOf(2))).toEqual([second]);
    }),
  );

  test(
    'an entry whose id exists makes the commit a conflict, and nothing of it is booked',
    on(async (store) => {
      const id = orderIdOf(1);
      const entry = sampleEntry(id);
      await store.commit({ entries: [entry] });
      const other = sampleEntry(id, { id: 'another' });
      expect(await store.commit({ entries: [other, entry] })).toEqual({ result: 'conflict' });
      const twice = sampleEntry(id, { id: 'twice' });
      expect(await store.commit({ entries: [twice, twice] })).toEqual({ result: 'conflict' });
      expect(await store.entriesOf(id)).toEqual([entry]);
    }),
  );

  test(
    'an entry that does not balance is refused with an error and nothing is kept',
    on(async (store) => {
      const ada = sampleCitizen('ada');
      const postings = [...chargeOf(orderIdOf(1), 45_000, 1_335), { account: 'fund', amountMinor: 1 } as const];
      const bad = store.commit({
        put: [{ kind: 'citizen', record: ada }],
        entries: [sampleEntry(orderIdOf(1), { postings })],
      });
      const good = store.commit({ entries: [sampleEntry(orderIdOf(2))] });
      await expect(bad).rejects.toThrow('does not balance');
      expect(await good).toMatchObject({ result: 'committed' });
      expect(await store.get('citizen', ada.id)).toBeUndefined();
      expect(await store.entriesOf(orderIdOf(1))).toEqual([]);
    }),
  );

  test(
    'what was let go goes back only with an entry that takes it back first, in the same commit',
    on(async (store) => {
      const id = orderIdOf(1);
      const held = (amountMinor: number, other: LedgerAccount): Pick<LedgerEntry, 'postings'> => ({
        postings: [
          { account: `held:${id}`, amountMinor },
          { account: other, amountMinor: -amountMinor },
        ],
      });
      const release = sampleEntry(id, { id: 'release', kind: 'release', ...held(45_000, 'payable:cit_1') });
      await store.commit({ entries: [sampleEntry(id, { postings: chargeOf(id, 45_000, 0) }), release] });
      const back = sampleEntry(id, { id: 'back', kind: 'taken-back', ...held(-9_000, 'owed-by:cit_1') });
      const refund = sampleEntry(id, { id: 'refund', kind: 'refund', ...held(9_000, `refund-due:${id}`) });
      await expect(store.commit({ entries: [refund] })).rejects.toThrow('more than');
      expect(await store.commit({ entries: [back, refund] })).toMatchObject({ result: 'committed' });
      expect(await store.balances()).toEqual(
        expect.arrayContaining([{ account: 'owed-by:cit_1', currency: 'USD', amountMinor: 9_000 }]),
      );
    }),
  );

  test(
    'a thousand entries add up per account and currency, and accounts at zero are left out',
    on(async (store) => {
      const commits = Array.from({ length: 1_000 }, (_, index) => {
        const id = orderIdOf(index % 2);
        const currency = index % 10 === 0 ? 'EUR' : 'USD';
        const postings = chargeOf(id, 100 + index, 7);
        return store.commit({ entries: [sampleEntry(id, { id: `entry ${index}`, currency, postings })] });
      });
      await Promise.all(commits);
      const back = chargeOf(orderIdOf(2), 500, 10);
      const undone = back.map(({ account, amountMinor }) => ({ account, amountMinor: -amountMinor }));
      await store.commit({ entries: [sampleEntry(orderIdOf(2), { id: 'there', postings: back })] });
      await store.commit({ entries: [sampleEntry(orderIdOf(2), { id: 'and back', postings: undone })] });
      // The amounts 100 to 1,099: every tenth is in euros and all of those are even, as are 400 of the rest.
      const expected = [
        { account: `held:${orderIdOf(0)}`, currency: 'EUR', amountMinor: -59_500 },
        { account: `held:${orderIdOf(0)}`, currency: 'USD', amountMinor: -240_000 },
        { account: `held:${orderIdOf(1)}`, currency: 'USD', amountMinor: -300_000 },
        { account: 'stripe', currency: 'EUR', amountMinor: 58_800 },
        { account: 'stripe', currency: 'USD', amountMinor: 533_700 },
        { account: 'stripe-fees', currency: 'EUR', amountMinor: 700 },
        { account: 'stripe-fees', currency: 'USD', amountMinor: 6_300 },
      ];
      const balances = await store.balances();
      expect(balances).toHaveLength(expected.length);
      expect(balances).toEqual(expect.arrayContaining(expected));
    }),
  );

  test(
    'all entries are read in pages, each once and in the order in which they were kept',
    on(async (store) => {
      const ids = Array.from({ length: 25 }, (_, index) => `entry ${(index * 7) % 25}`);
      for (const id of ids) await store.commit({ entries: [sampleEntry(orderIdOf(1), { id })] });
      const read: string[] = [];
      const sizes: number[] = [];
      for (let after: string | null = null; ; after = read.at(-1) ?? null) {
        const page: readonly { readonly id: string }[] = await store.entries(after, 10);
        if (page.length === 0) break;
        sizes.push(page.length);
        read.push(...page.map(({ id }) => id));
      }
      expect(read).toEqual(ids);
      expect(sizes).toEqual([10, 10, 5]);
    }),
  );

  test(
    'entries of one person are those that touch what is owed to them or by them, in pages',
    on(async (store) => {
      const [ada, bea] = [sampleCitizen('ada').id, sampleCitizen('bea').id];
      const keep = (id: string, accounts: readonly LedgerAccount[]) => {
        const postings = accounts.flatMap((account): Posting[] => [
          { account, amountMinor: -1 },
          { account: 'stripe', amountMinor: 1 },
        ]);
        return store.commit({ entries: [sampleEntry(orderIdOf(1), { id, postings })] });
      };
      await keep('both', [`payable:${ada}`, `payable:${bea}`]);
      await keep('nobody', ['fund']);
      await keep('netted', [`payable:${ada}`, `owed-by:${ada}`]);
      await keep('owed', [`owed-by:${bea}`]);
      await keep('again', [`owed-by:${ada}`]);
      const idsOf = async (id: CitizenId, after: string | null, limit = 10) =>
        (await store.entriesOfParty(id, after, limit)).map((entry) => entry.id);
      expect(await idsOf(ada, null)).toEqual(['both', 'netted', 'again']);
      expect(await idsOf(bea, null)).toEqual(['both', 'owed']);
      expect(await idsOf(ada, null, 2)).toEqual(['both', 'netted']);
      expect(await idsOf(ada, 'netted', 2)).toEqual(['again']);
      expect(await idsOf(sampleCitizen('cara').id, null)).toEqual([]);
    }),
  );

  test(
    'a page after an entry that does not exist is an error',
    on(async (store) => {
      await expect(store.entries('no such entry', 10)).rejects.toThrow('no such entry');
    }),
  );
}
