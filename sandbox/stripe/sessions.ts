import type Stripe from 'stripe';

import { formatAmount, leastAmountMinor } from './currencies.ts';
import { emitEvent } from './events.ts';
import type { Checkout, LineItem, Price, Session, ShippingChoice } from './objects.ts';
import type { Params } from './params.ts';
import { refuseMissing, refuseParameter, refuseRequest } from './refusal.ts';
import type { LineInput, SessionInput } from './session-params.ts';
import { readSessionInput } from './session-params.ts';
import type { World } from './model.ts';
import { nowSeconds } from './model.ts';

const lifeSecondsMin = 30 * 60;
const lifeSecondsMax = 24 * 60 * 60;
const shippingOptionsMax = 5;
const methodsOffered = ['card', 'link'];

/** Opens a Checkout Session. The payment intent comes with the first attempt to pay, as at Stripe. */
export function createSession(world: World, params: Params): Session {
  const input = readSessionInput(params);
  const currency = checkCurrency(input);
  const created = nowSeconds(world);
  const expiresAt = checkLife(input.expiresAt ?? created + lifeSecondsMax, created);
  const lineItems = input.lines.map((line) => makeLineItem(world, line, created));
  const shippingChoices = makeShippingChoices(world, input);
  const id = world.newId('cs_test');
  const session: Session = {
    ...blankSession,
    ...addUp(lineItems, shippingChoices[0] ?? null, currency),
    ...describeShipping(shippingChoices),
    ...describeMethods(input),
    id,
    adaptive_pricing: { enabled: input.adaptivePricing },
    cancel_url: input.cancelUrl,
    client_reference_id: input.clientReferenceId,
    created,
    currency,
    customer_email: input.customerEmail,
    expires_at: expiresAt,
    metadata: input.metadata,
    shipping_address_collection: input.allowedCountries && { allowed_countries: [...input.allowedCountries] },
    success_url: input.successUrl,
    url: `${world.origin()}/c/pay/${id}`,
  };
  const checkout: Checkout = {
    sessionId: id,
    lineItems,
    pictureUrl: input.lines.find((line) => line.pictureUrl !== null)?.pictureUrl ?? null,
    shippingChoices,
    intent: input.intent,
  };
  world.state.sessions.set(id, session);
  world.state.checkouts.set(id, checkout);
  return session;
}

/** The session, expired first if its time is over; 404 if there is none. */
export function findSession(world: World, id: string): Session {
  lapseSessions(world);
  const session = world.state.sessions.get(id);
  if (session === undefined) throw refuseMissing('checkout.session', id);
  return session;
}

/** Expires an open session at the merchant's wish; Stripe refuses once it is complete or already expired. */
export function expireSession(world: World, id: string): Session {
  const session = findSession(world, id);
  if (session.status === 'open') return endSession(world, session);
  throw refuseRequest(
    `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
  );
}

/** Expires every open session whose time is over. Says whether there was one. */
export function lapseSessions(world: World): boolean {
  const now = nowSeconds(world);
  const over = [...world.state.sessions.values()].filter(
    (session) => session.status === 'open' && session.expires_at <= now,
  );
  for (const session of over) endSession(world, session);
  return over.length > 0;
}

/** When the next open session's time is over, in ms since 1970; null while none is open. */
export function readNextLapse(world: World): number | null {
  const open = [...world.state.sessions.values()].filter((session) => session.status === 'open');
  return open.length === 0 ? null : Math.min(...open.map((session) => session.expires_at)) * 1000;
}

function endSession(world: World, session: Session): Session {
  const ended: Session = { ...session, status: 'expired', url: null };
  world.state.sessions.set(session.id, ended);
  cancelIntent(world, session);
  emitEvent(world, 'checkout.session.expired', ended);
  return ended;
}

function cancelIntent(world: World, session: Session): void {
  const intent = world.state.paymentIntents.get(session.payment_intent ?? '');
  if (intent === undefined) return;
  const canceled = {
    ...intent,
    status: 'canceled' as const,
    canceled_at: nowSeconds(world),
    cancellation_reason: 'automatic',
  };
  world.state.paymentIntents.set(intent.id, canceled);
  emitEvent(world, 'payment_intent.canceled', canceled);
}

function checkCurrency(input: SessionInput): string {
  const [first] = input.lines;
  if (first === undefined) {
    throw refuseParameter('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
  }
  const others = [...input.lines, ...input.shipping].filter((part) => part.currency !== first.currency);
  if (others.length === 0) return first.currency;
  throw refuseParameter('All prices and shipping options of a Checkout Session must use the same currency.', {
    param: 'line_items',
  });
}

function checkLife(expiresAt: number, created: number): number {
  const param = 'expires_at';
  if (expiresAt < created + lifeSecondsMin) {
    const message = 'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.';
    throw refuseParameter(message, { param });
  }
  if (expiresAt > created + lifeSecondsMax) {
    const message = 'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.';
    throw refuseParameter(message, { param });
  }
  return expiresAt;
}

/** The amounts of a session with one way of shipping chosen. Refuses a total below what Stripe will charge. */
export function addUp(
  lines: readonly LineItem[],
  shipping: ShippingChoice | null,
  currency: string,
): Pick<Session, 'amount_subtotal' | 'amount_total' | 'shipping_cost' | 'total_details'> {
  const subtotal = lines.reduce((sum, line) => sum + line.amount_total, 0);
  const shippingMinor = shipping?.amountMinor ?? 0;
  const total = subtotal + shippingMinor;
  const least = leastAmountMinor(currency);
  if (total < least) {
    const message = `The Checkout Session's total amount due must add up to at least ${formatAmount(least, currency)} ${currency}`;
    throw refuseParameter(message, { code: 'amount_too_small' });
  }
  return {
    amount_subtotal: subtotal,
    amount_total: total,
    shipping_cost: shipping && {
      amount_subtotal: shippingMinor,
      amount_tax: 0,
      amount_total: shippingMinor,
      shipping_rate: shipping.rateId,
    },
    total_details: { amount_discount: 0, amount_shipping: shippingMinor, amount_tax: 0 },
  };
}

function makeShippingChoices(world: World, input: SessionInput): ShippingChoice[] {
  if (input.shipping.length > shippingOptionsMax) {
    throw refuseParameter('A Checkout Session can have at most 5 shipping options.', { param: 'shipping_options' });
  }
  return input.shipping.map(({ displayName, amountMinor }) => ({
    rateId: world.newId('shr'),
    displayName,
    amountMinor,
  }));
}

function describeShipping(choices: readonly ShippingChoice[]): Pick<Session, 'shipping_options'> {
  return {
    shipping_options: choices.map(({ rateId, amountMinor }) => ({
      shipping_amount: amountMinor,
      shipping_rate: rateId,
    })),
  };
}

function describeMethods(
  input: SessionInput,
): Pick<Session, 'allowed_payment_method_types' | 'excluded_payment_method_types' | 'payment_method_types'> {
  const allowed = input.allowedMethods ?? methodsOffered;
  const types = allowed.filter((type) => !input.excludedMethods.includes(type));
  if (!types.includes('card')) {
    throw refuseParameter('The simulated Stripe only takes cards, and this Checkout Session does not allow them.', {
      param: 'allowed_payment_method_types',
    });
  }
  return {
    allowed_payment_method_types: input.allowedMethods && [...input.allowedMethods],
    excluded_payment_method_types: [...input.excludedMethods],
    payment_method_types: types,
  };
}

function makeLineItem(world: World, line: LineInput, created: number): LineItem {
  const amount = line.unitAmountMinor * line.quantity;
  return {
    id: world.newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: line.currency,
    description: line.name,
    metadata: {},
    price: makePrice(world, line, created),
    quantity: line.quantity,
  };
}

function makePrice(world: World, line: LineInput, created: number): Price {
  return {
    id: world.newId('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created,
    currency: line.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: world.newId('prod'),
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: line.unitAmountMinor,
    unit_amount_decimal: String(line.unitAmountMinor),
  };
}

type Chosen =
  'id' | 'amount_subtotal' | 'amount_total' | 'created' | 'currency' | 'expires_at' | 'metadata' | 'success_url';

/** What every session of the stand-in has in common. */
const blankSession: Omit<Session, Chosen> = {
  object: 'checkout.session',
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  cancel_url: null,
  client_reference_id: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer: null,
  customer_account: null,
  customer_creation: 'if_required',
  customer_details: null,
  customer_email: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  locale: null,
  managed_payments: { enabled: false },
  mode: 'payment',
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: { card: { request_three_d_secure: 'automatic' } },
  payment_method_types: ['card'],
  payment_status: 'unpaid',
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open',
  submit_type: null,
  subscription: null,
  total_details: null,
  ui_mode: 'hosted_page',
  url: null,
  wallet_options: null,
} satisfies Omit<Stripe.Checkout.Session, Chosen>;
