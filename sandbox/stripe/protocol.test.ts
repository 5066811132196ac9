import { describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';

import { boardSession, catchError, connect, openRig, payBoard } from './test-rig.ts';

describe('speaking the protocol', () => {
  test('every answer names its request and repeats the version asked for', async () => {
    await using rig = await openRig();
    const { lastResponse } = await rig.stripe.balance.retrieve();
    expect(lastResponse.requestId).toMatch(/^req_/);
    expect(lastResponse.headers['stripe-version']).toBe('2026-10-28.endive');
  });

  test('a wrong key is an authentication error that does not repeat the key', async () => {
    await using rig = await openRig();
    const error = await catchError(connect(rig.standIn, 'sk_test_somebody_elses_key').balance.retrieve());
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(error.message).not.toContain('somebody');
  });

  test('an address that does not exist is an error to the SDK', async () => {
    await using rig = await openRig();
    const error = await catchError(rig.stripe.customers.create({ name: 'Nobody' }));
    expect(error).toMatchObject({ statusCode: 404, type: 'StripeInvalidRequestError' });
    expect(error.message).toContain('Unrecognized request URL (POST: /v1/customers)');
  });

  test('a property that is no reference cannot be expanded', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    const error = await catchError(rig.stripe.charges.retrieve(chargeId, { expand: ['amount'] }));
    expect(error.message).toContain('cannot be expanded (amount)');
  });

  test('lists are expanded item by item', async () => {
    await using rig = await openRig();
    await payBoard(rig);
    const { data } = await rig.stripe.charges.list({ expand: ['data.balance_transaction', 'data.refunds'] });
    expect(data).toMatchObject([
      { balance_transaction: { object: 'balance_transaction' }, refunds: { object: 'list', data: [] } },
    ]);
  });

  test('events are listed by type and keep the object as it was', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    await rig.stripe.refunds.create({ charge: chargeId });
    const [event] = (await rig.stripe.events.list({ type: 'charge.succeeded' })).data;
    expect(event).toMatchObject({
      object: 'event',
      type: 'charge.succeeded',
      data: { object: { id: chargeId, refunded: false } },
    });
    expect((await rig.stripe.events.retrieve(event?.id ?? '')).id).toBe(event?.id);
    const types = (await rig.stripe.events.list({ types: ['refund.created', 'charge.refunded'] })).data.map(
      ({ type }) => type,
    );
    expect(types).toEqual(['charge.refunded', 'refund.created']);
  });
});

describe('idempotency', () => {
  test('the same key and parameters give the same answer and no second refund', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    const params = { charge: chargeId, amount: 1000 };
    const first = await rig.stripe.refunds.create(params, { idempotencyKey: 'order:1:refund:1' });
    const again = await rig.stripe.refunds.create(params, { idempotencyKey: 'order:1:refund:1' });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(again.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId);
    expect(rig.standIn.model.refunds.size).toBe(1);
    expect((await rig.stripe.events.list({ type: 'refund.created' })).data[0]?.request?.idempotency_key).toBe(
      'order:1:refund:1',
    );
  });

  test('the same key with other parameters is an idempotency error', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    await rig.stripe.refunds.create({ charge: chargeId, amount: 1000 }, { idempotencyKey: 'key' });
    const error = await catchError(
      rig.stripe.refunds.create({ charge: chargeId, amount: 1001 }, { idempotencyKey: 'key' }),
    );
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  test('a refusal that was executed is kept, one of parameters is not', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    await catchError(rig.stripe.refunds.create({ charge: chargeId, amount: 99_999 }, { idempotencyKey: 'too-much' }));
    const replayed = await catchError(
      rig.stripe.refunds.create({ charge: chargeId, amount: 99_999 }, { idempotencyKey: 'too-much' }),
    );
    expect(replayed.headers?.['idempotent-replayed']).toBe('true');
    await catchError(rig.stripe.refunds.create({ charge: chargeId, amount: 1.5 }, { idempotencyKey: 'not-a-number' }));
    await rig.stripe.refunds.create({ charge: chargeId, amount: 1 }, { idempotencyKey: 'not-a-number' });
  });

  test('a key is forgotten after a day', async () => {
    let now = Date.now();
    await using rig = await openRig({ now: () => now });
    const { chargeId } = await payBoard(rig);
    await rig.stripe.refunds.create({ charge: chargeId, amount: 1000 }, { idempotencyKey: 'key' });
    now += 24 * 3600 * 1000 + 1;
    await rig.stripe.refunds.create({ charge: chargeId, amount: 1000 }, { idempotencyKey: 'key' });
    expect(rig.standIn.model.refunds.size).toBe(2);
  });
});

describe('faults', () => {
  test('a call that fails before execution leaves nothing, and its key is free', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    rig.standIn.faults.failNext = [{ path: '^POST /v1/refunds$', mode: 'before', times: 1 }];
    const error = await catchError(rig.stripe.refunds.create({ charge: chargeId }, { idempotencyKey: 'key' }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeAPIError);
    expect(error.statusCode).toBe(500);
    expect(rig.standIn.model.refunds.size).toBe(0);
    await rig.stripe.refunds.create({ charge: chargeId }, { idempotencyKey: 'key' });
  });

  test('a call that fails after execution has happened, and its key repeats the failure', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    rig.standIn.faults.failNext = [{ path: '/v1/refunds', mode: 'after', times: 1 }];
    await catchError(rig.stripe.refunds.create({ charge: chargeId }, { idempotencyKey: 'key' }));
    const replayed = await catchError(rig.stripe.refunds.create({ charge: chargeId }, { idempotencyKey: 'key' }));
    expect(replayed.statusCode).toBe(500);
    expect(replayed.headers?.['idempotent-replayed']).toBe('true');
    expect((await rig.stripe.refunds.list({ charge: chargeId })).data).toHaveLength(1);
  });

  test('a call whose connection is cut has happened, and its key tells how it went', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    rig.standIn.faults.failNext = [{ path: '/v1/refunds', mode: 'cut', times: 2 }];
    const error = await catchError(rig.stripe.refunds.create({ charge: chargeId }, { idempotencyKey: 'key' }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    const refund = await rig.stripe.refunds.create({ charge: chargeId }, { idempotencyKey: 'key' });
    expect(refund.status).toBe('succeeded');
    expect(rig.standIn.model.refunds.size).toBe(1);
  });

  test('while Stripe is down nothing is carried out, and a retrying client gets through afterwards', async () => {
    await using rig = await openRig();
    rig.standIn.faults.down = true;
    const error = await catchError(rig.stripe.checkout.sessions.create(boardSession()));
    expect(error).toMatchObject({ statusCode: 503, headers: { 'stripe-should-retry': 'true' } });
    expect(rig.standIn.model.sessions.size).toBe(0);
    rig.standIn.faults.down = false;
    await rig.stripe.checkout.sessions.create(boardSession());
  });

  test('a slow Stripe runs into the timeout of the client', async () => {
    await using rig = await openRig();
    rig.standIn.faults.slowMs = 60_000;
    const error = await catchError(rig.stripe.balance.retrieve({}, { timeout: 50 }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  });

  test('the SDK retries a failed call by itself and ends with one object', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    rig.standIn.faults.failNext = [{ path: '/v1/refunds', mode: 'before', times: 1 }];
    const refund = await connect(rig.standIn, 'sk_test_rig', 2).refunds.create({ charge: chargeId });
    expect(refund.amount).toBe(47_500);
    expect(rig.standIn.model.refunds.size).toBe(1);
  });
});

describe('connected accounts', () => {
  const params: Stripe.V2.Core.AccountCreateParams = {
    contact_email: 'hana@example.com',
    display_name: 'Hana builds',
    dashboard: 'express',
    identity: { country: 'us', entity_type: 'individual' },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    defaults: { currency: 'usd', responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
    include: ['configuration.recipient', 'requirements'],
  };

  test('a new account waits for details, and shows only what it was asked for', async () => {
    await using rig = await openRig();
    const account = await rig.stripe.v2.core.accounts.create(params);
    expect(account).toMatchObject({
      object: 'v2.core.account',
      display_name: 'Hana builds',
      applied_configurations: ['recipient'],
      configuration: {
        recipient: { capabilities: { stripe_balance: { stripe_transfers: { status: 'restricted' } } } },
      },
      requirements: { entries: [{ awaiting_action_from: 'user' }] },
      identity: null,
    });
    expect((await rig.stripe.v2.core.accounts.retrieve(account.id)).configuration).toBeNull();
  });

  test('the express dashboard needs the platform to collect fees and losses', async () => {
    await using rig = await openRig();
    const error = await catchError(rig.stripe.v2.core.accounts.create({ ...params, defaults: { currency: 'usd' } }));
    expect(error.message).toContain('Express dashboard');
  });

  test('a version 2 key repeats success and tries a failure again', async () => {
    await using rig = await openRig();
    const first = await rig.stripe.v2.core.accounts.create(params, { idempotencyKey: 'builder:1' });
    const again = await rig.stripe.v2.core.accounts.create(params, { idempotencyKey: 'builder:1' });
    expect(again.id).toBe(first.id);
    const link = {
      account: 'acct_none',
      use_case: { type: 'account_onboarding', account_onboarding: { refresh_url: 'http://127.0.0.1:9/' } },
    } as const;
    await catchError(rig.stripe.v2.core.accountLinks.create(link, { idempotencyKey: 'link:1' }));
    const retried = await catchError(rig.stripe.v2.core.accountLinks.create(link, { idempotencyKey: 'link:1' }));
    expect(retried.headers?.['idempotent-replayed']).toBeUndefined();
  });

  test('an unknown account is not found', async () => {
    await using rig = await openRig();
    const error = await catchError(rig.stripe.v2.core.accounts.retrieve('acct_none'));
    expect(error).toMatchObject({ statusCode: 404, code: 'not_found' });
  });

  test('an onboarding link opens once, and finishing it makes the account ready', async () => {
    await using rig = await openRig();
    const { id } = await rig.stripe.v2.core.accounts.create(params);
    const urls = { refresh_url: 'http://127.0.0.1:9/again', return_url: 'http://127.0.0.1:9/done' };
    const link = await rig.stripe.v2.core.accountLinks.create({
      account: id,
      use_case: { type: 'account_onboarding', account_onboarding: urls },
    });
    expect(link).toMatchObject({ object: 'v2.core.account_link', account: id });
    expect(await (await fetch(link.url)).text()).toContain('Payout details for Hana builds');
    const second = await fetch(link.url, { redirect: 'manual' });
    expect(second.headers.get('location')).toBe(urls.refresh_url);
    const done = await fetch(link.url, { method: 'POST', redirect: 'manual' });
    expect([done.status, done.headers.get('location')]).toEqual([303, urls.return_url]);
    const account = await rig.stripe.v2.core.accounts.retrieve(id, { include: ['configuration.recipient'] });
    expect(account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status).toBe('active');
  });
});
