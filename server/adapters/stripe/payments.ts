import Stripe from 'stripe';
import { createAccount, fetchStanding, openOnboarding } from './accounts.ts';
import { asked } from './asked.ts';
import { fetchIdentityCheck, openIdentityCheck } from './identity.ts';
import {
  createRefund,
  createReversal,
  createTransfer,
  fetchChargeHealth,
  findRefund,
  findReversal,
  findTransfer,
} from './money.ts';
import { ofAccount } from './refusable.ts';
import { parseId } from '#shared/ids.ts';
import type { PostalAddress } from '../../domain/address.ts';
import {
  UpstreamError,
  type ArrivedPayment,
  type BalanceMovement,
  type CheckoutRequest,
  type Payments,
} from '../../ports/payments.ts';

/** Where Stripe is. Without an address it is Stripe itself. */
export type StripeSettings = {
  readonly apiKey: string;
  readonly address?: { readonly host: string; readonly port: number; readonly protocol: 'http' | 'https' } | undefined;
};

/** Stripe refuses sessions that live for less than half an hour; a minute more covers the way to it. */
const sessionMs = 31 * 60_000;
/** More movements than this are a matter for Stripe's reports. */
const movementsMax = 100_000;

/** Makes Stripe's client, at Stripe or at another address. */
export function stripeClient(settings: StripeSettings): Stripe {
  return new Stripe(settings.apiKey, {
    telemetry: false,
    maxNetworkRetries: 1,
    timeout: 10_000,
    ...settings.address,
  });
}

/**
 * `Payments` on Stripe: separate charges and transfers, because a buyer's money waits on C500's own balance until it is decided.
 *
 * @see https://docs.stripe.com/connect/separate-charges-and-transfers
 */
export function stripePayments(stripe: Stripe): Payments {
  return {
    openCheckout: (request, key) => asked(() => openCheckout(stripe, request, key)),
    closeCheckout: (sessionId) => asked(() => closeCheckout(stripe, sessionId)),
    fetchPayment: (sessionId) => asked(() => fetchPayment(stripe, sessionId)),
    fetchChargeHealth: (chargeId) => asked(() => fetchChargeHealth(stripe, chargeId)),
    canReceiveTransfers: (accountId) => asked(() => canReceiveTransfers(stripe, accountId)),
    createAccount: (request, key) => asked(() => createAccount(stripe, request, key)),
    openOnboarding: (accountId, back) => asked(() => openOnboarding(stripe, accountId, back)),
    fetchStanding: (accountId) => asked(() => fetchStanding(stripe, accountId)),
    openIdentityCheck: (citizenId, returnUrl, key) => asked(() => openIdentityCheck(stripe, citizenId, returnUrl, key)),
    fetchIdentityCheck: (checkId) => asked(() => fetchIdentityCheck(stripe, checkId)),
    createTransfer: (request, key) => asked(() => createTransfer(stripe, request, key)),
    findTransfer: (orderId, party) => asked(() => findTransfer(stripe, orderId, party)),
    createReversal: (request, key) => asked(() => createReversal(stripe, request, key)),
    findReversal: (transferId, attempt) => asked(() => findReversal(stripe, transferId, attempt)),
    findRefund: (chargeId, part) => asked(() => findRefund(stripe, chargeId, part)),
    createRefund: (request, key) => asked(() => createRefund(stripe, request, key)),
    listMovements: () => asked(() => listMovements(stripe)),
  };
}

async function openCheckout(
  stripe: Stripe,
  request: CheckoutRequest,
  key: string,
): Promise<{ sessionId: string; url: string }> {
  const currency = request.price.currency.toLowerCase();
  const metadata = { order: request.orderId, tag: request.orderTag };
  const session = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      client_reference_id: request.orderId,
      metadata,
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency,
            unit_amount: request.price.amountMinor,
            product_data: { name: request.title, ...(request.pictureUrl ? { images: [request.pictureUrl] } : {}) },
          },
        },
      ],
      shipping_address_collection: { allowed_countries: [countryOf(request.country)] },
      shipping_options: [
        {
          shipping_rate_data: {
            type: 'fixed_amount',
            display_name: request.shippingLabel,
            fixed_amount: { amount: request.shippingMinor, currency },
          },
        },
      ],
      payment_intent_data: { transfer_group: request.orderId, metadata },
      allowed_payment_method_types: ['card', 'link'],
      adaptive_pricing: { enabled: false },
      expires_at: Math.floor((Date.now() + sessionMs) / 1_000),
      success_url: request.successUrl,
      cancel_url: request.cancelUrl,
    },
    { idempotencyKey: key },
  );
  if (!session.url) throw new Error(`checkout session ${session.id} has no page`);
  return { sessionId: session.id, url: session.url };
}

type Country = NonNullable<
  NonNullable<Stripe.Checkout.SessionCreateParams['shipping_address_collection']>['allowed_countries']
>[number];

/** The drop's countries are two capital letters; which of them Stripe serves is Stripe's to refuse. */
function countryOf(country: string): Country {
  return country as Country;
}

async function closeCheckout(stripe: Stripe, sessionId: string): Promise<'closed' | 'complete'> {
  try {
    const { status } = await stripe.checkout.sessions.expire(sessionId);
    return status === 'complete' ? 'complete' : 'closed';
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    // Only an open session can be expired; which of the two other states it is in decides everything.
    const { status } = await stripe.checkout.sessions.retrieve(sessionId);
    if (status === 'open') throw error;
    return status === 'complete' ? 'complete' : 'closed';
  }
}

async function fetchPayment(stripe: Stripe, sessionId: string): Promise<ArrivedPayment | undefined> {
  const session = await stripe.checkout.sessions.retrieve(sessionId, {
    expand: ['payment_intent.latest_charge.balance_transaction'],
  });
  const orderId = parseId('order', session.client_reference_id ?? '');
  // Payment links of the operator take a reference from anybody; only we write metadata.
  if (session.metadata?.['order'] !== orderId) return undefined;
  const intent = session.payment_intent;
  if (session.payment_status !== 'paid' || !orderId || !intent || typeof intent === 'string') return undefined;
  const charge = intent.latest_charge;
  if (!charge || typeof charge === 'string') return undefined;
  const booked = charge.balance_transaction;
  if (!booked || typeof booked === 'string')
    throw new UpstreamError('stripe', 'the charge is not booked yet', { retryable: true });
  const shippingMinor = session.shipping_cost?.amount_total ?? 0;
  const taxMinor = session.total_details?.amount_tax ?? 0;
  return {
    orderId,
    payment: {
      sessionId,
      chargeId: charge.id,
      paymentIntentId: intent.id,
      itemMinor: charge.amount - shippingMinor - taxMinor,
      shippingMinor,
      taxMinor,
      stripeFeeMinor: booked.fee,
      currency: charge.currency.toUpperCase(),
    },
    paidWith: {
      address: addressOf(session),
      cardFingerprint: charge.payment_method_details?.card?.fingerprint ?? null,
    },
  };
}

/** Where the buyer asked it to be sent. A session that asked for no address has none, nor has one without a street. */
function addressOf({ collected_information: collected }: Stripe.Checkout.Session): PostalAddress | null {
  const details = collected?.shipping_details;
  const { line1, country } = details?.address ?? {};
  if (!details || !line1 || !country) return null;
  const { line2, city, state, postal_code: postalCode } = details.address;
  return { name: details.name, line1, line2, city, state, postalCode, country };
}

async function canReceiveTransfers(stripe: Stripe, accountId: string): Promise<boolean> {
  const include = ['configuration.recipient' as const];
  const account = await ofAccount(() => stripe.v2.core.accounts.retrieve(accountId, { include }));
  return account?.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status === 'active';
}

/** Kinds of balance transactions between a platform and its own bank account. */
const ownBankTypes: readonly string[] = ['payout', 'payout_cancel', 'payout_failure', 'topup', 'topup_reversal'];

async function listMovements(stripe: Stripe): Promise<BalanceMovement[]> {
  const movements: BalanceMovement[] = [];
  for await (const booked of stripe.balanceTransactions.list({ limit: 100 })) {
    const source = typeof booked.source === 'string' ? booked.source : booked.source?.id;
    movements.push({
      id: booked.id,
      sourceId: source ?? booked.id,
      netMinor: booked.net,
      currency: booked.currency.toUpperCase(),
      withOwnBank: ownBankTypes.includes(booked.type),
    });
    if (movements.length >= movementsMax) break;
  }
  return movements.reverse();
}
