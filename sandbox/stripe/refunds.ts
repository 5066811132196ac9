import { recordBalanceTransaction } from './balance.ts';
import { formatAmount } from './currencies.ts';
import { closeDispute } from './disputes.ts';
import { emitEvent } from './events.ts';
import { calmFraudWarnings } from './fraud-warnings.ts';
import type { Charge, Refund } from './objects.ts';
import type { Params } from './params.ts';
import { readChoice, readInteger, readMetadata, readText, refuseUnknown, refuseUnsupported } from './params.ts';
import { refuseMissing, refuseParameter, refuseRequest } from './refusal.ts';
import type { World } from './model.ts';
import { nowSeconds } from './model.ts';

const unsupported = [
  'currency',
  'customer',
  'instructions_email',
  'origin',
  'refund_application_fee',
  'reverse_transfer',
] as const;

/**
 * Gives a charge back, whole or in part. The fee of the charge stays with Stripe, and the platform's balance may go
 * below zero, as it does where a bank account stands behind it.
 */
export function createRefund(world: World, params: Params): Refund {
  refuseUnknown(params, ['amount', 'charge', 'expand', 'metadata', 'payment_intent', 'reason', ...unsupported]);
  refuseUnsupported(params, unsupported);
  const asked = readInteger(params, 'amount');
  const reason = readChoice(params, 'reason', ['duplicate', 'fraudulent', 'requested_by_customer']) ?? null;
  const metadata = readMetadata(params);
  const charge = findCharge(world, params);
  const amount = checkAmount(world, charge, asked);
  const id = world.newId('re');
  const line = recordBalanceTransaction(world, {
    type: 'refund',
    category: 'refund',
    amountMinor: -amount,
    feeMinor: 0,
    currency: charge.currency,
    source: id,
    description: 'REFUND FOR CHARGE',
  });
  const refund: Refund = {
    id,
    object: 'refund',
    amount,
    balance_transaction: line.id,
    charge: charge.id,
    created: nowSeconds(world),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
  world.state.refunds.set(id, refund);
  emitEvent(world, 'refund.created', refund);
  markRefunded(world, charge, amount);
  return refund;
}

/** The buyer's bank sends a refund back, days after Stripe had taken it for made: the money is the platform's again. */
export function failRefund(world: World, id: string): Refund {
  const refund = world.state.refunds.get(id);
  const charge = world.state.charges.get(refund?.charge ?? '');
  if (refund?.status !== 'succeeded' || charge === undefined) throw refuseRequest(`The refund ${id} cannot fail.`);
  const line = recordBalanceTransaction(world, {
    type: 'refund_failure',
    category: 'refund_failure',
    amountMinor: refund.amount,
    feeMinor: 0,
    currency: refund.currency,
    source: id,
    description: 'REFUND FAILURE',
  });
  const failed: Refund = {
    ...refund,
    failure_balance_transaction: line.id,
    failure_reason: 'expired_or_canceled_card',
    status: 'failed',
  };
  world.state.refunds.set(id, failed);
  const left = charge.amount_refunded - refund.amount;
  world.state.charges.set(charge.id, { ...charge, amount_refunded: left, refunded: false });
  emitEvent(world, 'refund.failed', failed);
  return failed;
}

function findCharge(world: World, params: Params): Charge {
  const chargeId = readText(params, 'charge');
  const intentId = readText(params, 'payment_intent');
  if (chargeId === undefined && intentId === undefined) {
    throw refuseParameter('One of the following params should be provided for this request: payment_intent or charge.');
  }
  if (chargeId !== undefined) {
    const charge = world.state.charges.get(chargeId);
    if (charge === undefined) throw refuseMissing('charge', chargeId, 'charge');
    if (intentId !== undefined && charge.payment_intent !== intentId) {
      throw refuseRequest('The charge does not belong to the payment intent.', { param: 'payment_intent' });
    }
    return charge;
  }
  return findIntentCharge(world, intentId ?? '');
}

function findIntentCharge(world: World, intentId: string): Charge {
  const intent = world.state.paymentIntents.get(intentId);
  if (intent === undefined) throw refuseMissing('payment_intent', intentId, 'payment_intent');
  const charge = world.state.charges.get(intent.latest_charge ?? '');
  if (charge !== undefined && charge.status === 'succeeded') return charge;
  throw refuseRequest(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`);
}

function checkAmount(world: World, charge: Charge, asked: number | undefined): number {
  if (charge.status !== 'succeeded') throw refuseRequest(`Charge ${charge.id} has not been paid.`, { param: 'charge' });
  if (hasChargeback(world, charge.id)) {
    throw refuseRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  const left = charge.amount - charge.amount_refunded;
  if (left === 0)
    throw refuseRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = asked ?? left;
  if (amount < 1) {
    throw refuseParameter('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  }
  if (amount <= left) return amount;
  const wanted = formatAmount(amount, charge.currency);
  const possible = formatAmount(left, charge.currency);
  throw refuseRequest(`Refund amount (${wanted}) is greater than unrefunded amount on charge (${possible})`, {
    param: 'amount',
  });
}

/** A dispute that was won leaves the charge as it was, and an inquiry takes nothing: both may still be refunded. */
function hasChargeback(world: World, chargeId: string): boolean {
  const binding = ['needs_response', 'under_review', 'lost'];
  return disputesOf(world, chargeId).some(({ status }) => binding.includes(status));
}

/** A bank that only asked has nothing left to ask about once all of it went back. */
function endInquiries(world: World, chargeId: string): void {
  const open = ['warning_needs_response', 'warning_under_review'];
  for (const { id, status } of disputesOf(world, chargeId))
    if (open.includes(status)) closeDispute(world, id, 'closed');
}

function disputesOf(world: World, chargeId: string) {
  return [...world.state.disputes.values()].filter(({ charge }) => charge === chargeId);
}

function markRefunded(world: World, before: Charge, amountMinor: number): void {
  const amountRefunded = before.amount_refunded + amountMinor;
  const after: Charge = { ...before, amount_refunded: amountRefunded, refunded: amountRefunded === before.amount };
  world.state.charges.set(after.id, after);
  emitEvent(world, 'charge.refunded', after, { amount_refunded: before.amount_refunded, refunded: before.refunded });
  if (!after.refunded) return;
  calmFraudWarnings(world, after.id);
  endInquiries(world, after.id);
}
