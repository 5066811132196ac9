import { describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';

import { boardSession, catchError, openRig } from './test-rig.ts';

const paysCard = { number: '4242424242424242' };
const declinedCard = { number: '4000000000000002' };

describe('opening a checkout session', () => {
  test('a session carries the sum of item and shipping and the page to pay it on', async () => {
    await using rig = await openRig();
    const session = await rig.stripe.checkout.sessions.create(boardSession());
    expect(session).toMatchObject({
      object: 'checkout.session',
      amount_subtotal: 45_000,
      amount_total: 47_500,
      total_details: { amount_shipping: 2500 },
      client_reference_id: 'order_1',
      metadata: { order: 'order_1' },
      payment_intent: null,
      payment_status: 'unpaid',
      status: 'open',
      url: `${rig.standIn.origin}/c/pay/${session.id}`,
    });
    expect(session.id).toMatch(/^cs_test_/);
    expect(session.expires_at - session.created).toBe(24 * 3600);
  });

  test('a session is read again with its lines, whose decimals the SDK understands', async () => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    const session = await rig.stripe.checkout.sessions.retrieve(id, { expand: ['line_items'] });
    const [line] = session.line_items?.data ?? [];
    expect(line?.description).toBe('Sakura 65 build');
    expect(line?.price?.unit_amount_decimal?.toNumber()).toBe(45_000);
    expect((await rig.stripe.checkout.sessions.listLineItems(id)).data).toHaveLength(1);
  });

  test.each([
    ['fewer than 30 minutes to live', 29 * 60],
    ['more than 24 hours to live', 24 * 3600 + 60],
  ])('a session is refused with %s', async (_, seconds) => {
    await using rig = await openRig();
    const expiresAt = Math.floor(Date.now() / 1000) + seconds;
    const error = await catchError(rig.stripe.checkout.sessions.create(boardSession({ expires_at: expiresAt })));
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(error.param).toBe('expires_at');
  });

  test('a total below the least amount of its currency is refused', async () => {
    await using rig = await openRig();
    const line = { price_data: { currency: 'usd', unit_amount: 49, product_data: { name: 'Sticker' } }, quantity: 1 };
    const error = await catchError(
      rig.stripe.checkout.sessions.create(boardSession({ line_items: [line], shipping_options: [] })),
    );
    expect(error).toMatchObject({ statusCode: 400, code: 'amount_too_small' });
  });

  test('an unknown currency is refused', async () => {
    await using rig = await openRig();
    const line = { price_data: { currency: 'xyz', unit_amount: 4900, product_data: { name: 'Sticker' } }, quantity: 1 };
    const error = await catchError(rig.stripe.checkout.sessions.create(boardSession({ line_items: [line] })));
    expect(error.message).toContain('Invalid currency: xyz');
  });

  test('mixed currencies are refused', async () => {
    await using rig = await openRig();
    const line = { price_data: { currency: 'eur', unit_amount: 4900, product_data: { name: 'Board' } }, quantity: 1 };
    const error = await catchError(rig.stripe.checkout.sessions.create(boardSession({ line_items: [line] })));
    expect(error.message).toContain('same currency');
  });

  test.each([
    ['a misspelt parameter', { cancel_uri: 'http://127.0.0.1/' }, 'cancel_uri'],
    ['the removed payment_method_types', { payment_method_types: ['card'] }, 'payment_method_types'],
    [
      'a misspelt parameter in a group',
      { payment_intent_data: { transfergroup: 'x' } },
      'payment_intent_data[transfergroup]',
    ],
  ])('%s is refused by name', async (_, extra, param) => {
    await using rig = await openRig();
    const params: object = { ...boardSession(), ...extra };
    const error = await catchError(rig.stripe.checkout.sessions.create(params));
    expect(error).toMatchObject({ code: 'parameter_unknown', param });
  });

  test('a parameter that would be ignored is refused aloud', async () => {
    await using rig = await openRig();
    const error = await catchError(rig.stripe.checkout.sessions.create(boardSession({ discounts: [{ coupon: 'x' }] })));
    expect(error.message).toContain('does not support the parameter discounts');
  });

  test('payment methods are what is allowed less what is excluded', async () => {
    await using rig = await openRig();
    const session = await rig.stripe.checkout.sessions.create(
      boardSession({
        allowed_payment_method_types: ['card', 'link', 'klarna'],
        excluded_payment_method_types: ['klarna'],
      }),
    );
    expect(session.payment_method_types).toEqual(['card', 'link']);
    expect(session.allowed_payment_method_types).toEqual(['card', 'link', 'klarna']);
  });

  test('metadata beyond the limits is refused', async () => {
    await using rig = await openRig();
    const error = await catchError(
      rig.stripe.checkout.sessions.create(boardSession({ metadata: { note: 'x'.repeat(501) } })),
    );
    expect(error.param).toBe('metadata[note]');
  });

  test('an unknown session is a 404 with a code', async () => {
    await using rig = await openRig();
    const error = await catchError(rig.stripe.checkout.sessions.retrieve('cs_test_none'));
    expect(error).toMatchObject({ statusCode: 404, code: 'resource_missing', type: 'StripeInvalidRequestError' });
  });
});

describe('expiring a checkout session', () => {
  test('an open session can be expired and then no longer be paid', async () => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    expect(await rig.stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null });
    expect(rig.standIn.completeSession(id, paysCard).kind).toBe('expired');
    expect(rig.standIn.model.charges.size).toBe(0);
  });

  test('a complete session cannot be expired', async () => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    rig.standIn.completeSession(id, paysCard);
    const error = await catchError(rig.stripe.checkout.sessions.expire(id));
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(error.statusCode).toBe(400);
    expect(error.message).toContain('Only Checkout Sessions with a status in ["open"] can be expired');
  });

  test('a session is expired when it is read after its time', async () => {
    let now = Date.now();
    await using rig = await openRig({ now: () => now });
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    now += 24 * 3600 * 1000 + 1000;
    expect((await rig.stripe.checkout.sessions.retrieve(id)).status).toBe('expired');
    expect([...rig.standIn.model.events.values()].map((event) => event.type)).toEqual(['checkout.session.expired']);
  });

  test('a session expires by itself when nobody looks', async () => {
    let ahead = 0;
    await using rig = await openRig({ now: () => Date.now() + ahead });
    const session = await rig.stripe.checkout.sessions.create(boardSession());
    const expired = new Promise<void>((resolve) => {
      rig.standIn.onChange(() => {
        if (rig.standIn.model.sessions.get(session.id)?.status === 'expired') resolve();
      });
    });
    ahead = session.expires_at * 1000 - Date.now() - 40;
    rig.standIn.createAccount({ displayName: 'Sets the timer anew', email: 'a@example.com', active: true });
    expect(rig.standIn.model.sessions.get(session.id)?.status).toBe('open');
    await expired;
  });

  test('sessions are listed by status, newest first', async () => {
    await using rig = await openRig();
    const first = await rig.stripe.checkout.sessions.create(boardSession());
    const second = await rig.stripe.checkout.sessions.create(boardSession());
    const third = await rig.stripe.checkout.sessions.create(boardSession());
    await rig.stripe.checkout.sessions.expire(second.id);
    const open = await rig.stripe.checkout.sessions.list({ status: 'open' });
    expect(open.data.map(({ id }) => id)).toEqual([third.id, first.id]);
  });
});

describe('paying a checkout session', () => {
  test('a payment leaves a complete session, a succeeded intent, a charge and its balance transaction', async () => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    expect(rig.standIn.completeSession(id, paysCard).kind).toBe('paid');
    const session = await rig.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
    expect(session.collected_information?.shipping_details?.address.country).toBe('US');
    const intentId = String(session.payment_intent);
    const intent = await rig.stripe.paymentIntents.retrieve(intentId, {
      expand: ['latest_charge.balance_transaction'],
    });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 47_500, transfer_group: 'order_1' });
    expect(intent.latest_charge).toMatchObject({
      object: 'charge',
      amount: 47_500,
      paid: true,
      metadata: { order: 'order_1' },
      transfer_group: 'order_1',
      balance_transaction: { type: 'charge', amount: 47_500, fee: 1408, net: 46_092 },
    });
  });

  test('a session is charged once, however often it is paid', async () => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    expect(rig.standIn.completeSession(id, paysCard).kind).toBe('paid');
    expect(rig.standIn.completeSession(id, paysCard).kind).toBe('already-paid');
    expect(rig.standIn.model.charges.size).toBe(1);
    expect(rig.standIn.model.events.size).toBe(3);
  });

  test.each([
    ['4000000000000002', 'generic_decline'],
    ['4000000000009995', 'insufficient_funds'],
  ])('card %s is declined with %s and leaves the session open', async (number, declineCode) => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    expect(rig.standIn.completeSession(id, { number })).toMatchObject({ kind: 'declined', declineCode });
    const session = await rig.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] });
    expect(session).toMatchObject({
      status: 'open',
      payment_intent: {
        status: 'requires_payment_method',
        last_payment_error: { code: 'card_declined', decline_code: declineCode },
        latest_charge: { status: 'failed', paid: false, balance_transaction: null },
      },
    });
    expect([...rig.standIn.model.events.values()].map((event) => event.type)).toContain(
      'payment_intent.payment_failed',
    );
  });

  test('after a decline another card pays the same intent', async () => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    rig.standIn.completeSession(id, declinedCard);
    rig.standIn.completeSession(id, { number: '5555 5555 5555 4444' });
    expect(rig.standIn.model.paymentIntents.size).toBe(1);
    const [intent] = rig.standIn.model.paymentIntents.values();
    expect(intent).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });

  test('expiring a session with a declined attempt cancels its intent', async () => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    rig.standIn.completeSession(id, declinedCard);
    await rig.stripe.checkout.sessions.expire(id);
    expect([...rig.standIn.model.paymentIntents.values()]).toMatchObject([{ status: 'canceled' }]);
  });

  test.each([
    ['a wrong check digit', { number: '4242424242424241' }, 'number'],
    ['letters', { number: 'abcd' }, 'number'],
    ['a past expiry', { number: '4242424242424242', expiry: '01/20' }, 'expiry'],
    ['a short security code', { number: '4242424242424242', cvc: '1' }, 'cvc'],
  ])('a card with %s never reaches the bank', async (_, card, field) => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    expect(rig.standIn.completeSession(id, card)).toMatchObject({ kind: 'invalid', problems: [{ field }] });
    expect(rig.standIn.model.paymentIntents.size).toBe(0);
  });

  test('a country that is not allowed is refused', async () => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    const address = { name: 'A', line1: 'B', city: 'C', postalCode: '1', country: 'DE' };
    expect(rig.standIn.completeSession(id, paysCard, address)).toMatchObject({
      kind: 'invalid',
      problems: [{ field: 'country' }],
    });
  });

  test('a suspicious card pays and raises an actionable early fraud warning', async () => {
    await using rig = await openRig();
    const { id } = await rig.stripe.checkout.sessions.create(boardSession());
    rig.standIn.completeSession(id, { number: '4000000000005423' });
    const [charge] = (await rig.stripe.charges.list()).data;
    const warnings = await rig.stripe.radar.earlyFraudWarnings.list({ charge: charge?.id ?? '' });
    expect(warnings.data).toMatchObject([{ actionable: true, charge: charge?.id }]);
    await rig.stripe.refunds.create({ charge: charge?.id ?? '' });
    expect((await rig.stripe.radar.earlyFraudWarnings.list({ charge: charge?.id ?? '' })).data).toMatchObject([
      { actionable: false },
    ]);
  });
});
