import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeTag, parseTag, readTags, tagTextLengthMax, tagsPerTextMax } from './order-tag.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('');
const anyTag = fc.array(fc.nat({ max: 31 }), { minLength: 6, maxLength: 6 }).map(makeTag);
const tag = makeTag([7, 19, 3, 22, 15, 2]);
const other = makeTag([1, 2, 3, 4, 5, 6]);
const symbols = tag.slice(3);

describe('C5-, six random Crockford symbols and one check symbol', () => {
  test('every tag has that shape and reads as itself', () => {
    fc.assert(
      fc.property(anyTag, (made) => {
        expect(made).toMatch(/^C5-[0-9A-HJKMNP-TV-Z]{7}$/);
        expect(readTags(made)).toEqual({ tags: [made], nearMisses: [] });
        expect(parseTag(made)).toBe(made);
      }),
    );
  });

  test('different random values make different tags, whatever their high bits', () => {
    expect(makeTag([0, 0, 0, 0, 0, 0])).toBe('C5-0000000');
    expect(makeTag([32, 64, 96, 128, 160, 255])).toBe(makeTag([0, 0, 0, 0, 0, 31]));
    expect(makeTag([])).toBe('C5-0000000');
    const made = fc.sample(fc.array(fc.nat({ max: 31 }), { minLength: 6, maxLength: 6 }), { numRuns: 1_000, seed: 1 });
    expect(new Set(made.map(makeTag)).size).toBe(new Set(made.map((values) => values.join(' '))).size);
  });
});

describe('the check symbol catches every single wrong symbol and every swap of two neighbours', () => {
  test('any one of the seven, changed to any other symbol', () => {
    fc.assert(
      fc.property(anyTag, (made) => {
        const right = made.slice(3);
        for (let at = 0; at < right.length; at++)
          for (const symbol of alphabet) {
            if (symbol === right[at]) continue;
            const wrong = `C5-${right.slice(0, at)}${symbol}${right.slice(at + 1)}`;
            expect(readTags(wrong)).toEqual({ tags: [], nearMisses: [wrong] });
          }
      }),
      { numRuns: 30 },
    );
  });

  test('any two neighbours that differ, the check symbol included', () => {
    fc.assert(
      fc.property(anyTag, (made) => {
        const right = made.slice(3);
        for (let at = 0; at < right.length - 1; at++) {
          const swapped = right.slice(0, at) + right.charAt(at + 1) + right.charAt(at) + right.slice(at + 2);
          if (swapped !== right) expect(parseTag(`C5-${swapped}`)).toBeUndefined();
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('of each pair of places all 992 unequal neighbours', () => {
    for (let at = 0; at < 5; at++)
      for (let a = 0; a < 32; a++)
        for (let b = 0; b < 32; b++) {
          if (a === b) continue;
          const values = [9, 9, 9, 9, 9, 9].with(at, a).with(at + 1, b);
          const swapped = values.with(at, b).with(at + 1, a);
          if (makeTag(values).at(-1) === makeTag(swapped).at(-1))
            throw new Error(`${a} and ${b} at ${at} may be swapped`);
        }
  });
});

describe('reading is forgiving', () => {
  test.each([
    ['as it is', tag],
    ['any case', tag.toLowerCase()],
    ['with #', `#${tag}`],
    ['without the hyphen', `C5${symbols}`],
    ['with # and without the hyphen', `#c5${symbols.toLowerCase()}`],
    ['with an en dash', `C5–${symbols}`],
    ['with a minus sign', `C5−${symbols}`],
    ['with an underscore', `C5_${symbols}`],
    ['in a sentence', `now building ${tag}, for you!`],
    ['in brackets', `(${tag})`],
    ['behind a #word', `abc#${tag}`],
    ['beside emoji', `🛠️${tag}🛠️`],
    ['with invisible characters within', tag.split('').join('\u200b')],
    ['with a soft hyphen and a joiner', `C5-${symbols.slice(0, 3)}\u00ad\u2060${symbols.slice(3)}`],
    ['with the marks that chat adds to repeated lines', `${tag}\u{e0000}`],
    ['with control characters within', `C5-${symbols.slice(0, 2)}\u0007${symbols.slice(2)}`],
    ['on a line of its own', `today:\n${tag}\nand more`],
    ['beside a tab and a carriage return', `a\t${tag}\r\nb`],
  ])('%s', (_, text) => {
    expect(readTags(text)).toEqual({ tags: [tag], nearMisses: [] });
  });

  test('O is read as 0, I and L as 1', () => {
    const made = makeTag([0, 1, 0, 1, 0, 1]);
    const typed = (one: string) => `C5-${made.slice(3).replaceAll('0', 'O').replaceAll('1', one)}`;
    for (const one of ['I', 'L', 'i', 'l']) {
      expect(parseTag(typed(one))).toBe(made);
      expect(parseTag(typed(one).toLowerCase())).toBe(made);
    }
  });

  test('however a tag is written, it is the same tag', () => {
    const written = fc.record({
      made: anyTag,
      upper: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
      hash: fc.boolean(),
      hyphen: fc.boolean(),
      invisible: fc.constantFrom('', '\u200b', '\u200d', '\ufeff', '\u00ad'),
      around: fc.constantFrom('', ' ', '\n', '. ', '"'),
    });
    fc.assert(
      fc.property(written, ({ made, upper, hash, hyphen, invisible, around }) => {
        const text = `C5${made.slice(3)}`.split('').map((symbol, at) => (upper[at] ? symbol : symbol.toLowerCase()));
        const typed = [...text.slice(0, 2), hyphen ? '-' : '', ...text.slice(2)].join(invisible);
        expect(readTags(`${around}${hash ? '#' : ''}${typed}${around}`).tags).toEqual([made]);
      }),
    );
  });
});

describe('several tags in one message are all read', () => {
  test('in order, and once each', () => {
    expect(readTags(`${other} and ${tag}, ${other.toLowerCase()} again`).tags).toEqual([other, tag]);
  });

  test('at most ten', () => {
    const many = Array.from({ length: 30 }, (_, index) => makeTag([index, 1, 2, 3, 4, 5]));
    expect(readTags(many.join(' ')).tags).toEqual(many.slice(0, tagsPerTextMax));
  });

  test('and none beyond the longest message', () => {
    const padding = ' '.repeat(tagTextLengthMax - tag.length);
    expect(readTags(padding + tag).tags).toEqual([tag]);
    expect(readTags(`${padding} ${tag}`).tags).toEqual([]);
  });
});

describe('a string that fails the check is a near miss', () => {
  const wrong = `C5-${symbols.slice(0, 6)}${symbols[6] === '0' ? '1' : '0'}`;

  test.each([
    ['a wrong check symbol', wrong, wrong],
    ['a symbol that is none', 'c5-uuuuuuu', 'C5-UUUUUUU'],
    ['look-alikes, told apart', 'C5-OILOILO', 'C5-0110110'],
  ])('%s', (_, typed, kept) => {
    expect(readTags(typed)).toEqual({ tags: [], nearMisses: [kept] });
    expect(parseTag(typed)).toBeUndefined();
  });

  test('beside a tag that is right, both are told', () => {
    expect(readTags(`${wrong} ${tag}`)).toEqual({ tags: [tag], nearMisses: [wrong] });
  });

  test.each([
    ['too short', 'C5-12345'],
    ['too long', `${tag}A`],
    ['in the middle of a word', `abc5${symbols}`],
    ['another prefix', `C6-${symbols}`],
    ['a space inside', `C5 ${symbols}`],
    ['letters of another script', `С5-${symbols}`],
    ['nothing', ''],
  ])('what is not even like a tag is nothing: %s', (_, text) => {
    expect(readTags(text)).toEqual({ tags: [], nearMisses: [] });
  });
});

describe('a text that should be one tag and nothing else', () => {
  test.each([
    [` ${tag} `, tag],
    [`#${tag.toLowerCase()}`, tag],
    [`${tag} ${other}`, undefined],
    [`my order ${tag} please`, undefined],
    ['', undefined],
  ])('"%s"', (text, expected) => {
    expect(parseTag(text)).toBe(expected);
  });
});

describe('reading never throws and is linear in the text’s length', () => {
  test('for any text, halves of characters included', () => {
    const taglike = fc.string({
      unit: fc.constantFrom('c', 'C', '5', '-', '#', '0', 'O', 'l', 'Z', 'u', ' ', '\n', '\u200b', '\ud800', '\udc00'),
      maxLength: 200,
    });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), taglike), (text) => {
        const { tags, nearMisses } = readTags(text);
        expect(tags.length + nearMisses.length).toBeLessThanOrEqual(tagsPerTextMax);
        for (const each of tags) expect(parseTag(each)).toBe(each);
        for (const each of nearMisses) expect(each).toMatch(/^C5-[0-9A-Z]{7}$/);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['c5', '#', 'c5-', '#c5-0', '\u200b', 'c', 'C5-0000000', '##c5_'])(
    'a megabyte of "%s" is read at once',
    (part) => {
      const began = performance.now();
      readTags(part.repeat(1_000_000 / part.length));
      parseTag(part.repeat(1_000_000 / part.length));
      expect(performance.now() - began).toBeLessThan(2_000);
    },
  );
});
