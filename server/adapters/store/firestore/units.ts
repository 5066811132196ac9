import type { Firestore } from '@google-cloud/firestore';
import { pathOf } from './documents.ts';
import { lists } from './lists.ts';

/**
 * Units at hand. A unit is free while it has no document, and a claim makes the document, so two can never have the same one. So
 * that processes do not try for the same units all the time, each leases blocks of them and hands them out from memory; a block whose
 * lease ended is anybody's. A lease is a courtesy: before anybody is told that a drop is sold out, its units are counted, and the
 * last ones are taken out of blocks of others.
 */
export type Units = {
  /** The lowest unit at hand, believed free; undefined when none is. */
  next(dropId: string): number | undefined;
  /** Returns a unit that was not used, or that is free again. */
  back(dropId: string, number: number): void;
  /** Looks for free units; false when the drop has none. */
  look(dropId: string): Promise<boolean>;
  /** Lets go of all blocks. */
  close(): Promise<void>;
};

export type UnitOptions = {
  readonly process: string;
  readonly leaseMs: number;
  /** How many processes share the store. */
  readonly members: () => number;
  readonly onError: (error: unknown) => void;
};

type Block = { readonly number: number; readonly first: number; readonly last: number };
type Lease = { readonly holder: string; readonly until: number };
type AtHand = {
  readonly count: number;
  /** Blocks that are leased, each with the local moment until which they are. */
  readonly blocks: Map<number, number>;
  /** Free units, lowest first. */
  free: number[];
  looking: Promise<boolean> | undefined;
};

const blockMax = 256;
const blocksPerDrop = 12;
/** How many units are fetched at a time at most; a look takes some milliseconds, in which a rush uses up dozens. */
const fetchMax = 512;

/** Makes the memory of units at hand. */
export function createUnits(db: Firestore, options: UnitOptions): Units {
  const drops = new Map<string, AtHand>();
  const renewing = setInterval(() => void renewAll().catch(options.onError), options.leaseMs / 3).unref();

  async function open(dropId: string): Promise<AtHand> {
    const known = drops.get(dropId);
    if (known) return known;
    const data = (await db.doc(pathOf('stock', dropId)).get()).get('data') as { readonly count: number } | undefined;
    const fresh: AtHand = { count: data?.count ?? 0, blocks: new Map(), free: [], looking: undefined };
    // A drop that was never stocked may be yet.
    if (data && !drops.has(dropId)) drops.set(dropId, fresh);
    return drops.get(dropId) ?? fresh;
  }

  async function look(dropId: string): Promise<boolean> {
    const drop = await open(dropId);
    drop.looking ??= fetch(dropId, drop).finally(() => {
      drop.looking = undefined;
    });
    return drop.looking;
  }

  async function fetch(dropId: string, drop: AtHand): Promise<boolean> {
    if (drop.free.length > 0) return true;
    const gone = (await lists(db).unitsGone(dropId).count().get()).data().count;
    if (gone >= drop.count) return false;
    const blocks = blocksOf(drop.count);
    const leases = await readLeases(dropId, blocks);
    const untilMs = performance.now() + options.leaseMs;
    const unheld = blocks.filter(({ number }) => isFree(leases.get(number)));
    const fair = Math.max(1, Math.ceil(unheld.length / options.members()));
    for (const block of unheld.slice(0, fair)) {
      if (drop.free.length >= fetchMax) break;
      if (!(await lease(dropId, block))) continue;
      drop.blocks.set(block.number, untilMs);
      addAll(drop, await freeIn(dropId, block));
    }
    // Others gave units back into blocks of ours, and what others hold is taken from its end, where they come last.
    const held = blocks.filter((block) => !unheld.includes(block));
    const ours = held.filter(({ number }) => leases.get(number)?.holder === options.process);
    for (const block of [...ours, ...held.filter((each) => !ours.includes(each)).reverse()]) {
      if (drop.free.length > 0) break;
      const free = await freeIn(dropId, block);
      addAll(drop, ours.includes(block) ? free : free.slice(-Math.ceil(free.length / 4)));
    }
    return true;
  }

  async function readLeases(dropId: string, blocks: readonly Block[]): Promise<ReadonlyMap<number, Lease | undefined>> {
    const snapshots = await db.getAll(...blocks.map(({ number }) => db.doc(blockPath(dropId, number))));
    return new Map(blocks.map(({ number }, index) => [number, snapshots[index]?.data() as Lease | undefined]));
  }

  function isFree(lease: Lease | undefined): boolean {
    return !lease || lease.until <= Date.now();
  }

  function lease(dropId: string, { number }: Block): Promise<boolean> {
    const reference = db.doc(blockPath(dropId, number));
    return db.runTransaction(async (transaction) => {
      const current = (await transaction.get(reference)).data() as Lease | undefined;
      if (!isFree(current) && current?.holder !== options.process) return false;
      transaction.set(reference, { holder: options.process, until: Date.now() + options.leaseMs });
      return true;
    });
  }

  async function freeIn(dropId: string, { first, last }: Block): Promise<readonly number[]> {
    const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const snapshots = await db.getAll(...numbers.map((number) => db.doc(pathOf('unit', `${dropId}:${number}`))), {
      fieldMask: [],
    });
    return numbers.filter((_, index) => !snapshots[index]?.exists);
  }

  /** Keeps the blocks that still have units at hand. The others' leases end by themselves. */
  async function renewAll(): Promise<void> {
    for (const [dropId, drop] of drops) {
      const untilMs = performance.now() + options.leaseMs;
      for (const block of blocksOf(drop.count)) {
        if (!drop.blocks.has(block.number)) continue;
        const isUsed = drop.free.some((number) => number >= block.first && number <= block.last);
        if (isUsed && (await lease(dropId, block))) drop.blocks.set(block.number, untilMs);
        else drop.blocks.delete(block.number);
      }
      if (drop.free.length === 0 && drop.blocks.size === 0) drops.delete(dropId);
    }
  }

  return {
    next: (dropId) => drops.get(dropId)?.free.shift(),
    back(dropId, number) {
      const drop = drops.get(dropId);
      if (drop) addAll(drop, [number]);
    },
    look,
    async close() {
      clearInterval(renewing);
      const batch = db.batch();
      for (const [dropId, { blocks }] of drops) {
        for (const [number, untilMs] of blocks)
          if (performance.now() < untilMs) batch.delete(db.doc(blockPath(dropId, number)));
      }
      drops.clear();
      await batch.commit();
    },
  };
}

function addAll(drop: AtHand, numbers: readonly number[]): void {
  drop.free = [...new Set([...drop.free, ...numbers])].sort((a, b) => a - b);
}

/** The blocks of a drop: small ones for a small drop, so that several processes find one. */
function blocksOf(count: number): readonly Block[] {
  const size = Math.min(blockMax, Math.max(4, Math.ceil(count / blocksPerDrop)));
  return Array.from({ length: Math.ceil(count / size) }, (_, number) => ({
    number,
    first: number * size + 1,
    last: Math.min(count, (number + 1) * size),
  }));
}

function blockPath(dropId: string, number: number): string {
  return pathOf('block', `${dropId}:${number}`);
}
