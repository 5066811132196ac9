import { cleanText } from './chat-room.ts';
import { channelUpdate, streamOffline, streamOnline, type TwitchEvent } from './events.ts';
import type { Recordings } from './recordings.ts';
import type { StreamKind, TwitchChannel, TwitchUser } from './records.ts';

const titleCharactersMax = 140;

/** Channels and their broadcasts. */
export type Channels = {
  readonly find: (userId: string) => TwitchChannel | undefined;
  readonly list: () => readonly TwitchChannel[];
  /** Starts a broadcast; a second call while live only changes the title. */
  readonly goLive: (userId: string, title?: string, kind?: StreamKind) => void;
  readonly goOffline: (userId: string) => void;
  readonly setTitle: (userId: string, title: string) => void;
  readonly setCategory: (userId: string, category: TwitchChannel['category']) => void;
  readonly setModerators: (userId: string, moderatorIds: readonly string[]) => void;
  /** Switches the recording of later broadcasts on or off. */
  readonly setKeepsVideos: (userId: string, keepsVideos: boolean) => void;
};

/** What the channels begin with, and whom they tell. */
export type ChannelOptions = {
  readonly users: readonly TwitchUser[];
  readonly channels: readonly TwitchChannel[];
  readonly moderators: Readonly<Record<string, readonly string[]>>;
  readonly recordings: Recordings;
  readonly now: () => number;
  readonly nextNumber: () => number;
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

/** Builds the channels of all users over what an earlier run left. An unknown user id is a defect of the caller and throws. */
export function createChannels(options: ChannelOptions): Channels {
  const { recordings, now, nextNumber, emit, changed, moderators } = options;
  const users = new Map(options.users.map((user) => [user.id, user]));
  const earlier = new Map(options.channels.map((channel) => [channel.userId, channel]));
  const channels = new Map(
    options.users.map((user) => [user.id, earlier.get(user.id) ?? newChannel(user, moderators[user.id] ?? [])]),
  );

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
    const cleaned = Array.from(cleanText(title)).slice(0, titleCharactersMax).join('');
    if (cleaned === '' || cleaned === channel.title) return;
    emit(channelUpdate(user, patch(userId, { title: cleaned })));
  }

  return {
    find: (userId) => channels.get(userId),
    list: () => [...channels.values()],
    goLive(userId, title, kind = 'live') {
      if (title !== undefined) setTitle(userId, title);
      const { user, channel } = known(userId);
      if (channel.live !== null) return;
      const live = { streamId: String(nextNumber()), startedAt: new Date(now()).toISOString(), kind };
      recordings.begin(patch(userId, { live }));
      emit(streamOnline(user, live));
    },
    goOffline(userId) {
      const { user, channel } = known(userId);
      if (channel.live === null) return;
      recordings.end(channel.live.streamId);
      patch(userId, { live: null });
      emit(streamOffline(user));
    },
    setTitle,
    setCategory(userId, category) {
      emit(channelUpdate(known(userId).user, patch(userId, { category })));
    },
    setModerators: (userId, moderatorIds) => void patch(userId, { moderatorIds }),
    setKeepsVideos: (userId, keepsVideos) => void patch(userId, { keepsVideos }),
  };
}
