import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Firestore } from '@google-cloud/firestore';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { startEmulator } from '../../../sandbox/firestore/emulator.ts';
import type { Store } from '../../ports/store.ts';
import { claimOf, noon, orderIdOf, sampleEntry, sampleMessage, sampleNotice, sampleOrder } from './contract-samples.ts';
import { comparable, documentsIn, fillStore, readingsOf } from './copy-fixture.ts';
import { copyStore } from './copy-store.ts';
import type { CopyOptions, Copied, Progress } from './copy-store.ts';
import { firestoreStore } from './firestore.ts';
import { freshPlace, startStandIn } from './firestore-fixture.ts';
import { connect } from './firestore/connect.ts';
import { pathOf } from './firestore/documents.ts';
import { sqliteStore } from './sqlite.ts';

const emulator = await startEmulator();
const standIn = await startStandIn();
const folder = mkdtempSync(join(tmpdir(), 'c500-copy-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await standIn.stop();
  await emulator?.stop();
});

// The emulator takes its time, above all for the first answers.
jest.setTimeout(240_000);

let files = 0;
const nextFile = () => join(folder, `${files++}.sqlite`);

/** A file with something of everything. */
async function fillFile(): Promise<string> {
  const path = nextFile();
  await withStore(sqliteStore({ path }), fillStore);
  return path;
}

const filled = await fillFile();

/** A file with what `filled` has, that a test may change. */
function copyOfFile(): string {
  const path = nextFile();
  copyFileSync(filled, path);
  return path;
}

type Place = CopyOptions['to'];

function copy(from: string, to: Place, options: Partial<CopyOptions> = {}): Promise<Copied> {
  const signal = new AbortController().signal;
  return copyStore({ from, to, perSecond: 1e9, signal, onProgress: () => {}, ...options });
}

/** Copies until `enough` is reached. */
function copyUntil(from: string, to: Place, enough: (progress: Progress) => boolean): Promise<Copied> {
  const stopping = new AbortController();
  const onProgress = (progress: Progress) => {
    if (enough(progress)) stopping.abort();
  };
  return copy(from, to, { signal: stopping.signal, onProgress });
}

const isWritten = (progress: Progress) => progress.doing === 'writing' && progress.done === progress.total;

async function withStore<T>(store: Store, use: (store: Store) => Promise<T>): Promise<T> {
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function inDatabase<T>(to: Place, use: (db: Firestore) => Promise<T>): Promise<T> {
  const { db, close } = await connect(to);
  try {
    return await use(db);
  } finally {
    await close();
  }
}

const hosts: readonly { readonly name: string; readonly host: string }[] = [
  { name: 'the stand-in', host: standIn.host },
  ...(emulator ? [{ name: 'Google’s emulator', host: emulator.host }] : []),
];

describe.each(hosts)('a copy on $name', ({ host }) => {
  test('answers every question as the store does that it was made of', async () => {
    const to = freshPlace(host);
    expect(await copy(filled, to)).toMatchObject({ result: 'copied', problems: [] });
    const said = await withStore(sqliteStore({ path: copyOfFile() }), readingsOf);
    expect(await withStore(await firestoreStore(to), readingsOf)).toEqual(said);
  });

  test('has the documents that the store itself would have kept', async () => {
    const [to, kept] = [freshPlace(host), freshPlace(host)];
    await copy(filled, to);
    await withStore(await firestoreStore(kept), fillStore);
    const [copied, made] = [await documentsIn(to), await documentsIn(kept)];
    const all = (documents: typeof made) =>
      Object.fromEntries(
        Object.entries(documents)
          // Sums may be divided in many ways, and are compared as what they come to.
          .filter(([path]) => !path.startsWith('balance/'))
          .map(([path, data]) => [path, comparable(path, data)]),
      );
    expect(all(copied)).toEqual(all(made));
  });

  test('that is stopped after every round goes on, and comes to the same as one that never was', async () => {
    const [to, whole] = [freshPlace(host), freshPlace(host)];
    const stops: number[] = [];
    for (let copied: Copied | undefined; copied?.result !== 'copied';) {
      let rounds = 0;
      const doneBefore = stops.at(-1) ?? 0;
      copied = await copyUntil(filled, to, ({ doing }) => doing === 'writing' && ++rounds === 1);
      if (copied.result === 'stopped') stops.push(copied.done);
      expect(stops.at(-1)).toBeGreaterThan(copied.result === 'copied' ? 0 : doneBefore);
    }
    expect(stops.length).toBeGreaterThan(20);
    await copy(filled, whole);
    expect(withoutMoments(await documentsIn(to))).toEqual(withoutMoments(await documentsIn(whole)));
  });
});

test('what waits is divided evenly among the cores that will share it', async () => {
  const [from, to] = [nextFile(), freshPlace(standIn.host)];
  await withStore(sqliteStore({ path: from }), (store) => fillStore(store, 160));
  await copy(from, to);
  const documents = Object.entries(await documentsIn(to));
  for (const collection of ['effect', 'notice', 'deadline']) {
    const parts = documents.filter(([path]) => path.startsWith(`${collection}/`)).flatMap(([, { part }]) => part ?? []);
    const inEach = Array.from({ length: 16 }, (_, part) => parts.filter((each) => each === part).length);
    expect(inEach.reduce((sum, count) => sum + count)).toBe(parts.length);
    expect(Math.min(...inEach)).toBeGreaterThan(0);
    expect(Math.max(...inEach)).toBeLessThan(parts.length / 4);
  }
});

/** How long that which is settled stays is counted from when a copy began. */
function withoutMoments(documents: Awaited<ReturnType<typeof documentsIn>>) {
  return Object.entries(documents).map(([path, { expireAt, ...data }]) => [path, data, expireAt !== undefined]);
}

describe('a copy that was interrupted', () => {
  test('writes again what was written after it last said how far it was, to the same end', async () => {
    const to = freshPlace(standIn.host);
    for (const random of [0.1, 0.35, 0.6, 0.85]) {
      await copyUntil(
        filled,
        to,
        (progress) => progress.doing === 'writing' && progress.done > random * progress.total,
      );
      const before = await documentsIn(to);
      await inDatabase(to, (db) =>
        db.doc(pathOf('copy', 'sqlite')).update({ 'data.table': 'citizen', 'data.done': 1 }),
      );
      await copyUntil(
        filled,
        to,
        (progress) => progress.doing === 'writing' && progress.done > random * progress.total,
      );
      expect(await documentsIn(to)).toEqual(before);
    }
    expect(await copy(filled, to)).toMatchObject({ result: 'copied' });
    const said = await withStore(sqliteStore({ path: copyOfFile() }), readingsOf);
    expect(await withStore(await firestoreStore(to), readingsOf)).toEqual(said);
  });

  test('keeps every core from starting until it is finished', async () => {
    const to = freshPlace(standIn.host);
    await copyUntil(filled, to, isWritten);
    await expect(firestoreStore(to)).rejects.toThrow('is not whole');
    await copy(filled, to);
    await (await firestoreStore(to)).close();
  });

  test('by Firestore says why, and goes on', async () => {
    const to = freshPlace(standIn.host);
    let rounds = 0;
    const failing = copy(filled, to, {
      onProgress({ doing }) {
        if (doing === 'writing' && ++rounds === 5) standIn.faults.refuseAll(7);
      },
    });
    await expect(failing).rejects.toThrow(/refuses this service account.*The same command goes on/);
    standIn.faults.refuseAll(undefined);
    const first: number[] = [];
    const onProgress = (progress: Progress) => progress.doing === 'writing' && first.push(progress.done);
    expect(await copy(filled, to, { onProgress })).toMatchObject({ result: 'copied' });
    expect(first[0]).toBeGreaterThan(5);
  });

  test('before it wrote anything has kept nothing but its mark', async () => {
    const to = freshPlace(standIn.host);
    const stopped = AbortSignal.abort();
    expect(await copy(filled, to, { signal: stopped })).toMatchObject({ result: 'stopped', done: 0 });
    expect(await documentsIn(to)).toEqual({});
  });
});

describe('a copy that is finished', () => {
  test('is left as it is by another run', async () => {
    const to = freshPlace(standIn.host);
    await copy(filled, to);
    const before = await documentsIn(to);
    standIn.resetCounts();
    expect(await copy(filled, to)).toMatchObject({ result: 'finished-before' });
    expect(standIn.counts().documentsWritten).toBe(0);
    expect(await documentsIn(to)).toEqual(before);
  });

  test('is left as it is once it was used, by a run with a source that was used too', async () => {
    const [from, to] = [copyOfFile(), freshPlace(standIn.host)];
    await copy(from, to);
    await withStore(await firestoreStore(to), (store) => store.commit(claimOf(sampleOrder(50))));
    await withStore(sqliteStore({ path: from }), (store) => store.commit(claimOf(sampleOrder(51))));
    const before = await documentsIn(to);
    await expect(copy(from, to)).rejects.toThrow(/the copy of a store already, finished on .* or has been used since/);
    expect(await documentsIn(to)).toEqual(before);
  });

  test('goes on as the old store would have', async () => {
    const [from, to] = [copyOfFile(), freshPlace(standIn.host)];
    await copy(from, to);
    const goOn = async (store: Store) => ({
      messages: [await store.receive(sampleMessage('settled')), await store.receive(sampleMessage('new'))],
      settled: await store.commit({ settleInbox: { id: 'stripe:settled', outcome: 'again' } }),
      booked: await store.commit({ entries: [sampleEntry(orderIdOf(2), { id: `${orderIdOf(2)}:charge` })] }),
      tagTaken: await store.commit(claimOf({ ...sampleOrder(60), tag: sampleOrder(3).tag })),
      // One unit was given back and two were never claimed; one is withdrawn.
      claims: [70, 71, 72, 73].map((number) => sampleOrder(number)),
      units: [
        await store.commit(claimOf(sampleOrder(70))),
        await store.commit(claimOf(sampleOrder(71))),
        await store.commit(claimOf(sampleOrder(72))),
        await store.commit(claimOf(sampleOrder(73))),
      ],
      lease: [await store.lease('chat', 'bot 2', noon, noon + 1), await store.lease('chat', 'bot 1', noon, noon + 1)],
      leased: (await store.leaseNotices('discord', noon + 100, noon + 200, 2)).map(({ id }) => id),
      unsettled: await store.settleNotice(sampleNotice(orderIdOf(5)).id, 'delivered', null),
      entry: await store.commit({ entries: [sampleEntry(orderIdOf(70), { id: '0 comes last' })] }),
      last: (await store.entries(null, 1_000)).at(-1)?.id,
      stale: await store.commit({ expect: [{ kind: 'order', id: orderIdOf(2), version: 1 }] }),
      paidOut: await store
        .commit({
          entries: [
            sampleEntry(orderIdOf(1), {
              id: 'too much',
              postings: [
                { account: `held:${orderIdOf(1)}`, amountMinor: 1 },
                { account: 'fund', amountMinor: -1 },
              ],
            }),
          ],
        })
        .then(
          () => 'paid out',
          () => 'refused',
        ),
    });
    const said = await withStore(sqliteStore({ path: from }), goOn);
    expect(await withStore(await firestoreStore(to), goOn)).toEqual(said);
    expect(said).toMatchObject({ messages: ['duplicate', 'kept'], paidOut: 'refused', last: '0 comes last' });
  });
});

describe('a target is refused, and left as it is,', () => {
  test('when somebody used it', async () => {
    const to = freshPlace(standIn.host);
    await withStore(await firestoreStore(to), (store) => store.receive(sampleMessage('one')));
    const before = await documentsIn(to);
    await expect(copy(filled, to)).rejects.toThrow(/The target is in use: it holds "inbox".*name an empty database/);
    expect(await documentsIn(to)).toEqual(before);
    await (await firestoreStore(to)).close();
  });

  test('when a core has it open', async () => {
    const to = freshPlace(standIn.host);
    await withStore(await firestoreStore(to), () => expect(copy(filled, to)).rejects.toThrow('The target is in use'));
  });

  test('when a core is started on it while the copy begins', async () => {
    const to = freshPlace(standIn.host);
    const begun = standIn.faults.hold('Commit');
    const refused = expect(copy(filled, to)).rejects.toThrow('it holds "member"');
    await begun.reached(1);
    await inDatabase(to, async (db) => {
      const writer = db.bulkWriter();
      void writer.create(db.doc('member/core'), { until: 1 });
      await writer.close();
    });
    begun.release();
    await refused;
    await (await firestoreStore(to)).close();
  });

  test('when half of another store is there, or of this one as it was before', async () => {
    const [from, to] = [copyOfFile(), freshPlace(standIn.host)];
    await copyUntil(from, to, isWritten);
    await withStore(sqliteStore({ path: from }), (store) => store.postpone({ inbox: 'stripe:waiting' }, noon, 'late'));
    await expect(copy(from, to)).rejects.toThrow(/half a copy, begun on .*, of another store/);
    expect(await copy(filled, to)).toMatchObject({ result: 'copied' });
  });

  test('when nobody answers there', async () => {
    const to = freshPlace(standIn.host);
    standIn.faults.refuseAll(16);
    await expect(copy(filled, to)).rejects.toThrow('does not accept the credentials');
    standIn.faults.refuseAll(undefined);
  });
});

describe('a source is refused with a sentence', () => {
  const refused = (from: string) => expect(copy(from, freshPlace(standIn.host))).rejects;

  test('while a core runs on it', async () => {
    const from = copyOfFile();
    await withStore(sqliteStore({ path: from }), () => refused(from).toThrow('is in use by another process'));
    expect(await copy(from, freshPlace(standIn.host))).toMatchObject({ result: 'copied' });
  });

  test('when it is not there', () => refused(join(folder, 'nowhere.sqlite')).toThrow('There is no store'));

  test('when it is no database', async () => {
    const path = nextFile();
    writeFileSync(path, 'A letter to my aunt, which is longer than the header of a database would be.'.repeat(9));
    await refused(path).toThrow('not one of C500');
  });

  test.each([
    ['of an older version', 'PRAGMA user_version = 1', 'was written by an older C500'],
    ['of a newer version', 'PRAGMA user_version = 999', 'was written by a newer C500'],
    ['of somebody else', 'PRAGMA application_id = 7', 'not one of C500'],
  ])('when it is %s', async (_, sql, sentence) => {
    const from = copyOfFile();
    const database = new DatabaseSync(from);
    database.exec(sql);
    database.close();
    await refused(from).toThrow(sentence);
  });
});

describe('the check at the end', () => {
  const entry = pathOf('entry', `${orderIdOf(4)}:charge`);
  const changed = (path: string, field: string, value: unknown) => (db: Firestore) =>
    db.doc(path).update({ [field]: value });
  const removed = (path: string) => (db: Firestore) => db.doc(path).delete();
  const made = (path: string, fields: object) => (db: Firestore) => db.doc(path).create(fields);
  const strange = sampleEntry(orderIdOf(4), { id: 'strange' });
  const strangeFields = {
    orderId: strange.orderId,
    keptAt: new Date(),
    position: 1,
    data: { body: JSON.stringify(strange) },
  };
  const swapped = JSON.stringify(sampleEntry(orderIdOf(4), { id: `${orderIdOf(4)}:charge` }));

  test.each([
    ['a ledger entry that is missing', removed(entry), `Ledger entry ${orderIdOf(4)}:charge is not at its place`],
    [
      'a ledger entry that is changed',
      changed(entry, 'data.body', swapped),
      `Ledger entry ${orderIdOf(4)}:charge is not in the target as`,
    ],
    ['a ledger entry out of its order', changed(entry, 'position', 2), 'is not at its place'],
    [
      'a balance that is changed',
      changed(pathOf('balance', 'stripe:USD:0'), 'amountMinor', 5),
      'Account stripe USD: the source has',
    ],
    [
      'a balance that is missing',
      removed(pathOf('balance', `held:${orderIdOf(2)}:EUR:0`)),
      `Account held:${orderIdOf(2)} EUR`,
    ],
    ['an order that is missing', removed(pathOf('order', orderIdOf(3))), 'In "order" the source has'],
    [
      'an order that is changed',
      changed(pathOf('order', orderIdOf(3)), 'data.version', 9),
      `${pathOf('order', orderIdOf(3))} is not in the target as`,
    ],
    ['a message that is missing', removed(pathOf('inbox', 'stripe:settled')), 'In "inbox" the source has'],
  ])('finds %s, and the next run mends it', async (_, tamper, sentence) => {
    const to = freshPlace(standIn.host);
    await copyUntil(filled, to, isWritten);
    await inDatabase(to, tamper);
    const copied = await copy(filled, to);
    expect(copied.result === 'differs' && copied.problems.join(' ')).toContain(sentence);
    await expect(firestoreStore(to)).rejects.toThrow('is not whole');
    expect(await copy(filled, to)).toMatchObject({ result: 'copied' });
  });

  test.each([
    [
      'a ledger entry too many',
      made(pathOf('entry', 'strange'), strangeFields),
      'Ledger entry strange is in the target and not in the source',
    ],
    ['a core that was started meanwhile', made('member/core', { until: 1 }), 'The target holds member'],
    ['a record too many', made('citizen/x', { data: {} }), 'In "citizen" the source has'],
  ])('finds %s, as often as it is asked', async (_, tamper, sentence) => {
    const to = freshPlace(standIn.host);
    await copyUntil(filled, to, isWritten);
    await inDatabase(to, tamper);
    for (let times = 0; times < 2; times++) {
      const copied = await copy(filled, to);
      expect(copied.result === 'differs' && copied.problems.join(' ')).toContain(sentence);
    }
  });

  test('misses no session that Firestore took away because it had ended', async () => {
    const [from, to] = [copyOfFile(), freshPlace(standIn.host)];
    const session = { version: 0, citizenId: null, csrf: 'c', payCode: null };
    const put = [{ kind: 'session', record: { id: 'ended', expiresAt: 1, ...session } }] as const;
    await withStore(sqliteStore({ path: from }), (store) => store.commit({ put }));
    await copyUntil(from, to, isWritten);
    await inDatabase(to, removed(pathOf('session', 'ended')));
    expect(await copy(from, to)).toMatchObject({ result: 'copied' });
  });
});

test('no more documents a second are written than was asked for', async () => {
  const startedAt = performance.now();
  const copied = await copy(filled, freshPlace(standIn.host), { perSecond: 400 });
  const count = copied.result === 'copied' ? copied.counted.reduce((sum, { target }) => sum + target, 0) : 0;
  expect(count).toBeGreaterThan(100);
  expect(performance.now() - startedAt).toBeGreaterThan((1_000 * count) / 400);
});
