/** A live stream by the platform's own answer; `elapsedMs` is how long it has been live. */
export type Stream = { readonly streamId: string; readonly elapsedMs: number };

/** Live streams, and telling the extension that something changed. Methods throw `UpstreamError` when there is no clear answer. */
export type Streams = {
  /** The live stream of a channel; undefined while it is offline. */
  fetchStream(channelId: string): Promise<Stream | undefined>;
  /** The live streams of many channels, by channel; those that are offline are left out. */
  fetchStreams(channelIds: readonly string[]): Promise<ReadonlyMap<string, Stream>>;
  /** The channel's title, live or not. */
  fetchTitle(channelId: string): Promise<string>;
  /** The titles of many channels, by channel; those that are gone are left out. */
  fetchTitles(channelIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Where to watch the channel. */
  watchUrl(login: string): string;
  /** A link to a moment of the stream's recording; undefined while there is none. */
  fetchVodLink(channelId: string, streamId: string, offsetMs: number): Promise<string | undefined>;
  /** Whether the recording that a link of `fetchVodLink` leads to is still there. */
  isRecordingThere(url: string): Promise<boolean>;
  /** Whether the channel keeps recordings of its streams; undefined as long as there was no stream to tell it by. */
  keepsRecordings(channelId: string): Promise<boolean | undefined>;
  /** Where a clip can be seen; undefined while the platform is still making it, and for ever when that failed. */
  fetchClipUrl(clipId: string): Promise<string | undefined>;
  /** The kinds of news of a channel that the platform sends us, by its own names. */
  fetchNotified(channelId: string): Promise<readonly string[]>;
  /** Tells every open extension of a channel that a newer revision exists. Best effort: the extension polls as well. */
  announce(channelId: string, revision: string): void;
};
