import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { hour, minute } from '#shared/house-rules.ts';
import { connect } from '../../sandbox/stripe/test-rig.ts';
import { booksAgree, buy, claim, deliverNotices, kindsFor, listDrop, orderOf, refusalOf } from './stories.ts';
import { browser, pressPay, sessionOf, startWorld, type TestWorld } from './world.ts';

const goodCard = { number: '4242424242424242', expiry: '12 / 34', cvc: '123' };

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  // Lapsed claims of one story must not pause the people of the next.
  await world.pass(25 * hour);
  await booksAgree(world);
});
afterAll(() => world.close());

describe('claiming', () => {
  test('of two people and one unit the second is told that it is gone, and gets it once the first lets go', async () => {
    const drop = await listDrop(world, { units: 1 });
    const first = await claim(world, 'mori', drop);
    expect(await refusalOf(claim(world, 'nova', drop))).toBe('sold-out');
    const cancelled = await world.onDiscord('mori').cancelClaim({ params: { tag: first.tag } });
    expect(cancelled.order.fulfilment).toBe('cancelled');
    expect((await claim(world, 'nova', drop)).fulfilment).toBe('reserved');
  });

  test('a builder cannot claim their own drop, nor can its marketer', async () => {
    const drop = await listDrop(world, { marketer: 'hana' });
    expect(await refusalOf(claim(world, 'kumo', drop))).toBe('own-drop');
    expect(await refusalOf(claim(world, 'hana', drop))).toBe('own-drop');
  });

  test('a guest is told the tier for a dear board, and a member may not exceed twice their cap in all', async () => {
    const dear = await listDrop(world, { price: '450' });
    expect(await refusalOf(claim(world, 'ash', dear))).toBe('tier-too-low');
    const [one, two, three] = [
      await listDrop(world, { price: '600' }),
      await listDrop(world, { price: '600' }),
      await listDrop(world, { price: '25' }),
    ];
    await claim(world, 'hana', one);
    await claim(world, 'hana', two);
    expect(await refusalOf(claim(world, 'hana', three))).toBe('exposure-too-high');
  });

  test('one unit each: who has paid for one is refused a second', async () => {
    const drop = await listDrop(world, { price: '30' });
    await buy(world, 'mori', drop);
    expect(await refusalOf(claim(world, 'mori', drop))).toBe('one-each');
  });

  test('a live-only drop is refused while its builder is away', async () => {
    const drop = await listDrop(world, { by: 'yuzu', price: '30', liveOnly: true });
    expect(await refusalOf(claim(world, 'mori', drop))).toBe('live-only');
  });

  test('three claims left to lapse in a day bring an hour of pause', async () => {
    for (const title of ['one', 'two', 'three'])
      await claim(world, 'juno', await listDrop(world, { title: `lapse ${title}`, price: '30' }));
    await world.pass(11 * minute);
    const fourth = await listDrop(world, { price: '30' });
    expect(await refusalOf(claim(world, 'juno', fourth))).toBe('paused-after-lapses');
    await world.pass(hour);
    expect((await claim(world, 'juno', fourth)).fulfilment).toBe('reserved');
  });
});

describe('paying', () => {
  test('a declined card leaves the claim as it was, and another card pays it', async () => {
    const drop = await listDrop(world, { price: '60' });
    const claimed = await claim(world, 'nova', drop);
    const sessionId = sessionOf(await pressPay(world, claimed));
    expect(world.stripe.completeSession(sessionId, { ...goodCard, number: '4000000000000002' }).kind).toBe('declined');
    await world.settle();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('reserved');
    expect(world.stripe.completeSession(sessionId, goodCard).kind).toBe('paid');
    await world.settle();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('paid');
  });

  test('a double click claims once and opens one payment page, in which a second payment is no payment', async () => {
    const drop = await listDrop(world, { price: '60' });
    const [one, two] = await Promise.all([claim(world, 'nova', drop), claim(world, 'nova', drop)]);
    expect(two.tag).toBe(one.tag);
    const person = browser(world.site);
    await person.visit(`/pay/${one.claim?.payCode}`);
    const urls = await Promise.all([1, 2, 3].map(() => pressPay(world, one, 'US', person)));
    expect(new Set(urls).size).toBe(1);
    const sessionId = sessionOf(urls[0] ?? '');
    expect(world.stripe.completeSession(sessionId, goodCard).kind).toBe('paid');
    expect(world.stripe.completeSession(sessionId, goodCard).kind).toBe('already-paid');
    await world.settle();
    const paid = await orderOf(world, 'nova', one.tag);
    expect(paid.vault).toMatchObject({ chargedMinor: 72_00, heldMinor: 72_00 });
    expect(paid.timeline.filter((line) => line.event === 'paid')).toHaveLength(1);
  });

  test('a country that the builder does not ship to is refused on the page, and nothing is opened', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const before = world.stripe.model.sessions.size;
    expect(await pressPay(world, claimed, 'FR')).toMatch(/^no checkout: 400/);
    expect(world.stripe.model.sessions.size).toBe(before);
  });

  test('a second payment of a paid order goes back whole, and the buyer is told', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await deliverNotices(world);
    await payBesides(paid.tag);
    const after = await orderOf(world, 'nova', paid.tag);
    expect(after.fulfilment).toBe('paid');
    expect(after.vault?.heldMinor).toBe(72_00);
    expect(kindsFor(await deliverNotices(world), 'nova', paid.tag)).toEqual(['second-payment-refunded']);
    expect(world.stripe.summary().refunds[0]).toMatchObject({ amount: 72_00, status: 'succeeded' });
  });

  test('a lapsed claim cannot be paid: its session is closed at Stripe before the unit is free', async () => {
    const drop = await listDrop(world, { units: 1, price: '60' });
    const claimed = await claim(world, 'nova', drop);
    const sessionId = sessionOf(await pressPay(world, claimed));
    await world.pass(11 * minute);
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('expired');
    expect(world.stripe.completeSession(sessionId, goodCard).kind).toBe('expired');
    expect(await pressPay(world, claimed)).toMatch(/^no checkout/);
    expect((await claim(world, 'mori', drop)).fulfilment).toBe('reserved');
  });

  test('pressing Pay in the last minute leaves five more, once', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    await world.pass(9 * minute);
    const person = browser(world.site);
    await pressPay(world, claimed, 'US', person);
    const extended = await orderOf(world, 'nova', claimed.tag);
    expect(extended.claim?.endsAt).toBeGreaterThan((claimed.claim?.endsAt ?? 0) + 3 * minute);
    await world.pass(3 * minute);
    await pressPay(world, claimed, 'US', person);
    expect((await orderOf(world, 'nova', claimed.tag)).claim?.endsAt).toBe(extended.claim?.endsAt);
  });
});

describe('a payment that comes after its claim ended', () => {
  test('takes a unit that is free, and both sides are told', async () => {
    const drop = await listDrop(world, { units: 1, price: '60' });
    const claimed = await claim(world, 'nova', drop);
    await world.pass(11 * minute);
    await deliverNotices(world);
    await payBesides(claimed.tag);
    const late = await orderOf(world, 'nova', claimed.tag);
    expect(late.fulfilment).toBe('paid');
    expect(late.unit).toBe(1);
    const notices = await deliverNotices(world);
    expect(kindsFor(notices, 'nova', claimed.tag)).toEqual(['late-payment-took-unit']);
    expect(kindsFor(notices, 'kumo', claimed.tag)).toEqual(['order-paid-builder']);
    expect(await refusalOf(claim(world, 'mori', drop))).toBe('sold-out');
  });

  test('goes back whole when every unit is taken, and the buyer is told', async () => {
    const drop = await listDrop(world, { units: 1, price: '60' });
    const claimed = await claim(world, 'nova', drop);
    await world.pass(11 * minute);
    await buy(world, 'mori', drop);
    await deliverNotices(world);
    await payBesides(claimed.tag);
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('expired');
    expect(kindsFor(await deliverNotices(world), 'nova', claimed.tag)).toEqual(['late-payment-refunded']);
    expect(world.stripe.summary().refunds[0]).toMatchObject({ amount: 72_00, status: 'succeeded' });
  });

  test('of a claim that its buyer cancelled goes back whole, though a unit is free', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    await world.onDiscord('nova').cancelClaim({ params: { tag: claimed.tag } });
    await payBesides(claimed.tag);
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('cancelled');
    expect(world.stripe.summary().refunds[0]).toMatchObject({ amount: 72_00 });
  });
});

describe('what only the other side may do', () => {
  test('a stranger sees nothing of an order, and neither side has the buttons of the other', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const call = { params: { tag: paid.tag } };
    expect(await refusalOf(world.onDiscord('mori').getOrder(call))).toBe('not-yours');
    expect(await refusalOf(world.onDiscord('mori').askCancellation(call))).toBe('not-yours');
    expect(await refusalOf(world.onDiscord('kumo').confirmDelivery(call))).toBe('not-yours');
    const shipment = { ...call, body: { number: '1Z999AA10123456784' } };
    expect(await refusalOf(world.onDiscord('nova').declareShipment(shipment))).toBe('not-a-builder');
    expect(await refusalOf(world.onDiscord('yuzu').declareShipment(shipment))).toBe('not-your-order');
    expect(await refusalOf(world.onDiscord('yuzu').refundOrder({ ...call, body: { reason: 'mine now' } }))).toBe(
      'not-your-order',
    );
    expect(await refusalOf(world.onDiscord('nova').refundUnproven(call))).toBe('not-broken-yet');
  });
});

/** Pays for an order by a session of ours that nobody remembers: what a payment looks like that comes behind our back. */
async function payBesides(tag: string): Promise<void> {
  const order = await world.app().core.store.orderByTag(tag);
  const { currency, amountMinor } = order?.terms.price ?? { currency: 'USD', amountMinor: 0 };
  const [rate] = order?.terms.shipping ?? [];
  const stripe = connect(world.stripe, world.credentials.stripeApiKey);
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    client_reference_id: order?.id ?? '',
    metadata: { order: order?.id ?? '' },
    line_items: [
      {
        quantity: 1,
        price_data: { currency: currency.toLowerCase(), unit_amount: amountMinor, product_data: { name: 'Cloud 65' } },
      },
    ],
    shipping_address_collection: { allowed_countries: ['US'] },
    shipping_options: [
      {
        shipping_rate_data: {
          type: 'fixed_amount',
          display_name: 'US',
          fixed_amount: { amount: rate?.amountMinor ?? 0, currency: currency.toLowerCase() },
        },
      },
    ],
    payment_intent_data: { transfer_group: order?.id ?? '' },
    success_url: world.site,
    cancel_url: world.site,
  });
  world.stripe.completeSession(session.id, goodCard);
  await world.settle();
}
