import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser } from 'playwright-core';
import { viewQuery } from '../../../sandbox/twitch/extension-views.ts';
import type { TwitchStandIn } from '../../../sandbox/twitch/server.ts';

/** A channel's page with nothing on it but the extension's panel, in Twitch's frame and spoken to as Twitch does. */
export type FramePage = { readonly url: string; close(): Promise<void> };

const folder = new URL('../../../sandbox/twitch/', import.meta.url);

/** Serves the page of a channel as somebody sees it who has shared who they are. */
export async function serveFramePage(twitch: TwitchStandIn, channelId: string, userId: string): Promise<FramePage> {
  const listening = new Set<ServerResponse>();
  const stopHearing = twitch.onPubSub(({ channelId: to, target, message }) => {
    if (to !== channelId) return;
    for (const each of listening) each.write(`data: ${JSON.stringify({ target, content: message })}\n\n`);
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (/^\/[a-z-]+\.(js|ts)$/.test(pathname)) {
      const source = readFileSync(new URL(`.${pathname.replace('.js', '.ts')}`, folder), 'utf8');
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(stripTypeScriptTypes(source));
    } else if (pathname === '/auth') {
      const auth = twitch.extensionAuth({ channelId, userId, opaqueId: `U${userId}`, shared: true, role: 'viewer' });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(auth));
    } else if (pathname === '/messages') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      listening.add(response.on('close', () => listening.delete(response)));
    } else response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf(twitch));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      stopHearing();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pageOf(twitch: TwitchStandIn): string {
  const src = twitch.extensionUrl('panel.html', viewQuery('panel'));
  const global = twitch.model.extension.configuration('global', null);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>builder</title><main></main><script type="module">
import { mountExtension } from './extension-frame.js';
mountExtension(document.querySelector('main'), {
  src: ${JSON.stringify(src)},
  view: 'panel',
  getAuth: async () => (await fetch('/auth')).json(),
  context: { theme: 'light', mode: 'viewer', language: 'en' },
  configuration: { global: ${JSON.stringify(global ?? null)} ?? undefined },
  onIdShareRequest: () => true,
  subscribePubSub: (deliver) => {
    const messages = new EventSource('/messages');
    messages.onmessage = ({ data }) => deliver(JSON.parse(data));
    return () => messages.close();
  },
});
</script></html>`;
}

/** A Chromium that asks nobody but this machine; undefined where there is none. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}
