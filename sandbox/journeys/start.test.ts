import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../start.ts';
import { booksAgree, eventually } from './books.ts';
import { claimOnDiscord, listDrop, orderOf } from './scenes.ts';

const main = join(import.meta.dirname, '..', 'main.ts');
const seeded = [
  'A whale under the moon',
  'Full tune: lube, film, stabs',
  'Koi pond artisan keycap',
  'Restored 1986 terminal board',
];

jest.setTimeout(240_000);
const folders: string[] = [];

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'c500-start-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function titlesIn({ world }: Sandbox): Promise<readonly string[]> {
  const { drops } = await world.product.operator.listDrops({});
  return drops.map(({ title }) => title).toSorted();
}

/** The message with which a start fails. */
function failureOf(start: Promise<Sandbox>): Promise<string> {
  return start.then(
    async (sandbox) => {
      await sandbox.close();
      return 'it started';
    },
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

type Running = { readonly child: ChildProcess; readonly said: () => string; readonly ended: Promise<number | null> };

/** What `npm start` runs, in a folder of its own. */
function run(folder: string): Running {
  const child = spawn(process.execPath, [main, '--port', '0', '--data', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, said: () => said, ended };
}

function childrenOf(pid: number | undefined): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []));
}

function isAlive(pid: number): boolean {
  // A process that nobody has waited for yet is listed still, as defunct.
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

describe('npm start', () => {
  test('goes on where it was, on every side of the world; and starts over when it is told to', async () => {
    const dataDir = makeFolder();
    const first = await startSandbox({ dataDir, fresh: false, studioPort: 0 });
    const drop = await listDrop(first.world, 'Still here');
    const { tag } = await claimOnDiscord(first.world, 'mori', drop);
    await first.world.clock.advance(60_000);
    const messages = first.world.discord.messagesSeenBy('200000000000000011', first.world.places.buildsChannelId);
    await first.close();

    const second = await startSandbox({ dataDir, fresh: false, studioPort: 0 });
    expect((await orderOf(second.world, tag)).fulfilment).toBe('reserved');
    expect(await titlesIn(second)).toEqual([...seeded, 'Still here'].toSorted());
    expect(second.world.clock.offsetMs()).toBe(60_000);
    expect(second.world.product.origin).toBe(first.world.product.origin);
    const seen = second.world.discord.messagesSeenBy('200000000000000011', second.world.places.buildsChannelId);
    expect(seen.map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
    await booksAgree(second.world);
    await second.close();

    const third = await startSandbox({ dataDir, fresh: true, studioPort: 0, isHurried: true });
    expect(await titlesIn(third)).toEqual(seeded);
    expect((await third.world.product.operator.listOrders({})).orders).toEqual([]);
    expect(third.world.clock.offsetMs()).toBe(0);
    await booksAgree(third.world);
    await third.close();
  });

  test('says which port is taken, and touches nothing', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    const studioPort = await eventually('the other listens', () => (other.address() as AddressInfo | null)?.port);
    const dataDir = join(makeFolder(), 'never-made');
    const spoken: string[] = [];
    const say = (sentence: string) => void spoken.push(sentence);
    expect(await failureOf(startSandbox({ dataDir, fresh: true, studioPort, say }))).toBe(
      `port ${studioPort} is taken. Is the Studio open already? End what uses it and run this again.`,
    );
    expect(spoken).toEqual([]);
    await new Promise((resolve) => other.close(resolve));
  });

  test('says why the core cannot start, and where the whole story is', async () => {
    const dataDir = makeFolder();
    mkdirSync(join(dataDir, 'core'));
    writeFileSync(join(dataDir, 'core', 'c500.sqlite'), 'This was never a database. '.repeat(400));
    const message = await failureOf(startSandbox({ dataDir, fresh: false, studioPort: 0 }));
    expect(message).toMatch(
      /^The core could not be started: .*not a database.* \(the whole story is in .*core\.log\)$/,
    );
    expect(message).not.toContain('\n');
  });
});

describe('nothing is left behind', () => {
  // All at once: starting is waiting for the most part.
  test.concurrent.each([
    ['SIGTERM', 'The Studio is open at'],
    ['SIGINT', 'The Studio is open at'],
    ['SIGINT', 'Starting the core and the bot'],
    ['SIGKILL', 'The Studio is open at'],
  ] as const)('by %s after “%s”', async (signal, sentence) => {
    const { child, said, ended } = run(makeFolder());
    await eventually(`it says “${sentence}”`, () => said().includes(sentence));
    const children = await eventually('core and bot are there', () => {
      const found = childrenOf(child.pid);
      return found.length >= 2 ? found : undefined;
    });
    child.kill(signal);
    await ended;
    await eventually('core and bot are gone', () => children.every((pid) => !isAlive(pid)), 15_000);
    expect(said()).not.toMatch(/\bat .*\.ts:\d+/);
  });
});
