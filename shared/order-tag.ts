/** What people type to name an order: `C5-` and seven Crockford symbols, the last of which checks the others. */
export type OrderTag = `C5-${string}`;

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomSymbols = 6;
/** Text beyond this many characters is not looked at: no platform's message is longer. */
export const tagTextLengthMax = 4_000;
/** More tags than this in one text are not read. */
export const tagsPerTextMax = 10;

/**
 * Powers of a generator of GF(32) (x^5 + x^2 + 1), one per position. They are all different and none is 0, so changing one symbol
 * or swapping two different neighbours always changes the weighted sum.
 */
const weights = [2, 4, 8, 16, 5, 10] as const;

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit++) {
    if ((b >> bit) & 1) product ^= a << bit;
  }
  for (let bit = 9; bit >= 5; bit--) {
    if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  }
  return product;
}

function checkSymbol(values: readonly number[]): string {
  const sum = values.reduce((acc, value, index) => acc ^ multiply(value, weights[index] ?? 0), 0);
  return alphabet[sum] ?? '0';
}

/**
 * Makes a tag from six random values.
 *
 * @param values six numbers; the low five bits of each are used
 */
export function makeTag(values: readonly number[]): OrderTag {
  const five = Array.from({ length: randomSymbols }, (_, index) => (values[index] ?? 0) & 31);
  return `C5-${five.map((value) => alphabet[value]).join('')}${checkSymbol(five)}`;
}

function canonical(symbols: string): string {
  return symbols.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
}

function readSymbols(symbols: string): OrderTag | undefined {
  const text = canonical(symbols);
  const values = Array.from(text.slice(0, randomSymbols), (symbol) => alphabet.indexOf(symbol));
  if (values.includes(-1) || checkSymbol(values) !== text[randomSymbols]) return undefined;
  return `C5-${text}`;
}

/** What a text names: the tags that check out, in order and once each, and the strings that look like tags but fail the check. */
export type TagsRead = { readonly tags: readonly OrderTag[]; readonly nearMisses: readonly string[] };

// Line breaks and tabs are controls too, but people see them: they part words and must not join them.
const invisible = /(?![\t-\r\x85])[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;
// The quantifiers are fixed and nothing repeats inside a repetition, so matching is linear in the text's length.
const candidate = /(?<![0-9a-z])#?c5[-\u2010-\u2015\u2212_]?([0-9a-z]{7})(?![0-9a-z])/gi;

/** Reads every order tag in a text, forgiving case, look-alikes, a missing hyphen and invisible characters. Never throws. */
export function readTags(text: string): TagsRead {
  const tags = new Set<OrderTag>();
  const nearMisses = new Set<string>();
  for (const match of text.slice(0, tagTextLengthMax).replace(invisible, '').matchAll(candidate)) {
    if (tags.size + nearMisses.size >= tagsPerTextMax) break;
    const tag = readSymbols(match[1] ?? '');
    if (tag) tags.add(tag);
    else nearMisses.add(`C5-${canonical(match[1] ?? '')}`);
  }
  return { tags: [...tags], nearMisses: [...nearMisses] };
}

/** Reads a text that should be one tag and nothing else; undefined when it is not. */
export function parseTag(text: string): OrderTag | undefined {
  const { tags, nearMisses } = readTags(text.trim());
  return tags.length === 1 && nearMisses.length === 0 && text.trim().length <= 16 ? tags[0] : undefined;
}
