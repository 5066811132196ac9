import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { parseTag } from '#shared/order-tag.ts';
import { linkPageTexts } from '#shared/text/en/pages-link.ts';
import { passportPageTexts } from '#shared/text/en/pages-passport.ts';
import { personalTexts } from '#shared/text/en/pages-personal.ts';
import { statementPageTexts } from '#shared/text/en/pages-workshop.ts';
import { fill } from '#shared/text/say.ts';
import { startBrowser } from '../../sandbox/browser.ts';
import { personCalled } from '../../sandbox/people.ts';
import { applyCommand } from '../usecases/orders/apply-command.ts';
import { buy, claim, listDrop } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

jest.setTimeout(120_000);

let world: TestWorld;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([
    startWorld({ withDiscord: true }),
    startBrowser('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'),
  ]);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** A browser of somebody's own, signed in as the button for Twitch signs them in. */
async function enter(key: string, path: string): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', baseURL: world.site });
  const asked = await context.request.get('/sign-in/twitch?next=/', { maxRedirects: 0 });
  const consent = new URL(asked.headers()['location'] ?? '');
  consent.searchParams.set('as', personCalled(key).twitch?.id ?? '');
  await context.request.get(consent.href);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  await page.goto(path);
  return page;
}

/** What pressing something brings as a file. */
async function fileFrom(page: Page, name: string, role: 'button' | 'link'): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole(role, { name }).click()]);
  return readFile(await download.path(), 'utf8');
}

test('a Guest asks why, links what is missing, and is a Member; takes their data along, and goes for good', async () => {
  const page = await enter('ash', '/');
  await page.getByRole('link', { name: 'Hi, ash_live' }).click();
  const why = page.getByRole('region', { name: passportPageTexts.why.titles.guest });
  await why.getByRole('link', { name: passportPageTexts.needs.account.link }).click();
  await page.getByRole('link', { name: fill(linkPageTexts.link, { platform: 'Discord' }) }).click();
  await page.getByRole('button', { name: 'Authorize as Ash' }).click();
  // Both are known already, and become one once both are proved.
  await page.getByRole('link', { name: fill(linkPageTexts.join.button, { proof: 'Twitch' }) }).click();
  await page.getByRole('button', { name: /^Ash/ }).click();
  await page.getByRole('button', { name: 'Make one of' }).click();
  await page.getByRole('link', { name: 'Hi, Ash' }).click();
  await page.getByRole('heading', { name: passportPageTexts.why.titles.member }).waitFor();
  expect(await page.locator('main').innerText()).toContain(passportPageTexts.facts.account);

  await page.getByRole('link', { name: passportPageTexts.more.personal }).click();
  const file: unknown = JSON.parse(await fileFrom(page, personalTexts.export.button, 'button'));
  expect(file).toMatchObject({ citizen: { nickname: 'Ash' }, orders: [] });

  await page.getByRole('link', { name: personalTexts.delete.link }).click();
  const word = page.getByLabel(fill(personalTexts.delete.typeIt, { word: personalTexts.delete.word }));
  await word.fill('not me');
  await page.getByRole('button', { name: personalTexts.delete.button }).click();
  await page.getByRole('alert').getByText('That was not').waitFor();
  await word.fill('Delete me');
  await page.getByRole('button', { name: personalTexts.delete.button }).click();
  await page.getByRole('heading', { name: personalTexts.delete.done }).waitFor();
  await page.goto('/passport');
  expect(page.url()).toContain('/sign-in');
  // The answers to a wrong word are errors to a browser's console, and to nobody else.
  expect(complaints.splice(0).filter((said) => !said.includes('400'))).toEqual([]);
});

test('somebody with an open order is told what they wait for, and finds it in their list', async () => {
  const { tag } = await claim(world, 'nova', await listDrop(world, { price: '60' }));
  const page = await enter('nova', '/me/delete');
  await page.getByText(personalTexts.delete.obstacles.bought).waitFor();
  expect(await page.getByRole('button', { name: personalTexts.delete.button }).count()).toBe(0);
  await page.goto('/orders');
  await page.getByRole('listitem').filter({ hasText: tag }).getByRole('link').click();
  expect(page.url()).toContain(tag);
  expect(complaints.splice(0)).toEqual([]);
});

test('a builder follows an order from the Vault to the statement, and takes the month along', async () => {
  const { tag } = await buy(world, 'nova', await listDrop(world, { price: '200', marketer: 'hana' }));
  const page = await enter('kumo', '/workshop');
  const card = page.locator('section').filter({ hasText: tag });
  await card.getByText('It waits for a proof').waitFor();
  const order = await world.app().core.store.orderByTag(parseTag(tag) ?? 'C5-');
  if (order) await applyCommand(world.app().core, order.id, { type: 'grant-release', reason: 'handed over' }, 'staff');
  await world.settle();
  await page.reload();
  await card.getByText('Transferred to you: $138.00.').waitFor();
  expect(await page.locator('main').innerText()).not.toMatch(/nova/i);
  await page.getByRole('link', { name: 'Statements, month by month' }).click();
  await page.getByRole('cell', { name: statementPageTexts.movements.transfer }).waitFor();
  const rows = (await fileFrom(page, statementPageTexts.csv, 'link')).trimEnd().split('\r\n');
  expect(rows.slice(2, -1).map((row) => row.split(',').slice(1, 6))).toEqual([
    [tag, 'Cloud 65', statementPageTexts.movements.release, '138.00', ''],
    [tag, 'Cloud 65', statementPageTexts.movements.transfer, '', '138.00'],
  ]);
  expect(complaints.splice(0)).toEqual([]);
});
