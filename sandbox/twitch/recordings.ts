import {
  pushBounded,
  type StreamMarker,
  type TwitchChannel,
  type TwitchClip,
  type TwitchUser,
  type TwitchVideo,
} from './records.ts';

const markerCharactersMax = 140;
const recordingsKept = 500;
const day = 24 * 60 * 60 * 1000;
/** How long Twitch keeps the recording of a broadcast, by the type of its broadcaster. */
const keptMs = { '': 7 * day, affiliate: 14 * day, partner: 60 * day } as const;

/** What broadcasts leave behind: videos, clips and markers. */
export type Recordings = {
  /** Those that Twitch still has. */
  readonly videos: () => readonly TwitchVideo[];
  /** Those that are ready. A clip outlives the video that it was cut from, and then names none. */
  readonly clips: () => readonly TwitchClip[];
  readonly markers: () => readonly StreamMarker[];
  /** Begins the video of a channel's present broadcast, if the channel keeps videos. */
  readonly begin: (channel: TwitchChannel) => void;
  readonly end: (streamId: string) => void;
  /** Deletes a person's recordings before their time; the one of a broadcast that goes on stays. */
  readonly expire: (userId: string) => void;
  /** Null unless the channel is live, with a broadcast that is no rerun, and being recorded. */
  readonly addMarker: (channel: TwitchChannel | undefined, description: string) => StreamMarker | 'too-long' | null;
  /** Null unless the channel is live. */
  readonly addClip: (channel: TwitchChannel | undefined, clip: ClipRequest) => TwitchClip | null;
  /** Everything, whether Twitch would show it or not. */
  readonly dump: () => Pick<RecordingOptions, 'videos' | 'clips' | 'markers'>;
};

/** Who makes a clip and how. An empty title takes the channel's. */
export type ClipRequest = { readonly creatorId: string; readonly title: string; readonly durationSeconds: number };

/** What recordings begin with. */
export type RecordingOptions = {
  readonly videos: readonly TwitchVideo[];
  readonly clips: readonly TwitchClip[];
  readonly markers: readonly StreamMarker[];
  /** The world's milliseconds. */
  readonly now: () => number;
  /** The wall's milliseconds, by which clips are made. */
  readonly wallNow: () => number;
  readonly clipDelayMs: () => number;
  readonly user: (id: string) => TwitchUser | undefined;
  readonly nextNumber: () => number;
  readonly changed: () => void;
};

/** Seconds from one RFC 3339 instant to a moment in milliseconds, never negative. */
export function secondsSince(startedAt: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1000));
}

/** Builds the shelf over what an earlier run left. */
export function createRecordings(options: RecordingOptions): Recordings {
  const { now, wallNow, clipDelayMs, user, nextNumber, changed } = options;
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

  function isKept(video: TwitchVideo): boolean {
    if (video.endedAt === null) return true;
    return now() < Date.parse(video.endedAt) + keptMs[user(video.userId)?.broadcasterType ?? ''];
  }
  function readClips(): readonly TwitchClip[] {
    const present = new Set(videos.filter(isKept).map(({ id }) => id));
    const isReady = ({ foundFrom }: TwitchClip): boolean => foundFrom !== null && (foundFrom ?? 0) <= wallNow();
    return clips
      .filter(isReady)
      .map((clip) => (present.has(clip.videoId) ? clip : { ...clip, videoId: '', vodOffsetSeconds: null }));
  }

  return {
    videos: () => videos.filter(isKept),
    clips: readClips,
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
    expire(userId) {
      videos = videos.filter((video) => video.userId !== userId || video.endedAt === null);
      changed();
    },
    addMarker(channel, description) {
      if (Array.from(description).length > markerCharactersMax) return 'too-long';
      const video = channel === undefined ? undefined : running(channel);
      if (channel?.live?.kind !== 'live' || video === undefined) return null;
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
        foundFrom: Number.isFinite(clipDelayMs()) ? wallNow() + clipDelayMs() : null,
        durationSeconds,
        vodOffsetSeconds: video === undefined ? null : secondsSince(video.startedAt, now()),
      });
    },
    dump: () => ({ videos, clips, markers }),
  };
}
