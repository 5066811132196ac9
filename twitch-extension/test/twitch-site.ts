import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Route } from 'playwright-core';
import { coreOrigin } from './canned-views.ts';

/** The extension's id and origin, as Twitch would give them. */
export const extensionId = 'c500c500c500c500c500c500c500c5';
export const extensionOrigin = `https://${extensionId}.ext-twitch.tv`;
/** Where Twitch serves the extension's files from. */
export const basePath = `/${extensionId}/0.0.1/b7c1/`;
const dist = join(import.meta.dirname, '..', 'dist');

/** The policy that Twitch serves a panel with, the core on its allow-lists. */
const policy = [
  `default-src 'self' ${extensionOrigin}`,
  'block-all-mixed-content',
  `img-src 'self' ${extensionOrigin} ${coreOrigin} https://www.google-analytics.com data: blob:`,
  `media-src 'self' ${extensionOrigin} data: blob:`,
  'frame-ancestors https://supervisor.ext-twitch.tv https://extension-files.twitch.tv https://*.twitch.tv https://*.twitch.tech https://localhost.twitch.tv:* https://localhost.twitch.tech:* http://localhost.rig.twitch.tv:*',
  `font-src 'self' ${extensionOrigin} https://fonts.googleapis.com https://fonts.gstatic.com`,
  `style-src 'self' 'unsafe-inline' ${extensionOrigin} https://fonts.googleapis.com`,
  `connect-src 'self' ${extensionOrigin} https://api.twitch.tv wss://pubsub-edge.twitch.tv ${coreOrigin} https://www.google-analytics.com`,
  `script-src 'self' ${extensionOrigin} https://extension-files.twitch.tv https://www.google-analytics.com`,
].join('; ');

/** What Twitch's frame allows a view. */
export const rights = 'allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  woff2: 'font/woff2',
};

/** Answers for Twitch's own hosts: the channel's page, the helper, and the CDN with the built extension. */
export async function answerForTwitch(route: Route): Promise<void> {
  const url = new URL(route.request().url());
  if (url.host === 'www.twitch.tv')
    return route.fulfill({ contentType: 'text/html', body: channelPage(url.searchParams) });
  if (url.host === 'extension-files.twitch.tv') return route.fulfill({ contentType: 'text/javascript', body: helper });
  if (url.origin !== extensionOrigin || !url.pathname.startsWith(basePath)) return route.fulfill({ status: 404 });
  const body = await readFile(join(dist, url.pathname.slice(basePath.length)));
  const contentType = types[url.pathname.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return route.fulfill({ contentType, body, headers: { 'content-security-policy': policy } });
}

/** The views that viewers have, by the name of their page, and the frame that Twitch gives each. */
export const views = {
  panel: { width: 318, height: 496, anchor: 'panel', platform: 'web' },
  video_overlay: { width: 1280, height: 720, anchor: 'video_overlay', platform: 'web' },
  mobile: { width: 375, height: 667, anchor: 'panel', platform: 'mobile' },
} as const;
export type ViewName = keyof typeof views;

/** A stream that somebody watches, with the player's own controls: what an overlay lies on and must leave free. */
const player = `<div class="player"><svg viewBox="0 0 1280 720" preserveAspectRatio="xMidYMid slice" aria-hidden="true"><defs><linearGradient id="wall" x2="0" y2="1"><stop stop-color="#35415e"/><stop offset="1" stop-color="#8d6f7c"/></linearGradient></defs><rect width="1280" height="720" fill="url(#wall)"/><circle cx="1010" cy="170" r="90" fill="#f4d9a8" opacity=".8"/><path d="M0 560h1280v160H0z" fill="#6b4c3b"/><path d="M380 520h560l60 120H320z" fill="#e7b9c4"/><path d="M410 535h500l42 85H368z" fill="#fff4ea"/><path d="M560 300c60-90 170-80 200 20l40 220H520z" fill="#44506e"/></svg><div class="top">Quiet 65% build, tea and rain</div><div class="controls">❚❚&ensp;<b>LIVE</b></div></div>`;

/**
 * A channel's page on Twitch with one view of the extension. `view` says which, `around` whether the page is light or dark. Tests speak
 * to the view through `window.say`, in the words of Twitch's own page.
 */
function channelPage(asked: URLSearchParams): string {
  const view: ViewName =
    asked.get('view') === 'video_overlay' ? 'video_overlay' : asked.get('view') === 'mobile' ? 'mobile' : 'panel';
  const { width, height, anchor, platform } = views[view];
  const ground = asked.get('around') === 'light' ? '#f7f7f8' : '#18181b';
  const query = `anchor=${anchor}&language=en&locale=en-US&mode=viewer&platform=${platform}&popout=false&state=testing`;
  return `<!doctype html><html><head><meta charset="utf-8"><title>kumo_live</title><style>
body{margin:0;background:${ground}}iframe{position:relative;border:0;display:block;width:${width}px;height:${height}px}
.player{position:absolute;width:${width}px;height:${height}px;overflow:hidden}.player svg{width:100%;height:100%}
.player div{position:absolute;left:0;right:0;padding:16px 20px;color:#fff;font:600 16px sans-serif}.top{top:0;background:linear-gradient(#000a,#0000)}.controls{bottom:0;background:linear-gradient(#0000,#000c)}
</style></head><body>${view === 'video_overlay' ? player : ''}
<script>
  window.heard = [];
  window.say = (message) => document.querySelector('iframe').contentWindow.postMessage(message, '${extensionOrigin}');
  addEventListener('message', (event) => { if (event.origin === '${extensionOrigin}') window.heard.push(event.data); });
</script>
<iframe sandbox="${rights}" title="C500" src="${extensionOrigin}${basePath}${view}.html?${query}"></iframe>
</body></html>`;
}

/** As much of Twitch's helper as a panel uses. It talks to the page around by the same messages as the real one. */
const helper = `(() => {
  const heard = {}; const topics = {}; const changed = []; let auth = null; let configuration = {}; let context = null;
  const post = (message) => window.parent.postMessage(message, '*');
  addEventListener('message', (event) => {
    if (event.source !== window.parent) return;
    const message = event.data;
    if (message.action === 'twitch-ext-bootstrap' || message.action === 'twitch-ext-auth') {
      auth = message.auth;
      heard.auth?.(auth);
    }
    if (message.action === 'twitch-ext-bootstrap') { configuration = message.configuration; changed.forEach((tell) => tell()); }
    if (message.action === 'twitch-ext-context') { context = message.context; heard.context?.(context, Object.keys(context)); }
    if (message.action === 'twitch-ext-visibility-changed') heard.visibility?.(message.isVisible);
    if (message.action === 'twitch-ext-pubsub-message')
      for (const content of message.payload.content) (topics[message.payload.target] ?? []).forEach((tell) => tell(message.payload.target, message.payload.contentType, content));
  });
  document.addEventListener('DOMContentLoaded', () => post({ action: 'twitch-ext-loaded' }));
  window.Twitch = { ext: {
    onAuthorized: (tell) => { heard.auth = tell; if (auth) tell(auth); },
    onContext: (tell) => { heard.context = tell; if (context) tell(context, Object.keys(context)); },
    onVisibilityChanged: (tell) => { heard.visibility = tell; },
    listen: (target, tell) => { (topics[target] ??= []).push(tell); },
    actions: { requestIdShare: () => post({ action: 'twitch-ext-id-share-request' }) },
    configuration: { get global() { return configuration.global; }, onChanged: (tell) => { changed.push(tell); if (auth) tell(); } },
  } };
})();`;
