import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hour, minute } from '#shared/house-rules.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { FailRule } from '../../sandbox/stripe/faults.ts';
import { UpstreamError } from '../ports/payments.ts';
import type { Commit } from '../ports/store.ts';
import { booksAgree, buy, claim, listDrop, makeTrackingNumber, orderOf, sayInChat, twitchIdOf } from './stories.ts';
import { browser, pay, pressPay, sessionOf, startWorld, type TestWorld } from './world.ts';

const goodCard = { number: '4242424242424242', expiry: '12 / 34', cvc: '123' };

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.pass(25 * hour);
  await booksAgree(world);
});
afterAll(() => world.close());

const fail = (path: string, mode: FailRule['mode'], times: number) => {
  world.stripe.faults.failNext = [{ path, mode, times }];
};
const transfersOf = (tag: string) =>
  [...world.stripe.model.transfers.values()].filter((transfer) => transfer.metadata['tag'] === tag);
const sessionsOf = (tag: string) =>
  [...world.stripe.model.sessions.values()].filter((session) => session.metadata?.['tag'] === tag);

/** Lets retries fall due, whose waits grow to minutes. */
async function recover(): Promise<void> {
  for (let round = 0; round < 4; round++) await world.pass(11 * minute);
}

async function shipped(price = '60'): Promise<OrderView> {
  const paid = await buy(world, 'nova', await listDrop(world, { price, marketer: 'hana' }));
  await world.onDiscord('kumo').declareShipment({ params: { tag: paid.tag }, body: { number: makeTrackingNumber() } });
  return paid;
}

describe('while Stripe is down', () => {
  test('claiming goes on, Pay says so politely, and works once Stripe is back', async () => {
    const drop = await listDrop(world, { price: '60' });
    world.stripe.faults.down = true;
    const claimed = await claim(world, 'nova', drop);
    expect(claimed.fulfilment).toBe('reserved');
    const person = browser(world.site);
    expect(await pressPay(world, claimed, 'US', person)).toMatch(/^no checkout: 503/);
    world.stripe.faults.down = false;
    await world.pass(10_000);
    const url = await pressPay(world, claimed, 'US', person);
    world.stripe.completeSession(sessionOf(url), goodCard);
    await world.settle();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('paid');
    expect(sessionsOf(claimed.tag)).toHaveLength(1);
  });

  test('a claim whose session is open keeps its unit until Stripe has closed the session', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const claimed = await claim(world, 'nova', drop);
    const sessionId = sessionOf(await pressPay(world, claimed));
    world.stripe.faults.down = true;
    await world.pass(11 * minute);
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('lapsing');
    await expect(claim(world, 'mori', drop)).rejects.toMatchObject({ problem: { code: 'sold-out' } });
    world.stripe.faults.down = false;
    await recover();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('expired');
    expect(world.stripe.model.sessions.get(sessionId)?.status).toBe('expired');
    expect((await claim(world, 'mori', drop)).fulfilment).toBe('reserved');
  });

  test('a claim whose page was never opened lapses all the same once Stripe answers', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    world.stripe.faults.down = true;
    await pressPay(world, claimed);
    await world.pass(11 * minute);
    world.stripe.faults.down = false;
    await recover();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('expired');
    expect(sessionsOf(claimed.tag).filter((session) => session.status === 'open')).toEqual([]);
  });

  test('a release waits and then pays each party once, and money health says that Stripe is silent', async () => {
    const order = await shipped();
    world.stripe.faults.down = true;
    await world.pass(49 * hour);
    expect((await world.operator.getMoneyHealth({})).stripe).toBeNull();
    expect((await orderOf(world, 'nova', order.tag)).vault?.releasedMinor).toBe(72_00);
    expect(transfersOf(order.tag)).toEqual([]);
    world.stripe.faults.down = false;
    await recover();
    expect(transfersOf(order.tag).map((transfer) => transfer.amount)).toEqual([49_80, 16_20]);
  });
});

describe('when the answer of Stripe is lost', () => {
  test.each(['before', 'after', 'cut'] as const)(
    'in opening a checkout (%s), pressing Pay again opens one that can be paid',
    async (mode) => {
      const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
      const person = browser(world.site);
      fail('POST /v1/checkout/sessions$', mode, 2);
      await pressPay(world, claimed, 'US', person);
      await world.pass(minute);
      const url = await pressPay(world, claimed, 'US', person);
      expect(url).toContain('/c/pay/');
      expect(world.stripe.completeSession(sessionOf(url), goodCard).kind).toBe('paid');
      await world.settle();
      expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('paid');
    },
  );

  test.each(['before', 'after', 'cut'] as const)('in making a transfer (%s), each party is paid once', async (mode) => {
    const order = await shipped();
    fail('POST /v1/transfers$', mode, 3);
    await world.pass(49 * hour);
    await recover();
    expect(transfersOf(order.tag)).toHaveLength(2);
    const money = await world.operator.getOrderMoney({ params: { tag: order.tag } });
    expect(money.entries.filter((entry) => entry.kind === 'transfer')).toHaveLength(2);
  });

  test.each(['before', 'after', 'cut'] as const)('in refunding (%s), the buyer is refunded once', async (mode) => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    fail('POST /v1/refunds$', mode, 2);
    await world.onDiscord('kumo').refundOrder({ params: { tag: paid.tag }, body: { reason: 'out of parts' } });
    await recover();
    const order = await world.app().core.store.orderByTag(paid.tag);
    const refunds = [...world.stripe.model.refunds.values()].filter(
      (refund) => refund.charge === order?.payment?.chargeId,
    );
    expect(refunds.map((refund) => refund.amount)).toEqual([72_00]);
    expect(order?.refunds).toMatchObject([{ state: 'done', refundId: refunds[0]?.id }]);
  });

  test('in expiring a session, the unit is free once and the claim ends', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    await pressPay(world, claimed);
    fail('/expire$', 'cut', 2);
    await world.pass(11 * minute);
    await recover();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('expired');
  });
});

describe('when the webhook', () => {
  test('is held back, a payment in the last second wins over the lapse', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const claimed = await claim(world, 'nova', drop);
    const sessionId = sessionOf(await pressPay(world, claimed));
    world.stripe.faults.webhookHeld = true;
    world.stripe.completeSession(sessionId, goodCard);
    await world.pass(11 * minute);
    const paid = await orderOf(world, 'nova', claimed.tag);
    expect(paid.fulfilment).toBe('paid');
    expect(paid.unit).toBe(1);
    world.stripe.faults.releaseWebhooks();
    await world.settle();
    expect((await orderOf(world, 'nova', claimed.tag)).version).toBe(paid.version);
  });

  test('comes twice and late, the payment counts once', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    world.stripe.faults.webhookCopies = 2;
    world.stripe.faults.webhookDelayMs = 150;
    await pay(world, claimed);
    world.stripe.faults.webhookCopies = 1;
    world.stripe.faults.webhookDelayMs = 0;
    const paid = await orderOf(world, 'nova', claimed.tag);
    expect(paid.timeline.filter((line) => line.event === 'paid')).toHaveLength(1);
    expect(paid.vault?.chargedMinor).toBe(72_00);
  });

  test('of an expired session comes before that of a completed one, both are understood', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const claimed = await claim(world, 'nova', drop);
    world.stripe.faults.webhookHeld = true;
    const sessionId = sessionOf(await pressPay(world, claimed));
    await world.pass(11 * minute);
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('expired');
    const second = await claim(world, 'nova', drop);
    expect(second.tag).not.toBe(claimed.tag);
    const paidSession = sessionOf(await pressPay(world, second));
    world.stripe.completeSession(paidSession, goodCard);
    world.stripe.faults.releaseWebhooks();
    await world.settle();
    expect(world.stripe.model.sessions.get(sessionId)?.status).toBe('expired');
    expect((await orderOf(world, 'nova', second.tag)).fulfilment).toBe('paid');
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('expired');
  });

  test('is lost, the payment is found when the claim ends', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    world.stripe.faults.webhookCopies = 0;
    await pay(world, claimed);
    world.stripe.faults.webhookCopies = 1;
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('reserved');
    await world.pass(11 * minute);
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('paid');
  });

  test('finds us away, it is delivered again and the work goes on', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const sessionId = sessionOf(await pressPay(world, claimed));
    world.stripe.faults.webhookHeld = true;
    world.stripe.completeSession(sessionId, goodCard);
    await world.restart();
    world.stripe.faults.releaseWebhooks();
    await world.settle();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('paid');
  });
});

describe('when the store does not answer for a moment', () => {
  test('what falls due meanwhile is done as soon as it answers, and not an hour later', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const { store } = world.app().core;
    const { commit } = store;
    let away = 3;
    Object.assign(store, {
      commit: (change: Commit) =>
        away-- > 0 ? Promise.reject(new UpstreamError('store', 'away', { retryable: true })) : commit(change),
    });
    await world.pass(11 * minute);
    Object.assign(store, { commit });
    expect(away).toBeLessThan(0);
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('expired');
  });
});

describe('when a party', () => {
  test('cannot be paid for now, the others are, and theirs waits until they can', async () => {
    const order = await shipped();
    world.stripe.setAccountActive(world.accounts['hana'] ?? '', false);
    await world.pass(49 * hour);
    expect(transfersOf(order.tag).map((transfer) => transfer.amount)).toEqual([49_80]);
    const { balances } = await world.operator.getMoneyHealth({});
    const hana = await world.onDiscord('hana').getMe({});
    expect(balances).toContainEqual({ account: `payable:${hana.id}`, amountMinor: -16_20, currency: 'USD' });
    world.stripe.setAccountActive(world.accounts['hana'] ?? '', true);
    await world.pass(7 * hour);
    expect(transfersOf(order.tag)).toHaveLength(2);
  });
});

describe('when Twitch is down', () => {
  test('signing in with it is asked to wait, and works later with the same trip', async () => {
    const person = browser(world.site);
    const asked = await person.visit('/sign-in/twitch');
    const consent = new URL(asked.headers.get('location') ?? '');
    consent.searchParams.set('as', twitchIdOf('mori'));
    const back = (await fetch(consent, { redirect: 'manual' })).headers.get('location') ?? '';
    world.twitch.faults.down = true;
    expect((await person.visit(back)).status).toBe(503);
    world.twitch.faults.down = false;
    expect((await person.visit(back)).headers.get('location')).toBe('/');
  });

  test('chat lines that name an order still count while the stream is known, and Stripe work is not held up', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    world.twitch.goLive(twitchIdOf('kumo'));
    await world.settle();
    world.twitch.faults.down = true;
    expect(await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: paid.tag })).toEqual(['counted']);
    await world.pass(11 * minute);
    expect((await orderOf(world, 'nova', paid.tag)).certifiedBuild).toBe(true);
    world.twitch.faults.down = false;
    await world.settle();
  });
});
