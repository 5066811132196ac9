import { spawn } from 'node:child_process';
import { freePort } from '../free-port.ts';

import type { FromKeeper } from './emulator.ts';

/**
 * Runs Google's emulator as long as the process that started this one lives. The channel between the two closes with
 * either, even when it is killed, and then the emulator is ended: Java itself would run on without anybody.
 *
 *     node sandbox/firestore/emulator-keeper.ts <java> <jar>
 */
const main = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
const startWithinMs = 60_000;
const lookEveryMs = 50;
const saidMax = 2_000;

const [java = '', jar = ''] = process.argv.slice(2);

function tell(message: FromKeeper): void {
  if (process.connected) process.send?.(message);
}

async function answers(host: string): Promise<boolean> {
  try {
    const response = await fetch(`http://${host}/`, { signal: AbortSignal.timeout(1_000) });
    return response.ok;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

const host = `127.0.0.1:${await freePort()}`;
const port = host.split(':')[1] ?? '';
const options = ['-Xmx512m', '-XX:+UseSerialGC', '-Duser.language=en', '-cp', jar, main];
const emulator = spawn(java, [...options, '--host=127.0.0.1', `--port=${port}`], {
  stdio: ['ignore', 'pipe', 'pipe'],
});
let said = '';
for (const stream of [emulator.stdout, emulator.stderr])
  stream.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-saidMax);
  });

function end(code: number): void {
  emulator.kill('SIGKILL');
  process.exit(code);
}

process.on('disconnect', () => end(0));
process.on('SIGTERM', () => end(0));
process.on('SIGINT', () => end(0));
emulator.once('error', (error) => {
  tell({ type: 'failed', reason: error.message });
  end(1);
});
emulator.once('exit', () => {
  tell({ type: 'failed', reason: said.trim() || 'it ended without a word' });
  end(1);
});
if (emulator.pid !== undefined) tell({ type: 'started', pid: emulator.pid });
if (!process.connected) end(0);

const deadline = Date.now() + startWithinMs;
while (!(await answers(host))) {
  if (Date.now() > deadline) {
    tell({ type: 'failed', reason: `it did not answer within ${startWithinMs / 1_000} s. ${said}` });
    end(1);
  }
  await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
}
tell({ type: 'ready', host });
