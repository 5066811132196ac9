import { pushBounded, type StreamMarker, type TwitchChannel, type TwitchClip, type TwitchVideo } from './records.ts';

const markerCharactersMax = 140;
const recordingsKept = 500;

/** What broadcasts leave behind: videos, clips and markers. */
export type Recordings = {
  readonly videos: () => readonly TwitchVideo[];
  readonly clips: () => readonly TwitchClip[];
  readonly markers: () => readonly StreamMarker[];
  /** Begins the video of a channel's present broadcast, if the channel keeps videos. */
  readonly begin: (channel: TwitchChannel) => void;
  readonly end: (streamId: string) => void;
  /** Null unless the channel is live and being recorded. */
  readonly addMarker: (channel: TwitchChannel | undefined, description: string) => StreamMarker | 'too-long' | null;
  /** Null unless the channel is live. */
  readonly addClip: (channel: TwitchChannel | undefined, clip: ClipRequest) => TwitchClip | null;
};

/** Who makes a clip and how. An empty title takes the channel's. */
export type ClipRequest = { readonly creatorId: string; readonly title: string; readonly durationSeconds: number };

/** What recordings begin with. */
export type RecordingOptions = {
  readonly videos: readonly TwitchVideo[];
  readonly clips: readonly TwitchClip[];
  readonly markers: readonly StreamMarker[];
  readonly now: () => number;
  readonly nextNumber: () => number;
  readonly changed: () => void;
};

/** Seconds from one RFC 3339 instant to a moment in milliseconds, never negative. */
export function secondsSince(startedAt: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1000));
}

/** Builds the shelf over what an earlier run left. */
export function createRecordings(options: RecordingOptions): Recordings {
  const { now, nextNumber, changed } = options;
  let videos = [...options.videos];
  const clips = [...options.clips];
  const markers = [...options.markers];
  const timestamp = (): string => new Date(now()).toISOString();

  function keep<T>(list: T[], entry: T): T {
    pushBounded(list, entry, recordingsKept);
    changed();
    return entry;
  }
  function running(channel: TwitchChannel): TwitchVideo | undefined {
    return videos.find((video) => video.streamId === channel.live?.streamId);
  }

  return {
    videos: () => videos,
    clips: () => clips,
    markers: () => markers,
    begin(channel) {
      if (channel.live === null || !channel.keepsVideos) return;
      const { streamId, startedAt } = channel.live;
      const { userId, title } = channel;
      keep(videos, { id: String(nextNumber()), streamId, userId, title, startedAt, endedAt: null });
    },
    end(streamId) {
      videos = videos.map((video) => (video.streamId === streamId ? { ...video, endedAt: timestamp() } : video));
    },
    addMarker(channel, description) {
      if (Array.from(description).length > markerCharactersMax) return 'too-long';
      const video = channel === undefined ? undefined : running(channel);
      if (channel === undefined || video === undefined) return null;
      return keep(markers, {
        id: String(nextNumber()),
        userId: channel.userId,
        videoId: video.id,
        createdAt: timestamp(),
        description,
        positionSeconds: secondsSince(video.startedAt, now()),
      });
    },
    addClip(channel, { creatorId, title, durationSeconds }) {
      if (channel === undefined || channel.live === null) return null;
      const video = running(channel);
      return keep(clips, {
        id: `SandboxClip${nextNumber()}`,
        broadcasterId: channel.userId,
        creatorId,
        videoId: video?.id ?? '',
        title: title === '' ? channel.title : title,
        createdAt: timestamp(),
        durationSeconds,
        vodOffsetSeconds: video === undefined ? null : secondsSince(video.startedAt, now()),
      });
    },
  };
}
