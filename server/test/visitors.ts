import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { personCalled } from '../../sandbox/people.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How somebody looks at the website: on a telephone in the dark, or at a desk in the light. */
export type Looks = 'telephone' | 'desk';

/**
 * A page in a browser of somebody's own, signed in as the button for Twitch signs them in.
 *
 * @param complaints what the page says to a browser's console, except that an answer was a refusal: those are looked for on the page
 */
export async function visitAs(
  browser: Browser,
  site: string,
  key: string,
  path: string,
  looks: Looks,
  complaints: string[],
): Promise<Page> {
  const isSmall = looks === 'telephone';
  const context = await browser.newContext({
    baseURL: site,
    colorScheme: isSmall ? 'dark' : 'light',
    reducedMotion: 'reduce',
    viewport: isSmall ? { width: 360, height: 800 } : { width: 1_100, height: 900 },
  });
  const asked = await context.request.get('/sign-in/twitch?next=/', { maxRedirects: 0 });
  const consent = new URL(asked.headers()['location'] ?? '');
  consent.searchParams.set('as', personCalled(key).twitch?.id ?? '');
  await context.request.get(consent.href);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const said = message.text();
    if (message.type() === 'error' && !/status of 4\d\d/.test(said)) complaints.push(said);
  });
  await page.goto(path);
  return page;
}

/** What keeps people from reading the page: what axe knows of it by its rules, and how much is too wide for the window. */
export async function flawsOf(page: Page): Promise<readonly string[]> {
  // The page's own policy allows no script but its own: this one is put there by the browser's tools.
  const found = await page.evaluate<{ violations: { id: string }[] }>(`${axe}; axe.run()`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [...found.violations.map(({ id }) => id), ...(wider > 0 ? [`${wider} pixels too wide`] : [])];
}
