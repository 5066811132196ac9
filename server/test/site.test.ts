import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { minute } from '#shared/house-rules.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { booksAgree, buy, claim, deliverNotices, kindsFor, listDrop, makeTrackingNumber, orderOf } from './stories.ts';
import { browser, pay, pressPay, sessionOf, signIn, startWorld, type TestWorld } from './world.ts';

const goodCard = { number: '4242424242424242', expiry: '12 / 34', cvc: '123' };

let world: TestWorld;
afterEach(() => booksAgree(world));

describe('the website', () => {
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  /** The page to which Stripe leads a buyer back, as Stripe fills in the address. */
  const returnOf = (sessionId: string) =>
    (world.stripe.model.sessions.get(sessionId)?.success_url ?? '').replace('{CHECKOUT_SESSION_ID}', sessionId);
  const stateAt = async (address: string): Promise<unknown> => {
    const url = new URL(address);
    return (await fetch(new URL(`/success/state${url.search}`, world.site))).json();
  };

  test('says that it waits while the word of Stripe is on its way, and that it is paid once it came', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const sessionId = sessionOf(await pressPay(world, claimed));
    world.stripe.faults.webhookHeld = true;
    world.stripe.completeSession(sessionId, goodCard);
    expect(await stateAt(returnOf(sessionId))).toEqual({ state: 'waiting' });
    expect(await (await fetch(returnOf(sessionId))).text()).toContain(claimed.tag);
    world.stripe.faults.releaseWebhooks();
    await world.settle();
    expect(await stateAt(returnOf(sessionId))).toEqual({ state: 'paid' });
  });

  test('says nothing of an order to an address that was made up', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const order = await world.app().core.store.orderByTag(paid.tag);
    for (const query of [
      '',
      `?order=${order?.id}`,
      `?order=${order?.id}&session_id=cs_test_guess`,
      '?order=ord_nothing00000&session_id=x',
      '?order=%00&session_id[]=1',
    ]) {
      expect(await stateAt(`${world.site}/success${query}`)).toEqual({ state: 'unknown' });
      const page = await (await fetch(`${world.site}/success${query}`)).text();
      expect(page).not.toContain(paid.tag);
    }
  });

  test('waits for nothing once Stripe has said that the session can no longer be paid', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const claimed = await claim(world, 'nova', drop);
    const sessionId = sessionOf(await pressPay(world, claimed));
    await world.onDiscord('nova').cancelClaim({ params: { tag: claimed.tag } });
    await world.settle();
    expect(await stateAt(returnOf(sessionId))).toEqual({ state: 'unknown' });
  });

  test('leads back from Stripe to the same payment page, in the browser that pays and in no other', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const payer = browser(world.site);
    const sessionId = sessionOf(await pressPay(world, claimed, 'US', payer));
    const cancelUrl = world.stripe.model.sessions.get(sessionId)?.cancel_url ?? '';
    expect(await (await payer.visit(cancelUrl)).text()).toContain(`/pay/${claimed.claim?.payCode}`);
    const stranger = await (await browser(world.site).visit(cancelUrl)).text();
    expect(stranger).not.toContain(claimed.claim?.payCode);
    expect(stranger).not.toContain(claimed.tag);
  });

  test('shows an order to its two sides, each with the buttons of theirs, and to nobody else', async () => {
    const paid = await buy(world, 'mori', await listDrop(world, { price: '60' }));
    const path = `/orders/${paid.tag}`;
    const asked = await browser(world.site).visit(path);
    expect([asked.status, asked.headers.get('location')]).toEqual([303, `/sign-in?next=${encodeURIComponent(path)}`]);
    const { person: buyer, landed } = await signIn(world, 'mori', path);
    expect(landed).toBe(path);
    const mine = await (await buyer.visit(path)).text();
    expect(mine).toContain(`${path}/ask-cancellation`);
    expect(mine).not.toContain(`${path}/refund-order`);
    const { person: builder } = await signIn(world, 'kumo');
    const theirs = await (await builder.visit(path)).text();
    expect(theirs).toContain(`${path}/declare-shipment`);
    expect(theirs).not.toContain('Mori');
    const { person: stranger } = await signIn(world, 'pip');
    const refused = await stranger.visit(path);
    // They are signed in all the same, and are asked for nothing else.
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringMatching(/Hi, \w+/)]);
    expect((await stranger.send(path, `${path}/ask-cancellation`, {})).status).toBe(403);
  });

  test('does what the buttons say: ship, confirm, and refuse what the rules refuse', async () => {
    const paid = await buy(world, 'mori', await listDrop(world, { price: '60' }));
    const path = `/orders/${paid.tag}`;
    const { person: buyer } = await signIn(world, 'mori');
    const { person: builder } = await signIn(world, 'kumo');
    expect((await builder.send(path, `${path}/declare-shipment`, { number: 'nonsense' })).status).toBe(400);
    expect((await buyer.send(path, `${path}/declare-shipment`, { number: makeTrackingNumber() })).status).toBe(403);
    expect((await buyer.send(path, `${path}/refund-order`, { reason: 'mine' })).status).toBe(403);
    expect((await buyer.send(path, `${path}/drop-tables`, {})).status).toBe(404);
    expect((await builder.send(path, `${path}/declare-shipment`, { number: makeTrackingNumber() })).status).toBe(303);
    expect((await buyer.send(path, `${path}/confirm-delivery`, {})).status).toBe(303);
    await world.settle();
    expect((await orderOf(world, 'mori', paid.tag)).fulfilment).toBe('completed');
  });

  test('gives back what was typed where it is refused, and takes words as phones paste them', async () => {
    const paid = await buy(world, 'mori', await listDrop(world, { price: '60' }));
    const path = `/orders/${paid.tag}`;
    const { person: buyer } = await signIn(world, 'mori');
    const short = await buyer.send(path, `${path}/report`, { kind: 'not-as-shown', text: '<b>no' });
    const page = await short.text();
    expect([short.status, page]).toEqual([400, expect.stringMatching(/id="report"\s+open/)]);
    expect(page).toMatch(/aria-invalid="true"[^>]*>\s*&lt;b&gt;no</);
    expect(page).toMatch(/value="not-as-shown"\s+selected/);
    // A number that was copied from an address book comes with marks of its direction, and lines end as the web has them.
    const pasted = { kind: 'late', text: 'Call \u202a+1 555 0100\u202c.\r\nIt is late.' };
    expect((await buyer.send(path, `${path}/report`, pasted)).status).toBe(303);
    const { cases } = await world.onDiscord('mori').listOrderCases({ params: { tag: paid.tag } });
    expect(cases).toMatchObject([{ text: 'Call +1 555 0100.\nIt is late.' }]);
  });

  test('changes nothing for a form that it did not serve, that another site sends, or that names another session', async () => {
    const paid = await buy(world, 'mori', await listDrop(world, { price: '60' }));
    const path = `/orders/${paid.tag}/ask-cancellation`;
    const { person } = await signIn(world, 'mori');
    const csrf =
      /name="csrf" value="([^"]+)"/.exec(await (await person.visit(`/orders/${paid.tag}`)).text())?.[1] ?? '';
    const send = (fields: Record<string, string>, origin?: string, who = person) =>
      who.visit(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: origin === undefined ? {} : { origin },
      });
    expect((await send({})).status).toBe(401);
    expect((await send({ csrf: 'x'.repeat(24) })).status).toBe(401);
    expect((await send({ csrf }, 'https://evil.example')).status).toBe(401);
    expect((await send({ csrf }, 'null')).status).toBe(401);
    expect((await send({ csrf }, world.site, (await signIn(world, 'kumo')).person)).status).toBe(401);
    expect((await orderOf(world, 'mori', paid.tag)).actions).toContain('ask-cancellation');
    expect((await send({ csrf }, world.site)).status).toBe(303);
  });

  test('signs out: the old cookie opens nothing afterwards', async () => {
    const paid = await buy(world, 'mori', await listDrop(world, { price: '60' }));
    const { person } = await signIn(world, 'mori');
    expect((await person.visit(`/orders/${paid.tag}`)).status).toBe(200);
    expect((await person.send(`/orders/${paid.tag}`, '/sign-out', {})).status).toBe(303);
    expect((await person.visit(`/orders/${paid.tag}`)).status).toBe(303);
  });

  test('claims from the page of a drop once somebody is signed in', async () => {
    const drop = await listDrop(world, { price: '60' });
    const page = `/drops/${drop.id}`;
    const { person } = await signIn(world, 'nova', page);
    const claimed = await person.send(page, `${page}/claim`, {});
    expect(claimed.headers.get('location')).toMatch(/^\/pay\/[A-Z0-9]{5}-[A-Z0-9]{5}$/);
    expect((await person.visit(claimed.headers.get('location') ?? '')).status).toBe(200);
    expect((await browser(world.site).visit(`${page}/claim`, { method: 'POST' })).status).toBe(401);
  });
});

describe("the extension's door, where prices may not appear", () => {
  beforeAll(async () => {
    world = await startWorld({ twitchCheckout: 'code' });
  });
  afterAll(() => world.close());

  const panel = (key = 'mori') => world.inPanel(key, 'kumo');
  const pricesIn = (view: unknown) => JSON.stringify(view).match(/\$|45000|450\.00|1200\b|46200|payUrl":"/g) ?? [];

  test('no view of a drop, a claim, an order or a channel tells a price or leads to the payment page', async () => {
    const drop = await listDrop(world);
    const claimed = await panel().claimUnit({ params: { dropId: drop.id } });
    expect(claimed).toMatchObject({ price: null, claim: { payUrl: null }, vault: null, total: null });
    const before = [
      claimed,
      await panel().getChannel({}),
      await panel().listMyOrders({ query: {} }),
      await panel().listDrops({}),
      await panel().getDrop({ params: { dropId: drop.id } }),
    ];
    expect(pricesIn(before)).toEqual([]);
    const { order } = await paidByCode(claimed);
    await world.onDiscord('kumo').refundOrder({ params: { tag: order.tag }, body: { reason: 'sorry' } });
    await world.settle();
    const after = [
      await panel().getOrder({ params: { tag: claimed.tag } }),
      await panel().listMyOrders({ query: {} }),
      await panel('kumo').listMyQueue({}),
      await panel().getChannel({}),
    ];
    expect(pricesIn(after)).toEqual([]);
    expect(pricesIn(await orderOf(world, 'mori', claimed.tag)).length).toBeGreaterThan(0);
  });

  test('a claim sends the link to the buyer on Discord, where accounts are linked', async () => {
    const drop = await listDrop(world);
    const claimed = await panel('nova').claimUnit({ params: { dropId: drop.id } });
    const notices = await deliverNotices(world);
    expect(kindsFor(notices, 'nova', claimed.tag)).toEqual(['claim-made']);
    const made = notices.find(({ kind, params }) => kind === 'claim-made' && params['tag'] === claimed.tag);
    expect(made?.link).toBe(`${world.site}/pay/${claimed.claim?.payCode}`);
    const onDiscord = await claim(world, 'juno', drop);
    expect(kindsFor(await deliverNotices(world), 'juno', onDiscord.tag)).toEqual([]);
  });

  test('the code is typed on the site, works in the first browser only, and ends with the claim', async () => {
    const drop = await listDrop(world, { price: '60' });
    const claimed = await panel('nova').claimUnit({ params: { dropId: drop.id } });
    const code = claimed.claim?.payCode ?? '';
    const first = browser(world.site);
    const typed = ` ${code.toLowerCase().replace('-', ' ')} `;
    const entered = await first.send('/pay', '/pay', { code: typed });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, `/pay/${code}`]);
    const second = browser(world.site);
    expect((await second.send('/pay', '/pay', { code })).status).toBe(403);
    expect((await second.visit(`/pay/${code}`)).status).toBe(403);
    expect((await second.send('/pay', '/pay/checkout', { tag: claimed.tag, country: 'US' })).status).toBe(403);
    expect((await second.send('/pay', '/pay/cancel', { tag: claimed.tag })).status).toBe(403);
    const { person: owner } = await signIn(world, 'nova');
    expect((await owner.visit(`/pay/${code}`)).status).toBe(200);
    await world.pass(11 * minute);
    expect((await first.visit(`/pay/${code}`)).status).toBe(200);
    expect((await first.send(`/pay/${code}`, '/pay/checkout', { tag: claimed.tag, country: 'US' })).status).toBe(401);
    const late = browser(world.site);
    expect((await late.send('/pay', '/pay', { code: 'AAAAA-AAAAA' })).status).toBe(404);
    expect((await late.send('/pay', '/pay', { code: '<script>alert(1)</script>' })).status).toBe(404);
  });

  test('letting the claim go on the payment page frees the unit', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const claimed = await panel('nova').claimUnit({ params: { dropId: drop.id } });
    const person = browser(world.site);
    const page = `/pay/${claimed.claim?.payCode}`;
    expect((await person.send(page, '/pay/cancel', { tag: claimed.tag })).status).toBe(200);
    expect((await claim(world, 'mori', drop)).unit).toBe(1);
  });

  /** The order view of a claim does not tell the way to pay; the code does. */
  async function paidByCode(claimed: OrderView): Promise<{ readonly order: OrderView }> {
    await pay(world, claimed);
    return { order: await orderOf(world, 'mori', claimed.tag) };
  }
});
