import Stripe from 'stripe';

/** A clear no of Stripe is an answer; everything else is a failure to get one. */
export async function refusable<T>(call: () => Promise<T>): Promise<T | { readonly refused: string }> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return { refused: error.message.slice(0, 300) };
    throw error;
  }
}
