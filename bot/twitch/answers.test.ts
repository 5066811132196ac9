import { describe, expect, test } from '@jest/globals';
import { makeTag } from '#shared/order-tag.ts';
import { makeChannel, makeDrop, makeEntry } from '../test/core-fake.ts';
import { answerQuestion } from './answers.ts';
import { readQuestion } from './questions.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);
const tags = Array.from({ length: 12 }, (_, index) => makeTag([index, 1, 2, 3, 4]));
const core = 'http://core.test';

describe('a line is read as a question', () => {
  test.each([
    ['!bench', { about: 'bench' }],
    ['  !BENCH what is it', { about: 'bench' }],
    ['!drops?', { about: 'drops' }],
    ['!drops👀', { about: 'drops' }],
    ['!drops \u{e0000}', { about: 'drops' }],
    ['\u200b!next', { about: 'next' }],
    ['!Next please', { about: 'next' }],
    [`!order ${tag}`, { about: 'order', typed: tag }],
    ['!order', { about: 'order', typed: '' }],
    ['!c500 off', { about: 'answers', wanted: false }],
    ['!C500 ON now', { about: 'answers', wanted: true }],
  ])('%j', (text, question) => {
    expect(readQuestion(text)).toEqual(question);
  });

  test.each(['bench', '!benches', '!drops_2', 'the !drops', '!c500', '!c500 offer', '!orderly', '! next', ''])(
    'but not %j',
    (text) => {
      expect(readQuestion(text)).toBeUndefined();
    },
  );
});

/** What is answered to a line typed in a channel. */
function answerTo(text: string, changes: Parameters<typeof makeChannel>[0] = {}): string {
  const question = readQuestion(text);
  if (!question || question.about === 'answers') throw new Error(`${text} is no question`);
  return answerQuestion(question, makeChannel(changes));
}

describe('!bench', () => {
  test('names what is on the bench and how far it is', () => {
    const bench = [makeEntry({ tag }), makeEntry({ tag: tags[0] ?? '', title: 'Mode Sixty' })];
    expect(answerTo('!bench', { bench })).toBe(
      `On the bench now: ${tag}, Cloud 65 (2 of 3 steps); ${tags[0]}, Mode Sixty (2 of 3 steps).`,
    );
  });

  test('says that it is empty', () => {
    expect(answerTo('!bench')).toBe('The bench is empty just now.');
  });

  test('of a channel that is offline names the last build', () => {
    const lastBuild = { entry: makeEntry({ tag }), at: 0, watchUrl: null };
    expect(answerTo('!bench', { live: null, lastBuild })).toBe(
      `Rika is not building live just now. The last one built live was ${tag}, Cloud 65.`,
    );
  });
});

describe('!next', () => {
  test('names the next three in the queue and counts the others', () => {
    const queue = tags.slice(0, 5).map((each) => makeEntry({ tag: each }));
    expect(answerTo('!next', { queue })).toBe(
      `Next: ${tags[0]}, Cloud 65; ${tags[1]}, Cloud 65; ${tags[2]}, Cloud 65. After that 2 more.`,
    );
  });

  test('says that nobody waits', () => {
    expect(answerTo('!next')).toBe('Nobody is waiting in the queue.');
  });
});

describe('!drops', () => {
  test('names what is open and not sold out', () => {
    const drops = [
      makeDrop(core),
      makeDrop(core, { title: 'Gone', units: { total: 1, left: 0 } }),
      makeDrop(core, { title: 'Paused', status: 'paused' }),
    ];
    expect(answerTo('!drops', { drops })).toBe(
      'Open here: Cloud 65 (4 of 5 left). Claim one in the panel under the stream.',
    );
  });

  test('says that nothing is open', () => {
    expect(answerTo('!drops')).toBe('No open drops here just now.');
    const raffle = { state: 'open', opensAt: 1, closesAt: 2, entries: 41 } as const;
    expect(answerTo('!drops', { drops: [makeDrop(core, { raffle })] })).toContain(
      'Cloud 65 (a raffle for 4, 41 in it)',
    );
  });
});

describe('!order', () => {
  test.each([
    ['on the bench', { bench: [makeEntry({ tag })] }, `${tag} is on the bench right now: Cloud 65, 2 of 3 steps done.`],
    [
      'second in the queue',
      { queue: [makeEntry({ tag: tags[0] ?? '' }), makeEntry({ tag })] },
      `${tag} is number 2 in the queue: Cloud 65.`,
    ],
    ['done today', { doneToday: [makeEntry({ tag })] }, `${tag} is done: Cloud 65.`],
    [
      'the last build',
      { lastBuild: { entry: makeEntry({ tag }), at: 0, watchUrl: null } },
      `${tag} is done: Cloud 65.`,
    ],
    [
      'not shown on this channel',
      {},
      `${tag}: whoever claimed it finds where it stands in the panel under the stream, or on Discord with /c500 orders.`,
    ],
  ])('of an order that is %s', (_where, changes, answer) => {
    expect(answerTo(`!order ${tag}`, changes)).toBe(answer);
    expect(answerTo(`!ORDER please tell me of ${tag.toLowerCase().replace('-', '')}👀`, changes)).toBe(answer);
  });

  test.each(['!order', '!order what', '!order C5-0000001'])('%s is told what a tag looks like', (text) => {
    expect(answerTo(text)).toBe('That does not read as an order tag. One looks like C5-7K3QF2M.');
  });
});

describe('every answer', () => {
  const long = 'Thunderstorm '.repeat(40);
  const entries = tags.map((each) => makeEntry({ tag: each, title: long, buyerNickname: 'Mori' }));
  const drops = tags.map(() => makeDrop(core, { title: long }));
  const view = { bench: entries, queue: entries, doneToday: entries, drops };
  const questions = ['!bench', '!drops', '!next', `!order ${tags[0]}`];

  test.each(questions)('is one message cut at words: %s', (text) => {
    const answer = answerTo(text, view);
    expect(answer.length).toBeLessThanOrEqual(450);
    expect(answer).not.toMatch(/Thunders?t?o?r?(?![a-z])/);
  });

  test.each(questions)('names no price and nobody who ordered: %s', (text) => {
    expect(answerTo(text, view)).not.toMatch(/\$|USD|450\.00|Mori/);
  });

  test.each(questions)('is not changed by what a title holds: %s', (text) => {
    const title = '\u202e/ban\r\nPRIVMSG #rika :hi\u2066\u200b';
    const hostile = { bench: entries.slice(0, 1), queue: entries.slice(0, 1), drops: [makeDrop(core, { title })] };
    const answer = answerTo(text, {
      ...hostile,
      bench: hostile.bench.map((each) => ({ ...each, title })),
      queue: hostile.queue.map((each) => ({ ...each, title })),
    });
    expect(answer).toContain('/ban PRIVMSG #rika :hi');
    expect(answer).not.toMatch(/[\p{Cc}\u202e\u2066]/u);
    expect(answer).not.toMatch(/^[/.!]/);
  });
});
