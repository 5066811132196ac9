import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import * as z from 'zod/mini';
import { channelId, twitchIdOf } from './buyers.ts';
import { passing, setChannelStage, until } from './channel-stage.ts';
import { formatCount, median } from './figures.ts';
import { serveFramePage, startChromium } from './frame-page.ts';

const rounds = 7;
const slowedTimes = 4;
/** What the panel may load, gzipped, and how long it may take on a slow processor until it can be used. */
const bytesMax = 170_000;
const usableMsMax = 1_000;
/** Fonts come once the browser has nothing better to do. */
const afterwardsMs = 3_000;

const dist = new URL('../../../twitch-extension/dist/', import.meta.url);

const Load = z.object({
  usableMs: z.number(),
  longestTaskMs: z.number(),
  files: z.array(z.object({ name: z.string(), endedMs: z.number() })),
});
type Load = z.infer<typeof Load>;

/**
 * What viewers load before they can use the panel, and how long that takes on a slow processor: the real core, Twitch's frame and
 * policy, an empty cache, and no network in between.
 *
 * @returns sentences on what was wrong
 */
export async function benchExtension(say: (sentence: string) => void): Promise<readonly string[]> {
  const stage = await setChannelStage();
  const page = await serveFramePage(stage.twitch, channelId, twitchIdOf(1));
  const browser = await startChromium();
  const loads: Load[] = [];
  try {
    for (let round = 0; round <= rounds; round++) {
      const load = await loadPanel(browser, page.url, stage.onBench);
      // The first one also fills what the core keeps.
      if (round > 0) loads.push(load);
    }
  } finally {
    await browser.close();
    await page.close();
    await stage.close();
  }
  const [first] = loads;
  if (!first) return ['the panel was not loaded'];
  const all = [{ name: 'panel.html', endedMs: 0 }, ...first.files];
  const fonts = all.filter(({ name }) => name.endsWith('.woff2'));
  const bytes = weigh(all);
  say(
    `The panel loads ${formatCount(bytes)} bytes gzipped in all, of ${formatCount(bytesMax)}: ${kept(bytes <= bytesMax)}.`,
  );
  say(
    `  ${formatCount(bytes - weigh(fonts))} without fonts, which words are read without until they are there. ${list(all)}`,
  );
  const times = loads.map(({ usableMs }) => usableMs);
  say(
    `It can be used after ${formatCount(median(times))} ms on a processor slowed ${slowedTimes} times ` +
      `(${formatCount(Math.min(...times))} to ${formatCount(Math.max(...times))} in ${rounds} loads), of ${formatCount(usableMsMax)}: ${kept(median(times) <= usableMsMax)} here; ` +
      `its longest task takes ${formatCount(median(loads.map(({ longestTaskMs }) => longestTaskMs)))} ms.`,
  );
  return [];
}

async function loadPanel(browser: Browser, url: string, tags: readonly string[]): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 318, height: 496 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowedTimes });
    await context.addInitScript(`(${watchPanel.toString()})(${JSON.stringify(tags)})`);
    await page.goto(url);
    await until('the panel shows the bench', async () => (await askFrame(page, 'window.usableMs')) !== undefined);
    await passing(afterwardsMs);
    return Load.parse(
      await askFrame(
        page,
        `({ usableMs: window.usableMs, longestTaskMs: window.longestTaskMs, files: performance.getEntriesByType('resource')
          .filter(({ name }) => new URL(name).origin === location.origin && !/helper/.test(name))
          .map(({ name, responseEnd }) => ({ name: new URL(name).pathname.split('/').pop(), endedMs: responseEnd })) })`,
      ),
    );
  } finally {
    await context.close();
  }
}

async function askFrame(page: Page, question: string): Promise<unknown> {
  const frame = page.frames().find((each) => each.url().includes('/panel.html'));
  return frame?.evaluate(question);
}

/**
 * Runs in the panel's page before anything of ours. The panel can be used once the bench is drawn, there is something to press, and
 * the page answers to its next event.
 */
function watchPanel(tags: readonly string[]): void {
  if (!location.pathname.endsWith('/panel.html')) return;
  const seen: { usableMs?: number; longestTaskMs?: number } = Object.assign(window, { longestTaskMs: 0 });
  new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) seen.longestTaskMs = Math.max(seen.longestTaskMs ?? 0, duration);
  }).observe({ type: 'longtask', buffered: true });
  const observer = new MutationObserver(() => {
    const text = document.body?.textContent ?? '';
    if (document.querySelector('#root button') === null || !tags.every((tag) => text.includes(tag))) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => (seen.usableMs = performance.now())));
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}

function kept(isKept: boolean): string {
  return isKept ? 'kept' : 'not kept';
}

type Loaded = Load['files'];

function gzipped(name: string): number {
  return gzipSync(readFileSync(fileURLToPath(new URL(name, dist))), { level: 9 }).length;
}

function weigh(files: Loaded): number {
  return files.reduce((sum, { name }) => sum + gzipped(name), 0);
}

function list(files: Loaded): string {
  return files.map(({ name }) => `${name} ${formatCount(gzipped(name))}`).join(', ');
}
