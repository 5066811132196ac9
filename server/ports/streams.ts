/** A live stream by the platform's own answer; `elapsedMs` is how long it has been live. */
export type Stream = { readonly streamId: string; readonly elapsedMs: number };

/** Live streams, and telling the extension that something changed. Methods throw `UpstreamError` when there is no clear answer. */
export type Streams = {
  /** The live stream of a channel; undefined while it is offline. */
  fetchStream(channelId: string): Promise<Stream | undefined>;
  /** The channel's title, live or not. */
  fetchTitle(channelId: string): Promise<string>;
  /** Where to watch the channel. */
  watchUrl(login: string): string;
  /** A link to a moment of the stream's recording; undefined while there is none. */
  fetchVodLink(channelId: string, streamId: string, offsetMs: number): Promise<string | undefined>;
  /** Tells every open extension of a channel that a newer revision exists. Best effort: the extension polls as well. */
  announce(channelId: string, revision: string): void;
};
