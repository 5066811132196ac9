import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { coreOrigin } from './canned-views.ts';
import { FakeCore } from './fake-core.ts';
import { answerForTwitch, views, type ViewName } from './twitch-site.ts';

/** Who looks at the panel. */
export type Who = 'linked' | 'unlinked' | 'guest' | 'broadcaster';

/** How the panel is looked at. */
export type StageOptions = {
  /** Which of the viewers' views; the panel unless said. */
  readonly view?: ViewName;
  readonly who?: Who;
  /** The theme that Twitch tells; null until a test says it. */
  readonly theme?: 'light' | 'dark' | null;
  readonly core?: FakeCore;
  readonly helper?: 'present' | 'blocked';
  /** Whether time stands still until the test moves it. */
  readonly clock?: 'running' | 'held';
};

/** A panel on a channel's page, the core behind it, and everything that went wrong in between. */
export class Stage implements AsyncDisposable {
  readonly page: Page;
  readonly core: FakeCore;
  /** Errors on the console (save the browser's own note that the core said no), uncaught exceptions, violations of the policy, and requests to anywhere unexpected. */
  readonly faults: string[] = [];
  private readonly context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, core: FakeCore) {
    this.context = context;
    this.page = page;
    this.core = core;
  }

  /** Opens the channel's page, loads the panel into it and hands it its viewer. */
  static async open(browser: Browser, options: StageOptions = {}): Promise<Stage> {
    const { view = 'panel', theme = 'light' } = options;
    const { width, height } = views[view];
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(45_000);
    const page = await context.newPage();
    const stage = new Stage(context, page, options.core ?? new FakeCore());
    await stage.watch(options.helper === 'blocked');
    if (options.clock === 'held') await page.clock.install();
    await page.goto(`https://www.twitch.tv/kumo_live?view=${view}&around=${theme ?? 'dark'}`);
    await stage.frame.waitForLoadState('load');
    if (options.helper === 'blocked') return stage;
    await page.waitForFunction(`window.heard.some((message) => message.action === 'twitch-ext-loaded')`);
    await stage.greet(options.who ?? 'linked');
    if (theme) await stage.say({ action: 'twitch-ext-context', context: { theme } });
    return stage;
  }

  get frame(): Frame {
    const frame = this.page.frames()[1];
    if (!frame) throw new Error('the page has no panel');
    return frame;
  }

  /** Says something to the panel in Twitch's words. */
  async say(message: Readonly<Record<string, unknown>>): Promise<void> {
    await this.page.evaluate(`window.say(${JSON.stringify(message)})`);
  }

  /** Loads the channel's page anew, as for somebody who comes back. */
  async reload(who: Who, theme: 'light' | 'dark'): Promise<void> {
    await this.page.goto(this.page.url());
    await this.page.waitForFunction(`window.heard.some((message) => message.action === 'twitch-ext-loaded')`);
    await this.greet(who);
    await this.tell({ theme });
  }

  /** Hands the view its viewer and its configuration, as Twitch does whenever a view is loaded. */
  greet(who: Who): Promise<void> {
    return this.say({
      action: 'twitch-ext-bootstrap',
      auth: authOf(who),
      configuration: { global: { version: '1', content: JSON.stringify({ ebs: coreOrigin }) } },
    });
  }

  /** Tells the view what of Twitch's context has changed. */
  tell(context: Readonly<Record<string, unknown>>): Promise<void> {
    return this.say({ action: 'twitch-ext-context', context });
  }

  /** Makes the viewer somebody else, as after sharing who they are. */
  become(who: Who): Promise<void> {
    return this.say({ action: 'twitch-ext-auth', auth: authOf(who) });
  }

  /** Sends the channel's message that the core would send after a change. */
  nudge(revision: string): Promise<void> {
    const content = [JSON.stringify({ revision })];
    return this.say({
      action: 'twitch-ext-pubsub-message',
      payload: { target: 'broadcast', contentType: 'application/json', content },
    });
  }

  /** How often the panel asked Twitch to ask the viewer who they are, once it has: a message to the page takes a moment. */
  async identityRequests(): Promise<number> {
    const asked = `window.heard.filter((message) => message.action === 'twitch-ext-id-share-request').length`;
    await this.page.waitForFunction(`${asked} > 0`);
    return Number(await this.page.evaluate(asked));
  }

  /** Waits until every request that the panel has begun has reached the core: they arrive in order, and this one is the last. */
  async arrived(): Promise<void> {
    await this.frame.evaluate(`fetch('${coreOrigin}/pictures/last.svg', { mode: 'no-cors' })`);
  }

  /** Everything a person could read in the panel. */
  text(): Promise<string> {
    return this.frame.locator('body').innerText();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.core.letGo();
    await this.context.close();
  }

  private async watch(isHelperBlocked: boolean): Promise<void> {
    const { page, faults } = this;
    page.on('console', (message) => {
      const isAnswer =
        message.text().startsWith('Failed to load resource') && message.location().url.startsWith(coreOrigin);
      if ((message.type() === 'error' || message.type() === 'warning') && !isAnswer)
        faults.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await this.context.addInitScript(
      `addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))`,
    );
    await this.context.route('**/*', async (route) => {
      const { origin, host } = new URL(route.request().url());
      if (isHelperBlocked && host === 'extension-files.twitch.tv') return route.abort('blockedbyclient');
      if (origin === coreOrigin) return this.core.answer(route);
      if (host.endsWith('twitch.tv')) return answerForTwitch(route);
      if (host === 'c500.test') return route.fulfill({ contentType: 'text/html', body: '<title>Payment</title>' });
      faults.push(`a request to ${origin}`);
      return route.abort();
    });
  }
}

function authOf(who: Who) {
  const opaqueId = who === 'guest' ? 'A1b2c3' : 'U1b2c3';
  const claims = {
    opaque_user_id: opaqueId,
    channel_id: '10001',
    role: who === 'broadcaster' ? 'broadcaster' : 'viewer',
    ...(who === 'linked' ? { user_id: '10006' } : {}),
  };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    channelId: '10001',
    clientId: 'c500',
    token: `${part({ alg: 'HS256' })}.${part(claims)}.signed-${who}`,
    helixToken: '',
    userId: opaqueId,
  };
}
