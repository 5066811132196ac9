import type Stripe from 'stripe';

import type { Buyer } from './buyer.ts';
import type { Card } from './cards.ts';
import type { Charge, Checkout, PaymentIntent, Session } from './objects.ts';
import type { World } from './model.ts';
import { nowSeconds } from './model.ts';

/** A payment intent that waits for a card. The amount follows when the way of shipping is chosen. */
export function makeIntent(world: World, checkout: Checkout): PaymentIntent {
  const id = world.newId('pi');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: 0,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_simulated`,
    confirmation_method: 'automatic',
    created: nowSeconds(world),
    currency: '',
    customer: null,
    customer_account: null,
    description: checkout.intent.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: checkout.intent.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: checkout.intent.statementDescriptor,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: checkout.intent.transferGroup,
  };
}

type Paid = { readonly session: Session; readonly intent: PaymentIntent; readonly card: Card; readonly buyer: Buyer };

/** A charge that the bank accepted, not yet booked on the balance. Metadata is the payment intent's, as Stripe copies it. */
export function makeCharge(world: World, { intent, card, buyer }: Paid): Charge {
  const id = world.newId('ch');
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: buyer.billingAddress, email: buyer.email, name: buyer.name, phone: null, tax_id: null },
    calculated_statement_descriptor: world.merchantName.toUpperCase().slice(0, 22),
    captured: true,
    created: nowSeconds(world),
    currency: intent.currency,
    customer: null,
    description: intent.description,
    dispute: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: approvedOutcome,
    paid: true,
    payment_intent: intent.id,
    payment_method: world.newId('pm'),
    payment_method_details: { card: describeCard(card, intent.amount), type: 'card' },
    radar_options: {},
    receipt_email: buyer.email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: buyer.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

const approvedOutcome: Stripe.Charge.Outcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  risk_score: 12,
  seller_message: 'Payment complete.',
  type: 'authorized',
};

function describeCard(card: Card, amountMinor: number): Stripe.Charge.PaymentMethodDetails.Card {
  return {
    amount_authorized: amountMinor,
    authorization_code: null,
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    electronic_commerce_indicator: null,
    exp_month: card.expiryMonth,
    exp_year: card.expiryYear,
    fingerprint: BigInt(card.number).toString(36),
    funding: 'credit',
    installments: null,
    last4: card.last4,
    mandate: null,
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}
