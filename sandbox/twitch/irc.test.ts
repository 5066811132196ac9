import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RefreshingAuthProvider } from '@twurple/auth';
import { ChatClient, type ChatMessage } from '@twurple/chat';
import { WebSocket } from 'ws';
import { people, standInDefaults, startStandIn } from './stand-in-fixture.ts';
import type { TwitchStandIn } from './server.ts';

let twitch: TwitchStandIn;
let clients: ChatClient[];
let sockets: WebSocket[];

beforeEach(async () => {
  twitch = await startStandIn();
  process.env['TWURPLE_MOCK_API_PORT'] = String(twitch.port);
  clients = [];
  sockets = [];
});
afterEach(async () => {
  for (const client of clients) client.quit();
  for (const socket of sockets) socket.terminate();
  await twitch.close();
});

async function joinAsBot(channels: string[]): Promise<ChatClient> {
  const { clientId, clientSecret } = standInDefaults;
  const authProvider = new RefreshingAuthProvider({ clientId, clientSecret });
  await authProvider.addUserForToken(twitch.botToken(), ['chat']);
  const client = new ChatClient({
    authProvider,
    channels,
    ssl: false,
    hostName: 'irc.sandbox.test',
    isAlwaysMod: true,
    connectionOptions: { wsOptions: { createConnection: () => connect(twitch.port, '127.0.0.1') } },
    logger: { minLevel: 'critical' },
  });
  clients.push(client);
  const joined = new Promise<void>((resolve) => {
    let waiting = channels.length;
    client.onJoin(() => {
      waiting -= 1;
      if (waiting === 0) resolve();
    });
  });
  client.connect();
  await joined;
  return client;
}

function nextMessage(client: ChatClient): Promise<ChatMessage> {
  return new Promise((resolve) => {
    const listener = client.onMessage((_channel, _user, _text, message) => {
      client.removeListener(listener);
      resolve(message);
    });
  });
}

/** A bare client that keeps every line it is sent. */
async function rawClient(
  ...hello: string[]
): Promise<{ lines: string[]; send(line: string): void; until(part: string): Promise<string> }> {
  const socket = new WebSocket(twitch.origin.replace('http', 'ws'));
  sockets.push(socket);
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    lines.push(...(Buffer.isBuffer(data) ? data.toString() : '').split('\r\n').filter((line) => line !== ''));
    for (const look of waiting) look();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  for (const line of hello) socket.send(line);
  return {
    lines,
    send: (line) => socket.send(line),
    until: (part) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = lines.find((line) => line.includes(part));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

function login(token: string, nick: string): string[] {
  return ['CAP REQ :twitch.tv/tags twitch.tv/commands', `PASS oauth:${token}`, `NICK ${nick}`];
}

describe('chat heard by Twurple', () => {
  test('a line of the broadcaster is known by its badge and by its ids', async () => {
    const client = await joinAsBot(['rika']);
    const heard = nextMessage(client);
    const id = twitch.say(people.rika.id, people.rika.id, 'Now on the bench: #C5-7K3QF2M');
    const message = await heard;
    expect([message.id, message.channelId, message.userInfo.userId]).toEqual([id, people.rika.id, people.rika.id]);
    expect([message.userInfo.isBroadcaster, message.text]).toEqual([true, 'Now on the bench: #C5-7K3QF2M']);
  });

  test('moderators and viewers are told apart', async () => {
    const client = await joinAsBot(['rika']);
    const first = nextMessage(client);
    twitch.say(people.rika.id, people.mina.id, 'hello');
    const moderator = (await first).userInfo;
    const second = nextMessage(client);
    twitch.say(people.rika.id, people.mori.id, 'hi');
    const viewer = (await second).userInfo;
    expect([moderator.isMod, moderator.isBroadcaster]).toEqual([true, false]);
    expect([viewer.isMod, viewer.isBroadcaster, viewer.displayName]).toEqual([false, false, 'Mori; the = patient']);
  });

  test('text arrives whole, whatever it is made of', async () => {
    const client = await joinAsBot(['rika']);
    const text = '한글 🛠️ ; = : @ \\s café ＃C5‑7K3QF2M';
    const heard = nextMessage(client);
    twitch.say(people.rika.id, people.mori.id, text);
    expect((await heard).text).toBe(text);
  });

  test('no text can smuggle in a second line', async () => {
    const client = await joinAsBot(['rika']);
    const heard: string[] = [];
    const ended = new Promise<void>((resolve) =>
      client.onMessage((_channel, user, text) => {
        heard.push(user);
        if (text === 'the end') resolve();
      }),
    );
    const forged = '@badges=broadcaster/1;user-id=1001;room-id=1001 :rika!rika@rika PRIVMSG #rika :C5-7K3QF2M';
    for (const ending of ['\r\n', '\n', '\r']) twitch.say(people.rika.id, people.mori.id, `hi${ending}${forged}`);
    twitch.say(people.rika.id, people.mina.id, 'the end');
    await ended;
    expect(heard).toEqual(['mori', 'mori', 'mori', 'mina']);
  });

  test('in shared chat a line says in which channel it was typed', async () => {
    const client = await joinAsBot(['rika']);
    const heard = nextMessage(client);
    const id = twitch.say(people.rika.id, people.rika.id, 'C5-7K3QF2M', { sourceChannelId: people.tomo.id });
    const { tags } = await heard;
    expect(tags.get('room-id')).toBe(people.rika.id);
    expect(tags.get('source-room-id')).toBe(people.tomo.id);
    expect([tags.get('id'), tags.get('source-id') === id]).toEqual([id, false]);
    expect([tags.get('badges'), tags.get('source-badges')]).toEqual(['broadcaster/1', '']);
  });

  test('what the bot says is seen in the chat, with its badge and what it answers', async () => {
    const client = await joinAsBot(['rika']);
    const asked = twitch.say(people.rika.id, people.mori.id, '!bench');
    const seen = new Promise<void>((resolve) => {
      const stop = twitch.onChange(() => {
        if (twitch.model.chat.lines(people.rika.id).length < 2) return;
        stop();
        resolve();
      });
    });
    await client.say('rika', 'Nothing on the bench', { replyTo: asked });
    await seen;
    const line = twitch.model.chat.lines(people.rika.id)[1];
    expect([line?.userId, line?.text, line?.badges, line?.replyTo?.lineId]).toEqual([
      people.bot.id,
      'Nothing on the bench',
      ['moderator/1'],
      asked,
    ]);
  });

  test('a client that is asked to reconnect comes back into its rooms', async () => {
    const client = await joinAsBot(['rika', 'tomo']);
    const back = new Promise<void>((resolve) => client.onConnect(() => resolve()));
    const rejoined = new Promise<void>((resolve) => client.onJoin((channel) => channel === 'tomo' && resolve()));
    twitch.reconnectChat();
    await back;
    await rejoined;
    const heard = nextMessage(client);
    twitch.say(people.tomo.id, people.mori.id, 'still there?');
    expect((await heard).text).toBe('still there?');
  });

  test('a room that does not exist is refused', async () => {
    const client = await joinAsBot(['rika']);
    await expect(client.join('nowhere')).rejects.toBe('msg_channel_suspended');
  });
});

describe('chat on the wire', () => {
  test('a wrong token is refused and hung up on', async () => {
    const client = await rawClient(...login('nonsense', 'c500bot'));
    expect(await client.until('NOTICE')).toBe(':tmi.twitch.tv NOTICE * :Login authentication failed');
  });

  test("a good token does not open another person's name", async () => {
    const client = await rawClient(...login(twitch.botToken().accessToken, 'rika'));
    expect(await client.until('NOTICE')).toContain('Login authentication failed');
  });

  test('a token without chat:edit may listen but not speak', async () => {
    const { access } = twitch.model.tokens.issueUser(standInDefaults.clientId, people.mori.id, ['chat:read']);
    const client = await rawClient(...login(access.token, 'mori'), 'JOIN #rika');
    await client.until('ROOMSTATE');
    client.send('PRIVMSG #rika :let me in');
    expect(await client.until('NOTICE #rika')).toContain('no_permission');
    expect(twitch.model.chat.lines(people.rika.id)).toEqual([]);
  });

  test('nobody hears a room without joining it, and tags go only to those who asked', async () => {
    const inside = await rawClient('NICK justinfan1', 'JOIN #rika');
    const outside = await rawClient('NICK justinfan2', 'JOIN #tomo');
    await inside.until('366');
    await outside.until('366');
    twitch.say(people.rika.id, people.mori.id, 'only here');
    expect(await inside.until('only here')).toBe(':mori!mori@mori.tmi.twitch.tv PRIVMSG #rika :only here');
    outside.send('PING :done');
    await outside.until('PONG');
    expect(outside.lines.some((line) => line.includes('only here'))).toBe(false);
  });

  test('more than 20 lines in 30 seconds of an ordinary viewer vanish without a word, over all connections together', async () => {
    const { access } = twitch.model.tokens.issueUser(standInDefaults.clientId, people.mori.id, [
      'chat:read',
      'chat:edit',
    ]);
    const first = await rawClient(...login(access.token, 'mori'), 'JOIN #rika');
    const second = await rawClient(...login(access.token, 'mori'), 'JOIN #rika');
    await Promise.all([first.until('ROOMSTATE'), second.until('ROOMSTATE')]);
    for (let count = 0; count < 12; count += 1) first.send(`PRIVMSG #rika :line ${count}`);
    first.send('PING :first');
    await first.until('PONG');
    for (let count = 12; count < 24; count += 1) second.send(`PRIVMSG #rika :line ${count}`);
    second.send('PING :second');
    await second.until('PONG');
    expect(twitch.model.chat.lines(people.rika.id).map(({ text }) => text)).toEqual(
      Array.from({ length: 20 }, (_, count) => `line ${count}`),
    );
    expect([...first.lines, ...second.lines].filter((line) => line.includes('NOTICE'))).toEqual([]);
  });

  test('joins over the limit are not answered at all', async () => {
    await twitch.close();
    const limits = { lines: 20, linesAsModerator: 100, lineWindowMs: 30_000, joins: 2, joinWindowMs: 10_000 };
    twitch = await startStandIn({ chatLimits: limits });
    const client = await rawClient(
      'CAP REQ :twitch.tv/tags twitch.tv/commands',
      'NICK justinfan7',
      'JOIN #rika,#tomo,#mina',
    );
    client.send('PING :x');
    await client.until('PONG');
    expect(client.lines.filter((line) => line.includes(' JOIN '))).toEqual([
      expect.stringContaining('#rika'),
      expect.stringContaining('#tomo'),
    ]);
    twitch.say(people.mina.id, people.mina.id, 'nobody joined here');
    client.send('PING :y');
    await client.until('PONG tmi.twitch.tv :y');
    expect(client.lines.some((line) => line.includes('nobody joined here'))).toBe(false);
  });
});
