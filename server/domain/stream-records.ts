import type { CitizenId, Instant, OrderId } from '#shared/ids.ts';

/**
 * A builder's consent that C500 acts on their Twitch channel; the id is the channel's. Tokens are sealed by the adapter that uses
 * them and null once the consent ended. Scopes are what Twitch says was granted, which may be less than what was asked.
 */
export type Grant = {
  readonly id: string;
  readonly version: number;
  readonly builderId: CitizenId;
  readonly login: string;
  readonly scopes: readonly string[];
  readonly sealedTokens: string | null;
  readonly connectedAt: Instant;
  /** When and why it ended: the builder unlinked it here, withdrew it at Twitch, or Twitch no longer honours its tokens. */
  readonly ended: { readonly at: Instant; readonly why: 'unlinked' | 'revoked' | 'refused' } | null;
};

/**
 * The moment at which an order was tagged in a stream, with what is kept of it; the id is `<order>:<stream>`. Recordings vanish after
 * days, so text, title and times are our own snapshot. A marker and a clip are each asked for once, because asking twice makes two.
 */
export type Moment = {
  readonly id: string;
  readonly version: number;
  readonly orderId: OrderId;
  readonly channelId: string;
  readonly streamId: string;
  readonly streamStartedAt: Instant;
  /** Milliseconds into the stream. */
  readonly offsetMs: number;
  readonly at: Instant;
  readonly source: 'chat' | 'title' | 'command' | 'live-desk';
  readonly byTwitchId: string;
  /** The chat line, title or command, at most 300 characters. */
  readonly text: string;
  /** The stream's title at that moment. */
  readonly title: string;
  readonly marker: Artefact;
  readonly clip: Artefact;
  /** `expired`: there was one and it is gone. `none`: the channel kept none. Both are found out by asking, long enough after. */
  readonly recording: {
    readonly state: 'waiting' | 'found' | 'none' | 'expired';
    readonly url: string | null;
    readonly lookedAt: Instant | null;
  };
};

/** `asking` is kept before Twitch is asked, so that a crash in between leaves it unmade and not made twice. */
export type Artefact = {
  readonly state: 'wanted' | 'asking' | 'made' | 'not-allowed' | 'failed';
  readonly id: string | null;
  readonly url: string | null;
};

/** How far the making of an order is: what was ticked off, said and photographed at the live desk. The id is the order's. */
export type Build = {
  readonly id: OrderId;
  readonly version: number;
  readonly builderId: CitizenId;
  /** Steps of `shared/build-steps.ts` that are done, by key. */
  readonly steps: Readonly<Record<string, Instant>>;
  readonly notes: readonly { readonly id: string; readonly text: string; readonly at: Instant }[];
  /** Names of kept pictures. */
  readonly photos: readonly { readonly name: string; readonly at: Instant }[];
  readonly finishedAt: Instant | null;
};

/** How a builder has arranged the work. Orders that are not in `queue` follow it, oldest payment first. The id is the builder's. */
export type Desk = {
  readonly id: CitizenId;
  readonly version: number;
  readonly queue: readonly OrderId[];
  /** Whether the bot answers viewers' commands in the channel's chat. */
  readonly chatAnswers: boolean;
  /** When communities were last told of a stream, of each kind, and by which request. */
  readonly announced?: Readonly<
    Partial<Record<'workshop' | 'drop', { readonly at: Instant; readonly requestId: string }>>
  >;
};

/** Who waits for a unit of a drop, in the order in which they came; the id is the drop's. Whose turn it is, the rules say. */
export type Waitlist = {
  readonly id: string;
  readonly version: number;
  readonly entries: readonly { readonly citizenId: CitizenId; readonly joinedAt: Instant }[];
  /**
   * Set once a unit was free and nobody in the line could take it. Free units are then anybody's, until one more comes free or
   * somebody joins: people who may not claim do not keep a unit from all the others.
   */
  readonly passedOver?: boolean;
  /** Who was offered a unit lately: they come back to the end of the line, be they VIPs, so that nobody lets offers go and stays first. */
  readonly offered?: readonly CitizenId[];
  /**
   * Set while units of a raffle go down the order of its draw, before anybody who waits: `next` is how many had their turn, of how many.
   */
  readonly drawn?: { readonly next: number; readonly of: number };
};
