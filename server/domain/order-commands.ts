import type { CitizenId, Instant, OrderId } from '#shared/ids.ts';
import type { PostalAddress } from './address.ts';
import type { Leg, OrderDispute, Party, Payment, PromiseClock, Proof, ShipmentDoubt } from './order.ts';

/** Everything that may be asked of an order. Commands of the system are its deadlines and the outcomes of its effects. */
export type Command =
  | { readonly type: 'start-checkout'; readonly country: string }
  | { readonly type: 'checkout-opened'; readonly attempt: number; readonly sessionId: string; readonly url: string }
  | { readonly type: 'checkout-closed'; readonly attempt: number }
  | { readonly type: 'lapse' }
  | { readonly type: 'cancel-claim' }
  | { readonly type: 'payment-arrived'; readonly payment: Payment; readonly paidWith?: PaidWith }
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
  | { readonly type: 'parcel-followed'; readonly number: string; readonly trackerId: string | null }
  | { readonly type: 'parcel-scanned'; readonly trackerId: string; readonly scannedAt: Instant }
  | { readonly type: 'parcel-delivered'; readonly trackerId: string; readonly deliveredAt: Instant }
  | { readonly type: 'parcel-doubted'; readonly trackerId: string; readonly why: ShipmentDoubt }
  | { readonly type: 'prove-by-delivery' }
  | { readonly type: 'confirm-delivery' }
  | { readonly type: 'deem-delivered' }
  | { readonly type: 'complete' }
  | { readonly type: 'release' }
  | { readonly type: 'grant-release'; readonly reason: string }
  | {
      readonly type: 'transfer-created';
      readonly party: Party;
      readonly attempt: number;
      readonly transferId: string;
      readonly sentMinor?: number;
    }
  | { readonly type: 'transfer-refused'; readonly party: Party; readonly attempt: number; readonly reason: string }
  | { readonly type: 'retry-transfer'; readonly party: Party }
  | {
      readonly type: 'reversal-created';
      readonly party: Party;
      readonly attempt: number;
      readonly reversalId: string;
      readonly amountMinor: number;
    }
  | { readonly type: 'reversal-refused'; readonly party: Party; readonly attempt: number; readonly reason: string }
  | { readonly type: 'ask-cancellation' }
  | { readonly type: 'grant-cancellation' }
  | { readonly type: 'refund-order'; readonly reason: string }
  | { readonly type: 'refund-part'; readonly amountMinor: number; readonly reason: string }
  | { readonly type: 'break-promise'; readonly clock: PromiseClock }
  | { readonly type: 'refund-unproven' }
  | { readonly type: 'remind'; readonly clock: PromiseClock; readonly when: 'half' | 'last' }
  | { readonly type: 'grant-days' }
  | {
      readonly type: 'refund-created';
      readonly chargeId: string;
      readonly part?: number;
      readonly refundId: string;
      /** Where somebody sent less of it by hand. */
      readonly amountMinor?: number;
    }
  | {
      readonly type: 'dispute-opened';
      readonly disputeId: string;
      readonly amountMinor: number;
      readonly reason: string;
      /** An inquiry: the bank asks and has taken nothing yet. */
      readonly isInquiry: boolean;
      /** Absent: the order's own charge. */
      readonly chargeId?: string;
    }
  | ({ readonly type: 'dispute-withdrawn' } & DisputeMovement)
  | ({ readonly type: 'dispute-reinstated' } & DisputeMovement)
  | {
      readonly type: 'dispute-closed';
      readonly disputeId: string;
      readonly outcome: 'won' | 'lost';
      /** It ended before the bank had taken anything: an inquiry, or a dispute that was prevented. */
      readonly tookNothing?: boolean;
    }
  | { readonly type: 'freeze'; readonly reason: string }
  | { readonly type: 'thaw' }
  | { readonly type: 'warn-hold' }
  | { readonly type: 'end-hold' };

/** What the payment page told of the buyer. It is kept apart from the order, which others read. */
export type PaidWith = {
  readonly address: PostalAddress | null;
  /** Stripe's fingerprint of the card; null where it was paid by other means. */
  readonly cardFingerprint: string | null;
};

/** Money that the bank took for a dispute, or gave back after it. */
export type DisputeMovement = {
  readonly disputeId: string;
  /** Stripe's balance transaction. */
  readonly movementId: string;
  readonly amountMinor: number;
  /** What Stripe charges for it beside; or gives back. */
  readonly feeMinor: number;
  /** Absent: the order's own charge. */
  readonly chargeId?: string;
};

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
  | { readonly type: 'delivered'; readonly by: 'buyer' | 'time' | 'carrier' }
  | { readonly type: 'parcel-followed'; readonly trackerId: string | null }
  | { readonly type: 'parcel-scanned'; readonly scannedAt: Instant }
  | { readonly type: 'parcel-doubted'; readonly why: ShipmentDoubt }
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
  /** Kept back from a release for what its party owed. */
  | {
      readonly type: 'withheld';
      readonly party: Party;
      readonly citizenId: CitizenId;
      readonly amountMinor: number;
      readonly currency: string;
    }
  /** What was released comes back into the Vault's books, so that it can go to the buyer; the parties owe it until it is reversed. */
  | {
      readonly type: 'taken-back';
      readonly feeMinor: number;
      readonly fundMinor: number;
      readonly parts: readonly TakenPart[];
      readonly currency: string;
    }
  | {
      readonly type: 'reversal-created';
      readonly party: Party;
      readonly citizenId: CitizenId;
      readonly amountMinor: number;
      readonly currency: string;
      readonly reversalId: string;
    }
  /** A leg became smaller (or larger again) by what its party owes, because it turned out to be unsent (or sent). */
  | {
      readonly type: 'leg-netted';
      readonly party: Party;
      readonly citizenId: CitizenId;
      readonly amountMinor: number;
      readonly currency: string;
    }
  /** Stripe could not take it back from the party, who owes it from now on. */
  | {
      readonly type: 'owed';
      readonly party: Party;
      readonly citizenId: CitizenId;
      readonly amountMinor: number;
      readonly currency: string;
    }
  | {
      readonly type: 'refunded';
      /** With the tax in it. */
      readonly amountMinor: number;
      readonly taxMinor: number;
      readonly currency: string;
      readonly chargeId: string;
      readonly reason: string;
      /** Tells several refunds of one charge apart. `partial`: the order goes on. */
      readonly part?: number;
      readonly partial?: boolean;
    }
  | {
      readonly type: 'refund-sent';
      readonly amountMinor: number;
      readonly currency: string;
      readonly chargeId: string;
      readonly part?: number;
      readonly refundId: string;
    }
  | { readonly type: 'promise-broken'; readonly clock: PromiseClock }
  | { readonly type: 'reminded'; readonly clock: PromiseClock; readonly when: 'half' | 'last' }
  | { readonly type: 'days-granted'; readonly clock: PromiseClock; readonly days: number; readonly wasBroken: boolean }
  | {
      readonly type: 'disputed';
      readonly disputeId: string;
      readonly amountMinor: number;
      readonly currency: string;
      readonly reason: string;
      readonly isInquiry: boolean;
    }
  | {
      readonly type: 'dispute-withdrawn' | 'dispute-reinstated';
      readonly disputeId: string;
      readonly movementId: string;
      readonly currency: string;
      readonly withdrawn: NonNullable<OrderDispute['withdrawn']>;
    }
  | {
      readonly type: 'dispute-closed';
      readonly disputeId: string;
      readonly outcome: 'won' | 'lost';
      readonly isInquiry: boolean;
      /** Whether the builder had proved everything, so that the fund pays for them. */
      readonly isProved: boolean;
      /** What was put back into the Vault, what the parties pay, and what C500 had paid in their place. */
      readonly heldMinor: number;
      readonly takenMinor: number;
      readonly disputedMinor: number;
      /** Paid by the protection fund, and by C500 where the fund had too little. */
      readonly fundMinor: number;
      readonly houseMinor: number;
      readonly currency: string;
    }
  | { readonly type: 'frozen'; readonly reason: string }
  | { readonly type: 'thawed' }
  | { readonly type: 'hold-warned' }
  | { readonly type: 'hold-ended' };

/** One party's part of what is taken back; `unsentMinor` of it had not been transferred yet, and so is not owed. */
export type TakenPart = {
  readonly party: Party;
  readonly citizenId: CitizenId;
  readonly amountMinor: number;
  readonly unsentMinor: number;
};

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
  | {
      readonly kind: 'create-refund';
      readonly key: string;
      readonly orderId: OrderId;
      readonly chargeId: string;
      readonly part?: number;
    }
  | {
      readonly kind: 'create-reversal';
      readonly key: string;
      readonly orderId: OrderId;
      readonly party: Party;
      readonly attempt: number;
    }
  | { readonly kind: 'follow-parcel'; readonly key: string; readonly orderId: OrderId; readonly number: string }
  | { readonly kind: 'file-dispute'; readonly key: string; readonly orderId: OrderId; readonly disputeId: string };
