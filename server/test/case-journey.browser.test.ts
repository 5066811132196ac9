import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { minute } from '#shared/house-rules.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { casePageTexts as text } from '#shared/text/en/pages-cases.ts';
import { orderPageTexts } from '#shared/text/en/pages-order.ts';
import { startBrowser } from '../../sandbox/browser.ts';
import { personCalled } from '../../sandbox/people.ts';
import { community } from '../../sandbox/seed/community.ts';
import { booksAgree, buy, listDrop } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

jest.setTimeout(120_000);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let world: TestWorld;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([
    startWorld({ withDiscord: true }),
    startBrowser('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'),
  ]);
  world.discord?.byHand.setRole(personCalled('juno').discord?.id ?? '', community.places.staffRoleId, true);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** An order's page in a browser of somebody's own, signed in as the button for Twitch signs them in. */
async function orderPageOf(key: string, tag: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', baseURL: world.site });
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

let requests = 0;
async function act(by: string, what: StaffAct): Promise<void> {
  const staff = world.onDiscord(by);
  const { id } = await staff.proposeAct({ body: { requestId: `request-of-journey-${++requests}`, act: what } });
  await staff.confirmAct({ params: { actId: id } });
  await world.settle();
}

/** Violations of what axe knows of accessibility, by rule. */
async function violationsOn(page: Page): Promise<readonly string[]> {
  // The page's own policy allows no script but its own: this one is put there by the browser's tools.
  const found = await page.evaluate<{ violations: { id: string }[] }>(`${axe}; axe.run()`);
  return found.violations.map(({ id }) => id);
}

test('what one side reports is answered by the other, decided in part, appealed, and decided for good', async () => {
  const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
  const [buyer, builder] = [await orderPageOf('nova', tag, 'light'), await orderPageOf('kumo', tag, 'dark')];
  const section = (page: Page) => page.getByRole('region', { name: text.title });

  await buyer.locator('#report summary').click();
  await buyer.getByLabel(orderPageTexts.report.kind).selectOption('damaged');
  await buyer.getByLabel(orderPageTexts.report.what).fill('The case came in two pieces.');
  await buyer.getByRole('button', { name: orderPageTexts.actions.report.confirm }).click();
  await section(buyer).getByText(text.waits).waitFor();
  await builder.reload();
  expect(await section(builder).count()).toBe(0);

  const [waiting] = (await world.onDiscord('sol').listCases({ query: {} })).cases;
  const caseId = waiting?.id ?? '';
  await act('sol', { kind: 'take-case', caseId, reason: 'I look at it' });
  await builder.reload();
  await section(builder).getByText('The case came in two pieces.').waitFor();
  expect(await builder.locator('main').innerText()).not.toMatch(/Nova|Sol/);
  expect(await violationsOn(builder)).toEqual([]);
  await builder.getByLabel(text.answer.label).fill('It left us whole.\nThe parcel is <b>insured</b>.');
  await builder.getByRole('button', { name: text.answer.send }).click();
  await section(builder).getByText('The parcel is <b>insured</b>.').waitFor();

  await buyer.reload();
  await section(buyer).getByText('It left us whole.').waitFor();
  await buyer.getByLabel(text.answer.label).fill('I only want the case replaced.');
  await buyer.getByRole('button', { name: text.answer.send }).click();
  await section(buyer).getByText('I only want the case replaced.').waitFor();

  const decision = { kind: 'decide-case', caseId, infavourOf: 'buyer', reason: 'a new case costs that much' } as const;
  await act('sol', { ...decision, amountTyped: '20.00', postage: 'house' });
  await builder.reload();
  await section(builder).getByText('$20.00 goes back to the buyer. C500 pays return postage.').waitFor();
  await builder.locator('#appeal-case summary').click();
  await builder.getByLabel(text.appeal.label).fill('The carrier broke it, and pays for it.');
  await builder.getByRole('button', { name: text.appeal.send }).click();
  await section(builder).getByText(text.states.appealed.builder).waitFor();

  world.clock.advance(minute);
  await act('juno', { kind: 'take-case', caseId, reason: 'I look at it anew' });
  await act('juno', { ...decision, infavourOf: 'builder', reason: 'the carrier pays for it' });
  await buyer.reload();
  await section(buyer).getByText(text.finals.builder).waitFor();
  const told = await buyer.getByRole('region', { name: orderPageTexts.timelineTitle }).innerText();
  for (const line of ['Reported to the staff.', 'taken the case on', 'An answer in the case.', 'An appeal against'])
    expect(told).toContain(line);
  expect(await violationsOn(buyer)).toEqual([]);
  expect(complaints).toEqual([]);
  await booksAgree(world);
});
