import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { startBrowser } from '../browser.ts';
import * as z from 'zod/mini';
import { createClient, type Client } from '#shared/api/client.ts';
import { newDatabase } from '../../server/test/databases.ts';
import { personCalled } from '../people.ts';
import { startSandbox, type Sandbox } from '../start.ts';
import type { World } from '../world.ts';

/** A browser of somebody's own: its cookies are nobody else's. */
export type Visitor = {
  readonly context: BrowserContext;
  /** Opens the Studio with this query string; `?` and all. */
  studio(query: string): Promise<Page>;
  /** Opens any address, such as one that somebody was sent. */
  visit(url: string): Promise<Page>;
};

/** The running world and the browsers in it. */
export type JourneyStage = AsyncDisposable & {
  readonly sandbox: Sandbox;
  readonly world: World;
  /** With which one is C500 at the simulated Stripe. */
  readonly stripeApiKey: string;
  /** The core as somebody of the sandbox reaches it through Discord's door. */
  as(key: string): Client;
  /** The core as a builder's own pages on Twitch reach it. */
  atDesk(key: string): Client;
  /** What any page complained of since the last look; reading empties it. */
  complaints(): readonly string[];
  /** A new browser, as of somebody who has never been here. */
  visitor(look?: { readonly width?: number; readonly height?: number }): Promise<Visitor>;
  /** Closes every browser that is open. */
  sendVisitorsHome(): Promise<void>;
};

const Kept = z.object({ credentials: z.object({ stripeApiKey: z.string(), botServiceToken: z.string() }) });

/** Starts the whole world afresh, on ports and in a folder of its own, with a Chromium beside it. */
export async function openStage(): Promise<JourneyStage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'c500-journey-'));
  const [sandbox, browser] = await Promise.all([
    startSandbox({ dataDir, fresh: true, studioPort: 0, isHurried: true, coreSettings: newDatabase() }),
    startBrowser(),
  ]);
  const complaints: string[] = [];
  const { credentials } = Kept.parse(JSON.parse(readFileSync(join(dataDir, 'world', 'world.json'), 'utf8')));
  return {
    sandbox,
    stripeApiKey: credentials.stripeApiKey,
    world: sandbox.world,
    atDesk: (key) => {
      const channelId = personCalled(key).twitch?.id ?? '';
      const { twitch, product } = sandbox.world;
      return createClient({
        baseUrl: product.origin,
        headers: () => {
          const who = { channelId, userId: channelId, opaqueId: `U${channelId}`, shared: true } as const;
          return { authorization: `Bearer ${twitch.extensionToken({ ...who, role: 'broadcaster' })}` };
        },
      });
    },
    as: (key) =>
      createClient({
        baseUrl: sandbox.world.product.origin,
        headers: () => ({
          authorization: `Bearer ${credentials.botServiceToken}`,
          'x-c500-acting': `discord:${personCalled(key).discord?.id ?? ''}`,
        }),
      }),
    complaints: () => complaints.splice(0),
    async visitor({ width = 1600, height = 1000 } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        locale: 'en-US',
        reducedMotion: 'reduce',
      });
      context.setDefaultTimeout(45_000);
      context.on('page', (page) => listenTo(page, complaints));
      const visit = async (url: string) => {
        const page = await context.newPage();
        await page.goto(url);
        return page;
      };
      return { context, visit, studio: (query) => visit(`${sandbox.studio.origin}/${query}`) };
    },
    async sendVisitorsHome() {
      for (const context of browser.contexts()) await context.close();
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function listenTo(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`${error.message} (${page.url()})`));
}
