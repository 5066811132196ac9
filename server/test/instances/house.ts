import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient, type Client } from '#shared/api/client.ts';
import { freePort } from '../../../sandbox/free-port.ts';
import { readConfig } from '../../config.ts';
import type { FromCore, ToCore } from '../core-process.ts';
import { startOutside, type Outside } from '../outside.ts';
import { openDoors, type TestWorld } from '../world.ts';
import { startBalancer, type Balancer } from './balancer.ts';
import { openBooks, type Books } from './books.ts';

/** Processes of the core behind a balancer, with Stripe and Twitch outside, any of which may be killed at any moment. */
export type House = Pick<TestWorld, 'stripe' | 'twitch' | 'site' | 'onDiscord' | 'operator' | 'bot'> & {
  readonly books: Books;
  readonly balancer: Balancer;
  /** The API as the bot calls it for somebody of Discord whom C500 may never have met. */
  asStranger(discordId: string): Client;
  /** The house's clock, which all processes share. */
  now(): number;
  advance(ms: number): void;
  /** The processes that are there to be killed. */
  alive(): readonly number[];
  /** Kills a process without warning and starts another in its place. Resolves once it is dead. */
  kill(number: number): Promise<void>;
  /** Resolves once every process is there. */
  whole(): Promise<void>;
  /** What the processes wrote of errors since the last look; reading empties it. */
  complaints(): readonly string[];
  /** Waits until nothing is left to do, moving the clock to whatever is to be tried again later. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

const entry = join(import.meta.dirname, '..', 'core-process.ts');
const compiled = join(tmpdir(), 'c500-compiled');
const settleWithinMs = 30_000;
const lookEveryMs = 40;

/** Starts a house of so many processes on one store. Settings that are given win. */
export async function openHouse(processes: number, settings: Readonly<Record<string, string>>): Promise<House> {
  const outside = await startOutside();
  const environment = { ...outside.environment, ...settings, LEASE_SECONDS: '1' };
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const balancer = await startBalancer(Number(new URL(outside.site).port));
  const clock = { offsetMs: 0 };
  const complaints: string[] = [];
  const ports = await Promise.all(Array.from({ length: processes }, freePort));
  const start = (port: number) =>
    startCore(outside, { ...environment, PORT: String(port) }, clock.offsetMs, (line) => void complaints.push(line));
  const rooms: Room[] = [];
  for (const port of ports) {
    const room = openRoom(() => start(port), balancer);
    rooms.push(room);
    // The first fills the store with everybody.
    if (rooms.length === 1) await room.ready();
  }
  const whole = async () => void (await Promise.all(rooms.map((room) => room.ready())));
  await whole();
  const books = await openBooks(read.config.store);
  const now = () => Date.now() + clock.offsetMs;
  const advance = (ms: number) => {
    clock.offsetMs += ms;
    for (const room of rooms) room.tell({ do: 'advance', ms });
  };
  return {
    ...outside,
    ...openDoors(outside),
    books,
    balancer,
    asStranger: (discordId) => strangersDoor(outside, discordId),
    now,
    advance,
    alive: () => rooms.flatMap((room, number) => (room.isReady() ? [number] : [])),
    kill: async (number) => rooms[number]?.kill(),
    whole,
    complaints: () => complaints.splice(0),
    async settle() {
      // Somebody has to be there to do what is left to do.
      await Promise.race(rooms.map((room) => room.ready()));
      await settle({ outside, books, now, advance });
    },
    async close() {
      await Promise.all(rooms.map((room) => room.close()));
      await books.close();
      await balancer.close();
      await outside.close();
    },
  };
}

/** A place for a process: when one dies, another is started. */
type Room = {
  isReady(): boolean;
  /** Resolves once the process that is to be there is there. */
  ready(): Promise<void>;
  tell(message: ToCore): void;
  kill(): Promise<void>;
  close(): Promise<void>;
};

function openRoom(start: () => Core, balancer: Balancer): Room {
  let core = start();
  let coming = come();

  async function come(): Promise<void> {
    await core.ready;
    balancer.admit(core.port);
  }

  return {
    isReady: () => core.isReady(),
    ready: () => coming,
    tell: (message) => void (core.child.connected && core.child.send(message)),
    kill() {
      const dead = core.kill();
      coming = dead.then(() => {
        core = start();
        return come();
      });
      coming.catch(() => undefined);
      return dead;
    },
    async close() {
      await coming.catch(() => undefined);
      await core.kill();
    },
  };
}

type Core = {
  readonly port: number;
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  isReady(): boolean;
  kill(): Promise<void>;
};

function startCore(
  outside: Outside,
  environment: Readonly<Record<string, string>>,
  offsetMs: number,
  complain: (line: string) => void,
): Core {
  const child = fork(entry, [String(offsetMs), JSON.stringify(outside.accounts)], {
    // What one has compiled, those that come after it need not.
    env: { ...process.env, ...environment, LOG_LEVEL: 'error', NODE_COMPILE_CACHE: compiled },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (child.stdout) createInterface(child.stdout).on('line', complain);
  const gone = once(child, 'exit');
  let isReady = false;
  let isKilled = false;
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: FromCore) => {
      if (message.is !== 'ready') return;
      isReady = true;
      resolve();
    });
    void gone.then(() => {
      isReady = false;
      if (!isKilled) complain('a core ended by itself');
      reject(new Error('a core ended before it was ready'));
    });
  });
  return {
    port: Number(environment['PORT']),
    child,
    ready,
    isReady: () => isReady,
    async kill() {
      isReady = false;
      isKilled = true;
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function strangersDoor({ site, credentials }: Outside, discordId: string): Client {
  const headers = {
    authorization: `Bearer ${credentials.botServiceToken}`,
    'x-c500-acting': `discord:${discordId}`,
    'x-c500-handle': `stranger${discordId.slice(-4)}`,
  };
  return createClient({ baseUrl: site, headers: () => headers });
}

async function settle(
  house: Pick<House, 'books' | 'now' | 'advance'> & { readonly outside: Pick<Outside, 'stripe' | 'twitch'> },
): Promise<void> {
  const { outside, books, now, advance } = house;
  const endsAt = performance.now() + settleWithinMs;
  for (;;) {
    await Promise.all([outside.stripe.settled(), outside.twitch.settled()]);
    const [dueAt, pending] = await Promise.all([books.nextDueAt(), books.pending()]);
    const isDue = dueAt !== undefined && dueAt <= now();
    const waiting = pending.inbox + pending.effects;
    if (!isDue && waiting === 0) return;
    if (performance.now() > endsAt)
      throw new Error(`after ${settleWithinMs} ms there still wait: ${JSON.stringify({ ...pending, isDue })}`);
    if (!isDue && dueAt !== undefined) advance(dueAt - now());
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
