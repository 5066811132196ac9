import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { timelineTexts } from '#shared/text/en/timeline.ts';
import { disputePageTexts as text } from '#shared/text/en/pages-disputes.ts';
import { orderPageTexts } from '#shared/text/en/pages-order.ts';
import { startBrowser } from '../../sandbox/browser.ts';
import { personCalled } from '../../sandbox/people.ts';
import { pdfText } from './pdf-text.ts';
import { booksAgree, buy, listDrop } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

jest.setTimeout(120_000);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = join(import.meta.dirname, '..', '..', 'artifacts', 'disputes');
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

let world: TestWorld;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  [world, browser] = await Promise.all([startWorld(), startBrowser('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1')]);
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await booksAgree(world);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** An order's page in a browser of somebody's own, signed in as the button for Twitch signs them in. */
async function orderPageOf(key: string, tag: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const viewport = colorScheme === 'dark' ? { width: 360, height: 800 } : { width: 1_100, height: 900 };
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', baseURL: world.site, viewport });
  const asked = await context.request.get('/sign-in/twitch?next=/', { maxRedirects: 0 });
  const consent = new URL(asked.headers()['location'] ?? '');
  consent.searchParams.set('as', personCalled(key).twitch?.id ?? '');
  await context.request.get(consent.href);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  await page.goto(`/orders/${tag}`);
  return page;
}

async function disputed(tag: string, reason: string): Promise<string> {
  const order = await world.app().core.store.orderByTag(tag);
  const id = world.stripe.openDispute(order?.payment?.chargeId ?? '', reason);
  await world.settle();
  return id;
}

const section = (page: Page) => page.getByRole('region', { name: text.title });
const verdict = (page: Page) => page.getByRole('region', { name: text.over });
const picture = (page: Page, name: string) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

/** Violations of what axe knows of accessibility, by rule. */
async function violationsOn(page: Page): Promise<readonly string[]> {
  // The page's own policy allows no script but its own: this one is put there by the browser's tools.
  const found = await page.evaluate<{ violations: { id: string }[] }>(`${axe}; axe.run()`);
  return found.violations.map(({ id }) => id);
}

test('a builder sees the bank’s question and its clock, adds words and a picture, sends them, and wins', async () => {
  const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
  const id = await disputed(tag, 'product_not_received');
  const [buyer, builder] = [await orderPageOf('nova', tag, 'light'), await orderPageOf('kumo', tag, 'dark')];

  await section(buyer).getByText(text.buyer.open).waitFor();
  await section(builder).getByText('the parcel did not arrive').waitFor();
  // Nobody is told to build what a bank has taken the money of.
  await builder.getByRole('heading', { name: orderPageTexts.states.disputed.builder.title }).waitFor();
  expect(await section(builder).locator('time').count()).toBe(2);
  await builder.getByLabel(text.text).fill('It left here whole.\n<b>The box is insured.</b>');
  await builder.getByLabel(text.pictures).setInputFiles({ name: 'box.png', mimeType: 'image/png', buffer: png });
  // Whoever looks away and back is shown the page anew, and loses nothing that they chose.
  await builder.evaluate(() => {
    document.getElementById('main')?.setAttribute('data-old', '');
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await builder.locator('#main:not([data-old])').waitFor();
  expect(await violationsOn(builder)).toEqual([]);
  await picture(builder, '1-the-builder-answers');
  await builder.getByRole('button', { name: text.add, exact: true }).click();
  await section(builder).getByText('<b>The box is insured.</b>').waitFor();
  await section(builder).getByText('box.png').waitFor();

  await builder.locator('#file-dispute summary').click();
  await builder.getByText(text.now.explain).waitFor();
  await builder.getByRole('button', { name: text.now.send }).click();
  await world.settle();
  await builder.reload();
  await section(builder).getByText(text.states.filed).waitFor();
  expect(await builder.getByLabel(text.text).count()).toBe(0);
  await picture(builder, '2-the-bank-reads');

  const atBank = world.stripe.model.disputes.get(id);
  const file = world.stripe.model.files.get(String(atBank?.evidence.uncategorized_file));
  const words = pdfText(Buffer.from(file?.base64 ?? '', 'base64'));
  for (const said of [tag, '<b>The box is insured.</b>', 'box.png', 'What the builder signed'])
    expect(words).toContain(said);

  world.stripe.closeDispute(id, 'won');
  await world.settle();
  await Promise.all([builder.reload(), buyer.reload()]);
  await verdict(builder).getByText(text.states.won).waitFor();
  await verdict(buyer).getByText(text.buyer.closed).waitFor();
  const told = await buyer.getByRole('region', { name: orderPageTexts.timelineTitle }).innerText();
  for (const line of ['dispute-evidence', 'dispute-filed', 'dispute-won'] as const)
    expect(told).toContain(timelineTexts[line]);
  expect(await violationsOn(buyer)).toEqual([]);
  await picture(buyer, '3-the-buyer-afterwards');
});

test('a dispute that is lost before anything was shown ends the order, and both read it there', async () => {
  const { tag } = await buy(world, 'mori', await listDrop(world, { price: '60' }));
  const id = await disputed(tag, 'fraudulent');
  world.stripe.closeDispute(id, 'lost');
  await world.settle();
  const [buyer, builder] = [await orderPageOf('mori', tag, 'dark'), await orderPageOf('kumo', tag, 'light')];
  await verdict(builder).getByText(text.states.lost).waitFor();
  await verdict(buyer).getByText(text.buyer.closed).waitFor();
  const told = await builder.getByRole('region', { name: orderPageTexts.timelineTitle }).innerText();
  expect(told).toContain(timelineTexts['dispute-lost']);
  expect(await violationsOn(builder)).toEqual([]);
  await picture(builder, '4-lost');
});
