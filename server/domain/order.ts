import type { CitizenId, DropId, Instant, OrderId } from '#shared/ids.ts';
import type { Money } from '#shared/money.ts';
import type { OrderTag } from '#shared/order-tag.ts';
import type { Guild } from '#shared/schemas/citizen.ts';
import type { DropKind, ReleasePolicy, ShippingRate } from '#shared/schemas/drop.ts';
import type { Fulfilment } from '#shared/schemas/order.ts';

/** Who a share of the talent pool goes to, and in what proportion (weights, largest remainder). Fixed when the drop opens. */
export type Split = {
  readonly builder: number;
  readonly marketer: { readonly citizenId: CitizenId; readonly weight: number } | null;
};

/** Everything a claim copies out of the drop, so that later edits touch later claims only. */
export type Terms = {
  readonly title: string;
  readonly guild: Guild;
  readonly kind: DropKind;
  readonly specs: string;
  readonly price: Money;
  /** Names of kept pictures; each name is the content's SHA-256 with its type's ending. */
  readonly pictures: readonly string[];
  readonly vodUrl: string | null;
  readonly shipping: readonly ShippingRate[];
  readonly split: Split;
  readonly policy: ReleasePolicy;
  readonly proofDays: number;
  readonly scanDays: number;
};

/** One try at a Stripe Checkout Session. A new one is made only after Stripe has said that the former can no longer be paid. */
export type Checkout = {
  readonly attempt: number;
  readonly country: string;
  readonly state: 'opening' | 'open' | 'closed';
  readonly sessionId: string | null;
  readonly url: string | null;
};

/** What Stripe says was paid. Amounts in minor units of the order's currency; `stripeFeeMinor` is what Stripe kept of it. */
export type Payment = {
  readonly sessionId: string;
  readonly chargeId: string;
  readonly paymentIntentId: string;
  readonly itemMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly stripeFeeMinor: number;
  readonly currency: string;
};

/** A sighting, a tracking number or a delivery that met the rules. `link` leads to the moment in the VOD or to the carrier. */
export type Proof =
  | {
      readonly kind: 'stream';
      readonly at: Instant;
      readonly streamId: string;
      readonly offsetMs: number;
      readonly snapshot: string;
      readonly link: string | null;
    }
  | { readonly kind: 'shipment'; readonly at: Instant; readonly carrier: string; readonly number: string }
  | { readonly kind: 'delivery'; readonly at: Instant; readonly by: 'buyer' | 'time' | 'carrier' };

/** Who is paid by one transfer of a release. */
export type Party = 'builder' | 'marketer';

/**
 * One transfer of a release. `attempt` grows only after Stripe was asked and said that the former one does not exist; a leg that
 * `waits` is money of the party that Stripe would not take yet. `withheldMinor` was kept back for what the party owed; `reversals` take
 * back what had been released, because the buyer got it.
 */
export type Leg = {
  readonly party: Party;
  readonly citizenId: CitizenId;
  readonly amountMinor: number;
  readonly attempt: number;
  readonly state: 'sending' | 'done' | 'waiting';
  readonly transferId: string | null;
  readonly reason: string | null;
  readonly retryAt: Instant | null;
  readonly withheldMinor?: number;
  readonly reversals?: readonly Reversal[];
};

/** Money of a leg that is taken back. `owed`: Stripe would not, because the party has spent it; it is their debt then. */
export type Reversal = {
  readonly attempt: number;
  readonly amountMinor: number;
  readonly state: 'sending' | 'done' | 'owed';
  readonly reversalId: string | null;
};

/**
 * A payment that goes back to the buyer, or a part of it: of the order's own, or of one that came twice or too late. `part` tells
 * refunds of one charge apart; the first has none. `withdrawn`: the bank took the money for the buyer before we had sent it.
 */
export type Refund = {
  readonly chargeId: string;
  readonly part?: number;
  readonly amountMinor: number;
  readonly reason: 'cancelled' | 'second-payment' | 'late-payment' | 'unproven' | 'decided' | 'held-too-long';
  readonly state: 'sending' | 'done' | 'withdrawn';
  readonly refundId: string | null;
};

/** Why an order stands still, and since when. `before`: why it did already when a dispute began, and will again after it. */
export type Freeze = { readonly reason: string; readonly at: Instant; readonly before?: Freeze | null };

/**
 * A dispute of the order's charge, as far as its money goes. `from…` are the parts of what the bank withdrew: from the Vault, from tax,
 * from refunds that were under way, and from C500's own balance because the money had been released. They come back as they went, and
 * nothing is withdrawn then. Stripe's messages come in any order, so that a dispute may be known by any of them first.
 */
export type OrderDispute = {
  readonly id: string;
  /** The charge, where it is another than the order's own: one that came twice or too late. */
  readonly chargeId?: string | null;
  readonly isInquiry?: boolean;
  /** Whether the bank's own message of it came; the others may come first. */
  readonly isOpened?: boolean;
  /** Stripe's balance transactions that were booked for it, and one that gave back what we had not yet heard was taken. */
  readonly movements?: readonly string[];
  readonly early?: { readonly movementId: string; readonly amountMinor: number; readonly feeMinor: number } | null;
  /** Lost, and what the bank took has been paid for. */
  readonly isSettled?: boolean;
  /** The protection fund paid for it, so that what it put back is the builder's: the buyer has theirs from the bank. */
  readonly isCovered?: boolean;
  readonly state: 'open' | 'won' | 'lost';
  readonly reason: string;
  readonly openedAt: Instant;
  readonly withdrawn: {
    readonly amountMinor: number;
    readonly feeMinor: number;
    readonly fromHeldMinor: number;
    readonly fromTaxMinor: number;
    readonly fromRefundsMinor: number;
    readonly fromHouseMinor: number;
  } | null;
};

/** The two promises of a drop: days to the first proof, and days from it to the carrier's scan. */
export type PromiseClock = 'proof' | 'scan';

/** Why news of a parcel do not fit: scanned before the payment, going to another country than the address, or coming back. */
export type ShipmentDoubt = 'before-payment' | 'other-country' | 'returned';

/** One unit for one citizen, from claim to the end. Changed by `decide` and by nothing else. */
export type Order = {
  readonly id: OrderId;
  /** 0 before it is first kept; grows by one with every commit. */
  readonly version: number;
  readonly tag: OrderTag;
  readonly dropId: DropId;
  readonly buyerId: CitizenId;
  readonly builderId: CitizenId;
  readonly terms: Terms;
  readonly fulfilment: Fulfilment;
  readonly claimedAt: Instant;
  readonly claimEndsAt: Instant;
  readonly claimExtended: boolean;
  /** Set when nobody pressed claim: a unit came free and was set aside for the next in the drop's line. */
  readonly offered?: boolean;
  /** The community in whose channel, or activity, the unit was claimed. */
  readonly claimedIn?: string | null;
  /** What `lapsing` ends as, once Stripe has said that no payment can come. */
  readonly lapseEndsAs: 'expired' | 'cancelled';
  readonly payCode: string;
  readonly checkout: Checkout | null;
  readonly payment: Payment | null;
  readonly paidAt: Instant | null;
  readonly buildingAt: Instant | null;
  readonly shippedAt: Instant | null;
  readonly deliveredAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly shipment: {
    readonly carrier: string;
    readonly number: string;
    readonly at: Instant;
    /** The carrier's service that follows it; absent where none is asked. */
    readonly trackerId?: string | null;
    /** The carrier's first scan, and why its news do not fit the order. */
    readonly scannedAt?: Instant | null;
    readonly doubt?: ShipmentDoubt | null;
  } | null;
  readonly proofs: readonly Proof[];
  /** When release falls due; set by the proof that completes the policy. */
  readonly releaseAt: Instant | null;
  readonly releasedAt: Instant | null;
  readonly legs: readonly Leg[];
  readonly refunds: readonly Refund[];
  readonly freeze: Freeze | null;
  readonly cancellationAskedAt: Instant | null;
  /** Whether the buyer was told that the promised day passed without a proof. */
  readonly promiseBrokenAt: Instant | null;
  /** When the staff was told that this hold is growing long. */
  readonly holdWarnedAt: Instant | null;
  /** Whether the buyer was told that the promised day of the carrier's scan passed. */
  readonly scanPromiseBrokenAt?: Instant | null;
  /** Days that the buyer granted beyond what was promised, by promise. */
  readonly grantedDays?: Readonly<Record<PromiseClock, number>>;
  /** Reminders that were given, as `<clock>:<when>`; granting days begins them anew. */
  readonly reminded?: readonly string[];
  readonly disputes?: readonly OrderDispute[];
};

/** Who gives a command. `system` is the clock and the answers of Stripe. */
export type Role = 'buyer' | 'builder' | 'staff' | 'system';

/** What the rules need to know beside the order. Loaded by the use case, expected unchanged by the commit. */
export type Facts = {
  readonly role: Role;
  readonly escrow: Escrow;
  /** Whether a unit of the drop can be taken for a payment that came too late: free, and not somebody's in the drop's line. */
  readonly unitFree: boolean;
  readonly builder: { readonly completedOrders: number; readonly lostDisputes: number };
  /** The order that used this tracking number last, unless it was this one or one of the same buyer and builder. */
  readonly trackingUsedAt: Instant | null;
  /** What each party of the split owes by now, minor units; nothing where it is absent. */
  readonly owedMinor?: Readonly<Partial<Record<Party, number>>>;
  /** What the protection fund has, minor units. */
  readonly fundMinor?: number;
  /** Whether a carrier's service is asked about parcels, so that a number alone never counts. */
  readonly carrierAsked?: boolean;
};

/** Where an order's money is, read from the ledger; minor units. The parts add up to what was charged into the Vault. */
export type Escrow = {
  readonly chargedMinor: number;
  readonly heldMinor: number;
  readonly releasedMinor: number;
  readonly refundedMinor: number;
  readonly withdrawnMinor: number;
  readonly coveredMinor: number;
};

/** What the unit of an order must become, in the same commit. */
export type UnitChange = 'take' | 'free' | 'withdraw';
