import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Firestore } from '@google-cloud/firestore';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { connectTo, outcomeOf } from './checks/check.ts';
import { forkFirestore, type FirestoreChild } from './child.ts';
import { codes } from './refusal.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'c500-firestore-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Resolves when whoever listens there has gone. */
async function watchEnd(host: string): Promise<{ readonly ended: Promise<void> }> {
  const [name, port] = host.split(':');
  const socket = connect(Number(port), name);
  socket.on('error', () => undefined);
  // What is not read keeps a connection from being seen to close.
  socket.resume();
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return { ended };
}

describe('the stand-in as a process of its own', () => {
  let firestore: FirestoreChild;
  let db: Firestore;

  beforeEach(async () => {
    const file = join(folder, 'indexes.json');
    writeFileSync(
      file,
      JSON.stringify({ fieldOverrides: [{ collectionGroup: 'rows', fieldPath: 'until', ttl: true, indexes: [] }] }),
    );
    firestore = await forkFirestore({ indexes: file });
    db = connectTo(firestore.host, 'demo-child');
  });

  afterEach(async () => {
    await db.terminate();
    await firestore.stop();
  });

  test('does what is asked of it, faults included', async () => {
    const row = db.doc('rows/a');
    await firestore.failNext('Commit', { code: codes.internal, when: 'after' });
    expect(await outcomeOf(row.set({ until: new Date(1_000) }))).toBe('refused with 13');
    expect((await row.get()).exists).toBe(true);
    expect(await outcomeOf(db.collection('rows').orderBy('until').get())).toBe('refused with 9');
    await firestore.refuseAll(codes.permissionDenied);
    expect(await outcomeOf(row.get())).toBe('refused with 7');
    await firestore.refuseAll(undefined);
    expect((await firestore.counts()).requests).toMatchObject({ Commit: 1, BatchGetDocuments: 2, RunQuery: 1 });
    await firestore.resetCounts();
    expect((await firestore.counts()).requests.Commit).toBe(0);
    expect(await firestore.sweep(999)).toBe(0);
    expect(await firestore.sweep(1_000)).toBe(1);
    await row.set({ x: 1 });
    await firestore.clear();
    expect((await row.get()).exists).toBe(false);
  });

  test('is gone when it was stopped', async () => {
    const { ended } = await watchEnd(firestore.host);
    await firestore.stop();
    await ended;
  });
});

describe('the end of the one who started it', () => {
  test('ends it, though that one was killed', async () => {
    const program = join(folder, 'parent.ts');
    writeFileSync(
      program,
      `import { forkFirestore } from ${JSON.stringify(join(import.meta.dirname, 'child.ts'))};
       process.stdout.write((await forkFirestore()).host);`,
    );
    const parent = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await once(parent.stdout, 'data');
    const { ended } = await watchEnd(String(said));
    parent.kill('SIGKILL');
    await ended;
  });

  test('ends it, though there is no channel between the two', async () => {
    // The shell waits, so that it stays the parent.
    const command = `"${process.execPath}" "${join(import.meta.dirname, 'main.ts')}" & wait`;
    const parent = spawn('/bin/sh', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await once(parent.stdout, 'data');
    const { ended } = await watchEnd(String(said).trim());
    parent.kill('SIGKILL');
    await ended;
  });

  test('an index file that is wrong is told to the one who wanted it', async () => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, JSON.stringify({ indexes: [{ collectionGroup: 'rows', fields: [] }] }));
    await expect(forkFirestore({ indexes: file })).rejects.toThrow(/The simulated Firestore ended/);
  });
});
