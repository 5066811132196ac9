import * as z from 'zod/mini';
import { MoneyView } from './drop.ts';

/** What a strike is for. Two are a builder's broken promises; `unfounded-dispute` is a buyer's. */
export const StrikeKind = z.enum(['proof-late', 'scan-late', 'lost-dispute', 'unfounded-dispute', 'conduct']);
export type StrikeKind = z.infer<typeof StrikeKind>;

/** Why the staff should look at something. */
export const FlagKind = z.enum([
  'banned-account',
  'banned-card',
  'parcel-doubtful',
  'fraud-warning',
  'hold-long',
  'hold-ended',
  'case-waits',
  'debt',
  'dispute-unanswered',
  'evidence-refused',
  'refund-outside',
  'refund-failed',
]);
export type FlagKind = z.infer<typeof FlagKind>;

/** What one side said in a case. */
export const CaseAnswer = z.object({
  by: z.enum(['buyer', 'builder', 'staff']),
  text: z.string(),
  at: z.number(),
});
export type CaseAnswer = z.infer<typeof CaseAnswer>;

/** What was decided: how much goes back to the buyer, and who pays return postage. */
export const CaseDecision = z.object({
  infavourOf: z.enum(['buyer', 'builder']),
  reason: z.string(),
  at: z.number(),
  refund: z.nullable(MoneyView),
  postage: z.nullable(z.enum(['buyer', 'builder', 'house'])),
});
export type CaseDecision = z.infer<typeof CaseDecision>;

/** A case as the two of an order see it. `side` is the reader's; `answerUntil` is set while that side may answer, `appealUntil` while it may appeal. */
export const OrderCase = z.object({
  id: z.string(),
  kind: z.string(),
  side: z.enum(['buyer', 'builder']),
  text: z.string(),
  openedAt: z.number(),
  state: z.enum(['open', 'decided', 'appealed', 'final']),
  answers: z.array(CaseAnswer),
  answerUntil: z.nullable(z.number()),
  decision: z.nullable(CaseDecision),
  appeal: z.nullable(z.object({ by: z.enum(['buyer', 'builder']), text: z.string(), at: z.number() })),
  appealUntil: z.nullable(z.number()),
  final: z.nullable(CaseDecision),
});
export type OrderCase = z.infer<typeof OrderCase>;

/** A dispute as an order's builder sees it. `answerUntil` is set while they may add what they have. */
export const OrderDisputeView = z.object({
  id: z.string(),
  reason: z.string(),
  amount: MoneyView,
  isInquiry: z.boolean(),
  state: z.enum(['needs-response', 'filed', 'won', 'lost', 'closed']),
  openedAt: z.number(),
  dueBy: z.nullable(z.number()),
  answerUntil: z.nullable(z.number()),
  said: z.nullable(z.object({ text: z.string(), at: z.number() })),
  filedAt: z.nullable(z.number()),
});
export type OrderDisputeView = z.infer<typeof OrderDisputeView>;

/** What the house holds and owes, without names; minor units of one currency, positive where it is there. */
export const SolvencyView = z.object({
  currency: z.string(),
  at: z.number(),
  /** What the Vault holds of open orders, and how many they are. */
  heldMinor: z.int(),
  orders: z.int(),
  /** On its way: refunds that Stripe has not made yet, and transfers that wait. */
  refundsDueMinor: z.int(),
  payableMinor: z.int(),
  taxMinor: z.int(),
  fundMinor: z.int(),
  /** C500's balance at Stripe by the ledger, less what C500 has paid out to itself; what the Vault, refunds, transfers and tax need must be in it. */
  stripeMinor: z.int(),
  covered: z.boolean(),
  /** What is missing where it is not covered, 0 where it is. */
  shortMinor: z.int(),
  /** When the ledger was last laid beside Stripe's own books, and whether they agreed but for what was under way; null before the first time. */
  reconciled: z.nullable(z.object({ at: z.number(), agrees: z.boolean() })),
  /** How long open money has been held: how much and how many orders up to these many days. */
  ageing: z.array(z.object({ daysMax: z.int(), heldMinor: z.int(), orders: z.int() })),
});
export type SolvencyView = z.infer<typeof SolvencyView>;
