import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import tmi from 'tmi.js';
import { people, startStandIn } from './stand-in-fixture.ts';
import type { TwitchStandIn } from './server.ts';

let twitch: TwitchStandIn;
let clients: tmi.Client[];

beforeEach(async () => {
  twitch = await startStandIn();
  clients = [];
});
afterEach(async () => {
  // One whose connection is closed already says so by rejecting.
  await Promise.all(clients.map((client) => client.disconnect().catch(() => undefined)));
  await twitch.close();
});

/** A client that keeps to the protocol by its own lights; nothing of Twurple is in it. */
async function connect(
  options: { readonly password?: string; readonly username?: string; readonly channels?: readonly string[] } = {},
): Promise<tmi.Client> {
  const {
    username = people.bot.login,
    password = `oauth:${twitch.botToken().accessToken}`,
    channels = ['rika'],
  } = options;
  const client = new tmi.Client({
    options: { debug: false, skipUpdatingEmotesets: true, joinInterval: 300 },
    connection: { server: '127.0.0.1', port: twitch.port, secure: false, reconnect: false },
    identity: { username, password },
    channels: [...channels],
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  clients.push(client);
  const joined = new Set<string>();
  const all = new Promise<void>((resolve) => {
    client.on('roomstate', (channel) => {
      joined.add(channel);
      if (joined.size === channels.length) resolve();
    });
  });
  await client.connect();
  await all;
  return client;
}

/** The next line of chat that a client hears, whatever its kind. */
function next(client: tmi.Client): Promise<{ channel: string; tags: tmi.ChatUserstate; text: string; self: boolean }> {
  return new Promise((resolve) =>
    client.once('message', (channel, tags, text, self) => resolve({ channel, tags, text, self })),
  );
}

describe('a second chat client', () => {
  test('registers, joins its channels and hears who says what', async () => {
    const client = await connect({ channels: ['rika', 'tomo'] });
    expect(client.getChannels().toSorted()).toEqual(['#rika', '#tomo']);
    const heard = next(client);
    const id = twitch.say(people.rika.id, people.rika.id, 'Now on the bench: #C5-7K3QF2M');
    const { channel, tags, text, self } = await heard;
    expect({ channel, text, self }).toEqual({ channel: '#rika', text: 'Now on the bench: #C5-7K3QF2M', self: false });
    expect([tags.id, tags['room-id'], tags['user-id'], tags.badges]).toEqual([
      id,
      people.rika.id,
      people.rika.id,
      { broadcaster: '1' },
    ]);
  });

  test('reads text of every script, and actions as actions', async () => {
    const client = await connect();
    const first = next(client);
    twitch.say(people.rika.id, people.mori.id, '한글 🛠️ ; = : @ \\s café ＃C5‑7K3QF2M');
    expect(await first).toMatchObject({ text: '한글 🛠️ ; = : @ \\s café ＃C5‑7K3QF2M' });
    const second = next(client);
    twitch.model.chat.say({ channelId: people.rika.id, userId: people.mori.id, text: 'waves', isAction: true });
    expect(await second).toMatchObject({ text: 'waves', tags: { 'message-type': 'action' } });
  });

  test('is told where a line of a shared chat was typed', async () => {
    const client = await connect({ channels: ['rika', 'tomo'] });
    const lines = [next(client)];
    client.once('message', () => lines.push(next(client)));
    twitch.say(people.rika.id, people.rika.id, 'C5-7K3QF2M', { sourceChannelId: people.tomo.id });
    const [first] = await Promise.all(lines);
    const second = await lines[1];
    const bySource = [first, second].map((line) => [line?.channel, line?.tags['source-room-id']]);
    expect(bySource.toSorted()).toEqual([
      ['#rika', people.tomo.id],
      ['#tomo', people.tomo.id],
    ]);
  });

  test('is heard when it speaks, in words and in actions', async () => {
    const client = await connect();
    const said = () =>
      twitch.model.chat.lines(people.rika.id).map(({ userId, text, isAction }) => [userId, text, isAction]);
    const both = new Promise<void>((resolve) => {
      const stop = twitch.onChange(() => {
        if (said().length < 2) return;
        stop();
        resolve();
      });
    });
    await client.say('#rika', 'Nothing on the bench');
    await client.action('#rika', 'waves');
    await both;
    expect(said()).toEqual([
      [people.bot.id, 'Nothing on the bench', false],
      [people.bot.id, 'waves', true],
    ]);
  });

  test('hears nothing more of a room that it has left', async () => {
    const client = await connect({ channels: ['rika', 'tomo'] });
    await client.part('#tomo');
    const heard = next(client);
    twitch.say(people.tomo.id, people.mori.id, 'not for the bot');
    twitch.say(people.rika.id, people.mori.id, 'for the bot');
    expect(await heard).toMatchObject({ channel: '#rika', text: 'for the bot' });
  });

  test('is hung up on when chat is closed', async () => {
    const client = await connect();
    const closed = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    twitch.reconnectChat();
    await closed;
    expect(client.readyState()).toBe('CLOSED');
  });

  test('is turned away with a wrong token, and with somebody else’s', async () => {
    for (const [username, password] of [
      ['c500bot', 'oauth:nonsense'],
      ['rika', `oauth:${twitch.botToken().accessToken}`],
    ] as const)
      await expect(connect({ username, password })).rejects.toBe('Login authentication failed');
  });

  test('is answered when it pings', async () => {
    const client = await connect();
    const [seconds] = await client.ping();
    expect(seconds).toBeLessThan(5);
  });
});
