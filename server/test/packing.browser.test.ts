import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { hour } from '#shared/house-rules.ts';
import { startBrowser } from '../../sandbox/browser.ts';
import { personCalled } from '../../sandbox/people.ts';
import { buy, listDrop, orderOf, twitchIdOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

jest.setTimeout(90_000);
const pictures = join(import.meta.dirname, '..', '..', 'artifacts', 'packing');
let world: TestWorld;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  [world, browser] = await Promise.all([
    startWorld({ withCarriers: true }),
    startBrowser('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'),
  ]);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** Signs a person in by the way that a browser goes, with the consent already given. */
async function signedIn(key: string, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  const asked = await page.request.get(`${world.site}/sign-in/twitch?next=${encodeURIComponent(path)}`, {
    maxRedirects: 0,
  });
  const consent = new URL(asked.headers()['location'] ?? '');
  consent.searchParams.set('as', personCalled(key).twitch?.id ?? '');
  await page.goto(consent.href);
  return page;
}

test('a builder packs an order: reads the address, has the number recognised as they type, and sends it', async () => {
  const { tag } = await buy(world, 'mori', await listDrop(world, { price: '$120' }));
  const path = `/orders/${tag}/packing`;
  const page = await signedIn('kumo', path);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(`${world.site}/orders/${tag}`);
  await page.getByRole('link', { name: 'Open the packing page' }).click();
  await page.getByText('12 Keycap Lane').waitFor();

  const field = page.getByRole('textbox', { name: 'Tracking number' });
  const said = page.locator('#number-said');
  await field.pressSequentially('1Z 999 AA1 01 2345 6785');
  await said.filter({ hasText: 'looks like a number of UPS, but its check digit is wrong' }).waitFor();
  await field.press('Backspace');
  await field.press('4');
  await said.filter({ hasText: 'a number of UPS, and its check digit is right' }).waitFor();
  await page.screenshot({ path: join(pictures, 'packing.png'), fullPage: true });

  world.twitch.goLive(twitchIdOf('kumo'));
  await world.settle();
  // The page asks by itself every few seconds, and whenever somebody comes back to it.
  await page.evaluate("void document.dispatchEvent(new Event('visibilitychange'))");
  await page.getByText('The address is hidden while your channel is live.').waitFor();
  expect(await page.content()).not.toContain('12 Keycap Lane');
  world.twitch.goOffline(twitchIdOf('kumo'));
  await world.settle();
  await page.getByRole('link', { name: 'Look again' }).click();
  await page.getByText('12 Keycap Lane').waitFor();

  await page.getByRole('textbox', { name: 'Tracking number' }).fill('1Z999AA10123456784');
  await page.getByRole('button', { name: 'Send the tracking number' }).click();
  await page.waitForURL(`${world.site}/orders/${tag}`);
  expect((await orderOf(world, 'mori', tag)).tracking).toMatchObject({ carrier: 'UPS', number: '1Z999AA10123456784' });
  expect(complaints).toEqual([]);
});

/** What a carrier does, told to everybody by the time that it resolves. */
async function carry(number: string, ...deed: ['scan' | 'deliver', { readonly toCountry?: string }?]): Promise<void> {
  world.easypost?.carry(number, ...deed);
  await world.settle();
}

test('a buyer watches the parcel: a label is nothing, the scan is the proof, and the delivery ends it', async () => {
  const { tag } = await buy(world, 'mori', await listDrop(world, { price: '$120' }));
  const number = '1Z5R89390357567127';
  world.clock.advance(hour);
  await world.onDiscord('kumo').declareShipment({ params: { tag }, body: { number } });
  await world.settle();
  const page = await signedIn('mori', `/orders/${tag}`);
  await page.getByText('There is a label, and no carrier has scanned it yet.').waitFor();
  await page.getByText('Nobody has looked at it.').waitFor();
  await carry(number, 'scan', { toCountry: 'US' });
  // Nobody reloads: the page follows the order by itself.
  await page.getByText('The carrier has it since').waitFor();
  await page.getByText('Shipped', { exact: true }).first().waitFor();
  await carry(number, 'deliver');
  await page.getByText('after seven quiet days the order is complete').waitFor();
  await page.screenshot({ path: join(pictures, 'parcel.png'), fullPage: true });
});

test('a builder is told that a parcel goes elsewhere than to the address, and puts the number right', async () => {
  const { tag } = await buy(world, 'mori', await listDrop(world, { price: '$120' }));
  world.clock.advance(hour);
  await world.onDiscord('kumo').declareShipment({ params: { tag }, body: { number: '1Z879E930346834440' } });
  await world.settle();
  await carry('1Z879E930346834440', 'scan', { toCountry: 'FR' });
  const page = await signedIn('kumo', `/orders/${tag}`);
  await page.getByText('This does not fit: it goes to another country than the address.').waitFor();
  await page.screenshot({ path: join(pictures, 'doubtful.png'), fullPage: true });
  await page.getByRole('textbox', { name: 'Tracking number' }).fill('9205 5901 6491 7312 7510 89');
  await page.getByRole('button', { name: 'Send the tracking number' }).click();
  await page.getByText('It counts once the carrier has scanned it.').waitFor();
});
