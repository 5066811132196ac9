import type Stripe from 'stripe';
import type { OrderId } from '#shared/ids.ts';
import type {
  ChargeHealth,
  FoundReversal,
  FoundTransfer,
  RefundRequest,
  ReversalRequest,
  TransferRequest,
} from '../../ports/payments.ts';
import { ofAccount, refusable } from './refusable.ts';

type Refused = { readonly refused: string };

/** How a charge stands at Stripe. Its mark `disputed` stays for ever, so that the disputes themselves are asked. */
export async function fetchChargeHealth(stripe: Stripe, chargeId: string): Promise<ChargeHealth> {
  const charge = await stripe.charges.retrieve(chargeId);
  const [disputes, warnings] = await Promise.all([
    charge.disputed ? stripe.disputes.list({ charge: chargeId, limit: 100 }) : { data: [] },
    stripe.radar.earlyFraudWarnings.list({ charge: chargeId, limit: 10 }),
  ]);
  const standings = disputes.data.map(({ status }) => standingOf(status));
  return {
    refundedMinor: charge.amount_refunded,
    dispute: gravest.find((each) => standings.includes(each)) ?? 'none',
    warnings: warnings.data.filter(({ actionable }) => actionable).map(({ id }) => id),
  };
}

const gravest: readonly ChargeHealth['dispute'][] = ['open', 'inquiry', 'lost', 'won'];

function standingOf(status: Stripe.Dispute.Status): ChargeHealth['dispute'] {
  switch (status) {
    case 'warning_needs_response':
    case 'warning_under_review':
      return 'inquiry';
    case 'warning_closed':
    case 'prevented':
      return 'none';
    case 'won':
      return 'won';
    case 'lost':
      return 'lost';
    // Needs an answer, is under review, or is looked at again after an appeal; and whatever Stripe may add.
    default:
      return 'open';
  }
}

/** One leg of a release, out of the charge that it is of. */
export function createTransfer(
  stripe: Stripe,
  request: TransferRequest,
  key: string,
): Promise<{ transferId: string } | Refused> {
  return refusable(async () => {
    const transfer = await stripe.transfers.create(
      {
        amount: request.amount.amountMinor,
        currency: request.amount.currency.toLowerCase(),
        destination: request.destination,
        source_transaction: request.chargeId,
        transfer_group: request.orderId,
        metadata: {
          order: request.orderId,
          tag: request.orderTag,
          party: request.party,
          attempt: String(request.attempt),
        },
      },
      { idempotencyKey: key },
    );
    return { transferId: transfer.id };
  });
}

/** A transfer that was made for a leg, by whatever attempt. */
export async function findTransfer(
  stripe: Stripe,
  orderId: OrderId,
  party: string,
): Promise<FoundTransfer | undefined> {
  const transfers = await stripe.transfers.list({ transfer_group: orderId, limit: 100 });
  const found = transfers.data.find((transfer) => transfer.metadata['party'] === party);
  return found && { transferId: found.id, amountMinor: found.amount };
}

/**
 * Takes a transfer back, or a part of it. Where its owner has spent some of it, what is left of it is taken, which Stripe does not do by
 * itself: it refuses the whole.
 */
export async function createReversal(
  stripe: Stripe,
  request: ReversalRequest,
  key: string,
): Promise<FoundReversal | Refused> {
  const answer = await refusable(() => reverse(stripe, request, request.amountMinor, key));
  if (!('refused' in answer)) return answer;
  const amountMinor = await reversibleOf(stripe, request.transferId);
  // Another key, for another amount: a key is good for one call only.
  return amountMinor > 0 && amountMinor < request.amountMinor
    ? refusable(() => reverse(stripe, request, amountMinor, `${key}:rest`))
    : answer;
}

async function reverse(
  stripe: Stripe,
  { orderId, attempt, transferId }: ReversalRequest,
  amountMinor: number,
  key: string,
): Promise<FoundReversal> {
  const metadata = { order: orderId, attempt: String(attempt) };
  const options = { idempotencyKey: key };
  const reversal = await stripe.transfers.createReversal(transferId, { amount: amountMinor, metadata }, options);
  return { reversalId: reversal.id, amountMinor: reversal.amount };
}

/** What of a transfer could still be taken back: no more than is left of it, and than its owner has in its currency. */
async function reversibleOf(stripe: Stripe, transferId: string): Promise<number> {
  const transfer = await stripe.transfers.retrieve(transferId);
  const stripeAccount = typeof transfer.destination === 'string' ? transfer.destination : transfer.destination?.id;
  const balance = stripeAccount ? await balanceOf(stripe, stripeAccount) : null;
  const has = balance?.available.find(({ currency }) => currency === transfer.currency)?.amount ?? 0;
  return Math.max(0, Math.min(has, transfer.amount - transfer.amount_reversed));
}

/** Null where the account was closed, or is none of ours any more: nothing can be taken from it, and its owner owes what was. */
function balanceOf(stripe: Stripe, stripeAccount: string): Promise<Stripe.Balance | null> {
  return ofAccount(() => stripe.balance.retrieve({}, { stripeAccount }));
}

/** A reversal that was made of a transfer by this attempt. */
export async function findReversal(
  stripe: Stripe,
  transferId: string,
  attempt: number,
): Promise<FoundReversal | undefined> {
  const { data } = await stripe.transfers.listReversals(transferId, { limit: 100 });
  // One that somebody made by hand carries no attempt of ours.
  const found = data.find(({ metadata }) => metadata?.['attempt'] === String(attempt));
  return found && { reversalId: found.id, amountMinor: found.amount };
}

/** A refund that was made of a charge, told from its others by its part. */
export async function findRefund(stripe: Stripe, chargeId: string, part?: number): Promise<string | undefined> {
  const { data } = await stripe.refunds.list({ charge: chargeId, limit: 100 });
  // One that somebody made by hand carries no order of ours and pays back something else.
  // One that failed has left the buyer without the money.
  const stands = ({ status }: Stripe.Refund) => status !== 'failed' && status !== 'canceled';
  const isIt = ({ metadata }: Stripe.Refund) =>
    metadata?.['order'] !== undefined && (metadata['part'] ?? '') === String(part ?? '');
  return data.find((refund) => isIt(refund) && stands(refund))?.id;
}

/** Gives a charge back, or a part of it. */
export function createRefund(
  stripe: Stripe,
  { orderId, chargeId, part, amountMinor }: RefundRequest,
  key: string,
): Promise<{ refundId: string } | Refused> {
  return refusable(async () => {
    const metadata = { order: orderId, ...(part === undefined ? {} : { part: String(part) }) };
    const refund = await stripe.refunds.create(
      { charge: chargeId, amount: amountMinor, metadata },
      { idempotencyKey: key },
    );
    return { refundId: refund.id };
  });
}
