import { execFile } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { startBrowser } from '../../browser.ts';
import { startDiscord, type DiscordStandIn } from '../server.ts';
import { appId, builder, buyer, clientSecret, community, general, world } from '../test-world.ts';
import { startActivityHost, type ActivityHost } from './host.ts';
import { makeProxyKeys } from './signing.ts';

const verifier = 'a-verifier-that-is-long-enough-to-be-one-of-forty-three';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const keys = makeProxyKeys();

let browser: Browser;
let context: BrowserContext;
let discord: DiscordStandIn;
let host: ActivityHost;
let core: Server;
let studio: Server;
let distDir: string;
let asked: { readonly url: string; readonly headers: IncomingHttpHeaders }[];
let complaints: string[];

beforeAll(async () => {
  distDir = mkdtempSync(join(tmpdir(), 'c500-activity-'));
  // The page with the real SDK in it, packed as an activity is.
  const vite = join(import.meta.dirname, '..', '..', '..', 'node_modules', 'vite', 'bin', 'vite.js');
  const build = [
    'build',
    join(import.meta.dirname, 'sample'),
    '--outDir',
    distDir,
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ];
  await promisify(execFile)(process.execPath, [vite, ...build]);
  core = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'plain=1; Path=/; SameSite=Lax' });
    response.end('{"from":"the core"}');
  });
  new WebSocketServer({ server: core }).on('connection', (socket, { url, headers }) => {
    asked.push({ url: url ?? '', headers });
    socket.on('message', (said) => socket.send(`echo ${String(said)}`));
  });
  await new Promise<void>((resolve) => core.listen(0, '127.0.0.1', resolve));
  discord = await startDiscord(world());
  const target = `http://127.0.0.1:${(core.address() as AddressInfo).port}/v1`;
  host = await startActivityHost({ discord, distDir, keys, mappings: [{ prefix: '/v1', target }] });
  studio = createServer((request, response) => {
    if (!host.answerClient(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => studio.listen(0, '127.0.0.1', resolve));
  const studioRule = `MAP localhost:3333 127.0.0.1:${(studio.address() as AddressInfo).port}`;
  browser = await startBrowser(`${studioRule}, ${host.hostRules.replace('EXCLUDE localhost, ', '')}`);
}, 30_000);

afterAll(async () => {
  await browser.close();
  await host.close();
  await discord.close();
  for (const server of [core, studio]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(distDir, { recursive: true, force: true });
});

beforeEach(async () => {
  asked = [];
  complaints = [];
  context = await browser.newContext({ ignoreHTTPSErrors: true });
  context.on('page', (opened) => {
    opened.on('console', (said) => said.type() === 'error' && complaints.push(said.text()));
    opened.on('pageerror', (error) => complaints.push(String(error)));
  });
});
afterEach(async () => {
  await context.close();
  for (const { instanceId, userIds } of discord.model.activities.values())
    for (const userId of userIds) discord.leaveActivity(userId, instanceId);
});

async function open(
  userId: string,
  query = '',
  of = 'https://discord.com',
): Promise<{ readonly client: Page; readonly frame: Frame }> {
  const client = await context.newPage();
  const url = host.clientUrl({ userId, communityId: community, channelId: general }, query);
  await client.goto(url.replace('https://discord.com', of));
  const frame = await (await client.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('there is no activity');
  await frame.waitForSelector('body[data-ready]', { state: 'attached' });
  return { client, frame };
}

/** What a promise of the page comes to. */
function say(frame: Frame, code: string): Promise<unknown> {
  return frame.evaluate(`(async () => (${code}))()`);
}

const authorize = `sdk.commands.authorize({ client_id: '${appId}', response_type: 'code', prompt: 'none', state: 's',
  scope: ['identify'], code_challenge: '${challenge}', code_challenge_method: 'S256' })`;

async function exchange(code: string, codeVerifier: string): Promise<unknown> {
  const answer = await fetch(`${discord.origin}/api/v10/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: appId,
      client_secret: clientSecret,
      code,
      code_verifier: codeVerifier,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  return token;
}

describe('an activity in Discord’s frame, with the real SDK', () => {
  test('goes through sign-in, and is refused what the person, the platform or the scopes do not allow', async () => {
    const { client, frame } = await open(buyer);
    const refusedFirst = say(frame, `refused(${authorize})`);
    await client.getByRole('button', { name: 'Cancel' }).click();
    expect(await refusedFirst).toBe('5000 OAuth2 Error: access_denied');
    const first = say(frame, `${authorize}.then(({ code }) => code)`);
    await client.getByRole('button', { name: 'Authorize' }).click();
    expect(await exchange(String(await first), 'somebody-else-who-has-only-seen-the-code-go-by')).toBeUndefined();
    const code = String(await say(frame, `${authorize}.then(({ code }) => code)`));
    const token = await exchange(code, verifier);
    expect(await exchange(code, verifier)).toBeUndefined();

    expect(await say(frame, 'refused(sdk.commands.userSettingsGetLocale())')).toMatch(/^4006/);
    expect(await say(frame, "refused(sdk.commands.authenticate({ access_token: 'forged' }))")).toMatch(/^4009/);
    const known = `sdk.commands.authenticate({ access_token: '${String(token)}' })`;
    expect(await say(frame, known)).toMatchObject({ user: { id: buyer, username: 'bea' }, scopes: ['identify'] });
    expect(await say(frame, 'sdk.commands.userSettingsGetLocale()')).toEqual({ locale: 'de' });
    expect(await say(frame, 'sdk.commands.encourageHardwareAcceleration()')).toEqual({ enabled: true });
    expect(await say(frame, `refused(sdk.commands.getChannel({ channel_id: '${general}' }))`)).toMatch(/^4006/);
    expect(await say(frame, 'refused(sdk.commands.setOrientationLockState({ lock_state: 2 }))')).toMatch(/^4002/);
    expect(await say(frame, "refused(sdk.commands.shareLink({ message: 'hi' }))")).toMatch(/^4002/);
    expect(await say(frame, 'sdk.commands.requestProxyTicketRefresh().then(({ ticket }) => ticket.length)')).toBe(36);
    expect(await say(frame, "refused(sdk.commands.openExternalLink({ url: 'javascript:1' }))")).toMatch(/^4000/);
    expect(complaints).toEqual([]);
  });

  test('opens a link for those who trust it, and only then', async () => {
    const { client, frame } = await open(buyer);
    const url = `http://127.0.0.1:${(core.address() as AddressInfo).port}/v1/pay`;
    const stayed = say(frame, `sdk.commands.openExternalLink({ url: '${url}' })`);
    await client.getByRole('button', { name: 'Go back' }).click();
    expect(await stayed).toEqual({ opened: false });
    const went = say(frame, `sdk.commands.openExternalLink({ url: '${url}' })`);
    await client.getByRole('checkbox').check();
    const [shop] = await Promise.all([
      context.waitForEvent('page'),
      client.getByRole('button', { name: 'Visit site' }).click(),
    ]);
    expect([await went, shop.url()]).toEqual([{ opened: true }, url]);
    await Promise.all([context.waitForEvent('page'), say(frame, `sdk.commands.openExternalLink({ url: '${url}' })`)]);
  });

  test('hears who comes and goes and how it is shown, in the sizes that Discord shows it', async () => {
    const { client, frame } = await open(buyer);
    await say(
      frame,
      "Promise.all([hear('ACTIVITY_INSTANCE_PARTICIPANTS_UPDATE'), hear('ACTIVITY_LAYOUT_MODE_UPDATE')]).then(() => 1)",
    );
    expect(await say(frame, 'sdk.commands.getInstanceConnectedParticipants()')).toMatchObject({
      participants: [{ id: buyer, global_name: 'Bea' }],
    });
    discord.joinActivity({ userId: builder, communityId: community, channelId: general });
    expect(await say(frame, 'until(() => heard.length === 1 && heard[0][1].participants.map(({ id }) => id))')).toEqual(
      [buyer, builder],
    );
    await client.getByRole('link', { name: 'Picture in picture' }).click();
    expect(await say(frame, 'until(() => heard.length === 2 && heard[1][1])')).toEqual({ layout_mode: 1 });
    expect(await client.locator('iframe').boundingBox()).toMatchObject({ width: 320, height: 180 });
    await client.getByRole('link', { name: 'Grid' }).click();
    expect(await say(frame, 'until(() => heard.length === 3 && heard[2][1])')).toEqual({ layout_mode: 2 });
    expect(await client.locator('.tile').allTextContents()).toEqual(['Bea', 'Ada']);
    const instance = await client.locator('body').getAttribute('data-instance');
    const { client: second, frame: inSecond } = await open(buyer);
    await say(frame, "sdk.close(1000, 'bye')");
    await client.getByText('The activity has ended (1000: bye)').waitFor();
    await client.waitForFunction(`document.querySelector('#stage').dataset.told === 'yes'`);
    // The person is still there in the window that they opened after it.
    expect(discord.model.activities.get(instance ?? '')?.userIds).toEqual([builder, buyer]);
    await say(inSecond, "sdk.close(1000, 'bye')");
    await second.getByText('The activity has ended (1000: bye)').waitFor();
    await second.waitForFunction(`document.querySelector('#stage').dataset.told === 'yes'`);
    expect(discord.model.activities.get(instance ?? '')?.userIds).toEqual([builder]);
    expect(complaints).toEqual([]);
  });

  test('on a phone has safe areas, and may hold its orientation', async () => {
    const { frame } = await open(buyer, 'platform=mobile');
    const inset = "getComputedStyle(document.documentElement).getPropertyValue('--discord-safe-area-inset-bottom')";
    expect(String(await say(frame, inset)).trim()).toMatch(/^\d+px$/);
    expect(await say(frame, 'sdk.platform')).toBe('mobile');
    expect(await say(frame, 'refused(sdk.commands.setOrientationLockState({ lock_state: 2 }))')).toBe('allowed');
    expect(await say(frame, 'refused(sdk.commands.encourageHardwareAcceleration())')).toMatch(/^4002/);
  });
});

describe('the proxy before an activity', () => {
  test('leads mapped paths to the app’s server with a proof of who asks, and lets nothing else through', async () => {
    const { frame } = await open(buyer);
    const reach = (url: string) => say(frame, `fetch('${url}').then((answer) => answer.text(), () => 'blocked')`);
    expect(await reach('/v1/drops?limit=2')).toBe('{"from":"the core"}');
    expect(await reach('/.proxy/v1/drops')).toBe('{"from":"the core"}');
    expect(await reach(`http://127.0.0.1:${(core.address() as AddressInfo).port}/v1/drops`)).toBe('blocked');
    expect(asked.map(({ url }) => url)).toEqual(['/v1/drops?limit=2', '/v1/drops']);
    const socket = `new Promise((resolve) => {
      const socket = new WebSocket('wss://' + location.host + '/v1/live');
      socket.onopen = () => socket.send('hi');
      socket.onmessage = ({ data }) => resolve(data);
    })`;
    expect(await say(frame, socket)).toBe('echo hi');
    expect(asked[2]?.headers.origin).toBe(`https://${appId}.discordsays.com`);
    for (const { headers } of asked) {
      const payload = Buffer.from(String(headers['x-discord-proxy-payload']), 'base64');
      const key = createPublicKey({
        key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(keys.publicKeyHex, 'hex')]),
        format: 'der',
        type: 'spki',
      });
      expect(verify(null, payload, key, Buffer.from(String(headers['x-signature-ed25519']), 'base64'))).toBe(true);
      expect(JSON.parse(payload.toString())).toMatchObject({ application_id: appId, user_id: buyer });
      // Whom it is for stays between the page and the proxy; a cookie of the core's own that is not made for frames never comes.
      expect(headers.cookie).toBeUndefined();
    }
    complaints = complaints.filter((each) => !each.includes('Content Security Policy'));
    expect(complaints).toEqual([]);
  });

  test('says nothing when the network is gone, and ends what was open', async () => {
    const { client, frame } = await open(buyer);
    await say(
      frame,
      `new Promise((resolve) => {
      window.socket = new WebSocket('wss://' + location.host + '/v1/live');
      socket.onclose = () => heard.push('closed');
      socket.onopen = () => resolve(1);
    })`,
    );
    const ask = "fetch('/v1/drops').then((answer) => answer.status, () => 'gone')";
    await client.getByRole('link', { name: 'Network off' }).click();
    expect(await say(frame, "until(() => heard.includes('closed'))")).toBe(true);
    expect(await say(frame, ask)).toBe('gone');
    await client.getByRole('link', { name: 'Network on' }).click();
    await client.waitForSelector('body[data-network=on]', { state: 'attached' });
    expect(await say(frame, ask)).toBe(200);
  });

  test('does the same for the Studio’s address, each person on an origin of their own', async () => {
    const { client, frame } = await open(buyer, '', 'http://localhost:3333');
    expect(new URL(frame.url()).hostname).toBe(`${appId}.person-${buyer}.localhost`);
    expect(await say(frame, "fetch('/v1/drops', { method: 'POST' }).then((answer) => answer.status)")).toBe(200);
    const headers = asked[0]?.headers ?? {};
    expect([
      headers.origin,
      JSON.parse(Buffer.from(String(headers['x-discord-proxy-payload']), 'base64').toString()),
    ]).toEqual([`https://${appId}.discordsays.com`, expect.objectContaining({ user_id: buyer })]);
    await client.getByRole('button', { name: 'Leave activity' }).click();
    await client.getByText('You left the activity').waitFor();
    expect(complaints).toEqual([]);
  });
});
