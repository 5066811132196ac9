import type { CitizenId, OrderId } from '#shared/ids.ts';
import { clearFromBench, nextMarkAt, reached, settleBench, type Reached } from '../../domain/bench.ts';
import type { Bench } from '../../domain/citizen.ts';
import { momentIdOf } from '../../domain/moment.ts';
import type { Command } from '../../domain/order-commands.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Commit, Deadline } from '../../ports/store.ts';
import { applyCommand, triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { lookForRecording } from './find-recording.ts';

/** When a bench is to be looked at again, as the part of a commit that says so. */
export function benchDeadline(bench: Bench): NonNullable<Commit['deadlines']>[number] {
  const at = nextMarkAt(bench);
  const due: readonly Deadline[] = at === undefined ? [] : [{ name: 'work-bench', at }];
  return { subject: benchSubject(bench.id), due };
}

/** The subject under which a builder's bench has its deadline. */
export function benchSubject(builderId: CitizenId): string {
  return `bench:${builderId}`;
}

/** The builder whose bench a deadline's subject names; undefined for other subjects. */
export function builderOfSubject(subject: string): CitizenId | undefined {
  return subject.startsWith('bench:') ? (subject.slice('bench:'.length) as CitizenId) : undefined;
}

/**
 * Brings a bench up to now: orders that earned enough are called building or proved, orders that ended meanwhile leave. Safe to
 * repeat and to break off anywhere: an order that was told already refuses politely, and the bench is kept last.
 *
 * @param askForLinks whether Twitch is asked for the moment in the recording; pointless while it does not answer
 */
export async function workBench(
  core: Core,
  builderId: CitizenId,
  { askForLinks } = { askForLinks: true },
): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const bench = await core.store.get('bench', builderId);
    if (!bench) return;
    const now = core.clock.now();
    const gone = await endedOrders(core, bench);
    const settled = clearFromBench(settleBench(bench, now), gone, now);
    const marks = reached(settled);
    for (const mark of marks) await tellOrder(core, mark, askForLinks);
    const next = { ...settled, orders: settled.orders.map((order) => withMark(order, marks)) };
    const { result } = await core.store.commit({
      put: [{ kind: 'bench', record: next }],
      deadlines: [benchDeadline(next)],
    });
    if (result === 'committed') return;
  }
  throw new Error(`the bench of ${builderId} kept changing`);
}

async function endedOrders(core: Core, bench: Bench): Promise<Bench['orders'][number]['orderId'][]> {
  const orders = await Promise.all(bench.orders.map((entry) => core.store.get('order', entry.orderId)));
  const onBench = new Set(['paid', 'building', 'shipped']);
  return orders.flatMap((order) => (order && !onBench.has(order.fulfilment) ? [order.id] : []));
}

async function tellOrder(core: Core, { order: entry, mark }: Reached, askForLinks: boolean): Promise<void> {
  if (!entry.building) await tell(core, entry.orderId, { type: 'start-building' });
  if (mark !== 'proof') return;
  const { streamId, offsetMs, snapshot } = entry;
  const link = askForLinks ? await vodLink(core, entry) : null;
  await tell(core, entry.orderId, { type: 'prove-by-stream', streamId, offsetMs, snapshot, link });
}

/** Refusals of the rules are fine: the order knows already, or has moved past it. One that could not be told is told again. */
async function tell(core: Core, orderId: OrderId, command: Command): Promise<void> {
  const applied = await applyCommand(core, orderId, command, 'system');
  if (!applied.ok && applied.refusal.code === 'conflict-try-again')
    throw new Error(`order ${orderId} kept changing while the bench was worked`);
}

/** The recording may not exist yet, or never: the proof keeps its snapshot all the same, and the moment goes on looking. */
async function vodLink(core: Core, entry: Reached['order']): Promise<string | null> {
  const moment = await core.store.get('moment', momentIdOf(entry.orderId, entry.streamId));
  if (!moment || moment.recording.state !== 'waiting') return moment?.recording.url ?? null;
  try {
    return (await lookForRecording(core, moment)).recording.url;
  } catch (error) {
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}

function withMark(order: Reached['order'], marks: readonly Reached[]): Reached['order'] {
  const mark = marks.find((each) => each.order.orderId === order.orderId)?.mark;
  return mark ? { ...order, building: true, proved: mark === 'proof' } : order;
}
