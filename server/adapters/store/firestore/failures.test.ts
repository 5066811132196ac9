import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { startFirestore } from '../../../../sandbox/firestore/server.ts';
import type { FirestoreStandIn } from '../../../../sandbox/firestore/server.ts';
import { UpstreamError } from '../../../ports/payments.ts';
import type { Store } from '../../../ports/store.ts';
import {
  claimOf,
  dropIdOf,
  keepDrop,
  noon,
  orderIdOf,
  sampleCitizen,
  sampleEntry,
  sampleMessage,
  sampleOrder,
} from '../contract-samples.ts';
import { freshPlace, indexFile, openAt, startStandIn } from '../firestore-fixture.ts';

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
/** Has a service to itself, for what is waited out while other stories are told. */
const alone = (tell: (store: Store, service: FirestoreStandIn) => Promise<void>) => async () => {
  const service = await startStandIn();
  const store = await openAt(freshPlace(service.host));
  try {
    await tell(store, service);
  } finally {
    await store.close();
    await service.stop();
  }
};
const lost = { code: 14, when: 'after' } as const;

describe('an answer that is lost', () => {
  test(
    'to a claim: it is kept once, and answered with its unit',
    on(async (store) => {
      await keepDrop(store, 3);
      await store.commit(claimOf(sampleOrder(1)));
      standIn.faults.failNext('Commit', lost);
      expect(await store.commit(claimOf(sampleOrder(2)))).toEqual({ result: 'committed', unit: 2 });
      expect(await store.commit(claimOf(sampleOrder(3)))).toEqual({ result: 'committed', unit: 3 });
      expect(await store.units(dropIdOf('board'))).toEqual({ total: 3, left: 0 });
    }),
  );

  test(
    'to a change: it is no conflict with itself',
    on(async (store) => {
      const ada = sampleCitizen('ada');
      await store.commit({ put: [{ kind: 'citizen', record: ada }] });
      standIn.faults.failNext('Commit', lost);
      const record = { ...ada, version: 1, nickname: 'Ada' };
      expect(await store.commit({ put: [{ kind: 'citizen', record }] })).toMatchObject({ result: 'committed' });
      expect(await store.get('citizen', ada.id)).toEqual({ ...record, version: 2 });
    }),
  );

  test(
    'to a booking: the money is booked once',
    on(async (store) => {
      await store.receive(sampleMessage('one'));
      standIn.faults.failNext('Commit', lost);
      const settleInbox = { id: 'stripe:one', outcome: 'paid' };
      const change = { entries: [sampleEntry(orderIdOf(1))], settleInbox };
      expect(await store.commit(change)).toMatchObject({ result: 'committed' });
      expect(await store.entries(null, 10)).toHaveLength(1);
      expect(await store.balances()).toHaveLength(3);
      expect((await store.balances()).reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(0);
      expect(await store.commit(change)).toEqual({ result: 'already-done' });
    }),
  );

  test(
    'to one of many claims: each has its own unit, and each is told',
    on(async (store) => {
      await keepDrop(store, 30);
      standIn.faults.failNext('Commit', lost);
      standIn.faults.failNext('Commit', { code: 10 });
      standIn.faults.failNext('Commit', lost);
      const claims = Array.from({ length: 40 }, (_, index) => store.commit(claimOf(sampleOrder(index + 1))));
      const answers = await Promise.all(claims);
      const units = answers.flatMap((answer) => (answer.result === 'committed' ? [answer.unit] : []));
      expect(new Set(units).size).toBe(30);
      expect(answers.filter(({ result }) => result === 'sold-out')).toHaveLength(10);
      expect(await store.recentOrders(100)).toHaveLength(30);
    }),
  );
});

describe('a service that is away', () => {
  test(
    'for a moment is not noticed by anybody',
    on(async (store) => {
      await keepDrop(store, 1);
      standIn.faults.failNext('Commit', { code: 14, times: 3 });
      standIn.faults.failNext('BatchGetDocuments', { code: 14 });
      expect(await store.commit(claimOf(sampleOrder(1)))).toEqual({ result: 'committed', unit: 1 });
    }),
  );

  test(
    'one piece of work that is refused takes no other with it',
    on(async (store) => {
      const huge = sampleMessage('huge');
      const answers = await Promise.allSettled([
        store.receive(sampleMessage('one')),
        store.receive({ ...huge, body: 'x'.repeat(1_100_000) }),
        store.receive(sampleMessage('two')),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await store.inbox(noon, 10)).toHaveLength(2);
    }),
  );
});

/** In a process of its own, because a client that finds nobody goes on trying for a while, whoever waits. */
const opening = async (host: string) => {
  const { href } = new URL('../firestore.ts', import.meta.url);
  const place = JSON.stringify({ projectId: freshPlace(host).projectId, emulatorHost: host });
  const program = `import(${JSON.stringify(href)})
    .then(({ firestoreStore }) => firestoreStore(${place}))
    .then(() => 'it opened', (error) => error.message)
    .then((said) => process.stdout.write(said, () => process.exit()))`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '-e',
    program,
  ]);
  return stdout;
};
const refusedBy = async (prepare: (service: FirestoreStandIn) => void, indexes: unknown = indexFile) => {
  const service = await startFirestore({ indexes });
  try {
    prepare(service);
    return await opening(service.host);
  } finally {
    await service.stop();
  }
};

// The rest is waiting, and is waited for together: what stands side by side is begun at once.
test.concurrent(
  'a service that is away is told as a partner that does not answer, and what was asked goes through once it is back',
  alone(async (store, service) => {
    await keepDrop(store, 2);
    service.faults.refuseAll(14);
    const asked = [store.commit(claimOf(sampleOrder(1))), store.get('drop', dropIdOf('board')), store.balances()];
    for (const answer of await Promise.allSettled(asked))
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(UpstreamError) });
    service.faults.refuseAll(undefined);
    expect(await store.commit(claimOf(sampleOrder(1)))).toMatchObject({ result: 'committed' });
    expect(await store.units(dropIdOf('board'))).toEqual({ total: 2, left: 1 });
  }),
  40_000,
);

test.concurrent.each([
  [16, 'does not accept the credentials'],
  [7, 'refuses this service account'],
  [5, 'does not exist: create the database'],
  [14, 'cannot be reached'],
])(
  'a store that cannot be opened says in one sentence why: status %i',
  async (code, sentence) => {
    const said = await refusedBy((service) => service.faults.refuseAll(code));
    expect(said).toContain(sentence);
    expect(said).toMatch(/^Firestore \(project demo-.*\) [^\n]*[.?)]$/);
  },
  30_000,
);

test.concurrent(
  'a store that cannot be opened says in one sentence why: nobody there',
  async () => {
    expect(await opening('127.0.0.1:9')).toContain('cannot be reached');
  },
  30_000,
);

test.concurrent('a store that cannot be opened says in one sentence why: an index that was not deployed', async () => {
  const said = await refusedBy(() => {}, { indexes: [], fieldOverrides: [] });
  expect(said).toContain('lacks an index: deploy server/adapters/store/firestore/firestore.indexes.json');
});
