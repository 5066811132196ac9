import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeTag } from '#shared/order-tag.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { createCore } from '../api.ts';
import { createLog } from '../log.ts';
import { startCoreFake, type CoreFake } from '../test/core-fake.ts';
import { withNotices, type Outbox } from '../test/outbox.ts';
import { Announcements } from './announcements.ts';
import type { Said, Speech } from './voice.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);
const taken: Said = { outcome: 'taken' };
const minute = 60_000;

let core: CoreFake;
let outbox: Outbox;
let end: AbortController;
let spoken: Speech[];
/** What becomes of each line; taken unless a test says otherwise. */
let fate: (speech: Speech) => Promise<Said>;
let announcements: Announcements;
let serving: Promise<void>;

function notice(id: string, changes: Partial<NoticeView> = {}): NoticeView {
  const params = { tag, title: 'Cloud 65', nickname: 'Mori', left: 5 };
  return {
    id,
    kind: 'channel-on-bench',
    platform: 'twitch',
    accountId: '1001',
    params,
    link: null,
    ageMs: 0,
    locale: 'en',
    choice: 'everything',
    tag: null,
    ...changes,
  };
}

function make(): Announcements {
  return new Announcements({
    core: createCore({ baseUrl: core.url, token: core.token }),
    log: createLog('silent').twitch,
    backoff: { firstMs: 1, mostMs: 4 },
    waitMs: 1,
    gapMs: 20,
    say: (speech) => {
      spoken.push(speech);
      return fate(speech);
    },
    rooms: {
      areKnown: true,
      loginOf: (id) =>
        new Map([
          ['1001', 'rika'],
          ['1002', 'tomo'],
        ]).get(id),
    },
  });
}

beforeEach(async () => {
  core = await startCoreFake('a-service-token-of-the-tests');
  core.answers.pullNotices = () => new Promise((resolve) => setTimeout(() => resolve({ notices: [] }), 1));
  outbox = withNotices(core);
  end = new AbortController();
  spoken = [];
  fate = async () => taken;
  announcements = make();
});
afterEach(async () => {
  end.abort();
  await serving;
  await core.close();
});

function start(...notices: readonly NoticeView[]): void {
  outbox.waiting.push(...notices);
  serving = announcements.serve(end.signal);
}

const settled = (count: number) => core.until(() => outbox.settled.length >= count);
const texts = () => spoken.map(({ text }) => text);

describe('what happens in a channel', () => {
  test.each([
    ['channel-drop-opened', 'A drop is open: Cloud 65 (5 to claim). Claim one in the panel under the stream.'],
    [
      'channel-raffle-opened',
      'A raffle: Cloud 65 (5 to draw for). Enter it in the panel under the stream, everybody has the same chance.',
    ],
    ['channel-sold-out', 'All taken: Cloud 65. Thank you!'],
    ['channel-on-bench', `On the bench now: ${tag}, Cloud 65 for Mori.`],
    ['channel-finished', `Finished: ${tag}, Cloud 65 for Mori.`],
  ] as const)('%s is said there, then settled', async (kind, text) => {
    fate = async () => {
      expect(outbox.settled).toEqual([]);
      return taken;
    };
    start(notice('n1', { kind }));
    await settled(1);
    expect(spoken).toMatchObject([{ room: 'rika', text, rank: 'announcement', replyTo: null }]);
    expect(outbox.settled).toEqual([{ id: 'n1', outcome: 'delivered', reason: null }]);
  });

  test('is said in one line where it is several of one kind, and kinds apart', async () => {
    start(
      ...['a', 'b', 'c'].map((id) => notice(id, { params: { tag: id, title: 'Cloud', nickname: 'Mori' } })),
      notice('d', { kind: 'channel-finished' }),
    );
    await settled(4);
    expect(texts()).toEqual([
      'On the bench now: a, Cloud for Mori; b, Cloud for Mori; c, Cloud for Mori.',
      `Finished: ${tag}, Cloud 65 for Mori.`,
    ]);
  });

  test('is said in lines that Twitch takes, and all of it in the end', async () => {
    const title = 'Thunderstorm '.repeat(20);
    start(...Array.from({ length: 12 }, (_, index) => notice(`n${index}`, { params: { tag: `C5-${index}`, title } })));
    await settled(12);
    expect(Math.max(...texts().map((text) => text.length))).toBeLessThanOrEqual(450);
    for (let index = 0; index < 12; index += 1) expect(texts().join('\n')).toContain(`C5-${index},`);
    expect(outbox.settled.every(({ outcome }) => outcome === 'delivered')).toBe(true);
  });

  test('is said in each channel on its own, so that a slow one holds up nobody', async () => {
    const { promise, resolve } = Promise.withResolvers<Said>();
    fate = async ({ room }) => (room === 'rika' ? promise : taken);
    start(notice('slow'), notice('quick', { accountId: '1002' }));
    await settled(1);
    expect(outbox.settled).toMatchObject([{ id: 'quick', outcome: 'delivered' }]);
    resolve(taken);
    await settled(2);
  });
});

describe('nothing is said', () => {
  test.each([
    ['of what happened more than five minutes ago', { ageMs: 5 * minute }, 'too long ago'],
    ['in a channel that is not linked', { accountId: '4711' }, 'not linked'],
    ['of what is meant for one person', { kind: 'order-paid-buyer' }, 'no direct messages'],
  ] as const)('%s', async (_what, changes, reason) => {
    start(notice('n1', changes));
    await settled(1);
    expect(spoken).toEqual([]);
    expect(outbox.settled[0]).toMatchObject({ id: 'n1', outcome: 'undeliverable' });
    expect(outbox.settled[0]?.reason).toContain(reason);
  });

  test('twice, though settling fails and the core gives it out again', async () => {
    const settle = core.answers.settleNotice;
    core.answers.settleNotice = (input, actor) => {
      if (core.callsOf('settleNotice').length < 3 || !settle) throw new Error('the power went out');
      return settle(input, actor);
    };
    start(notice('n1'));
    await settled(1);
    expect(spoken).toHaveLength(1);
  });

  test('twice, though chat is left and entered again before it was settled', async () => {
    const settle = core.answers.settleNotice;
    core.answers.settleNotice = () => {
      throw new Error('the power went out');
    };
    start(notice('n1'));
    await core.until(() => core.callsOf('settleNotice').length > 0);
    end.abort();
    await serving;
    if (settle) core.answers.settleNotice = settle;
    end = new AbortController();
    start();
    await settled(1);
    expect(spoken).toHaveLength(1);
  });

  test('more often than twice, where Twitch never says whether it has it', async () => {
    fate = async () => ({ outcome: 'unsure' });
    start(notice('n1'));
    await settled(1);
    expect(spoken).toHaveLength(2);
    expect(outbox.settled[0]).toMatchObject({ outcome: 'undeliverable' });
  });

  test('again of what Twitch refuses for good', async () => {
    fate = async () => ({ outcome: 'refused', reason: 'msg_banned' });
    start(notice('n1'));
    await settled(1);
    expect(spoken).toHaveLength(1);
    expect(outbox.settled[0]?.reason).toContain('msg_banned');
  });
});

test('a channel in which ever more happens holds up no other', async () => {
  const { promise, resolve } = Promise.withResolvers<Said>();
  fate = async ({ room }) => (room === 'rika' ? promise : taken);
  start(...Array.from({ length: 600 }, (_, index) => notice(`n${index}`)), notice('other', { accountId: '1002' }));
  await core.until(() => spoken.some(({ room }) => room === 'tomo')).finally(() => resolve({ outcome: 'ended' }));
  await core.until(() => outbox.settled.some(({ id }) => id === 'n599'));
  expect(outbox.settled.find(({ id }) => id === 'n599')?.reason).toContain('too much');
});

test('what could not be sent just then is said when it can be', async () => {
  const fates: Said[] = [
    { outcome: 'refused', reason: 'not_connected' },
    { outcome: 'refused', reason: 'msg_slowmode' },
  ];
  fate = async () => fates.shift() ?? taken;
  start(notice('n1'));
  await settled(1);
  expect(spoken).toHaveLength(3);
  expect(outbox.settled).toMatchObject([{ id: 'n1', outcome: 'delivered' }]);
});

test('what was not said when chat is left is left to whoever enters next', async () => {
  fate = async () => ({ outcome: 'ended' });
  start(notice('n1'));
  await core.until(() => spoken.length === 1);
  end.abort();
  await serving;
  expect(outbox.settled).toEqual([]);
  fate = async () => taken;
  end = new AbortController();
  start();
  await settled(1);
  expect(spoken).toHaveLength(2);
});
