import type { Guild } from './schemas/citizen.ts';

/**
 * What a builder of each guild ticks off while making one, in the order in which it is done. Keys are kept with orders for good: a
 * step may be added or left out of a list, and its words in `text/en/build.ts` may change, but a key keeps its meaning.
 */
export const buildSteps = {
  builder: ['case', 'stabilisers', 'plate', 'switches', 'keycaps', 'firmware', 'sound-test'],
  artisan: ['sculpt', 'mould', 'pour', 'cure', 'demould', 'polish', 'fit-test'],
  modder: ['strip', 'clean', 'lube', 'film', 'springs', 'stabilisers', 'sound-test'],
  vintage: ['teardown', 'clean', 'repair', 'springs', 'convert', 'reassemble', 'key-test'],
} as const satisfies Record<Guild, readonly string[]>;

export type BuildStepKey = (typeof buildSteps)[Guild][number];
