import type { CitizenId, Instant } from '#shared/ids.ts';
import { emptyBench, endStream, nextMarkAt, startStream } from '../../domain/bench.ts';
import { isLinked } from '../../domain/channel.ts';
import type { Bench, Channel } from '../../domain/citizen.ts';
import { momentDeadline, momentIdOf, nextLookAt } from '../../domain/moment.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Commit } from '../../ports/store.ts';
import type { Stream } from '../../ports/streams.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { recordSightings } from '../orders/prove-work.ts';
import { benchDeadline, benchSubject, workBench } from './work-bench.ts';

/** What Twitch told us of a channel. */
export type ChannelNews =
  | { readonly type: 'online'; readonly channelId: string; readonly streamId: string; readonly streamType: string }
  | { readonly type: 'offline'; readonly channelId: string }
  | { readonly type: 'updated'; readonly channelId: string; readonly title: string };

/** Twitch may deliver late and twice: an online notice older than this is believed only when Twitch still says that it is live. */
const staleAfterMs = 10 * 60_000;
/** A change of title that took longer than this to arrive may have been overtaken by another. */
const titleStaleAfterMs = 10_000;
/** Twice within this long, the end of a stream is the same end. */
const sameEndMs = 5_000;

/** Twitch's list of live streams lags behind its notices, in both directions: only after this long is its silence believed. */
export const listLagMs = 10 * 60_000;
const lookAgainMs = 60_000;
/** A recording is complete some time after its stream. */
const recordingAfterMs = 60_000;

/**
 * Follows a channel: live or not, its title, and the tags in it. Repeating news changes nothing, be it under another message's id, and
 * news that was overtaken by newer is put right by asking Twitch.
 *
 * @param messageId the notification's own
 * @param ageMs how long ago Twitch sent it
 * @returns one word for the record on what it came to
 */
export async function followChannel(core: Core, news: ChannelNews, messageId: string, ageMs: number): Promise<string> {
  const channel = await core.store.get('channel', news.channelId);
  if (!channel || !isLinked(channel)) return 'unknown-channel';
  const sentAt = core.clock.now() - Math.max(0, ageMs);
  switch (news.type) {
    case 'online':
      return news.streamType === 'live' ? online(core, channel, news.streamId, sentAt) : 'not-a-live-stream';
    case 'offline':
      return offline(core, channel, sentAt);
    case 'updated':
      return updated(core, channel, news.title, messageId, sentAt);
    default:
      return news satisfies never;
  }
}

async function online(core: Core, channel: Channel, streamId: string, sentAt: Instant): Promise<string> {
  // Told again, or broken off after the channel was kept: what the title names is recorded once in any case.
  if (channel.live?.streamId === streamId) {
    await recordTitle(core, channel);
    return 'known';
  }
  const now = core.clock.now();
  const { ended, live } = channel;
  if (ended?.streamId === streamId && sentAt <= ended.at) return 'ended-before';
  const isOvertaken = ended !== null && (ended.streamId === streamId || sentAt <= ended.at);
  const isOfBefore = live !== null && sentAt < live.startedAt;
  const mustAsk = isOvertaken || isOfBefore || now - sentAt > staleAfterMs;
  const stream = mustAsk ? await core.streams.fetchStream(channel.id) : undefined;
  if (mustAsk && stream?.streamId !== streamId) return 'stale';
  await begin(core, channel, stream ?? { streamId, elapsedMs: now - sentAt });
  return 'live';
}

/**
 * The stream is live: its title is asked for, and the tags in it count.
 *
 * @param formerEnd when the one before it ended; of one that ended unheard nothing counts beyond what was settled
 */
async function begin(core: Core, channel: Channel, stream: Stream, formerEnd: Instant = 0): Promise<void> {
  const title = await core.streams.fetchTitle(channel.id);
  const changed = await changeChannel(
    core,
    channel,
    (now) => ({ ...liveAs(stream, now), title, titleAt: now, titleId: `${stream.streamId}:start` }),
    formerEnd,
  );
  if (changed) await recordTitle(core, changed);
}

/** Notices may arrive out of order: when Twitch says that another stream is live by now, the newer one stands. */
async function offline(core: Core, channel: Channel, sentAt: Instant): Promise<string> {
  const { live, ended } = channel;
  if (!live) {
    if (ended && sentAt < ended.at + sameEndMs) return 'known';
    // Its beginning may still be on the way here, and must not be believed then.
    await changeChannel(core, channel, () => ({ ended: { streamId: ended?.streamId ?? null, at: sentAt } }));
    return 'ended-unheard';
  }
  if (sentAt < live.startedAt) return 'of-an-earlier-stream';
  const stream = await streamOf(core, channel.id);
  // While Twitch does not answer the end that it told us of stands: minutes must not run on until it does.
  if (stream && stream !== 'unknown' && stream.streamId !== live.streamId) {
    await begin(core, channel, stream, sentAt);
    return 'another-stream';
  }
  await finish(core, channel, sentAt);
  return 'offline';
}

/** The stream ended at that moment: minutes stand, and no more are earned. */
async function finish(core: Core, channel: Channel, at: Instant): Promise<void> {
  await changeChannel(core, channel, () => offlineSince(channel, at), at);
  await workBench(core, channel.builderId);
}

async function updated(
  core: Core,
  channel: Channel,
  told: string,
  messageId: string,
  sentAt: Instant,
): Promise<string> {
  const now = core.clock.now();
  const isOvertaken = sentAt < channel.titleAt || now - sentAt > titleStaleAfterMs;
  const title = isOvertaken && told !== channel.title ? await core.streams.fetchTitle(channel.id) : told;
  if (title === channel.title) {
    await recordTitle(core, channel);
    return 'known';
  }
  const titleAt = isOvertaken ? now : sentAt;
  const changed = await changeChannel(core, channel, () => ({ title, titleAt, titleId: messageId }));
  if (changed) await recordTitle(core, changed);
  return isOvertaken ? 'asked' : 'updated';
}

/** Only the broadcaster and whom they trust can set a title. */
async function recordTitle(core: Core, { id: channelId, titleId: id, title: text }: Channel): Promise<void> {
  await recordSightings(core, { id, source: 'title', channelId, byTwitchId: channelId, sourceChannelId: null, text });
}

/**
 * Compares one channel with what Twitch lists, for the time when its notices do not arrive.
 *
 * @param missedSince since when the list has lacked a stream that we believe to be live; null when it does not
 */
export async function compareChannel(
  core: Core,
  channel: Channel,
  stream: Stream | undefined,
  title: string | undefined,
  missedSince: Instant | null,
): Promise<void> {
  if (!isLinked(channel)) return;
  const { live, ended } = channel;
  const now = core.clock.now();
  if (!stream) {
    if (live && missedSince !== null && now - missedSince >= listLagMs) await finish(core, channel, missedSince);
    return;
  }
  if (live?.streamId !== stream.streamId) {
    // The list still has a stream of whose end we were told.
    const isOver = ended !== null && (ended.streamId === stream.streamId || now - stream.elapsedMs < ended.at);
    if (!isOver || now - ended.at >= listLagMs) await begin(core, channel, stream);
    return;
  }
  if (title === undefined || title === channel.title || now - channel.titleAt < lookAgainMs) return;
  const titleId = `${stream.streamId}:${now}`;
  const changed = await changeChannel(core, channel, () => ({ title, titleAt: now, titleId }));
  if (changed) await recordTitle(core, changed);
}

/**
 * Brings a builder's bench up to now, when a mark is due. Notices of a stream's end can be lost, and minutes that run on without a
 * stream would become a proof: so Twitch is asked first. While it names no such stream nothing is marked, and after some minutes the
 * stream has ended, at the last moment that was settled. A Twitch that does not answer takes nothing away from a builder.
 */
export async function lookAtBench(core: Core, builderId: CitizenId): Promise<void> {
  const [bench, channel] = await Promise.all([
    core.store.get('bench', builderId),
    core.store.channelOfBuilder(builderId),
  ]);
  const dueAt = bench && nextMarkAt(bench);
  if (!bench || !channel?.live || dueAt === undefined) return workBench(core, builderId);
  const stream = await streamOf(core, channel.id);
  if (stream === 'unknown') return workBench(core, builderId, { askForLinks: false });
  if (stream?.streamId === channel.live.streamId) return workBench(core, builderId);
  const now = core.clock.now();
  if (now >= dueAt + listLagMs) {
    const { settledAt } = bench;
    await changeChannel(
      core,
      channel,
      (at) => (stream ? liveAs(stream, at) : offlineSince(channel, settledAt)),
      settledAt,
    );
    return workBench(core, builderId);
  }
  await core.store.commit({
    expect: [{ kind: 'bench', id: bench.id, version: bench.version }],
    deadlines: [{ subject: benchSubject(bench.id), due: [{ name: 'work-bench', at: now + lookAgainMs }] }],
  });
}

async function streamOf(core: Core, channelId: string): Promise<Stream | undefined | 'unknown'> {
  try {
    return await core.streams.fetchStream(channelId);
  } catch (error) {
    if (error instanceof UpstreamError) return 'unknown';
    throw error;
  }
}

function liveAs(stream: Stream, now: Instant): Pick<Channel, 'live'> {
  return { live: { streamId: stream.streamId, startedAt: now - stream.elapsedMs } };
}

function offlineSince(channel: Channel, at: Instant): Pick<Channel, 'live' | 'ended'> {
  return { live: null, ended: { streamId: channel.live?.streamId ?? channel.ended?.streamId ?? null, at } };
}

type Changes = Partial<Pick<Channel, 'live' | 'ended' | 'title' | 'titleAt' | 'titleId'>>;

/**
 * Keeps a change of a channel together with what it means for the bench: minutes run only while a stream does.
 *
 * @param at when the stream ended or began, as far as minutes go; now unless said
 * @returns the channel as kept; undefined when it was unlinked meanwhile
 */
async function changeChannel(
  core: Core,
  channel: Channel,
  change: (now: Instant) => Changes,
  at?: Instant,
): Promise<Channel | undefined> {
  let current: Channel | undefined = channel;
  for (let tries = 0; tries < triesMax; tries++) {
    if (!current || !isLinked(current)) return undefined;
    const now = core.clock.now();
    const next: Channel = { ...current, ...change(now) };
    const { put = [], ...rest } = await benchPart(core, current, next, at ?? now);
    const { result } = await core.store.commit({ ...rest, put: [{ kind: 'channel', record: next }, ...put] });
    if (result === 'committed') return { ...next, version: next.version + 1 };
    current = await core.store.get('channel', channel.id);
  }
  throw new Error(`channel ${channel.id} kept changing`);
}

/** What the beginning or end of a stream means for the bench and for the moments on it, as the part of a commit that says so. */
export async function benchPart(
  core: Core,
  before: Pick<Channel, 'live'>,
  after: Pick<Channel, 'live' | 'builderId'>,
  at: Instant,
): Promise<Pick<Commit, 'deadlines' | 'put'>> {
  if (before.live?.streamId === after.live?.streamId) return {};
  const bench = (await core.store.get('bench', after.builderId)) ?? emptyBench(after.builderId, at);
  const next = after.live ? startStream(bench, after.live.streamId, at) : endStream(bench, at);
  const moments = before.live ? await momentsOf(core, bench, before.live.streamId) : [];
  return { put: [{ kind: 'bench', record: next }], deadlines: [benchDeadline(next), ...moments] };
}

/** A recording can be found at the latest once its stream is over. */
async function momentsOf(core: Core, bench: Bench, streamId: string): Promise<NonNullable<Commit['deadlines']>> {
  const entries = bench.orders.filter((entry) => entry.streamId === streamId);
  const moments = await Promise.all(
    entries.map(({ orderId }) => core.store.get('moment', momentIdOf(orderId, streamId))),
  );
  const soon = core.clock.now() + recordingAfterMs;
  return moments.flatMap((moment) =>
    moment?.recording.state === 'waiting' && moment.recording.lookedAt !== null
      ? [momentDeadline(moment, Math.min(soon, nextLookAt(moment) ?? soon))]
      : [],
  );
}
