import Stripe from 'stripe';

/** What a Stripe event says to us; `ignored` for kinds that nobody needs. */
type News =
  | { readonly type: 'checkout-paid' | 'checkout-expired'; readonly sessionId: string; readonly orderId: string | null }
  | { readonly type: 'account-changed'; readonly accountId: string }
  | { readonly type: 'identity-verified'; readonly checkId: string }
  | { readonly type: 'dispute-changed'; readonly disputeId: string }
  | { readonly type: 'fraud-warned'; readonly warningId: string }
  | { readonly type: 'refunded-outside'; readonly refundId: string }
  | { readonly type: 'refund-failed'; readonly refundId: string }
  | { readonly type: 'ignored' };

/** A verified event: Stripe's id and kind, and what it says in our words. Undefined for anything not signed by Stripe. */
export type StripeMessage = { readonly id: string; readonly kind: string; readonly news: News };

/**
 * Verifies a webhook on its raw bytes and puts it into our words.
 *
 * @param secrets signing secrets in force; two while one is being replaced
 * @see https://docs.stripe.com/webhooks#verify-official-libraries
 */
export function readStripeWebhook(
  raw: Buffer,
  signature: string,
  secrets: readonly string[],
): StripeMessage | undefined {
  for (const secret of secrets) {
    try {
      return isNotification(raw) ? readNotification(raw, signature, secret) : readEvent(raw, signature, secret);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError) && !(error instanceof SyntaxError))
        throw error;
    }
  }
  return undefined;
}

/** Nobody is believed by this: it only says by which of Stripe's two forms the signature is to be verified. */
function isNotification(raw: Buffer): boolean {
  const body: unknown = JSON.parse(raw.toString('utf8'));
  return typeof body === 'object' && body !== null && 'object' in body && body.object === 'v2.core.event';
}

function readEvent(raw: Buffer, signature: string, secret: string): StripeMessage {
  const event = Stripe.webhooks.constructEvent(raw, signature, secret);
  return { id: event.id, kind: event.type, news: newsOf(event) };
}

/** Verifying a notification asks Stripe nothing, so the client's key is none. */
const notifications = new Stripe('sk_nobody', { telemetry: false });

/** The newer form names what has changed and carries nothing of it. */
function readNotification(raw: Buffer, signature: string, secret: string): StripeMessage {
  const event = notifications.parseEventNotification(raw, signature, secret);
  const about = 'related_object' in event ? event.related_object : null;
  const accountId = about !== null && 'id' in about && typeof about.id === 'string' ? about.id : null;
  const isAccount = event.type.startsWith('v2.core.account[');
  return {
    id: event.id,
    kind: event.type,
    news: isAccount && accountId !== null ? { type: 'account-changed', accountId } : { type: 'ignored' },
  };
}

function newsOf(event: Stripe.Event): News {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return { type: 'checkout-paid', sessionId: event.data.object.id, orderId: event.data.object.client_reference_id };
    case 'checkout.session.expired':
      return {
        type: 'checkout-expired',
        sessionId: event.data.object.id,
        orderId: event.data.object.client_reference_id,
      };
    case 'identity.verification_session.verified':
      return { type: 'identity-verified', checkId: event.data.object.id };
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
      return { type: 'dispute-changed', disputeId: event.data.object.id };
    case 'radar.early_fraud_warning.created':
    case 'radar.early_fraud_warning.updated':
      return { type: 'fraud-warned', warningId: event.data.object.id };
    case 'refund.failed':
      return { type: 'refund-failed', refundId: event.data.object.id };
    case 'refund.created':
      // Those that we asked for carry our mark, and were booked when they were asked for.
      return event.data.object.metadata?.['order'] === undefined
        ? { type: 'refunded-outside', refundId: event.data.object.id }
        : { type: 'ignored' };
    default:
      return { type: 'ignored' };
  }
}
