import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { day, houseRules, minute } from '#shared/house-rules.ts';
import { casePageTexts } from '#shared/text/en/pages-cases.ts';
import { orderPageTexts as text, type OrderReader, type OrderState } from '#shared/text/en/pages-order.ts';
import { workshopPageTexts } from '#shared/text/en/pages-workshop.ts';
import { timelineTexts } from '#shared/text/en/timeline.ts';
import { fill } from '#shared/text/say.ts';
import { startBrowser } from '../../sandbox/browser.ts';
import { booksAgree, buy, listDrop, sayInChat, twitchIdOf } from './stories.ts';
import { flawsOf, visitAs, type Looks } from './visitors.ts';
import { startWorld, type TestWorld } from './world.ts';

jest.setTimeout(120_000);

const pictures = join(import.meta.dirname, '..', '..', 'artifacts', 'ghosting');
const days = { days: houseRules.grantedDaysStep };

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

const visit = (key: string, path: string, looks: Looks) => visitAs(browser, world.site, key, path, looks, complaints);

/** How an order stands, by the heading of its page for one of its two. */
const stands = (page: Page, state: OrderState, reader: OrderReader) =>
  page.getByRole('heading', { level: 1, name: text.states[state][reader].title }).waitFor();

const timeline = (page: Page) => page.getByRole('region', { name: text.timelineTitle });

/** Reads the page as people of all eyes do, and keeps a picture of it. */
async function look(page: Page, name: string): Promise<void> {
  expect([name, await flawsOf(page)]).toEqual([name, []]);
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** Opens what cannot be taken back, and presses its button. */
async function press(page: Page, action: 'grant-days' | 'refund-unproven' | 'ask-cancellation'): Promise<void> {
  await page.locator(`#${action} summary`).click();
  await page.getByRole('button', { name: fill(text.actions[action].confirm, days) }).click();
  await world.settle();
}

/** Lets time go by, as both of them see it. */
async function wait(ms: number, ...pages: readonly Page[]): Promise<void> {
  await world.pass(ms);
  for (const page of pages) await page.reload();
}

test('a builder who shows nothing is reminded, granted seven days by a press, and loses the money by another', async () => {
  const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60', proofDays: 6 }));
  const buyer = await visit('nova', `/orders/${tag}`, 'telephone');
  const builder = await visit('kumo', `/orders/${tag}`, 'desk');
  await wait(3 * day + minute, builder);
  await timeline(builder).getByText(timelineTexts.reminded).waitFor();
  await wait(2 * day, buyer, builder);
  expect(await timeline(builder).getByText(timelineTexts.reminded).count()).toBe(2);
  await stands(buyer, 'paid', 'buyer');
  expect(await buyer.locator('#refund-unproven').count()).toBe(0);

  await wait(day, buyer, builder);
  await stands(builder, 'promise-broken', 'builder');
  await stands(buyer, 'promise-broken', 'buyer');
  expect(await buyer.locator('#ask-cancellation').count()).toBe(0);
  await look(buyer, '1-the-day-has-passed');
  await look(builder, '2-what-its-builder-reads');
  await press(buyer, 'grant-days');
  await stands(buyer, 'paid', 'buyer');
  await timeline(buyer).getByText(fill(timelineTexts['days-granted'], days)).waitFor();
  await builder.reload();
  await stands(builder, 'paid', 'builder');

  await wait(7 * day, buyer);
  await stands(buyer, 'promise-broken', 'buyer');
  await press(buyer, 'refund-unproven');
  await stands(buyer, 'refunded', 'buyer');
  await look(buyer, '3-the-money-is-back');
  await builder.reload();
  await stands(builder, 'refunded', 'builder');
  await builder.goto('/passport');
  await look(builder, '4-what-it-costs-its-builder');
});

test('what was let go after a stream goes back as well: from the builder’s account, and what is spent is owed', async () => {
  const drop = await listDrop(world, { price: '60' });
  const tags = [(await buy(world, 'nova', drop)).tag, (await buy(world, 'mori', drop)).tag];
  world.twitch.goLive(twitchIdOf('kumo'), 'two boards');
  await world.settle();
  for (const tag of tags) await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: tag });
  await world.pass(25 * minute);
  world.twitch.goOffline(twitchIdOf('kumo'));
  await world.settle();
  const early = await visit('nova', `/orders/${tags[0]}`, 'telephone');
  await timeline(early).getByText(timelineTexts.released).waitFor();
  await early.getByRole('region', { name: casePageTexts.due.title }).waitFor();
  await look(early, '5-built-and-not-sent');
  await early.context().close();

  // Two weeks later everybody signs in anew.
  await world.pass(14 * day + minute);
  const one = await visit('nova', `/orders/${tags[0]}`, 'telephone');
  const other = await visit('mori', `/orders/${tags[1]}`, 'desk');
  const builder = await visit('kumo', `/orders/${tags[1]}`, 'telephone');
  await stands(builder, 'promise-broken', 'builder');
  await press(one, 'refund-unproven');
  await stands(one, 'refunded-built', 'buyer');
  await one.reload();
  await timeline(one)
    .getByText(fill(timelineTexts['reversal-created-builder'], { amount: '$66.00' }))
    .waitFor();

  world.stripe.payOutAccount(world.accounts['kumo'] ?? '');
  await press(other, 'refund-unproven');
  await stands(other, 'refunded-built', 'buyer');
  await builder.reload();
  await stands(builder, 'refunded-built', 'builder');
  expect(await builder.getByText(text.tagExplain).count()).toBe(0);
  await timeline(builder)
    .getByText(fill(timelineTexts['owed-builder'], { amount: '$66.00' }))
    .waitFor();
  await builder.goto('/workshop');
  await builder.getByText(workshopPageTexts.owedExplain).waitFor();
  expect(await builder.getByText('-$66.00').count()).toBe(0);
  const card = builder.locator('section').filter({ hasText: tags[1] ?? '' });
  await card.getByText(fill(workshopPageTexts.legs.owed, { amount: '$66.00' })).waitFor();
  await look(builder, '6-owed-in-the-workshop');
});

test('an order is cancelled before it is built: at once where its builder agrees, and by itself where they say nothing', async () => {
  const drop = await listDrop(world, { price: '60' });
  const tags = [(await buy(world, 'nova', drop)).tag, (await buy(world, 'mori', drop)).tag];
  const [one, other] = [
    await visit('nova', `/orders/${tags[0]}`, 'desk'),
    await visit('mori', `/orders/${tags[1]}`, 'telephone'),
  ];
  const builder = await visit('kumo', `/orders/${tags[0]}`, 'telephone');
  for (const buyer of [one, other]) {
    await press(buyer, 'ask-cancellation');
    await buyer.getByRole('region', { name: casePageTexts.wishes.titleBuyer }).waitFor();
  }
  await look(one, '7-asked-to-cancel');
  await builder.reload();
  const wish = builder.getByRole('region', { name: casePageTexts.wishes.title });
  await wish.getByText(casePageTexts.wishes.agree).click();
  await look(builder, '8-the-builder-is-asked');
  await wish.getByRole('button', { name: casePageTexts.wishes.agreeConfirm }).click();
  await stands(builder, 'refunded', 'builder');
  await one.reload();
  await stands(one, 'refunded', 'buyer');
  await wait(houseRules.cancellationMs + minute, other);
  await stands(other, 'refunded', 'buyer');
});
