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
  | { readonly kind: 'delivery'; readonly at: Instant; readonly by: 'buyer' | 'time' };

/** Who is paid by one transfer of a release. */
export type Party = 'builder' | 'marketer';

/**
 * One transfer of a release. `attempt` grows only after Stripe was asked and said that the former one does not exist; a leg that
 * `waits` is money of the party that Stripe would not take yet.
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
};

/** A payment that goes back to the buyer whole: the order's own, or one that came twice or too late. */
export type Refund = {
  readonly chargeId: string;
  readonly amountMinor: number;
  readonly reason: 'cancelled' | 'second-payment' | 'late-payment' | 'unproven';
  readonly state: 'sending' | 'done';
  readonly refundId: string | null;
};

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
  readonly shipment: { readonly carrier: string; readonly number: string; readonly at: Instant } | null;
  readonly proofs: readonly Proof[];
  /** When release falls due; set by the proof that completes the policy. */
  readonly releaseAt: Instant | null;
  readonly releasedAt: Instant | null;
  readonly legs: readonly Leg[];
  readonly refunds: readonly Refund[];
  readonly freeze: { readonly reason: string; readonly at: Instant } | null;
  readonly cancellationAskedAt: Instant | null;
  /** Whether the buyer was told that the promised day passed without a proof. */
  readonly promiseBrokenAt: Instant | null;
  /** When the staff was told that this hold is growing long. */
  readonly holdWarnedAt: Instant | null;
};

/** Who gives a command. `system` is the clock and the answers of Stripe. */
export type Role = 'buyer' | 'builder' | 'staff' | 'system';

/** Everything that may be asked of an order. Commands of the system are its deadlines and the outcomes of its effects. */
export type Command =
  | { readonly type: 'start-checkout'; readonly country: string }
  | { readonly type: 'checkout-opened'; readonly attempt: number; readonly sessionId: string; readonly url: string }
  | { readonly type: 'checkout-closed'; readonly attempt: number }
  | { readonly type: 'lapse' }
  | { readonly type: 'cancel-claim' }
  | { readonly type: 'payment-arrived'; readonly payment: Payment }
  | { readonly type: 'put-on-bench'; readonly streamId: string }
  | { readonly type: 'start-building' }
  | {
      readonly type: 'prove-by-stream';
      readonly streamId: string;
      readonly offsetMs: number;
      readonly snapshot: string;
      readonly link: string | null;
    }
  | { readonly type: 'declare-shipment'; readonly carrier: string; readonly number: string }
  | { readonly type: 'prove-by-shipment' }
  | { readonly type: 'confirm-delivery' }
  | { readonly type: 'deem-delivered' }
  | { readonly type: 'complete' }
  | { readonly type: 'release' }
  | { readonly type: 'grant-release'; readonly reason: string }
  | { readonly type: 'transfer-created'; readonly party: Party; readonly attempt: number; readonly transferId: string }
  | { readonly type: 'transfer-refused'; readonly party: Party; readonly attempt: number; readonly reason: string }
  | { readonly type: 'retry-transfer'; readonly party: Party }
  | { readonly type: 'ask-cancellation' }
  | { readonly type: 'grant-cancellation' }
  | { readonly type: 'refund-order'; readonly reason: string }
  | { readonly type: 'break-promise' }
  | { readonly type: 'refund-unproven' }
  | { readonly type: 'refund-created'; readonly chargeId: string; readonly refundId: string }
  | { readonly type: 'freeze'; readonly reason: string }
  | { readonly type: 'thaw' }
  | { readonly type: 'warn-hold' };
export type CommandType = Command['type'];

/** What happened, in the order's append-only history. */
export type OrderEvent =
  | { readonly type: 'claimed'; readonly until: Instant }
  | { readonly type: 'offered'; readonly until: Instant }
  | { readonly type: 'checkout-started'; readonly country: string; readonly until: Instant }
  | { readonly type: 'lapsing-began' }
  | { readonly type: 'claim-expired' }
  | { readonly type: 'claim-cancelled' }
  | { readonly type: 'paid'; readonly payment: Payment; readonly late: boolean }
  | { readonly type: 'surplus-refunded'; readonly payment: Payment; readonly reason: 'second-payment' | 'late-payment' }
  | { readonly type: 'put-on-bench'; readonly streamId: string }
  | { readonly type: 'building-started' }
  | { readonly type: 'proof-counted'; readonly proof: Proof; readonly releaseAt: Instant | null }
  | { readonly type: 'shipped'; readonly carrier: string; readonly number: string }
  | { readonly type: 'delivered'; readonly by: 'buyer' | 'time' }
  | { readonly type: 'completed' }
  | { readonly type: 'release-granted'; readonly reason: string }
  | {
      readonly type: 'released';
      readonly feeMinor: number;
      readonly fundMinor: number;
      readonly legs: readonly Leg[];
      readonly currency: string;
    }
  | {
      readonly type: 'transfer-created';
      readonly party: Party;
      readonly amountMinor: number;
      readonly currency: string;
      readonly transferId: string;
    }
  | {
      readonly type: 'transfer-waits';
      readonly party: Party;
      readonly amountMinor: number;
      readonly currency: string;
      readonly reason: string;
    }
  | { readonly type: 'cancellation-asked' }
  | {
      readonly type: 'refunded';
      readonly amountMinor: number;
      readonly currency: string;
      readonly chargeId: string;
      readonly reason: string;
    }
  | {
      readonly type: 'refund-sent';
      readonly amountMinor: number;
      readonly currency: string;
      readonly chargeId: string;
      readonly refundId: string;
    }
  | { readonly type: 'promise-broken' }
  | { readonly type: 'frozen'; readonly reason: string }
  | { readonly type: 'thawed' }
  | { readonly type: 'hold-warned' };

/** Something to be done outside, as data. The key names order, leg and attempt, and is Stripe's idempotency key. */
export type Effect =
  | { readonly kind: 'open-checkout'; readonly key: string; readonly orderId: OrderId; readonly attempt: number }
  | { readonly kind: 'close-checkout'; readonly key: string; readonly orderId: OrderId; readonly attempt: number }
  | {
      readonly kind: 'create-transfer';
      readonly key: string;
      readonly orderId: OrderId;
      readonly party: Party;
      readonly attempt: number;
    }
  | { readonly kind: 'create-refund'; readonly key: string; readonly orderId: OrderId; readonly chargeId: string };

/** What the rules need to know beside the order. Loaded by the use case, expected unchanged by the commit. */
export type Facts = {
  readonly role: Role;
  readonly escrow: Escrow;
  /** Whether a unit of the drop can be taken for a payment that came too late: free, and not somebody's in the drop's line. */
  readonly unitFree: boolean;
  readonly builder: { readonly completedOrders: number; readonly lostDisputes: number };
  /** The order that used this tracking number last, unless it was this one or one of the same buyer and builder. */
  readonly trackingUsedAt: Instant | null;
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
