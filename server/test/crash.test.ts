import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { hour, minute } from '#shared/house-rules.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { startCrashWorld, type CrashWorld } from './crash-world.ts';
import type { Moment } from './gate.ts';
import { buy, claim, listDrop, makeTrackingNumber, moneyAgrees, orderOf } from './stories.ts';
import { browser, pressPay, sessionOf } from './world.ts';

const goodCard = { number: '4242424242424242', expiry: '12 / 34', cvc: '123' };

// A core in a process of its own takes a second to start, and several on a busy machine.
jest.setTimeout(240_000);

let world: CrashWorld;
beforeAll(async () => {
  world = await startCrashWorld();
});
afterEach(() => moneyAgrees(world));
afterAll(() => world.close());

/** Brings the core back and lets whatever was broken off be tried again. */
async function recover(): Promise<void> {
  await world.revive();
  await world.settle();
  await world.pass(11 * minute);
}

/** What the core asks of Stripe from the decision to release until both transfers are settled: five calls for each of two legs. */
const asked = [
  'GET /v1/transfers',
  'GET /v1/charges/',
  'GET /v1/radar/early_fraud_warnings',
  'GET /v2/core/accounts/',
  'POST /v1/transfers',
] as const;
const calls = [...asked, ...asked];

/** Reading changes nothing, so one death before each kind of it will do; each transfer has all three. */
const deaths: readonly (readonly [number, Moment, string])[] = calls.flatMap((call, index) => {
  const isTransfer = call.startsWith('POST');
  const moments: readonly Moment[] = isTransfer ? ['before', 'executed', 'answered'] : ['before'];
  return moments.filter(() => isTransfer || index < asked.length).map((moment) => [index + 1, moment, call] as const);
});

async function shipped(): Promise<OrderView> {
  const order = await buy(world, 'nova', await listDrop(world, { price: '60', marketer: 'hana' }));
  const call = { params: { tag: order.tag }, body: { number: makeTrackingNumber() } };
  await world.onDiscord('kumo').declareShipment(call);
  await world.settle();
  return order;
}

const transfersOf = ({ tag }: OrderView) =>
  [...world.stripe.model.transfers.values()]
    .filter((transfer) => transfer.metadata['tag'] === tag)
    .map((transfer) => transfer.amount);

describe('a release', () => {
  test('asks Stripe exactly what the deaths below are spread over', async () => {
    const order = await shipped();
    world.gate.arm(/^never/, 1, 'before', () => {});
    await world.pass(49 * hour);
    const seen = world.gate.calls().filter((call) => !call.includes('balance'));
    expect(seen).toHaveLength(calls.length);
    for (const [index, call] of seen.entries()) expect(call).toContain(calls[index]);
    expect(transfersOf(order)).toEqual([49_80, 16_20]);
  });

  test.each(deaths)('whose core dies at call %i (%s: %s) pays each party exactly once', async (nth, moment) => {
    const order = await shipped();
    const dead = world.killAt(/^(GET|POST) /, nth, moment);
    world.advance(49 * hour);
    await dead;
    await recover();
    expect(transfersOf(order)).toEqual([49_80, 16_20]);
    const after = await orderOf(world, 'nova', order.tag);
    expect(after.vault).toMatchObject({ heldMinor: 0, releasedMinor: 72_00 });
    const { entries, effects } = await world.operator.getOrderMoney({ params: { tag: order.tag } });
    expect(entries.map((entry) => entry.kind).toSorted()).toEqual(['charge', 'release', 'transfer', 'transfer']);
    expect(effects.filter((effect) => effect.state === 'pending')).toEqual([]);
  });
});

describe('a payment', () => {
  test('whose core dies while it reads what was paid counts once', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const sessionId = sessionOf(await pressPay(world, claimed));
    const dead = world.killAt(/^GET \/v1\/checkout\/sessions\//, 1, 'answered');
    world.stripe.completeSession(sessionId, goodCard);
    await dead;
    await recover();
    const paid = await orderOf(world, 'nova', claimed.tag);
    expect(paid).toMatchObject({ fulfilment: 'paid', vault: { chargedMinor: 72_00, heldMinor: 72_00 } });
  });

  test('whose core dies after Stripe has opened the page can be made all the same, in the same browser', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const person = browser(world.site);
    const dead = world.killAt(/^POST \/v1\/checkout\/sessions$/, 1, 'executed');
    await Promise.all([dead, expect(pressPay(world, claimed, 'US', person)).rejects.toThrow()]);
    await world.revive();
    await world.pass(minute);
    const sessionId = sessionOf(await pressPay(world, claimed, 'US', person));
    expect(world.stripe.completeSession(sessionId, goodCard).kind).toBe('paid');
    await world.settle();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('paid');
  });
});

describe('a refund', () => {
  test.each(['executed', 'answered'] as const)('whose core dies (%s) is made once', async (moment) => {
    const order = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const dead = world.killAt(/^POST \/v1\/refunds/, 1, moment);
    const call = { params: { tag: order.tag }, body: { reason: 'out of parts' } };
    await Promise.all([
      dead,
      world
        .onDiscord('kumo')
        .refundOrder(call)
        .catch(() => undefined),
    ]);
    await recover();
    const after = await orderOf(world, 'nova', order.tag);
    expect(after).toMatchObject({ fulfilment: 'cancelled', vault: { heldMinor: 0, refundedMinor: 72_00 } });
    const { entries } = await world.operator.getOrderMoney({ params: { tag: order.tag } });
    expect(entries.filter((entry) => entry.kind === 'refund-sent')).toHaveLength(1);
  });

  test.each(['executed', 'answered'] as const)(
    'of what was let go, whose core dies (%s), is taken back once',
    async (moment) => {
      const order = await shipped();
      await world.pass(49 * hour);
      const act = { kind: 'refund', tag: order.tag, reason: 'out of parts' } as const;
      const { id } = await world.onDiscord('sol').proposeAct({ body: { requestId: `refund ${order.tag}`, act } });
      const dead = world.killAt(/^POST \/v1\/transfers\/[^/]+\/reversals/, 1, moment);
      const confirmed = world.onDiscord('sol').confirmAct({ params: { actId: id } });
      await Promise.all([dead, confirmed.catch(() => undefined)]);
      await recover();
      const after = await orderOf(world, 'nova', order.tag);
      expect(after).toMatchObject({ fulfilment: 'cancelled', vault: { releasedMinor: 0, refundedMinor: 72_00 } });
      const { entries, effects } = await world.operator.getOrderMoney({ params: { tag: order.tag } });
      const wanted = [
        'charge',
        'refund',
        'refund-sent',
        'release',
        'reversal',
        'reversal',
        'taken-back',
        'transfer',
        'transfer',
      ];
      expect(entries.map((entry) => entry.kind).toSorted()).toEqual(wanted);
      expect(effects.filter((effect) => effect.state === 'pending')).toEqual([]);
    },
  );
});
