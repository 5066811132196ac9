/** Chance that comes out the same for the same seed. */
export type Chance = {
  /** A whole number from 0 up to, and without, `count`. */
  below(count: number): number;
  /** True in so many of a hundred cases. */
  percent(cases: number): boolean;
  /** One of these. @throws RangeError when there is none */
  pick<T>(list: readonly T[]): T;
};

/**
 * Makes chance from a seed.
 *
 * @see https://github.com/cprosche/mulberry32
 */
export function makeChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    below,
    percent: (cases) => below(100) < cases,
    pick<T>(list: readonly T[]): T {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new RangeError('there is nothing to pick from');
      return picked;
    },
  };
}
