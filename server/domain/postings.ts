import type { Instant } from '#shared/ids.ts';
import { citizenOf } from './decide/take-back.ts';
import type { EntryKind, LedgerEntry, Posting } from './ledger.ts';
import type { Order, OrderDispute, Payment } from './order.ts';
import type { OrderEvent } from './order-commands.ts';

/** What an event is booked as: the part of the entry's id that tells it from others of its kind, and Stripe's object if it moved money. */
type Booking = {
  readonly kind: EntryKind;
  readonly part: string;
  readonly stripeId: string | null;
  readonly postings: readonly Posting[];
};

/**
 * What an event means in the books; none for events that move no money. The ids are made of order, kind and Stripe's id, leg, or the
 * order's version, so that the same movement can never be booked twice.
 *
 * @param order as it is after the event, with the version that it had before
 */
export function entriesFor(order: Order, event: OrderEvent, at: Instant): readonly LedgerEntry[] {
  const booking = paymentBooking(order, event) ?? partyBooking(order, event) ?? disputeBooking(order, event);
  if (!booking) return [];
  const { kind, part, stripeId, postings } = booking;
  return [
    {
      id: `${order.id}:${kind}:${part}`,
      kind,
      orderId: order.id,
      currency: order.terms.price.currency,
      stripeId,
      at,
      postings: postings.filter((each) => each.amountMinor !== 0),
    },
  ];
}

/** What comes from buyers and goes back to them. */
function paymentBooking(order: Order, event: OrderEvent): Booking | undefined {
  const held = `held:${order.id}` as const;
  const refundDue = `refund-due:${order.id}` as const;
  switch (event.type) {
    case 'paid': {
      const { chargeId, itemMinor, shippingMinor, taxMinor } = event.payment;
      const owed: readonly Posting[] = [
        { account: held, amountMinor: -(itemMinor + shippingMinor) },
        { account: 'tax-payable', amountMinor: -taxMinor },
      ];
      return { kind: 'charge', part: chargeId, stripeId: chargeId, postings: [...arrived(event.payment), ...owed] };
    }
    case 'surplus-refunded': {
      const { chargeId } = event.payment;
      const due: Posting = { account: refundDue, amountMinor: -wholeOf(event.payment) };
      return {
        kind: 'surplus-charge',
        part: chargeId,
        stripeId: chargeId,
        postings: [...arrived(event.payment), due],
      };
    }
    case 'refunded':
      return {
        kind: 'refund',
        part: partOf(event),
        stripeId: null,
        postings: [
          { account: held, amountMinor: event.amountMinor - event.taxMinor },
          { account: 'tax-payable', amountMinor: event.taxMinor },
          { account: refundDue, amountMinor: -event.amountMinor },
        ],
      };
    case 'refund-sent':
      return {
        kind: 'refund-sent',
        part: partOf(event),
        stripeId: event.refundId,
        postings: [
          { account: refundDue, amountMinor: event.amountMinor },
          { account: 'stripe', amountMinor: -event.amountMinor },
        ],
      };
    default:
      return undefined;
  }
}

function wholeOf({ itemMinor, shippingMinor, taxMinor }: Payment): number {
  return itemMinor + shippingMinor + taxMinor;
}

function arrived(payment: Payment): readonly Posting[] {
  return [
    { account: 'stripe', amountMinor: wholeOf(payment) - payment.stripeFeeMinor },
    { account: 'stripe-fees', amountMinor: payment.stripeFeeMinor },
  ];
}

function partOf({ chargeId, part }: { readonly chargeId: string; readonly part?: number }): string {
  return part === undefined ? chargeId : `${chargeId}:${part}`;
}

/** What goes to those who earned it, and what comes back from them. */
function partyBooking(order: Order, event: OrderEvent): Booking | undefined {
  const held = `held:${order.id}` as const;
  const version = String(order.version);
  switch (event.type) {
    case 'released': {
      const legs = event.legs.map(({ citizenId, amountMinor, withheldMinor = 0 }): Posting => ({
        account: `payable:${citizenId}`,
        amountMinor: -(amountMinor + withheldMinor),
      }));
      const house: readonly Posting[] = [
        { account: 'fee-income', amountMinor: -event.feeMinor },
        { account: 'fund', amountMinor: -event.fundMinor },
      ];
      const out = [...house, ...legs].reduce((sum, each) => sum - each.amountMinor, 0);
      const postings = [{ account: held, amountMinor: out }, ...house, ...legs];
      return { kind: 'release', part: '1', stripeId: null, postings };
    }
    case 'withheld':
      return {
        kind: 'withheld',
        part: `${event.party}:${version}`,
        stripeId: null,
        postings: netted(event.citizenId, event.amountMinor),
      };
    case 'leg-netted':
      return {
        kind: 'netted',
        part: `${event.party}:${version}`,
        stripeId: null,
        postings: netted(event.citizenId, event.amountMinor),
      };
    case 'transfer-created':
      return {
        kind: 'transfer',
        part: event.party,
        stripeId: event.transferId,
        postings: [
          { account: `payable:${citizenOf(order, event.party)}`, amountMinor: event.amountMinor },
          { account: 'stripe', amountMinor: -event.amountMinor },
        ],
      };
    case 'taken-back':
      return { kind: 'taken-back', part: version, stripeId: null, postings: takenPostings(order, event) };
    case 'reversal-created':
      return {
        kind: 'reversal',
        part: `${event.party}:${event.reversalId}`,
        stripeId: event.reversalId,
        postings: [
          { account: 'stripe', amountMinor: event.amountMinor },
          { account: `owed-by:${event.citizenId}`, amountMinor: -event.amountMinor },
        ],
      };
    default:
      return undefined;
  }
}

/** What somebody is to be sent is laid against what they owe. */
function netted(citizenId: string, amountMinor: number): readonly Posting[] {
  return [
    { account: `payable:${citizenId}`, amountMinor },
    { account: `owed-by:${citizenId}`, amountMinor: 0 - amountMinor },
  ];
}

function takenPostings(order: Order, event: Extract<OrderEvent, { type: 'taken-back' }>): readonly Posting[] {
  const parts = event.parts.flatMap(({ citizenId, amountMinor, unsentMinor }): readonly Posting[] => [
    { account: `payable:${citizenId}`, amountMinor: unsentMinor },
    { account: `owed-by:${citizenId}`, amountMinor: amountMinor - unsentMinor },
  ]);
  const house: readonly Posting[] = [
    { account: 'fee-income', amountMinor: event.feeMinor },
    { account: 'fund', amountMinor: event.fundMinor },
  ];
  const back = [...house, ...parts].reduce((sum, each) => sum - each.amountMinor, 0);
  return [{ account: `held:${order.id}`, amountMinor: back }, ...house, ...parts];
}

/** What a bank takes and gives back, and who pays for what it keeps. */
function disputeBooking(order: Order, event: OrderEvent): Booking | undefined {
  const held = `held:${order.id}` as const;
  const disputed = `disputed:${order.id}` as const;
  switch (event.type) {
    case 'dispute-withdrawn':
      return {
        kind: 'withdrawal',
        part: event.movementId,
        stripeId: event.disputeId,
        postings: withdrawnPostings(order, event.withdrawn),
      };
    case 'dispute-reinstated':
      return {
        kind: 'reinstatement',
        part: event.movementId,
        stripeId: event.disputeId,
        postings: withdrawnPostings(order, event.withdrawn).map(({ account, amountMinor }) => ({
          account,
          amountMinor: 0 - amountMinor,
        })),
      };
    case 'dispute-closed':
      if (event.outcome === 'won') return undefined;
      // What the fund pays for goes back into the Vault; what the parties pay for goes out of it, to where it was missing.
      return {
        kind: event.isProved ? 'cover' : 'withdrawal',
        part: event.disputeId,
        stripeId: null,
        postings: [
          { account: held, amountMinor: event.takenMinor - event.heldMinor },
          { account: 'fund', amountMinor: event.fundMinor },
          { account: 'fee-income', amountMinor: event.houseMinor },
          { account: disputed, amountMinor: 0 - event.disputedMinor },
        ],
      };
    default:
      return undefined;
  }
}

function withdrawnPostings(order: Order, withdrawn: NonNullable<OrderDispute['withdrawn']>): readonly Posting[] {
  const { amountMinor, feeMinor, fromHeldMinor, fromTaxMinor, fromRefundsMinor, fromHouseMinor } = withdrawn;
  const taken = fromHeldMinor + fromTaxMinor + fromRefundsMinor + fromHouseMinor;
  return [
    { account: `held:${order.id}`, amountMinor: fromHeldMinor },
    { account: 'tax-payable', amountMinor: fromTaxMinor },
    { account: `refund-due:${order.id}`, amountMinor: fromRefundsMinor },
    { account: `disputed:${order.id}`, amountMinor: fromHouseMinor },
    { account: 'stripe-fees', amountMinor: feeMinor },
    // Where the bank gives back another amount than it took, C500 bears or keeps the difference.
    { account: 'fee-income', amountMinor: amountMinor - taken },
    { account: 'stripe', amountMinor: -(amountMinor + feeMinor) },
  ];
}
