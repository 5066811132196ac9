import { createHash, createHmac } from 'node:crypto';
import { drawnText, frozenList } from '../../domain/raffle.ts';

/** The SHA-256 of a text, as lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What a draw comes to: the hash of the frozen list, and the keys in the order of the draw. */
export type DrawnOrder = { readonly entriesHash: string; readonly drawn: readonly string[] };

/**
 * Draws: keys sorted by the HMAC-SHA256 of their text under the seed, as hex. The same seed and the same keys always come to the same
 * order, in whatever order the keys are given.
 *
 * @see docs/raffles.md
 */
export function drawOrder(seed: string, keys: readonly string[]): DrawnOrder {
  const entriesHash = sha256(frozenList(keys));
  const ranked = keys.map((key) => ({
    key,
    rank: createHmac('sha256', seed).update(drawnText(entriesHash, key)).digest('hex'),
  }));
  return {
    entriesHash,
    drawn: ranked.toSorted((one, other) => (one.rank < other.rank ? -1 : 1)).map(({ key }) => key),
  };
}
