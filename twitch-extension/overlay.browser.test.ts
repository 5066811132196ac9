import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { ChannelView } from './src/use-channel.ts';
import { aBenchEntry, aChannel, aDrop, aLastBuild, kumo } from './test/canned-views.ts';
import { FakeCore } from './test/fake-core.ts';
import { breaches, doubleText, focused, hostile, keepPicture, lightOf, sidewaysPx, tabTo } from './test/look.ts';
import { startBrowser } from '../sandbox/browser.ts';
import { Stage, type StageOptions } from './test/panel-stage.ts';

jest.setTimeout(60_000);
let browser: Browser;
let stage: Stage;
let turn = 1;

async function open(part: Partial<ChannelView> = {}, options: StageOptions = {}): Promise<void> {
  const core = new FakeCore();
  core.channel = aChannel(part);
  stage = await Stage.open(browser, { view: 'video_overlay', ...options, core });
}
const see = (text: string | RegExp) => stage.frame.getByText(text).filter({ visible: true }).first().waitFor();
const button = (name: string | RegExp) => stage.frame.getByRole('button', { name });
const strip = () => button(/Open the workshop/);
const openWorkshop = async () => {
  await strip().click();
  await see('Open drops');
};
async function change(part: Partial<ChannelView>): Promise<void> {
  const revision = `r${(turn += 1)}`;
  stage.core.channel = { ...stage.core.channel, ...part, revision };
  await stage.nudge(revision);
}

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  const faults = [...stage.faults];
  await stage[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'the strip, a moment and the workshop are sound in the %s theme',
  async (theme) => {
    await open({ bench: [aBenchEntry(), aBenchEntry({ tag: 'C5-W2E6RTY', buyerNickname: 'mori' })] }, { theme });
    await see('Now building, and 1 more');
    await keepPicture(stage, `overlay-${theme}-strip`);
    expect(await breaches(stage)).toEqual([]);
    await change({ drops: [...aChannel().drops, aDrop({ id: 'drp_new', title: 'Aurora 75, one of five' })] });
    await see('A drop just opened');
    await keepPicture(stage, `overlay-${theme}-moment`);
    expect(await breaches(stage)).toEqual([]);
    await openWorkshop();
    await keepPicture(stage, `overlay-${theme}-workshop`);
    expect(await breaches(stage)).toEqual([]);
    await button('Close the workshop').click();
    await button('Make this small').click();
    await keepPicture(stage, `overlay-${theme}-small`);
    expect(await breaches(stage)).toEqual([]);
  },
);

describe('over the stream', () => {
  test('the picture shines through in either theme, and nothing but the strip takes a press', async () => {
    const sky = { x: 600, y: 100, width: 60, height: 60 };
    for (const theme of ['light', 'dark'] as const) {
      await open({}, { theme });
      await see('Now building');
      const { least, most } = await lightOf(stage, sky);
      expect([theme, least > 0.2, most < 0.4]).toEqual([theme, true, true]);
      const pressed = (x: number, y: number) =>
        stage.frame.evaluate(
          `document.elementFromPoint(${x}, ${y})?.closest('.nowstrip') !== null && document.elementFromPoint(${x}, ${y}) !== document.documentElement && document.elementFromPoint(${x}, ${y}) !== null`,
        );
      expect([await pressed(640, 360), await pressed(100, 590)]).toEqual([false, true]);
      if (theme === 'light') await stage[Symbol.asyncDispose]();
    }
  });

  test('it covers little, and neither the player’s controls nor its title, at any size of the player', async () => {
    await open();
    await openWorkshop();
    for (const [width, height] of [
      [1280, 720],
      [640, 360],
      [420, 300],
    ] as const) {
      await stage.page.evaluate(
        `Object.assign(document.querySelector('iframe').style, { width: '${width}px', height: '${height}px' })`,
      );
      const box = await stage.frame.locator('.overlay__workshop').boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(60);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height - 80);
      expect(box?.width).toBeLessThanOrEqual(320);
    }
    await button('Close the workshop').click();
    const strip = await stage.frame.locator('.nowstrip').boundingBox();
    expect((strip?.width ?? 1e9) * (strip?.height ?? 1e9)).toBeLessThan(0.04 * 1280 * 720);
  });

  test('it comes and goes with the player’s controls, but not from under the keyboard', async () => {
    await open();
    await see('Now building');
    await stage.tell({ arePlayerControlsVisible: false });
    await strip().waitFor({ state: 'hidden' });
    await stage.tell({ volume: 0.5 });
    expect(await strip().isVisible()).toBe(false);
    await stage.tell({ arePlayerControlsVisible: true });
    await strip().focus();
    await stage.tell({ arePlayerControlsVisible: false });
    await stage.frame.locator('.overlay__rest--away').waitFor();
    expect(await strip().isVisible()).toBe(true);
    await strip().click();
    await see('Open drops');
  });

  test('until there is something to tell there is nothing, whatever is wrong', async () => {
    await open({ builder: null, bench: [], drops: [], queue: [], doneToday: [] });
    await stage.frame.locator('html.dressed').waitFor({ state: 'attached' });
    await stage.arrived();
    expect(await stage.text()).toBe('');
    await change({ builder: kumo });
    await see('The bench is clear right now.');
  });
});

describe('a person', () => {
  test('makes it small, also where the browser keeps nothing for a frame', async () => {
    await open();
    await stage.page
      .context()
      .addInitScript(
        `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });`,
      );
    await stage.reload('linked', 'dark');
    await button('Make this small').click();
    expect(await focused(stage)).toBe('Show what is being built');
    await button('Show what is being built').click();
    await see('Now building');
  });

  test('finds it small again where the browser keeps what was chosen', async () => {
    await open();
    await stage.page.context().addInitScript(
      `window.kept = { 'c500-overlay': 'small' };
       Object.defineProperty(window, 'localStorage', { value: { getItem: (name) => window.kept[name] ?? null, setItem: (name, value) => { window.kept[name] = value; } } });`,
    );
    await stage.reload('linked', 'dark');
    await button('Show what is being built').click();
    await see('Now building');
    expect(await stage.frame.evaluate('window.kept')).toEqual({ 'c500-overlay': 'strip' });
  });

  test('opens, claims and closes with the keyboard alone, and is given a pay code instead of a link', async () => {
    await open({ live: null, bench: [aBenchEntry()], lastBuild: aLastBuild() });
    await see('Now building');
    await stage.frame.evaluate('window.focus()');
    await tabTo(stage, (await strip().innerText()).trim());
    await stage.page.keyboard.press('Enter');
    await see('Open drops');
    expect(await focused(stage)).toBe('Close the workshop');
    await tabTo(stage, 'Claim one: Pebble macropad');
    await stage.page.keyboard.press('Enter');
    await see('QWERT-23456');
    expect(await focused(stage)).toBe('Set aside for you');
    expect(await stage.frame.getByRole('link').count()).toBe(0);
    expect(await sidewaysPx(stage)).toBe(0);
    await tabTo(stage, 'Close the workshop');
    await stage.page.keyboard.press('Enter');
    await strip().waitFor();
    expect(await focused(stage)).toContain('Now building');
  });

  test('loses no place in the workshop to news from the core', async () => {
    await open();
    await openWorkshop();
    await button('About this drop: Pebble macropad').click();
    await see('The promise');
    await change({ bench: [] });
    await stage.arrived();
    await see('The promise');
    await button('Back').click();
    expect(await focused(stage)).toBe('About this drop: Pebble macropad');
  });
});

describe('a moment', () => {
  test('is spoken once, politely, goes by itself, and lets the mouse through', async () => {
    await open({ doneToday: [] }, { clock: 'held' });
    await see('Now building');
    await change({ doneToday: [aBenchEntry({ tag: 'C5-DONE', buyerNickname: 'nova' })] });
    await stage.page.clock.runFor(500);
    await see('An order is finished');
    const status = stage.frame.getByRole('status').filter({ hasText: 'An order is finished' });
    expect(await status.innerText()).toContain('Cloud 65, hand-lubed and tuned, for nova');
    expect(await status.evaluate((box) => getComputedStyle(box).pointerEvents)).toBe('none');
    await stage.page.clock.runFor(9_500);
    await status.waitFor({ state: 'detached' });
  });

  test('is no news when somebody has only just come, and moves nothing where less motion is wished for', async () => {
    await open();
    await see('Now building');
    expect(await stage.frame.locator('.moment').count()).toBe(0);
    await change({ drops: [aDrop({ id: 'drp_new', title: hostile.title })] });
    await stage.frame.locator('.moment').waitFor();
    expect(await stage.frame.evaluate('document.getAnimations().length')).toBe(0);
    const box = await stage.frame.locator('.moment').boundingBox();
    expect(box?.width).toBeLessThanOrEqual(320);
    expect(box?.height).toBeLessThan(120);
  });
});

test('what people type to break a page stays in the strip, also in large letters', async () => {
  await open({ bench: [aBenchEntry({ title: hostile.title, buyerNickname: hostile.nickname })] });
  await see('Now building');
  await keepPicture(stage, 'overlay-light-hostile');
  expect((await stage.frame.locator('.nowstrip').boundingBox())?.width).toBeLessThanOrEqual(320);
  await doubleText(stage);
  const box = await stage.frame.locator('.nowstrip').boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(1280);
  await openWorkshop();
  expect(
    await stage.frame.evaluate(
      `(() => { const box = document.querySelector('.overlay__scroller'); return box.scrollWidth - box.clientWidth; })()`,
    ),
  ).toBe(0);
  expect(await stage.frame.evaluate('document.title')).toBe('C500 workshop');
});
