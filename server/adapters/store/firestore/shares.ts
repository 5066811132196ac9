import type { Firestore } from '@google-cloud/firestore';
import { Timestamp } from '@google-cloud/firestore';
import { succeeds } from './codes.ts';
import { parts, pathOf } from './documents.ts';
import { lists } from './lists.ts';

/**
 * The waiting work is divided into parts, and every process that shares the store holds some of them by leases. A process puts new
 * work into a part of its own, so that whoever kept something is the one who goes on with it.
 */
export type Shares = {
  /** The parts that are this process's at this moment. */
  mine(): readonly number[];
  /** A part for new work: one of ours, or any while we have none. */
  pick(): number;
  /** How many processes share the store, this one included. */
  members(): number;
  /** Looks after the leases now rather than at the next beat. */
  beat(): Promise<void>;
  /** Gives all parts back. */
  close(): Promise<void>;
};

/** `onDeparture` hears when another process ended without saying so; `onError` of a beat that failed. */
export type ShareOptions = {
  readonly process: string;
  readonly leaseMs: number;
  readonly onDeparture: () => void;
  readonly onError: (error: unknown) => void;
};

type Lease = { readonly holder: string; readonly until: number };

/** Takes a fair share of the parts, and looks after it three times in the length of a lease. */
export async function openShares(db: Firestore, options: ShareOptions): Promise<Shares> {
  const { process, leaseMs } = options;
  const paths = parts.map((part) => pathOf('share', String(part)));
  let held: { readonly parts: readonly number[]; readonly untilMs: number } = { parts: [], untilMs: 0 };
  let others: ReadonlySet<string> = new Set();
  // Processes that hold nothing yet do not all begin at the same part.
  let turn = Math.floor(Math.random() * parts.length);
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> | undefined;
  let isClosed = false;

  /** Counts who is there. Clocks of processes may differ by a little, leases are long beside that. */
  async function findOthers(): Promise<ReadonlySet<string>> {
    const until = Date.now() + leaseMs;
    const me = { process, until, expireAt: Timestamp.fromMillis(until + 86_400_000) };
    await db.doc(pathOf('member', process)).set(me);
    const { docs } = await lists(db).members().get();
    const alive = docs.map((document) => document.data()).filter((member) => Number(member['until']) > Date.now());
    return new Set(alive.map((member) => String(member['process'])).filter((name) => name !== process));
  }

  /** Keeps what is ours up to a fair share, lets go of what is more, and takes what is nobody's. */
  async function divide(count: number): Promise<readonly number[]> {
    const fair = Math.ceil(parts.length / count);
    const snapshots = await db.getAll(...paths.map((path) => db.doc(path)));
    const now = Date.now();
    const leases = snapshots.map((snapshot) => snapshot.data() as Lease | undefined);
    const isOurs = (part: number) => leases[part]?.holder === process;
    const isFree = (part: number) => !isOurs(part) && (leases[part]?.until ?? 0) <= now;
    const wanted = [...parts.filter(isOurs), ...parts.filter(isFree)].slice(0, fair);
    const lease: Lease = { holder: process, until: now + leaseMs };
    // Nobody waits for another here: a lease that somebody changed since it was read is somebody's.
    const taken = await Promise.all(
      snapshots.map(async ({ ref, updateTime }, part) => {
        const same = updateTime ? { lastUpdateTime: updateTime } : {};
        if (!wanted.includes(part)) return isOurs(part) && (await succeeds(ref.delete(same))) && false;
        return succeeds(updateTime ? ref.update({ ...lease }, same) : ref.create(lease));
      }),
    );
    return wanted.filter((part) => taken[part]);
  }

  async function beatOnce(): Promise<void> {
    // Measured from before the leases are asked for: they are never believed longer than they are.
    const untilMs = performance.now() + leaseMs;
    const present = await findOthers();
    const departed = [...others].some((name) => !present.has(name));
    others = present;
    held = { parts: await divide(1 + present.size), untilMs };
    if (departed) options.onDeparture();
  }

  function beat(): Promise<void> {
    beating ??= beatOnce().finally(() => {
      beating = undefined;
    });
    return beating;
  }

  function beatAndAgain(): void {
    timer = setTimeout(() => {
      beat()
        .catch(options.onError)
        .finally(() => {
          if (!isClosed) beatAndAgain();
        });
    }, leaseMs / 3).unref();
  }

  const mine = () => (performance.now() < held.untilMs ? held.parts : []);
  await beat();
  beatAndAgain();
  return {
    mine,
    pick() {
      const own = mine();
      turn++;
      return own[turn % own.length] ?? turn % parts.length;
    },
    members: () => 1 + others.size,
    beat,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await beating?.catch(() => undefined);
      const batch = db.batch();
      for (const part of mine()) batch.delete(db.doc(paths[part] ?? ''));
      batch.delete(db.doc(pathOf('member', process)));
      held = { parts: [], untilMs: 0 };
      await batch.commit();
    },
  };
}
