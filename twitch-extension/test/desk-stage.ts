import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Frame, Page, Route } from 'playwright-core';
import { coreOrigin } from './canned-views.ts';
import { FakeDeskCore, siteOrigin } from './canned-desk.ts';
import { answerForTwitch, basePath, extensionOrigin, rights } from './twitch-site.ts';

const folder = join(import.meta.dirname, '..');

/** Builds the extension where it was not built since the pages are there. */
export async function buildOnce(): Promise<void> {
  if (existsSync(join(folder, 'dist', 'live_config.html'))) return;
  const vite = join(folder, '..', 'node_modules', 'vite', 'bin', 'vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', folder, '--logLevel', 'warn']);
}

/** How a builder's page is looked at. */
export type DeskStageOptions = {
  readonly view: 'config' | 'live_config';
  readonly core?: FakeDeskCore;
  /** A core that answers in place of the fake one, and the token that it knows the broadcaster by. */
  readonly behind?: { readonly answer: (route: Route) => Promise<void>; readonly token: string };
  readonly who?: 'broadcaster' | 'moderator';
  readonly theme?: 'light' | 'dark';
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly motion?: 'reduce' | 'no-preference';
  /** Whether time stands still until the test moves it. */
  readonly clock?: 'running' | 'held';
};

/** A page of the builder's within Twitch's dashboard, the core behind it, and everything that went wrong in between. */
export class DeskStage implements AsyncDisposable {
  readonly page: Page;
  readonly core: FakeDeskCore;
  /** Errors on the console (save the browser's own note that the core said no), uncaught exceptions, violations of the policy, and requests to anywhere unexpected. */
  readonly faults: string[] = [];
  /** What was opened in other tabs. */
  readonly opened: string[] = [];
  private readonly context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, core: FakeDeskCore) {
    this.context = context;
    this.page = page;
    this.core = core;
  }

  /** Opens the dashboard, loads the page into it and tells it whose channel it is. */
  static async open(browser: Browser, options: DeskStageOptions): Promise<DeskStage> {
    const { view, widthPx = 360, heightPx = 720 } = options;
    const context = await browser.newContext({
      viewport: { width: widthPx, height: heightPx },
      reducedMotion: options.motion ?? 'reduce',
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const stage = new DeskStage(context, page, options.core ?? new FakeDeskCore());
    await stage.watch(view, options.behind?.answer ?? ((route) => stage.core.answer(route)));
    if (options.clock === 'held') await page.clock.install();
    await page.goto('https://dashboard.twitch.tv/u/kumo_live');
    await page.waitForFunction(`window.heard.some((message) => message.action === 'twitch-ext-loaded')`);
    await stage.say({
      action: 'twitch-ext-bootstrap',
      auth: authOf(options.who ?? 'broadcaster', options.behind?.token),
      configuration: { global: { version: '1', content: JSON.stringify({ ebs: coreOrigin }) } },
    });
    await stage.say({
      action: 'twitch-ext-context',
      context: { theme: options.theme ?? 'light', mode: view === 'config' ? 'config' : 'dashboard' },
    });
    return stage;
  }

  get frame(): Frame {
    const frame = this.page.frames()[1];
    if (!frame) throw new Error('the dashboard has no frame');
    return frame;
  }

  /** Says something to the page in Twitch's words. */
  async say(message: Readonly<Record<string, unknown>>): Promise<void> {
    await this.page.evaluate(`window.say(${JSON.stringify(message)})`);
  }

  /** Sends the channel's message that the core would send after a change. */
  nudge(revision: string): Promise<void> {
    return this.say({
      action: 'twitch-ext-pubsub-message',
      payload: { target: 'broadcast', contentType: 'application/json', content: [JSON.stringify({ revision })] },
    });
  }

  /** Waits until every request that the page has begun has reached the core: they arrive in order, and this one is the last. */
  async arrived(): Promise<void> {
    await this.frame.evaluate(`fetch('${coreOrigin}/pictures/last.svg', { mode: 'no-cors' })`);
  }

  /** Waits for a sentence that can be seen. */
  async see(text: string | RegExp): Promise<void> {
    await this.frame.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Everything a person could read on the page. */
  text(): Promise<string> {
    return this.frame.locator('body').innerText();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.core.letGo();
    await this.context.close();
  }

  private async watch(view: DeskStageOptions['view'], answer: (route: Route) => Promise<void>): Promise<void> {
    const { page, faults } = this;
    page.on('console', (message) => {
      const isAnswer =
        message.text().startsWith('Failed to load resource') && message.location().url.startsWith(coreOrigin);
      if ((message.type() === 'error' || message.type() === 'warning') && !isAnswer) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await this.context.addInitScript(
      `addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))`,
    );
    await this.context.route('**/*', async (route) => {
      const url = new URL(route.request().url());
      if (url.origin === coreOrigin) return answer(route);
      if (url.host === 'dashboard.twitch.tv') return route.fulfill({ contentType: 'text/html', body: dashboard(view) });
      if (url.host.endsWith('twitch.tv')) return answerForTwitch(route);
      if (url.origin === siteOrigin) {
        this.opened.push(url.href);
        return route.fulfill({ contentType: 'text/html', body: '<title>Twitch asks</title>' });
      }
      faults.push(`a request to ${url.origin}`);
      return route.abort();
    });
  }
}

/** Twitch's dashboard with one view in a frame as wide as the window. */
function dashboard(view: DeskStageOptions['view']): string {
  const mode = view === 'config' ? 'config' : 'dashboard';
  const source = `${extensionOrigin}${basePath}${view}.html?language=en&locale=en-US&mode=${mode}&platform=web&state=testing`;
  return `<!doctype html><html><head><title>Dashboard</title><style>body{margin:0}iframe{border:0;display:block;width:100vw;height:100vh}</style></head><body>
<script>
  window.heard = [];
  window.say = (message) => document.querySelector('iframe').contentWindow.postMessage(message, '${extensionOrigin}');
  addEventListener('message', (event) => { if (event.origin === '${extensionOrigin}') window.heard.push(event.data); });
</script>
<iframe sandbox="${rights}" title="C500" src="${source}"></iframe>
</body></html>`;
}

function authOf(role: 'broadcaster' | 'moderator', known?: string) {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { opaque_user_id: 'U10001', channel_id: '10001', role };
  return {
    channelId: '10001',
    clientId: 'c500',
    token: known ?? `${part({ alg: 'HS256' })}.${part(claims)}.signed-${role}`,
    helixToken: '',
    userId: 'U10001',
  };
}
