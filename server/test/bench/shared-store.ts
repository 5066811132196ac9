import { startEmulator } from '../../../sandbox/firestore/emulator.ts';
import { keepDrop } from '../../adapters/store/contract-samples.ts';
import { firestoreStore } from '../../adapters/store/firestore.ts';
import { formatCount, formatRounds, median, type Round } from './figures.ts';
import { startProgram, type Program } from './programs.ts';
import type { Claimed, SharedStoreAbilities } from './shared-store-program.ts';

const rounds = 3;
const secondsPerRound = 4;
/** Claims that a process has under way at the same time. */
const atATime = 64;
/** More than anybody sells in a round. */
const units = 60_000;

/**
 * How many claims a second the shared store keeps on Google's emulator, from one process and from three. The emulator shares the
 * machine's processors with them and keeps everything in memory: the figures compare, they promise nothing of the real service.
 *
 * @returns sentences on what was wrong; none when every unit that was sold was sold once
 */
export async function benchSharedStore(say: (sentence: string) => void): Promise<readonly string[]> {
  const emulator = await startEmulator();
  if (!emulator) {
    say('Claims on the shared store: not measured, because Google’s Firestore emulator is not on this machine.');
    return [];
  }
  const programs = Array.from({ length: 3 }, () =>
    startProgram<SharedStoreAbilities>('shared-store-program.ts', { METADATA_SERVER_DETECTION: 'none' }),
  );
  const alone = programs.slice(0, 1);
  const one: Round[] = [];
  const three: Round[] = [];
  const wrong: string[] = [];
  try {
    await claimRound(emulator.host, programs, wrong);
    for (let index = 1; index <= rounds; index++) {
      one.push(await claimRound(emulator.host, alone, wrong));
      three.push(await claimRound(emulator.host, programs, wrong));
      const [first, second] = [one, three].map((each) => formatCount(each.at(-1)?.perSecond ?? 0));
      say(`Round ${index} of ${rounds}: ${first} claims/s from one process, ${second}/s from three`);
    }
  } finally {
    await Promise.all(programs.map((program) => program.finish()));
    await emulator.stop();
  }
  say('');
  say(formatRounds('Claims on the emulator, 1 process', one));
  say(formatRounds('Claims on the emulator, 3 processes', three));
  const gain = three.map((round, index) => round.perSecond / (one[index]?.perSecond ?? Number.NaN));
  say(
    `Three processes keep ${median(gain).toFixed(2)} times as many as one; the emulator takes the rest of the machine.`,
  );
  return wrong;
}

async function claimRound(
  emulatorHost: string,
  programs: readonly Program<SharedStoreAbilities>[],
  wrong: string[],
): Promise<Round> {
  const place = { projectId: `demo-bench-${Date.now().toString(36)}`, emulatorHost };
  const store = await firestoreStore(place);
  const { id } = await keepDrop(store, units);
  await Promise.all(
    programs.map((program, index) => program.ask('open', { ...place, firstOrder: 1 + index * 300_000 })),
  );
  const claimed = await Promise.all(
    programs.map((program) => program.ask('claim', { seconds: secondsPerRound, atATime })),
  );
  await Promise.all(programs.map((program) => program.ask('close', null)));
  const kept = sum(claimed, (each) => each.kept);
  const { total, left } = await store.units(id);
  await store.close();
  if (total - left !== kept) wrong.push(`${kept} claims were kept, and ${total - left} units are gone`);
  const refused = sum(claimed, (each) => each.refused);
  if (refused > 0) wrong.push(`${refused} claims were refused although units were left`);
  const times = claimed.flatMap((each) => each.sortedMs).sort((a, b) => a - b);
  return {
    perSecond: sum(claimed, (each) => (1_000 * each.kept) / each.ms),
    p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
    cpuMicros: sum(claimed, (each) => each.cpuMicros) / kept,
  };
}

function sum(claimed: readonly Claimed[], of: (each: Claimed) => number): number {
  return claimed.reduce((total, each) => total + of(each), 0);
}
