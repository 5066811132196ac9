import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { makeTag, readTags } from '#shared/order-tag.ts';
import { createIrcServer } from '../../sandbox/twitch/irc.ts';
import { ordinaryLimits } from '../../sandbox/twitch/chat-limits.ts';
import type { ChatLine } from '../../sandbox/twitch/records.ts';
import { furtherChannel, here, startBotWorld, type BotWorld } from '../test/world.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);
const second = makeTag([1, 2, 3, 4, 5]);
const rika = { twitchId: here.rika, login: 'rika' };
let world: BotWorld;

afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

type Recorded = { readonly text: string; readonly messageId: string; readonly chatterId: string };
const recorded = () =>
  world.core.callsOf('recordChatLine').map(({ input }) => (input as { readonly body: Recorded }).body);

describe('a tag typed by the broadcaster', () => {
  test.each([
    ['in an action', `/me puts ${tag} on the bench`, [tag]],
    ['in lower case, glued to an emoji', `🛠️${tag.toLowerCase()}🛠️ here we go`, [tag]],
    ['with a hash and no hyphen', `#${tag.replace('-', '')}`, [tag]],
    ['in brackets and with a full stop', `now: (${tag}).`, [tag]],
    ['with invisible characters in it', [...tag].join('\u200b'), [tag]],
    ['in a line that turns its direction', `\u202e${tag}\u202c تم`, [tag]],
    ['twice, and another beside it', `${tag}, ${second} and ${tag}`, [tag, second]],
    ['behind the name of whom they answer', `@Mori ${tag} is yours`, [tag]],
    ['behind a command of somebody else’s', `!title building ${tag}`, [tag]],
  ])('%s is handed to the core, which reads it', async (_how, typed, tags) => {
    world = await startBotWorld({ prepare: (core) => (core.answers.listChannels = () => ({ channels: [rika] })) });
    const isAction = typed.startsWith('/me ');
    world.twitch.model.chat.say({
      channelId: here.rika,
      userId: here.rika,
      text: typed.replace(/^\/me /, ''),
      isAction,
    });
    await world.core.until(() => recorded().length === 1);
    expect(readTags(recorded()[0]?.text ?? '').tags).toEqual(tags);
    expect(recorded()[0]?.chatterId).toBe(here.rika);
  });
});

describe('lines longer than Twitch’s', () => {
  test('are cut before anybody reads them, and the next line is heard as ever', async () => {
    world = await startBotWorld({
      start: false,
      prepare: (core) => (core.answers.listChannels = () => ({ channels: [rika] })),
    });
    await using chat = await openHugeChat();
    const { bot, logged } = world.another({ twitch: { ...world.config.twitch, chatUrl: chat.url } });
    bot.start();
    await bot.ready;
    const filler = ['a', 'c5-', '\u200b', '🛠️', 'C5-0000000 ', '!'].map((each) => each.repeat(100_000 / each.length));
    for (const [index, text] of filler.entries()) {
      chat.show(`huge${index}`, text);
      chat.show(`start${index}`, `${tag} ${text}`);
      chat.show(`question${index}`, `!order ${text}`);
    }
    chat.show('last', second);
    await world.core.until(() => recorded().some(({ messageId }) => messageId === 'last'));
    const starts = recorded().filter(({ messageId }) => messageId.startsWith('start'));
    expect(starts).toHaveLength(filler.length);
    for (const { text } of recorded()) expect(text.length).toBeLessThanOrEqual(1_000);
    for (const { text } of starts) expect(readTags(text).tags[0]).toBe(tag);
    expect(logged.join('')).not.toContain('a line of chat could not be handed to the core');
  });
});

describe('channels', () => {
  test('beyond twenty are joined as fast as Twitch allows, and no faster', async () => {
    const channels = Array.from({ length: 25 }, (_, index) => furtherChannel(index));
    // What goes beyond its limit the simulated chat leaves unanswered, as Twitch does: it would be joined a minute later.
    world = await startBotWorld({
      furtherChannels: channels.length,
      prepare: (core) => (core.answers.listChannels = () => ({ channels })),
    });
    expect(world.logged.filter((line) => line.includes('could not be joined'))).toEqual([]);
    for (const { twitchId } of channels) world.twitch.say(twitchId, here.mori, tag);
    await world.core.until(() => recorded().length === channels.length);
  }, 30_000);
});

/** The simulated chat, over which lines of any length come. */
async function openHugeChat() {
  const { model } = world.twitch;
  const listeners = new Set<(line: ChatLine, speaker: object | undefined) => void>();
  const irc = createIrcServer({
    model: {
      ...model,
      onLine(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    wallNow: Date.now,
    limits: ordinaryLimits,
  });
  const server = createServer().on('upgrade', irc.upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the chat has no port');
  return {
    url: `ws://127.0.0.1:${address.port}`,
    show(id: string, text: string) {
      const from = { channelId: here.rika, userId: here.rika, badges: ['broadcaster/1'], at: Date.now() };
      const line = { ...from, id, text, isAction: false, source: null, replyTo: null };
      for (const listener of listeners) listener(line, undefined);
    },
    async [Symbol.asyncDispose]() {
      irc.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
