/** What we ask of a broadcaster, and all that we ask: chat for the bot, stream markers, and clips. */
export const askedScopes = ['channel:bot', 'channel:manage:broadcast', 'clips:edit'] as const;

/** A consent as the platform itself tells it: whose channel, and what was granted, which may be less than what was asked. */
export type Consented = {
  readonly channelId: string;
  readonly login: string;
  readonly scopes: readonly string[];
  /** Closed, so that nobody but the adapter can use them. */
  readonly sealedTokens: string;
};

/** What came of asking the platform for something to be made. `no`: it said clearly that it will not. `refused`: our consent is void. */
export type Made = { readonly made: string } | 'no' | 'refused';

/** A channel on which we may act right now. Asking twice makes two. Methods throw `UpstreamError` without a clear answer. */
export type OpenChannel = {
  /** Marks the present moment of the live stream; the id of the marker. */
  createMarker(description: string): Promise<Made>;
  /** Cuts a clip of what was just shown; its id. The clip itself is ready some seconds later, or never. */
  createClip(): Promise<Made>;
};

/**
 * Acting on a builder's channel with their consent. Tokens are refreshed when needed, and what is newer is kept, however many
 * processes do so at once. Methods throw `UpstreamError` when there is no clear answer.
 */
export type ChannelAccess = {
  /** The page of the platform that asks the broadcaster; it sends them back with a code and the same state. */
  consentUrl(state: string): string;
  /** What was consented to, by the platform's own word; undefined when it does not honour the code. */
  accept(code: string): Promise<Consented | undefined>;
  /** Gives the tokens of a consent back. Best effort: never throws. */
  giveBack(consent: { readonly channelId: string; readonly sealedTokens: string }): Promise<void>;
  /** The channel, ready to be acted on. `ended`: there is no consent. `refused`: the platform does not honour it any more. */
  open(channelId: string): Promise<OpenChannel | 'ended' | 'refused'>;
  /** Whether the platform still honours the consent. `refused` when it does not; `ended` when there is none. */
  verify(channelId: string): Promise<'honoured' | 'ended' | 'refused'>;
};
