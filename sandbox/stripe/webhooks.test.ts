import { describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';

import { boardSession, openReceiver, openRig, payBoard } from './test-rig.ts';
import { readRetryDelayMs } from './webhooks.ts';

const verifier = new Stripe('sk_test_verifier', { telemetry: false });

describe('delivering events', () => {
  test('a payment is told in three signed events that the SDK accepts', async () => {
    await using receiver = await openReceiver();
    await using rig = await openRig({ webhook: receiver.target });
    const { chargeId, sessionId } = await payBoard(rig);
    await rig.standIn.settled();
    const events = receiver.received.map(({ body, signature }) =>
      verifier.webhooks.constructEvent(body, signature, receiver.target.secret),
    );
    const ids = events.map(({ type, data }) => [type, 'id' in data.object ? data.object.id : null]);
    expect(new Map(ids.map(([type, id]) => [type, id])).get('charge.succeeded')).toBe(chargeId);
    expect(new Map(ids.map(([type, id]) => [type, id])).get('checkout.session.completed')).toBe(sessionId);
    expect(ids.map(([type]) => type).toSorted()).toEqual([
      'charge.succeeded',
      'checkout.session.completed',
      'payment_intent.succeeded',
    ]);
    expect([...rig.standIn.model.deliveries.values()].map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('a changed body or another secret is refused by the SDK', async () => {
    await using receiver = await openReceiver();
    await using rig = await openRig({ webhook: receiver.target });
    const session = await rig.stripe.checkout.sessions.create(boardSession());
    await rig.stripe.checkout.sessions.expire(session.id);
    await rig.standIn.settled();
    const [delivery] = receiver.received;
    if (delivery === undefined) throw new Error('Nothing was delivered.');
    const { body, signature } = delivery;
    expect(() => verifier.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    );
    expect(() => verifier.webhooks.constructEvent(`${body} `, signature, receiver.target.secret)).toThrow();
    expect(() =>
      verifier.webhooks.constructEvent(JSON.stringify(JSON.parse(body)), signature, receiver.target.secret),
    ).toThrow();
  });

  test('each way money moves has its event', async () => {
    await using rig = await openRig();
    const builder = rig.standIn.createAccount({ displayName: 'Hana', email: 'h@example.com', active: true });
    const { chargeId } = await payBoard(rig);
    const params = { amount: 1000, currency: 'usd', destination: builder, source_transaction: chargeId };
    const transfer = await rig.stripe.transfers.create(params);
    await rig.stripe.transfers.createReversal(transfer.id);
    await rig.stripe.refunds.create({ charge: chargeId });
    rig.standIn.completeSession((await rig.stripe.checkout.sessions.create(boardSession())).id, {
      number: '4000000000000002',
    });
    const types = [...rig.standIn.model.events.values()].map(({ type }) => type);
    expect(types).toEqual([
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
      'transfer.created',
      'transfer.reversed',
      'refund.created',
      'charge.refunded',
      'charge.failed',
      'payment_intent.payment_failed',
    ]);
  });

  test('a delivery that fails is tried again until it arrives', async () => {
    await using receiver = await openReceiver((count) => (count <= 2 ? 500 : 204));
    await using rig = await openRig({ webhook: receiver.target });
    const session = await rig.stripe.checkout.sessions.create(boardSession());
    await rig.stripe.checkout.sessions.expire(session.id);
    await rig.standIn.settled();
    expect([...rig.standIn.model.deliveries.values()].map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 500],
      [2, 500],
      [3, 204],
    ]);
    expect(
      new Set(receiver.received.map(({ body }) => verifier.webhooks.constructEventWithoutVerification(body).id)).size,
    ).toBe(1);
  });

  test('a refused connection counts as a failed attempt', async () => {
    const gone = await openReceiver();
    const { target } = gone;
    await gone[Symbol.asyncDispose]();
    await using receiver = await openReceiver();
    await using rig = await openRig({ webhook: target });
    const failed = new Promise<void>((resolve) => {
      rig.standIn.onChange(() => rig.standIn.model.deliveries.size > 0 && resolve());
    });
    const session = await rig.stripe.checkout.sessions.create(boardSession());
    await rig.stripe.checkout.sessions.expire(session.id);
    await failed;
    rig.standIn.setWebhook(receiver.target);
    await rig.standIn.settled();
    const [first, second] = rig.standIn.model.deliveries.values();
    expect(first).toMatchObject({ status: null, error: expect.stringContaining('ECONNREFUSED') });
    expect(second).toMatchObject({ status: 200, attempt: 2 });
  });

  test('the waits between attempts grow from a fifth of a second to a minute', () => {
    const waits = Array.from({ length: 12 }, (_, index) => readRetryDelayMs(index + 1));
    expect(waits.slice(0, 4)).toEqual([200, 500, 1000, 2000]);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(Math.max(...waits)).toBe(60_000);
  });

  test('an event can be delivered again by hand', async () => {
    await using receiver = await openReceiver();
    await using rig = await openRig({ webhook: receiver.target });
    const session = await rig.stripe.checkout.sessions.create(boardSession());
    await rig.stripe.checkout.sessions.expire(session.id);
    await rig.standIn.settled();
    const [event] = rig.standIn.model.events.values();
    await rig.standIn.redeliver(event?.id ?? '');
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[1]?.body).toContain(event?.id);
    await expect(rig.standIn.redeliver('evt_none')).rejects.toThrow(RangeError);
  });
});

describe('webhook faults', () => {
  test('copies are delivered as often as asked', async () => {
    await using receiver = await openReceiver();
    await using rig = await openRig({ webhook: receiver.target });
    rig.standIn.faults.webhookCopies = 3;
    const session = await rig.stripe.checkout.sessions.create(boardSession());
    await rig.stripe.checkout.sessions.expire(session.id);
    await rig.standIn.settled();
    expect(receiver.received).toHaveLength(3);
  });

  test('held deliveries wait until they are released', async () => {
    await using receiver = await openReceiver();
    await using rig = await openRig({ webhook: receiver.target });
    rig.standIn.faults.webhookHeld = true;
    await payBoard(rig);
    expect(rig.standIn.summary()).toMatchObject({ deliveriesWaiting: 3, deliveries: [] });
    rig.standIn.faults.releaseWebhooks();
    await rig.standIn.settled();
    expect(receiver.received).toHaveLength(3);
  });

  test('a delayed delivery comes no sooner than asked', async () => {
    await using receiver = await openReceiver();
    await using rig = await openRig({ webhook: receiver.target });
    rig.standIn.faults.webhookDelayMs = 120;
    const session = await rig.stripe.checkout.sessions.create(boardSession());
    await rig.stripe.checkout.sessions.expire(session.id);
    const startedAt = performance.now();
    await rig.standIn.settled();
    expect(performance.now() - startedAt).toBeGreaterThan(100);
  });
});

describe('restarting', () => {
  test('a snapshot keeps objects, kept answers and undelivered events', async () => {
    await using receiver = await openReceiver();
    const before = await openRig({ webhook: receiver.target });
    before.standIn.faults.webhookHeld = true;
    const { chargeId } = await payBoard(before);
    const open = await before.stripe.checkout.sessions.create(boardSession());
    const refund = await before.stripe.refunds.create({ charge: chargeId, amount: 1 }, { idempotencyKey: 'key' });
    const snapshot: unknown = JSON.parse(JSON.stringify(before.standIn.snapshot()));
    await before[Symbol.asyncDispose]();
    expect(receiver.received).toHaveLength(0);

    await using rig = await openRig({ webhook: receiver.target, snapshot });
    await rig.standIn.settled();
    expect(receiver.received).toHaveLength(5);
    expect(await rig.stripe.charges.retrieve(chargeId)).toMatchObject({ amount_refunded: 1 });
    expect((await rig.stripe.refunds.create({ charge: chargeId, amount: 1 }, { idempotencyKey: 'key' })).id).toBe(
      refund.id,
    );
    expect((await rig.stripe.checkout.sessions.retrieve(open.id)).url).toBe(`${rig.standIn.origin}/c/pay/${open.id}`);
  });

  test('anything else is no snapshot', async () => {
    await expect(openRig({ snapshot: { sessions: [] } })).rejects.toThrow(TypeError);
  });
});
