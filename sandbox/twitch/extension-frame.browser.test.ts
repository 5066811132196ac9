import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import jwt from 'jsonwebtoken';
import type { Browser, Frame, Page } from 'playwright-core';
import { startBrowser } from '../browser.ts';
import { frameSandbox, type FrameOptions, type FrameView } from './extension-frame.ts';
import { extensionViews, viewQuery } from './extension-views.ts';
import { extensionSecret, people, startStandIn } from './stand-in-fixture.ts';
import type { TwitchStandIn } from './server.ts';

const helperTag = '<script src="https://extension-files.twitch.tv/helper/v1/twitch-ext.min.js"></script>';
/**
 * A page that writes down everything the helper tells it. It counts on its body what it has heard, because the policy forbids the
 * evaluation by which a test could otherwise watch a condition.
 */
const panelScript = `
const heard = { authorized: [], context: [], visibility: [], messages: [], viewer: [], configuration: [], others: [] };
window.heard = heard;
const ext = window.Twitch.ext;
function note(list, entry) {
  heard[list].push(entry);
  document.body.dataset[list] = heard[list].length;
}
ext.onAuthorized((auth) => note('authorized', auth));
ext.onContext((context, changed) => note('context', { context, changed }));
ext.onVisibilityChanged((isVisible) => note('visibility', isVisible));
ext.onHighlightChanged((isHighlighted) => note('others', ['highlight', isHighlighted]));
ext.onPositionChanged(({ x, y }) => note('others', ['position', x, y]));
ext.onError((error) => note('others', ['error', error instanceof Error, error.message]));
ext.features.onChanged((changed) => note('others', ['features', changed, ext.features.isChatEnabled]));
ext.actions.onFollow((didFollow, channelName) => note('others', ['follow', didFollow, channelName]));
ext.viewer.onChanged(() => note('viewer', [ext.viewer.id, ext.viewer.isLinked, ext.viewer.role]));
ext.configuration.onChanged(() => note('configuration', ext.configuration.broadcaster?.content));
window.take = (target, contentType, message) => note('messages', [target, contentType, message]);
ext.listen('broadcast', window.take);
window.delivered = [];
window.addEventListener('message', ({ data }) => {
  if (data.action === 'twitch-ext-pubsub-message') window.delivered.push(data.payload.target);
});
document.querySelector('button').addEventListener('click', () => ext.actions.requestIdShare());
`;
const views = ['panel', 'video_overlay', 'component', 'mobile', 'config', 'live_config'] as const;
const files = {
  'panel.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>panel</title>${helperTag}
<script>window.inlineRan = true;</script></head><body><button>Share</button><script src="./panel.js"></script></body></html>`,
  'panel.js': panelScript,
};
const hostPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>host</title><main style="width: 640px; height: 360px"></main>
<script type="module">
import { mountExtension } from '/extension-frame.js';
const state = { shared: false, agrees: true, stored: [], sent: [], minimized: 0, logged: [] };
window.state = state;
window.mount = (src, options) => {
  window.frame = mountExtension(document.querySelector('main'), {
    src,
    getAuth: async () => (await fetch('/auth?shared=' + state.shared)).json(),
    context: { theme: 'light', mode: 'viewer', language: 'en' },
    configuration: { broadcaster: { version: '1', content: 'kept' } },
    onIdShareRequest: async () => { if (state.agrees) state.shared = true; return state.agrees; },
    subscribePubSub: (deliver) => { window.deliver = deliver; return () => { window.deliver = null; }; },
    onConfigurationSet: (segment) => state.stored.push(segment),
    onSend: (message) => state.sent.push(message),
    onFollow: async (name) => name === 'rika',
    onMinimize: () => { state.minimized += 1; },
    onLog: (messages) => state.logged.push(messages),
    ...options,
  });
};
</script></html>`;

let browser: Browser;
let page: Page;
let twitch: TwitchStandIn;
let ebs: Server;
let studio: Server;
let studioOrigin: string;
let ebsOrigin: string;

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://localhost:${(server.address() as AddressInfo).port}`));
  });
}

beforeAll(async () => {
  browser = await startBrowser('MAP stranger.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost');
}, 30_000);
afterAll(() => browser.close());

beforeEach(async () => {
  ebs = createServer((_, response) => {
    response.writeHead(200, { 'access-control-allow-origin': '*' });
    response.end('from the server');
  });
  ebsOrigin = await listen(ebs);
  twitch = await startStandIn(
    {},
    { ...files, ...Object.fromEntries(views.map((view) => [extensionViews[view].page, files['panel.html']])) },
  );
  twitch.setEbsOrigin(ebsOrigin);
  const source = await readFile(join(import.meta.dirname, 'extension-frame.ts'), 'utf8');
  const script = stripTypeScriptTypes(source);
  studio = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/extension-frame.js')
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else if (url.pathname === '/auth') {
      const shared = url.searchParams.get('shared') === 'true';
      const viewer = { channelId: people.rika.id, userId: people.mori.id, opaqueId: 'Umori', role: 'viewer' as const };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(twitch.extensionAuth({ ...viewer, shared })));
    } else response.writeHead(200, { 'content-type': 'text/html' }).end(hostPage);
  });
  studioOrigin = await listen(studio);
  page = await browser.newPage();
});
afterEach(async () => {
  await page.close();
  for (const server of [ebs, studio]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await twitch.close();
});

/** Waits until the panel has heard exactly so many of one kind. */
async function heardSo(frame: Frame, kind: string, count: number): Promise<void> {
  await frame.waitForSelector(`body[data-${kind}="${count}"]`);
}

/** Opens the host page with the panel in it and waits until the panel is ready. */
async function openPanel(view: FrameView = 'panel', options: Partial<FrameOptions> = {}): Promise<Frame> {
  await page.goto(studioOrigin);
  await page.waitForFunction('window.mount !== undefined');
  const src = twitch.extensionUrl(extensionViews[view].page, viewQuery(view));
  await page.evaluate(`window.mount(${JSON.stringify(src)}, ${JSON.stringify({ view, ...options })})`);
  const element = await page.waitForSelector('iframe');
  const frame = await element.contentFrame();
  if (frame === null) throw new Error('The panel has no frame');
  await heardSo(frame, 'context', 1);
  return frame;
}

describe('an extension on its channel page', () => {
  test('is a sandboxed frame of 318 by 496 on an origin of its own', async () => {
    const frame = await openPanel();
    const element = page.locator('iframe');
    expect(await element.getAttribute('sandbox')).toBe(
      'allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox',
    );
    expect(await element.boundingBox()).toMatchObject({ width: 318, height: 496 });
    expect(await frame.evaluate('window.origin')).toBe(twitch.extensionOrigin);
  });

  test('is authorized with a token that its server can verify, and told its context and configuration', async () => {
    const frame = await openPanel();
    const token = String(await frame.evaluate('window.heard.authorized[0].token'));
    const claims = jwt.verify(token, Buffer.from(extensionSecret, 'base64'), { algorithms: ['HS256'] });
    expect(claims).toMatchObject({ channel_id: people.rika.id, opaque_user_id: 'Umori', role: 'viewer' });
    expect(await frame.evaluate('window.heard.context[0]')).toEqual({
      context: { theme: 'light', mode: 'viewer', language: 'en' },
      changed: ['theme', 'mode', 'language'],
    });
    expect(await frame.evaluate('[window.heard.viewer, window.heard.configuration]')).toEqual([
      [[null, false, 'viewer']],
      ['kept'],
    ]);
  });

  test('cannot run inline scripts nor reach a server off its list, and can reach its own', async () => {
    const frame = await openPanel();
    const elsewhere = await listen(
      createServer((_, response) => response.writeHead(200, { 'access-control-allow-origin': '*' }).end()).unref(),
    );
    const reach = (url: string): Promise<unknown> =>
      frame.evaluate(`fetch(${JSON.stringify(url)}).then((answer) => answer.text(), () => 'blocked')`);
    expect(await frame.evaluate('window.inlineRan')).toBeUndefined();
    expect(await reach(ebsOrigin)).toBe('from the server');
    expect(await reach(elsewhere)).toBe('blocked');
  });

  test('shows nothing inside a page that is not of this machine', async () => {
    await page.goto(studioOrigin.replace('localhost', 'stranger.test'));
    const src = JSON.stringify(twitch.extensionUrl('panel.html'));
    await page.evaluate(`new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.addEventListener('load', resolve);
      frame.src = ${src};
      document.body.append(frame);
    })`);
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    expect(await frame?.evaluate('window.heard === undefined')).toBe(true);
    expect(frame?.url()).toContain('chrome-error://');
  });

  test('learns who the viewer is after they agree to share it', async () => {
    const frame = await openPanel();
    await frame.click('button');
    await heardSo(frame, 'authorized', 2);
    expect(await frame.evaluate('window.heard.viewer.at(-1)')).toEqual([people.mori.id, true, 'viewer']);
  });

  test('learns nothing when they decline', async () => {
    const frame = await openPanel();
    await page.evaluate('window.state.agrees = false');
    await frame.click('button');
    await page.evaluate("window.frame.setContext({ theme: 'dark' })");
    await heardSo(frame, 'context', 2);
    expect(await frame.evaluate('window.heard.authorized.length')).toBe(1);
  });

  test('hears what its server sends to the topics it listens to, once each', async () => {
    twitch.onPubSub(({ target, message }) => {
      void page.evaluate(`window.deliver(${JSON.stringify({ target, content: message })})`);
    });
    const frame = await openPanel();
    await page.evaluate('window.frame.refreshAuth()');
    await heardSo(frame, 'authorized', 2);
    const send = (target: string, message: string): Promise<Response> => {
      const claims = {
        user_id: '5005',
        role: 'external',
        channel_id: people.rika.id,
        pubsub_perms: { send: [target] },
      };
      const token = jwt.sign(claims, Buffer.from(extensionSecret, 'base64'), { expiresIn: 60 });
      return fetch(`${twitch.origin}/helix/extensions/pubsub`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'client-id': 'ext-client' },
        body: JSON.stringify({ target: [target], broadcaster_id: people.rika.id, message }),
      });
    };
    await send('whisper-Uother', 'not for this page');
    await send('broadcast', '{"bench":1}');
    await heardSo(frame, 'messages', 1);
    await frame.evaluate(
      "window.Twitch.ext.unlisten('broadcast', window.take); window.Twitch.ext.listen('whisper-Umori', window.take)",
    );
    await send('broadcast', '{"bench":2}');
    await send('whisper-Umori', 'last');
    await heardSo(frame, 'messages', 2);
    expect(await frame.evaluate('window.heard.messages')).toEqual([
      ['broadcast', 'application/json', '{"bench":1}'],
      ['whisper-Umori', 'application/json', 'last'],
    ]);
    expect(await frame.evaluate('window.delivered')).toEqual(['broadcast', 'whisper-Umori']);
  });

  test('is told only what changed of its context, and when it is hidden', async () => {
    const frame = await openPanel();
    await page.evaluate(
      "window.frame.setContext({ theme: 'dark' }); window.frame.setVisible(false); window.frame.setVisible(true)",
    );
    await heardSo(frame, 'visibility', 2);
    expect(await frame.evaluate('window.heard.context[1]')).toEqual({
      context: { theme: 'dark', mode: 'viewer', language: 'en' },
      changed: ['theme'],
    });
    expect(await frame.evaluate('window.heard.visibility')).toEqual([false, true]);
  });

  test("keeps the broadcaster's configuration through the page around it", async () => {
    const frame = await openPanel();
    await frame.evaluate("window.Twitch.ext.configuration.set('broadcaster', '2', 'new')");
    await page.waitForFunction('window.state.stored.length === 1');
    expect(await page.evaluate('window.state.stored')).toEqual([{ version: '2', content: 'new' }]);
  });

  test('is shown as Twitch shows each of its views', async () => {
    const shown: Record<string, string> = {};
    for (const view of views) {
      const frame = await openPanel(view);
      const element = page.locator('iframe');
      const box = await element.boundingBox();
      expect(await element.getAttribute('sandbox')).toBe(frameSandbox);
      expect(await frame.evaluate('window.inlineRan ?? false')).toBe(false);
      shown[view] = `${new URL(frame.url()).search} ${box?.width}x${box?.height}`;
    }
    const fixed = 'popout=false&state=testing';
    const web = `language=en&locale=en-US&mode=viewer&platform=web&${fixed}`;
    expect(shown).toEqual({
      panel: `?anchor=panel&${web} 318x496`,
      video_overlay: `?anchor=video_overlay&${web} 640x360`,
      component: `?anchor=component&${web} 640x360`,
      mobile: `?anchor=panel&language=en&locale=en-US&mode=viewer&platform=mobile&${fixed} 640x360`,
      config: `?language=en&locale=en-US&mode=config&platform=web&${fixed} 640x360`,
      live_config: `?language=en&locale=en-US&mode=dashboard&platform=web&${fixed} 640x360`,
    });
    expect(frameSandbox).toBe(
      'allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox',
    );
  });

  test('hears of the icon, of its place, of troubles and of features, and only of features that changed', async () => {
    const frame = await openPanel();
    await page.evaluate(
      "window.frame.setHighlighted(true); window.frame.setPosition({ x: 2500, y: 7000 }); window.frame.fail('Twitch is away');" +
        'window.frame.setFeatures({ isChatEnabled: true }); window.frame.setFeatures({ isChatEnabled: true }); window.frame.setHighlighted(false)',
    );
    await heardSo(frame, 'others', 5);
    expect(await frame.evaluate('window.heard.others')).toEqual([
      ['highlight', true],
      ['position', 2500, 7000],
      ['error', true, 'Twitch is away'],
      ['features', ['isChatEnabled'], true],
      ['highlight', false],
    ]);
  });

  test('asks to be minimised, to follow and to write into the log, and hears who was followed', async () => {
    const frame = await openPanel('video_overlay');
    await frame.evaluate(
      "window.Twitch.ext.rig.log('one', 2); window.Twitch.ext.actions.minimize();" +
        "window.Twitch.ext.actions.followChannel('rika'); window.Twitch.ext.actions.followChannel('nobody')",
    );
    await heardSo(frame, 'others', 2);
    expect(await frame.evaluate('window.heard.others')).toEqual([
      ['follow', true, 'rika'],
      ['follow', false, 'nobody'],
    ]);
    expect(await page.evaluate('[window.state.minimized, window.state.logged]')).toEqual([1, [['one', 2]]]);
  });

  test('boots again when the page around it says so', async () => {
    const frame = await openPanel();
    await frame.evaluate("document.body.dataset.context = 'old'");
    await page.evaluate('window.frame.reload()');
    await heardSo(frame, 'context', 1);
  });

  test('boots again after it reloads itself', async () => {
    const frame = await openPanel();
    await frame.evaluate("document.body.dataset.context = 'old'; window.location.reload()");
    await heardSo(frame, 'authorized', 1);
  });

  test('is not moved by messages of other windows', async () => {
    const frame = await openPanel();
    await frame.evaluate("window.postMessage({ action: 'twitch-ext-auth', auth: { token: 'forged' } }, '*')");
    await page.evaluate("window.postMessage({ action: 'twitch-ext-id-share-request' }, '*')");
    await page.evaluate("window.frame.setContext({ theme: 'dark' })");
    await heardSo(frame, 'context', 2);
    expect(await frame.evaluate('window.heard.authorized.length')).toBe(1);
    expect(await page.evaluate('window.state.shared')).toBe(false);
  });

  test('leaves nothing behind when it is taken down', async () => {
    await openPanel();
    await page.evaluate('window.frame.destroy()');
    expect(await page.evaluate("[document.querySelector('iframe'), window.deliver]")).toEqual([null, null]);
  });
});
