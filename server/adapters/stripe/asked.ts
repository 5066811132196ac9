import Stripe from 'stripe';
import { UpstreamError } from '../../ports/payments.ts';

/** Calls Stripe. Whatever is no clear answer becomes an `UpstreamError`; defects of our own stay what they are. */
export async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof UpstreamError) throw error;
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const clear =
      error instanceof Stripe.errors.StripeInvalidRequestError ||
      error instanceof Stripe.errors.StripeAuthenticationError;
    throw new UpstreamError('stripe', error.message, {
      retryable: !clear,
      requestId: error.requestId,
      // Stripe is executing a request with this key, or has executed one that says the hour differently.
      elsewhere: error instanceof Stripe.errors.StripeIdempotencyError,
      cause: error,
    });
  }
}
