import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { minute } from '#shared/house-rules.ts';
import { aChannel, aClaim, aClaimWithoutPrice, aPaidOrder, coreNow } from './test/canned-views.ts';
import { FakeCore } from './test/fake-core.ts';
import { breaches, cutOff, doubleText, sidewaysPx } from './test/look.ts';
import { startBrowser } from '../sandbox/browser.ts';
import { Stage, type StageOptions } from './test/panel-stage.ts';

jest.setTimeout(240_000);
let browser: Browser;
let stage: Stage;

async function open(state: State, options: StageOptions = {}): Promise<void> {
  const core = new FakeCore();
  state.prepare?.(core);
  stage = await Stage.open(browser, { who: state.who ?? 'linked', ...options, core });
  for (const press of state.presses ?? []) await stage.frame.getByRole('button', { name: press }).first().click();
  await stage.frame.getByText(state.shows).filter({ visible: true }).first().waitFor();
}

/** A state of the panel: how to get there, and a sentence that tells that one is there. */
type State = {
  readonly name: string;
  readonly who?: StageOptions['who'];
  readonly prepare?: (core: FakeCore) => void;
  readonly presses?: readonly (string | RegExp)[];
  readonly shows: string;
};

const bench = { since: coreNow - 8 * minute, earnedMs: 7 * minute, neededMs: 10 * minute, sharedBy: 0 };
const states: readonly State[] = [
  { name: 'the workshop', shows: 'Open drops' },
  {
    name: 'a channel that is away',
    prepare: (core) => (core.channel = aChannel({ live: null, bench: [], drops: [] })),
    shows: 'Kumo is away',
  },
  { name: 'loading', prepare: (core) => core.holdAnswers(), shows: 'C500' },
  { name: 'an unreachable core', prepare: (core) => (core.isReachable = false), shows: 'out of reach' },
  { name: 'a drop', presses: ['About this drop: Cloud 65'], shows: 'The promise' },
  { name: 'a refusal', prepare: (core) => (core.claimed = 'sold-out'), presses: [/^Claim one/], shows: 'is taken' },
  { name: 'the question who one is', who: 'unlinked', presses: [/^Claim one/], shows: 'Who shall we' },
  { name: 'a guest who wants to claim', who: 'guest', presses: [/^Claim one/], shows: 'Log in to Twitch first' },
  { name: 'a claim to pay', presses: [/^Claim one/], shows: 'Time left' },
  {
    name: 'a claim with a pay code',
    prepare: (core) => {
      core.channel = aChannel({ checkout: 'code' });
      core.claimed = aClaimWithoutPrice();
    },
    presses: [/^Claim one/],
    shows: 'Your pay code',
  },
  { name: 'giving a claim back', presses: [/^Claim one/, 'Cancel claim'], shows: 'Give it back?' },
  {
    name: 'my orders',
    prepare: (core) =>
      (core.orders = [aClaim(), aPaidOrder({ bench }), aPaidOrder({ tag: 'C5-X', fulfilment: 'completed' })]),
    presses: ['My orders'],
    shows: 'Earlier',
  },
  { name: 'no orders', presses: ['My orders'], shows: 'No orders yet.' },
  {
    name: 'an order on the bench',
    prepare: (core) => (core.orders = [aPaidOrder({ fulfilment: 'building', bench })]),
    presses: ['My orders', /C5-2M9PTRA/],
    shows: '7 of 10 live minutes',
  },
];

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  const faults = [...stage.faults];
  await stage[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

describe('in both themes axe finds nothing, and nothing is cut off or scrolls sideways, however large the text, in', () => {
  test.each(states.map((state) => [state.name, state] as const))('%s', async (_name, state) => {
    await open(state);
    for (const theme of ['light', 'dark'] as const) {
      await stage.say({ action: 'twitch-ext-context', context: { theme } });
      await stage.frame.locator(`html[data-theme=${theme}]`).waitFor();
      expect([theme, await breaches(stage)]).toEqual([theme, []]);
    }
    expect(await sidewaysPx(stage)).toBe(0);
    await doubleText(stage);
    expect(await sidewaysPx(stage)).toBe(0);
    expect(await cutOff(stage)).toEqual([]);
  });
});

describe('with the keyboard alone', () => {
  const focused = () =>
    stage.frame.evaluate(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText`);
  const tabTo = async (name: string) => {
    for (let presses = 0; presses < 15; presses++) {
      await stage.page.keyboard.press('Tab');
      if ((await focused()) === name) return;
    }
    throw new Error(`the focus never came to ${name}`);
  };

  test('a person can open a drop, claim it, come back, and be where they were', async () => {
    await open({ name: 'the workshop', shows: 'Open drops' });
    await tabTo('About this drop: Pebble macropad');
    const outline = await stage.frame.evaluate('getComputedStyle(document.activeElement).outlineWidth');
    expect(parseFloat(String(outline))).toBeGreaterThanOrEqual(2);
    const scrolled = Number(await stage.frame.evaluate('scrollY'));
    await stage.page.keyboard.press('Enter');
    await stage.frame.getByText('The promise').waitFor();
    expect(await focused()).toBe('Pebble macropad');
    await tabTo('Claim one: Pebble macropad');
    await stage.page.keyboard.press('Enter');
    await stage.frame.getByText('Time left').waitFor();
    expect(await focused()).toBe('Set aside for you');
    await stage.page.keyboard.press('Shift+Tab');
    await stage.page.keyboard.press('Enter');
    await stage.page.keyboard.press('Shift+Tab');
    await tabTo('Back');
    await stage.page.keyboard.press('Enter');
    await stage.frame.getByText('Open drops').waitFor();
    expect(await focused()).toBe('About this drop: Pebble macropad');
    expect(await stage.frame.evaluate('scrollY')).toBe(scrolled);
  });

  test('the question who one is takes the focus of the button it stands for', async () => {
    await open({ name: 'the workshop', who: 'unlinked', shows: 'Open drops' });
    await tabTo('Claim one: Cloud 65, hand-lubed and tuned');
    await stage.page.keyboard.press('Enter');
    await stage.frame.getByText('Who shall we').waitFor();
    expect(await focused()).toBe('Who shall we set it aside for?');
    await stage.page.keyboard.press('Tab');
    expect(await focused()).toBe('Share my identity with C500');
  });
});

test('where less motion is wished for nothing moves for ever', async () => {
  await open({ name: 'the workshop', shows: 'Open drops' });
  const endless = `document.getAnimations().filter((each) => each.effect.getTiming().iterations === Infinity).length`;
  expect(await stage.frame.evaluate(endless)).toBe(0);
  await stage.page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await stage.frame.evaluate(endless)).toBeGreaterThan(0);
});
