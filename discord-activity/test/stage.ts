import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { startBrowser } from '../../sandbox/browser.ts';
import { startActivityHost, type ActivityHost } from '../../sandbox/discord/activity-host/host.ts';
import { startDiscord, type DiscordStandIn } from '../../sandbox/discord/server.ts';
import { appId, buyer, clientSecret, community, general, world } from '../../sandbox/discord/test-world.ts';
import { FakeCore } from './fake-core.ts';

const distDir = join(import.meta.dirname, '..', 'dist');
const pictures = join(import.meta.dirname, '..', '..', 'artifacts', 'activity');

/** Discord, its proxy, a core that is not the real one, and one browser: what all tests of a file look through. */
export type Theatre = {
  readonly browser: Browser;
  readonly discord: DiscordStandIn;
  readonly host: ActivityHost;
  readonly core: FakeCore;
  readonly close: () => Promise<void>;
};

export async function openTheatre(): Promise<Theatre> {
  const discord = await startDiscord(world());
  const core = new FakeCore(async (code, codeVerifier) => {
    const form = { grant_type: 'authorization_code', client_id: appId, client_secret: clientSecret };
    const answer = await fetch(`${discord.origin}/api/v10/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...form, code, code_verifier: codeVerifier }),
    });
    const said: unknown = await answer.json();
    return typeof said === 'object' && said !== null && 'access_token' in said ? String(said.access_token) : undefined;
  });
  const target = await core.listen();
  const mappings = ['/v1', '/pictures'].map((prefix) => ({ prefix, target: target + prefix }));
  const host = await startActivityHost({ discord, distDir, mappings });
  await allowOnce(host.port, buyer);
  const browser = await startBrowser(host.hostRules);
  const close = async () => {
    await browser.close();
    await host.close();
    await core.close();
    await discord.close();
  };
  return { browser, discord, host, core, close };
}

/** Says yes for somebody to what the activity asks Discord for, so that Discord asks them no more. */
async function allowOnce(port: number, userId: string): Promise<void> {
  const asking = request({
    host: '127.0.0.1',
    port,
    path: '/activity-host/authorize',
    method: 'POST',
    headers: { host: 'discord.com', 'content-type': 'application/json' },
    rejectUnauthorized: false,
  });
  asking.end(JSON.stringify({ userId, clientId: appId, scopes: ['identify'], challenge: null, agreed: true }));
  const [answer] = await once(asking, 'response');
  answer.resume();
}

/** How the activity is looked at. */
export type Seeing = {
  /** Who opens it; Discord has to ask everybody but bea. */
  readonly userId?: string;
  readonly theme?: 'light' | 'dark';
  readonly platform?: 'desktop' | 'mobile';
  readonly layout?: 'focused' | 'pip' | 'grid';
  readonly motion?: 'reduce' | 'no-preference';
  readonly size?: { readonly width: number; readonly height: number };
};

/** Discord's own column beside an activity on a desktop. */
const columnPx = 312;

/** The activity in Discord's client, and everything that went wrong in it. */
export class Stage implements AsyncDisposable {
  readonly client: Page;
  readonly frame: Frame;
  /** Errors and warnings on the console, uncaught exceptions, and violations of the policy. */
  readonly faults: string[];
  private readonly context: BrowserContext;

  private constructor(context: BrowserContext, client: Page, frame: Frame, faults: string[]) {
    this.context = context;
    this.client = client;
    this.frame = frame;
    this.faults = faults;
  }

  /** Opens the activity for somebody who has said yes to it before, or says so now. */
  static async open({ browser, host }: Theatre, seeing: Seeing = {}): Promise<Stage> {
    const { userId = buyer, theme = 'light', platform = 'desktop', layout = 'focused', motion = 'reduce' } = seeing;
    const usual = platform === 'mobile' ? { width: 390, height: 844 } : { width: columnPx + 1180, height: 820 };
    const context = await browser.newContext({
      viewport: seeing.size ?? usual,
      ignoreHTTPSErrors: true,
      reducedMotion: motion,
      colorScheme: theme,
    });
    context.setDefaultTimeout(10_000);
    const faults: string[] = [];
    const client = await context.newPage();
    client.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      // The browser's own note that an answer was a refusal, or that none came.
      const isAnswer = /Failed to load resource|WebSocket connection to/.test(message.text());
      if (!isAnswer) faults.push(message.text());
    });
    client.on('pageerror', (error) => faults.push(String(error)));
    await context.addInitScript(
      `addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))`,
    );
    const url = host.clientUrl({ userId, communityId: community, channelId: general }, `platform=${platform}`);
    await client.goto(`${url}#layout=${layout}&theme=${theme}`);
    const frame = await (await client.waitForSelector('iframe')).contentFrame();
    if (!frame) throw new Error('there is no activity');
    await client.mouse.move(2, 2);
    return new Stage(context, client, frame, faults);
  }

  /** Waits until the street stands and the core knows who looks at it. */
  async arrived(): Promise<void> {
    await this.frame.getByRole('heading', { name: 'The street' }).waitFor();
    await this.frame.getByRole('img', { name: 'bea, you' }).waitFor();
  }

  /** Says something to Discord's client by its address, as its buttons do. */
  async set(what: string): Promise<void> {
    await this.client.evaluate(
      `location.hash = new URLSearchParams([...new URLSearchParams(location.hash.slice(1)), ...new URLSearchParams('${what}')].reduce((all, [name, value]) => all.set(name, value), new Map())).toString()`,
    );
    const network = /network=(\w+)/.exec(what)?.[1];
    if (network) await this.client.waitForSelector(`body[data-network=${network}]`, { state: 'attached' });
  }

  /** Keeps a picture of the activity alone, for people to look at. */
  async keepPicture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.client.mouse.move(2, 2);
    await this.frame.evaluate('document.fonts.ready');
    await this.frame.evaluate(
      `Promise.all([...document.images].filter((image) => image.getClientRects().length > 0).map((image) => { image.loading = 'eager'; return image.decode(); }))`,
    );
    await this.client.locator('iframe').screenshot({ path: join(pictures, `${name}.png`) });
  }

  /** What axe finds wrong, one line for each rule that is broken; all of it, or only with the colours. */
  async breaches(what: 'all' | 'colours'): Promise<string[]> {
    if (!(await this.frame.evaluate(`'axe' in window`))) await this.frame.evaluate(axe.source);
    const result: unknown = await this.frame.evaluate(
      `axe.run(document, { resultTypes: ['violations']${what === 'colours' ? `, runOnly: ['color-contrast']` : ''} }).then((run) => run.violations.map((breach) => breach.id + ': ' + breach.nodes.map((node) => node.html.slice(0, 300) + ' ' + (node.any[0]?.message ?? '')).join(' | ')))`,
    );
    return Array.isArray(result) ? result.map(String) : ['axe answered nothing'];
  }

  /** How far the activity could be scrolled sideways, in pixels, with text of this size. */
  async sidewaysPx(textSize = '100%'): Promise<number> {
    const page = 'document.documentElement';
    const px = Number(
      await this.frame.evaluate(`(${page}.style.fontSize = '${textSize}', ${page}.scrollWidth - ${page}.clientWidth)`),
    );
    await this.frame.evaluate(`${page}.style.fontSize = ''`);
    return px;
  }

  /** Controls that a thumb would miss: less than 44 pixels high or wide, apart from links within words. */
  async smallTargets(): Promise<unknown> {
    return this.frame.evaluate(
      `[...document.querySelectorAll('button, select, input')].map((each) => ({ each, box: (each.matches('.tile__title') ? each.closest('.tile') : each.closest('label') ?? each).getBoundingClientRect() })).filter(({ box }) => box.width > 0 && (box.width < 44 || box.height < 44)).map(({ each, box }) => each.outerHTML.slice(0, 120) + ' ' + box.width + ' by ' + box.height)`,
    );
  }

  /** What has the focus, by its name. */
  async focused(): Promise<string> {
    return String(
      await this.frame.evaluate(
        `document.activeElement === document.body ? '' : (document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText).trim()`,
      ),
    );
  }

  /** Goes from control to control until one of this name has the focus. */
  async tabTo(name: string | RegExp, pressesMax = 30): Promise<void> {
    const seen: string[] = [];
    for (let presses = 0; presses < pressesMax; presses++) {
      await this.client.keyboard.press('Tab');
      const focused = await this.focused();
      if (typeof name === 'string' ? focused === name : name.test(focused)) return;
      seen.push(focused);
    }
    throw new Error(`the focus never came to ${String(name)}; it was on ${seen.join(', ')}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
  }
}
