import { recordBalanceTransaction } from './balance.ts';
import { emitEvent } from './events.ts';
import { countPages, findFile } from './files.ts';
import type { FormNode } from './form.ts';
import { calmFraudWarnings } from './fraud-warnings.ts';
import type { World } from './model.ts';
import { nowSeconds } from './model.ts';
import type { BalanceTransaction, Charge, Dispute } from './objects.ts';
import type { Params } from './params.ts';
import { readBoolean, readChoice, readGroup, readMetadata, readText, refuseUnknown } from './params.ts';
import { refuseMissing, refuseParameter, refuseRequest } from './refusal.ts';

const disputeFeeMinor = 1500;
const evidenceDaysMax = 9;
const textLengthMax = 20_000;
const textsLengthMax = 150_000;
const filesBytesMax = 4_500_000;
const filesPagesMax = 50;

/** How a dispute begins. `amountMinor`: a part of the charge only; `dueInSeconds`: the bank's patience. */
export type DisputeOptions = {
  readonly isInquiry?: boolean;
  readonly amountMinor?: number;
  readonly dueInSeconds?: number;
};

/** How a bank ends it. Only an inquiry is `closed`. */
export type Verdict = 'won' | 'lost' | 'closed';

/**
 * A buyer's bank takes a charge back, or asks about it first. The platform's balance loses the amount with a fee at once, as with
 * a real chargeback, and an inquiry takes nothing; what was transferred stays where it is.
 *
 * @throws ApiRefusal for a charge that is unknown, unpaid, fully refunded or already disputed
 */
export function openDispute(
  world: World,
  chargeId: string,
  wish: DisputeOptions & { readonly reason: string },
): Dispute {
  const charge = findCharge(world, chargeId);
  const left = charge.amount - charge.amount_refunded;
  if (charge.status !== 'succeeded' || charge.disputed || left === 0) {
    throw refuseRequest(`The charge ${chargeId} cannot be disputed.`);
  }
  const id = world.newId('dp');
  const created = nowSeconds(world);
  const amount = Math.min(wish.amountMinor ?? left, left);
  const isInquiry = wish.isInquiry ?? false;
  const dispute: Dispute = {
    id,
    object: 'dispute',
    amount,
    balance_transactions: isInquiry ? [] : [withdraw(world, charge, id, amount)],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: blankEvidence,
    evidence_details: {
      due_by: created + (wish.dueInSeconds ?? evidenceDaysMax * 86_400),
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    network_reason_code: '10.4',
    payment_intent: charge.payment_intent,
    reason: wish.reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  };
  world.state.disputes.set(id, dispute);
  emitEvent(world, 'charge.dispute.created', dispute);
  if (!isInquiry) markDisputed(world, charge, dispute);
  calmFraudWarnings(world, charge.id);
  return dispute;
}

/** An inquiry becomes a dispute under the same id, and takes the money. */
export function escalateInquiry(world: World, id: string): Dispute {
  const inquiry = findDispute(world, id);
  if (!inquiry.status.startsWith('warning_') || inquiry.status === 'warning_closed')
    throw refuseRequest(`The dispute ${id} is no open inquiry.`);
  const charge = findCharge(world, inquiry.charge);
  const dispute: Dispute = {
    ...inquiry,
    balance_transactions: [withdraw(world, charge, id, inquiry.amount)],
    evidence_details: {
      ...inquiry.evidence_details,
      due_by: nowSeconds(world) + evidenceDaysMax * 86_400,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    is_charge_refundable: false,
    status: 'needs_response',
  };
  world.state.disputes.set(id, dispute);
  emitEvent(world, 'charge.dispute.updated', dispute, { status: inquiry.status });
  markDisputed(world, charge, dispute);
  return dispute;
}

function withdraw(world: World, charge: Charge, source: string, amount: number): BalanceTransaction {
  return recordBalanceTransaction(world, {
    type: 'adjustment',
    category: 'dispute',
    amountMinor: -amount,
    feeMinor: disputeFeeMinor,
    currency: charge.currency,
    source,
    description: `Chargeback withdrawal for ${charge.id}`,
  });
}

function markDisputed(world: World, charge: Charge, dispute: Dispute): void {
  const disputed: Charge = { ...charge, dispute: dispute.id, disputed: true };
  world.state.charges.set(charge.id, disputed);
  emitEvent(world, 'charge.dispute.funds_withdrawn', dispute);
}

/** The charge; refused if there is none. */
export function findCharge(world: World, chargeId: string): Charge {
  const charge = world.state.charges.get(chargeId);
  if (charge === undefined) throw refuseMissing('charge', chargeId);
  return charge;
}

/** The bank decides. A dispute won gives the amount back, not the fee. An inquiry ends without a verdict. */
export function closeDispute(world: World, id: string, verdict: Verdict): Dispute {
  const dispute = findDispute(world, id);
  const isInquiry = dispute.status.startsWith('warning_');
  if (['won', 'lost', 'warning_closed'].includes(dispute.status))
    throw refuseRequest(`The dispute ${id} is already closed.`);
  if (isInquiry !== (verdict === 'closed')) throw refuseRequest(`The dispute ${id} cannot end like that.`);
  const closed: Dispute = {
    ...dispute,
    status: verdict === 'closed' ? 'warning_closed' : verdict,
    balance_transactions: [...dispute.balance_transactions],
  };
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

/**
 * POST /v1/disputes/:id: keeps evidence, and files it unless `submit` is false. It can be filed once, and not after the bank's day.
 * Stripe's own words for trying things out decide the dispute at once.
 */
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
  const submits = readBoolean(params, 'submit') ?? evidence !== null;
  if (evidence !== null || submits) checkOpen(world, dispute);
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
    status: submits ? answered(dispute.status) : dispute.status,
  };
  if (submits) checkFiles(world, after.evidence);
  world.state.disputes.set(id, after);
  emitEvent(world, 'charge.dispute.updated', after);
  return submits ? tryOut(world, after) : after;
}

function answered(status: Dispute['status']): Dispute['status'] {
  return status === 'warning_needs_response' ? 'warning_under_review' : 'under_review';
}

function checkOpen(world: World, { status, evidence_details: details }: Dispute): void {
  if (status !== 'needs_response' && status !== 'warning_needs_response')
    throw refuseRequest('This dispute has already been responded to or closed.', { param: 'evidence' });
  if (details.due_by !== null && nowSeconds(world) > details.due_by)
    throw refuseRequest('The time to respond to this dispute is over.', { param: 'evidence' });
}

function tryOut(world: World, dispute: Dispute): Dispute {
  const isInquiry = dispute.status.startsWith('warning_');
  switch (dispute.evidence.uncategorized_text) {
    case 'winning_evidence':
      return closeDispute(world, dispute.id, isInquiry ? 'closed' : 'won');
    case 'losing_evidence':
      return isInquiry ? dispute : closeDispute(world, dispute.id, 'lost');
    case 'escalate_inquiry_evidence':
      return isInquiry ? escalateInquiry(world, dispute.id) : dispute;
    default:
      return dispute;
  }
}

const fileFields = [
  'cancellation_policy',
  'customer_communication',
  'customer_signature',
  'duplicate_charge_documentation',
  'receipt',
  'refund_policy',
  'service_documentation',
  'shipping_documentation',
  'uncategorized_file',
] as const;

function readEvidence(params: Params): Readonly<Record<string, FormNode>> | null {
  const group = readGroup(params, 'evidence');
  if (group === undefined) return null;
  const known = Object.keys(blankEvidence).filter((name) => name !== 'enhanced_evidence');
  refuseUnknown(group, known);
  const texts = [...group.fields.keys()].map((name) => [name, readText(group, name) ?? ''] as const);
  for (const [name, text] of texts) {
    if (text.length > textLengthMax)
      throw refuseParameter(`Evidence may have at most ${textLengthMax} characters in a field.`, {
        param: `evidence[${name}]`,
      });
  }
  if (texts.reduce((sum, [, text]) => sum + text.length, 0) > textsLengthMax)
    throw refuseParameter(`Evidence may have at most ${textsLengthMax} characters in all.`, { param: 'evidence' });
  return Object.fromEntries(texts);
}

/** The banks take only so many bytes and pages of all files together. */
function checkFiles(world: World, evidence: Dispute['evidence']): void {
  const ids = fileFields.flatMap((name) => {
    const id = evidence[name];
    return typeof id === 'string' && id !== '' ? [{ id, param: `evidence[${name}]` }] : [];
  });
  const files = ids.map(({ id, param }) => findFile(world, id, param));
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const pages = files.reduce((sum, file) => sum + countPages(file), 0);
  if (bytes > filesBytesMax) throw refuseRequest('The combined file size of the evidence exceeds 4.5 MB.');
  if (pages > filesPagesMax) throw refuseRequest('The combined page count of the evidence exceeds 50 pages.');
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
