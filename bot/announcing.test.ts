import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { environmentOf } from './test/environment.ts';
import { withNotices, type Outbox } from './test/outbox.ts';
import { here, startBotWorld, type BotWorld } from './test/world.ts';

let world: BotWorld;
let outbox: Outbox;
let channels: { twitchId: string; login: string }[];

beforeEach(async () => {
  channels = [{ twitchId: here.rika, login: 'rika' }];
  world = await startBotWorld({
    start: false,
    prepare(core) {
      core.answers.listChannels = () => ({ channels });
      outbox = withNotices(core);
    },
  });
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

function finished(tag: string, changes: Partial<NoticeView> = {}): NoticeView {
  const params = { tag, title: 'Cloud 65', nickname: 'Mori' };
  const to = { platform: 'twitch', accountId: here.rika, locale: 'en', choice: 'everything', tag: null } as const;
  return { id: `ord:${tag}`, kind: 'channel-finished', ...to, params, link: null, ageMs: 0, ...changes };
}

const lineOf = (tag: string) => `Finished: ${tag}, Cloud 65 for Mori.`;
/** What the bot has said in Rika's channel. */
const said = () =>
  world.twitch.model.chat.lines(here.rika).flatMap((line) => (line.userId === '9001' ? [line.text] : []));
const settled = (count: number) => world.core.until(() => outbox.settled.length >= count);

describe('an announcement', () => {
  test('is said in the channel and settled after Twitch has it', async () => {
    let hadIt = false;
    const settle = world.core.answers.settleNotice;
    world.core.answers.settleNotice = (input, actor) => {
      hadIt = said().length === 1;
      return settle?.(input, actor) ?? {};
    };
    outbox.waiting.push(finished('C5-A'));
    world.bot.start();
    await settled(1);
    expect(hadIt).toBe(true);
    expect(said()).toEqual([lineOf('C5-A')]);
    expect(outbox.settled).toMatchObject([{ outcome: 'delivered' }]);
  });

  test('is said though the bot answers no questions there', async () => {
    world.core.answers.getChatChannel = () => {
      throw new Error('nobody asks this for an announcement');
    };
    outbox.waiting.push(finished('C5-A'));
    world.bot.start();
    await settled(1);
    expect(said()).toEqual([lineOf('C5-A')]);
  });

  test('waits while Twitch is away, and is said once when it is back', async () => {
    world.bot.start();
    await world.bot.ready;
    world.twitch.faults.down = true;
    await world.core.until(() => world.twitch.chatConnections() === 0);
    outbox.waiting.push(finished('C5-A'));
    const before = world.core.callsOf('pullNotices').length;
    await world.core.until(() => world.core.callsOf('pullNotices').length > before + 5);
    expect(outbox.settled).toEqual([]);
    world.twitch.faults.down = false;
    await settled(1);
    expect(said()).toEqual([lineOf('C5-A')]);
  }, 30_000);

  test('is not said in a channel whose builder has unlinked it, and the bot leaves', async () => {
    world.bot.start();
    await world.bot.ready;
    channels = [];
    const asked = world.core.callsOf('listChannels').length;
    await world.core.until(() => world.core.callsOf('listChannels').length > asked + 1);
    outbox.waiting.push(finished('C5-A'));
    await settled(1);
    expect(outbox.settled).toMatchObject([{ outcome: 'undeliverable', reason: 'the channel is not linked' }]);
    expect(said()).toEqual([]);
  });
});

describe('of two processes', () => {
  test('one announces, and nothing is said twice when the other takes over', async () => {
    world.bot.start();
    await world.bot.ready;
    const other = world.another({ leaseMs: 2_000 });
    other.bot.start();
    outbox.waiting.push(finished('C5-A'));
    await settled(1);
    const stopped = world.bot.stop();
    outbox.waiting.push(finished('C5-B'));
    await stopped;
    await settled(2);
    outbox.waiting.push(finished('C5-C'));
    await settled(3);
    expect(said()).toEqual([lineOf('C5-A'), lineOf('C5-B'), lineOf('C5-C')]);
  }, 30_000);

  test('one that dies between saying and settling leaves one line to be said twice, and no more', async () => {
    const settle = world.core.answers.settleNotice;
    // The first process hears nothing of what it settles.
    world.core.answers.settleNotice = () => new Promise(() => undefined);
    const env = { ...environmentOf(world), LEASE_SECONDS: '2' };
    const first = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env, stdio: 'ignore' });
    const killed = once(first, 'exit');
    outbox.waiting.push(finished('C5-A'));
    await world.until(() => said().length === 1);
    await world.core.until(() => world.core.callsOf('settleNotice').length === 1);
    first.kill('SIGKILL');
    await killed;
    if (settle) world.core.answers.settleNotice = settle;
    const other = world.another({ leaseMs: 2_000 });
    other.bot.start();
    await settled(1);
    outbox.waiting.push(finished('C5-B'));
    await settled(2);
    expect(said()).toEqual([lineOf('C5-A'), lineOf('C5-A'), lineOf('C5-B')]);
  }, 30_000);
});
