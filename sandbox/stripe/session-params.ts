import { knownCurrencies } from './currencies.ts';
import type { Params } from './params.ts';
import {
  readBoolean,
  readChoice,
  readGroup,
  readGroups,
  readInteger,
  readMetadata,
  readText,
  readTexts,
  readUrl,
  refuseUnknown,
  refuseUnsupported,
  requireGroup,
  requireInteger,
  requireText,
} from './params.ts';
import { refuseParameter } from './refusal.ts';

const honoured = [
  'adaptive_pricing',
  'allowed_payment_method_types',
  'cancel_url',
  'client_reference_id',
  'currency',
  'customer_email',
  'excluded_payment_method_types',
  'expand',
  'expires_at',
  'line_items',
  'metadata',
  'mode',
  'payment_intent_data',
  'shipping_address_collection',
  'shipping_options',
  'success_url',
] as const;

/** Accepted without effect: they change how the real page looks or what else it asks, never who is paid what. */
const cosmetic = [
  'automatic_tax',
  'billing_address_collection',
  'branding_settings',
  'consent_collection',
  'custom_text',
  'customer_creation',
  'integration_identifier',
  'locale',
  'origin_context',
  'payment_method_collection',
  'phone_number_collection',
  'submit_type',
  'ui_mode',
  'wallet_options',
] as const;

/** Stripe has these; a session that used them would behave differently here, so they are refused aloud. */
const unsupported = [
  'after_expiration',
  'allow_promotion_codes',
  'custom_fields',
  'customer',
  'customer_account',
  'customer_update',
  'discounts',
  'invoice_creation',
  'managed_payments',
  'name_collection',
  'optional_items',
  'payment_method_configuration',
  'payment_method_data',
  'payment_method_options',
  'permissions',
  'redirect_on_completion',
  'return_url',
  'saved_payment_method_options',
  'setup_intent_data',
  'subscription_data',
  'tax_id_collection',
] as const;

/** One thing to buy, in minor units. */
export type LineInput = {
  readonly name: string;
  readonly description: string | null;
  readonly pictureUrl: string | null;
  readonly unitAmountMinor: number;
  readonly currency: string;
  readonly quantity: number;
  readonly metadata: Record<string, string>;
};

/** One way of shipping on offer, in minor units. */
export type ShippingInput = { readonly displayName: string; readonly amountMinor: number; readonly currency: string };

/** The parameters of a new session, checked one by one but not yet against each other or the clock. */
export type SessionInput = {
  readonly adaptivePricing: boolean;
  readonly allowedMethods: readonly string[] | null;
  readonly excludedMethods: readonly string[];
  readonly cancelUrl: string | null;
  readonly successUrl: string;
  readonly clientReferenceId: string | null;
  readonly customerEmail: string | null;
  readonly expiresAt: number | null;
  readonly lines: readonly LineInput[];
  readonly shipping: readonly ShippingInput[];
  readonly allowedCountries: readonly string[] | null;
  readonly metadata: Record<string, string>;
  readonly intent: {
    readonly description: string | null;
    readonly metadata: Record<string, string>;
    readonly statementDescriptor: string | null;
    readonly transferGroup: string | null;
  };
};

/** Reads the parameters of POST /v1/checkout/sessions. */
export function readSessionInput(params: Params): SessionInput {
  refuseRemoved(params);
  refuseUnknown(params, [...honoured, ...cosmetic, ...unsupported]);
  refuseUnsupported(params, unsupported);
  refuseTaxAndFrames(params);
  const mode = readChoice(params, 'mode', ['payment', 'setup', 'subscription']);
  if (mode !== 'payment')
    throw refuseParameter('The simulated Stripe only knows sessions in `payment` mode.', { param: 'mode' });
  const adaptive = readGroup(params, 'adaptive_pricing');
  return {
    adaptivePricing: (adaptive && readBoolean(adaptive, 'enabled')) ?? true,
    allowedMethods: params.fields.has('allowed_payment_method_types')
      ? readTexts(params, 'allowed_payment_method_types')
      : null,
    excludedMethods: readTexts(params, 'excluded_payment_method_types'),
    cancelUrl: readUrl(params, 'cancel_url') ?? null,
    successUrl: readUrl(params, 'success_url') ?? requireText(params, 'success_url'),
    clientReferenceId: readText(params, 'client_reference_id') ?? null,
    customerEmail: readText(params, 'customer_email') ?? null,
    expiresAt: readInteger(params, 'expires_at') ?? null,
    lines: readGroups(params, 'line_items').map((line) => readLine(line)),
    shipping: readGroups(params, 'shipping_options').map((option) => readShipping(option)),
    allowedCountries: readCountries(params),
    metadata: readMetadata(params),
    intent: readIntent(params),
  };
}

function refuseRemoved(params: Params): void {
  if (!params.fields.has('payment_method_types')) return;
  const message =
    'Received unknown parameter: payment_method_types. This API version removed it; use allowed_payment_method_types or excluded_payment_method_types.';
  throw refuseParameter(message, { code: 'parameter_unknown', param: 'payment_method_types' });
}

function refuseTaxAndFrames(params: Params): void {
  const tax = readGroup(params, 'automatic_tax');
  if (tax && readBoolean(tax, 'enabled')) {
    throw refuseParameter('The simulated Stripe computes no tax.', { param: 'automatic_tax[enabled]' });
  }
  if ((readText(params, 'ui_mode') ?? 'hosted_page') !== 'hosted_page') {
    throw refuseParameter('The simulated Stripe only has the hosted page.', { param: 'ui_mode' });
  }
}

function readCurrency(params: Params): string {
  const currency = requireText(params, 'currency').toLowerCase();
  if (knownCurrencies.includes(currency)) return currency;
  const list = knownCurrencies.join(', ');
  throw refuseParameter(`Invalid currency: ${currency}. Stripe currently supports these currencies: ${list}`, {
    param: params.path === '' ? 'currency' : `${params.path}[currency]`,
  });
}

function readAmount(params: Params, key: string): number {
  const amount = requireInteger(params, key);
  if (amount >= 0 && amount <= 99_999_999) return amount;
  throw refuseParameter('This value must be between 0 and 99999999.', { param: `${params.path}[${key}]` });
}

function readLine(line: Params): LineInput {
  refuseUnknown(line, ['price_data', 'quantity', 'metadata', 'price', 'adjustable_quantity', 'tax_rates']);
  refuseUnsupported(line, ['price', 'adjustable_quantity', 'tax_rates']);
  const price = requireGroup(line, 'price_data');
  const priceKnown = [
    'currency',
    'product',
    'product_data',
    'recurring',
    'tax_behavior',
    'unit_amount',
    'unit_amount_decimal',
  ];
  refuseUnknown(price, priceKnown);
  refuseUnsupported(price, ['product', 'recurring', 'unit_amount_decimal']);
  const product = requireGroup(price, 'product_data');
  refuseUnknown(product, ['description', 'images', 'metadata', 'name', 'tax_code', 'tax_details', 'unit_label']);
  const quantity = readInteger(line, 'quantity') ?? 1;
  if (quantity < 1) throw refuseParameter('Quantity must be at least 1.', { param: `${line.path}[quantity]` });
  return {
    name: requireText(product, 'name'),
    description: readText(product, 'description') ?? null,
    pictureUrl: readTexts(product, 'images')[0] ?? null,
    unitAmountMinor: readAmount(price, 'unit_amount'),
    currency: readCurrency(price),
    quantity,
    metadata: readMetadata(product),
  };
}

function readShipping(option: Params): ShippingInput {
  refuseUnknown(option, ['shipping_rate', 'shipping_rate_data']);
  refuseUnsupported(option, ['shipping_rate']);
  const rate = requireGroup(option, 'shipping_rate_data');
  refuseUnknown(rate, [
    'delivery_estimate',
    'display_name',
    'fixed_amount',
    'metadata',
    'tax_behavior',
    'tax_code',
    'type',
  ]);
  readChoice(rate, 'type', ['fixed_amount']);
  const fixed = requireGroup(rate, 'fixed_amount');
  refuseUnknown(fixed, ['amount', 'currency']);
  return {
    displayName: requireText(rate, 'display_name'),
    amountMinor: readAmount(fixed, 'amount'),
    currency: readCurrency(fixed),
  };
}

function readCountries(params: Params): readonly string[] | null {
  const collection = readGroup(params, 'shipping_address_collection');
  if (collection === undefined) return null;
  refuseUnknown(collection, ['allowed_countries']);
  requireGroup(collection, 'allowed_countries');
  const countries = readTexts(collection, 'allowed_countries');
  const wrong = countries.find((country) => !/^[A-Z]{2}$/.test(country));
  if (wrong === undefined) return countries;
  throw refuseParameter(`Invalid shipping_address_collection[allowed_countries]: ${wrong} is no country code.`, {
    param: 'shipping_address_collection[allowed_countries]',
  });
}

function readIntent(params: Params): SessionInput['intent'] {
  const group = readGroup(params, 'payment_intent_data') ?? { path: 'payment_intent_data', fields: new Map() };
  const refused = [
    'application_fee_amount',
    'capture_method',
    'on_behalf_of',
    'setup_future_usage',
    'shipping',
    'transfer_data',
  ];
  const read = [
    'description',
    'metadata',
    'receipt_email',
    'statement_descriptor',
    'statement_descriptor_suffix',
    'transfer_group',
  ];
  refuseUnknown(group, [...read, ...refused]);
  refuseUnsupported(group, refused);
  return {
    description: readText(group, 'description') ?? null,
    metadata: readMetadata(group),
    statementDescriptor: readText(group, 'statement_descriptor') ?? null,
    transferGroup: readText(group, 'transfer_group') ?? null,
  };
}
