import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '#shared/api/client.ts';
import { startDiscord } from '../discord/server.ts';
import { people } from '../people.ts';
import { startEasyPost } from '../easypost/server.ts';
import { startStripe } from '../stripe/server.ts';
import { startTwitch } from '../twitch/server.ts';
import { community } from '../seed/community.ts';
import type { World } from '../world.ts';
import { bookFixture, dropFixture, healthFixture, orderFixture, sightingFixture } from './core-fixture.ts';

const botToken = 'fixture-bot-token';
const communityId = '300000000000000001';
const buildsChannelId = '300000000000000011';
const loungeChannelId = '300000000000000012';
const voiceChannelId = '500000000000000013';
const places = { ...community.places, communityId, buildsChannelId, loungeChannelId };

/** The application of the fixture's bot. */
export const applicationId = '400000000000000001';

const panelPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Panel</title>
<style>body{margin:0;padding:20px;font:16px sans-serif;background:#ffd1dc;color:#2e2e3e}</style>
<script src="https://extension-files.twitch.tv/helper/v1/twitch-ext.min.js"></script></head>
<body><main><h1>A panel</h1><p id="who">waiting</p><p id="context"></p><button id="share">Share</button>
<button id="minimize">Minimise</button></main><script src="panel.js"></script></body></html>`;

const panelScript = `Twitch.ext.onAuthorized((auth) => {
  const claims = JSON.parse(atob(auth.token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
  document.getElementById('who').textContent = claims.role + ' ' + (claims.user_id ?? 'unshared') + ' of ' + auth.channelId;
});
Twitch.ext.onContext((context) => {
  const { mode, theme, arePlayerControlsVisible, isPaused } = context;
  document.getElementById('context').textContent = [mode, theme, 'controls', arePlayerControlsVisible, 'paused', isPaused].join(' ');
});
Twitch.ext.listen('broadcast', (_target, _type, message) => { document.title = message; });
document.getElementById('share').onclick = () => Twitch.ext.actions.requestIdShare();
document.getElementById('minimize').onclick = () => Twitch.ext.actions.minimize();`;

/** What the fixture's core answers; tests replace parts of it. */
export type CoreFixture = {
  answers: boolean;
  orders: unknown[];
  drops: unknown[];
  sightings: unknown[];
  health: unknown;
  money: unknown;
};

/** A world of real stand-ins around a product that only answers what it is told to. */
export type WorldFixture = AsyncDisposable & {
  readonly world: World;
  readonly core: CoreFixture;
  /** Moves of the clock and ends of the server, as the Studio asked for them. */
  readonly asked: string[];
  /** Posts as the bot; answers the message's id. */
  post(channelId: string, body: unknown): Promise<string>;
  /** Publishes the bot's slash commands. */
  publish(commands: unknown): Promise<void>;
  /** Answers every interaction with this callback from now on. */
  answerWith(callback: unknown): void;
};

function answerCore(core: CoreFixture, address: string): Response {
  if (!core.answers) throw new TypeError('fetch failed');
  const { pathname } = new URL(address);
  const bodies: Readonly<Record<string, unknown>> = {
    '/v1/staff/orders': { orders: core.orders },
    '/v1/drops': { drops: core.drops },
    '/v1/staff/sightings': { sightings: core.sightings },
    '/v1/staff/money': core.health,
  };
  return Response.json(pathname.endsWith('/money') && pathname.includes('/orders/') ? core.money : bodies[pathname]);
}

async function startParties() {
  const distDir = await mkdtemp(join(tmpdir(), 'studio-panel-'));
  for (const name of ['panel', 'video_overlay', 'mobile', 'config', 'live_config'])
    await writeFile(join(distDir, `${name}.html`), panelPage);
  await writeFile(join(distDir, 'panel.js'), panelScript);
  const twitchPeople = people.flatMap(({ twitch, name }) => (twitch ? [{ ...twitch, displayName: name }] : []));
  const discordPeople = people.flatMap(({ discord, name }) => (discord ? [{ ...discord, displayName: name }] : []));
  const stripe = await startStripe({ apiKey: 'sk_test_fixture' });
  const twitch = await startTwitch({
    clientId: 'fixture-app',
    clientSecret: 'fixture-app-secret',
    extension: {
      clientId: 'fixture-extension',
      ownerId: '5005',
      secretBase64: Buffer.from('a secret of the fixture extension').toString('base64'),
      distDir,
      ebsOrigin: 'http://127.0.0.1:9',
    },
    users: [...twitchPeople, { id: '90001', login: 'c500bot', displayName: 'C500' }],
    botUserId: '90001',
    moderators: { '10001': ['10009'] },
  });
  const discord = await startDiscord({
    botToken,
    applicationId,
    clientSecret: 'fixture-discord-secret',
    redirectUris: [],
    users: discordPeople,
    communities: [
      {
        id: communityId,
        name: 'C500 Collective',
        ownerId: '200000000000000010',
        channels: [
          { id: buildsChannelId, name: 'available-builds', topic: 'What can be claimed right now' },
          { id: loungeChannelId, name: 'desk-lounge', topic: 'Desks, keycaps and calm' },
        ],
        roles: [{ id: '300000000000000021', name: 'Builder', color: 0xe58fa7 }],
        members: discordPeople.map(({ id }) => ({ userId: id })),
      },
      {
        id: places.otherCommunityId,
        name: 'Tactile Tuesday',
        ownerId: '200000000000000005',
        channels: [
          { id: places.otherDropsChannelId, name: 'drops' },
          { id: voiceChannelId, name: 'Workbench', shape: 'voice' },
        ],
        roles: [{ id: '500000000000000022', name: 'Drop alerts' }],
        members: discordPeople.slice(4).map(({ id }) => ({ userId: id })),
      },
    ],
  });
  const easypost = await startEasyPost({ apiKey: 'EZTK_fixture' });
  return { stripe, easypost, twitch, discord };
}

async function callDiscord(origin: string, method: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${origin}/api/v10${path}`, {
    method,
    headers: { authorization: `Bot ${botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`Discord refused ${path}: ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}

/** Starts a world for tests of the Studio. */
export async function startWorldFixture(): Promise<WorldFixture> {
  const { stripe, easypost, twitch, discord } = await startParties();
  const asked: string[] = [];
  let offset = 0;
  const core: CoreFixture = {
    answers: true,
    orders: [orderFixture()],
    drops: [dropFixture()],
    sightings: sightingFixture(),
    health: healthFixture(),
    money: bookFixture(),
  };
  const operator = createClient({
    baseUrl: 'http://core.fixture',
    fetch: (input) => Promise.resolve().then(() => answerCore(core, new Request(input).url)),
  });
  const world: World = {
    stripe,
    easypost,
    twitch,
    discord,
    product: {
      origin: 'http://127.0.0.1:9',
      operator,
      state: () => ({ core: 'running', bot: 'running' }),
      kill: () => Promise.resolve(void asked.push('kill')),
      ready: () => Promise.resolve(),
      onChange: () => () => undefined,
    },
    clock: {
      now: () => Date.now() + offset,
      offsetMs: () => offset,
      advance: (ms) => {
        offset += ms;
        asked.push(`advance ${ms}`);
        return Promise.resolve();
      },
    },
    places,
  };
  const call = (method: string, path: string, body: unknown) => callDiscord(discord.origin, method, path, body);
  let callback: unknown;
  const answered = new Set<string>();
  const stopAnswering = discord.onChange(() => {
    for (const { id, token, state } of discord.model.interactions.values()) {
      if (callback === undefined || state !== 'waiting' || answered.has(id)) continue;
      answered.add(id);
      void call('POST', `/interactions/${id}/${token}/callback`, callback);
    }
  });
  return {
    world,
    core,
    asked,
    async post(channelId, body) {
      const message = await call('POST', `/channels/${channelId}/messages`, body);
      return typeof message === 'object' && message !== null && 'id' in message ? String(message.id) : '';
    },
    publish: async (commands) => void (await call('PUT', `/applications/${applicationId}/commands`, commands)),
    answerWith: (next) => void (callback = next),
    async [Symbol.asyncDispose]() {
      stopAnswering();
      await Promise.all([stripe.close(), easypost.close(), twitch.close(), discord.close()]);
    },
  };
}
