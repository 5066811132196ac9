import type { Firestore } from '@google-cloud/firestore';
import { Timestamp } from '@google-cloud/firestore';
import { succeeds } from './codes.ts';
import { parts, pathOf } from './documents.ts';
import { lists } from './lists.ts';

/**
 * The waiting work is divided into parts, and every process that shares the store holds some of them for as long as it shows that it
 * is there. A process puts new work into a part of its own, so that whoever kept something is the one who goes on with it.
 */
export type Shares = {
  /** The parts that are this process's at this moment. */
  mine(): readonly number[];
  /** A part for new work: one of ours, or any while we have none. */
  pick(): number;
  /** How many processes share the store, this one included. */
  members(): number;
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

/** A process is there for three beats, and others look at every beat: they take over within the length of a lease. */
const beatsPerLease = 4;
/** When nobody came or went for this many beats, whose what is is looked up only every so many. */
const restlessBeats = 8;

/** Takes a fair share of the parts, and looks after it. */
export async function openShares(db: Firestore, options: ShareOptions): Promise<Shares> {
  const { process, leaseMs } = options;
  const beatMs = leaseMs / beatsPerLease;
  const thereMs = leaseMs - beatMs;
  const paths = parts.map((part) => pathOf('share', String(part)));
  let held: { readonly parts: readonly number[]; readonly untilMs: number } = { parts: [], untilMs: 0 };
  let others: ReadonlySet<string> = new Set();
  // Processes that hold nothing yet do not all begin at the same part.
  let turn = Math.floor(Math.random() * parts.length);
  let quietBeats = 0;
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> | undefined;
  let isClosed = false;

  /** Counts who is there. Clocks of processes may differ by a little, leases are long beside that. */
  async function findOthers(): Promise<ReadonlySet<string>> {
    const until = Date.now() + thereMs;
    const me = { process, until, expireAt: Timestamp.fromMillis(until + 86_400_000) };
    await db.doc(pathOf('member', process)).set(me);
    const { docs } = await lists(db).members().get();
    const alive = docs.map((document) => document.data()).filter((member) => Number(member['until']) > Date.now());
    return new Set(alive.map((member) => String(member['process'])).filter((name) => name !== process));
  }

  /** Keeps what is ours up to a fair share, lets go of what is more, and takes what is nobody's. */
  async function divide(present: ReadonlySet<string>): Promise<readonly number[]> {
    const fair = Math.ceil(parts.length / (1 + present.size));
    const snapshots = await db.getAll(...paths.map((path) => db.doc(path)));
    const holders = snapshots.map((snapshot) => String(snapshot.get('holder')));
    const ours = parts.filter((part) => holders[part] === process);
    const free = parts.filter((part) => !ours.includes(part) && !present.has(holders[part] ?? ''));
    const wanted = [...ours, ...free].slice(0, fair);
    // Nobody waits for another here: a part that somebody took since it was read is somebody's.
    const held = await Promise.all(
      snapshots.map(async ({ ref, updateTime }, part) => {
        const same = updateTime ? { lastUpdateTime: updateTime } : {};
        if (!wanted.includes(part)) {
          if (ours.includes(part)) await succeeds(ref.delete(same));
          return false;
        }
        if (ours.includes(part)) return true;
        return succeeds(updateTime ? ref.update({ holder: process }, same) : ref.create({ holder: process }));
      }),
    );
    return wanted.filter((part) => held[part]);
  }

  async function beatOnce(): Promise<void> {
    // Measured from before the others are told: nothing is believed to be ours for longer than they believe it.
    const untilMs = performance.now() + thereMs;
    const present = await findOthers();
    const departed = [...others].some((name) => !present.has(name));
    const isSame = !departed && present.size === others.size && performance.now() < held.untilMs;
    others = present;
    quietBeats = isSame ? quietBeats + 1 : 0;
    const isSettled = quietBeats > restlessBeats && quietBeats % restlessBeats !== 0;
    held = { parts: isSettled ? held.parts : await divide(present), untilMs };
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
    }, beatMs).unref();
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
