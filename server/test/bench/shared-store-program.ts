import { claimOf, sampleOrder } from '../../adapters/store/contract-samples.ts';
import { firestoreStore } from '../../adapters/store/firestore.ts';
import type { Store } from '../../ports/store.ts';
import { cpuMeter } from './cpu.ts';
import { answerQuestions } from './programs.ts';

/** Where a program of this kind claims, and what it may count its orders from. */
export type Stand = { readonly projectId: string; readonly emulatorHost: string; readonly firstOrder: number };
/** What one program did: claims that were kept, how long each took, and processor time. */
export type Claimed = {
  readonly kept: number;
  readonly refused: number;
  readonly ms: number;
  readonly sortedMs: readonly number[];
  readonly cpuMicros: number;
};

let store: Store | undefined;
let next = 1;

const abilities = {
  open: async ({ firstOrder, ...place }: Stand): Promise<void> => {
    store = await firestoreStore(place);
    next = firstOrder;
  },
  /** Claims with so many at a time, for so long. Every claim is somebody's first, as in a rush. */
  claim: async ({ seconds, atATime }: { readonly seconds: number; readonly atATime: number }): Promise<Claimed> => {
    const cpu = cpuMeter();
    await cpu.beginCpu();
    const began = performance.now();
    const times: number[] = [];
    let refused = 0;
    const claimAndAgain = async () => {
      while (performance.now() - began < 1_000 * seconds) {
        const asked = performance.now();
        const answer = await store?.commit(claimOf(sampleOrder(next++)));
        if (answer?.result === 'committed') times.push(performance.now() - asked);
        else refused++;
      }
    };
    await Promise.all(Array.from({ length: atATime }, claimAndAgain));
    const ms = performance.now() - began;
    return { kept: times.length, refused, ms, sortedMs: times.sort((a, b) => a - b), cpuMicros: await cpu.endCpu() };
  },
  close: async (_: null): Promise<void> => store?.close(),
};

export type SharedStoreAbilities = typeof abilities;

answerQuestions(abilities);
