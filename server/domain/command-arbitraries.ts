import fc from 'fast-check';
import type { Command, CommandType } from './order-commands.ts';
import { anyPayment, atoms } from './order-arbitraries.ts';
import { transitions } from './transitions.ts';

export const commandTypes = Object.keys(transitions) as readonly CommandType[];

const { amount, instant, party, attempt, chargeId, disputeId, trackerId, word, doubt } = atoms;
const clock = fc.constantFrom('proof' as const, 'scan' as const);

type Made<T extends CommandType> = fc.Arbitrary<Extract<Command, { type: T }>>;
const bare = <T extends CommandType>(type: T) => fc.record({ type: fc.constant(type) });

const disputeMovement = <T extends 'dispute-withdrawn' | 'dispute-reinstated'>(type: T) =>
  fc.record({ type: fc.constant(type), disputeId, movementId: word, amountMinor: amount, feeMinor: amount });

const commandsByType: { readonly [T in CommandType]: Made<T> } = {
  'start-checkout': fc.record({
    type: fc.constant('start-checkout'),
    country: fc.constantFrom('US', 'DE', 'JP', 'XX'),
  }),
  'checkout-opened': fc.record({
    type: fc.constant('checkout-opened'),
    attempt: attempt,
    sessionId: word,
    url: word,
  }),
  'checkout-closed': fc.record({ type: fc.constant('checkout-closed'), attempt: attempt }),
  lapse: bare('lapse'),
  'cancel-claim': bare('cancel-claim'),
  'payment-arrived': fc.record({ type: fc.constant('payment-arrived'), payment: anyPayment }),
  'put-on-bench': fc.record({ type: fc.constant('put-on-bench'), streamId: word }),
  'start-building': bare('start-building'),
  'prove-by-stream': fc.record({
    type: fc.constant('prove-by-stream'),
    streamId: word,
    offsetMs: amount,
    snapshot: word,
    link: fc.option(word),
  }),
  'declare-shipment': fc.record({
    type: fc.constant('declare-shipment'),
    carrier: word,
    number: word,
  }),
  'prove-by-shipment': bare('prove-by-shipment'),
  'parcel-followed': fc.record({
    type: fc.constant('parcel-followed'),
    number: word,
    trackerId: fc.option(trackerId),
  }),
  'parcel-scanned': fc.record({ type: fc.constant('parcel-scanned'), trackerId, scannedAt: instant }),
  'parcel-delivered': fc.record({ type: fc.constant('parcel-delivered'), trackerId, deliveredAt: instant }),
  'parcel-doubted': fc.record({
    type: fc.constant('parcel-doubted'),
    trackerId,
    why: doubt,
  }),
  'prove-by-delivery': bare('prove-by-delivery'),
  'confirm-delivery': bare('confirm-delivery'),
  'deem-delivered': bare('deem-delivered'),
  complete: bare('complete'),
  release: bare('release'),
  'grant-release': fc.record({ type: fc.constant('grant-release'), reason: word }),
  'transfer-created': fc.record({
    type: fc.constant('transfer-created'),
    party: party,
    attempt: attempt,
    transferId: word,
  }),
  'transfer-refused': fc.record({
    type: fc.constant('transfer-refused'),
    party: party,
    attempt: attempt,
    reason: word,
  }),
  'retry-transfer': fc.record({ type: fc.constant('retry-transfer'), party: party }),
  'reversal-created': fc.record({
    type: fc.constant('reversal-created'),
    party,
    attempt,
    reversalId: word,
    amountMinor: amount,
  }),
  'reversal-refused': fc.record({ type: fc.constant('reversal-refused'), party, attempt, reason: word }),
  'ask-cancellation': bare('ask-cancellation'),
  'grant-cancellation': bare('grant-cancellation'),
  'refund-order': fc.record({ type: fc.constant('refund-order'), reason: word }),
  'refund-part': fc.record({ type: fc.constant('refund-part'), amountMinor: amount, reason: word }),
  'break-promise': fc.record({ type: fc.constant('break-promise'), clock }),
  'refund-unproven': bare('refund-unproven'),
  'refund-created': fc.record({
    type: fc.constant('refund-created'),
    chargeId: chargeId,
    refundId: word,
  }),
  remind: fc.record({
    type: fc.constant('remind'),
    clock,
    when: fc.constantFrom('half' as const, 'last' as const),
  }),
  'grant-days': bare('grant-days'),
  'dispute-opened': fc.record({
    type: fc.constant('dispute-opened'),
    disputeId,
    amountMinor: amount,
    reason: word,
    isInquiry: fc.boolean(),
  }),
  'dispute-withdrawn': disputeMovement('dispute-withdrawn'),
  'dispute-reinstated': disputeMovement('dispute-reinstated'),
  'dispute-closed': fc.record({
    type: fc.constant('dispute-closed'),
    disputeId,
    outcome: fc.constantFrom('won' as const, 'lost' as const),
  }),
  freeze: fc.record({ type: fc.constant('freeze'), reason: word }),
  thaw: bare('thaw'),
  'warn-hold': bare('warn-hold'),
  'end-hold': bare('end-hold'),
};

/** Any command of one type. */
export function anyCommandOf(type: CommandType): fc.Arbitrary<Command> {
  return commandsByType[type];
}
