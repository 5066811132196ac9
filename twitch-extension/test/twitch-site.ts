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
  if (url.host === 'www.twitch.tv') return route.fulfill({ contentType: 'text/html', body: channelPage });
  if (url.host === 'extension-files.twitch.tv') return route.fulfill({ contentType: 'text/javascript', body: helper });
  if (url.origin !== extensionOrigin || !url.pathname.startsWith(basePath)) return route.fulfill({ status: 404 });
  const body = await readFile(join(dist, url.pathname.slice(basePath.length)));
  const contentType = types[url.pathname.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return route.fulfill({ contentType, body, headers: { 'content-security-policy': policy } });
}

/** A channel's page on Twitch with one panel. Tests speak to the panel through `window.say`, in the words of Twitch's own page. */
const channelPage = `<!doctype html><html><head><title>kumo_live</title><style>body{margin:0}iframe{border:0;display:block;width:318px;height:496px}</style></head><body>
<script>
  window.heard = [];
  window.say = (message) => document.querySelector('iframe').contentWindow.postMessage(message, '${extensionOrigin}');
  addEventListener('message', (event) => { if (event.origin === '${extensionOrigin}') window.heard.push(event.data); });
</script>
<iframe sandbox="${rights}" title="C500" src="${extensionOrigin}${basePath}panel.html?anchor=panel&language=en&locale=en-US&mode=viewer&platform=web&popout=false&state=testing"></iframe>
</body></html>`;

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
