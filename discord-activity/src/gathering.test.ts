import { describe, expect, test } from '@jest/globals';
import type { GatheringView } from '#shared/schemas/gathering.ts';
import { meet, othersAt, pointKey, pointToShow } from './gathering.ts';

const you = { key: 'y', nickname: 'bea', lookingAt: 'drp_1', isYou: true };
const nova = { key: 'n', nickname: 'nova', lookingAt: 'drp_1', isYou: false };
const claim = (id: string, nickname = 'nova') => ({ id, dropId: 'drp_1', nickname, at: 5 });
const gathering = (revision: number, part: Partial<GatheringView> = {}): GatheringView => ({
  revision,
  companions: [you, nova],
  point: null,
  felt: [],
  ...part,
});

describe('what is told of a gathering', () => {
  test('is news only where it was not known: claims from before one came are none', () => {
    const first = meet(null, gathering(1, { felt: [claim('a')] }), 0);
    expect(first.fresh).toEqual([]);
    const second = meet(first, gathering(2, { felt: [claim('a'), claim('b')] }), 1);
    expect(second.fresh.map(({ id }) => id)).toEqual(['b']);
    expect(meet(second, gathering(3, { felt: [claim('a'), claim('b')] }), 2).fresh).toEqual([]);
  });

  test('tells nobody of their own claim', () => {
    const known = meet(null, gathering(1), 0);
    expect(meet(known, gathering(2, { felt: [claim('a', 'bea')] }), 1).fresh).toEqual([]);
  });

  test('the same revision twice, by the socket and by asking, is felt once', () => {
    const known = meet(null, gathering(1), 0);
    const told = meet(known, gathering(2, { felt: [claim('a')] }), 1);
    expect(told.fresh).toHaveLength(1);
    expect(meet(told, gathering(2, { felt: [claim('a')] }), 2).fresh).toEqual([]);
  });

  test('an answer that was overtaken changes nothing; one from much later is of a gathering that began anew', () => {
    const known = meet(null, gathering(9), 0);
    expect(meet(known, gathering(8), 1_000)).toBe(known);
    expect(meet(known, gathering(1), 60_000).view.revision).toBe(1);
  });
});

describe('who is where', () => {
  test('others at a drop, without oneself', () => {
    expect(othersAt(gathering(1), 'drp_1')).toEqual([nova]);
    expect(othersAt(gathering(1), 'drp_2')).toEqual([]);
    expect(othersAt(null, 'drp_1')).toEqual([]);
  });

  test('what somebody else points at is shown until it is put away, and again when they point anew', () => {
    const point = { dropId: 'drp_1', nickname: 'nova', isYours: false, at: 5 };
    expect(pointToShow(gathering(1, { point }), null)).toBe(point);
    expect(pointToShow(gathering(1, { point }), pointKey(point))).toBeNull();
    const anew = { ...point, at: 6 };
    expect(pointToShow(gathering(1, { point: anew }), pointKey(point))).toBe(anew);
    expect(pointToShow(gathering(1, { point: { ...point, isYours: true } }), null)).toBeNull();
  });
});
