import type { ApiClient } from '@twurple/api';
import { HttpStatusCodeError } from '@twurple/api-call';
import { UpstreamError } from '../../ports/payments.ts';
import type { Streams } from '../../ports/streams.ts';

/** `Streams` on Helix. `announce` is given, because PubSub belongs to the extension. */
export function helixStreams(
  apiClient: ApiClient,
  options: { readonly watchBase: string; readonly announce: Streams['announce'] },
): Streams {
  return {
    announce: options.announce,
    watchUrl: (login) => `${options.watchBase}/${encodeURIComponent(login)}`,
    fetchStream: (channelId) =>
      asked(async () => {
        const stream = await apiClient.streams.getStreamByUserId(channelId);
        return stream
          ? { streamId: stream.id, elapsedMs: Math.max(0, Date.now() - stream.startDate.getTime()) }
          : undefined;
      }),
    fetchTitle: (channelId) => asked(async () => (await apiClient.channels.getChannelInfoById(channelId))?.title ?? ''),
    fetchVodLink: (channelId, streamId, offsetMs) =>
      asked(async () => {
        const { data } = await apiClient.videos.getVideosByUser(channelId, { type: 'archive', limit: 20 });
        const video = data.find((each) => each.streamId === streamId);
        return video ? `${video.url}?t=${momentOf(offsetMs)}` : undefined;
      }),
  };
}

/** A moment of a recording as Twitch's links write it, e.g. `1h2m3s`. */
function momentOf(offsetMs: number): string {
  const seconds = Math.floor(offsetMs / 1_000);
  return `${Math.floor(seconds / 3_600)}h${Math.floor((seconds % 3_600) / 60)}m${seconds % 60}s`;
}

/** Twurple waits for as long as its sockets do, which is minutes. */
const patienceMs = 8_000;

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('Twitch took too long to answer')), patienceMs);
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await inTime(call());
  } catch (cause) {
    const clear =
      cause instanceof HttpStatusCodeError &&
      cause.statusCode >= 400 &&
      cause.statusCode < 500 &&
      cause.statusCode !== 429;
    throw new UpstreamError('twitch', cause instanceof Error ? cause.message.slice(0, 300) : 'Twitch did not answer', {
      retryable: !clear,
      cause,
    });
  }
}
