import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { freePort, isFree } from '../sandbox/free-port.ts';
import { coreEnvironment, makeCredentials } from '../sandbox/product/environment.ts';
import { sqliteStore } from './adapters/store/sqlite.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'c500-main-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const port = await freePort();
const site = `http://127.0.0.1:${port}`;
const elsewhere = 'http://127.0.0.1:9';
const places = { site, stripe: elsewhere, twitch: elsewhere, extension: elsewhere, discord: null, watch: elsewhere };
const environment = coreEnvironment(makeCredentials(), places, { dataDir, logLevel: 'silent' });

/** Runs the core as a process of its own until it ends by itself. */
async function runUntilItEnds(change: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    // Google's client looks for credentials in the home folder, and for a machine of Google's around it.
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: dataDir,
      METADATA_SERVER_DETECTION: 'none',
      ...environment,
      ...change,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = await once(child, 'exit');
  return { code, said };
}

describe('a core whose store cannot be opened says why in one sentence, and does not start', () => {
  test('a file that another process has open', async () => {
    const other = sqliteStore({ path: join(dataDir, 'c500.sqlite') });
    const { code, said } = await runUntilItEnds({});
    await other.close();
    expect(code).toBe(1);
    expect(said).toMatch(/^C500 cannot start: .*c500\.sqlite.*\n$/);
    expect(await isFree(port)).toBe(true);
  });

  test('a Firestore without credentials for it', async () => {
    const { code, said } = await runUntilItEnds({ STORE: 'firestore', FIRESTORE_PROJECT: 'demo-nobody' });
    expect(code).toBe(1);
    expect(said).toMatch(/^C500 cannot start: [^\n]*credentials[^\n]*\n$/);
    expect(await isFree(port)).toBe(true);
  }, 40_000);

  test('settings that name no project', async () => {
    const { code, said } = await runUntilItEnds({ STORE: 'firestore' });
    expect(code).toBe(1);
    expect(said).toContain('  FIRESTORE_PROJECT: is not set, which STORE=firestore needs\n');
  });
});
