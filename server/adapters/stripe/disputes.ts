import type Stripe from 'stripe';
import { parseId } from '#shared/ids.ts';
import type { BankDispute, DisputeBooking, FiledDocument } from '../../domain/dispute.ts';
import type { Disputes, EvidenceTexts, EvidenceToFile, FraudWarning, OutsideRefund } from '../../ports/disputes.ts';
import { asked } from './asked.ts';
import { refusable } from './refusable.ts';

/**
 * `Disputes` on Stripe. What was sent in is noted in the dispute's metadata, so that whoever finds it sent after a crash knows which
 * document it was.
 *
 * @see https://docs.stripe.com/disputes/api
 */
export function stripeDisputes(stripe: Stripe): Disputes {
  return {
    fetchDispute: (disputeId) => asked(() => fetchDispute(stripe, disputeId)),
    uploadDocument: (name, bytes) =>
      asked(() =>
        refusable(async () => {
          const file = { data: Buffer.from(bytes), name, type: 'application/pdf' };
          return { fileId: (await stripe.files.create({ purpose: 'dispute_evidence', file }, uploading)).id };
        }),
      ),
    fileEvidence: (disputeId, evidence, key) => asked(() => fileEvidence(stripe, disputeId, evidence, key)),
    fetchFraudWarning: (warningId) => asked(() => fetchFraudWarning(stripe, warningId)),
    fetchRefund: (refundId) => asked(() => fetchRefund(stripe, refundId)),
  };
}

/** Some megabytes take longer than a question does. */
const uploading = { timeout: 60_000 };

async function fetchDispute(stripe: Stripe, disputeId: string): Promise<BankDispute> {
  const dispute = await stripe.disputes.retrieve(disputeId, { expand: ['charge'] });
  const { charge, evidence_details: details } = dispute;
  if (typeof charge === 'string') throw new Error(`the charge of dispute ${disputeId} was not told`);
  return {
    id: dispute.id,
    chargeId: charge.id,
    orderId: orderOf(charge),
    amountMinor: dispute.amount,
    currency: dispute.currency.toUpperCase(),
    reason: dispute.reason,
    isInquiry: dispute.status.startsWith('warning_'),
    standing: standingOf(dispute.status),
    openedAt: dispute.created * 1_000,
    dueBy: details.due_by ? details.due_by * 1_000 : null,
    submissions: details.submission_count,
    filed: details.submission_count > 0 ? filedOf(dispute) : null,
    bookings: dispute.balance_transactions.map(bookingOf),
  };
}

/** Only we write metadata; a payment link of the operator's may carry any reference. */
function orderOf(charge: Stripe.Charge): BankDispute['orderId'] {
  return parseId('order', charge.metadata['order'] ?? '') ?? null;
}

function standingOf(status: Stripe.Dispute.Status): BankDispute['standing'] {
  switch (status) {
    case 'needs_response':
    case 'warning_needs_response':
      return 'needs-response';
    case 'under_review':
    case 'warning_under_review':
      return 'under-review';
    case 'won':
      return 'won';
    case 'lost':
      return 'lost';
    case 'warning_closed':
    case 'prevented':
      return 'closed';
    default:
      return 'appealed';
  }
}

/** What leaves the balance is negative there; the fee is what is charged beside, and negative where it is given back. */
function bookingOf(booked: Stripe.BalanceTransaction): DisputeBooking {
  const kind = booked.amount < 0 ? 'withdrawn' : 'reinstated';
  const feeMinor = kind === 'withdrawn' ? booked.fee : 0 - booked.fee;
  return { id: booked.id, kind, amountMinor: Math.abs(booked.amount), feeMinor };
}

function filedOf({ metadata, evidence }: Stripe.Dispute): FiledDocument | null {
  const { c500_sha256: sha256, c500_bytes: bytes, c500_pages: pages } = metadata;
  if (!sha256) return null;
  const file = evidence.uncategorized_file;
  const fileId = typeof file === 'string' ? file : (file?.id ?? null);
  return { fileId, sha256, bytes: Number(bytes ?? 0), pages: Number(pages ?? 0) };
}

function fileEvidence(
  stripe: Stripe,
  disputeId: string,
  { texts, document }: EvidenceToFile,
  key: string,
): Promise<{ readonly filed: true } | { readonly refused: string }> {
  const { fileId, sha256, bytes, pages } = document;
  return refusable(async () => {
    await stripe.disputes.update(
      disputeId,
      {
        evidence: { ...evidenceOf(texts), ...(fileId === null ? {} : { uncategorized_file: fileId }) },
        intended_submission_method: 'manual',
        metadata: { c500_sha256: sha256, c500_bytes: String(bytes), c500_pages: String(pages) },
        submit: true,
      },
      { idempotencyKey: key },
    );
    return { filed: true } as const;
  });
}

function evidenceOf(texts: EvidenceTexts): Stripe.DisputeUpdateParams.Evidence {
  const named: Readonly<Record<keyof EvidenceTexts, keyof Stripe.DisputeUpdateParams.Evidence>> = {
    summary: 'uncategorized_text',
    offered: 'product_description',
    customerName: 'customer_name',
    shippingAddress: 'shipping_address',
    shippingCarrier: 'shipping_carrier',
    shippingDate: 'shipping_date',
    shippingNumber: 'shipping_tracking_number',
    serviceDate: 'service_date',
    activityLog: 'access_activity_log',
    refundPolicy: 'refund_policy_disclosure',
    cancellationPolicy: 'cancellation_policy_disclosure',
  };
  // `texts` was made by us with these keys and no others.
  const given = Object.entries(texts) as readonly [keyof EvidenceTexts, string | undefined][];
  return Object.fromEntries(given.flatMap(([key, text]) => (text ? [[named[key], text]] : [])));
}

async function fetchFraudWarning(stripe: Stripe, warningId: string): Promise<FraudWarning> {
  const warning = await stripe.radar.earlyFraudWarnings.retrieve(warningId, { expand: ['charge'] });
  const { charge } = warning;
  if (typeof charge === 'string') throw new Error(`the charge of warning ${warningId} was not told`);
  return { id: warning.id, chargeId: charge.id, orderId: orderOf(charge), isActionable: warning.actionable };
}

async function fetchRefund(stripe: Stripe, refundId: string): Promise<OutsideRefund> {
  const refund = await stripe.refunds.retrieve(refundId, { expand: ['charge'] });
  const { charge } = refund;
  if (!charge || typeof charge === 'string') throw new Error(`the charge of refund ${refundId} was not told`);
  return {
    id: refund.id,
    chargeId: charge.id,
    orderId: orderOf(charge),
    amountMinor: refund.amount,
    currency: refund.currency.toUpperCase(),
    isOurs: refund.metadata?.['order'] !== undefined,
    stands: refund.status !== 'failed' && refund.status !== 'canceled',
  };
}
