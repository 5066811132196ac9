import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { isRecord } from './form.ts';
import { type DiscordStandIn, startDiscord } from './server.ts';
import { badge, botToken, builder, community, general, staffRole, world } from './test-world.ts';

type Frame = { readonly op: number; readonly t: string | null; readonly s: number | null; readonly d: unknown };

/** A bare connection that keeps what arrived and hands it out in order. */
function connect(origin: string) {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/gateway?v=10&encoding=json`);
  const arrived: Frame[] = [];
  const waiting: ((frame: Frame) => void)[] = [];
  socket.on('error', () => socket.terminate());
  socket.on('message', (data) => {
    const frame: unknown = JSON.parse(String(data));
    if (!isRecord(frame)) throw new Error('no frame');
    const { op, t, s, d } = frame;
    const read: Frame = { op: Number(op), t: typeof t === 'string' ? t : null, s: typeof s === 'number' ? s : null, d };
    const next = waiting.shift();
    if (next) next(read);
    else arrived.push(read);
  });
  return {
    socket,
    send: (op: number, d: unknown) => socket.send(JSON.stringify({ op, d })),
    next: async (): Promise<Frame> => {
      const frame = arrived.shift();
      if (frame) return frame;
      const { promise, resolve } = Promise.withResolvers<Frame>();
      waiting.push(resolve);
      return promise;
    },
    closed: once(socket, 'close').then(([code]: unknown[]) => code),
  };
}

const identity = { token: botToken, intents: 1, properties: { os: 'x', browser: 'x', device: 'x' } };

let discord: DiscordStandIn;

beforeEach(async () => {
  discord = await startDiscord(world());
});

afterEach(() => discord.close());

async function identified() {
  const bot = connect(discord.origin);
  expect((await bot.next()).op).toBe(10);
  bot.send(2, identity);
  const ready = await bot.next();
  const created = await bot.next();
  return { bot, ready, created };
}

function sessionOf(ready: Frame): string {
  if (!isRecord(ready.d)) throw new Error('READY has no data');
  return String(ready.d['session_id']);
}

describe('the gateway', () => {
  test('greets, then answers an identify with READY and each community in full', async () => {
    const { ready, created } = await identified();
    expect(ready).toMatchObject({
      op: 0,
      t: 'READY',
      s: 1,
      d: { v: 10, guilds: [{ id: community, unavailable: true }] },
    });
    expect(created).toMatchObject({
      t: 'GUILD_CREATE',
      s: 2,
      d: { id: community, member_count: 4, channels: [{ id: general }, {}] },
    });
    await discord.botReady();
  });

  test('acknowledges heartbeats', async () => {
    const { bot } = await identified();
    bot.send(1, 2);
    expect((await bot.next()).op).toBe(11);
  });

  test.each([
    ['a wrong token', 2, { ...identity, token: 'wrong' }, 4004],
    ['a privileged intent that was not granted', 2, { ...identity, intents: 1 | (1 << 15) }, 4014],
    ['an intent that does not exist', 2, { ...identity, intents: 1 << 30 }, 4013],
    ['a request before the identify', 8, { guild_id: community }, 4003],
    ['an operation that does not exist', 99, {}, 4001],
  ])('closes on %s', async (_name, op, d, code) => {
    const bot = connect(discord.origin);
    await bot.next();
    bot.send(op, d);
    expect(await bot.closed).toBe(code);
  });

  test('takes a privileged intent back that was granted', async () => {
    await discord.close();
    discord = await startDiscord({ ...world(), privilegedIntents: 1 << 15 });
    discord.faults.intentsWithheld = true;
    const wish = { ...identity, intents: 1 | (1 << 15) };
    const bot = connect(discord.origin);
    await bot.next();
    bot.send(2, wish);
    expect(await bot.closed).toBe(4014);
    discord.faults.intentsWithheld = false;
    const again = connect(discord.origin);
    await again.next();
    again.send(2, wish);
    expect(await again.next()).toMatchObject({ t: 'READY' });
  });

  test('closes on what is no JSON', async () => {
    const bot = connect(discord.origin);
    await bot.next();
    bot.socket.send('{');
    expect(await bot.closed).toBe(4002);
  });

  test('replays to a resumed session exactly what it missed', async () => {
    const { bot, ready } = await identified();
    discord.dropGateway();
    await bot.closed;
    discord.addCommunity({ id: '200000000000000009', name: 'Later', ownerId: builder, channels: [], members: [] });
    const again = connect(discord.origin);
    await again.next();
    again.send(6, { token: botToken, session_id: sessionOf(ready), seq: 1 });
    expect(await again.next()).toMatchObject({ s: 2, t: 'GUILD_CREATE', d: { id: community } });
    expect(await again.next()).toMatchObject({ s: 3, t: 'GUILD_CREATE', d: { id: '200000000000000009' } });
    expect(await again.next()).toMatchObject({ s: 4, t: 'RESUMED' });
  });

  test('answers the resume of a forgotten session with "invalid session"', async () => {
    const { bot, ready } = await identified();
    discord.dropGateway({ forgetSessions: true });
    await bot.closed;
    const again = connect(discord.origin);
    await again.next();
    again.send(6, { token: botToken, session_id: sessionOf(ready), seq: 2 });
    expect(await again.next()).toMatchObject({ op: 9, d: false });
  });

  test('tells no message to a bot that did not ask for messages, and withholds content without the privileged intent', async () => {
    const quiet = await identified();
    const curious = connect(discord.origin);
    await curious.next();
    curious.send(2, { ...identity, intents: 1 | (1 << 9) });
    await curious.next();
    await curious.next();
    discord.sayInChannel(builder, general, 'good morning');
    expect(await curious.next()).toMatchObject({ t: 'MESSAGE_CREATE', d: { content: '', author: { id: builder } } });
    quiet.bot.send(1, 2);
    expect((await quiet.bot.next()).op).toBe(11);
  });

  test('breaks its connections and takes no new ones while Discord is down', async () => {
    const { bot } = await identified();
    discord.faults.down = true;
    expect(await bot.closed).toBe(1006);
    const refused = new WebSocket(`${discord.origin.replace('http', 'ws')}/gateway`);
    const [error]: unknown[] = await once(refused, 'error');
    expect(String(error)).toContain('503');
  });

  test('tells of channels, roles, threads and the bot itself as people change them by hand', async () => {
    const { bot } = await identified();
    const { byHand } = discord;
    const voice = byHand.createChannel(community, 'Street', 'voice');
    byHand.renameChannel(voice, '🔴 1 live');
    byHand.deleteChannel(voice);
    byHand.deleteRole(community, badge);
    byHand.removeBot(community);
    byHand.deleteRole(community, staffRole);
    byHand.returnBot(community);
    byHand.setUnavailable(community, true);
    const heard = [];
    for (let count = 0; count < 7; count += 1) heard.push(await bot.next());
    expect(heard).toMatchObject([
      { t: 'CHANNEL_CREATE', d: { id: voice, type: 2, guild_id: community } },
      { t: 'CHANNEL_UPDATE', d: { id: voice, name: '🔴 1 live' } },
      { t: 'CHANNEL_DELETE', d: { id: voice } },
      { t: 'GUILD_ROLE_DELETE', d: { guild_id: community, role_id: badge } },
      { t: 'GUILD_DELETE', d: { id: community } },
      { t: 'GUILD_CREATE', d: { id: community } },
      { t: 'GUILD_DELETE', d: { id: community, unavailable: true } },
    ]);
    expect(heard[4]?.d).not.toHaveProperty('unavailable');
  });

  test('tells a session that it is invalid, and lets it be resumed only where it says so', async () => {
    const { bot, ready } = await identified();
    discord.invalidateSessions(true);
    expect(await bot.next()).toMatchObject({ op: 9, d: true });
    const resume = async () => {
      const again = connect(discord.origin);
      await again.next();
      again.send(6, { token: botToken, session_id: sessionOf(ready), seq: 2 });
      return again.next();
    };
    expect(await resume()).toMatchObject({ t: 'RESUMED' });
    discord.invalidateSessions(false);
    expect(await resume()).toMatchObject({ op: 9, d: false });
  });

  test('hands each community to one shard, and says how many shards there should be', async () => {
    const many = discord.createManyCommunities(4, builder);
    const second = connect(discord.origin);
    await second.next();
    second.send(2, { ...identity, shard: [1, 2] });
    const ready = await second.next();
    const served = [community, ...many.map(({ id }) => id)].filter((id) => (BigInt(id) >> 22n) % 2n === 1n);
    expect(ready.d).toMatchObject({ shard: [1, 2], guilds: served.map((id) => ({ id })) });
    const told = await fetch(`${discord.origin}/api/v10/gateway/bot`, {
      headers: { authorization: `Bot ${botToken}` },
    });
    expect(await told.json()).toMatchObject({ shards: 1, session_start_limit: { remaining: 999, max_concurrency: 1 } });
  });

  test('takes whoever sends no heartbeat for dead, and leaves heartbeats unanswered when it is deaf', async () => {
    await discord.close();
    discord = await startDiscord({ ...world(), heartbeatMs: 150 });
    const { bot } = await identified();
    expect(await bot.closed).toBe(4009);
    discord.faults.gatewayDeaf = true;
    const other = await identified();
    other.bot.send(1, 2);
    expect(await other.bot.closed).toBe(4009);
  });

  test('answers a request for members by id', async () => {
    const { bot } = await identified();
    bot.send(8, { guild_id: community, user_ids: [builder, '1'], limit: 0, nonce: 'n' });
    const frame = await bot.next();
    expect(frame).toMatchObject({
      t: 'GUILD_MEMBERS_CHUNK',
      d: { nonce: 'n', not_found: ['1'], members: [{ user: { id: builder } }] },
    });
  });
});
