import { connect } from 'node:http2';

import type { Firestore } from '@google-cloud/firestore';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { connectTo, outcomeOf } from './checks/check.ts';
import { codes } from './refusal.ts';
import { startFirestore, type FirestoreOptions, type FirestoreStandIn } from './server.ts';

let firestore: FirestoreStandIn;
let db: Firestore;
const more: (() => Promise<void>)[] = [];

beforeEach(async () => {
  firestore = await startFirestore();
  db = connectTo(firestore.host, 'demo-server');
});

afterEach(async () => {
  await db.terminate();
  await firestore.stop();
  for (const end of more.splice(0)) await end();
});

/** Another stand-in, which is ended with the test. */
async function startAnother(options: FirestoreOptions): Promise<{ firestore: FirestoreStandIn; db: Firestore }> {
  const another = await startFirestore(options);
  const client = connectTo(another.host, 'demo-another');
  more.push(async () => {
    await client.terminate();
    await another.stop();
  });
  return { firestore: another, db: client };
}

function row(id: string) {
  return db.doc(`rows/${id}`);
}

describe('what goes wrong on demand', () => {
  test('a commit that fails before has written nothing', async () => {
    firestore.faults.failNext('Commit', { code: codes.internal });
    expect(await outcomeOf(row('a').set({ x: 1 }))).toBe('refused with 13');
    expect((await row('a').get()).exists).toBe(false);
  });

  test('a commit whose answer is lost has written everything', async () => {
    firestore.faults.failNext('Commit', { code: codes.internal, when: 'after' });
    expect(await outcomeOf(row('a').set({ x: 1 }))).toBe('refused with 13');
    expect((await row('a').get()).get('x')).toBe(1n);
  });

  test('a fault is over after as many calls as were asked for', async () => {
    firestore.faults.failNext('Commit', { code: codes.deadlineExceeded, times: 2, message: 'Too late.' });
    const outcomes = [];
    for (const x of [1, 2, 3]) outcomes.push(await outcomeOf(row('a').set({ x })));
    expect(outcomes).toEqual(['refused with 4', 'refused with 4', 'done']);
  });

  test('the client library itself tries a commit again that was unavailable, so that one with a condition can fail though it is done', async () => {
    firestore.faults.failNext('Commit', { code: codes.unavailable, when: 'after' });
    expect(await outcomeOf(row('a').create({ x: 1 }))).toBe('refused with 6');
    expect(firestore.counts().requests.Commit).toBe(2);
  });

  test('faults are used up in the order they were asked for, each by its own method', async () => {
    firestore.faults.failNext('Commit', { code: codes.internal });
    firestore.faults.failNext('Commit', { code: codes.permissionDenied });
    firestore.faults.failNext('RunQuery', { code: codes.unauthenticated });
    expect(await outcomeOf(row('a').set({ x: 1 }))).toBe('refused with 13');
    expect(await outcomeOf(db.collection('rows').get())).toBe('refused with 16');
    expect(await outcomeOf(row('a').set({ x: 1 }))).toBe('refused with 7');
  });

  test('a transaction whose commit meets contention is tried again by the client library', async () => {
    firestore.faults.failNext('Commit', { code: codes.aborted });
    let tries = 0;
    await db.runTransaction(async (transaction) => {
      tries += 1;
      await transaction.get(row('a'));
      transaction.set(row('a'), { tries });
    });
    expect((await row('a').get()).get('tries')).toBe(2n);
  });

  test.each([
    ['permission denied', codes.permissionDenied],
    ['unauthenticated', codes.unauthenticated],
  ])('everything can be refused: %s', async (_, code) => {
    firestore.faults.refuseAll(code);
    expect(await outcomeOf(row('a').get())).toBe(`refused with ${code}`);
    expect(await outcomeOf(row('a').set({ x: 1 }))).toBe(`refused with ${code}`);
    firestore.faults.refuseAll(undefined);
    expect(await outcomeOf(row('a').set({ x: 1 }))).toBe('done');
  });

  test('while nobody is there, the client library keeps trying, and gets through afterwards', async () => {
    firestore.faults.refuseAll(codes.unavailable);
    const written = row('a').set({ x: 1 });
    while (firestore.counts().requests.Commit < 2) await new Promise((resolve) => setImmediate(resolve));
    firestore.faults.refuseAll(undefined);
    await written;
    expect((await row('a').get()).exists).toBe(true);
  });

  test('calls can be held back until they are let go', async () => {
    const held = firestore.faults.hold('Commit');
    const both = Promise.all([row('a').set({ x: 1 }), row('b').set({ x: 1 })]);
    await held.reached(2);
    expect((await row('a').get()).exists).toBe(false);
    held.release();
    await both;
    expect((await row('a').get()).exists).toBe(true);
  });

  test('calls can be made slow', async () => {
    firestore.faults.delay('BatchGetDocuments', 60);
    const begun = performance.now();
    await row('a').get();
    expect(performance.now() - begun).toBeGreaterThanOrEqual(59);
    firestore.faults.clear();
  });

  test('a listener that is cut off comes back and hears of what it missed', async () => {
    const heard: string[][] = [];
    const waiting = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await row('a').set({ x: 1 });
    await row('b').set({ x: 1 });
    const stop = db.collection('rows').onSnapshot((found) => {
      heard.push(found.docs.map(({ id }) => id));
      waiting[heard.length - 1]?.resolve();
    });
    await waiting[0]?.promise;
    const held = firestore.faults.hold('Listen');
    firestore.faults.breakListeners(codes.unavailable);
    await held.reached(1);
    await row('a').delete();
    await row('c').set({ x: 1 });
    held.release();
    await waiting[1]?.promise;
    stop();
    expect(heard).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ]);
  });
});

describe('what is counted', () => {
  test('requests by method, and what each commit read and wrote', async () => {
    const batch = db.batch();
    batch.set(row('a'), { x: 1 });
    batch.set(row('b'), { x: 2 });
    await batch.commit();
    await db.runTransaction(async (transaction) => {
      await transaction.getAll(row('a'), row('missing'));
      await transaction.get(db.collection('rows').where('x', '==', 2));
      transaction.update(row('a'), { x: 3 });
    });
    const { requests, commits, documentsRead, documentsWritten } = firestore.counts();
    expect(requests).toMatchObject({ Commit: 2, BatchGetDocuments: 1, RunQuery: 1, Rollback: 0 });
    expect(commits.map(({ read, written }) => [read, written])).toEqual([
      [0, 2],
      [3, 1],
    ]);
    expect(commits[0]?.bytes).toBeGreaterThan(100);
    expect([documentsRead, documentsWritten]).toEqual([3, 3]);
  });

  test('from nothing again after a reset', async () => {
    await row('a').set({ x: 1 });
    firestore.resetCounts();
    expect(firestore.counts()).toMatchObject({ commits: [], documentsWritten: 0, requests: { Commit: 0 } });
  });
});

describe('transactions that meet', () => {
  test('one whose reading was overtaken is aborted, and sees the new state when it is tried again', async () => {
    await row('a').set({ x: 1 });
    const seen: unknown[] = [];
    await db.runTransaction(async (transaction) => {
      seen.push((await transaction.get(row('a'))).get('x'));
      if (seen.length === 1) await row('a').update({ x: 5 });
      transaction.set(row('b'), { from: seen.at(-1) });
    });
    expect(seen).toEqual([1n, 5n]);
    expect((await row('b').get()).get('from')).toBe(5n);
  });

  test('one that saw nothing of a kind is aborted when something of the kind was made', async () => {
    await expect(
      db.runTransaction(
        async (transaction) => {
          const found = await transaction.get(db.collection('rows').where('kind', '==', 'seat'));
          await row('a').set({ kind: 'seat' });
          transaction.set(row('b'), { kind: 'seat', size: found.size });
        },
        { maxAttempts: 1 },
      ),
    ).rejects.toMatchObject({ code: codes.aborted });
  });

  test('one that counted is aborted when the count changed', async () => {
    const counted = db.runTransaction(
      async (transaction) => {
        await transaction.get(db.collection('rows').count());
        await row('a').set({ x: 1 });
        transaction.set(db.doc('counts/rows'), { rows: 0 });
      },
      { maxAttempts: 1 },
    );
    await expect(counted).rejects.toMatchObject({ code: codes.aborted });
  });

  test('one that looked elsewhere is not disturbed', async () => {
    await row('a').set({ kind: 'table' });
    let tries = 0;
    await db.runTransaction(async (transaction) => {
      tries += 1;
      await transaction.get(db.collection('rows').where('kind', '==', 'seat'));
      await transaction.get(row('b'));
      await row('a').update({ kind: 'stool' });
      transaction.set(row('b'), { x: 1 });
    });
    expect(tries).toBe(1);
  });

  test('one that reads in several steps sees one moment, though it may write', async () => {
    await row('a').set({ x: 1 });
    await row('b').set({ x: 1 });
    const seen: unknown[][] = [];
    await db.runTransaction(async (transaction) => {
      const a = await transaction.get(row('a'));
      if (seen.length === 0) await Promise.all([row('a').update({ x: 2 }), row('b').update({ x: 2 })]);
      const b = await transaction.get(row('b'));
      seen.push([a.get('x'), b.get('x')]);
    });
    expect(seen).toEqual([
      [1n, 1n],
      [2n, 2n],
    ]);
  });
});

describe('limits', () => {
  test('a commit of more than ten mebibytes is refused', async () => {
    const batch = db.batch();
    for (let at = 0; at < 11; at++) batch.set(row(`d${at}`), { x: Buffer.alloc(1_000_000) });
    expect(await outcomeOf(batch.commit())).toBe('refused with 3');
    expect((await row('d0').get()).exists).toBe(false);
  });

  test('a commit of less is done', async () => {
    const batch = db.batch();
    for (let at = 0; at < 10; at++) batch.set(row(`d${at}`), { x: Buffer.alloc(1_000_000) });
    expect(await outcomeOf(batch.commit())).toBe('done');
  });

  test('what the stand-in does not know is refused as such', async () => {
    const nearest = db.collection('rows').findNearest({
      vectorField: 'v',
      queryVector: [1],
      limit: 1,
      distanceMeasure: 'EUCLIDEAN',
    });
    expect(await outcomeOf(nearest.get())).toBe('refused with 12');
  });
});

describe('documents that end', () => {
  const indexes = {
    fieldOverrides: [
      { collectionGroup: 'sessions', fieldPath: 'until', ttl: true, indexes: [] },
      { collectionGroup: 'rows', fieldPath: 'until', ttl: false, indexes: [] },
    ],
  };

  test('end when somebody sweeps, once their time has come, and only where a policy says so', async () => {
    const another = await startAnother({ indexes });
    const put = (path: string, until: unknown) => another.db.doc(path).set({ until });
    await put('sessions/past', new Date(1_000));
    await put('sessions/now', new Date(2_000));
    await put('sessions/later', new Date(2_001));
    await put('sessions/number', 1_000);
    await put('people/1/sessions/past', new Date(1_000));
    await put('rows/past', new Date(1_000));
    expect(another.firestore.ttlPolicies).toEqual([{ collectionGroup: 'sessions', path: 'until' }]);
    expect(another.firestore.sweep(2_000)).toBe(3);
    const left = await another.db.collection('sessions').get();
    expect(left.docs.map(({ id }) => id)).toEqual(['later', 'number']);
    expect((await another.db.doc('rows/past').get()).exists).toBe(true);
  });

  test('stay until then, however old they are', async () => {
    const another = await startAnother({ indexes });
    await another.db.doc('sessions/past').set({ until: new Date(0) });
    expect((await another.db.doc('sessions/past').get()).exists).toBe(true);
  });
});

describe('the end', () => {
  test('after it has stopped, nobody is there', async () => {
    await row('a').set({ x: 1 });
    const { host } = firestore;
    await firestore.stop();
    await expect(fetch(`http://${host}/`)).rejects.toThrow();
  });

  test('it stops though somebody stays connected', async () => {
    const another = await startFirestore();
    const visitor = connect(`http://${another.host}`);
    const gone = new Promise<void>((resolve) => visitor.once('close', () => resolve()));
    visitor.on('error', () => undefined);
    await new Promise<void>((resolve) => visitor.once('connect', () => resolve()));
    // A request that is never finished, as that of a listener is.
    const request = visitor.request({
      ':method': 'POST',
      ':path': '/google.firestore.v1.Firestore/Listen',
      'content-type': 'application/grpc',
    });
    request.on('error', () => undefined);
    await another.stop();
    await gone;
    await expect(fetch(`http://${another.host}/`)).rejects.toThrow();
  });

  test('everything can be dropped, and listeners hear of it', async () => {
    const sizes: number[] = [];
    const empty = Promise.withResolvers<void>();
    await row('a').set({ x: 1 });
    const stop = db.collection('rows').onSnapshot(({ size }) => {
      sizes.push(size);
      if (size === 0) empty.resolve();
      else firestore.clear();
    });
    await empty.promise;
    stop();
    expect(sizes).toEqual([1, 0]);
  });
});
