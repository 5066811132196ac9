import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ApiProblem } from '#shared/api/problem.ts';
import { connectTexts } from '#shared/text/en/connect.ts';
import { fileTexts } from '#shared/text/en/pages-house-files.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { setupPageTexts as text } from '#shared/text/en/pages-setup.ts';
import { promiseTexts } from '#shared/text/en/promises.ts';
import { setupTexts as words } from '#shared/text/en/setup.ts';
import { fill } from '#shared/text/say.ts';
import { startBrowser } from '../../sandbox/browser.ts';
import { personCalled } from '../../sandbox/people.ts';
import { seedId } from '../../sandbox/product/seed.ts';
import { currentPromises } from '../domain/promises.ts';
import { promiseInForce } from '../usecases/building/sign-promise.ts';
import { booksAgree, buy, claim, listDrop } from './stories.ts';
import { flawsOf, visitAs } from './visitors.ts';
import { startWorld, type TestWorld } from './world.ts';

jest.setTimeout(120_000);

const pictures = join(import.meta.dirname, '..', '..', 'artifacts', 'setup');
const mori = personCalled('mori');

let world: TestWorld;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  [world, browser] = await Promise.all([
    startWorld({ withDiscord: true }),
    startBrowser('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'),
  ]);
  page = await visitAs(browser, world.site, 'mori', '/setup', 'telephone', complaints);
});
afterEach(() => expect(complaints).toEqual([]));
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** The card of a step, with what is left of it. */
const step = (key: keyof typeof text.steps) => page.getByRole('listitem').filter({ hasText: text.steps[key].title });
const store = () => world.app().core.store;

/** Reads the page as people of all eyes do, and keeps a picture of it. */
async function look(shown: Page, name: string): Promise<void> {
  expect([name, await flawsOf(shown)]).toEqual([name, []]);
  await shown.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** The same pages at a desk, in the light. */
async function atDesk(): Promise<void> {
  await page.setViewportSize({ width: 1_100, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

/** What somebody is told who cannot open a drop. */
async function toldWhenListing(): Promise<string> {
  try {
    await listDrop(world, { by: 'mori', price: '60' });
    return 'it is open';
  } catch (error) {
    if (error instanceof ApiProblem) return `${error.problem.detail} ${error.problem.remedy}`;
    throw error;
  }
}

/** Prepares an act about the one who applies, and does it. */
async function doAct(staff: Page, label: string, reason: string): Promise<void> {
  const form = staff.locator('details', { has: staff.locator('summary', { hasText: label }) });
  await form.locator('summary').click();
  await form.getByLabel(deskTexts.act.reason).fill(reason);
  await form.getByRole('button', { name: deskTexts.act.look }).click();
  await staff.getByRole('button', { name: deskTexts.act.confirm }).click();
  await staff.getByRole('heading', { level: 1, name: deskTexts.act.done }).waitFor();
}

test('whoever is declined reads why, applies again with what they wrote, and is certified', async () => {
  expect(await toldWhenListing()).toContain('/c500 apply');
  await page.getByRole('link', { name: text.steps.apply.link ?? '' }).click();
  await page.getByLabel(text.apply.guild).selectOption('modder');
  await page.getByLabel(text.apply.about).fill('I have tuned boards for ten years.');
  await page.getByLabel(text.apply.links).fill('ftp://example.com/mori');
  await page.getByRole('button', { name: text.apply.button }).click();
  await page.getByRole('alert').waitFor();
  const links = ['https://instagram.com/mori', 'https://twitch.tv/mori_live', 'https://geekhack.org/index.php?topic=1'];
  await page.getByLabel(text.apply.links).fill(links.join('\n'));
  await look(page, '1-applies');
  await page.getByRole('button', { name: text.apply.button }).click();
  await step('certified').getByText(words.staffReads).waitFor();

  const staff = await visitAs(browser, world.site, 'sol', '/house/applications', 'desk', complaints);
  const shown = await staff.getByRole('listitem').getByRole('link').allInnerTexts();
  expect(shown).toEqual(expect.arrayContaining(links));
  await doAct(staff, fileTexts.person.decline, 'Show us a whole board, please');
  await page.reload();
  const why = fill(words.declined, { reason: 'Show us a whole board, please' });
  await step('apply').getByText(why).waitFor();
  await look(page, '2-declined');
  await step('apply').getByRole('link').click();
  await page.getByText('Show us a whole board, please').waitFor();
  expect(await page.getByLabel(text.apply.links).inputValue()).toBe(links.join('\n'));
  await look(page, '3-applies-again');

  // Pictures go by Discord, where the bot takes them.
  const bot = world.onDiscord('mori');
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 200 } });
  const { name } = await bot.keepPicture({ body: { base64: picture.toString('base64') } });
  const again = { guild: 'modder', about: 'Here is a whole board, and its sound.', links, pictures: [name] } as const;
  await bot.apply({ body: { ...again, links: [...links], pictures: [name] } });
  await page.reload();
  // A page of that form that was still open leads on to the steps.
  expect(new URL(page.url()).pathname).toBe('/setup');
  await staff.goto('/house/applications');
  await staff.getByRole('img', { name: deskTexts.applications.picture }).waitFor();
  await look(staff, '4-the-staff-looks');
  await doAct(staff, fileTexts.person.certify, 'a lovely board');
  await page.reload();
  await page.locator('[aria-current=step]').getByText(text.steps['vibe-check'].title).waitFor();
  await staff.context().close();
});

test('both promises are signed in the words that were shown, and where parcels go is said', async () => {
  expect(await toldWhenListing()).toContain('Vibe Check');
  await step('vibe-check').getByRole('link').click();
  await page.getByText(promiseInForce('vibeCheck').sha256).waitFor();
  await look(page, '5-the-vibe-check');
  await page.getByRole('button', { name: text.promise.sign }).click();
  await step('shipping-standard').getByRole('link').click();
  await page.getByText(promiseInForce('shippingStandard').sha256).waitFor();
  await page.getByRole('button', { name: text.promise.sign }).click();
  await page.getByText('You signed this version').waitFor();
  await page.getByRole('link', { name: text.promise.back }).click();
  await step('shipping-standard').getByText(words.ratesMissing).waitFor();
  expect(await toldWhenListing()).toContain('You have not said where you ship');
  await step('shipping-standard').getByRole('link').click();
  const price = page.getByLabel(fill(text.promise.price, { currency: 'USD' })).first();
  await page.getByLabel(fill(text.promise.country, { number: 1 })).selectOption('US');
  await price.fill('a lot');
  await page.getByRole('button', { name: text.promise.saveRates }).click();
  await page.getByRole('alert').getByText('a lot').waitFor();
  await look(page, '6-where-parcels-go');
  // What was typed right is still there.
  await price.fill('12');
  await page.getByRole('button', { name: text.promise.saveRates }).click();
  await page.locator('[aria-current=step]').getByText(text.steps.stripe.title).waitFor();
});

test('Stripe may be left half way and gone on with by a new link, and says itself when somebody can be paid', async () => {
  expect(await toldWhenListing()).toContain('Mori cannot receive transfers yet');
  await step('stripe').getByRole('link').click();
  await page.getByLabel(text.stripe.email).fill('mori@example.com');
  await page.getByLabel(text.stripe.country).selectOption('DE');
  await look(page, '7-on-to-stripe');
  await page.getByRole('button', { name: text.stripe.button }).click();
  await page.getByRole('button', { name: 'Finish with example details' }).waitFor();
  const first = page.url();
  await page.getByRole('link', { name: 'Leave without finishing' }).click();
  await step('stripe').getByText(words.asks.person).waitFor();
  expect(await toldWhenListing()).toContain('Mori cannot receive transfers yet');
  await step('stripe').getByRole('link').click();
  await page.getByRole('button', { name: 'Finish with example details' }).waitFor();
  expect(page.url()).not.toBe(first);
  // A link that was used leads back to us, and on to a new one.
  await page.goto(first);
  await page.getByRole('button', { name: 'Finish with example details' }).click();
  await step('stripe').getByText(text.states.done).waitFor();

  const account = (await store().get('builder', seedId('mori')))?.stripeAccountId ?? '';
  world.stripe.setAccountActive(account, false);
  await world.settle();
  await page.reload();
  await step('stripe').getByText(words.asks.person).waitFor();
  world.stripe.setAccountActive(account, true);
  await world.settle();
  await page.reload();
  await page.locator('[aria-current=step]').getByText(text.steps.twitch.title).waitFor();
});

test('the channel is connected, the first drop opens, and nothing is left', async () => {
  await atDesk();
  await step('twitch').getByRole('link').click();
  await page.getByRole('button', { name: /Mori/ }).click();
  await page.getByRole('heading', { name: fill(connectTexts.title, { channel: mori.twitch?.login ?? '' }) }).waitFor();
  await look(page, '8-connected');
  await page.getByRole('link', { name: connectTexts.steps }).click();
  await page.locator('[aria-current=step]').getByText(text.steps['first-drop'].title).waitFor();
  expect(await toldWhenListing()).toBe('it is open');
  await page.reload();
  await page.getByText(text.complete).waitFor();
  await look(page, '9-nothing-left');
});

test('a new version is asked for before the next drop, and leaves what was sold and listed before as it is', async () => {
  const drop = await listDrop(world, { by: 'mori', price: '60' });
  const { tag } = await buy(world, 'nova', drop);
  const sold = await store().orderByTag(tag);
  const [now, texts] = [{ ...currentPromises }, { ...promiseTexts.vibeCheck }];
  Object.assign(promiseTexts.vibeCheck, { 2: { ...texts[1], lead: 'How we treat each other, wherever we meet.' } });
  Object.assign(currentPromises, { vibeCheck: 2 });
  try {
    expect(await toldWhenListing()).toContain('Vibe Check');
    expect((await claim(world, 'juno', drop)).fulfilment).toBe('reserved');
    await page.reload();
    await step('vibe-check').getByText(words.newVersion).waitFor();
    await step('vibe-check').getByRole('link').click();
    await page.getByText('wherever we meet').waitFor();
    await page.getByRole('button', { name: text.promise.sign }).click();
    await page.getByText(text.complete).waitFor();
    expect(await toldWhenListing()).toBe('it is open');
    const builder = await store().get('builder', seedId('mori'));
    expect(builder?.signatures?.map(({ promise, version }) => [promise, version])).toEqual([
      ['vibeCheck', 1],
      ['shippingStandard', 1],
      ['vibeCheck', 2],
    ]);
    expect(await store().orderByTag(tag)).toEqual(sold);
  } finally {
    Object.assign(currentPromises, now);
    Reflect.deleteProperty(promiseTexts.vibeCheck, 2);
  }
});

test('whoever is banned opens nothing, and reads why and what they can do', async () => {
  const act = { kind: 'ban', discordId: mori.discord?.id ?? '', reason: 'sold somebody else’s boards' } as const;
  const staff = world.onDiscord('sol');
  const { id } = await staff.proposeAct({ body: { requestId: 'request-of-setup-journey', act } });
  await staff.confirmAct({ params: { actId: id } });
  await world.settle();
  expect(await toldWhenListing()).toContain('sold somebody else’s boards');
  await page.goto('/setup');
  await page.getByRole('alert').getByText('sold somebody else’s boards').waitFor();
  expect(await page.getByText(text.complete).count()).toBe(0);
  await look(page, '10-banned');
  await booksAgree(world);
});
