import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arrangeBy, makeWayPx, moveTag, placeUnder } from './arrange.ts';

describe('a tag is moved to a place in the queue', () => {
  test.each([
    ['one up', ['a', 'b', 'c'], 'b', 0, ['b', 'a', 'c']],
    ['one down', ['a', 'b', 'c'], 'b', 2, ['a', 'c', 'b']],
    ['to where it is', ['a', 'b', 'c'], 'b', 1, ['a', 'b', 'c']],
    ['above the first', ['a', 'b', 'c'], 'a', -1, ['a', 'b', 'c']],
    ['below the last', ['a', 'b', 'c'], 'a', 9, ['b', 'c', 'a']],
    ['that is not queued', ['a', 'b'], 'x', 0, ['a', 'b']],
    ['in an empty queue', [], 'x', 0, []],
  ])('%s', (_name, tags, tag, place, moved) => {
    expect(moveTag(tags, tag, place)).toEqual(moved);
  });

  test('nothing is ever lost or doubled', () => {
    const queues = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 20 });
    fc.assert(
      fc.property(queues, fc.nat(20), fc.integer({ min: -5, max: 25 }), (tags, which, place) => {
        const moved = moveTag(tags, tags[which] ?? 'none', place);
        expect([...moved].sort()).toEqual([...tags].sort());
      }),
    );
  });
});

describe('a queue is put into an order that was wished for earlier', () => {
  const queue = ['a', 'b', 'c'].map((tag) => ({ tag }));
  test.each([
    ['all of it', ['c', 'a', 'b'], ['c', 'a', 'b']],
    ['an order that came meanwhile goes last', ['b', 'a'], ['b', 'a', 'c']],
    ['one that went meanwhile is left out', ['x', 'c', 'b', 'a'], ['c', 'b', 'a']],
    ['a tag that is named twice counts once', ['b', 'b', 'a'], ['b', 'a', 'c']],
    ['no wish at all', [], ['a', 'b', 'c']],
  ])('%s', (_name, tags, arranged) => {
    expect(arrangeBy(queue, tags).map(({ tag }) => tag)).toEqual(arranged);
  });
});

describe('a dragged row', () => {
  // Three rows of unlike height with gaps of 10: middles at 50, 160 and 240.
  const rows = [
    { top: 0, height: 100 },
    { top: 110, height: 100 },
    { top: 220, height: 40 },
  ];
  test.each([
    ['stays until its middle passes the next', 0, 110, 0],
    ['takes the next place once it has', 0, 111, 1],
    ['goes to the end however far it is drawn', 0, 9_999, 2],
    ['goes up past one', 2, -81, 1],
    ['goes to the front however far it is drawn', 2, -9_999, 0],
    ['that is not there stays', 7, 50, 7],
  ])('%s', (_name, from, movedPx, place) => {
    expect(placeUnder(rows, from, movedPx)).toBe(place);
  });

  test('makes the rows it passes step aside, and no others', () => {
    expect([0, 1, 2, 3].map((place) => makeWayPx(place, 0, 2, 50))).toEqual([0, -50, -50, 0]);
    expect([0, 1, 2, 3].map((place) => makeWayPx(place, 3, 1, 50))).toEqual([0, 50, 50, 0]);
    expect([0, 1, 2, 3].map((place) => makeWayPx(place, 1, 1, 50))).toEqual([0, 0, 0, 0]);
  });
});
