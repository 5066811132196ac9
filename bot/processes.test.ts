import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeTag } from '#shared/order-tag.ts';
import { environmentOf } from './test/environment.ts';
import { here, startBotWorld, untilLogged, type Logged, type BotWorld } from './test/world.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);
type Place = { readonly communityId: string; readonly channelId: string };

/** A community that belongs to the second of two shards; the one of the tests' world belongs to the first. */
const elsewhere: Place = { communityId: '200000000004194305', channelId: '300000000004194305' };
const atHome: Place = { communityId: here.community, channelId: here.lounge };
const standingBy = 'another process does this, standing by';

let world: BotWorld;
/** The most connections that there ever were at once: to chat, and to each shard. */
const most = { chat: 0, shard: 0 };

beforeEach(async () => {
  const prepare: Parameters<typeof startBotWorld>[0] = {
    start: false,
    prepare: (core) => {
      core.answers.listChannels = () => ({ channels: [{ twitchId: here.rika, login: 'rika' }] });
      core.answers.listMyOrders = () => ({ orders: [] });
    },
  };
  world = await startBotWorld(prepare);
  Object.assign(most, { chat: 0, shard: 0 });
  const count = () => {
    const shards = world.discord.gatewayShards();
    most.chat = Math.max(most.chat, world.twitch.chatConnections());
    most.shard = Math.max(most.shard, shards.length - new Set(shards).size + Math.min(1, shards.length));
  };
  world.twitch.onChange(count);
  world.discord.onChange(count);
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

/** A line of chat and a command, each of which the core must hear of exactly once. */
async function expectServedOnce(place: Place = atHome): Promise<void> {
  const before = world.core.calls.length;
  const since = (name: string) => world.core.calls.slice(before).filter((call) => call.name === name);
  const messageId = world.twitch.say(here.rika, here.mori, tag);
  const options = { subcommand: 'orders', values: {} };
  const seen = await world.discord.runCommand({ ...place, userId: here.buyer, name: 'c500', options });
  expect(seen.kind).toBe('message');
  await world.core.until(() => since('recordChatLine').length > 0);
  // A second line, handed over behind the first, would find the first said twice.
  world.twitch.say(here.rika, here.mori, `${tag} again`);
  await world.core.until(() => JSON.stringify(since('recordChatLine')).includes('again'));
  const lines = since('recordChatLine').map(({ input }) => (input as { body: { messageId: string } }).body.messageId);
  expect(lines.filter((each) => each === messageId)).toHaveLength(1);
  expect(since('listMyOrders')).toHaveLength(1);
}

async function untilStandingBy(bot: Logged, leases: number): Promise<void> {
  const count = () => bot.logged.filter((line) => line.includes(standingBy)).length;
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => count() >= leases && resolve();
  const end = bot.onLogged(look);
  look();
  await promise;
  end();
}

/** When a bot wrote these words about a lease. */
function momentOf(bot: Logged, words: string, lease: string): number {
  const line = bot.logged.map((each) => JSON.parse(each)).find((each) => each.msg === words && each.lease === lease);
  return line?.time ?? Number.NaN;
}

describe('of two processes', () => {
  test('one is in chat and on Discord, and each line and each interaction is handled once', async () => {
    world.bot.start();
    await world.bot.ready;
    const other = world.another();
    other.bot.start();
    await untilStandingBy(other, 3);
    await expectServedOnce();
    expect(most).toEqual({ chat: 1, shard: 1 });
  });

  test('the other takes over when the first stops', async () => {
    world.bot.start();
    await world.bot.ready;
    const other = world.another({ leaseMs: 4_000 });
    other.bot.start();
    await untilStandingBy(other, 3);
    await world.bot.stop();
    await other.bot.ready;
    await expectServedOnce();
    expect(most).toEqual({ chat: 1, shard: 1 });
  }, 20_000);

  test('the other takes over when the first is killed', async () => {
    const env = { ...environmentOf(world), LEASE_SECONDS: '2' };
    const first = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env, stdio: 'ignore' });
    const killed = once(first, 'exit');
    await world.until(() => world.twitch.chatConnections() === 1 && world.discord.gatewayShards().length === 1);
    const other = world.another({ leaseMs: 2_000 });
    other.bot.start();
    await untilStandingBy(other, 3);
    first.kill('SIGKILL');
    await killed;
    await other.bot.ready;
    await expectServedOnce();
    expect(most).toEqual({ chat: 1, shard: 1 });
  }, 30_000);

  test('the one that loses the core has let go of everything before the other takes over, and stands by when it is back', async () => {
    await using line = await openLine(world.core.url);
    const core = { ...world.config.core, url: line.url };
    const cut = world.another({ core, leaseMs: 6_000 });
    cut.bot.start();
    await cut.bot.ready;
    const other = world.another({ leaseMs: 6_000 });
    other.bot.start();
    await untilStandingBy(other, 3);
    line.cut();
    await other.bot.ready;
    for (const lease of ['twitch-chat', 'discord-shard-0'])
      expect(momentOf(other, 'lease taken', lease)).toBeGreaterThan(momentOf(cut, 'lease ended', lease));
    await expectServedOnce();
    line.mend();
    await untilStandingBy(cut, 3);
    await expectServedOnce();
    expect(most).toEqual({ chat: 1, shard: 1 });
  }, 30_000);
});

describe('of two shards', () => {
  beforeEach(() => {
    world.discord.addCommunity({
      id: elsewhere.communityId,
      name: 'Another Club',
      ownerId: here.builder,
      channels: [{ id: elsewhere.channelId, name: 'lounge' }],
      members: [{ userId: here.builder }, { userId: here.buyer }],
    });
  });
  const withShards = (shardsPerProcess: number) => ({
    discord: { ...world.config.discord, shards: 2, shardsPerProcess },
    leaseMs: 2_000,
  });

  test('each is served by a process that has room for it', async () => {
    const bots = [world.another(withShards(1)), world.another(withShards(1)), world.another(withShards(1))];
    const [first, second, third] = bots;
    first?.bot.start();
    await world.until(() => world.discord.gatewayShards().length === 1);
    second?.bot.start();
    await world.until(() => world.discord.gatewayShards().length === 2);
    expect(world.discord.gatewayShards().toSorted()).toEqual([0, 1]);
    await world.until(() => world.twitch.chatConnections() === 1);
    await first?.bot.ready;
    await expectServedOnce(atHome);
    await expectServedOnce(elsewhere);
    // The second has no room for what the first leaves behind.
    third?.bot.start();
    await first?.bot.stop();
    await world.until(() => world.discord.gatewayShards().length === 2);
    expect(momentOf(third ?? world, 'lease taken', 'discord-shard-0')).not.toBeNaN();
    expect(most.shard).toBe(1);
  }, 20_000);

  test('both are served by one process that has room for both, one after the other', async () => {
    const both = world.another(withShards(2));
    both.bot.start();
    await world.until(() => world.discord.gatewayShards().length === 2);
    await both.bot.ready;
    await expectServedOnce(atHome);
    await expectServedOnce(elsewhere);
    const turns = world.core.callsOf('takeLease').filter(({ input }) => JSON.stringify(input).includes('identify-0'));
    expect(turns.length).toBeGreaterThan(1);
    expect(new Set(turns.map(({ input }) => (input as { body: { holder: string } }).body.holder)).size).toBe(2);
  }, 20_000);
});

test('a core that is away for a moment costs no connection', async () => {
  world.bot.start();
  await world.bot.ready;
  world.core.isDown = true;
  await untilLogged(world, 'the core did not answer for a lease');
  world.core.isDown = false;
  await expectServedOnce();
  expect(world.logged.join('')).not.toContain('lease ended');
}, 20_000);

/** A line to a core that can be cut. */
async function openLine(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [socket, end] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => end.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        end.destroy();
      });
      socket.pipe(end);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    async [Symbol.asyncDispose]() {
      this.cut();
      server.close();
    },
  };
}
