import { buildSteps } from '#shared/build-steps.ts';
import { contract } from '#shared/api/contract.ts';
import { channelId } from './buyers.ts';
import { passing, setChannelStage } from './channel-stage.ts';
import { formatCount } from './figures.ts';
import type { PanelAbilities, Seen } from './panels-program.ts';
import { startProgram } from './programs.ts';

const panels = 2_000;
/** What the panels of the extension do; their tests say the same. */
const quietMs = 15_000;
const spreadMs = 600;
/** How long panels only poll, and how long and how often a builder ticks steps after that. */
const pollingMs = 18_000;
const ticks = 12;
const tickEveryMs = 2_500;
/** What the slowest of a hundred answers may take. */
const p99MsMax = 200;

/**
 * How long panels wait for the core while a builder ticks steps, each hearing of it by a message of the channel, and how often that
 * reads the store.
 *
 * @returns sentences on what was wrong
 */
export async function benchPanels(say: (sentence: string) => void): Promise<readonly string[]> {
  const { core, port, twitch, credentials, desk, onBench, close } = await setChannelStage();
  const secretBase64 = credentials.extensionSecretBase64;
  const viewers = startProgram<PanelAbilities>('./panels-program.ts');
  try {
    const path = contract.getChannel.path;
    await viewers.ask('open', { port, path, secretBase64, count: panels, quietMs, spreadMs });
    await core.ask('countReads', null);
    await viewers.ask('look', null);
    await core.ask('beginCpu', undefined);
    await passing(pollingMs);
    const polled = await viewers.ask('look', null);
    const polledReads = await core.ask('countReads', null);
    const polledCpu = await core.ask('endCpu', undefined);
    let messages = 0;
    const stopHearing = twitch.onPubSub(({ channelId: to, message }) => {
      if (to !== channelId) return;
      messages++;
      void viewers.ask('nudge', revisionIn(message));
    });
    await core.ask('beginCpu', undefined);
    for (const step of stepsToTick(onBench)) {
      await desk.tickStep(step);
      await passing(tickEveryMs);
    }
    const ticked = await viewers.ask('look', null);
    stopHearing();
    const tickedReads = await core.ask('countReads', null);
    const tickedCpu = await core.ask('endCpu', undefined);
    say(`${formatCount(panels)} panels of one channel, each on a connection of its own, on a core of one process:`);
    say(formatSeen('Polling alone', polled, polledReads, polledCpu));
    say(formatSeen(`${ticks} steps ticked`, ticked, tickedReads, tickedCpu));
    const { revision } = await desk.getChannel({});
    say(
      `${messages} messages told the panels, ${formatCount(ticked.shown[revision] ?? 0)} of which show the newest view. ` +
        `At most ${p99MsMax} ms are wanted for 99 of 100 answers: ${ticked.p99Ms <= p99MsMax ? 'kept' : 'not kept'} here.`,
    );
    return [...faultsIn(polled), ...faultsIn(ticked), ...(messages === 0 ? ['no message told of a ticked step'] : [])];
  } finally {
    await Promise.all([viewers.kill(), close()]);
  }
}

function stepsToTick(tags: readonly string[]) {
  const all = tags.flatMap((tag) =>
    buildSteps.builder.map((step) => ({ params: { tag, step }, body: { done: true } })),
  );
  return all.slice(0, ticks);
}

function revisionIn(message: string): string {
  const read: unknown = JSON.parse(message);
  return typeof read === 'object' && read !== null && 'revision' in read ? String(read.revision) : '';
}

function faultsIn({ failed }: Seen): readonly string[] {
  return Object.entries(failed).map(([reason, count]) => `${count} panels got no view: ${reason}`);
}

function formatSeen(name: string, seen: Seen, reads: number, cpuMicros: number): string {
  const seconds = seen.ms / 1_000;
  return [
    name.padEnd(18),
    `${formatCount(seen.answers)} answers in ${seconds.toFixed(0)} s (${formatCount(seen.answers / seconds)}/s),`,
    `p50 ${seen.p50Ms.toFixed(1)} ms, p99 ${seen.p99Ms.toFixed(1)} ms, slowest ${seen.mostMs.toFixed(0)} ms,`,
    `${formatCount(reads)} store reads, ${formatCount(seen.connections)} connections, ${(cpuMicros / Math.max(1, seen.answers)).toFixed(0)} µs of processor each`,
  ].join(' ');
}
