import { fork, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { findEmulator, startEmulator } from './emulator.ts';

const here = import.meta.dirname;
const real = await findEmulator();
let folder: string;
const ends: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'c500-emulator-'));
});

afterEach(() => {
  for (const end of ends.splice(0)) end();
  rmSync(folder, { recursive: true, force: true });
});

/** A program that says it is Java, and answers over HTTP like the emulator. It writes down its id and its parent's. */
function fakeJava(): Record<string, string> {
  const program = join(folder, 'program.mjs');
  writeFileSync(
    program,
    `import { createServer } from 'node:http';
     import { writeFileSync } from 'node:fs';
     if (process.argv.includes('-version')) process.exit(0);
     const port = Number(process.argv.find((each) => each.startsWith('--port=')).slice('--port='.length));
     writeFileSync(${JSON.stringify(join(folder, 'ids'))}, process.pid + ' ' + process.ppid);
     createServer((_, answer) => answer.end('Ok')).listen(port, '127.0.0.1');`,
  );
  mkdirSync(join(folder, 'java', 'bin'), { recursive: true });
  const java = join(folder, 'java', 'bin', 'java');
  writeFileSync(java, `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`);
  chmodSync(java, 0o755);
  writeFileSync(join(folder, 'emulator.jar'), '');
  return {
    PATH: process.env['PATH'] ?? '',
    JAVA_HOME: join(folder, 'java'),
    FIRESTORE_EMULATOR_JAR: join(folder, 'emulator.jar'),
  };
}

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

/** A program that starts an emulator and says where it is; it is what gets killed. */
async function startParent(environment: Record<string, string>): Promise<{ parent: ChildProcess; host: string }> {
  const program = join(folder, 'parent.ts');
  writeFileSync(
    program,
    `import { startEmulator } from ${JSON.stringify(join(here, 'emulator.ts'))};
     const emulator = await startEmulator();
     process.send?.(emulator?.host ?? 'none');
     setInterval(() => undefined, 1_000);`,
  );
  const parent = fork(program, { execArgv: [], env: environment, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  ends.push(() => parent.kill('SIGKILL'));
  const host = await new Promise<string>((resolve) => parent.once('message', (said) => resolve(String(said))));
  return { parent, host };
}

describe('where the emulator is', () => {
  test('FIRESTORE_EMULATOR_JAR names it', async () => {
    expect(await findEmulator(fakeJava())).toEqual({
      jar: join(folder, 'emulator.jar'),
      java: join(folder, 'java', 'bin', 'java'),
    });
  });

  test('FIRESTORE_EMULATOR_JAR that names nothing is believed, and nothing else is looked for', async () => {
    const environment = { ...fakeJava(), FIRESTORE_EMULATOR_JAR: join(folder, 'nothing.jar') };
    expect(await findEmulator(environment)).toBeUndefined();
    expect(await startEmulator(environment)).toBeUndefined();
  });

  test('gcloud keeps it among its parts, and the Firebase tools keep theirs by version', async () => {
    const { FIRESTORE_EMULATOR_JAR: _, ...environment } = fakeJava();
    const downloads = join(folder, 'downloads');
    const sdk = join(folder, 'sdk', 'platform', 'cloud-firestore-emulator');
    const home = join(folder, 'home');
    for (const made of [downloads, sdk, home]) mkdirSync(made, { recursive: true });
    for (const version of ['1.9.0', '1.19.8', '1.18.2'])
      writeFileSync(join(downloads, `cloud-firestore-emulator-v${version}.jar`), '');
    writeFileSync(join(sdk, 'cloud-firestore-emulator.jar'), '');
    const inSdk = await findEmulator({ ...environment, HOME: home, CLOUDSDK_ROOT_DIR: join(folder, 'sdk') });
    expect(inSdk?.jar).toBe(join(sdk, 'cloud-firestore-emulator.jar'));
    const own = await findEmulator({ ...environment, HOME: home });
    const downloaded = await findEmulator({ ...environment, HOME: home, FIREBASE_EMULATORS_PATH: downloads });
    // On a machine that has one of its own in a place of all users, that comes first.
    expect(downloaded?.jar).toBe(own?.jar ?? join(downloads, 'cloud-firestore-emulator-v1.19.8.jar'));
  });

  test('without a Java that runs there is none', async () => {
    const environment = { ...fakeJava(), JAVA_HOME: join(folder, 'nowhere') };
    expect(await findEmulator(environment)).toBeUndefined();
  });

  test('FIRESTORE_EMULATOR_HOST names one that is running, which is left alone', async () => {
    const emulator = await startEmulator({ ...fakeJava(), FIRESTORE_EMULATOR_HOST: '127.0.0.1:1' });
    expect(emulator?.host).toBe('127.0.0.1:1');
    await emulator?.stop();
  });
});

describe('starting it', () => {
  test('it answers, and is gone when it was stopped', async () => {
    const emulator = await startEmulator(fakeJava());
    const host = emulator?.host ?? '';
    expect((await fetch(`http://${host}/`)).status).toBe(200);
    const { ended } = await watchEnd(host);
    await emulator?.stop();
    await ended;
  });

  test('what it said is told when it ends at once', async () => {
    const environment = fakeJava();
    writeFileSync(
      join(folder, 'program.mjs'),
      `if (!process.argv.includes('-version')) { process.stderr.write('no memory'); process.exit(1); }`,
    );
    await expect(startEmulator(environment)).rejects.toThrow('did not start: no memory');
  });

  test('it ends when the process that keeps it is killed', async () => {
    const emulator = await startEmulator(fakeJava());
    const { ended } = await watchEnd(emulator?.host ?? '');
    const [, keeper] = readFileSync(join(folder, 'ids'), 'utf8').split(' ');
    process.kill(Number(keeper), 'SIGKILL');
    await ended;
  });
});

describe('no emulator outlives the one who started it', () => {
  const kinds = ['a program in its place', ...(real ? ['Google’s own'] : [])];
  const cases = kinds.flatMap((kind) => (['SIGKILL', 'SIGTERM'] as const).map((signal) => [kind, signal] as const));

  test.each(cases)(
    '%s, after %s',
    async (kind, signal) => {
      const home = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
      const { parent, host } = await startParent(
        kind === kinds[0] ? fakeJava() : { ...home, FIRESTORE_EMULATOR_JAR: real?.jar ?? '' },
      );
      const { ended } = await watchEnd(host);
      parent.kill(signal);
      await ended;
      await expect(fetch(`http://${host}/`)).rejects.toThrow();
    },
    60_000,
  );
});
