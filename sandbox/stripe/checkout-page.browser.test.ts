import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser } from '../browser.ts';

import type { Rig } from './test-rig.ts';
import { boardSession, listenOnLoopback, openRig } from './test-rig.ts';

// A page takes a second on an idle machine, and the machine is rarely idle while a whole suite runs.
jest.setTimeout(240_000);

const shop = createServer((request, response) => {
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end(`<title>shop</title><p>${request.url?.split('?')[0]}</p>`);
});
let shopOrigin = '';
let browser: Browser;

beforeAll(async () => {
  shopOrigin = await listenOnLoopback(shop);
  browser = await startBrowser('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
});

afterAll(async () => {
  await browser.close();
  shop.closeAllConnections();
  shop.close();
});

type Visit = AsyncDisposable & { readonly page: Page; readonly complaints: readonly string[] };

async function openCheckout(rig: Rig, options: BrowserContextOptions = {}): Promise<Visit> {
  const urls = { success_url: `${shopOrigin}/paid?session={CHECKOUT_SESSION_ID}`, cancel_url: `${shopOrigin}/order` };
  const session = await rig.stripe.checkout.sessions.create(boardSession(urls));
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(session.url ?? '');
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

describe('the hosted checkout page in a browser', () => {
  test('a declined card is told of, another one pays, and the shop is reached again', async () => {
    await using rig = await openRig();
    await using visit = await openCheckout(rig);
    const { page } = visit;
    await page.getByRole('button', { name: 'Fill an example address' }).click();
    await page.getByRole('button', { name: 'Use a declined card' }).click();
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('Your card was declined.');
    expect(await page.getByLabel('Full name').inputValue()).toBe('Robin Example');
    await page.getByRole('button', { name: 'Use a working card' }).click();
    expect(await page.getByLabel('Card number').inputValue()).toBe('4242 4242 4242 4242');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.waitForURL(/\/paid\?session=cs_test_/);
    expect(visit.complaints).toEqual([]);
    expect([...rig.standIn.model.charges.values()].map(({ status }) => status)).toEqual(['failed', 'succeeded']);
  });

  test('it can be filled and sent without a script', async () => {
    await using rig = await openRig();
    await using visit = await openCheckout(rig, { javaScriptEnabled: false });
    const { page } = visit;
    expect(await page.getByRole('group', { name: 'For trying out' }).isVisible()).toBe(false);
    await page.getByLabel('Email').fill('robin@example.com');
    await page.getByLabel('Full name').fill('Robin Example');
    await page.getByLabel('Address').fill('12 Keycap Lane');
    await page.getByLabel('City').fill('Portland');
    await page.getByLabel('Postal code').fill('97209');
    await page.getByLabel('Card number').fill('4242424242424242');
    await page.getByLabel('Expiry').fill('12/40');
    await page.getByLabel('CVC').fill('123');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/paid\?session=cs_test_/);
    expect(rig.standIn.model.charges.size).toBe(1);
  });

  test('the button shows that the payment is under way', async () => {
    await using rig = await openRig();
    await using visit = await openCheckout(rig);
    const { page } = visit;
    await page.evaluate(() => addEventListener('submit', (event) => event.preventDefault()));
    await page.getByRole('button', { name: 'Pay' }).click();
    const busy = page.getByRole('button', { name: 'Processing…' });
    expect([await busy.isDisabled(), await busy.getAttribute('aria-busy')]).toEqual([true, 'true']);
  });

  test.each([
    { width: 1200, height: 900 },
    { width: 360, height: 740 },
  ])('axe finds nothing at $width × $height', async (viewport) => {
    await using rig = await openRig();
    await using visit = await openCheckout(rig, { viewport, bypassCSP: true });
    const { page } = visit;
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('alert').waitFor();
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const findings: unknown = await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))');
    expect(findings).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});
