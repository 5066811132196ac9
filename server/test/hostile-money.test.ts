import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { minute } from '#shared/house-rules.ts';
import { stripeClient } from '../adapters/stripe/payments.ts';
import { escrowOf } from '../domain/ledger.ts';
import type { Store } from '../ports/store.ts';
import { applyCommand } from '../usecases/orders/apply-command.ts';
import { followOutsideRefund } from '../usecases/money/outside-refunds.ts';
import { buy, claim, listDrop, orderOf } from './stories.ts';
import { pay, startWorld, type TestWorld } from './world.ts';

const goodCard = { number: '4242424242424242', expiry: '12 / 34', cvc: '123' };

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** Stripe as the operator uses it beside the program: the dashboard, payment links. */
function dashboard() {
  const { hostname, port } = new URL(world.stripe.origin);
  return stripeClient({
    apiKey: world.credentials.stripeApiKey,
    address: { host: hostname, port: Number(port), protocol: 'http' },
  });
}

const kept = async (tag: string) => {
  const order = await world.app().core.store.orderByTag(tag);
  if (!order) throw new Error(`${tag} is gone`);
  return order;
};

describe('a payment that C500 did not ask for', () => {
  test('names an order all the same, and pays for nothing', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '450' }));
    const { id } = await kept(claimed.tag);
    // A payment link of the operator takes the reference from its address, where anybody may write it.
    const foreign = await dashboard().checkout.sessions.create({
      mode: 'payment',
      client_reference_id: id,
      line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 100, product_data: { name: 'Tip' } } }],
      success_url: `${world.site}/success`,
    });
    expect(world.stripe.completeSession(foreign.id, goodCard).kind).toBe('paid');
    await world.settle();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('reserved');
    await pay(world, claimed);
    const paid = await orderOf(world, 'nova', claimed.tag);
    expect(paid.vault).toMatchObject({ chargedMinor: 462_00, heldMinor: 462_00 });
    expect((await kept(claimed.tag)).refunds).toEqual([]);
  });
});

describe('with what was refunded elsewhere', () => {
  test('a part that the operator gave back is a part of the whole refund, and the rest is sent', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const chargeId = (await kept(paid.tag)).payment?.chargeId ?? '';
    world.stripe.faults.failNext = [{ path: 'POST /v1/refunds$', mode: 'before', times: 2 }];
    await world.onDiscord('kumo').refundOrder({ params: { tag: paid.tag }, body: { reason: 'out of parts' } });
    await world.settle();
    const { id: refundId } = await dashboard().refunds.create({ charge: chargeId, amount: 5_00 });
    await world.settle();
    for (let round = 0; round < 4; round++) await world.pass(11 * minute);
    expect((await kept(paid.tag)).refunds).toMatchObject([
      { amountMinor: 5_00, state: 'done', refundId },
      { amountMinor: 67_00, state: 'done' },
    ]);
    expect(world.stripe.model.charges.get(chargeId)?.amount_refunded).toBe(72_00);
    const { stuckEffects, stripe } = await world.operator.getMoneyHealth({});
    expect(stuckEffects).toEqual([]);
    expect(stripe?.differences.map(({ id }) => id)).not.toContain(refundId);
  });

  test('a refund that never arrived is the staff’s to hear of, once', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await world.onDiscord('kumo').refundOrder({ params: { tag: paid.tag }, body: { reason: 'out of parts' } });
    await world.settle();
    const order = await kept(paid.tag);
    const [refund] = order.refunds;
    const known = new Set(world.stripe.model.events.keys());
    world.stripe.failRefund(refund?.refundId ?? '');
    await world.settle();
    for (const id of world.stripe.model.events.keys()) if (!known.has(id)) await world.stripe.redeliver(id);
    await world.settle();
    const flags = await world.app().core.store.list('flag', 'waiting', 100);
    expect(flags.filter(({ orderId }) => orderId === order.id)).toMatchObject([
      { kind: 'refund-failed', params: { amountMinor: 72_00, refund: refund?.refundId } },
    ]);
  });

  test('is booked once, though two processes look at it at once', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const { id, payment } = await kept(paid.tag);
    world.stripe.faults.webhookHeld = true;
    const made = await dashboard().refunds.create({ charge: payment?.chargeId ?? '', amount: 5_00 });
    const { core } = world.app();
    let reads = 0;
    // The other is done with it after the first look at the order and before the second.
    const get: Store['get'] = async (kind, key) => {
      if (key === id && ++reads === 2) await followOutsideRefund(core, made.id, {});
      return core.store.get(kind, key);
    };
    await followOutsideRefund({ ...core, store: { ...core.store, get } }, made.id, {});
    world.stripe.faults.releaseWebhooks();
    await world.settle();
    expect((await kept(paid.tag)).refunds).toMatchObject([{ amountMinor: 5_00, state: 'done', refundId: made.id }]);
    expect(escrowOf(id, await core.store.entriesOf(id))).toMatchObject({ heldMinor: 67_00, refundedMinor: 5_00 });
  });

  test('as much as we had sent, and heard no answer to, is another refund', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const { id, payment } = await kept(paid.tag);
    const part = { type: 'refund-part', amountMinor: 5_00, reason: 'scratched' } as const;
    world.stripe.faults.failNext = [{ path: 'POST /v1/refunds$', mode: 'after', times: 2 }];
    await applyCommand(world.app().core, id, part, 'staff');
    await world.settle();
    await dashboard().refunds.create({ charge: payment?.chargeId ?? '', amount: 5_00 });
    await world.settle();
    await world.pass(11 * minute);
    const refunds = (await kept(paid.tag)).refunds.map(({ amountMinor, state }) => [amountMinor, state]);
    expect(refunds).toEqual([
      [5_00, 'done'],
      [5_00, 'done'],
    ]);
  });
});

describe('while Stripe takes its time', () => {
  test('over refunds, claims go on lapsing and what others pay goes on being noticed', async () => {
    const drop = await listDrop(world, { price: '60', units: 6 });
    const paid = [await buy(world, 'nova', drop), await buy(world, 'mori', drop), await buy(world, 'juno', drop)];
    const waiting = await claim(world, 'sol', drop);
    await world.settle();
    world.stripe.faults.down = true;
    for (const { tag } of paid)
      await world.onDiscord('kumo').refundOrder({ params: { tag }, body: { reason: 'out of parts' } });
    await world.settle();
    world.stripe.faults.down = false;
    world.stripe.faults.slowMs = 1_500;
    world.clock.advance(11 * minute);
    world.app().worker.wake();
    const began = Date.now();
    await new Promise<void>((resolve) => {
      const stop = world.app().core.store.onCommit((change) => {
        const over = change.put?.some(({ kind, record }) => kind === 'order' && record.tag === waiting.tag);
        if (!over) return;
        stop();
        resolve();
      });
    });
    expect(Date.now() - began).toBeLessThan(2_500);
    expect((await orderOf(world, 'sol', waiting.tag)).fulfilment).toBe('expired');
    world.stripe.faults.slowMs = 0;
    await world.settle();
    expect((await orderOf(world, 'nova', paid[0]?.tag ?? '')).vault?.refundedMinor).toBe(72_00);
  }, 30_000);
});
