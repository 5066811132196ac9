import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { ConnectionView } from '#shared/schemas/desk.ts';
import { aConnection, anUnconnected, checksOf, FakeDeskCore } from './test/canned-desk.ts';
import { buildOnce, DeskStage, type DeskStageOptions } from './test/desk-stage.ts';
import { breaches, cutOff, doubleText, focused, keepPicture, sidewaysPx, tabTo } from './test/look.ts';
import { startBrowser } from '../sandbox/browser.ts';

jest.setTimeout(30_000);
let browser: Browser;
let stage: DeskStage;

type Prepare = { readonly prepare?: (core: FakeDeskCore) => void };

async function open({ prepare, ...options }: Partial<DeskStageOptions> & Prepare = {}): Promise<void> {
  const core = new FakeDeskCore();
  prepare?.(core);
  stage = await DeskStage.open(browser, { view: 'config', widthPx: 720, heightPx: 860, ...options, core });
}
const button = (name: string | RegExp) => stage.frame.getByRole('button', { name });
const link = (name: string | RegExp) => stage.frame.getByRole('link', { name });

/** Lets an answer that is under way arrive, and the page draw it. */
const settle = () => stage.arrived();

beforeAll(async () => {
  await buildOnce();
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());
afterEach(async () => {
  const faults = [...stage.faults];
  await stage[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

const nobody = {
  builder: null,
  next: 'builder',
  checks: checksOf({ builder: 'missing', consent: 'missing', scopes: 'missing', notifications: 'waiting' }),
} as const;
const lackingRecordings = { next: 'recordings', checks: checksOf({ recordings: 'missing' }) } as const;
const lackingScopes = {
  next: 'scopes',
  checks: checksOf({ scopes: 'missing', recordings: 'missing' }, ['channel:manage:broadcast', 'clips:edit']),
} as const;

/** How a channel may stand, and a sentence that tells that the page shows it. */
const standings: readonly (readonly [name: string, connection: ConnectionView, shows: string])[] = [
  ['connected', aConnection(), 'All set'],
  ['never-connected', anUnconnected(), 'Connect your channel'],
  ['no-builder', anUnconnected(nobody), 'Become a certified builder'],
  ['scopes-missing', aConnection(lackingScopes), 'Reconnect and allow: setting markers and making clips.'],
  ['recordings-missing', aConnection(lackingRecordings), 'Keep your recordings'],
  ['settling', aConnection({ checks: checksOf({ notifications: 'waiting', chat: 'unknown' }) }), 'Nearly there'],
  ['revoked', anUnconnected({ login: 'kumo_live', endedWhy: 'revoked' }), 'Our access was taken back at Twitch'],
  ['refused', anUnconnected({ login: 'kumo_live', endedWhy: 'refused' }), 'Twitch no longer lets us in'],
  ['unlinked', anUnconnected({ login: 'kumo_live', endedWhy: 'unlinked' }), 'You disconnected this channel'],
];

/** Looks at what is shown in both themes and with large text, and keeps a picture of each. */
async function inspect(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await stage.say({ action: 'twitch-ext-context', context: { theme } });
    await stage.frame.locator(`html[data-theme=${theme}]`).waitFor();
    expect([name, theme, await breaches(stage)]).toEqual([name, theme, []]);
    await keepPicture(stage, `config-${name}-${theme}`);
  }
  await doubleText(stage);
  expect([name, await sidewaysPx(stage), await cutOff(stage)]).toEqual([name, 0, []]);
  await stage.frame.evaluate(`document.documentElement.style.fontSize = ''`);
}

describe('in both themes axe finds nothing, and nothing is cut off or scrolls sideways, however large the text', () => {
  test.each([720, 400])('however the channel stands, in a frame of %d pixels', async (widthPx) => {
    await open({ widthPx });
    const half = standings.filter((_, index) => index % 2 === (widthPx === 720 ? 0 : 1));
    for (const [name, connection, shows] of half) {
      stage.core.connection = connection;
      await stage.frame.evaluate(`window.dispatchEvent(new Event('focus'))`);
      await stage.see(shows);
      await inspect(name);
    }
  });

  test.each<readonly [string, Partial<DeskStageOptions> & Prepare, string]>([
    ['a-moderator', { who: 'moderator' }, 'This page is for the broadcaster'],
    ['loading', { prepare: (core) => core.holdAnswers() }, 'Looking at how your channel'],
    ['out-of-reach', { prepare: (core) => (core.isReachable = false) }, 'out of reach'],
  ])('while there is nothing of the channel to show: %s', async (name, options, shows) => {
    await open({ ...options, heightPx: 420 });
    await stage.frame.getByText(shows).first().waitFor({ state: 'attached' });
    await inspect(name);
  });
});

describe('connecting', () => {
  test('shows one next step, and what comes after it as coming later', async () => {
    await open({ prepare: (core) => (core.connection = anUnconnected()) });
    await stage.see('Connect your channel');
    await expect(link('Connect with Twitch').getAttribute('href')).resolves.toBe(
      'https://c500.test/connect/fresh-link-1',
    );
    const checks = await stage.frame.getByRole('listitem').allInnerTexts();
    expect(checks.map((check) => check.replace(/\s+/g, ' '))).toEqual([
      'A certified builder Done This channel belongs to a workshop.',
      'Your yes at Twitch Next',
      'Chat, markers and clips Later',
      'Twitch tells us when you are live Later',
      'Order tags in your chat Later',
      'Recordings of your streams Later',
    ]);
    await expect(stage.frame.locator('[aria-current=step]').count()).resolves.toBe(1);
  });

  test('opens our page in another tab, waits, and notices by itself when it is done', async () => {
    await open({ clock: 'held', prepare: (core) => (core.connection = anUnconnected()) });
    const popup = stage.page.waitForEvent('popup');
    await stage.see('Connect your channel');
    await stage.page.keyboard.press('Tab');
    expect(await link('Connect with Twitch').evaluate((each) => each.matches(':focus-visible'))).toBe(true);
    await stage.page.keyboard.press('Enter');
    await (await popup).waitForLoadState();
    expect(stage.opened).toEqual(['https://c500.test/connect/fresh-link-1']);
    await stage.see('Waiting for you in the other tab');
    await settle();
    const asked = stage.core.count('getConnection');
    stage.core.connection = aConnection({ connectedAt: 1_938_000_000_000 });
    await stage.page.clock.runFor(3_100);
    await stage.see('All set');
    expect(stage.core.count('getConnection')).toBe(asked + 1);
    await stage.see('Connected as kumo_live since');
  });

  test('coming back to the window is a reason to look at once', async () => {
    await open({ clock: 'held', prepare: (core) => (core.connection = anUnconnected()) });
    await stage.see('Connect your channel');
    stage.core.connection = aConnection();
    await stage.frame.evaluate(`window.dispatchEvent(new Event('focus'))`);
    await stage.see('All set');
  });

  test('a hidden page asks nothing', async () => {
    await open({ clock: 'held' });
    await stage.see('All set');
    await stage.say({ action: 'twitch-ext-visibility-changed', isVisible: false });
    await stage.page.clock.runFor(600_000);
    await settle();
    expect(stage.core.count('getConnection')).toBe(1);
  });

  test('what is mended at Twitch is looked at again by a button', async () => {
    await open({ prepare: (core) => (core.connection = aConnection(lackingRecordings)) });
    await stage.see('Keep your recordings');
    stage.core.connection = aConnection();
    await button('I have done it, look again').click();
    await stage.see('All set');
  });

  test('a channel of nobody reads how to become a builder, and can still connect', async () => {
    await open({ prepare: (core) => (core.connection = anUnconnected(nobody)) });
    await stage.see('Our staff certifies you');
    const about = link('How builders work with C500');
    expect(await about.getAttribute('href')).toBe('https://c500.test/about#builders');
    expect(await link('Connect with Twitch').count()).toBe(1);
  });

  test('somebody else than the broadcaster is told so, and the core is never asked', async () => {
    await open({ who: 'moderator' });
    await stage.see('This page is for the broadcaster');
    await settle();
    expect(stage.core.calls).toEqual([]);
  });

  test('a core that does not answer is told of, and tried again', async () => {
    await open({ prepare: (core) => (core.isReachable = false) });
    await stage.see('out of reach');
    stage.core.isReachable = true;
    await button('Try again').click();
    await stage.see('All set');
  });
});

describe('disconnecting', () => {
  test('asks in the page, and a no gives everything back as it was', async () => {
    await open();
    await button('Disconnect this channel').focus();
    await stage.page.keyboard.press('Enter');
    expect(await focused(stage)).toBe('Disconnect kumo_live?');
    await tabTo(stage, 'Stay connected');
    await stage.page.keyboard.press('Enter');
    expect(await focused(stage)).toBe('Disconnect this channel');
    expect(stage.core.count('endConnection')).toBe(0);
  });

  test('is asked of the core once, however often it is pressed, and the page tells what it means', async () => {
    await open();
    await button('Disconnect this channel').click();
    stage.core.holdAnswers();
    await button('Yes, disconnect').dblclick();
    await button('Disconnecting…').dispatchEvent('click');
    stage.core.letGo();
    await stage.see('You disconnected this channel');
    await stage.see('Not connected yet');
    expect(stage.core.count('endConnection')).toBe(1);
    expect(await link('Reconnect with Twitch').count()).toBe(1);
  });

  test('that is refused says why in its place', async () => {
    await open({ prepare: (core) => (core.refuses.endConnection = 'conflict-try-again') });
    await button('Disconnect this channel').click();
    await button('Yes, disconnect').click();
    expect(await stage.frame.getByRole('alert').innerText()).toContain('Something changed while we were looking.');
    delete stage.core.refuses.endConnection;
    await button('Yes, disconnect').click();
    await stage.see('You disconnected this channel');
  });
});
