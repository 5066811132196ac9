import { describe, expect, test } from '@jest/globals';

import type { Rig } from './test-rig.ts';
import { boardSession, openRig } from './test-rig.ts';

const filled = {
  email: 'robin@example.com',
  name: 'Robin Example',
  line1: '12 Keycap Lane',
  city: 'Portland',
  state: 'OR',
  postalCode: '97209',
  country: 'US',
  number: '4242 4242 4242 4242',
  expiry: '12 / 40',
  cvc: '123',
};

async function openPage(rig: Rig, changes = {}): Promise<{ readonly id: string; readonly url: string }> {
  const { id, url } = await rig.stripe.checkout.sessions.create(boardSession(changes));
  return { id, url: url ?? '' };
}

function post(url: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

describe('the hosted checkout page', () => {
  test('shows what is bought, what it costs and that it is simulated', async () => {
    await using rig = await openRig();
    const { url } = await openPage(rig);
    const response = await fetch(url);
    const page = await response.text();
    expect(response.status).toBe(200);
    for (const text of [
      'The C500 Collective',
      'Sakura 65 build',
      '$450.00',
      'Tracked parcel',
      '$25.00',
      'Pay $475.00',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).toContain('simulated Stripe, no money moves');
    expect(page).toContain('href="http://127.0.0.1:9/order"');
  });

  test('allows nothing from elsewhere but the picture and the way back', async () => {
    await using rig = await openRig();
    const product = { name: 'Sakura 65 build', images: ['http://127.0.0.1:8/board.png'] };
    const line = { price_data: { currency: 'usd', unit_amount: 45_000, product_data: product }, quantity: 1 };
    const { url } = await openPage(rig, { line_items: [line] });
    const response = await fetch(url);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("img-src 'self' http://127.0.0.1:8;");
    expect(policy).toContain("form-action 'self' http://127.0.0.1:9;");
    expect(policy).not.toContain('unsafe');
    const page = await response.text();
    expect(page).toContain('src="http://127.0.0.1:8/board.png"');
    expect(page).not.toMatch(/<script>| style=| on[a-z]+=/);
  });

  test('serves its style and its script itself', async () => {
    await using rig = await openRig();
    const style = await fetch(`${rig.standIn.origin}/assets/checkout.css`);
    const script = await fetch(`${rig.standIn.origin}/assets/checkout-script.js`);
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect((await fetch(`${rig.standIn.origin}/assets/server.ts`)).status).toBe(404);
  });

  test('gives every field a label', async () => {
    await using rig = await openRig();
    const { url } = await openPage(rig);
    const page = await (await fetch(url)).text();
    const fields = [...page.matchAll(/<(?:input|select)\s+id="(\w+)"/g)].map(([, id]) => id);
    expect(fields).toEqual([
      'email',
      'name',
      'line1',
      'city',
      'postalCode',
      'state',
      'country',
      'number',
      'expiry',
      'cvc',
    ]);
    for (const id of fields) expect(page).toContain(`<label for="${id}">`);
  });

  test('escapes what the merchant wrote', async () => {
    await using rig = await openRig();
    const product = { name: '<img src=x onerror=alert(1)>' };
    const line = { price_data: { currency: 'usd', unit_amount: 45_000, product_data: product }, quantity: 1 };
    const { url } = await openPage(rig, { line_items: [line] });
    const page = await (await fetch(url)).text();
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toContain('<img src=x');
  });

  test('takes the payment and leads back with the id of the session', async () => {
    await using rig = await openRig();
    const { id, url } = await openPage(rig);
    const response = await post(url, filled);
    expect([response.status, response.headers.get('location')]).toEqual([303, `http://127.0.0.1:9/paid?session=${id}`]);
    const session = await rig.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({
      status: 'complete',
      customer_details: { email: 'robin@example.com' },
      collected_information: {
        shipping_details: { name: 'Robin Example', address: { postal_code: '97209', state: 'OR' } },
      },
    });
  });

  test('charges once when two tabs press Pay', async () => {
    await using rig = await openRig();
    const { url } = await openPage(rig);
    const [one, other] = await Promise.all([post(url, filled), post(url, filled)]);
    expect([one.status, other.status]).toEqual([303, 303]);
    expect(one.headers.get('location')).toBe(other.headers.get('location'));
    expect(rig.standIn.model.charges.size).toBe(1);
  });

  test('says that a card was declined, keeps the address and forgets the card', async () => {
    await using rig = await openRig();
    const { url } = await openPage(rig);
    const page = await (await post(url, { ...filled, number: '4000000000009995' })).text();
    expect(page).toContain('role="alert"');
    expect(page).toContain('Your card has insufficient funds.');
    expect(page).toContain('value="12 Keycap Lane"');
    expect(page).not.toContain('4000000000009995"\n      autocomplete');
    expect((await post(url, filled)).status).toBe(303);
  });

  test('marks each field that is wrong and charges nothing', async () => {
    await using rig = await openRig();
    const { url } = await openPage(rig);
    const page = await (await post(url, { ...filled, number: '4242424242424241', email: 'robin', city: '' })).text();
    const marked = [...page.matchAll(/id="(\w+)-problem"/g)].map(([, id]) => id);
    expect(marked).toEqual(['email', 'city', 'number']);
    expect(rig.standIn.model.charges.size).toBe(0);
  });

  test('offers the ways of shipping and charges the one chosen', async () => {
    await using rig = await openRig();
    const rate = (name: string, amount: number) => ({
      shipping_rate_data: { display_name: name, type: 'fixed_amount', fixed_amount: { amount, currency: 'usd' } },
    });
    const { id, url } = await openPage(rig, { shipping_options: [rate('Parcel', 2500), rate('Courier', 6000)] });
    const page = await (await fetch(url)).text();
    const courier = /value="(shr_\w+)"[^>]*>\s*<span>Courier/.exec(page)?.[1] ?? '';
    await post(url, { ...filled, shippingRate: courier });
    expect(await rig.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      amount_total: 51_000,
      shipping_cost: { shipping_rate: courier },
    });
  });

  test.each(['complete', 'expired'])('has nothing to pay once the session is %s', async (status) => {
    await using rig = await openRig();
    const { id, url } = await openPage(rig);
    if (status === 'complete') rig.standIn.completeSession(id, { number: filled.number });
    else await rig.stripe.checkout.sessions.expire(id);
    const page = await (await fetch(url)).text();
    expect(page).toContain(status === 'complete' ? 'This is already paid' : 'This checkout has expired');
    expect(page).not.toContain('<form');
    expect(page).toContain('Return to The C500 Collective');
  });

  test('is not found for a session that does not exist', async () => {
    await using rig = await openRig();
    expect((await fetch(`${rig.standIn.origin}/c/pay/cs_test_none`)).status).toBe(404);
  });
});
