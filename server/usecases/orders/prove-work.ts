import { readTags } from '#shared/order-tag.ts';
import type { CitizenId, Instant, OrderId } from '#shared/ids.ts';
import { refuse, type Refusal, type RefusalCode } from '#shared/refusals.ts';
import type { SightingOutcome } from '#shared/schemas/order.ts';
import { en, fill } from '#shared/text/say.ts';
import { emptyBench, putOnBench } from '../../domain/bench.ts';
import type { Bench, Channel, Sighting } from '../../domain/citizen.ts';
import { momentDeadline, momentIdOf, newMoment } from '../../domain/moment.ts';
import type { Order } from '../../domain/order.ts';
import { judgeSighting } from '../../domain/proof.ts';
import type { Moment } from '../../domain/stream-records.ts';
import { readTrackingNumber } from '#shared/tracking-number.ts';
import { applyCommand, planCommand, triesMax, type Applied } from './apply-command.ts';
import type { Core } from '../work/core.ts';
import { countsUntil } from '../streams/live-minutes.ts';
import { onBenchNotices } from '../streams/tell-channel.ts';
import { benchDeadline } from '../streams/work-bench.ts';

/** A text that may name orders, and where it was seen. `id` is the platform's own id of it: repeating it changes nothing. */
export type Seen = {
  readonly id: string;
  readonly source: Sighting['source'];
  readonly channelId: string;
  readonly byTwitchId: string;
  readonly sourceChannelId: string | null;
  readonly text: string;
};

/**
 * Records every tag in a text with what became of it. A tag that counts puts its order on the bench; all others are kept with the
 * reason why not.
 */
export async function recordSightings(core: Core, seen: Seen): Promise<readonly SightingOutcome[]> {
  const { tags, nearMisses } = readTags(seen.text);
  const channel = await core.store.get('channel', seen.channelId);
  const outcomes: SightingOutcome[] = [];
  for (const tag of tags) outcomes.push(await recordTag(core, seen, tag, channel));
  for (const typed of nearMisses) outcomes.push(await recordNearMiss(core, seen, typed));
  return outcomes;
}

async function recordTag(core: Core, seen: Seen, tag: string, known: Channel | undefined): Promise<SightingOutcome> {
  const id = `${seen.source}:${seen.id}:${tag}`;
  for (let tries = 0; tries < triesMax; tries++) {
    const before = await core.store.get('sighting', id);
    if (before) return outcomeOf(tag, before.outcome);
    const channel = tries === 0 ? known : await core.store.get('channel', seen.channelId);
    const order = await core.store.orderByTag(tag);
    const bench = channel
      ? ((await core.store.get('bench', channel.builderId)) ?? emptyBench(channel.builderId, core.clock.now()))
      : undefined;
    const facts = { channel, byTwitchId: seen.byTwitchId, sourceChannelId: seen.sourceChannelId, order };
    const judged = bench ? judgeSighting({ ...facts, bench }) : 'no-builder-channel';
    if (judged === 'counted' && channel?.live && order && bench && (await mayGoOn(core, channel, bench))) {
      const result = await count(core, seen, id, order, channel, bench);
      if (result) return outcomeOf(tag, result);
      continue;
    }
    const outcome = judged === 'counted' ? 'channel-offline' : judged;
    const sighting = sightingOf(core, seen, id, tag, order?.id ?? null, outcome);
    const { result } = await core.store.commit({ put: [{ kind: 'sighting', record: sighting }] });
    if (result === 'committed') return outcomeOf(tag, outcome);
  }
  return outcomeOf(tag, 'conflict-try-again');
}

/** Putting an order on the bench settles what the others have earned: the stream must be there for that. */
async function mayGoOn(core: Core, channel: Channel, bench: Bench): Promise<boolean> {
  const now = core.clock.now();
  return (await countsUntil(core, channel, bench)) >= now;
}

/** Keeps a sighting that counts: sighting, bench, order and the moment in one commit. Undefined when something changed meanwhile. */
async function count(
  core: Core,
  seen: Seen,
  id: string,
  order: Order,
  channel: Channel,
  bench: Bench,
): Promise<'counted' | RefusalCode | undefined> {
  if (!channel.live) return undefined;
  const now = core.clock.now();
  const { streamId } = channel.live;
  const plan = await planCommand(core, order, { type: 'put-on-bench', streamId }, 'builder');
  if (!plan.ok) return plan.refusal.code;
  const entry = {
    orderId: order.id,
    streamId,
    offsetMs: Math.max(0, now - channel.live.startedAt),
    snapshot: seen.text.slice(0, 300),
  };
  const next = putOnBench({ ...bench, streamId }, entry, now);
  const moment = await momentOf(core, seen, entry, channel, now);
  const { result } = await core.store.commit({
    ...plan.commit,
    expect: [{ kind: 'channel', id: channel.id, version: channel.version }],
    put: [
      ...(plan.commit.put ?? []),
      ...(moment ? [{ kind: 'moment' as const, record: moment }] : []),
      { kind: 'bench', record: next },
      { kind: 'sighting', record: sightingOf(core, seen, id, order.tag, order.id, 'counted') },
    ],
    notices: [...(plan.commit.notices ?? []), ...(await onBenchNotices(core, order, streamId))],
    deadlines: [...(plan.commit.deadlines ?? []), benchDeadline(next), ...(moment ? [momentDeadline(moment)] : [])],
  });
  return result === 'committed' ? 'counted' : undefined;
}

/** The moment to be kept with a sighting that counts; undefined when the order has one in this stream already. */
async function momentOf(
  core: Core,
  seen: Seen,
  { orderId, streamId, offsetMs, snapshot }: Parameters<typeof putOnBench>[1],
  channel: Channel,
  now: Instant,
): Promise<Moment | undefined> {
  if (await core.store.get('moment', momentIdOf(orderId, streamId))) return undefined;
  return newMoment({
    orderId,
    channelId: channel.id,
    streamId,
    streamStartedAt: channel.live?.startedAt ?? now,
    offsetMs,
    at: now,
    source: seen.source,
    byTwitchId: seen.byTwitchId,
    text: snapshot,
    title: channel.title,
  });
}

async function recordNearMiss(core: Core, seen: Seen, typed: string): Promise<SightingOutcome> {
  const sighting = sightingOf(core, seen, `${seen.source}:${seen.id}:${typed}`, typed, null, 'near-miss');
  await core.store.commit({ put: [{ kind: 'sighting', record: sighting }] });
  return outcomeOf(typed, 'near-miss');
}

function sightingOf(
  core: Core,
  seen: Seen,
  id: string,
  tag: string,
  orderId: OrderId | null,
  outcome: string,
): Sighting {
  const { source, channelId, byTwitchId, text } = seen;
  return {
    id,
    version: 0,
    source,
    tag,
    orderId,
    channelId,
    byTwitchId,
    text: text.slice(0, 300),
    at: core.clock.now(),
    outcome,
  };
}

function outcomeOf(tag: string, outcome: string): SightingOutcome {
  if (outcome === 'counted')
    return { tag, counted: true, code: null, sentence: fill(en.common.sightingCounted, { tag }) };
  const texts = en.refusals[outcome as RefusalCode];
  return { tag, counted: false, code: outcome, sentence: texts ? fill(texts.sentence, { tag, typed: tag }) : outcome };
}

/** `/c500 live`: the builder says it outside chat; it counts only while their channel is live, like any other tag. */
export async function declareLive(
  core: Core,
  builderId: CitizenId,
  text: string,
  requestId: string,
): Promise<{ ok: true; sightings: readonly SightingOutcome[] } | { ok: false; refusal: Refusal }> {
  const channel = await core.store.channelOfBuilder(builderId);
  if (!channel) return refuse('no-builder-channel');
  const sightings = await recordSightings(core, {
    id: requestId,
    source: 'command',
    channelId: channel.id,
    byTwitchId: channel.id,
    sourceChannelId: null,
    text,
  });
  return sightings.length === 0 ? refuse('no-tag') : { ok: true, sightings };
}

/** The builder hands over a tracking number. What carriers would not print is refused before it reaches the order. */
export async function declareShipment(core: Core, orderId: OrderId, typed: string): Promise<Applied> {
  const number = readTrackingNumber(typed);
  if (!number) return refuse('tracking-unreadable', { carrier: 'any' });
  return applyCommand(
    core,
    orderId,
    { type: 'declare-shipment', carrier: number.carrier, number: number.number },
    'builder',
  );
}
