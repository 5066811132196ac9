import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { sampleOrder } from './adapters/store/contract-samples.ts';
import { fillStore, readingsOf } from './adapters/store/copy-fixture.ts';
import { firestoreStore } from './adapters/store/firestore.ts';
import { freshPlace, startStandIn } from './adapters/store/firestore-fixture.ts';
import { sqliteStore } from './adapters/store/sqlite.ts';
import type { Store } from './ports/store.ts';

const standIn = await startStandIn();
const folder = mkdtempSync(join(tmpdir(), 'c500-copy-command-'));
const filled = join(folder, 'c500.sqlite');
// Each run of the command is a process of its own.
jest.setTimeout(240_000);
await withStore(sqliteStore({ path: filled }), (store) => fillStore(store, 300));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await standIn.stop();
});

async function withStore<T>(store: Store, use: (store: Store) => Promise<T>): Promise<T> {
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

type Command = ChildProcessByStdio<null, Readable, Readable>;

function start(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Command {
  const script = fileURLToPath(new URL('./store-copy.ts', import.meta.url));
  const env = { METADATA_SERVER_DETECTION: 'none', FIRESTORE_EMULATOR_HOST: standIn.host, ...settings };
  return spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(...given: Parameters<typeof start>) {
  const command = start(...given);
  const [said, complained, [code]] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    once(command, 'close'),
  ]);
  return { said, complained, code };
}

describe('the command that moves a store', () => {
  test('takes the file of DATA_DIR and the database of the settings, and shows that everything agrees', async () => {
    const { projectId } = freshPlace(standIn.host);
    const before = readFileSync(filled);
    const { said, code } = await run([], { DATA_DIR: folder, FIRESTORE_PROJECT: projectId });
    expect(said).toMatch(/^Writing orders: 308 of 308, in all [\d,]+ of [\d,]+$/m);
    expect(said).toMatch(/^orders +308 +308$/m);
    expect(said).toMatch(/^ledger: held +(-\$[\d,]+\.\d\d) +\1$/m);
    expect(said).toMatch(/Everything agrees\..*set STORE=firestore.*\n$/);
    expect(code).toBe(0);
    expect(readFileSync(filled).equals(before)).toBe(true);
    const again = await run(['--from', filled, '--to', projectId]);
    expect(again).toMatchObject({ code: 0, said: expect.stringContaining('nothing was to be done') });
  });

  test('says at Ctrl-C how far it is, and goes on from there', async () => {
    const to = freshPlace(standIn.host);
    const args = ['--from', filled, '--to', `${to.projectId}/other-database`];
    const stopped = start([...args, '--rate', '600']);
    const lines: string[] = [];
    for await (const line of createInterface({ input: stopped.stdout })) {
      lines.push(line);
      if (line.startsWith('Writing orders')) stopped.kill('SIGINT');
    }
    expect(stopped.exitCode ?? (await once(stopped, 'exit'))[0]).toBe(130);
    const done = /^Stopped with ([\d,]+) of [\d,]+ documents written\. The same command goes on/.exec(
      lines.at(-1) ?? '',
    );
    expect(Number(done?.[1]?.replace(',', ''))).toBeGreaterThan(600);
    const { said, code } = await run(args);
    expect(code).toBe(0);
    expect(said).not.toContain('Writing orders');
    await expectSame(filled, { ...to, databaseId: 'other-database' });
  });

  test('that is killed anywhere goes on when it is run again', async () => {
    const to = freshPlace(standIn.host);
    const args = ['--from', filled, '--to', to.projectId];
    for (const roundsBefore of [1, 2, 4, 5]) {
      const killed = start([...args, '--rate', '1500']);
      let rounds = 0;
      for await (const line of createInterface({ input: killed.stdout }))
        if (line.startsWith('Writing') && ++rounds === roundsBefore) killed.kill('SIGKILL');
      expect(killed.signalCode ?? (await once(killed, 'exit'))[1]).toBe('SIGKILL');
      await expect(firestoreStore(to)).rejects.toThrow('is not whole');
    }
    expect(await run(args)).toMatchObject({ code: 0 });
    await expectSame(filled, to);
  });

  test('copies what a core had answered that was killed', async () => {
    const path = join(folder, 'killed.sqlite');
    const to = freshPlace(standIn.host);
    const writer = fileURLToPath(new URL('./adapters/store/crash-writer.ts', import.meta.url));
    const core = spawn(process.execPath, [writer, path, '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let answered = 0;
    for await (const number of createInterface({ input: core.stdout })) {
      answered = Math.max(answered, Number(number));
      if (answered === 200) core.kill('SIGKILL');
    }
    expect(await run(['--from', path, '--to', to.projectId])).toMatchObject({ code: 0 });
    await withStore(await firestoreStore(to), async (store) => {
      expect(await store.unitOf(sampleOrder(answered).id)).toBeDefined();
      expect((await store.units(sampleOrder(1).dropId)).left).toBeLessThanOrEqual(100_000 - answered);
    });
  });

  test.each([
    ['without a target', [], 2, 'It is not said where to'],
    ['with an option that it does not know', ['--form', filled], 2, "Unknown option '--form'"],
    ['with a target that cannot be one', ['--to', 'Not A Project'], 2, 'FIRESTORE_PROJECT: must be the id'],
    ['with a rate that is none', ['--to', 'demo-x', '--rate', 'fast'], 2, '--rate must be'],
    ['with a source that is not there', ['--to', 'demo-x', '--from', join(folder, 'nowhere')], 1, 'There is no store'],
  ])('%s says in a sentence what is wrong', async (_, args, code, sentence) => {
    expect(await run(args)).toMatchObject({ code, said: '', complained: expect.stringContaining(sentence) });
  });

  test('leaves a store alone on which a core runs', async () => {
    const { code, complained } = await withStore(sqliteStore({ path: filled }), () =>
      run(['--from', filled, '--to', 'demo-x']),
    );
    expect(complained).toContain('is in use by another process');
    expect(code).toBe(1);
  });
});

async function expectSame(from: string, to: Parameters<typeof firestoreStore>[0]): Promise<void> {
  const said = await withStore(sqliteStore({ path: from }), readingsOf);
  expect(await withStore(await firestoreStore(to), readingsOf)).toEqual(said);
}
