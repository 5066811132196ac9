import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aBenchEntry, aChannel, aClaim, aDrop, aPaidOrder, kumo } from './test/canned-views.ts';
import { FakeCore } from './test/fake-core.ts';
import { breaches, cutOff, doubleText, hostile, keepPicture, sidewaysPx } from './test/look.ts';
import { startBrowser } from '../sandbox/browser.ts';
import { Stage, type StageOptions } from './test/panel-stage.ts';

jest.setTimeout(60_000);
let browser: Browser;
let stage: Stage;

async function open(core: FakeCore, options: StageOptions = {}): Promise<void> {
  stage = await Stage.open(browser, { view: 'mobile', ...options, core });
}
const see = (text: string | RegExp) => stage.frame.getByText(text).filter({ visible: true }).first().waitFor();
const button = (name: string | RegExp) => stage.frame.getByRole('button', { name });

/** What can be pressed and is smaller than a fingertip. */
function tooSmall(): Promise<unknown> {
  return stage.frame.evaluate(
    `[...document.querySelectorAll('button, a')].filter((each) => each.offsetParent !== null).map((each) => [each.innerText || each.ariaLabel, each.getBoundingClientRect()]).filter(([, box]) => box.width < 44 || box.height < 44).map(([name, box]) => name + ' ' + box.width + ' x ' + box.height)`,
  );
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

test.each(['light', 'dark'] as const)('every screen fits a phone and a fingertip in the %s theme', async (theme) => {
  const core = new FakeCore();
  core.orders = [aClaim(), aPaidOrder()];
  await open(core, { theme });
  await see('Open drops');
  await keepPicture(stage, `mobile-${theme}-workshop`);
  const sound = async () => {
    expect(await tooSmall()).toEqual([]);
    expect(await breaches(stage)).toEqual([]);
    expect([await sidewaysPx(stage), await cutOff(stage)]).toEqual([0, []]);
  };
  await sound();
  await button('My orders').click();
  await see('In the Vault');
  await keepPicture(stage, `mobile-${theme}-orders`);
  await sound();
  await button(/C5-A1B2C3D/)
    .last()
    .click();
  await see('Time left');
  await keepPicture(stage, `mobile-${theme}-claim`);
  await sound();
  await button('Back').click();
  await button('Back').click();
  await button('About this drop: Pebble macropad').click();
  await see('The promise');
  await sound();
});

test('it is as wide as the phone, from the narrowest up, with hostile text and large letters', async () => {
  const core = new FakeCore();
  const entry = aBenchEntry({ title: hostile.title, buyerNickname: hostile.nickname, note: hostile.note });
  core.channel = aChannel({
    builder: { ...kumo, guilds: ['builder', 'artisan', 'modder', 'vintage'] },
    bench: [entry],
    drops: [aDrop({ title: hostile.title })],
  });
  await open(core);
  await see('Open drops');
  for (const width of [320, 375, 430, 820]) {
    await stage.page.evaluate(`document.querySelector('iframe').style.width = '${width}px'`);
    expect([width, await sidewaysPx(stage)]).toEqual([width, 0]);
    const card = await stage.frame.locator('.bench').first().boundingBox();
    expect(card?.width).toBeGreaterThan(Math.min(width, 640) - 40);
  }
  await stage.page.evaluate(`document.querySelector('iframe').style.width = '375px'`);
  await doubleText(stage);
  expect([await sidewaysPx(stage), await cutOff(stage)]).toEqual([0, []]);
});

test('it needs nothing of the context that phones leave out', async () => {
  await open(new FakeCore(), { theme: null });
  await stage.tell({ language: 'en', mode: 'viewer' });
  await see("Kumo's workshop");
  await button(/^Claim one: Pebble/).click();
  await see('Set aside for you');
});
