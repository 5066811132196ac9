import type { CitizenId, DropId, Instant, OrderId } from '#shared/ids.ts';
import type { RoomFile } from '#shared/schemas/community.ts';
import type { FlagKind, StrikeKind } from '#shared/schemas/trust.ts';

/** What is done about a dispute; the id is Stripe's. Its money is in the order and the ledger. */
export type Dispute = {
  readonly id: string;
  readonly version: number;
  readonly orderId: OrderId;
  readonly chargeId: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** The bank's reason, as Stripe names it. */
  readonly reason: string;
  readonly isInquiry: boolean;
  readonly state: 'needs-response' | 'filed' | 'won' | 'lost' | 'closed';
  readonly openedAt: Instant;
  /** When the bank wants the evidence at the latest; null where it asks for none. */
  readonly dueBy: Instant | null;
  /** Until when the builder may add something, and when it is filed by itself. */
  readonly answerUntil: Instant;
  readonly fileAt: Instant | null;
  readonly said: { readonly text: string; readonly files: readonly RoomFile[]; readonly at: Instant } | null;
  /** What was filed: Stripe's file, and the SHA-256, size and pages of the document. */
  readonly filed: {
    readonly at: Instant;
    readonly fileId: string | null;
    readonly sha256: string;
    readonly bytes: number;
    readonly pages: number;
  } | null;
  readonly closedAt: Instant | null;
};

/** What somebody owes C500 after refunds of released money; the id is the citizen's. Oldest first; empty once it is settled. */
export type Debt = {
  readonly id: CitizenId;
  readonly version: number;
  readonly currency: string;
  readonly owed: readonly { readonly orderId: OrderId; readonly amountMinor: number; readonly at: Instant }[];
};

/** Written by every commit that takes money out of the protection fund, so that two of them cannot both take the last of it. */
export type Fund = { readonly id: 'fund'; readonly version: number; readonly spentMinor: number };

/** A strike against somebody. It is never taken out; a lifted one counts no more. */
export type Strike = {
  readonly id: string;
  readonly version: number;
  readonly citizenId: CitizenId;
  readonly why: StrikeKind;
  readonly orderId: OrderId | null;
  readonly reason: string;
  readonly at: Instant;
  readonly lifted: { readonly at: Instant; readonly by: CitizenId; readonly reason: string } | null;
};

/** Something that the staff should look at. `params` fill its sentence. */
export type Flag = {
  readonly id: string;
  readonly version: number;
  readonly kind: FlagKind;
  readonly citizenId: CitizenId | null;
  readonly orderId: OrderId | null;
  readonly params: Readonly<Record<string, string | number>>;
  readonly at: Instant;
  readonly settled: { readonly at: Instant; readonly by: CitizenId; readonly reason: string } | null;
};

/** Who has paid with a card; the id is a hash of Stripe's fingerprint of it. */
export type CardUse = { readonly id: string; readonly version: number; readonly citizens: readonly CitizenId[] };

/** Where an order is sent; the id is the order's. Sealed, and null once it was erased. The country alone stays, for the books. */
export type Address = {
  readonly id: OrderId;
  readonly version: number;
  readonly sealed: string | null;
  readonly country: string;
  readonly keptAt: Instant;
  readonly erasedAt: Instant | null;
};

/** That somebody looked at an address; the id is `<order>:<when>:<who>`. */
export type AddressLook = {
  readonly id: string;
  readonly version: number;
  readonly orderId: OrderId;
  readonly byId: CitizenId;
  readonly at: Instant;
};

/** A parcel that a carrier's service follows; the id is the service's. Several orders of one buyer may be in it. */
export type Parcel = {
  readonly id: string;
  readonly version: number;
  readonly orderIds: readonly OrderId[];
  readonly carrier: string;
  readonly number: string;
  readonly status: string;
  readonly scannedAt: Instant | null;
  readonly deliveredAt: Instant | null;
  readonly toCountry: string | null;
  readonly signedBy: string | null;
  readonly lookedAt: Instant;
  /** Nothing more is expected of it. */
  readonly isOver: boolean;
};

/**
 * A raffle for the units of a drop; the id is the drop's. The seed is secret until the draw; its SHA-256 is public from the start.
 * `closed` while the list of entries is frozen and not yet drawn; `called-off` when the drop was closed before the draw.
 */
export type Raffle = {
  readonly id: DropId;
  readonly version: number;
  readonly seed: string;
  readonly seedHash: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly state: 'open' | 'closed' | 'drawn' | 'called-off';
  /** What the draw found: null before it. `drawn` are all entries in its order; the people are never shown. */
  readonly draw: RaffleDraw | null;
};

/** A draw. `units` is how many there were to be drawn for. */
export type RaffleDraw = {
  readonly at: Instant;
  readonly units: number;
  readonly entriesHash: string;
  readonly drawn: readonly { readonly key: string; readonly citizenId: CitizenId }[];
};

/**
 * One person's entry in a raffle; the id is `<drop>:<citizen>`. The key is public and says nothing of who it is. Who left before the
 * close has `leftAt`, and is in no list.
 */
export type RaffleEntry = {
  readonly id: string;
  readonly version: number;
  readonly dropId: DropId;
  readonly citizenId: CitizenId;
  readonly key: string;
  readonly at: Instant;
  readonly leftAt: Instant | null;
};

/**
 * The books as they were gone through at one moment: the id is `latest`, or `held:<n>` for the parts of a list that may be too long for
 * one record. Amounts are minor units, positive where the house holds or owes them.
 */
export type Reckoning = {
  readonly id: string;
  readonly version: number;
  readonly at: Instant;
  /** Whether Stripe told of its book this time. What was compared the last time that it did stays. */
  readonly stripeAnswered: boolean;
  /** What the two books say of C500's balance at Stripe, and when they were laid beside each other; null before the first time. */
  readonly compared: {
    readonly at: Instant;
    readonly ledgerMinor: number;
    readonly stripeMinor: number;
    /** What C500 moved to or from its own bank account, signed as at Stripe. */
    readonly bankMinor: number;
    readonly lines: number;
    readonly differing: number;
    readonly differences: readonly BookDifference[];
  } | null;
  /** Orders whose money the Vault holds, the longest first: in the records beside this one. */
  readonly held: readonly HeldOrder[];
  readonly heldParts: number;
  /** What waits to be transferred to somebody, by person and order. */
  readonly payables: readonly DueToPerson[];
  readonly refundsDue: readonly HeldOrder[];
  /** The last movements of the protection fund, the newest first. */
  readonly fund: readonly {
    readonly entryId: string;
    readonly kind: string;
    readonly orderId: OrderId;
    readonly amountMinor: number;
    readonly at: Instant;
  }[];
};

/** One object of Stripe's that the two books tell differently. `at` is when our own spoke of it, or when we first saw that it did not. */
export type BookDifference = {
  readonly stripeId: string;
  readonly ledgerMinor: number;
  readonly stripeMinor: number;
  readonly entryId: string | null;
  readonly movementId: string | null;
  readonly orderId: OrderId | null;
  readonly at: Instant;
};

/** Money of one order, and since when. */
export type HeldOrder = { readonly orderId: OrderId; readonly amountMinor: number; readonly since: Instant };

/** Money between the house and one person about one order. */
export type DueToPerson = HeldOrder & { readonly citizenId: CitizenId };
