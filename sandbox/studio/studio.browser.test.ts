import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../browser.ts';
import { dropFixture, orderFixture } from './core-fixture.ts';
import { startStudio, type Studio } from './server.ts';
import { startWorldFixture, type WorldFixture } from './world-fixture.ts';

const here = import.meta.dirname;
const root = join(here, '..', '..');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
jest.setTimeout(240_000);
let fixture: WorldFixture;
let studio: Studio;
let browser: Browser;
let distDir: string;
const noise: string[] = [];

beforeAll(async () => {
  distDir = await mkdtemp(join(tmpdir(), 'studio-pages-'));
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', here, '--outDir', distDir, '--logLevel', 'error'], {
    cwd: root,
  });
  if (built.status !== 0) throw new Error(`the Studio's page does not build: ${String(built.stderr)}`);
  fixture = await startWorldFixture();
  studio = await startStudio(fixture.world, { port: 0, distDir, client: answerClient });
  await fixture.publish([
    {
      name: 'c500',
      description: 'C500',
      options: [
        {
          type: 1,
          name: 'drop',
          description: 'List a drop',
          options: [
            {
              type: 3,
              name: 'guild',
              description: 'Craft',
              required: true,
              choices: [{ name: 'Builder', value: 'builder' }],
            },
            { type: 4, name: 'units', description: 'How many', required: true },
          ],
        },
        { type: 1, name: 'orders', description: 'Your orders', options: [] },
      ],
    },
    { type: 3, name: 'Report this drop', name_localizations: { de: 'Drop melden' } },
    { type: 2, name: 'Passport' },
    { type: 4, name: 'launch', handler: 2 },
  ]);
  browser = await startBrowser();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await studio.close();
  await fixture[Symbol.asyncDispose]();
  await rm(distDir, { recursive: true });
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  expect(noise.splice(0)).toEqual([]);
});

/** In place of Discord's page around an activity, which has tests of its own. */
function answerClient({ url = '/' }: IncomingMessage, response: ServerResponse): boolean {
  if (!url.startsWith('/channels/')) return false;
  const person = new URL(url, 'http://studio').searchParams.get('as') ?? '';
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end(`<!doctype html><html lang="en"><title>Frame</title><main><h1>Frame</h1><p>an activity of ${person}, <span></span></p></main>
<script>const say = () => { document.querySelector('span').textContent = location.hash; }; onhashchange = say; say();</script></html>`);
  return true;
}

const reportForm = {
  custom_id: 'report-drop:1',
  title: 'Report',
  components: [{ type: 18, label: 'What is wrong?', component: { type: 4, custom_id: 'text', style: 2 } }],
};

type Look = {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly still?: boolean;
};

async function open(query: string, look: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    colorScheme: look.scheme ?? 'light',
    reducedMotion: look.still ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
  await page.goto(`${studio.origin}/${query}`);
  await page
    .getByRole('region', { name: 'Twitch', exact: true })
    .or(page.getByRole('navigation', { name: 'Columns' }))
    .first()
    .waitFor();
  return page;
}

/** What axe finds wrong, as rule and element. */
async function findFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const found: unknown = await page.evaluate(
    "axe.run(document, { iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })" +
      ".then((result) => result.violations.flatMap((each) => each.nodes.map((node) => each.id + ' ' + node.target.join(' ') + ' ' + (node.failureSummary ?? ''))))",
  );
  return Array.isArray(found) ? found.map(String) : ['axe did not answer'];
}

describe('the Studio', () => {
  test('shows three columns, and says that nothing leaves this machine', async () => {
    const page = await open('?guide=off');
    for (const name of ['Twitch', 'Discord', 'Behind the scenes']) {
      await page.getByRole('region', { name, exact: true }).waitFor();
    }
    await page.getByText('simulated world, nothing leaves this machine').waitFor();
    expect(await page.getByText('simulated', { exact: true }).count()).toBeGreaterThanOrEqual(3);
    // Each column scrolls by itself, and nothing in one makes the page longer than the window.
    expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0);
  });

  test('lets one be somebody else on each platform, by hand and by address', async () => {
    const page = await open('?twitch=nova&discord=yuzu&guide=off');
    const [onTwitch, onDiscord] = [page.getByLabel('On Twitch you are'), page.getByLabel('On Discord you are')];
    expect([await onTwitch.inputValue(), await onDiscord.inputValue()]).toEqual(['nova', 'yuzu']);
    expect(await page.getByRole('button', { name: 'Go live' }).count()).toBe(0);
    await onTwitch.selectOption('kumo');
    await page.getByRole('button', { name: 'Go live' }).waitFor();
    await onDiscord.selectOption('mori');
    expect(new URL(page.url()).searchParams.get('discord')).toBe('mori');
  });

  test('goes live and chats, and every page that looks hears it', async () => {
    const [kumo, mori] = [await open('?twitch=kumo&guide=off'), await open('?twitch=mori&guide=off')];
    await kumo.getByLabel('Stream title').fill('A quiet board');
    await kumo.getByRole('button', { name: 'Go live' }).click();
    await mori.getByRole('figure', { name: 'Kumo is live: A quiet board' }).waitFor();
    await mori.getByLabel('Chat as Mori').fill('so soft!');
    await mori.getByLabel('Chat as Mori').press('Enter');
    await kumo.getByRole('log', { name: 'Chat lines' }).getByText('so soft!').waitFor();
    await kumo.getByRole('button', { name: 'End stream' }).click();
    await mori.getByRole('figure', { name: 'Kumo is offline' }).waitFor();
  });

  test('hosts the panel in its frame, and shares an identity only when asked and allowed', async () => {
    const page = await open('?twitch=nova&watch=kumo&guide=off');
    const panel = page.frameLocator('iframe[title="Twitch panel"]');
    await panel.getByText('viewer unshared of 10001').waitFor();
    await panel.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).click();
    await panel.getByText('viewer unshared of 10001').waitFor();
    await panel.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Share' }).click();
    await panel.getByText('viewer 10007 of 10001').waitFor();
    expect(await page.locator('iframe').getAttribute('sandbox')).not.toContain('allow-top-navigation');
  });
});

describe('the extension in the Studio', () => {
  test('lies over the player, whose controls come with the pointer, and can be minimised and shown again', async () => {
    fixture.world.twitch.goLive('10001');
    const page = await open('?twitch=mori&watch=kumo&show=overlay&guide=off&panel=light');
    const overlay = page.frameLocator('iframe[title="Twitch overlay"]');
    await overlay.getByText('viewer light controls false paused false').waitFor();
    await page.getByRole('figure').hover({ position: { x: 200, y: 150 } });
    await overlay.getByText('viewer light controls true').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await overlay.getByText('controls true paused true').waitFor();
    await page.mouse.move(0, 0);
    await overlay.getByText('controls false paused true').waitFor();
    await page.getByRole('button', { name: 'Dark Twitch' }).click();
    await overlay.getByText('viewer dark').waitFor();
    await overlay.getByRole('button', { name: 'Minimise' }).click();
    await page.getByRole('button', { name: 'Show C500' }).click();
    await overlay.getByText('viewer dark').waitFor();
    await page.getByRole('figure').hover({ position: { x: 200, y: 150 } });
    await page.getByRole('button', { name: 'Smaller' }).click();
    await page.frameLocator('iframe[title="Twitch panel"]').getByText('viewer unshared of 10001').waitFor();
    expect(new URL(page.url()).searchParams.get('show')).toBeNull();
    fixture.world.twitch.goOffline('10001');
  });

  test('has views that only the broadcaster may open, and says so to everybody else', async () => {
    const page = await open('?twitch=mori&watch=kumo&guide=off');
    const tabs = page.getByRole('group', { name: 'What to look at' });
    for (const name of ['Config', 'Live desk'])
      expect(await tabs.getByRole('button', { name }).isDisabled()).toBe(true);
    await tabs.getByRole('button', { name: 'Phone' }).click();
    // A phone hears nothing of the player's controls.
    await page.frameLocator('iframe[title="Twitch mobile"]').getByText('viewer dark controls paused').waitFor();
    const closed = await open('?twitch=mori&watch=kumo&show=desk&guide=off');
    expect(await closed.locator('iframe').count()).toBe(0);
    await closed.getByRole('button', { name: 'Be Kumo' }).click();
    const desk = closed.frameLocator('iframe[title="Twitch live desk"]');
    await desk.getByText('broadcaster unshared of 10001').waitFor();
    await desk.getByText('dashboard dark').waitFor();
    await closed.getByRole('group', { name: 'What to look at' }).getByRole('button', { name: 'Config' }).click();
    await closed.frameLocator('iframe[title="Twitch config"]').getByText('config dark').waitFor();
  });

  test('a part alone fills the window as on Twitch', async () => {
    fixture.world.twitch.goLive('10001');
    const overlay = await open('?show=overlay&focus=extension', { width: 1280, height: 720 });
    await overlay.frameLocator('iframe').getByText('of 10001').waitFor();
    expect(await overlay.locator('iframe').boundingBox()).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
    const panel = await open('?show=panel&focus=extension', { width: 318, height: 496 });
    expect(await panel.locator('iframe').boundingBox()).toEqual({ x: 0, y: 0, width: 318, height: 496 });
    fixture.world.twitch.goOffline('10001');
  });

  test('lets one chat as a moderator, and from a channel that shares its chat', async () => {
    const page = await open('?twitch=kumo&watch=kumo&guide=off');
    const log = page.getByRole('log', { name: 'Chat lines' });
    await page.getByLabel('Who chats').selectOption('juno');
    await page.getByLabel('Chat as Juno').fill('be kind');
    await page.getByLabel('Chat as Juno').press('Enter');
    await log.getByRole('listitem').filter({ hasText: 'be kind' }).getByRole('img', { name: 'Moderator' }).waitFor();
    await page.getByLabel('In whose chat').selectOption('yuzu');
    await page.getByLabel('Chat as Juno').fill('from next door');
    await page.getByLabel('Chat as Juno').press('Enter');
    await log.getByRole('listitem').filter({ hasText: 'from next door' }).getByText('Yuzu').waitFor();
  });

  test('shows the broadcaster what Twitch keeps of them, and nobody else', async () => {
    const page = await open('?twitch=kumo&watch=kumo&guide=off');
    await page.getByText('Kumo’s settings at Twitch').click();
    const keeps = (checked: boolean) => page.getByRole('switch', { name: /^Keep recordings/, checked });
    await keeps(true).click();
    await keeps(false).waitFor();
    await page.getByText('C500 is not connected.').waitFor();
    expect(await page.getByRole('button', { name: 'Withdraw consent' }).isDisabled()).toBe(true);
    await keeps(false).click();
    await keeps(true).waitFor();
    const viewer = await open('?twitch=mori&watch=kumo&guide=off');
    expect(await viewer.getByText('settings at Twitch').count()).toBe(0);
  });
});

describe('Discord in the Studio', () => {
  test('a message of components is drawn with its text, picture and buttons, and a press reaches the bot', async () => {
    const { buildsChannelId } = fixture.world.places;
    const parts = [
      { type: 10, content: '## Sakura 65\nby <@200000000000000001>, first proof <t:1795270000:R>' },
      { type: 1, components: [{ type: 2, style: 1, label: 'Buy', custom_id: 'claim:1' }] },
      { type: 1, components: [{ type: 2, style: 5, label: 'Watch', url: 'https://example.com/live' }] },
    ];
    await fixture.post(buildsChannelId, {
      flags: 32768,
      components: [{ type: 17, accent_color: 0xffd1dc, components: parts }],
    });
    fixture.answerWith({ type: 4, data: { content: 'Set aside for **you**.', flags: 64 } });
    const page = await open('?discord=mori&guide=off');
    await page.getByText('@Kumo').waitFor();
    const link = page.getByRole('link', { name: 'Watch' });
    expect(await link.getAttribute('target')).toBe('_blank');
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.getByText('Only you can see this').waitFor();
    const other = await open('?discord=nova&guide=off');
    await other.getByRole('button', { name: 'Buy' }).waitFor();
    expect(await other.getByText('Only you can see this').count()).toBe(0);
  });

  test('a slash command is found by typing, filled in, and its form submitted with a sample picture', async () => {
    const parts = [
      { type: 18, label: 'Title', component: { type: 4, custom_id: 'title', style: 1 } },
      { type: 18, label: 'Pictures', component: { type: 19, custom_id: 'pictures', max_values: 4 } },
    ];
    fixture.answerWith({ type: 9, data: { custom_id: 'drop:1', title: 'A new drop', components: parts } });
    const page = await open('?discord=kumo&guide=off');
    const box = page.getByRole('combobox', { name: 'Message #available-builds' });
    await box.fill('/c500');
    await page.getByRole('option', { name: /\/c500 drop/ }).waitFor();
    await box.press('Enter');
    await page.getByLabel('guild').selectOption('builder');
    await page.getByLabel('units').fill('3');
    await page.getByRole('button', { name: 'Send command' }).click();
    const dialog = page.getByRole('dialog', { name: 'A new drop' });
    await dialog.getByLabel('Title').fill('Sakura 65');
    await dialog.getByRole('button', { name: 'Use a sample picture: Pastel board' }).click();
    expect(await findFaults(page)).toEqual([]);
    fixture.answerWith({ type: 4, data: { content: 'Your drop is open.', flags: 64 } });
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Your drop is open.').waitFor();
    const sent = [...fixture.world.discord.model.interactions.values()].find(
      ({ commandName }) => commandName === 'c500',
    );
    expect(sent?.userId).toBe('200000000000000001');
  });

  test('two communities, a menu of roles with a search, menus of messages and people, and another language', async () => {
    const { otherDropsChannelId, otherCommunityId } = fixture.world.places;
    await fixture.post(otherDropsChannelId, {
      content: 'Who shall hear of drops?',
      components: [{ type: 1, components: [{ type: 6, custom_id: 'role:alerts', min_values: 0, max_values: 2 }] }],
    });
    const page = await open('?discord=hana&guide=off');
    await page
      .getByRole('navigation', { name: 'Communities' })
      .getByRole('button', { name: 'Tactile Tuesday' })
      .click();
    await page.getByRole('button', { name: 'Choose a role' }).click();
    await page.getByRole('searchbox').fill('alert');
    await page.getByRole('button', { name: '@Drop alerts role' }).click();
    expect(await findFaults(page)).toEqual([]);
    fixture.answerWith({ type: 4, data: { content: 'Chosen: <@&500000000000000022>', flags: 64 } });
    await page.getByRole('button', { name: 'Choose', exact: true }).click();
    await page.getByText('@Drop alerts', { exact: true }).waitFor();
    await page.getByLabel('Language of Hana’s Discord').selectOption('de');
    await page.getByRole('button', { name: 'More on this message' }).click();
    fixture.answerWith({ type: 9, data: reportForm });
    await page.getByRole('menuitem', { name: 'Drop melden' }).click();
    await page.getByRole('dialog', { name: 'Report' }).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'C500: apps' }).first().click();
    fixture.answerWith({ type: 4, data: { content: 'A passport', flags: 64 } });
    await page.getByRole('menuitem', { name: 'Passport' }).click();
    await page.getByText('A passport').waitFor();
    const used = [...fixture.world.discord.model.interactions.values()].slice(-3);
    expect(used).toMatchObject([
      { customId: 'role:alerts', communityId: otherCommunityId },
      { commandName: 'Report this drop', locale: 'de' },
      { commandName: 'Passport', targetId: fixture.world.discord.model.botUserId, locale: 'de' },
    ]);
    const stranger = await open('?discord=kumo&guide=off');
    expect(await stranger.getByRole('button', { name: 'Tactile Tuesday' }).count()).toBe(0);
  });

  test('a voice channel opens the activity on a stage, and closing it leads back', async () => {
    const page = await open('?discord=hana&channel=500000000000000013&guide=off');
    await page.getByRole('button', { name: 'Open the shop street' }).click();
    const stage = page.getByRole('region', { name: 'Activity' });
    const frame = stage.frameLocator('iframe');
    await frame.getByText('an activity of 200000000000000005, #layout=focused').waitFor();
    expect(await findFaults(page)).toEqual([]);
    await stage.getByRole('button', { name: 'Corner' }).click();
    await frame.getByText('#layout=pip').waitFor();
    await stage.getByRole('button', { name: 'Close' }).click();
    await page.getByText('In the shop street: Hana').waitFor();
  });

  test('a bot that does not answer is said so', async () => {
    fixture.answerWith(undefined);
    const messageId = await fixture.post(fixture.world.places.loungeChannelId, {
      content: 'Anybody there?',
      components: [{ type: 1, components: [{ type: 2, style: 2, label: 'Knock', custom_id: 'knock' }] }],
    });
    expect(messageId).not.toBe('');
    const page = await open('?discord=mori&channel=desk-lounge&guide=off');
    await page.getByRole('button', { name: 'Knock' }).click();
    await page.getByRole('alert').getByText('did not respond').waitFor();
  });
});

describe('behind the scenes', () => {
  test('the river shows where every cent is, and the books agree', async () => {
    const page = await open('?guide=off');
    const river = page.getByRole('region', { name: 'Money river' });
    for (const [name, amount] of [
      ['With Kumo', '$430.00'],
      ['C500’s fee', '$40.50'],
      ['Protection fund', '$4.50'],
    ] as const) {
      await river.getByRole('row', { name: `${name} ${amount}` }).waitFor();
    }
    await river.getByText('every cent').waitFor();
    await page.getByText('ledger = Stripe ✓ to the cent').waitFor();
    await page.getByRole('region', { name: 'Sightings' }).getByText('Only the broadcaster can put an order').waitFor();
  });

  test('a parcel is scanned and delivered by its carrier, one press each', async () => {
    const { orders } = fixture.core;
    const tracking = { carrier: 'UPS', number: '1Z999AA10123456784', url: null };
    fixture.core.orders = [orderFixture({ fulfilment: 'shipped', tracking })];
    await fetch(`${fixture.world.easypost.origin}/v2/trackers`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('EZTK_fixture:')}` },
      body: JSON.stringify({ tracker: { tracking_code: tracking.number, carrier: 'UPS' } }),
    });
    const page = await open('?guide=off');
    const parcel = page.getByRole('region', { name: 'Parcel' });
    await parcel.getByText('a label and nothing more').waitFor();
    await parcel.getByRole('button', { name: 'Carrier scans' }).click();
    await parcel.getByText('with the carrier').waitFor();
    await parcel.getByRole('button', { name: 'Carrier delivers' }).click();
    await parcel.getByText('delivered', { exact: true }).waitFor();
    fixture.core.orders = orders;
  });

  test('the clock, a fault and the end of the server are one press each', async () => {
    const page = await open('?guide=off');
    await page.getByRole('button', { name: /^\+10m/ }).click();
    await page.getByText('10 minutes ahead').waitFor();
    const fault = page.getByRole('switch', { name: /Webhooks come twice/ });
    await fault.click();
    await page.getByRole('switch', { name: /Webhooks come twice/, checked: true }).waitFor();
    await fault.click();
    await page.getByRole('switch', { name: /Webhooks come twice/, checked: false }).waitFor();
    const answered = page.waitForResponse((response) => response.url().endsWith('/studio/act'));
    await page.getByRole('button', { name: 'End the server now' }).click();
    expect((await answered).ok()).toBe(true);
    expect(fixture.asked).toEqual(['advance 600000', 'kill']);
  });
});

describe('the guide', () => {
  test('opens on the first visit, points, notices what was done and remembers', async () => {
    const [orders, drops] = [fixture.core.orders, fixture.core.drops];
    const page = await open('');
    const guide = page.getByRole('region', { name: 'Guide' });
    await guide.getByRole('heading', { name: '1. List a drop' }).waitFor();
    await guide.getByRole('button', { name: 'Be Kumo, command ready' }).click();
    await page.getByRole('form', { name: 'Command /c500 drop' }).waitFor();
    expect(await page.getByLabel('units').inputValue()).toBe('3');
    fixture.core.drops = [dropFixture({ id: 'drp_new', title: 'A new board' }), dropFixture()];
    await guide.getByRole('heading', { name: '2. Claim it on Twitch' }).waitFor();
    await guide.getByText('Nothing has moved yet. “A new board” is open').waitFor();
    const claimed = orderFixture({
      tag: 'C5-0000000',
      dropId: 'drp_new',
      vault: null,
      proofs: [],
      timeline: [{ event: 'claimed', at: Date.now(), params: {} }],
    });
    fixture.core.orders = [claimed, ...orders];
    await guide.getByRole('heading', { name: '3. Pay at Stripe' }).waitFor();
    await page.reload();
    await guide.getByRole('heading', { name: '3. Pay at Stripe' }).waitFor();
    await guide.getByRole('button', { name: 'Skip this step' }).click();
    await guide.getByRole('heading', { name: '4. Build it live' }).waitFor();
    await guide.getByRole('button', { name: 'Close the guide' }).click();
    await guide.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Guide 4 of 6/ }).click();
    await guide.getByRole('button', { name: 'Start over' }).click();
    await guide.getByRole('heading', { name: '1. List a drop' }).waitFor();
    [fixture.core.orders, fixture.core.drops] = [orders, drops];
  });
});

describe('everybody can use it', () => {
  test.each([
    ['light', 1440, ''],
    ['dark', 1440, '?guide=off'],
    ['light', 390, '?tab=twitch&twitch=kumo'],
    ['dark', 390, '?tab=twitch&twitch=kumo&show=desk'],
    ['light', 1440, '?guide=off&twitch=kumo&show=config'],
    ['dark', 390, '?tab=discord'],
    ['light', 390, '?tab=behind'],
  ] as const)('axe finds nothing in the %s theme at %d pixels %s', async (scheme, width, query) => {
    const page = await open(query, { width, height: width < 500 ? 844 : 900, scheme, still: true });
    await page.frameLocator('iframe').getByText('of 10001').waitFor({ state: 'attached' });
    expect(await findFaults(page)).toEqual([]);
    const overflow: unknown = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(overflow).toBe(0);
  });

  test('on a phone the columns are tabs', async () => {
    const page = await open('?guide=off', { width: 390, height: 844 });
    const discord = page.getByRole('region', { name: 'Discord', exact: true });
    expect(await discord.isVisible()).toBe(false);
    await page.getByRole('navigation', { name: 'Columns' }).getByRole('button', { name: 'Discord' }).click();
    await discord.waitFor({ state: 'visible' });
  });

  test('nothing moves for those who asked for stillness', async () => {
    await fetch(`${studio.origin}/studio/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: studio.origin },
      body: JSON.stringify({ act: 'go-live', person: 'kumo' }),
    });
    const page = await open('?guide=off', { still: true });
    await page.getByRole('figure', { name: /Kumo is live/ }).waitFor();
    await page.waitForFunction("document.getAnimations().filter((each) => each.playState === 'running').length === 0");
  });
});
