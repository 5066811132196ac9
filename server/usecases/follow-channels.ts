import type { CitizenId, Instant } from '#shared/ids.ts';
import { emptyBench, endStream, nextMarkAt, startStream } from '../domain/bench.ts';
import type { Channel } from '../domain/citizen.ts';
import { UpstreamError } from '../ports/payments.ts';
import type { Commit } from '../ports/store.ts';
import type { Stream } from '../ports/streams.ts';
import { triesMax } from './apply-command.ts';
import type { Core } from './core.ts';
import { recordSightings } from './prove-work.ts';
import { benchDeadline, benchSubject, workBench } from './work-bench.ts';

/** What Twitch told us of a channel. `messageId` is the notification's own; `at` is when it was sent. */
export type ChannelNews =
  | { readonly type: 'online'; readonly channelId: string; readonly streamId: string; readonly streamType: string }
  | { readonly type: 'offline'; readonly channelId: string }
  | { readonly type: 'updated'; readonly channelId: string; readonly title: string };

/** Twitch may deliver late and twice: an online notice older than this is believed only when Twitch still says that it is live. */
const staleAfterMs = 10 * 60_000;

/** Twitch's list of live streams lags behind its notices, in both directions: only after this long is its silence believed. */
const listLagMs = 10 * 60_000;
const lookAgainMs = 60_000;

/**
 * Follows a channel: live or not, its title, and the tags in it. Repeating news changes nothing.
 *
 * @param ageMs how long ago Twitch sent it
 * @returns one word for the record on what it came to
 */
export async function followChannel(core: Core, news: ChannelNews, messageId: string, ageMs: number): Promise<string> {
  const channel = await core.store.get('channel', news.channelId);
  if (!channel) return 'unknown-channel';
  switch (news.type) {
    case 'online':
      return online(core, channel, news.streamId, news.streamType, ageMs);
    case 'offline':
      return offline(core, channel, ageMs);
    case 'updated':
      return updated(core, channel, news.title, messageId);
    default:
      return news satisfies never;
  }
}

async function online(
  core: Core,
  channel: Channel,
  streamId: string,
  streamType: string,
  ageMs: number,
): Promise<string> {
  if (streamType !== 'live') return 'not-a-live-stream';
  // Told again, or broken off after the channel was kept: what the title names is recorded once in any case.
  if (channel.live?.streamId === streamId) {
    await recordTitle(core, channel.id, `${streamId}:start`, channel.title);
    return 'known';
  }
  if (ageMs > staleAfterMs && (await core.streams.fetchStream(channel.id))?.streamId !== streamId) return 'stale';
  const title = await core.streams.fetchTitle(channel.id);
  const startedAt = core.clock.now() - Math.max(0, ageMs);
  await changeChannel(core, channel, (now) => ({ live: { streamId, startedAt: Math.min(startedAt, now) }, title }));
  await recordTitle(core, channel.id, `${streamId}:start`, title);
  return 'live';
}

/** Notices may arrive out of order: when Twitch says that another stream is live by now, the newer one stands. */
async function offline(core: Core, channel: Channel, ageMs: number): Promise<string> {
  if (!channel.live) return 'known';
  const stream = await core.streams.fetchStream(channel.id);
  if (stream && stream.streamId !== channel.live.streamId) {
    await changeChannel(core, channel, liveAs(stream));
    return 'another-stream';
  }
  // The stream that it speaks of ended before the one that is live began.
  if (stream && core.clock.now() - ageMs < channel.live.startedAt) return 'of-an-earlier-stream';
  await changeChannel(core, channel, () => ({ live: null }), ageMs);
  await workBench(core, channel.builderId);
  return 'offline';
}

async function updated(core: Core, channel: Channel, title: string, messageId: string): Promise<string> {
  await changeChannel(core, channel, () => ({ title }));
  await recordTitle(core, channel.id, messageId, title);
  return 'updated';
}

/** Only the broadcaster and whom they trust can set a title. */
async function recordTitle(core: Core, channelId: string, id: string, text: string): Promise<void> {
  await recordSightings(core, { id, source: 'title', channelId, byTwitchId: channelId, sourceChannelId: null, text });
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
    await changeChannel(core, channel, stream ? liveAs(stream) : () => ({ live: null }), now - bench.settledAt);
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

function liveAs(stream: Stream) {
  return (now: Instant) => ({ live: { streamId: stream.streamId, startedAt: now - stream.elapsedMs } });
}

/** Keeps a change of a channel together with what it means for the bench: minutes run only while a stream does. */
async function changeChannel(
  core: Core,
  channel: Channel,
  change: (now: Instant) => Partial<Pick<Channel, 'live' | 'title'>>,
  ageMs = 0,
): Promise<void> {
  let current: Channel | undefined = channel;
  for (let tries = 0; tries < triesMax && current; tries++) {
    const now = core.clock.now();
    const next: Channel = { ...current, ...change(now) };
    const { result } = await core.store.commit({
      put: [{ kind: 'channel', record: next }],
      ...(await benchPart(core, current, next, now - ageMs)),
    });
    if (result === 'committed') return;
    current = await core.store.get('channel', channel.id);
  }
  throw new Error(`channel ${channel.id} kept changing`);
}

async function benchPart(
  core: Core,
  before: Channel,
  after: Channel,
  now: Instant,
): Promise<Pick<Commit, 'deadlines' | 'put'>> {
  if (before.live?.streamId === after.live?.streamId) return {};
  const bench = (await core.store.get('bench', after.builderId)) ?? emptyBench(after.builderId, now);
  const next = after.live ? startStream(bench, after.live.streamId, now) : endStream(bench, now);
  return {
    put: [
      { kind: 'channel', record: after },
      { kind: 'bench', record: next },
    ],
    deadlines: [benchDeadline(next)],
  };
}
