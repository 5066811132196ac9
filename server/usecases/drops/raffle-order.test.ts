import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawOrder, sha256 } from './raffle-order.ts';

const anySeed = fc.string({ minLength: 64, maxLength: 64, unit: fc.constantFrom(...'0123456789abcdef') });
const anyKeys = fc.uniqueArray(
  fc.string({ minLength: 24, maxLength: 24, unit: fc.constantFrom(...'0123456789abcdef') }),
  {
    maxLength: 40,
  },
);

describe('a draw', () => {
  test('has each key once, and is the same in whatever order the keys are given', () => {
    fc.assert(
      fc.property(anySeed, anyKeys, fc.integer(), (seed, keys, turn) => {
        const { drawn, entriesHash } = drawOrder(seed, keys);
        expect(drawn.toSorted()).toEqual(keys.toSorted());
        const turned = keys.toSorted((one, other) => (sha256(`${turn}${one}`) < sha256(`${turn}${other}`) ? -1 : 1));
        expect(drawOrder(seed, turned)).toEqual({ drawn, entriesHash });
      }),
      { numRuns: 200 },
    );
  });

  test('is another with another key in the list, so that no key has a place before the list is frozen', () => {
    const keys = Array.from({ length: 30 }, (_, index) => sha256(`key ${index}`).slice(0, 24));
    const before = drawOrder('a'.repeat(64), keys).drawn;
    const after = drawOrder('a'.repeat(64), [...keys, 'f'.repeat(24)]).drawn.filter((key) => key !== 'f'.repeat(24));
    expect(after).not.toEqual(before);
  });

  test('gives every place the same chance', () => {
    const keys = Array.from({ length: 8 }, (_, index) => sha256(`key ${index}`).slice(0, 24));
    const rounds = 4_000;
    const wins = new Map(keys.map((key) => [key, 0]));
    for (let round = 0; round < rounds; round++) {
      const [first = ''] = drawOrder(sha256(`seed ${round}`), keys).drawn;
      wins.set(first, (wins.get(first) ?? 0) + 1);
    }
    const expected = rounds / keys.length;
    const chiSquare = [...wins.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 24.3 is passed by chance once in a thousand draws of seeds; these seeds are always the same.
    expect(chiSquare).toBeLessThan(24.3);
  });
});
