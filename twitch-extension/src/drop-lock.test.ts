import { describe, expect, test } from '@jest/globals';
import { minute } from '#shared/house-rules.ts';
import { aDrop, coreNow, mori } from '../test/canned-views.ts';
import { lockOf, standingBefore } from '#shared/ui/drop-lock.ts';

const soon = coreNow + 20 * minute;

describe('a drop is shut', () => {
  test.each([
    ['while it is open to all', {}, true, null],
    ['when it is a grail', { grail: true }, true, 'grail'],
    ['before early birds are through', { earlyBirdUntil: soon }, true, 'early-bird'],
    ['after early birds are through', { earlyBirdUntil: coreNow }, true, null],
    ['when it is for the stream alone and there is none', { liveOnly: true }, false, 'live-only'],
    ['when it is for the stream alone and there is one', { liveOnly: true }, true, null],
    ['for the nearest reason first', { liveOnly: true, grail: true }, false, 'live-only'],
  ] as const)('%s', (_, part, isLive, kind) => {
    expect(lockOf(aDrop(part), isLive, coreNow)?.kind ?? null).toBe(kind);
  });
});

describe('who stands before a lock', () => {
  const grail = { kind: 'grail', isOpenForVips: true } as const;
  test.each([
    [grail, null, 'unknown'],
    [grail, mori, 'shut'],
    [grail, { ...mori, tier: 'vip' }, 'open'],
    [{ kind: 'live-only', isOpenForVips: false }, { ...mori, tier: 'vip' }, 'shut'],
  ] as const)('%o before %o: %s', (lock, passport, standing) => {
    expect(standingBefore(lock, passport)).toBe(standing);
  });
});
