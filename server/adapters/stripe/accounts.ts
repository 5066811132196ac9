import type Stripe from 'stripe';
import { parseId } from '#shared/ids.ts';
import type { PayeeQuestion, PayeeRequest, PayeeStanding } from '../../ports/payments.ts';
import { refusable } from './refusable.ts';

type Entry = Stripe.V2.Core.Account.Requirements.Entry;

/**
 * Makes a recipient with the Express dashboard: Stripe asks its questions and answers for them, C500 collects its fee and bears losses,
 * which is the only division that this dashboard knows.
 *
 * @see https://docs.stripe.com/connect/express-accounts
 */
export function createAccount(
  stripe: Stripe,
  request: PayeeRequest,
  key: string,
): Promise<{ readonly accountId: string } | { readonly refused: string }> {
  return refusable(async () => {
    const account = await stripe.v2.core.accounts.create(
      {
        contact_email: request.email,
        display_name: request.displayName,
        dashboard: 'express',
        identity: { country: request.country.toLowerCase(), entity_type: 'individual' },
        configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
        defaults: {
          currency: request.currency.toLowerCase(),
          responsibilities: { fees_collector: 'application', losses_collector: 'application' },
        },
        metadata: { citizen: request.citizenId },
      },
      { idempotencyKey: key },
    );
    return { accountId: account.id };
  });
}

/** Makes a link to Stripe's own pages. Each is good once, so none is kept. */
export async function openOnboarding(
  stripe: Stripe,
  accountId: string,
  { returnUrl, refreshUrl }: { readonly returnUrl: string; readonly refreshUrl: string },
): Promise<string> {
  const link = await stripe.v2.core.accountLinks.create({
    account: accountId,
    use_case: {
      type: 'account_onboarding',
      account_onboarding: { return_url: returnUrl, refresh_url: refreshUrl },
    },
  });
  return link.url;
}

/** What Stripe still wants to know. Coming back from its pages says nothing about that, so it is asked. */
export async function fetchStanding(stripe: Stripe, accountId: string): Promise<PayeeStanding> {
  const account = await stripe.v2.core.accounts.retrieve(accountId, {
    include: ['configuration.recipient', 'requirements'],
  });
  const status = account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;
  // What is to be answered some day does not keep anybody from being paid today.
  const entries = (account.requirements?.entries ?? []).filter(
    ({ minimum_deadline: { status: due } }) => due !== 'eventually_due',
  );
  const ofOwner = entries.filter(({ awaiting_action_from: from }) => from === 'user');
  return {
    citizenId: parseId('citizen', account.metadata?.['citizen'] ?? '') ?? null,
    isActive: status === 'active',
    asks: [...new Set(ofOwner.map(questionOf))],
    waits: status === 'pending' || (status !== 'active' && ofOwner.length === 0),
  };
}

/** Stripe names what it wants by the path of the field, such as `identity.individual.date_of_birth`. */
function questionOf({ description }: Entry): PayeeQuestion {
  if (/document|verification/.test(description)) return 'document';
  if (/external_account|bank|payout|outbound/.test(description)) return 'bank';
  if (/attestation|terms_of_service|tos/.test(description)) return 'terms';
  if (/individual|person/.test(description)) return 'person';
  return /business|company|identity/.test(description) ? 'business' : 'other';
}
