import type Stripe from 'stripe';
import { parseId, type CitizenId } from '#shared/ids.ts';
import type { IdentityCheck } from '../../ports/payments.ts';

/**
 * Opens a check of a document at Stripe. What the document says stays there: we are told yes or no.
 *
 * @see https://docs.stripe.com/identity/verification-sessions
 */
export async function openIdentityCheck(
  stripe: Stripe,
  citizenId: CitizenId,
  returnUrl: string,
  key: string,
): Promise<string> {
  const session = await stripe.identity.verificationSessions.create(
    { type: 'document', client_reference_id: citizenId, return_url: returnUrl },
    { idempotencyKey: key },
  );
  if (session.url === null) throw new Error(`identity check ${session.id} has no page`);
  return session.url;
}

/** How a check stands. */
export async function fetchIdentityCheck(stripe: Stripe, checkId: string): Promise<IdentityCheck> {
  const { client_reference_id: reference, status } = await stripe.identity.verificationSessions.retrieve(checkId);
  return { citizenId: parseId('citizen', reference ?? '') ?? null, isVerified: status === 'verified' };
}
