import { Timestamp } from '@google-cloud/firestore';
import type { Firestore } from '@google-cloud/firestore';
import { inTime, patienceMs, succeeds } from './codes.ts';
import { pathOf } from './documents.ts';
import type { Data } from './documents.ts';
import { lists } from './lists.ts';

/**
 * Units at hand. A unit is free while it has no document, and a claim makes the document, so two can never have the same one. So that
 * processes do not try for the same units all the time, each leases a range of them and hands them out from memory; what is left of a
 * range whose lease ended is anybody's. A lease is a courtesy and no more: before anybody is told that a drop is sold out its units
 * are counted, and the last ones are taken out of the ranges of others.
 */
export type Units = {
  /** The lowest unit at hand, believed free; undefined when none is. */
  next(dropId: string): number | undefined;
  /** Returns a unit that was not used, or that is free again. */
  back(dropId: string, number: number): void;
  /** Looks for free units; false when the drop has none. */
  look(dropId: string): Promise<boolean>;
  /** Forgets the units at hand that are gone, after one of them proved to be. */
  check(dropId: string): Promise<void>;
  /** Lets go of all ranges. */
  close(): Promise<void>;
};

export type UnitOptions = {
  readonly process: string;
  readonly leaseMs: number;
  /** How many processes share the store. */
  readonly members: () => number;
  readonly onError: (error: unknown) => void;
};

/** Units `first` to `last` of a drop, leased. */
type Range = { readonly first: number; readonly last: number };
type Lease = Range & {
  readonly dropId: string;
  readonly holder: string;
  readonly until: number;
  readonly expireAt: Timestamp;
};
type AtHand = {
  /** Free units, lowest first. */
  free: number[];
  /** The ranges that are ours. */
  readonly ranges: Map<number, Range>;
  /** How many units the drop has, once that is known. */
  count: number;
  /** Units from here on may never have been leased by anybody. */
  fresh: number;
  looking: Promise<boolean> | undefined;
  checking: Promise<void> | undefined;
  /** When somebody last asked for a unit. */
  askedMs: number;
};

/** A drop is divided into some ranges, for as many processes; a long one is a second or so of a rush. */
const rangesPerDrop = 12;
const rangeMax = 2_048;
const rangeMin = 4;
/** Nobody asked for what is left of a range for this long: its drop is over. Units are found without it, if not as fast. */
const forgottenMs = 7 * 86_400_000;
/** How many documents are looked at in one request. */
const scanMax = 300;
/** The units of a drop that nobody asked for during so many leases are left to others: every drop ends at some time. */
const idleLeases = 10;

/** Makes the memory of units at hand. */
export function createUnits(db: Firestore, options: UnitOptions): Units {
  const { process, leaseMs, members, onError } = options;
  const list = lists(db);
  const drops = new Map<string, AtHand>();
  const renewing = setInterval(() => void renewAll().catch(onError), leaseMs / 3).unref();

  function atHand(dropId: string): AtHand {
    const known = drops.get(dropId);
    if (known) return known;
    const none: AtHand = {
      free: [],
      ranges: new Map(),
      count: 0,
      fresh: 1,
      looking: undefined,
      checking: undefined,
      askedMs: performance.now(),
    };
    drops.set(dropId, none);
    return none;
  }

  /** One look at a time: everybody who needs a unit waits for the same one. */
  function look(dropId: string, drop: AtHand): Promise<boolean> {
    drop.looking ??= inTime(find(dropId, drop), patienceMs).finally(() => {
      drop.looking = undefined;
    });
    return drop.looking;
  }

  async function find(dropId: string, drop: AtHand): Promise<boolean> {
    if (drop.count === 0) {
      await count(dropId, drop);
      // What was sold out before this process came has no range any more, and none is to be made for it.
      if (await isSoldOut(dropId, drop)) return false;
    }
    if (await leaseFresh(dropId, drop)) return true;
    // A drop that was restocked has units beyond those that were counted first.
    const before = drop.count;
    await count(dropId, drop);
    if (drop.count > before && (await leaseFresh(dropId, drop))) return true;
    if (await isSoldOut(dropId, drop)) return false;
    if (!(await takeOver(dropId, drop))) await takeFromOthers(dropId, drop);
    return true;
  }

  async function count(dropId: string, drop: AtHand): Promise<void> {
    const stock = (await db.doc(pathOf('stock', dropId)).get()).get('data') as Data | undefined;
    drop.count = Number(stock?.['count'] ?? 0);
  }

  async function isSoldOut(dropId: string, drop: AtHand): Promise<boolean> {
    const gone = await list.unitsGone(dropId).count().get();
    return gone.data().count >= drop.count;
  }

  /**
   * Leases the next units that nobody seems to have had: all of them where nobody else is there. They are not looked at, because in
   * a rush they are free; where a range was used up and forgotten, the first of its units that is tried shows it.
   */
  async function leaseFresh(dropId: string, drop: AtHand): Promise<boolean> {
    const size = Math.min(rangeMax, Math.max(rangeMin, Math.ceil(drop.count / rangesPerDrop)));
    let found = 0;
    while (drop.fresh <= drop.count && (found === 0 || (members() === 1 && found < rangeMax))) {
      const range = { first: drop.fresh, last: Math.min(drop.count, drop.fresh + size - 1) };
      drop.fresh = range.last + 1;
      const isOurs = await succeeds(db.doc(rangePath(dropId, range.first)).create(leaseOf(dropId, range)));
      if (!isOurs) continue;
      drop.ranges.set(range.first, range);
      addAll(drop, numbersIn(range));
      found += size;
    }
    return found > 0;
  }

  /** Takes a range whose lease ended, if anything of it is left. */
  async function takeOver(dropId: string, drop: AtHand): Promise<boolean> {
    const { docs } = await list.ranges(dropId).get();
    for (const snapshot of docs) {
      const range = snapshot.data() as Lease;
      const { ref, updateTime } = snapshot;
      const isFree = range.until <= Date.now();
      if (!isFree || !(await succeeds(ref.update({ ...leaseOf(dropId, range) }, { lastUpdateTime: updateTime }))))
        continue;
      const free = await freeAmong(dropId, numbersIn(range));
      if (free.length === 0) await ref.delete();
      else {
        drop.ranges.set(range.first, range);
        addAll(drop, free);
        return true;
      }
    }
    return false;
  }

  /** Takes some of the last free units, whoever has them at hand: from the end, which others come to last. */
  async function takeFromOthers(dropId: string, drop: AtHand): Promise<void> {
    for (let last = drop.count; last > 0; last -= scanMax) {
      const free = await freeAmong(dropId, numbersIn({ first: Math.max(1, last - scanMax + 1), last }));
      if (free.length === 0) continue;
      addAll(drop, free.slice(-Math.ceil(free.length / 4)));
      return;
    }
  }

  function leaseOf(dropId: string, { first, last }: Range): Lease {
    const until = Date.now() + leaseMs;
    return { dropId, first, last, holder: process, until, expireAt: Timestamp.fromMillis(until + forgottenMs) };
  }

  async function freeAmong(dropId: string, numbers: readonly number[]): Promise<readonly number[]> {
    const scans: Promise<readonly number[]>[] = [];
    for (let from = 0; from < numbers.length; from += scanMax)
      scans.push(scan(dropId, numbers.slice(from, from + scanMax)));
    return (await Promise.all(scans)).flat();
  }

  async function scan(dropId: string, numbers: readonly number[]): Promise<readonly number[]> {
    const paths = numbers.map((number) => db.doc(pathOf('unit', `${dropId}:${number}`)));
    const snapshots = await db.getAll(...paths, { fieldMask: [] });
    return numbers.filter((_, index) => !snapshots[index]?.exists);
  }

  async function check(dropId: string, drop: AtHand): Promise<void> {
    const believed = drop.free.slice(0, rangeMax);
    const free = new Set(await freeAmong(dropId, believed));
    const gone = new Set(believed.filter((number) => !free.has(number)));
    drop.free = drop.free.filter((number) => !gone.has(number));
  }

  /** Keeps the ranges that have units at hand and are asked for, and forgets the others. */
  async function renewAll(): Promise<void> {
    const batch = db.batch();
    for (const [dropId, drop] of drops) {
      const isIdle = performance.now() - drop.askedMs > idleLeases * leaseMs;
      for (const range of isIdle ? [] : drop.ranges.values()) {
        const reference = db.doc(rangePath(dropId, range.first));
        if (drop.free.some((number) => isIn(range, number))) batch.set(reference, leaseOf(dropId, range));
        else {
          batch.delete(reference);
          drop.ranges.delete(range.first);
        }
      }
      // A lease that is not kept ends by itself.
      if ((isIdle || (drop.ranges.size === 0 && drop.free.length === 0)) && !drop.looking) drops.delete(dropId);
    }
    await batch.commit();
  }

  return {
    next(dropId) {
      const drop = drops.get(dropId);
      const number = drop?.free.shift();
      if (drop) drop.askedMs = performance.now();
      // The next ones are fetched while there still are some, so that a rush does not wait for them.
      if (drop && drop.fresh <= drop.count && drop.free.length < rangeMax / 4) look(dropId, drop).catch(onError);
      return number;
    },
    back: (dropId, number) => addAll(atHand(dropId), [number]),
    async look(dropId) {
      const drop = atHand(dropId);
      return drop.free.length > 0 || look(dropId, drop);
    },
    check(dropId) {
      const drop = atHand(dropId);
      drop.checking ??= inTime(check(dropId, drop), patienceMs).finally(() => {
        drop.checking = undefined;
      });
      return drop.checking;
    },
    async close() {
      clearInterval(renewing);
      await Promise.allSettled([...drops.values()].flatMap(({ looking }) => looking ?? []));
      const batch = db.batch();
      for (const [dropId, { ranges, free }] of drops) {
        for (const range of ranges.values()) {
          const reference = db.doc(rangePath(dropId, range.first));
          const isUsedUp = !free.some((number) => isIn(range, number));
          if (isUsedUp) batch.delete(reference);
          else batch.set(reference, { ...leaseOf(dropId, range), until: 0 });
        }
      }
      await batch.commit();
    },
  };
}

function addAll(drop: AtHand, numbers: readonly number[]): void {
  drop.free = [...new Set([...drop.free, ...numbers])].sort((a, b) => a - b);
}

function numbersIn({ first, last }: Range): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function isIn({ first, last }: Range, number: number): boolean {
  return number >= first && number <= last;
}

function rangePath(dropId: string, first: number): string {
  return pathOf('range', `${dropId}:${first}`);
}
