import { houseRules, type HouseRules } from '#shared/house-rules.ts';
import type { Instant, OrderId } from '#shared/ids.ts';
import type { Order, OrderDispute } from './order.ts';
import type { Command } from './order-commands.ts';
import type { Dispute } from './trust-records.ts';

/** Money that the bank took for a dispute, or gave back. Amounts are positive, in minor units; the fee goes the same way as the amount. */
export type DisputeBooking = {
  /** The provider's line in its own books. */
  readonly id: string;
  readonly kind: 'withdrawn' | 'reinstated';
  readonly amountMinor: number;
  readonly feeMinor: number;
};

/** The document that was sent in, as it was noted beside the dispute when it was sent. */
export type FiledDocument = {
  readonly fileId: string | null;
  readonly sha256: string;
  readonly bytes: number;
  readonly pages: number;
};

/**
 * A dispute as the payment provider has it. `orderId` is null for a charge that no order of ours made. `closed`: an inquiry that came
 * to nothing, or a dispute that was prevented; `appealed`: the bank looks at a decision again, which is a matter for people.
 */
export type BankDispute = {
  readonly id: string;
  readonly chargeId: string;
  readonly orderId: OrderId | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string;
  readonly isInquiry: boolean;
  readonly standing: 'needs-response' | 'under-review' | 'won' | 'lost' | 'closed' | 'appealed';
  readonly openedAt: Instant;
  readonly dueBy: Instant | null;
  /** How often evidence was sent in, by us or by hand. */
  readonly submissions: number;
  readonly filed: FiledDocument | null;
  /** Oldest first. */
  readonly bookings: readonly DisputeBooking[];
};

/** What the order is to be told of a dispute, as far as it does not know it yet, in the order in which it must have happened. */
export function disputeCommands(order: Order, bank: BankDispute): readonly Command[] {
  const known = order.disputes?.find(({ id }) => id === bank.id);
  const heard = known?.movements ?? [];
  // A charge that came twice or too late goes back by itself; a dispute of it is none of the order's own money.
  const charge = order.payment?.chargeId === bank.chargeId ? {} : { chargeId: bank.chargeId };
  const { id: disputeId, amountMinor, reason, standing } = bank;
  const opened: Command = {
    type: 'dispute-opened',
    disputeId,
    amountMinor,
    reason,
    isInquiry: bank.isInquiry,
    ...charge,
  };
  const moved = bank.bookings
    .filter(({ id }) => !heard.includes(id) && known?.early?.movementId !== id)
    .map(({ id: movementId, kind, amountMinor: minor, feeMinor }): Command => ({
      type: kind === 'withdrawn' ? 'dispute-withdrawn' : 'dispute-reinstated',
      disputeId,
      movementId,
      amountMinor: minor,
      feeMinor,
      ...charge,
    }));
  const isDecided = standing === 'won' || standing === 'lost' || standing === 'closed';
  const closes = isDecided && (known?.state ?? 'open') === 'open';
  const closed: Command = {
    type: 'dispute-closed',
    disputeId,
    outcome: standing === 'lost' ? 'lost' : 'won',
    ...(standing === 'closed' && bank.bookings.length === 0 ? { tookNothing: true } : {}),
  };
  return [...(known?.isOpened ? [] : [opened]), ...moved, ...(closes ? [closed] : [])];
}

/** A dispute of which nothing was on record. */
export function newDispute(bank: BankDispute, orderId: OrderId, now: Instant): Dispute {
  const { id, chargeId, amountMinor, currency, reason, isInquiry, dueBy } = bank;
  const blank: Dispute = {
    id,
    version: 0,
    orderId,
    chargeId,
    amountMinor,
    currency,
    reason,
    isInquiry,
    state: 'needs-response',
    openedAt: bank.openedAt,
    dueBy,
    ...clocksOf(bank, now),
    said: null,
    filed: null,
    closedAt: null,
  };
  return disputeAfter(blank, bank, now);
}

/**
 * The record as the bank's word makes it; the same object where it says nothing new. An inquiry that becomes a dispute is answered anew,
 * with clocks of its own, and what the builder said of it stays.
 */
export function disputeAfter(record: Dispute, bank: BankDispute, now: Instant): Dispute {
  const { amountMinor, reason, dueBy, isInquiry, standing } = bank;
  const isAnew = record.isInquiry && !isInquiry;
  const state = stateOf(isAnew ? { ...record, state: 'needs-response' } : record, bank);
  const isOver = state === 'won' || state === 'lost' || state === 'closed';
  const after: Dispute = {
    ...record,
    amountMinor,
    reason,
    dueBy,
    isInquiry: isInquiry || (record.isInquiry && standing === 'closed'),
    state,
    filed: isAnew ? null : (record.filed ?? filedOf(bank, now)),
    closedAt: isOver ? (record.closedAt ?? now) : null,
    ...(isAnew && !isOver ? clocksOf(bank, now) : {}),
  };
  return JSON.stringify(after) === JSON.stringify(record) ? record : after;
}

function stateOf({ state }: Dispute, { standing, submissions }: BankDispute): Dispute['state'] {
  if (standing === 'won' || standing === 'lost' || standing === 'closed') return standing;
  if (state === 'filed' || submissions > 0 || standing === 'under-review') return 'filed';
  // A decision that is looked at again stays what it was until it is decided anew.
  return standing === 'appealed' ? state : 'needs-response';
}

function filedOf({ filed }: BankDispute, at: Instant): Dispute['filed'] {
  return filed && { at, ...filed };
}

/** Until when the builder may add something, and when it is filed by itself: at once where the bank's day is near or past. */
export function clocksOf(
  { dueBy }: Pick<BankDispute, 'dueBy'>,
  now: Instant,
  rules: Pick<HouseRules, 'disputeAnswerMs' | 'disputeMarginMs'> = houseRules,
): Pick<Dispute, 'answerUntil' | 'fileAt'> {
  if (dueBy === null) return { answerUntil: now, fileAt: null };
  const fileAt = Math.max(now, dueBy - rules.disputeMarginMs);
  return { answerUntil: Math.min(now + rules.disputeAnswerMs, fileAt), fileAt };
}

/** Whether the builder may add what they have. */
export function canAnswer({ state, answerUntil, fileAt }: Dispute, now: Instant): boolean {
  return state === 'needs-response' && now < answerUntil && fileAt !== null && now < fileAt;
}

/** What falls due of a dispute: its filing, and a word to the staff where the bank's day passes without one. */
export function disputeDeadlines({ state, fileAt, dueBy }: Dispute): readonly { name: DisputeDue; at: Instant }[] {
  if (state !== 'needs-response') return [];
  return [
    ...(fileAt === null ? [] : [{ name: 'file-dispute', at: fileAt } as const]),
    ...(dueBy === null ? [] : [{ name: 'dispute-overdue', at: dueBy } as const]),
  ];
}

/** What a dispute's deadlines are called. */
export type DisputeDue = 'file-dispute' | 'dispute-overdue';

const subjectPrefix = 'dispute:';

/** The subject under which a dispute has its deadlines. */
export function disputeSubject(id: string): string {
  return `${subjectPrefix}${id}`;
}

/** The dispute that a deadline's subject names; undefined for other subjects. */
export function disputeOfSubject(subject: string): string | undefined {
  return subject.startsWith(subjectPrefix) ? subject.slice(subjectPrefix.length) : undefined;
}

const lookPrefix = 'dispute-look:';

/** The subject under which the next look at a dispute's bank is due: one of its own, so that it and the filing leave each other alone. */
export function disputeLookSubject(id: string): string {
  return `${lookPrefix}${id}`;
}

/** The dispute whose bank is to be asked; undefined for other subjects. */
export function disputeOfLook(subject: string): string | undefined {
  return subject.startsWith(lookPrefix) ? subject.slice(lookPrefix.length) : undefined;
}

/** When a dispute's bank is asked next, unless a message changes it before. */
export function disputeLook(
  now: Instant,
  rules: Pick<HouseRules, 'disputeLookMs'> = houseRules,
): { readonly name: 'look-at-dispute'; readonly at: Instant } {
  return { name: 'look-at-dispute', at: now + rules.disputeLookMs };
}

/** Whether nothing is left to hear: the bank has decided, and what it took came back or was paid for. */
export function isSettled({ state, withdrawn, isSettled: isPaidFor, isInquiry }: OrderDispute): boolean {
  if (state === 'won') return withdrawn === null;
  return state === 'lost' && (isPaidFor === true || isInquiry === true);
}

/** The key of the effect that files a dispute's evidence: one for the inquiry, and one for the dispute that it may become. */
export function filingKey({ id, isInquiry }: Pick<Dispute, 'id' | 'isInquiry'>): string {
  return `dispute:${id}:file${isInquiry ? ':inquiry' : ''}`;
}
