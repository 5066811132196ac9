import type { ApiClient } from '@twurple/api';
import type { Streams } from '../../ports/streams.ts';
import { asked, askedInLots, statusOf } from './asking.ts';

/** `Streams` on Helix. `announce` is given, because PubSub belongs to the extension. */
export function helixStreams(
  apiClient: ApiClient,
  options: { readonly watchBase: string; readonly announce: Streams['announce'] },
): Streams {
  const archive = (channelId: string, limit: number) =>
    asked(async () => (await apiClient.videos.getVideosByUser(channelId, { type: 'archive', limit })).data);
  return {
    announce: options.announce,
    watchUrl: (login) => `${options.watchBase}/${encodeURIComponent(login)}`,
    fetchStream: (channelId) =>
      asked(async () => {
        const stream = await apiClient.streams.getStreamByUserId(channelId);
        return stream ? { streamId: stream.id, elapsedMs: elapsedSince(stream.startDate) } : undefined;
      }),
    async fetchStreams(channelIds) {
      const streams = await askedInLots(channelIds, (ids) => apiClient.streams.getStreamsByUserIds(ids));
      return new Map(
        streams.map(({ userId, id, startDate }) => [userId, { streamId: id, elapsedMs: elapsedSince(startDate) }]),
      );
    },
    fetchTitle: (channelId) => asked(async () => (await apiClient.channels.getChannelInfoById(channelId))?.title ?? ''),
    async fetchTitles(channelIds) {
      const channels = await askedInLots(channelIds, (ids) => apiClient.channels.getChannelInfoByIds(ids));
      return new Map(channels.map(({ id, title }) => [id, title]));
    },
    async fetchVodLink(channelId, streamId, offsetMs) {
      const video = (await archive(channelId, 20)).find((each) => each.streamId === streamId);
      return video ? `${video.url}?t=${momentOf(offsetMs)}` : undefined;
    },
    async isRecordingThere(url) {
      const id = /\/videos\/(\d+)/.exec(url)?.[1];
      if (id === undefined) return false;
      try {
        return await asked(async () => (await apiClient.videos.getVideoById(id)) !== null);
      } catch (error) {
        // Of videos that it does not have, Twitch says so by this status.
        if (statusOf(error) === 404) return false;
        throw error;
      }
    },
    async keepsRecordings(channelId) {
      const [[newest], stream] = await Promise.all([
        archive(channelId, 1),
        asked(() => apiClient.streams.getStreamByUserId(channelId)),
      ]);
      // Twitch names a recording some time after the stream began.
      if (stream && elapsedSince(stream.startDate) > recordingLagMs) return newest?.streamId === stream.id;
      return newest ? true : undefined;
    },
    fetchClipUrl: (clipId) => asked(async () => (await apiClient.clips.getClipById(clipId))?.url),
    fetchNotified: (channelId) =>
      asked(async () => {
        const { data } = await apiClient.eventSub.getSubscriptionsForUser(channelId);
        return data.filter(({ status }) => status === 'enabled').map(({ type }) => type);
      }),
  };
}

const recordingLagMs = 5 * 60_000;

function elapsedSince(startDate: Date): number {
  return Math.max(0, Date.now() - startDate.getTime());
}

/** A moment of a recording as Twitch's links write it, e.g. `1h2m3s`. */
function momentOf(offsetMs: number): string {
  const seconds = Math.floor(offsetMs / 1_000);
  return `${Math.floor(seconds / 3_600)}h${Math.floor((seconds % 3_600) / 60)}m${seconds % 60}s`;
}
