import type { Instant, OrderId } from '#shared/ids.ts';
import type { Escrow, Order, Party } from './order.ts';
import type { OrderEvent } from './order-commands.ts';

/**
 * Where money can be. `stripe` is C500's balance at Stripe; `held:<order>` is a buyer's money in the Vault; `payable:<party>` is
 * owed to a party whose transfer has not gone; `refund-due:<order>` is on its way back to a buyer. Debit is positive, credit
 * negative: `stripe` and `stripe-fees` grow by debit, everything owed to somebody grows by credit.
 */
export type LedgerAccount =
  | 'stripe'
  | 'stripe-fees'
  | 'fee-income'
  | 'fund'
  | 'tax-payable'
  | `held:${string}`
  | `refund-due:${string}`
  | `payable:${string}`;

export type Posting = { readonly account: LedgerAccount; readonly amountMinor: number };

/**
 * Why money moved. The part of an entry that touches `held:<order>` is what the order's escrow is read from. `stripeId` names
 * Stripe's object where Stripe moved money for the same reason, so that both books can be laid side by side.
 */
export type EntryKind = 'charge' | 'surplus-charge' | 'release' | 'transfer' | 'refund' | 'refund-sent';

/** A set of postings that sums to zero. Never changed, never removed. */
export type LedgerEntry = {
  readonly id: string;
  readonly kind: EntryKind;
  readonly orderId: OrderId;
  readonly currency: string;
  readonly stripeId: string | null;
  readonly at: Instant;
  readonly postings: readonly Posting[];
};

/** @throws Error when the postings do not sum to zero or an amount is not whole: always a defect, never a person's fault */
export function assertBalanced(entry: LedgerEntry): void {
  const sum = entry.postings.reduce((total, posting) => total + posting.amountMinor, 0);
  const whole = entry.postings.every((posting) => Number.isSafeInteger(posting.amountMinor));
  if (sum !== 0 || !whole) throw new Error(`ledger entry ${entry.id} does not balance (sum ${sum})`);
}

/** The escrow of an order with nothing charged. */
export const emptyEscrow: Escrow = {
  chargedMinor: 0,
  heldMinor: 0,
  releasedMinor: 0,
  refundedMinor: 0,
  withdrawnMinor: 0,
  coveredMinor: 0,
};

/** Reads an order's escrow from its ledger entries. Nothing about it is stored anywhere else. */
export function escrowOf(orderId: OrderId, entries: readonly LedgerEntry[]): Escrow {
  const moved = (kind: EntryKind) =>
    entries
      .filter((entry) => entry.kind === kind)
      .flatMap((entry) => entry.postings)
      .filter((posting) => posting.account === `held:${orderId}`)
      .reduce((total, posting) => total + posting.amountMinor, 0);
  // Subtracted, since the negative of no money at all would be written as -$0.00.
  const chargedMinor = 0 - moved('charge');
  const releasedMinor = moved('release');
  const refundedMinor = moved('refund');
  return {
    chargedMinor,
    releasedMinor,
    refundedMinor,
    withdrawnMinor: 0,
    coveredMinor: 0,
    heldMinor: chargedMinor - releasedMinor - refundedMinor,
  };
}

/** Adds up every account over entries; accounts that come to zero are left out. */
export function balancesOf(entries: readonly LedgerEntry[]): Map<LedgerAccount, number> {
  const balances = new Map<LedgerAccount, number>();
  for (const { account, amountMinor } of entries.flatMap((entry) => entry.postings)) {
    balances.set(account, (balances.get(account) ?? 0) + amountMinor);
  }
  for (const [account, amountMinor] of balances) if (amountMinor === 0) balances.delete(account);
  return balances;
}

/**
 * What an event means in the books; none for events that move no money. The ids are made of order, kind and Stripe's id or leg,
 * so that the same movement can never be booked twice.
 */
export function entriesFor(order: Order, event: OrderEvent, at: Instant): readonly LedgerEntry[] {
  const held = `held:${order.id}` as const;
  const refundDue = `refund-due:${order.id}` as const;
  const entry = (
    kind: EntryKind,
    part: string,
    stripeId: string | null,
    postings: readonly Posting[],
  ): readonly LedgerEntry[] => [
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
  switch (event.type) {
    case 'paid': {
      const { chargeId, itemMinor, shippingMinor, taxMinor, stripeFeeMinor } = event.payment;
      return entry('charge', chargeId, chargeId, [
        { account: 'stripe', amountMinor: itemMinor + shippingMinor + taxMinor - stripeFeeMinor },
        { account: 'stripe-fees', amountMinor: stripeFeeMinor },
        { account: held, amountMinor: -(itemMinor + shippingMinor) },
        { account: 'tax-payable', amountMinor: -taxMinor },
      ]);
    }
    case 'surplus-refunded': {
      const { chargeId, itemMinor, shippingMinor, taxMinor, stripeFeeMinor } = event.payment;
      const whole = itemMinor + shippingMinor + taxMinor;
      return entry('surplus-charge', chargeId, chargeId, [
        { account: 'stripe', amountMinor: whole - stripeFeeMinor },
        { account: 'stripe-fees', amountMinor: stripeFeeMinor },
        { account: refundDue, amountMinor: -whole },
      ]);
    }
    case 'released': {
      const legs = event.legs.map((leg) => ({ account: payable(order, leg.party), amountMinor: -leg.amountMinor }));
      const out = event.feeMinor + event.fundMinor + event.legs.reduce((sum, leg) => sum + leg.amountMinor, 0);
      return entry('release', '1', null, [
        { account: held, amountMinor: out },
        { account: 'fee-income', amountMinor: -event.feeMinor },
        { account: 'fund', amountMinor: -event.fundMinor },
        ...legs,
      ]);
    }
    case 'transfer-created':
      return entry('transfer', event.party, event.transferId, [
        { account: payable(order, event.party), amountMinor: event.amountMinor },
        { account: 'stripe', amountMinor: -event.amountMinor },
      ]);
    case 'refunded': {
      const tax = order.payment?.taxMinor ?? 0;
      return entry('refund', event.chargeId, null, [
        { account: held, amountMinor: event.amountMinor - tax },
        { account: 'tax-payable', amountMinor: tax },
        { account: refundDue, amountMinor: -event.amountMinor },
      ]);
    }
    case 'refund-sent':
      return entry('refund-sent', event.chargeId, event.refundId, [
        { account: refundDue, amountMinor: event.amountMinor },
        { account: 'stripe', amountMinor: -event.amountMinor },
      ]);
    default:
      return [];
  }
}

function payable(order: Order, party: Party): LedgerAccount {
  const leg = order.legs.find((each) => each.party === party);
  return `payable:${leg?.citizenId ?? party}`;
}
