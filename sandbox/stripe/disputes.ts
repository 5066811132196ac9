import { recordBalanceTransaction } from './balance.ts';
import { emitEvent } from './events.ts';
import type { Charge, Dispute } from './objects.ts';
import type { FormNode } from './form.ts';
import type { Params } from './params.ts';
import { readBoolean, readChoice, readGroup, readMetadata, refuseUnknown } from './params.ts';
import { calmFraudWarnings } from './payments.ts';
import { refuseMissing, refuseRequest } from './refusal.ts';
import type { World } from './model.ts';
import { nowSeconds } from './model.ts';

const disputeFeeMinor = 1500;
const evidenceDaysMax = 9;

/**
 * A buyer's bank takes the rest of a charge back. The platform's balance loses it with a fee at once, as with a real
 * chargeback; what was transferred stays where it is.
 *
 * @throws ApiRefusal for a charge that is unknown, unpaid, fully refunded or already disputed
 */
export function openDispute(world: World, chargeId: string, reason: string): Dispute {
  const charge = world.state.charges.get(chargeId);
  if (charge === undefined) throw refuseMissing('charge', chargeId);
  const amount = charge.amount - charge.amount_refunded;
  if (charge.status !== 'succeeded' || charge.disputed || amount === 0) {
    throw refuseRequest(`The charge ${chargeId} cannot be disputed.`);
  }
  const id = world.newId('dp');
  const created = nowSeconds(world);
  const withdrawal = recordBalanceTransaction(world, {
    type: 'adjustment',
    category: 'dispute',
    amountMinor: -amount,
    feeMinor: disputeFeeMinor,
    currency: charge.currency,
    source: id,
    description: `Chargeback withdrawal for ${charge.id}`,
  });
  const dispute: Dispute = {
    id,
    object: 'dispute',
    amount,
    balance_transactions: [withdrawal],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: blankEvidence,
    evidence_details: {
      due_by: created + evidenceDaysMax * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code: '10.4',
    payment_intent: charge.payment_intent,
    reason,
    status: 'needs_response',
  };
  const disputed: Charge = { ...charge, dispute: id, disputed: true };
  world.state.disputes.set(id, dispute);
  world.state.charges.set(charge.id, disputed);
  emitEvent(world, 'charge.dispute.created', dispute);
  emitEvent(world, 'charge.dispute.funds_withdrawn', dispute);
  calmFraudWarnings(world, charge.id);
  return dispute;
}

/** The bank decides. A dispute won gives the amount back, not the fee. */
export function closeDispute(world: World, id: string, verdict: 'won' | 'lost'): Dispute {
  const dispute = findDispute(world, id);
  if (dispute.status === 'won' || dispute.status === 'lost')
    throw refuseRequest(`The dispute ${id} is already closed.`);
  const closed: Dispute = { ...dispute, status: verdict, balance_transactions: [...dispute.balance_transactions] };
  if (verdict === 'won') {
    closed.balance_transactions.push(
      recordBalanceTransaction(world, {
        type: 'adjustment',
        category: 'dispute_reversal',
        amountMinor: dispute.amount,
        feeMinor: 0,
        currency: dispute.currency,
        source: id,
        description: `Chargeback reversal for ${dispute.charge}`,
      }),
    );
  }
  world.state.disputes.set(id, closed);
  emitEvent(world, 'charge.dispute.closed', closed);
  if (verdict === 'won') emitEvent(world, 'charge.dispute.funds_reinstated', closed);
  return closed;
}

/** The dispute; 404 if there is none. */
export function findDispute(world: World, id: string): Dispute {
  const dispute = world.state.disputes.get(id);
  if (dispute === undefined) throw refuseMissing('dispute', id);
  return dispute;
}

/** POST /v1/disputes/:id: keeps evidence, and files it unless `submit` is false. It can be filed once. */
export function updateDispute(world: World, id: string, params: Params): Dispute {
  refuseUnknown(params, ['evidence', 'expand', 'intended_submission_method', 'metadata', 'submit']);
  const dispute = findDispute(world, id);
  const method = readChoice(params, 'intended_submission_method', [
    'manual',
    'prefer_manual',
    'prefer_smart_disputes',
    'smart_disputes',
  ]);
  const evidence = readEvidence(params);
  const submits = evidence !== null && (readBoolean(params, 'submit') ?? true);
  if (evidence !== null && dispute.status !== 'needs_response') {
    throw refuseRequest('This dispute has already been responded to or closed.', { param: 'evidence' });
  }
  const after: Dispute = {
    ...dispute,
    evidence: { ...dispute.evidence, ...evidence },
    evidence_details: {
      ...dispute.evidence_details,
      has_evidence: dispute.evidence_details.has_evidence || evidence !== null,
      submission_count: dispute.evidence_details.submission_count + (submits ? 1 : 0),
      submission_method: submits ? 'manual' : dispute.evidence_details.submission_method,
    },
    intended_submission_method: method ?? dispute.intended_submission_method,
    metadata: { ...dispute.metadata, ...readMetadata(params) },
    status: submits ? 'under_review' : dispute.status,
  };
  world.state.disputes.set(id, after);
  emitEvent(world, 'charge.dispute.updated', after);
  return after;
}

function readEvidence(params: Params): Readonly<Record<string, FormNode>> | null {
  const group = readGroup(params, 'evidence');
  if (group === undefined) return null;
  const known = Object.keys(blankEvidence).filter((name) => name !== 'enhanced_evidence');
  refuseUnknown(group, known);
  return Object.fromEntries(group.fields);
}

const blankEvidence: Dispute['evidence'] = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
