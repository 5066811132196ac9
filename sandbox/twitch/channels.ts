import { cleanText } from './chat-room.ts';
import { channelUpdate, streamOffline, streamOnline, type TwitchEvent } from './events.ts';
import {
  pushBounded,
  type StreamKind,
  type StreamMarker,
  type TwitchChannel,
  type TwitchClip,
  type TwitchUser,
  type TwitchVideo,
} from './records.ts';

const titleCharactersMax = 140;
const markerCharactersMax = 140;
const recordingsKept = 500;

/** Channels, their broadcasts, and what is left of them afterwards. */
export type Channels = {
  find(userId: string): TwitchChannel | undefined;
  list(): readonly TwitchChannel[];
  /** Starts a broadcast; a second call while live only changes the title. */
  goLive(userId: string, title?: string, kind?: StreamKind): void;
  goOffline(userId: string): void;
  setTitle(userId: string, title: string): void;
  setCategory(userId: string, category: TwitchChannel['category']): void;
  setModerators(userId: string, moderatorIds: readonly string[]): void;
  /** Switches the recording of later broadcasts on or off. */
  setKeepsVideos(userId: string, keepsVideos: boolean): void;
  videos(): readonly TwitchVideo[];
  clips(): readonly TwitchClip[];
  markers(): readonly StreamMarker[];
  /** Null unless the channel is live and being recorded. */
  addMarker(userId: string, description: string): StreamMarker | 'too-long' | null;
  /** Null unless the channel is live. */
  addClip(broadcasterId: string, creatorId: string, title: string, durationSeconds: number): TwitchClip | null;
  /** The last number given to a stream, video, marker or clip; a snapshot continues from it. */
  lastNumber(): number;
};

/** What the channels begin with, and whom they tell. */
export type ChannelOptions = {
  readonly users: readonly TwitchUser[];
  readonly channels: readonly TwitchChannel[];
  readonly videos: readonly TwitchVideo[];
  readonly clips: readonly TwitchClip[];
  readonly markers: readonly StreamMarker[];
  readonly moderators: Readonly<Record<string, readonly string[]>>;
  readonly nextNumber: number;
  readonly now: () => number;
  readonly emit: (event: TwitchEvent) => void;
  readonly changed: () => void;
};

function newChannel(user: TwitchUser, moderatorIds: readonly string[]): TwitchChannel {
  return {
    userId: user.id,
    title: `${user.displayName} at the bench`,
    category: { id: '509673', name: 'Makers & Crafting' },
    language: 'en',
    live: null,
    moderatorIds,
    keepsVideos: true,
  };
}

/** Seconds from one RFC 3339 instant to a moment in milliseconds, never negative. */
export function secondsSince(startedAt: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1000));
}

/** Builds the channels of all users over what an earlier run left. An unknown user id is a defect of the caller and throws. */
export function createChannels(options: ChannelOptions): Channels {
  const { now, emit, changed } = options;
  const users = new Map(options.users.map((user) => [user.id, user]));
  const earlier = new Map(options.channels.map((channel) => [channel.userId, channel]));
  const channels = new Map(
    options.users.map((user) => [user.id, earlier.get(user.id) ?? newChannel(user, options.moderators[user.id] ?? [])]),
  );
  let videos = [...options.videos];
  const clips = [...options.clips];
  const markers = [...options.markers];
  let counter = options.nextNumber;

  function nextNumber(): number {
    counter += 1;
    return counter;
  }
  function known(userId: string): { user: TwitchUser; channel: TwitchChannel } {
    const user = users.get(userId);
    const channel = channels.get(userId);
    if (user === undefined || channel === undefined) throw new Error(`No such Twitch user: ${userId}`);
    return { user, channel };
  }
  function patch(userId: string, change: Partial<TwitchChannel>): TwitchChannel {
    const channel = { ...known(userId).channel, ...change };
    channels.set(userId, channel);
    changed();
    return channel;
  }
  function setTitle(userId: string, title: string): void {
    const { user, channel } = known(userId);
    const cleaned = [...cleanText(title)].slice(0, titleCharactersMax).join('');
    if (cleaned === '' || cleaned === channel.title) return;
    emit(channelUpdate(user, patch(userId, { title: cleaned })));
  }
  function goLive(userId: string, title: string | undefined, kind: StreamKind): void {
    if (title !== undefined) setTitle(userId, title);
    const { user, channel } = known(userId);
    if (channel.live !== null) return;
    const live = { streamId: String(nextNumber()), startedAt: new Date(now()).toISOString(), kind };
    patch(userId, { live });
    if (channel.keepsVideos) {
      const { streamId, startedAt } = live;
      const video = { id: String(nextNumber()), streamId, userId, title: channel.title, startedAt, endedAt: null };
      pushBounded(videos, video, recordingsKept);
    }
    emit(streamOnline(user, live));
  }
  function goOffline(userId: string): void {
    const { user, channel } = known(userId);
    const { live } = channel;
    if (live === null) return;
    const endedAt = new Date(now()).toISOString();
    videos = videos.map((video) => (video.streamId === live.streamId ? { ...video, endedAt } : video));
    patch(userId, { live: null });
    emit(streamOffline(user));
  }
  function recording(userId: string): TwitchVideo | undefined {
    const streamId = channels.get(userId)?.live?.streamId;
    return videos.find((video) => streamId !== undefined && video.streamId === streamId);
  }

  return {
    find: (userId) => channels.get(userId),
    list: () => [...channels.values()],
    goLive: (userId, title, kind) => goLive(userId, title, kind ?? 'live'),
    goOffline,
    setTitle,
    setCategory(userId, category) {
      emit(channelUpdate(known(userId).user, patch(userId, { category })));
    },
    setModerators: (userId, moderatorIds) => void patch(userId, { moderatorIds }),
    setKeepsVideos: (userId, keepsVideos) => void patch(userId, { keepsVideos }),
    videos: () => videos,
    clips: () => clips,
    markers: () => markers,
    addMarker(userId, description) {
      if ([...description].length > markerCharactersMax) return 'too-long';
      const video = recording(userId);
      if (video === undefined) return null;
      const marker = {
        id: String(nextNumber()),
        userId,
        videoId: video.id,
        createdAt: new Date(now()).toISOString(),
        description,
        positionSeconds: secondsSince(video.startedAt, now()),
      };
      pushBounded(markers, marker, recordingsKept);
      changed();
      return marker;
    },
    addClip(broadcasterId, creatorId, title, durationSeconds) {
      const channel = channels.get(broadcasterId);
      if (channel === undefined || channel.live === null) return null;
      const video = recording(broadcasterId);
      const clip = {
        id: `SandboxClip${nextNumber()}`,
        broadcasterId,
        creatorId,
        videoId: video?.id ?? '',
        title: title === '' ? channel.title : title,
        createdAt: new Date(now()).toISOString(),
        durationSeconds,
        vodOffsetSeconds: video === undefined ? null : secondsSince(video.startedAt, now()),
      };
      pushBounded(clips, clip, recordingsKept);
      changed();
      return clip;
    },
    lastNumber: () => counter,
  };
}
