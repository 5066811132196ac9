import type Stripe from 'stripe';

/** Stripe's own type with some fields known more exactly: what it returns unexpanded, with ids in place of objects. */
type Narrow<Whole, Part> = Omit<Whole, keyof Part> & Part;

/** A Checkout Session in payment mode. */
export type Session = Narrow<
  Stripe.Checkout.Session,
  {
    readonly amount_subtotal: number;
    readonly amount_total: number;
    readonly currency: string;
    readonly customer_email: string | null;
    readonly metadata: Stripe.Metadata;
    readonly payment_intent: string | null;
    readonly payment_status: 'paid' | 'unpaid';
    readonly shipping_address_collection: { allowed_countries: string[] } | null;
    readonly status: 'open' | 'complete' | 'expired';
    readonly success_url: string;
  }
>;

/** A price as it travels: decimals are strings on the wire, and only the SDK makes objects of them. */
export type Price = Narrow<Stripe.Price, { readonly product: string; readonly unit_amount_decimal: string }>;

/** One line of a session. */
export type LineItem = Narrow<
  Stripe.LineItem,
  { readonly description: string; readonly price: Price; readonly quantity: number }
>;

/** A payment intent as a session makes it. */
export type PaymentIntent = Narrow<
  Stripe.PaymentIntent,
  {
    readonly latest_charge: string | null;
    readonly payment_method: string | null;
    readonly status: 'requires_payment_method' | 'succeeded' | 'canceled';
  }
>;

/** A charge, with the undocumented but expandable `dispute` beside the documented `disputed`. */
export type Charge = Narrow<
  Stripe.Charge,
  {
    readonly balance_transaction: string | null;
    readonly dispute: string | null;
    readonly payment_intent: string;
    readonly status: 'succeeded' | 'failed';
  }
>;

/** A refund, which always has a charge here. */
export type Refund = Narrow<
  Stripe.Refund,
  { readonly balance_transaction: string; readonly charge: string; readonly payment_intent: string }
>;

/** One taking back of a transfer, whole or in part. */
export type TransferReversal = Narrow<
  Stripe.TransferReversal,
  { readonly balance_transaction: string; readonly transfer: string }
>;

/** A transfer to a connected account. Its reversals are the newest first. */
export type Transfer = Narrow<
  Stripe.Transfer,
  {
    readonly balance_transaction: string;
    readonly destination: string;
    readonly reversals: Stripe.ApiList<TransferReversal>;
    readonly source_transaction: string | null;
  }
>;

/** One line of the platform's balance. */
export type BalanceTransaction = Narrow<Stripe.BalanceTransaction, { readonly source: string | null }>;

/** A chargeback. */
export type Dispute = Narrow<
  Stripe.Dispute,
  { readonly balance_transactions: BalanceTransaction[]; readonly charge: string; readonly payment_intent: string }
>;

/** A bank's warning that a charge may be disputed. */
export type EarlyFraudWarning = Narrow<
  Stripe.Radar.EarlyFraudWarning,
  { readonly charge: string; readonly payment_intent: string }
>;

/** Version 2 sends null for what `include` did not ask for, although the SDK's type leaves the field out. */
export type Account = Narrow<
  Stripe.V2.Core.Account,
  {
    readonly closed: boolean;
    readonly configuration: Stripe.V2.Core.Account.Configuration;
    readonly contact_email: string | null;
    readonly dashboard: Stripe.V2.Core.Account.Dashboard | null;
    readonly defaults: Stripe.V2.Core.Account.Defaults;
    readonly display_name: string | null;
    readonly identity: Stripe.V2.Core.Account.Identity;
    readonly metadata: Stripe.Metadata;
    readonly requirements: Stripe.V2.Core.Account.Requirements;
  }
>;

/** A link to the onboarding page, as the API answers it. */
export type AccountLink = Stripe.V2.Core.AccountLink;

/** An event as delivered: the object is a copy taken when it happened. */
export type StripeEvent = {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: unknown; readonly previous_attributes?: unknown };
  readonly livemode: boolean;
  readonly pending_webhooks: number;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  readonly type: Stripe.Event.Type;
};

/** An event of the newer kind: it names what has changed, and carries nothing of it. */
export type StripeNotification = {
  readonly id: string;
  readonly object: 'v2.core.event';
  readonly created: string;
  readonly livemode: boolean;
  readonly type: 'v2.core.account[configuration.recipient].capability_status_updated';
  readonly related_object: { readonly id: string; readonly type: 'v2.core.account'; readonly url: string };
};

/** What a session keeps that its object does not show: the lines, the choice of shipping, and what the payment will carry. */
export type Checkout = {
  readonly sessionId: string;
  readonly lineItems: readonly LineItem[];
  readonly pictureUrl: string | null;
  readonly shippingChoices: readonly ShippingChoice[];
  readonly intent: {
    readonly description: string | null;
    readonly metadata: Stripe.Metadata;
    readonly statementDescriptor: string | null;
    readonly transferGroup: string | null;
  };
};

/** One way of shipping that a session offers. */
export type ShippingChoice = { readonly rateId: string; readonly displayName: string; readonly amountMinor: number };

/** The version of the API that the stand-in speaks, the one the SDK in package.json is pinned to. */
export const apiVersion = '2026-10-28.endive';
