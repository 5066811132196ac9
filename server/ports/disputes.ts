import type { OrderId } from '#shared/ids.ts';
import type { BankDispute, FiledDocument } from '../domain/dispute.ts';

/**
 * What the bank is told beside the document. Each text is at most 20,000 characters, all of them 150,000; absent ones are not sent.
 * Dates are written out, addresses on one line.
 */
export type EvidenceTexts = {
  readonly summary: string;
  readonly offered: string;
  readonly customerName?: string;
  readonly shippingAddress?: string;
  readonly shippingCarrier?: string;
  readonly shippingDate?: string;
  readonly shippingNumber?: string;
  readonly serviceDate?: string;
  readonly activityLog?: string;
  readonly refundPolicy?: string;
  readonly cancellationPolicy?: string;
};

/** Everything of one answer to the bank: the texts, and the document by the id it has at the provider. */
export type EvidenceToFile = { readonly texts: EvidenceTexts; readonly document: FiledDocument };

/** A bank's warning that a payment was not the cardholder's. `isActionable` while something can still be prevented. */
export type FraudWarning = {
  readonly id: string;
  readonly chargeId: string;
  readonly orderId: OrderId | null;
  readonly isActionable: boolean;
};

/** A refund as the provider has it. `isOurs`: we asked for it; `stands` unless it failed. */
export type OutsideRefund = {
  readonly id: string;
  readonly chargeId: string;
  readonly orderId: OrderId | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly isOurs: boolean;
  readonly stands: boolean;
};

/**
 * Disputes at the payment provider, and what else happens to a charge there without our doing. All methods throw `UpstreamError` when there is no clear answer; `refused` is a clear no, after
 * which nothing has changed.
 */
export type Disputes = {
  fetchDispute(disputeId: string): Promise<BankDispute>;
  /** Keeps a document there. Doing it twice makes two files, of which one is never used. */
  uploadDocument(name: string, bytes: Uint8Array): Promise<{ readonly fileId: string } | { readonly refused: string }>;
  /** Sends the evidence in. It can be done once: whoever is not sure asks `fetchDispute` for `submissions` first. */
  fileEvidence(
    disputeId: string,
    evidence: EvidenceToFile,
    key: string,
  ): Promise<{ readonly filed: true } | { readonly refused: string }>;
  fetchFraudWarning(warningId: string): Promise<FraudWarning>;
  fetchRefund(refundId: string): Promise<OutsideRefund>;
};
