import { activityTexts } from '#shared/text/en/activity.ts';
import { fill } from '#shared/text/fill.ts';

const graphemes = new Intl.Segmenter();

/** The first sign of a nickname, for a round picture: nobody's picture is fetched from anywhere. */
export function initialOf(nickname: string): string {
  const [first] = graphemes.segment(nickname.replace(/^[^\p{L}\p{N}\p{Emoji}]+/u, ''));
  return (first?.segment ?? '·').toLocaleUpperCase('en');
}

const pastels = ['sakura', 'sky', 'mint', 'lavender', 'vanilla'] as const;

/** The pastel that somebody wears: always the same for the same key. */
export function pastelOf(key: string): (typeof pastels)[number] {
  let sum = 0;
  for (const sign of key) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9_973;
  return pastels[sum % pastels.length] ?? 'lavender';
}

/** Letters that run from right to left, and the signs that switch directions. */
const turning = /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/**
 * Fills a sentence with what people called themselves and their drops. A name that runs the other way, or tries to turn what follows,
 * does so for itself alone.
 */
export function tell(sentence: string, params: Readonly<Record<string, string | number>> = {}): string {
  const names: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params))
    names[name] = typeof value === 'string' && turning.test(value) ? `\u2068${value}\u2069` : value;
  return fill(sentence, names);
}

/** One, two, or one and how many more. */
export function tellNames(names: readonly string[]): string {
  const { and, andMore } = activityTexts.together;
  const [first = '', second = ''] = names;
  if (names.length <= 1) return first;
  return names.length === 2 ? tell(and, { first, second }) : tell(andMore, { first, count: names.length - 1 });
}

/** A country as people say it. */
export function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(code) ?? code;
}
