import { describe, expect, test } from '@jest/globals';
import type { Ticker } from '#shared/holding.ts';
import { twitchLimits, Voice, type Post, type Said, type Speech } from './voice.ts';

/** Time that only goes on when it is told to. */
function testTime() {
  let now = 0;
  let timers: { readonly at: number; readonly call: () => void }[] = [];
  const ticker: Ticker = {
    now: () => now,
    after(ms, call) {
      const timer = { at: now + ms, call };
      timers.push(timer);
      return () => (timers = timers.filter((each) => each !== timer));
    },
  };
  const turns = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return {
    ticker,
    /** Lets everything happen that falls due within so many milliseconds. */
    async pass(ms: number) {
      const until = now + ms;
      await turns();
      for (;;) {
        const [next] = timers.filter((each) => each.at <= until).toSorted((a, b) => a.at - b.at);
        if (!next) break;
        now = Math.max(now, next.at);
        timers = timers.filter((each) => each !== next);
        next.call();
        await turns();
      }
      now = until;
    },
  };
}

type Sent = { readonly at: number; readonly room: string; readonly text: string };

function stage(options: { readonly answer?: () => Promise<Said>; readonly usedBefore?: number } = {}) {
  const time = testTime();
  const voice = new Voice({ ...twitchLimits, usedBefore: options.usedBefore ?? 0 }, time.ticker);
  const sent: Sent[] = [];
  const rooms = new Set(['rika', 'tomo', 'kumo']);
  const post: Post = {
    isIn: (room) => rooms.has(room),
    send: (room, text) => {
      sent.push({ at: time.ticker.now(), room, text });
      return options.answer?.() ?? Promise.resolve({ outcome: 'taken' });
    },
  };
  const held = { isHeld: true };
  voice.enter(() => held.isHeld);
  voice.use(post);
  const say = (text: string, changes: Partial<Speech> = {}) => {
    const told: { said?: Said } = {};
    void voice
      .say({ room: 'rika', text, replyTo: null, rank: 'answer', worthMs: 10_000, ...changes })
      .then((said) => (told.said = said));
    return told;
  };
  return { time, voice, sent, rooms, held, post, say };
}

/** The most that was sent within any span of this length. */
function mostWithin(sent: readonly Sent[], ms: number): number {
  return Math.max(...sent.map(({ at }) => sent.filter((each) => each.at >= at && each.at < at + ms).length));
}

describe('lines are said', () => {
  test('at once, and one in a room in more than a second', async () => {
    const { time, sent, say } = stage();
    for (const text of ['a', 'b', 'c']) say(text);
    await time.pass(10_000);
    expect(sent.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    const [first = 0, second = 0, third = 0] = sent.map(({ at }) => at);
    expect([first, second - first > 1_000, third - second > 1_000]).toEqual([0, true, true]);
  });

  test('in fewer than 20 within 30 seconds over all rooms, also by two processes one after the other', async () => {
    const before = stage();
    const after = stage({ usedBefore: twitchLimits.usedBefore });
    for (const { say } of [before, after])
      for (let index = 0; index < 90; index += 1)
        say(`${index}`, { room: ['rika', 'tomo', 'kumo'][index % 3] ?? '', worthMs: 120_000 });
    await before.time.pass(100_000);
    await after.time.pass(31_000);
    expect(before.sent.length).toBeGreaterThan(40);
    expect(after.sent.length).toBeGreaterThan(4);
    expect(mostWithin(before.sent, 31_000) + after.sent.length).toBeLessThanOrEqual(20);
  });

  test('in the order of what they are worth, when not everything can be said', async () => {
    const { time, sent, say } = stage();
    say('first');
    say('answer');
    say('announcement', { rank: 'announcement' });
    say('proof', { rank: 'proof' });
    await time.pass(9_000);
    expect(sent.map(({ text }) => text)).toEqual(['first', 'proof', 'announcement', 'answer']);
  });

  test('in a room once it was entered', async () => {
    const { time, sent, say, rooms, voice } = stage();
    rooms.clear();
    const told = say('hello');
    await time.pass(2_000);
    expect(sent).toEqual([]);
    rooms.add('rika');
    voice.roomsChanged();
    await time.pass(1);
    expect([sent.length, told.said]).toEqual([1, { outcome: 'taken' }]);
  });

  test('one by one in a room, so that no answer is taken for another’s', async () => {
    const answers: ((said: Said) => void)[] = [];
    const { time, sent, say } = stage({ answer: () => new Promise((resolve) => answers.push(resolve)) });
    const first = say('first');
    const second = say('second');
    await time.pass(4_000);
    expect(sent).toHaveLength(1);
    answers[0]?.({ outcome: 'refused', reason: 'msg_banned' });
    await time.pass(2_000);
    answers[1]?.({ outcome: 'taken' });
    await time.pass(1);
    expect([first.said, second.said]).toEqual([{ outcome: 'refused', reason: 'msg_banned' }, { outcome: 'taken' }]);
  });
});

describe('lines are dropped', () => {
  test('when they waited for longer than they are worth', async () => {
    const { time, sent, say } = stage();
    const told = Array.from({ length: 100 }, (_, index) => say(`${index}`));
    await time.pass(10_000);
    expect(sent.length).toBeLessThan(10);
    expect(told.at(-1)?.said).toEqual({ outcome: 'late' });
    await time.pass(100_000);
    expect(sent.length).toBeLessThan(10);
  });

  test('when too many wait, and those that are worth the least first', async () => {
    const { time, say } = stage();
    const answers = Array.from({ length: 300 }, (_, index) => say(`${index}`));
    const proof = say('proof', { rank: 'proof' });
    await time.pass(3_000);
    expect(answers.at(-1)?.said).toEqual({ outcome: 'late' });
    expect(proof.said).toEqual({ outcome: 'taken' });
  });

  test('when chat is left, and none is said afterwards', async () => {
    const { time, sent, say, voice } = stage();
    say('first');
    const waiting = say('second');
    await time.pass(1);
    const left = voice.leave(100);
    const late = say('third');
    await time.pass(60_000);
    await left;
    expect([sent.length, waiting.said, late.said]).toEqual([1, { outcome: 'ended' }, { outcome: 'ended' }]);
  });

  test('when the lease is over, though nobody has said so yet', async () => {
    const { time, sent, say, held } = stage();
    held.isHeld = false;
    const told = say('hello');
    await time.pass(60_000);
    expect([sent.length, told.said]).toEqual([0, { outcome: 'late' }]);
  });
});

test('leaving waits for what was sent, and no longer than it may', async () => {
  const answers: ((said: Said) => void)[] = [];
  const { time, say, voice } = stage({ answer: () => new Promise((resolve) => answers.push(resolve)) });
  say('first');
  const left = { soon: false };
  void voice.leave(200).then(() => (left.soon = true));
  await time.pass(100);
  expect(left.soon).toBe(false);
  await time.pass(101);
  expect(left.soon).toBe(true);
});

test('a room that has much to say does not keep the others from being answered', async () => {
  const { time, sent, say } = stage();
  for (let index = 0; index < 60; index += 1) say(`rika${index}`, { rank: 'proof', worthMs: 60_000 });
  await time.pass(20_000);
  say('kumo', { room: 'kumo', rank: 'proof', worthMs: 30_000 });
  await time.pass(16_000);
  expect(sent.filter(({ room }) => room === 'kumo')).toHaveLength(1);
});
