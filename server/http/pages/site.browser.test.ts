import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser } from '../../../sandbox/browser.ts';
import { second } from '#shared/house-rules.ts';
import { en } from '#shared/text/say.ts';
import { successPage } from './checkout-return.ts';
import { dropPage } from './drop.ts';
import { orderPage } from './order.ts';
import { payPage } from './pay.ts';
import { samplePages, sampleVisitor } from './sample-pages.ts';
import { sampleDrop, sampleNow, sampleOrder, sampleOrders } from './sample-views.ts';

// A page takes a second on an idle machine, and the machine is rarely idle while a whole suite runs.
jest.setTimeout(240_000);

const root = join(import.meta.dirname, '..', '..', '..');
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const types: Record<string, string> = {
  css: 'text/css',
  js: 'text/javascript',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/** A small site: the pages by path, the live stream of one order, and what is said of a payment. Each test fills it anew. */
const site = {
  pages: new Map<string, string>(),
  streams: new Set<ServerResponse>(),
  streaming: true,
  payment: 'waiting',
};

async function asset(name: string): Promise<string | Buffer> {
  const theme = join(root, 'shared', 'theme');
  if (name === 'base.css') return readFile(join(theme, name));
  if (name === 'fonts.css')
    return (await readFile(join(theme, name), 'utf8')).replaceAll('@fontsource/quicksand/files/', '/assets/fonts/');
  if (name.startsWith('fonts/'))
    return readFile(join(root, 'node_modules', '@fontsource', 'quicksand', 'files', name.slice('fonts/'.length)));
  return readFile(join(import.meta.dirname, 'static', name));
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://site');
  const page = site.pages.get(pathname);
  if (page !== undefined) {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
      .end(page);
  } else if (pathname === '/v1/live' && site.streaming) {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 100\n\n');
    site.streams.add(response);
    request.on('close', () => site.streams.delete(response));
  } else if (pathname === '/success/state') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ state: site.payment }));
  } else if (pathname.startsWith('/assets/')) {
    const name = pathname.slice('/assets/'.length);
    const type = types[name.split('.').at(-1) ?? ''] ?? 'text/plain';
    asset(name).then(
      (body) => response.writeHead(200, { 'content-type': type }).end(body),
      () => response.writeHead(404).end(),
    );
  } else response.writeHead(pathname === '/v1/live' ? 503 : 404).end();
});

let origin = '';
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  browser = await startBrowser('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  Object.assign(site, { pages: new Map<string, string>(), streaming: true, payment: 'waiting' });
  complaints.length = 0;
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

/** Counts the news of a stream before the page's own script hears it. */
const countNews = `
  window.newsHeard = 0;
  window.EventSource = class extends EventSource {
    constructor(address) {
      super(address);
      this.addEventListener('message', () => window.newsHeard++);
    }
  };`;

async function open(path: string, options: BrowserContextOptions = {}, before = ''): Promise<Page> {
  const context = await browser.newContext({ timezoneId: 'Europe/Berlin', locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A stream that is refused on purpose is reported by the browser and is no fault of the page.
    if (message.type() === 'error' && !message.text().includes('503')) complaints.push(message.text());
  });
  if (before) await page.addInitScript(before);
  // The reader's clock is wrong by days: what counts is the server's.
  await page.clock.install({ time: sampleNow - 1_000_000 * second });
  await page.goto(origin + path);
  return page;
}

const payAt = (now: number) =>
  payPage({
    order: sampleOrder(),
    csrf: 'c',
    countries: [
      { country: 'US', name: 'United States', shippingMinor: 12_00 },
      { country: 'DE', name: 'Germany', shippingMinor: 29_50 },
    ],
    now,
    me: null,
  });
const orderAt = (name: string, version: number) =>
  orderPage({ order: sampleOrder({ ...sampleOrders[name], version }), csrf: `c${version}`, now: sampleNow, me: null });
const orderPath = '/orders/C5-7K3QF2M';
const tell = (news: object) => {
  for (const stream of site.streams) stream.write(`data: ${JSON.stringify(news)}\n\n`);
};

describe('times', () => {
  test("are written in the reader's zone, by the server's clock", async () => {
    site.pages.set('/pay', payAt(sampleNow));
    const page = await open('/pay');
    // The claim ends at 18:36 UTC, which is 19:36 in Berlin.
    await page.getByText('19:36 (in 6 minutes)').waitFor();
    expect(complaints).toEqual([]);
  });
  test('count down, warn a minute before the end, and look again at the end', async () => {
    site.pages.set('/pay/MOSS-42', payAt(sampleNow));
    const page = await open('/pay/MOSS-42');
    await page.clock.runFor(12 * second);
    await page.locator('[data-left]', { hasText: /^(6:00|5:59)$/ }).waitFor();
    await page.clock.runFor(301 * second);
    expect(await page.locator('#announcer').textContent()).toBe(en.pages.pay.soon);
    const ended = sampleOrders['expired'];
    site.pages.set(
      '/pay/MOSS-42',
      payPage({ order: sampleOrder(ended), csrf: 'c', countries: [], now: sampleNow, me: null }),
    );
    await page.clock.runFor(62 * second);
    await page.getByRole('heading', { name: en.pages.order.states.expired.buyer.title }).waitFor();
    expect(complaints).toEqual([]);
  });
});

test('choosing a country adds up what is to be paid', async () => {
  site.pages.set('/pay', payAt(sampleNow));
  const page = await open('/pay');
  expect(await page.locator('[data-total-shown]').textContent()).toBe(en.pages.pay.totalPending);
  await page.getByLabel(/Germany/).check();
  expect(await page.locator('[data-shipping-shown]').textContent()).toBe('$29.50');
  expect(await page.locator('[data-total-shown]').textContent()).toBe('$449.50');
});

describe('news of an order', () => {
  const shippedTitle = en.pages.order.states.shipped.buyer.title;

  test('bring the page up to date, say so, and leave the reader where they were', async () => {
    site.pages.set(orderPath, orderAt('paid', 3));
    const page = await open(orderPath);
    await page.locator('summary', { hasText: en.pages.order.specsTitle }).focus();
    await page.locator('#announcer').waitFor({ state: 'attached' });
    await expectEventually(() => site.streams.size > 0);
    site.pages.set(orderPath, orderAt('shipped', 4));
    tell({ topic: 'order:C5-7K3QF2M', id: 'C5-7K3QF2M', revision: '4' });
    await page.getByRole('heading', { name: shippedTitle }).waitFor();
    expect(await page.locator('#announcer').textContent()).toBe(shippedTitle);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(en.pages.order.specsTitle);
    expect(complaints).toEqual([]);
  });
  test('that the page shows already fetch nothing', async () => {
    site.pages.set(orderPath, orderAt('paid', 4));
    const page = await open(orderPath, {}, countNews);
    await expectEventually(() => site.streams.size > 0);
    const fetched: string[] = [];
    page.on('request', (request) => {
      // The icon and the fonts may still be under way.
      if (request.url() === origin + orderPath) fetched.push(request.url());
    });
    tell({ topic: 'order:C5-7K3QF2M', id: 'C5-7K3QF2M', revision: '4' });
    await expectEventually(() => page.evaluate('window.newsHeard === 1'));
    expect(fetched).toEqual([]);
    tell({ topic: 'order:C5-7K3QF2M', id: 'C5-7K3QF2M', revision: '5' });
    await expectEventually(() => fetched.length === 1);
  });
  test('keep what a builder is typing, with the fresh token beside it', async () => {
    site.pages.set(orderPath, orderAt('at-the-builder', 3));
    const page = await open(orderPath);
    await expectEventually(() => site.streams.size > 0);
    await page.getByLabel(en.pages.order.trackingNumber).fill('94001118');
    site.pages.set(orderPath, orderAt('at-the-builder', 4));
    tell({ revision: '4' });
    await page.locator('main[data-version="4"]').waitFor();
    expect(await page.getByLabel(en.pages.order.trackingNumber).inputValue()).toBe('94001118');
    expect(await page.locator('form[action$="declare-shipment"] [name="csrf"]').inputValue()).toBe('c4');
  });
  test('arrive by asking where the stream is refused', async () => {
    site.streaming = false;
    site.pages.set(orderPath, orderAt('paid', 3));
    const page = await open(orderPath);
    site.pages.set(orderPath, orderAt('shipped', 4));
    await page.clock.runFor(16 * second);
    await page.getByRole('heading', { name: shippedTitle }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('news of a drop', () => {
  const path = '/drops/drp_sample01';
  const drop = sampleDrop({ units: { total: 3, left: 0 }, waiting: 4 });
  const inLineAt = (place: number) => {
    const visit = { isVip: false, place, lineKeepsUnits: true, setAsideUntil: null };
    return dropPage({ drop, me: sampleVisitor, visit, now: sampleNow });
  };

  test('move somebody up in its line, and say so', async () => {
    site.pages.set(path, inLineAt(2));
    const page = await open(path);
    await page.getByText('You are number 2 of 4 in line.').waitFor();
    await expectEventually(() => site.streams.size > 0);
    site.pages.set(path, inLineAt(1));
    tell({ topic: 'drops', id: drop.id, revision: 'waitlist' });
    await page.clock.runFor(2 * second);
    await page.getByText(en.pages.drop.line.next).first().waitFor();
    expect(await page.locator('#announcer').textContent()).toBe(en.pages.drop.line.next);
    expect(complaints).toEqual([]);
  });

  test('that is another one fetch nothing, and many at once fetch the page once', async () => {
    site.pages.set(path, inLineAt(2));
    const page = await open(path, {}, countNews);
    await expectEventually(() => site.streams.size > 0);
    const fetched: string[] = [];
    page.on('request', (request) => {
      if (request.url() === origin + path) fetched.push(request.url());
    });
    tell({ topic: 'drops', id: 'drp_other', revision: 'units' });
    await expectEventually(() => page.evaluate('window.newsHeard === 1'));
    await page.clock.runFor(2 * second);
    expect(fetched).toEqual([]);
    for (let units = 0; units < 5; units++) tell({ topic: 'drops', id: drop.id, revision: 'units' });
    await expectEventually(() => page.evaluate('window.newsHeard === 6'));
    await page.clock.runFor(2 * second);
    await expectEventually(() => fetched.length === 1);
  });
});

test('the return from Stripe follows along until the signed word has come', async () => {
  const order = { tag: 'C5-7K3QF2M', title: 'Matcha Sixty' };
  site.pages.set('/success', successPage({ state: 'waiting', order, orderUrl: null, me: null }));
  const page = await open('/success?session_id=cs_1');
  const [asked] = await Promise.all([page.waitForRequest(/success\/state/), page.clock.runFor(2 * second)]);
  expect(new URL(asked.url()).searchParams.get('session_id')).toBe('cs_1');
  site.payment = 'paid';
  site.pages.set('/success', successPage({ state: 'paid', order, orderUrl: orderPath, me: null }));
  const paid = page.getByRole('heading', { name: en.pages.success.states.paid.title });
  await expectEventually(async () => {
    await page.clock.runFor(2 * second);
    return paid.isVisible();
  });
  expect(await page.locator('#announcer').textContent()).toBe(en.pages.success.states.paid.title);
});

test('a page without its script is whole', async () => {
  site.pages.set(orderPath, orderAt('shipped', 3));
  const page = await open(orderPath, { javaScriptEnabled: false });
  await page.locator('summary', { hasText: en.pages.order.actions['confirm-delivery'].label }).click();
  expect(await page.getByRole('button', { name: en.pages.order.actions['confirm-delivery'].confirm }).isVisible()).toBe(
    true,
  );
});

const looks = [
  { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { colorScheme: 'dark', viewport: { width: 320, height: 700 } },
  { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
] as const;
const seen = [
  'home-open',
  'home-empty',
  'about',
  'drop-open',
  'drop-raffle-entered',
  'raffle-drawn',
  'pay-reserved',
  'pay-reserved-many',
  'pay-checkout-open',
  'pay-code-refused',
  'order-on-bench',
  'order-in-parts',
  'order-promise-broken',
  'order-at-the-builder-builder',
  'success-waiting',
  'cancel-reserved',
  'sign-in',
  'problems',
  'problem-sold-out',
  'link-both',
  'setup-stripe',
  'promise-signed',
  'apply-refused',
  'packing-abroad',
];

describe.each(looks)('in $colorScheme, $viewport.width wide', (look) => {
  test('every page can be used by everybody, and none is wider than the screen', async () => {
    for (const [name, page] of Object.entries(samplePages())) site.pages.set(`/${name}`, page);
    const axe = await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
    const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const wrong: string[] = [];
    for (const name of seen) {
      await page.goto(`${origin}/${name}`);
      await page.evaluate(axe);
      const found = await page.evaluate(
        `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' ' + node.target)))`,
      );
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wider > 0) wrong.push(`${name}: ${wider}px too wide`);
      if (Array.isArray(found)) wrong.push(...found.map((one) => `${name}: ${one}`));
    }
    expect(wrong).toEqual([]);
  });
});

/** Waits for something that no event of the page announces. */
async function expectEventually(holds: () => unknown): Promise<void> {
  const endsAt = Date.now() + 20 * second;
  while (!(await holds())) {
    if (Date.now() > endsAt) throw new Error('it never came true');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
