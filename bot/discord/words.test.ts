import { describe, expect, test } from '@jest/globals';
import { plain } from './words.ts';

describe('somebody’s own words', () => {
  test.each([
    [
      '[a](https://a.example) [Claim here](https://b.example)',
      String.raw`\[a](https://a.example) \[Claim here](https://b.example)`,
    ],
    ['[over\nlines](https://a.example)', '\\[over\nlines](https://a.example)'],
    ['<@123> <t:1:R> </c500 orders:1>', String.raw`\<@123> \<t:1:R> \</c500 orders:1>`],
    ['fine\n> quoted\n>>> all', 'fine\n\\> quoted\n\\>>> all'],
    ['-# paid by the Vault', String.raw`\-# paid by the Vault`],
    ['# **Sold** out', String.raw`\# \*\*Sold\*\* out`],
    ['a > b - c # d', 'a > b - c # d'],
  ])('%j are no link, mention, quote or heading of ours', (typed, shown) => {
    expect(plain(typed)).toBe(shown);
  });
});
