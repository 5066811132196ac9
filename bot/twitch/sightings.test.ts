import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeTag } from '#shared/order-tag.ts';
import { createCore } from '../api.ts';
import { createLog } from '../log.ts';
import { startCoreFake, type CoreFake } from '../test/core-fake.ts';
import { createSightings, isBroadcasters, mayHoldTag, type ChatLine } from './sightings.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);

function line(changes: Partial<ChatLine> = {}): ChatLine {
  return { messageId: 'm1', channelId: '1001', chatterId: '1001', sourceChannelId: null, text: tag, ...changes };
}

describe('a line is the broadcaster’s own', () => {
  test.each([
    ['typed in their chat', {}, true],
    ['typed in their chat while it is shared', { sourceChannelId: '1001' }, true],
    ['typed by them in another chat that is shared', { sourceChannelId: '1002' }, false],
    ['typed by somebody else', { chatterId: '3002' }, false],
  ] as const)('when %s', (_how, changes, expected) => {
    expect(isBroadcasters(line(changes))).toBe(expected);
  });
});

describe('a line may hold a tag', () => {
  test.each([
    ['a tag', tag, true, true],
    ['a tag written loosely', `#${tag.toLowerCase().replace('-', '')}`, true, true],
    ['a near miss', 'C5-0000001', true, true],
    ['a tag with an invisible character', `C\u200b5-${tag.slice(3)}`, true, true],
    ['something that only begins like one', 'c5 soon', true, false],
    ['nothing of the kind', 'hello', false, false],
  ])('%s', (_what, text, ofBroadcaster, ofViewer) => {
    expect(mayHoldTag(line({ text }))).toBe(ofBroadcaster);
    expect(mayHoldTag(line({ text, chatterId: '3002' }))).toBe(ofViewer);
  });
});

describe('lines on their way to the core', () => {
  let core: CoreFake;
  let end: AbortController;
  beforeEach(async () => {
    core = await startCoreFake('a-service-token-of-the-tests');
    end = new AbortController();
  });
  afterEach(async () => {
    end.abort();
    await core.close();
  });

  function start() {
    return createSightings({
      core: createCore({ baseUrl: core.url, token: core.token }),
      signal: end.signal,
      log: createLog('silent').twitch,
      backoff: { firstMs: 1, mostMs: 2 },
      onOutcome: () => undefined,
    });
  }

  const heard = () => core.callsOf('recordChatLine').map(({ input }) => (input as { body: ChatLine }).body.messageId);

  test('arrive in the order in which they were typed, through a fault', async () => {
    core.answers.recordChatLine = () => {
      if (heard().length === 1) throw new Error('busy');
      return { sightings: [] };
    };
    const sightings = start();
    for (const messageId of ['m1', 'm2', 'm3']) sightings.hear(line({ messageId }));
    await sightings.settled();
    expect(heard()).toEqual(['m1', 'm1', 'm2', 'm3']);
  });

  test('of viewers cannot crowd out the broadcaster’s while the core is away', async () => {
    core.isDown = true;
    const sightings = start();
    for (let index = 0; index < 600; index += 1)
      sightings.hear(line({ messageId: `viewer${index}`, chatterId: '3002' }));
    sightings.hear(line({ messageId: 'broadcaster' }));
    core.isDown = false;
    await sightings.settled();
    expect(heard()).toContain('broadcaster');
    expect(heard().length).toBeLessThanOrEqual(502);
  });

  test('of viewers wait behind the broadcaster’s, so that nobody holds a proof up by typing tags', async () => {
    const sightings = start();
    for (const messageId of ['v1', 'v2', 'v3']) sightings.hear(line({ messageId, chatterId: '3002' }));
    for (const messageId of ['b1', 'b2']) sightings.hear(line({ messageId }));
    await sightings.settled();
    expect(heard()).toEqual(['v1', 'b1', 'b2', 'v2', 'v3']);
  });

  test('are given up after a stated number of tries, and the next one has its turn', async () => {
    core.answers.recordChatLine = ({ body }) => {
      if (body.messageId === 'm1') throw new Error('never');
      return { sightings: [] };
    };
    const sightings = start();
    sightings.hear(line({ messageId: 'm1' }));
    sightings.hear(line({ messageId: 'm2' }));
    await sightings.settled();
    expect(heard().filter((id) => id === 'm1')).toHaveLength(12);
    expect(heard().at(-1)).toBe('m2');
  });
});
