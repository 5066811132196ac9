import Stripe from 'stripe';

/** What a Stripe event says to us; `ignored` for kinds that nobody needs. */
type News =
  | { readonly type: 'checkout-paid' | 'checkout-expired'; readonly sessionId: string; readonly orderId: string | null }
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
      const event = Stripe.webhooks.constructEvent(raw, signature, secret);
      return { id: event.id, kind: event.type, news: newsOf(event) };
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError) && !(error instanceof SyntaxError))
        throw error;
    }
  }
  return undefined;
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
    default:
      return { type: 'ignored' };
  }
}
