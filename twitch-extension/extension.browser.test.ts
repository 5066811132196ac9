import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aBenchEntry, aChannel, aClaim, aClaimWithoutPrice, aPaidOrder, coreNow } from './test/canned-views.ts';
import { FakeCore } from './test/fake-core.ts';
import { startBrowser } from '../sandbox/browser.ts';
import { Stage, type StageOptions } from './test/panel-stage.ts';

const dist = join(import.meta.dirname, 'dist');
jest.setTimeout(240_000);
let browser: Browser;
let stage: Stage;

async function open(options: StageOptions & { readonly prepare?: (core: FakeCore) => void } = {}): Promise<Stage> {
  const core = new FakeCore();
  options.prepare?.(core);
  stage = await Stage.open(browser, { ...options, core });
  return stage;
}
const button = (name: string | RegExp) => stage.frame.getByRole('button', { name });
const see = (text: string | RegExp) => stage.frame.getByText(text).filter({ visible: true }).first().waitFor();
const claimCloud = () => button('Claim one: Cloud 65').click();

beforeAll(async () => {
  if (!existsSync(dist)) {
    const vite = join(import.meta.dirname, '..', 'node_modules', 'vite', 'bin', 'vite.js');
    await promisify(execFile)(process.execPath, [vite, 'build', import.meta.dirname, '--logLevel', 'warn']);
  }
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());
afterEach(async () => {
  const faults = [...stage.faults];
  await stage[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

describe('the build that goes to Twitch', () => {
  test('loads the helper first, has no inline script, and every address in it is relative', async () => {
    await open();
    const pages = readdirSync(dist).filter((name) => name.endsWith('.html'));
    expect(pages).toContain('panel.html');
    for (const page of pages) {
      const scripts = [
        ...readFileSync(join(dist, page), 'utf8').matchAll(/<script[^>]*src="([^"]+)"[^>]*><\/script>|<script/g),
      ];
      expect(scripts[0]?.[1]).toBe('https://extension-files.twitch.tv/helper/v1/twitch-ext.min.js');
      for (const [, source] of scripts.slice(1)) expect(source).toMatch(/^\.\//);
    }
  });

  test('can be read by a reviewer, with libraries in a file of their own', async () => {
    await open();
    const isLibrary = (name: string) => name === 'react.js' || name === 'zod.js';
    const ours = readdirSync(dist)
      .filter((name) => name.endsWith('.js') && !isLibrary(name))
      .map((name) => readFileSync(join(dist, name), 'utf8'))
      .join('\n');
    expect(ours).toContain('function ClaimControl(');
    expect(ours).not.toContain('function createRoot(');
    expect(readFileSync(join(dist, 'react.js'), 'utf8')).toContain('createRoot');
  });
});

describe('the workshop', () => {
  test('shows the bench with tag, drop and live minutes, the queue, what was done, and the drops', async () => {
    await open();
    await see("Kumo's workshop");
    await see('6 of 10 live minutes');
    expect(await stage.frame.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('6 of 10 live minutes');
    const text = await stage.text();
    for (const words of [
      'C5-7K3QF2M',
      'for nova',
      'Quiet 65% build',
      'Up next',
      'C5-2M9PTRA',
      'Done today',
      'C5-9WQJ6ZE',
    ])
      expect(text).toContain(words);
    for (const words of ['3 of 8 left', 'Last one', 'All taken', '$450.00']) expect(text).toContain(words);
    expect(await button(/^Claim one/).count()).toBe(2);
  });

  test('tells that the channel is away, and keeps the drops open', async () => {
    await open({ prepare: (core) => (core.channel = aChannel({ live: null, bench: [] })) });
    await see('Kumo is away. Orders show up here while they are built live.');
    expect(await button(/^Claim one/).count()).toBe(2);
  });

  test('tells that nothing is on offer', async () => {
    await open({ prepare: (core) => (core.channel = aChannel({ drops: [], bench: [], queue: [], doneToday: [] })) });
    await see('No open drops just now.');
    await see('The bench is clear right now.');
  });

  test('tells that the channel has no builder', async () => {
    const nothing = { builder: null, live: null, drops: [], bench: [], queue: [], doneToday: [] };
    await open({ prepare: (core) => (core.channel = aChannel(nothing)) });
    await see('This channel has no builder linked yet.');
  });

  test('shows the shape of what is coming until the core has answered', async () => {
    await open({ prepare: (core) => core.holdAnswers() });
    await stage.frame.locator('[aria-busy=true]').waitFor();
    await stage.frame.getByText('Loading the workshop').waitFor({ state: 'attached' });
    stage.core.letGo();
    await see("Kumo's workshop");
  });

  test('says so when it is opened outside Twitch', async () => {
    await open({ helper: 'blocked' });
    await see('This panel lives on Twitch');
    stage.faults.splice(0);
  });

  test('follows the theme of the page around it', async () => {
    await open({ theme: 'dark' });
    await see("Kumo's workshop");
    const ground = () => stage.frame.evaluate(`getComputedStyle(document.body).backgroundColor`);
    expect(await ground()).toBe('rgb(29, 27, 41)');
    await stage.say({ action: 'twitch-ext-context', context: { theme: 'light' } });
    await stage.frame.locator('html[data-theme=light]').waitFor();
    expect(await ground()).toBe('rgb(255, 253, 208)');
  });
});

describe('claiming', () => {
  test('a double click claims once and shows the claim with its clock and the way to pay', async () => {
    await open();
    await button('Claim one: Cloud 65').waitFor();
    stage.core.holdAnswers();
    await button('Claim one: Cloud 65').dblclick();
    await button('Claiming…: Cloud 65').click({ force: true });
    stage.core.letGo();
    await see('Set aside for you');
    expect(stage.core.count('claimUnit')).toBe(1);
    expect(await stage.text()).toMatch(/C5-A1B2C3D[\s\S]*Time left\s*(10:00|9:5\d)[\s\S]*Pay \$450\.00/);
  });

  test('the payment opens in a tab of its own, which cannot reach back', async () => {
    await open();
    await claimCloud();
    const link = stage.frame.getByRole('link', { name: 'Pay $450.00 (opens in a new tab)' });
    const opened = stage.page.context().waitForEvent('page');
    await link.click();
    const tab = await opened;
    await tab.waitForLoadState();
    expect(tab.url()).toBe('https://c500.test/pay/QWERT-23456');
    expect(await tab.evaluate('window.opener')).toBeNull();
  });

  test('the clock follows the core and not the reader, tells each minute once, and ends', async () => {
    await open({ clock: 'held' });
    await claimCloud();
    await see('Set aside for you');
    stage.core.holdAnswers();
    const hear = (words: string) =>
      stage.frame
        .locator('[aria-live=polite]')
        .filter({ hasText: new RegExp(`^${words}$`) })
        .waitFor({ state: 'attached' });
    await stage.page.clock.runFor(60_000);
    await hear('9 minutes left');
    await stage.page.clock.runFor(8 * 60_000);
    await hear('One minute left');
    await see(/^(1:00|0:5\d)$/);
    await stage.page.clock.runFor(61_000);
    await see('The ten minutes are over');
    expect(await stage.frame.getByRole('link').count()).toBe(0);
  });

  test('with a pay code nothing tells a price or speaks of buying, and the code is spelled out', async () => {
    const prepare = (core: FakeCore) => {
      core.channel = aChannel({ checkout: 'code' });
      core.claimed = aClaimWithoutPrice();
      core.orders = [aPaidOrder({ price: null, total: null, vault: null })];
    };
    await open({ prepare });
    const shop = /[$€£¥]|\d[.,]\d\d\b|\bUSD\b|\bbuy|\bprice|\bpurchas|\bshop/i;
    await see("Kumo's workshop");
    expect(await stage.text()).not.toMatch(shop);
    await button('About this drop: Cloud 65').click();
    await see('The promise');
    expect(await stage.text()).not.toMatch(shop);
    await claimCloud();
    await see('QWERT-23456');
    await see('Type it at c500.test/pay before the time is over.');
    expect(await stage.text()).not.toMatch(shop);
    await stage.frame.getByText('Q, W, E, R, T, dash, 2, 3, 4, 5, 6').waitFor({ state: 'attached' });
    expect(await stage.frame.getByRole('link').count()).toBe(0);
    await button('Back').click();
    await button('Back').click();
    await button('My orders').click();
    await button(/C5-2M9PTRA/).click();
    await see('Your money waits in the Vault');
    expect(await stage.text()).not.toMatch(shop);
    expect(await stage.frame.getByRole('link').count()).toBe(0);
  });

  test('a claim can be given back, after asking once', async () => {
    await open();
    await claimCloud();
    await button('Cancel claim').click();
    await see('Give it back?');
    expect(stage.core.count('cancelClaim')).toBe(0);
    await button('Keep it').click();
    await button('Cancel claim').click();
    await button('Yes, give it back').click();
    await see('You gave it back');
    await button('See the drop again').waitFor();
    expect(stage.core.count('cancelClaim')).toBe(1);
  });

  test('a refusal says what happened and what to do, and the person stays where they were', async () => {
    await open({ prepare: (core) => (core.claimed = 'tier-too-low') });
    await claimCloud();
    const refusal = stage.frame.getByRole('alert');
    await refusal.waitFor();
    expect(await refusal.innerText()).toContain('This one needs the Member tier.');
    expect(await refusal.innerText()).toContain('Link a second account or finish one order, and it opens.');
    expect(await refusal.evaluate((box) => box.getBoundingClientRect().bottom)).toBeLessThanOrEqual(496);
    await see('Open drops');
    stage.core.claimed = aClaim();
    await claimCloud();
    await see('Set aside for you');
  });

  test('a drop that is already claimed leads back to its claim', async () => {
    await open({ prepare: (core) => (core.orders = [aClaim()]) });
    await button('Yours: C5-A1B2C3D').click();
    await see('Set aside for you');
    await button('Back').click();
    await button(/C5-A1B2C3D is set aside for you/).click();
    await see('Set aside for you');
  });

  test('a payment that arrives shows up by itself', async () => {
    await open();
    await claimCloud();
    await see('Set aside for you');
    stage.core.orders = [aPaidOrder({ tag: 'C5-A1B2C3D' })];
    stage.core.channel = aChannel({ revision: 'r2' });
    await stage.nudge('r2');
    await see('Your money waits in the Vault');
  });
});

describe('who looks', () => {
  test('somebody unknown is asked kindly, and can claim once Twitch has told who they are', async () => {
    await open({ who: 'unlinked' });
    await claimCloud();
    await see('Who shall we set it aside for?');
    expect(stage.core.count('claimUnit')).toBe(0);
    expect(stage.core.count('listMyOrders')).toBe(0);
    await button('Share my identity with C500').click();
    await expect(stage.identityRequests()).resolves.toBe(1);
    await stage.become('linked');
    await see('Thank you, now we know you. You can claim.');
    await claimCloud();
    await see('Set aside for you');
  });

  test('a guest is told to log in, without a button that could do nothing', async () => {
    await open({ who: 'guest' });
    await claimCloud();
    await see('Log in to Twitch first');
    expect(await button('Share my identity with C500').count()).toBe(0);
    await button('Not now').click();
    await button('My orders').click();
    await see('Log in to Twitch first');
  });

  test('the broadcaster is told that viewers claim here', async () => {
    await open({ who: 'broadcaster' });
    await claimCloud();
    await see('This is your own channel');
    expect(await button('Share my identity with C500').count()).toBe(0);
  });

  test('every call carries the newest token', async () => {
    await open({ who: 'unlinked' });
    await see("Kumo's workshop");
    await stage.become('linked');
    await button('My orders').click();
    await see('No orders yet.');
    expect(stage.core.calls.at(0)?.authorization).toMatch(/^Bearer .*signed-unlinked$/);
    expect(stage.core.calls.at(-1)?.authorization).toMatch(/^Bearer .*signed-linked$/);
  });

  test('of other buyers only nickname and tag reach the page, whatever the core sends', async () => {
    const secrets = {
      buyerName: 'Ada Lovelace',
      email: 'ada@example.com',
      address: '12 Elm Street',
      buyerId: 'cit_ada',
    };
    const entry = { ...aBenchEntry({ buyerNickname: 'nova' }), ...secrets };
    const channel = aChannel({ queue: [], doneToday: [], drops: [] });
    await open({ prepare: (core) => (core.unchecked = { ...channel, bench: [entry], queue: [entry] }) });
    await see('for nova');
    const page = String(await stage.frame.evaluate('document.documentElement.outerHTML'));
    for (const secret of Object.values(secrets)) expect(page).not.toContain(secret);
    const bench = stage.frame.locator('article').filter({ hasText: 'C5-7K3QF2M' });
    const said = (await bench.innerText()).split(/\s*\n\s*/);
    expect(said.filter((words) => !/, (done|next|to come)$/.test(words))).toEqual([
      'Live',
      '7 min on the bench',
      'Cloud 65, hand-lubed and tuned',
      'C5-7K3QF2M',
      'for nova',
      'Next: Switches in',
      '3 of 7 steps',
      '6 of 10 live minutes',
    ]);
  });
});

describe('staying true', () => {
  test('a message of the core is followed by a new look, sooner than the panel would ask by itself', async () => {
    await open();
    await see('3 of 8 left');
    const drops = aChannel().drops.map((drop) => ({ ...drop, units: { total: 8, left: 2 } }));
    stage.core.channel = aChannel({ revision: 'r2', drops });
    await stage.nudge('r2');
    await stage.frame.getByText('2 of 8 left').first().waitFor({ timeout: 10_000 });
    expect(stage.core.count('getChannel')).toBe(2);
  });

  test('a message about what is already seen, and one that cannot be read, ask nothing', async () => {
    await open({ clock: 'held' });
    await see('3 of 8 left');
    await stage.nudge('r1');
    await stage.say({
      action: 'twitch-ext-pubsub-message',
      payload: { target: 'broadcast', contentType: 'application/json', content: ['{"revision":', 'null', '7'] },
    });
    await stage.page.clock.runFor(1_000);
    await stage.arrived();
    expect(stage.core.count('getChannel')).toBe(1);
  });

  test('when messages stop the panel asks every 15 seconds, not while it is hidden, and at once when it is seen again', async () => {
    await open({ clock: 'held' });
    await see('3 of 8 left');
    await stage.page.clock.runFor(14_000);
    await stage.arrived();
    expect(stage.core.count('getChannel')).toBe(1);
    stage.core.channel = aChannel({ revision: 'r2', live: null, bench: [] });
    await stage.page.clock.runFor(1_500);
    await see('Kumo is away');
    expect(stage.core.count('getChannel')).toBe(2);
    await stage.say({ action: 'twitch-ext-visibility-changed', isVisible: false });
    await stage.nudge('r3');
    await stage.page.clock.runFor(120_000);
    await stage.arrived();
    expect(stage.core.count('getChannel')).toBe(2);
    stage.core.channel = aChannel({ revision: 'r4' });
    await stage.say({ action: 'twitch-ext-visibility-changed', isVisible: true });
    await see('6 of 10 live minutes');
    expect(stage.core.count('getChannel')).toBe(3);
  });

  test('the first look that fails says so kindly and heals by itself', async () => {
    await open({ prepare: (core) => (core.isReachable = false) });
    await see('The workshop is out of reach');
    stage.core.isReachable = true;
    await button('Try again').click();
    await see("Kumo's workshop");
  });

  test('losing the network keeps everything in place under a strip, and finding it again takes the strip away', async () => {
    await open();
    await button('About this drop: Cloud 65').click();
    await see('The promise');
    stage.core.isReachable = false;
    await stage.page.context().setOffline(true);
    await see('You are offline. This is what we saw last.');
    await see('The promise');
    await claimCloud();
    await see('That did not reach us.');
    stage.core.isReachable = true;
    await stage.page.context().setOffline(false);
    await stage.frame.getByText('You are offline').waitFor({ state: 'detached' });
    await claimCloud();
    await see('Set aside for you');
  });
});

test('the times of the tests lie far from the time of this machine', async () => {
  await open();
  expect(Math.abs(coreNow - Date.now())).toBeGreaterThan(86_400_000);
});
