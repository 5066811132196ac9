import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeTag } from '#shared/order-tag.ts';
import { CoreRefusalError, makeChannel, makeEntry } from '../test/core-fake.ts';
import { here, startBotWorld, untilLogged, type BotWorld } from '../test/world.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);
const asked = ['!bench', '!drops', '!next', `!order ${tag}`];
let world: BotWorld;
let answers: boolean;

beforeEach(async () => {
  answers = true;
  world = await startBotWorld({
    prepare(core) {
      core.answers.listChannels = () => ({ channels: [{ twitchId: here.rika, login: 'rika' }] });
      core.answers.getChatChannel = () => ({ answers, view: makeChannel({ queue: [makeEntry({ tag })] }) });
      core.answers.switchChatAnswers = ({ body }) => {
        answers = body.answers;
        return { answers };
      };
    },
  });
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

/** What the bot has said in Rika's channel. */
const said = () =>
  world.twitch.model.chat.lines(here.rika).flatMap((line) => (line.userId === '9001' ? [line.text] : []));
const say = (chatterId: string, text: string, sourceChannelId?: string) =>
  world.twitch.say(here.rika, chatterId, text, sourceChannelId === undefined ? {} : { sourceChannelId });

/** Resolves once the bot has handled everything that was typed before: chat keeps its order, and so does the bot. */
async function heardAll(): Promise<void> {
  const before = world.core.callsOf('recordChatLine').length;
  say(here.mori, tag);
  await world.core.until(() => world.core.callsOf('recordChatLine').length > before);
}

describe('a question in chat', () => {
  test.each([
    ['!bench', 'The bench is empty just now.'],
    ['!NEXT who is it', `Next: ${tag}, Cloud 65.`],
    ['!drops', 'No open drops here just now.'],
    [`/me !order ${tag}`, `${tag} is number 1 in the queue: Cloud 65.`],
  ])('%s is answered in reply, by what the core shows of this channel', async (text, answer) => {
    const isAction = text.startsWith('/me ');
    const input = { channelId: here.rika, userId: here.mori, text: text.replace('/me ', ''), isAction };
    const line = world.twitch.model.chat.say(input);
    await world.until(() => said().length === 1);
    expect(said()).toEqual([answer]);
    expect(world.twitch.model.chat.lines(here.rika).at(-1)?.replyTo?.lineId).toBe(line.ok && line.line.id);
    expect(world.core.callsOf('getChatChannel')).toMatchObject([{ input: { params: { twitchId: here.rika } } }]);
    expect(world.core.callsOf('recordChatLine')).toEqual([]);
  });

  test('is answered once for many askers, and another one beside it', async () => {
    for (const asker of [here.mori, here.tomo, here.mori]) say(asker, '!drops');
    say(here.mori, '!bench');
    await world.until(() => said().length === 2);
    await heardAll();
    expect(world.core.callsOf('getChatChannel')).toHaveLength(2);
    expect(said()).toEqual(['No open drops here just now.', 'The bench is empty just now.']);
  });

  test.each(asked)('typed in another channel of a shared chat is not ours to answer: %s', async (text) => {
    say(here.mori, text, here.tomo);
    await heardAll();
    expect(world.core.callsOf('getChatChannel')).toEqual([]);
    expect(said()).toEqual([]);
  });

  test('typed here while the chat is shared is answered', async () => {
    say(here.mori, '!next', here.rika);
    await world.until(() => said().length === 1);
  });

  test('is met with silence where the builder has just unlinked, and where the core is in trouble', async () => {
    world.core.answers.getChatChannel = ({ params }) => {
      if (world.core.callsOf('getChatChannel').length === 1) throw new CoreRefusalError('no-builder-channel');
      throw new Error(`no light in ${params.twitchId}`);
    };
    say(here.mori, '!next');
    say(here.mori, '!bench');
    await untilLogged(world, 'a question in chat was not answered');
    expect(said()).toEqual([]);
  });
});

describe('answers are switched off and on', () => {
  beforeEach(() => {
    world.twitch.model.channels.setModerators(here.rika, [here.tomo]);
  });

  test('by the broadcaster: viewers are met with silence, and tags are caught all the same', async () => {
    say(here.rika, '!c500 off');
    await world.until(() => said().length === 1);
    expect(said()[0]).toContain('answers no questions here');
    for (const text of asked) say(here.mori, text);
    say(here.rika, tag);
    await world.core.until(() => world.core.callsOf('recordChatLine').length === 1);
    await world.core.until(() => world.core.callsOf('getChatChannel').length === asked.length);
    // Answers keep their order: one to a viewer would come before this one.
    say(here.rika, '!next');
    await world.until(() => said().length === 2);
    expect(said()[1]).toContain('Next:');
    say(here.rika, '!C500 ON thank you');
    await world.until(() => said().length === 3);
    expect(said()[2]).toContain('again');
    expect(answers).toBe(true);
  });

  test('by a moderator, who is answered as before', async () => {
    say(here.tomo, '!c500 off');
    await world.until(() => said().length === 1);
    expect(answers).toBe(false);
    say(here.tomo, '!next');
    await world.until(() => said().length === 2);
    expect(said()[1]).toContain('Next:');
  });

  test.each([
    ['a viewer', here.mori, undefined],
    ['a moderator, typing in another channel of a shared chat', here.tomo, here.tomo],
    ['this broadcaster, typing in another channel of a shared chat', here.rika, here.tomo],
  ])('but not by %s', async (_who, chatter, source) => {
    say(chatter, '!c500 off', source);
    await heardAll();
    expect(world.core.callsOf('switchChatAnswers')).toEqual([]);
    expect(answers).toBe(true);
  });

  test('and whoever did it hears when it did not work', async () => {
    world.core.answers.switchChatAnswers = () => {
      throw new CoreRefusalError('conflict-try-again');
    };
    say(here.rika, '!c500 off');
    await world.until(() => said().length === 1);
    expect(said()[0]).toContain('did not work');
  });
});
