import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeTag } from '#shared/order-tag.ts';
import { CoreRefusalError } from '../test/core-fake.ts';
import { here, startBotWorld, type BotWorld } from '../test/world.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);
const other = { twitchId: here.tomo, login: 'tomo' };
let world: BotWorld;
let channels: { twitchId: string; login: string }[];

beforeEach(async () => {
  channels = [{ twitchId: here.rika, login: 'Rika' }];
  world = await startBotWorld({ prepare: (core) => (core.answers.listChannels = () => ({ channels })) });
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

/** What the bot has said in a channel. */
function said(channelId: string): readonly string[] {
  return world.twitch.model.chat.lines(channelId).flatMap((line) => (line.userId === '9001' ? [line.text] : []));
}

function answerWith(counted: boolean, code: string | null, sentence: string): void {
  world.core.answers.recordChatLine = () => ({ sightings: [{ tag, counted, code, sentence }] });
}

const recorded = () => world.core.callsOf('recordChatLine').map(({ input }) => (input as { body: unknown }).body);

describe('lines of chat', () => {
  test('the broadcaster types a tag: the core hears it with every id, and the answer is one short line', async () => {
    answerWith(true, null, `${tag} is on the bench.`);
    const messageId = world.twitch.say(here.rika, here.rika, `now building ${tag}`);
    await world.until(() => said(here.rika).length === 1);
    expect(recorded()).toEqual([
      { messageId, channelId: here.rika, chatterId: here.rika, sourceChannelId: null, text: `now building ${tag}` },
    ]);
    expect(said(here.rika)).toEqual([`${tag} is on the bench.`]);
    expect(world.twitch.model.chat.lines(here.rika).at(-1)?.replyTo?.lineId).toBe(messageId);
  });

  test('a viewer types a tag: the core hears it too, and the bot keeps quiet', async () => {
    world.core.answers.recordChatLine = ({ body }) => ({
      sightings: [{ tag, counted: true, code: null, sentence: body.text }],
    });
    world.twitch.say(here.rika, here.mori, `${tag} when?`);
    world.twitch.say(here.rika, here.rika, `${tag} now`);
    await world.until(() => said(here.rika).length === 1);
    expect(recorded()).toMatchObject([{ chatterId: here.mori }, { chatterId: here.rika }]);
    expect(said(here.rika)).toEqual([`${tag} now`]);
  });

  test('lines without anything like a tag stay where they are', async () => {
    world.twitch.say(here.rika, here.mori, 'is that a C5 plate?');
    world.twitch.say(here.rika, here.rika, 'hello everybody');
    world.twitch.say(here.rika, here.mori, tag);
    await world.core.until(() => recorded().length > 0);
    expect(recorded()).toMatchObject([{ text: tag }]);
  });

  test('a near miss of the broadcaster is answered with what to do', async () => {
    answerWith(false, 'near-miss', 'C5-7K3QF2N looks like an order tag but a symbol is off.');
    world.twitch.say(here.rika, here.rika, 'C5-7K3QF2N');
    await world.until(() => said(here.rika).length === 1);
    expect(said(here.rika)[0]).toBe(
      'C5-7K3QF2N looks like an order tag but a symbol is off. Compare it with the order and type it again.',
    );
  });

  test('a line typed in another channel of a shared chat says so, and is not answered', async () => {
    answerWith(false, 'near-miss', 'a symbol is off.');
    world.twitch.say(here.rika, here.rika, tag, { sourceChannelId: here.tomo });
    await world.core.until(() => recorded().length === 1);
    expect(recorded()[0]).toMatchObject({ channelId: here.rika, sourceChannelId: here.tomo });
    await world.bot.stop();
    expect(said(here.rika)).toEqual([]);
  });

  test('what the bot says itself comes back through shared chat, and is nobody’s tag', async () => {
    world.twitch.say(here.rika, '9001', `On the bench now: ${tag}`, { sourceChannelId: here.tomo });
    world.twitch.say(here.rika, here.mori, `${tag} at last`);
    await world.core.until(() => recorded().length > 0);
    expect(recorded()).toMatchObject([{ chatterId: here.mori }]);
  });

  test('a line that the core could not take is handed over again, once it can', async () => {
    let failures = 0;
    world.core.answers.recordChatLine = () => {
      failures += 1;
      if (failures < 4) throw new Error('starting');
      return { sightings: [{ tag, counted: true, code: null, sentence: 'on the bench.' }] };
    };
    const messageId = world.twitch.say(here.rika, here.rika, tag);
    await world.until(() => said(here.rika).length === 1);
    expect(recorded()).toHaveLength(4);
    expect(new Set(recorded().map((body) => (body as { messageId: string }).messageId))).toEqual(new Set([messageId]));
  });

  test('a line that the core refuses is not sent again', async () => {
    world.core.answers.recordChatLine = ({ body }) => {
      if (body.text.includes('first')) throw new CoreRefusalError('no-tag');
      return { sightings: [] };
    };
    world.twitch.say(here.rika, here.rika, `${tag} first`);
    world.twitch.say(here.rika, here.rika, `${tag} second`);
    await world.core.until(() => recorded().length === 2);
    expect(recorded()).toMatchObject([{ text: `${tag} first` }, { text: `${tag} second` }]);
  });
});

describe('channels', () => {
  test('a channel that a builder links is joined, and one that is unlinked is left', async () => {
    channels = [other];
    // It hears the new channel as soon as it has joined; until then the line is said again.
    const say = setInterval(() => world.twitch.say(here.tomo, here.mori, tag), 20);
    await world.core.until(() => recorded().length > 0);
    clearInterval(say);
    expect(recorded()[0]).toMatchObject({ channelId: here.tomo });
    const before = recorded().length;
    world.twitch.say(here.rika, here.mori, `${tag} in the channel that was left`);
    world.twitch.say(here.tomo, here.mori, `${tag} last`);
    await world.core.until(() => recorded().some((body) => (body as { text: string }).text === `${tag} last`));
    expect(JSON.stringify(recorded().slice(before))).not.toContain('was left');
  });

  test('after Twitch restarts its chat servers the bot is back in its channels', async () => {
    world.twitch.reconnectChat();
    const say = setInterval(() => world.twitch.say(here.rika, here.mori, tag), 50);
    await world.core.until(() => recorded().length > 0);
    clearInterval(say);
    expect(recorded()[0]).toMatchObject({ channelId: here.rika });
  }, 20_000);

  test('after Twitch was away altogether the bot is back in its channels', async () => {
    world.twitch.faults.down = true;
    await world.core.until(() => world.twitch.chatConnections() === 0);
    world.twitch.faults.down = false;
    const say = setInterval(() => world.twitch.say(here.rika, here.mori, tag), 50);
    await world.core.until(() => recorded().length > 0);
    clearInterval(say);
    expect(recorded()[0]).toMatchObject({ channelId: here.rika });
  }, 20_000);
});

describe('the token of chat', () => {
  test('is renewed when the configured one has run out', async () => {
    await using later = await startBotWorld({ accessToken: 'long-gone' });
    expect(later.twitch.chatConnections()).toBe(1);
    expect(later.logged.join('')).toContain('the access token of chat was renewed');
    expect(later.logged.join('')).not.toContain(later.config.twitch.refreshToken.reveal());
  });

  test('that runs out while the bot is in chat is renewed when the line breaks, and the bot is back in its channels', async () => {
    world.twitch.model.tokens.expireAccess('9001');
    world.twitch.reconnectChat();
    const say = setInterval(() => world.twitch.say(here.rika, here.rika, tag), 50);
    await world.core.until(() => recorded().length > 0);
    clearInterval(say);
    expect(world.logged.join('')).toContain('the access token of chat was renewed');
  }, 20_000);

  test('that Twitch refuses keeps the bot trying, with a new client each time', async () => {
    await using later = await startBotWorld({ start: false, accessToken: 'long-gone', refreshToken: 'never-given' });
    later.bot.start();
    const tries = () => later.logged.filter((line) => line.includes('chat ended, connecting anew')).length;
    await later.core.until(() => tries() >= 3);
    expect(later.logged.join('')).not.toContain('app-secret');
    expect(later.logged.join('')).not.toContain('never-given');
  });
});
