import { isBound } from './decide/disputes-of.ts';
import { balancesOf, type LedgerEntry } from './ledger.ts';
import type { Facts, Order, Party } from './order.ts';
import type { Command, Effect } from './order-commands.ts';
import { builderId, marketerId, type Life } from './order-samples.ts';

/** A dispute as the bank has it, which we hear of late. */
export type BankDispute = {
  readonly amountMinor: number;
  readonly isInquiry: boolean;
  readonly state: 'open' | 'won' | 'lost';
};

/** What Stripe has really done: money in by charge, money out by refund, transfer and dispute, and back by reversal. */
export type Bank = {
  readonly charges: ReadonlyMap<string, number>;
  readonly refunds: ReadonlyMap<string, { readonly chargeId: string; readonly amountMinor: number }>;
  readonly transfers: ReadonlyMap<string, number>;
  readonly reversals: ReadonlyMap<string, number>;
  readonly dispute: BankDispute | null;
  /** Its messages that are under way to us. */
  readonly mail: readonly Command[];
};

/** A bank where nothing has happened yet. */
export const emptyBank: Bank = {
  charges: new Map(),
  refunds: new Map(),
  transfers: new Map(),
  reversals: new Map(),
  dispute: null,
  mail: [],
};

/** What Stripe charges for a dispute, and does not give back. */
export const disputeFeeMinor = 15_00;

/** The sum of a charge's refunds that were made. */
export function refundedOf({ refunds }: Bank, chargeId: string): number {
  return [...refunds.values()].reduce((sum, each) => sum + (each.chargeId === chargeId ? each.amountMinor : 0), 0);
}

/** What the rules know of others' money: what the parties owe by now, and what the fund has. */
export function moneyFacts({ entries, events }: Life, debts: Readonly<Record<Party, number>>): Partial<Facts> {
  const owes = (party: Party) =>
    events.reduce((sum, event) => {
      if (event.type === 'owed' && event.party === party) return sum + event.amountMinor;
      return event.type === 'withheld' && event.party === party ? sum - event.amountMinor : sum;
    }, debts[party]);
  return {
    owedMinor: { builder: owes('builder'), marketer: owes('marketer') },
    fundMinor: 0 - (balancesOf(entries).get('fund') ?? 0),
  };
}

/** Other people's orders have filled the fund, and left the parties with debts. */
export function foreignEntries(order: Order, debts: Readonly<Record<Party, number>>, fundMinor: number): LedgerEntry {
  const postings = [
    { account: 'fund', amountMinor: 0 - fundMinor },
    { account: `owed-by:${builderId}`, amountMinor: debts.builder },
    { account: `owed-by:${marketerId}`, amountMinor: debts.marketer },
    { account: 'stripe-fees', amountMinor: fundMinor - debts.builder - debts.marketer },
  ] as const;
  const { id: orderId, terms } = order;
  const { currency } = terms.price;
  return { id: 'of others', kind: 'taken-back', orderId, currency, stripeId: null, at: 0, postings };
}

/** The buyer's bank takes the rest of a charge, or a part of it, or only asks about it. */
export function openDispute(bank: Bank, chargeId: string, share: number, isInquiry: boolean): Bank {
  const left = (bank.charges.get(chargeId) ?? 0) - refundedOf(bank, chargeId);
  if (bank.dispute || left <= 0) return bank;
  const amountMinor = Math.max(1, Math.floor(left * share));
  const disputeId = 'du_1';
  const opened: Command = { type: 'dispute-opened', disputeId, amountMinor, reason: 'fraudulent', isInquiry };
  const movement = { disputeId, movementId: 'txn_1', amountMinor, feeMinor: disputeFeeMinor };
  const mail = isInquiry ? [opened] : [opened, { type: 'dispute-withdrawn', ...movement } as const];
  return { ...bank, dispute: { amountMinor, isInquiry, state: 'open' }, mail: [...bank.mail, ...mail] };
}

/** The bank decides. Of an inquiry nothing is left. */
export function closeDispute(bank: Bank, verdict: 'won' | 'lost'): Bank {
  const { dispute } = bank;
  if (dispute?.state !== 'open') return bank;
  const outcome = dispute.isInquiry ? 'won' : verdict;
  const closed: Command = { type: 'dispute-closed', disputeId: 'du_1', outcome };
  const movement = { disputeId: 'du_1', movementId: 'txn_2', amountMinor: dispute.amountMinor, feeMinor: 0 };
  const givesBack = outcome === 'won' && !dispute.isInquiry;
  const mail = givesBack ? [closed, { type: 'dispute-reinstated', ...movement } as const] : [closed];
  return { ...bank, dispute: { ...dispute, state: outcome }, mail: [...bank.mail, ...mail] };
}

/** What comes of one thing that Stripe was asked: undefined while it has to wait. */
export function answerOf(
  order: Order,
  bank: Bank,
  effect: Effect,
  agrees: boolean,
): { readonly command: Command | null; readonly bank: Bank } | undefined {
  switch (effect.kind) {
    case 'open-checkout':
      return {
        bank,
        command: { type: 'checkout-opened', attempt: effect.attempt, sessionId: 'cs_1', url: 'https://pay.test' },
      };
    case 'close-checkout':
      return { bank, command: { type: 'checkout-closed', attempt: effect.attempt } };
    case 'create-transfer':
      return transfer(order, bank, effect, agrees);
    case 'create-reversal':
      return reverse(order, bank, effect, agrees);
    case 'create-refund':
      return refund(order, bank, effect);
    case 'follow-parcel':
      return { bank, command: { type: 'parcel-followed', number: effect.number, trackerId: agrees ? 'trk_1' : null } };
    case 'file-dispute':
      return { bank, command: null };
    default:
      return effect satisfies never;
  }
}

/** Whether the charge's bank has its money now, or keeps it for a reason that our books do not know yet. */
function isTaken({ disputes = [] }: Order, { dispute }: Bank): boolean {
  if (!dispute || dispute.state === 'won') return false;
  if (dispute.state === 'open') return !dispute.isInquiry;
  return !disputes.some(({ isSettled }) => isSettled);
}

function transfer(
  order: Order,
  bank: Bank,
  { party, attempt, key }: Extract<Effect, { kind: 'create-transfer' }>,
  agrees: boolean,
) {
  const leg = order.legs.find((each) => each.party === party);
  if (!leg || leg.attempt !== attempt || leg.state !== 'sending') return { bank, command: null };
  const refused = (reason: string) => ({
    bank,
    command: { type: 'transfer-refused', party, attempt, reason } as const,
  });
  if (leg.amountMinor === 0) return refused('taken-back');
  if (isTaken(order, bank) || bank.dispute?.state === 'open') return refused('charge-disputed');
  if (!agrees) return refused('account-not-ready');
  if (order.freeze) return refused(order.freeze.reason);
  if (isBound(order)) return refused('disputed');
  const transfers = new Map(bank.transfers).set(key, leg.amountMinor);
  return {
    bank: { ...bank, transfers },
    command: { type: 'transfer-created', party, attempt, transferId: key } as const,
  };
}

/** Who has spent a part of the money can have the rest of it taken back. */
function reverse(
  order: Order,
  bank: Bank,
  { party, attempt, key }: Extract<Effect, { kind: 'create-reversal' }>,
  agrees: boolean,
) {
  const leg = order.legs.find((each) => each.party === party);
  const reversal = leg?.reversals?.find((each) => each.attempt === attempt);
  if (reversal?.state !== 'sending') return { bank, command: null };
  const got = agrees ? reversal.amountMinor : Math.floor(reversal.amountMinor / 3);
  if (got === 0)
    return { bank, command: { type: 'reversal-refused', party, attempt, reason: 'insufficient funds' } as const };
  const reversals = new Map(bank.reversals).set(key, got);
  return {
    bank: { ...bank, reversals },
    command: { type: 'reversal-created', party, attempt, reversalId: key, amountMinor: got } as const,
  };
}

/** A refund is never refused for good, but it waits while a bank has the money. */
function refund(order: Order, bank: Bank, { chargeId, part, key }: Extract<Effect, { kind: 'create-refund' }>) {
  const found = order.refunds.find((each) => each.chargeId === chargeId && each.part === part);
  if (found?.state !== 'sending') return { bank, command: null };
  if (chargeId === order.payment?.chargeId && isTaken(order, bank)) return undefined;
  const refunds = new Map(bank.refunds).set(key, { chargeId, amountMinor: found.amountMinor });
  const created = { type: 'refund-created', chargeId, refundId: `re_${key}` } as const;
  return { bank: { ...bank, refunds }, command: part === undefined ? created : { ...created, part } };
}
