import type { CitizenId, Instant, OrderId } from '#shared/ids.ts';
import type { Escrow } from './order.ts';

/**
 * Where money can be. `stripe` is C500's balance at Stripe; `held:<order>` is a buyer's money in the Vault; `payable:<party>` is
 * owed to a party whose transfer has not gone; `owed-by:<party>` is owed by one to whom money was released that the buyer has back;
 * `refund-due:<order>` is on its way back to a buyer; `disputed:<order>` is what a bank took from C500 in place of those who have the
 * order's money. Debit is positive, credit negative: `stripe`, `stripe-fees`, `owed-by` and `disputed` grow by debit, everything owed to
 * somebody grows by credit.
 */
export type LedgerAccount =
  | 'stripe'
  | 'stripe-fees'
  | 'fee-income'
  | 'fund'
  | 'tax-payable'
  | `held:${string}`
  | `refund-due:${string}`
  | `payable:${string}`
  | `owed-by:${string}`
  | `disputed:${string}`;

export type Posting = { readonly account: LedgerAccount; readonly amountMinor: number };

/**
 * Why money moved. The part of an entry that touches `held:<order>` is what the order's escrow is read from. `stripeId` names
 * Stripe's object where Stripe moved money for the same reason, so that both books can be laid side by side.
 */
export type EntryKind =
  | 'charge'
  | 'surplus-charge'
  | 'release'
  | 'withheld'
  | 'transfer'
  | 'taken-back'
  | 'netted'
  | 'reversal'
  | 'refund'
  | 'refund-sent'
  | 'withdrawal'
  | 'reinstatement'
  | 'cover'
  | 'write-off';

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
  const releasedMinor = moved('release') + moved('taken-back');
  const refundedMinor = moved('refund');
  const withdrawnMinor = moved('withdrawal') + moved('reinstatement');
  const coveredMinor = 0 - moved('cover');
  const heldMinor = chargedMinor - releasedMinor - refundedMinor - withdrawnMinor + coveredMinor;
  return { chargedMinor, releasedMinor, refundedMinor, withdrawnMinor, coveredMinor, heldMinor };
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

const partyAccount = /^(?:payable|owed-by):(.+)$/;

/** The ledger accounts of one person. */
export function partyAccounts(id: CitizenId): readonly [payable: string, owed: string] {
  return [`payable:${id}`, `owed-by:${id}`];
}

/** Whose own accounts an entry touches, each once. */
export function partiesOf({ postings }: Pick<LedgerEntry, 'postings'>): readonly string[] {
  const parties = postings.flatMap(({ account }) => partyAccount.exec(account)?.[1] ?? []);
  return [...new Set(parties)];
}
