import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Store } from '../../ports/store.ts';
import { claimOf, noon, sampleMessage, sampleOrder } from './contract-samples.ts';
import { fillStore, readingsOf } from './copy-fixture.ts';
import { copyStore } from './copy-store.ts';
import type { CopyOptions, Progress } from './copy-store.ts';
import { firestoreStore } from './firestore.ts';
import { freshPlace, startEmulator, startStandIn } from './firestore-fixture.ts';
import { connect } from './firestore/connect.ts';
import { sqliteStore } from './sqlite.ts';

const emulator = await startEmulator();
const standIn = await startStandIn();
const folder = mkdtempSync(join(tmpdir(), 'c500-copy-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await standIn.stop();
  await emulator?.stop();
});

let files = 0;

/** A file with something of everything. */
async function filledFile(more = 0): Promise<string> {
  const path = join(folder, `${files++}.sqlite`);
  const store = sqliteStore({ path });
  await fillStore(store, more);
  await store.close();
  return path;
}

function copy(from: string, to: CopyOptions['to'], options: Partial<CopyOptions> = {}) {
  const signal = new AbortController().signal;
  return copyStore({ from, to, perSecond: 1e9, signal, onProgress: () => {}, ...options });
}

async function withStore<T>(store: Store, use: (store: Store) => Promise<T>): Promise<T> {
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const hosts = [['the stand-in', standIn.host], ...(emulator ? [['Google’s emulator', emulator.host]] : [])] as const;

describe.each(hosts)('a copy on %s', (_, host = '') => {
  test('answers every question as the store does that it was made of', async () => {
    const from = await filledFile();
    const to = freshPlace(host);
    const copied = await copy(from, to);
    expect(copied).toMatchObject({ result: 'copied', problems: [] });
    const said = await withStore(sqliteStore({ path: from }), readingsOf);
    expect(await withStore(await firestoreStore(to), readingsOf)).toEqual(said);
  });
});
