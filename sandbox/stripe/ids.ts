import { randomInt } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An id that looks like Stripe's: `ch_3…`; sessions and links are longer, because they are addresses one could guess at. */
export function makeRandomId(prefix: string): string {
  const length = prefix === 'cs_test' || prefix === 'link' ? 58 : 23;
  const characters = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]);
  return `${prefix}_${characters.join('')}`;
}
