import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { newDatabase } from '../../server/test/databases.ts';
import { startBrowser } from '../browser.ts';
import { startActivityHost } from '../discord/activity-host/host.ts';
import { makeProxyKeys } from '../discord/activity-host/signing.ts';
import { personCalled } from '../people.ts';
import { community } from '../seed/community.ts';
import { startSandbox } from '../start.ts';
import type { World } from '../world.ts';

const root = join(import.meta.dirname, '..', '..');
const pictures = join(root, 'artifacts', 'activity');

/** Somebody at Discord's client with the activity in it. */
export type Seat = {
  readonly client: Page;
  readonly frame: Frame;
  readonly context: BrowserContext;
  /** Says something to Discord's client by its address, as its buttons do. */
  set(what: string): Promise<void>;
  /** Keeps a picture of the whole client. */
  picture(name: string): Promise<void>;
};

/** The whole world with Discord's frame before the core, and one browser that finds Discord here. */
export type ActivityStage = AsyncDisposable & {
  readonly world: World;
  /** What any page complained of since the last look: errors, warnings, and whatever the policy forbade. Reading empties it. */
  complaints(): readonly string[];
  /** Somebody sits down in the voice channel and opens the activity; Discord asks them first. */
  sit(
    key: string,
    look?: { readonly platform?: 'mobile'; readonly size?: { readonly width: number; readonly height: number } },
  ): Promise<Seat>;
};

/** Starts everything afresh. The activity is the built one, and Discord signs what it passes on. */
export async function openActivityStage(): Promise<ActivityStage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'c500-activity-'));
  mkdirSync(pictures, { recursive: true });
  const keys = makeProxyKeys();
  const coreSettings = { ...newDatabase(), DISCORD_PUBLIC_KEY: keys.publicKeyHex };
  const sandbox = await startSandbox({ dataDir, fresh: true, studioPort: 0, isHurried: true, coreSettings });
  const { world } = sandbox;
  const host = await startActivityHost({
    discord: world.discord,
    keys,
    distDir: join(root, 'discord-activity', 'dist'),
    mappings: ['/v1', '/pictures'].map((prefix) => ({ prefix, target: world.product.origin + prefix })),
  });
  const browser = await startBrowser(host.hostRules);
  const complaints: string[] = [];
  const agreed = new Set<string>();
  const { communityId, voiceChannelId: channelId } = community.places;
  return {
    world,
    complaints: () => complaints.splice(0),
    async sit(key, { platform, size } = {}) {
      const usual = platform === 'mobile' ? { width: 390, height: 844 } : { width: 1492, height: 820 };
      const context = await browser.newContext({
        viewport: size ?? usual,
        ignoreHTTPSErrors: true,
        reducedMotion: 'reduce',
        colorScheme: 'light',
      });
      context.setDefaultTimeout(20_000);
      context.on('page', (page) => listenTo(page, complaints));
      await context.addInitScript(
        `addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))`,
      );
      const client = await context.newPage();
      const userId = personCalled(key).discord?.id ?? '';
      const url = host.clientUrl({ userId, communityId, channelId }, platform ? `platform=${platform}` : '');
      await client.goto(`${url}#theme=light`);
      const frame = await (await client.waitForSelector('iframe')).contentFrame();
      if (!frame) throw new Error('there is no activity');
      if (!agreed.has(key)) await client.getByRole('button', { name: 'Authorize' }).click();
      agreed.add(key);
      await frame.getByRole('img', { name: /, you$/ }).waitFor();
      return {
        client,
        frame,
        context,
        async set(what) {
          await client.evaluate(`location.hash = ${JSON.stringify(what)}`);
          const network = /network=(\w+)/.exec(what)?.[1];
          if (network) await client.waitForSelector(`body[data-network=${network}]`, { state: 'attached' });
        },
        async picture(name) {
          await frame.evaluate('document.fonts.ready');
          await client.screenshot({ path: join(pictures, `journey-${name}.png`) });
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await host.close();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function listenTo(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // Browsers say of each request that nothing answered, which is what a broken network is, or a core that was ended.
    if (/net::ERR_EMPTY_RESPONSE|WebSocket connection to|net::ERR_CONNECTION|status of 502/.test(message.text()))
      return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`${error.message} (${page.url()})`));
}
