import type Stripe from 'stripe';

import { computeFeeMinor, recordBalanceTransaction } from './balance.ts';
import type { Buyer, BuyerInput, BuyerProblem } from './buyer.ts';
import { readBuyer } from './buyer.ts';
import type { Card, CardInput, CardOutcome } from './cards.ts';
import { readCard } from './cards.ts';
import { makeCharge, makeIntent } from './charge-objects.ts';
import { openDispute } from './disputes.ts';
import { emitEvent } from './events.ts';
import { warnOfFraud } from './fraud-warnings.ts';
import type { Charge, Checkout, PaymentIntent, Session } from './objects.ts';
import { addUp, findSession } from './sessions.ts';
import type { World } from './model.ts';

/** What the hosted page's form says to somebody who pressed Pay. */
export type PayResult =
  | { readonly kind: 'paid'; readonly session: Session }
  | { readonly kind: 'already-paid'; readonly session: Session }
  | { readonly kind: 'expired'; readonly session: Session }
  | { readonly kind: 'declined'; readonly session: Session; readonly declineCode: string; readonly message: string }
  | { readonly kind: 'invalid'; readonly session: Session; readonly problems: readonly BuyerProblem[] };

/** Everything a payment attempt is made of, gathered before anything is written. */
type Attempt = {
  readonly session: Session;
  readonly checkout: Checkout;
  readonly card: Card;
  readonly buyer: Buyer;
};

/**
 * Tries to pay an open session. A session is paid once: a second attempt after success changes nothing.
 *
 * @throws ApiRefusal 404 for an unknown session
 */
export function paySession(world: World, sessionId: string, card: CardInput, input: BuyerInput): PayResult {
  const session = findSession(world, sessionId);
  if (session.status === 'complete') return { kind: 'already-paid', session };
  if (session.status === 'expired') return { kind: 'expired', session };
  const checkout = world.state.checkouts.get(session.id);
  if (checkout === undefined) throw new Error(`The session ${session.id} has lost its lines.`);
  const cardRead = readCard(card, world.now());
  const buyerRead = readBuyer(input, session, checkout);
  const problems = [...('problems' in buyerRead ? buyerRead.problems : []), ...('field' in cardRead ? [cardRead] : [])];
  if ('problems' in buyerRead || 'field' in cardRead) return { kind: 'invalid', session, problems };
  const attempt = { session, checkout, card: cardRead, buyer: buyerRead };
  const { outcome } = cardRead;
  return outcome.kind === 'approved' ? settleAttempt(world, attempt, outcome) : failAttempt(world, attempt, outcome);
}

function settleAttempt(
  world: World,
  attempt: Attempt,
  outcome: CardOutcome & { readonly kind: 'approved' },
): PayResult {
  const session = chooseShipping(attempt);
  const intent = prepareIntent(world, attempt, session);
  const charge = settleCharge(world, makeCharge(world, { ...attempt, intent }));
  const succeeded: PaymentIntent = {
    ...intent,
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    payment_method: charge.payment_method,
    status: 'succeeded',
  };
  const complete: Session = {
    ...session,
    ...describeBuyer(attempt.buyer),
    payment_intent: intent.id,
    payment_status: 'paid',
    status: 'complete',
    url: null,
  };
  world.state.paymentIntents.set(succeeded.id, succeeded);
  world.state.sessions.set(complete.id, complete);
  emitEvent(world, 'charge.succeeded', charge);
  emitEvent(world, 'payment_intent.succeeded', succeeded);
  emitEvent(world, 'checkout.session.completed', complete);
  if (outcome.suspicious) warnOfFraud(world, charge);
  if (outcome.disputed !== null) openDispute(world, charge.id, outcome.disputed);
  return { kind: 'paid', session: complete };
}

function settleCharge(world: World, charge: Charge): Charge {
  const line = recordBalanceTransaction(world, {
    type: 'charge',
    category: 'charge',
    amountMinor: charge.amount,
    feeMinor: computeFeeMinor(charge.amount),
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
  });
  const settled: Charge = { ...charge, balance_transaction: line.id };
  world.state.charges.set(settled.id, settled);
  return settled;
}

function failAttempt(world: World, attempt: Attempt, decline: CardOutcome & { readonly kind: 'declined' }): PayResult {
  const intent = prepareIntent(world, attempt, chooseShipping(attempt));
  const charge = declineCharge(makeCharge(world, { ...attempt, intent }), decline);
  const failed: PaymentIntent = {
    ...intent,
    latest_charge: charge.id,
    last_payment_error: {
      charge: charge.id,
      code: decline.code,
      decline_code: decline.declineCode,
      message: decline.message,
      type: 'card_error',
    },
  };
  const session: Session = { ...attempt.session, payment_intent: intent.id };
  world.state.charges.set(charge.id, charge);
  world.state.paymentIntents.set(failed.id, failed);
  world.state.sessions.set(session.id, session);
  emitEvent(world, 'charge.failed', charge);
  emitEvent(world, 'payment_intent.payment_failed', failed);
  return { kind: 'declined', session, declineCode: decline.declineCode, message: decline.message };
}

function declineCharge(charge: Charge, decline: CardOutcome & { readonly kind: 'declined' }): Charge {
  return {
    ...charge,
    amount_captured: 0,
    captured: false,
    failure_code: decline.code,
    failure_message: decline.message,
    outcome: {
      advice_code: 'try_again_later',
      network_advice_code: null,
      network_decline_code: null,
      network_status: 'declined_by_network',
      reason: decline.declineCode,
      risk_level: 'normal',
      seller_message: 'The bank returned a decline.',
      type: 'issuer_declined',
    },
    paid: false,
    status: 'failed',
  };
}

function prepareIntent(world: World, attempt: Attempt, session: Session): PaymentIntent {
  const earlier = world.state.paymentIntents.get(attempt.session.payment_intent ?? '');
  const intent = earlier ?? makeIntent(world, attempt.checkout);
  return {
    ...intent,
    amount: session.amount_total,
    currency: session.currency,
    receipt_email: attempt.buyer.email,
    shipping: attempt.buyer.shipping,
  };
}

function chooseShipping({ session, checkout, buyer }: Attempt): Session {
  if (buyer.choice === null) return session;
  return { ...session, ...addUp(checkout.lineItems, buyer.choice, session.currency) };
}

function describeBuyer(buyer: Buyer): Pick<Session, 'collected_information' | 'customer_details'> {
  const details: Stripe.Checkout.Session.CustomerDetails = {
    address: buyer.billingAddress,
    business_name: null,
    email: buyer.email,
    individual_name: null,
    name: buyer.name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
  const shippingDetails = buyer.shipping && { address: buyer.shipping.address, name: buyer.shipping.name };
  return {
    customer_details: details,
    collected_information: { business_name: null, individual_name: null, shipping_details: shippingDetails },
  };
}
