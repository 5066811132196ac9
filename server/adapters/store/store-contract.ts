import { describe, expect, test } from '@jest/globals';
import type { Store } from '../../ports/store.ts';
import { describeClaims } from './contract-claims.ts';
import { describeLedger } from './contract-ledger.ts';
import { describeNews } from './contract-news.ts';
import { describeListed } from './contract-lists.ts';
import { describeLists, describeRecords } from './contract-records.ts';
import { oneOfEveryKind } from './contract-every-kind.ts';
import {
  claimOf,
  keepDrop,
  noon,
  sampleEffect,
  sampleEntry,
  sampleMessage,
  sampleNotice,
  sampleOrder,
} from './contract-samples.ts';
import { describeDeadlinesAndNotices, describeInboxAndOutbox, describeLeases } from './contract-work.ts';

/** Makes a test's body out of a story about an empty store, which is closed at its end. */
export type Story = (tell: (store: Store) => Promise<void>) => () => Promise<void>;

/**
 * What every store must do. A store is one if it passes this suite unchanged.
 *
 * @param open   gives a new, empty store
 * @param reopen closes a store and opens what it kept, as a restart would; left out where nothing outlives the process
 */
export function describeStore(
  name: string,
  open: () => Promise<Store>,
  reopen?: (store: Store) => Promise<Store>,
): void {
  const on: Story = (tell) => async () => {
    const store = await open();
    try {
      await tell(store);
    } finally {
      await store.close();
    }
  };

  describe(name, () => {
    describe('records', () => describeRecords(on));
    describe('lists', () => describeLists(on));
    describe('lists by words', () => describeListed(on));
    describe('claims', () => describeClaims(on));
    describe('history and ledger', () => describeLedger(on));
    describe('inbox and outbox', () => describeInboxAndOutbox(on));
    describe('deadlines and notices', () => describeDeadlinesAndNotices(on));
    describe('leases', () => describeLeases(on));
    describe('news and listeners', () => describeNews(on));
    describe('closing', () => describeClosing(open));
    if (reopen) describe('a restart', () => describeRestart(open, reopen));
  });
}

function describeClosing(open: () => Promise<Store>): void {
  test('closing waits for commits under way, and what comes later is refused', async () => {
    const store = await open();
    await keepDrop(store, 3);
    const claims = [1, 2, 3].map((number) => store.commit(claimOf(sampleOrder(number))));
    await store.close();
    expect((await Promise.all(claims)).map(({ result }) => result)).toEqual(['committed', 'committed', 'committed']);
    await expect(store.commit({})).rejects.toThrow('closed');
    await store.close();
  });
}

function describeRestart(open: () => Promise<Store>, reopen: (store: Store) => Promise<Store>): void {
  test('everything that was answered is there after a restart', async () => {
    const before = await open();
    const kept = oneOfEveryKind(0);
    const order = sampleOrder(1);
    const [notice, effect, message] = [sampleNotice('a'), sampleEffect(order.id), sampleMessage('one')];
    await keepDrop(before, 2);
    await before.commit({ put: kept.filter(({ kind }) => !['drop', 'order', 'exposure'].includes(kind)) });
    await before.commit(claimOf(order, { entries: [sampleEntry(order.id)], effects: [effect], notices: [notice] }));
    await before.receive(message);
    const readings = async (store: Store) => ({
      records: await Promise.all(kept.map(({ kind, record }) => store.get(kind, record.id))),
      units: [await store.units(order.dropId), await store.unitOf(order.id)],
      history: await store.history(order.id),
      entries: await store.entries(null, 10),
      balances: await store.balances(),
      inbox: await store.inbox(noon, 10),
      outbox: await store.outbox(noon, 10),
      due: await store.due(order.claimEndsAt, 10),
      account: await store.citizenByAccount('discord', 'discord-ada'),
    });
    const said = await readings(before);
    const after = await reopen(before);
    try {
      expect(await readings(after)).toEqual(said);
      expect(said.records).not.toContain(undefined);
      expect(await after.leaseNotices('discord', noon, noon + 1, 10)).toEqual([notice]);
      expect(await after.receive(message)).toBe('duplicate');
      expect(await after.commit(claimOf(sampleOrder(2)))).toEqual({ result: 'committed', unit: 2 });
    } finally {
      await after.close();
    }
  });
}
