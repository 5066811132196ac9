import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { houseRules, minute } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { rafflePageTexts as text } from '#shared/text/en/pages-raffle.ts';
import { startBrowser } from '../../sandbox/browser.ts';
import { personCalled } from '../../sandbox/people.ts';
import { listDrop, refusalOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

jest.setTimeout(120_000);
let world: TestWorld;
let browser: Browser;
beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** Opens a drop's page as somebody who signs in with Twitch on the way. */
async function openAs(key: string, drop: DropView): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${world.site}/sign-in/twitch?next=${encodeURIComponent(`/drops/${drop.id}`)}`);
  const consent = new URL(page.url());
  consent.searchParams.set('as', personCalled(key).twitch?.id ?? '');
  await page.goto(consent.href);
  return page;
}

test('a raffle is entered on its drop’s page, drawn at its close, and drawn again by the reader’s browser', async () => {
  const raffleMinutes = houseRules.raffleWindowMsMin / minute;
  const drop = await listDrop(world, { price: '60', units: 1, raffleMinutes });
  const at = { params: { dropId: drop.id } };
  const page = await openAs('mori', drop);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));

  await page.getByRole('button', { name: text.box.enter }).click();
  await page.getByText(text.box.entered).waitFor();
  // One person at two doors is in it once, and another comes by another door.
  await world.onDiscord('mori').enterRaffle(at);
  expect((await world.onDiscord('nova').enterRaffle(at)).entries).toBe(2);
  expect(await refusalOf(world.onDiscord('juno').claimUnit(at))).toBe('raffle-only');
  expect((await world.bot.getRaffle(at)).entered).toBeNull();
  await page.getByText('One unit, 2 people in it').waitFor();

  // The page hears of the draw by itself.
  await world.pass(houseRules.raffleWindowMsMin);
  await page.getByText(text.box.drawn).waitFor();
  await page.getByRole('link', { name: text.box.seeDraw }).click();
  const result = page.locator('[data-result]');
  await page.locator('.note--success[data-result]').waitFor();
  expect(await result.textContent()).toBe(text.check.right);
  const { entered } = await world.onDiscord('mori').getMyRaffle(at);
  expect(await page.locator('section[aria-labelledby="own"]').innerText()).toContain(entered?.key ?? 'no key');
  expect(await page.getByText(`It is number ${entered?.place} of 2`).count()).toBe(1);

  const receipt = await world.bot.getRaffleReceipt(at);
  const [first = '', second = ''] = receipt.drawn;
  const given: readonly (readonly [keyof typeof text.check, unknown])[] = [
    ['wrongList', { ...receipt, entries: [...receipt.entries, 'f'.repeat(24)] }],
    ['wrongSeed', { ...receipt, seed: 'f'.repeat(64) }],
    ['wrongDraw', { ...receipt, drawn: [second, first] }],
    ['wrongRaffle', { ...receipt, dropId: 'drp_another' }],
    ['wrongForm', { ...receipt, format: 'something' }],
    ['right', receipt],
  ];
  for (const [expected, file] of given) {
    const buffer = Buffer.from(JSON.stringify(file));
    await page.locator('#receipt-file').setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer });
    await page.locator(`.note--${expected === 'right' ? 'success' : 'refusal'}[data-result]`).waitFor();
    await page.getByText(text.check[expected], { exact: true }).waitFor();
  }
  expect(complaints).toEqual([]);
});
