import type { CitizenId, DropId, Instant, OrderId } from '#shared/ids.ts';
import type { Guild, Platform } from '#shared/schemas/citizen.ts';
import type { NoticeChoice } from '#shared/schemas/notice-choice.ts';
import type { ShippingRate } from '#shared/schemas/drop.ts';

/** A person known to C500. `completedOrders` and the like are facts that tier and reputation are computed from. */
export type Citizen = {
  readonly id: CitizenId;
  readonly version: number;
  /** What others see. Never a legal name: the platform handle, or what the citizen chose. */
  readonly nickname: string;
  readonly accounts: readonly Account[];
  readonly identityVerified: boolean;
  readonly completedOrders: number;
  readonly lostDisputes: number;
  readonly lastStrikeAt: Instant | null;
  readonly joinedAt: Instant;
  /** The language they were last met in, as a BCP 47 tag; what they chose to be told. Absent: English, and everything. */
  readonly locale?: string;
  readonly notices?: NoticeChoice;
  /** Why they are banned from the network, in the words of the staff; absent or null while they are not. The ban itself is a record. */
  readonly bannedFor?: string | null;
  /** The ban of whoever had one of these accounts before. It holds here as well, until the staff finds that it is somebody else. */
  readonly kinBan?: { readonly citizenId: CitizenId; readonly reason: string } | null;
  /** Accounts that were linked once. They stay on record, so that what they did still belongs to the same person. */
  readonly formerAccounts?: readonly Account[];
  /** The elder citizen that this one was found to be; everything is theirs then. And who was found to be this one. */
  readonly aliasOf?: CitizenId;
  readonly aliases?: readonly CitizenId[];
  /** When they had themselves deleted: nobody acts as them any more, and what others still need of them has no name. */
  readonly deletedAt?: Instant;
};

/** An account on a platform. `id` is the platform's own id, never a name: names change hands. */
export type Account = { readonly platform: Platform; readonly id: string; readonly handle: string };

/** That a builder signed a promise: which version, when, and the SHA-256 of the words that were signed. */
export type PromiseSignature = {
  readonly promise: 'vibeCheck' | 'shippingStandard';
  readonly version: number;
  readonly sha256: string;
  readonly at: Instant;
};

/** A citizen certified to sell. */
export type Builder = {
  readonly id: CitizenId;
  readonly version: number;
  readonly guilds: readonly Guild[];
  readonly certifiedAt: Instant;
  /** Versions of the promises that were signed: Vibe Check and Shipping Standard. */
  readonly promises: { readonly vibeCheck: number; readonly shippingStandard: number };
  /** Every signature, in the order in which they were given; none is taken out. */
  readonly signatures?: readonly PromiseSignature[];
  readonly stripeAccountId: string | null;
  /** Where they live and send from, as they told Stripe; ISO 3166-1 alpha-2. Nobody asked before there was a packing page. */
  readonly country?: string | null;
  readonly shipping: readonly ShippingRate[];
  readonly completedOrders: number;
  readonly builtLive: number;
  /** Orders whose first proof came within the days promised, and those where it did not. Absent until the first was due. */
  readonly proofsOnTime?: number;
  readonly proofsLate?: number;
  /** How long the first proofs of the last orders took from the payment, milliseconds, the newest last. */
  readonly proofsTook?: readonly number[];
  readonly lostDisputes: number;
};

/** A citizen who may be paid a share without being a builder. */
export type Payee = { readonly id: CitizenId; readonly version: number; readonly stripeAccountId: string };

/**
 * What a citizen has open, written by every claim and by every end of an order, so that two doors cannot race a cap.
 * `lapses` are the times of claims that lapsed, kept for a day.
 */
export type Exposure = {
  readonly id: CitizenId;
  readonly version: number;
  readonly open: readonly {
    readonly orderId: OrderId;
    readonly dropId: DropId;
    readonly amountMinor: number;
    readonly reserved: boolean;
  }[];
  /** Units taken per drop, ended orders included unless the unit went back. */
  readonly taken: Readonly<Record<string, number>>;
  readonly lapses: readonly Instant[];
};

/**
 * A builder's Twitch channel as we know it. `live` is null while it is offline; the id is Twitch's, and the record's key. One that
 * was unlinked stays on record: only the same one can go on proving what was paid while it was linked.
 */
export type Channel = {
  readonly id: string;
  readonly version: number;
  readonly login: string;
  readonly builderId: CitizenId;
  readonly title: string;
  /** When Twitch sent this title; what it sent before is old news, however late it arrives. */
  readonly titleAt: Instant;
  /** Under which id the tags in this title are recorded, so that being told of it again records nothing. */
  readonly titleId: string;
  readonly live: { readonly streamId: string; readonly startedAt: Instant } | null;
  /** When the last stream ended, so that late and repeated news of it does not begin it again. `streamId` is null when we never heard that it began. */
  readonly ended: { readonly streamId: string | null; readonly at: Instant } | null;
  /** Orders that were paid before this are for the channel that was linked then. 0 for a builder's first. */
  readonly provesFrom: Instant;
  /** Orders that were paid in these times, too: another channel of the builder's was linked meanwhile. */
  readonly away?: readonly { readonly from: Instant; readonly until: Instant }[];
  readonly unlinkedAt: Instant | null;
};

/**
 * The orders a builder has tagged. `streamId` is the live stream, null while offline. Live time is shared by the orders that are
 * `active` and not yet proved; each one's `earnedMs` was right at `settledAt`. Minutes stand when the stream ends; being active
 * does not.
 */
export type Bench = {
  readonly id: CitizenId;
  readonly version: number;
  readonly streamId: string | null;
  readonly settledAt: Instant;
  readonly orders: readonly BenchOrder[];
};

/** One order on the bench: since when, with how much live time, and where in which stream the tag appeared in which words. */
export type BenchOrder = {
  readonly orderId: OrderId;
  readonly active: boolean;
  readonly proved: boolean;
  readonly building: boolean;
  readonly since: Instant;
  readonly earnedMs: number;
  readonly streamId: string;
  readonly offsetMs: number;
  readonly snapshot: string;
};

/** A tag seen somewhere, with what became of it. `outcome` is `counted` or the code of the refusal. */
export type Sighting = {
  readonly id: string;
  readonly version: number;
  readonly source: 'chat' | 'title' | 'command' | 'live-desk';
  readonly tag: string;
  readonly orderId: OrderId | null;
  readonly channelId: string | null;
  readonly byTwitchId: string | null;
  readonly text: string;
  readonly at: Instant;
  readonly outcome: string;
};

/** Who used a tracking number last. */
export type TrackingUse = {
  readonly id: string;
  readonly version: number;
  readonly orderId: OrderId;
  readonly buyerId: CitizenId;
  readonly builderId: CitizenId;
  readonly at: Instant;
};
