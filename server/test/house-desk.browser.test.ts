import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { moneyTexts } from '#shared/text/en/pages-money.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { startBrowser } from '../../sandbox/browser.ts';
import { personCalled } from '../../sandbox/people.ts';
import { flagPuts } from '../usecases/house/flags.ts';
import { reckon } from '../usecases/money/reckoning.ts';
import { buy, listDrop } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

jest.setTimeout(120_000);

const pictures = join(import.meta.dirname, '..', '..', 'artifacts', 'house');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { act, cases, pages } = deskTexts;

let world: TestWorld;
let browser: Browser;
let order: OrderView;
let caseId = '';
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  [world, browser] = await Promise.all([
    startWorld({ withDiscord: true }),
    startBrowser('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'),
  ]);
  order = await buy(world, 'nova', await listDrop(world));
  const report = {
    requestId: 'request-of-pictures',
    kind: 'damaged',
    text: 'The case came with a long scratch.',
  } as const;
  caseId = (await world.onDiscord('nova').reportOrder({ params: { tag: order.tag }, body: report })).id;
  const application = { guild: 'modder', about: 'I have tuned switches for friends for years.' } as const;
  await world.onDiscord('ash').apply({ body: { ...application, links: ['https://example.com/ash'], pictures: [] } });
  const { core } = world.app();
  const flag = { id: 'flag-of-pictures', kind: 'fraud-warning', citizenId: null, orderId: null } as const;
  await core.store.commit(await flagPuts(core, { ...flag, about: order.tag }));
  const stray = { id: 'txn_stray', sourceId: 'po_1Stray', netMinor: -50_00, currency: 'USD', withOwnBank: false };
  const listMovements = async () => [...(await core.payments.listMovements()), stray];
  await reckon({ ...core, payments: { ...core.payments, listMovements } });
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** A browser in which the house's own person is signed in, as the button for Twitch signs them in. */
async function signedIn(
  colorScheme: 'light' | 'dark',
  width: number,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 800 },
    reducedMotion: 'reduce',
    baseURL: world.site,
  });
  const asked = await context.request.get('/sign-in/twitch?next=/house', { maxRedirects: 0 });
  const consent = new URL(asked.headers()['location'] ?? '');
  consent.searchParams.set('as', personCalled('sol').twitch?.id ?? '');
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  await context.request.get(consent.href);
  await page.goto('/house');
  return { page, context };
}

test('a case is taken on and decided in part by keyboard, and going back does nothing twice', async () => {
  const { page, context } = await signedIn('light', 1_280);
  await page.getByRole('heading', { level: 1, name: pages.today }).waitFor();
  await page.getByRole('link', { name: 'Damaged' }).click();
  await prepare(page, cases.take, async () => {}, 'I look at it');
  await page.getByText(act.lead).waitFor();
  await page.getByRole('button', { name: act.confirm }).press('Enter');
  await page.getByRole('heading', { level: 1, name: act.done }).waitFor();
  await page.getByRole('link', { name: act.leave }).press('Enter');
  await prepare(
    page,
    cases.decide,
    async (form) => {
      await form.getByRole('radio', { name: cases.for.buyer }).press('Space');
      await form.getByLabel(cases.amount).fill('$40');
      await form.getByLabel(cases.postage).selectOption('house');
    },
    'the scratch is on the photo',
  );
  await page.getByText('$40.00').waitFor();
  await page.getByRole('button', { name: act.confirm }).press('Enter');
  await page.getByRole('heading', { level: 1, name: act.done }).waitFor();
  const refunds = async () =>
    (await world.app().core.store.orderByTag(order.tag))?.refunds.map((each) => each.amountMinor);
  expect(await refunds()).toEqual([40_00]);
  await page.goBack();
  const again = page.getByRole('button', { name: act.confirm });
  if (await again.isVisible()) await again.press('Enter');
  await page.getByRole('heading', { level: 1, name: act.done }).waitFor();
  expect(await refunds()).toEqual([40_00]);
  await page.goto('/house/acts');
  await page.getByText('the scratch is on the photo').waitFor();
  await context.close();
  expect(complaints).toEqual([]);
});

/** Opens a form of the page with the keyboard, fills it, and sends it to be read. */
async function prepare(
  page: Page,
  label: string,
  fill: (form: ReturnType<Page['locator']>) => Promise<void>,
  reason: string,
) {
  const form = page.locator('details', { has: page.locator('summary', { hasText: label }) }).last();
  await form.locator('summary').press('Enter');
  await fill(form);
  await form.getByLabel(act.reason).fill(reason);
  await form.getByRole('button', { name: act.look }).press('Enter');
}

describe.each([
  ['light', 1_280, ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']],
  // What is said and how it is built is the same; colours and sizes are not.
  ['dark', 320, ['color-contrast', 'target-size']],
] as const)('in the %s theme at %d pixels', (scheme, width, rules) => {
  test('every page can be read by everybody, and fits', async () => {
    const { page, context } = await signedIn(scheme, width);
    const citizen = await world.app().core.store.citizenByAccount('discord', personCalled('kumo').discord?.id ?? '');
    const wrong: string[] = [];
    const shown = {
      today: '/house',
      people: '/house/people?q=nova',
      person: `/house/people/${citizen?.id}`,
      orders: '/house/orders',
      order: `/house/orders/${order.tag}`,
      cases: '/house/cases?state=settled',
      case: `/house/cases/${caseId}`,
      disputes: '/house/disputes',
      bans: '/house/bans',
      applications: '/house/applications',
      flags: '/house/flags',
      effects: '/house/effects',
      audit: '/house/acts',
      money: '/house/money',
      lines: '/house/money/lines',
      solvency: '/solvency',
    };
    for (const [name, path] of Object.entries(shown)) {
      await page.goto(path);
      await page.screenshot({ path: join(pictures, `${name}-${scheme}.png`), fullPage: true });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wider > 0) wrong.push(`${name}: ${wider} pixels too wide`);
      await page.evaluate(axe);
      const found = await page.evaluate(
        `axe.run({ runOnly: ${JSON.stringify(rules)} })
          .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' ' + node.target)))`,
      );
      wrong.push(...(Array.isArray(found) ? found : ['axe did not answer']).map((each) => `${name}: ${each}`));
    }
    await context.close();
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test('the books are gone through anew by a press, and not again within a minute', async () => {
  const { page, context } = await signedIn('light', 1_280);
  await page.goto('/house/money');
  await page.getByText(moneyTexts.underWayOnly).waitFor();
  await page.getByRole('button', { name: moneyTexts.lookAgain }).click();
  await page.getByText(moneyTexts.agrees).waitFor();
  await page.getByRole('button', { name: moneyTexts.lookAgain }).click();
  await page.getByRole('alert').waitFor();
  await context.close();
});
