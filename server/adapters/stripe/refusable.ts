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

/** Asks about somebody's account; null where there is none any more, or none that we may see. */
export async function ofAccount<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    const isGone = error instanceof Stripe.errors.StripeError && (error.statusCode === 403 || error.statusCode === 404);
    if (isGone) return null;
    throw error;
  }
}
