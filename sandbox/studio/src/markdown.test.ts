import { describe, expect, test } from '@jest/globals';
import { readInline, readMarkdown } from './markdown.ts';

describe('Discord’s markdown', () => {
  test('headings, small print, quotes, lists and code become blocks', () => {
    const text = '## Sakura 65\nby hand\n-# small print\n> one\n> two\n- first\n- second\n```ts\nlet a = 1;\n```';
    expect(readMarkdown(text).map(({ kind }) => kind)).toEqual(['heading', 'line', 'heading', 'quote', 'list', 'pre']);
    expect(readMarkdown(text)[0]).toMatchObject({ level: 2 });
    expect(readMarkdown(text)[2]).toMatchObject({ level: 0 });
    expect(readMarkdown(text)[5]).toEqual({ kind: 'pre', text: 'let a = 1;' });
  });

  test.each([
    ['**bold**', 'strong'],
    ['*slanted*', 'emphasis'],
    ['_slanted_', 'emphasis'],
    ['__under__', 'underline'],
    ['~~gone~~', 'strike'],
    ['||secret||', 'spoiler'],
    ['`C5-7K3QF2M`', 'code'],
    ['[the order](https://c500.example/o)', 'link'],
    ['https://c500.example/o', 'link'],
    ['<@2000>', 'person'],
    ['<#3000>', 'place'],
    ['<@&4000>', 'role'],
  ])('%s is read as %s', (text, kind) => {
    expect(readInline(text).map((each) => each.kind)).toEqual([kind]);
  });

  test('a moment carries its style', () => {
    expect(readInline('due <t:1795270000:R>')).toEqual([
      { kind: 'text', text: 'due ' },
      { kind: 'stamp', at: 1_795_270_000_000, style: 'R' },
    ]);
  });

  test.each(['snake_case_names', '2 * 3 * 4', 'C5-7K3QF2M', 'a < b > c', '```never closed', '\\*not slanted\\*'])(
    '%s loses no letter',
    (text) => {
      const flat = (pieces: ReturnType<typeof readInline>): string =>
        pieces.map((each) => ('text' in each ? each.text : 'inside' in each ? flat(each.inside) : '')).join('');
      const read = readMarkdown(text).flatMap((block) => (block.kind === 'line' ? [flat(block.inside)] : []));
      expect(read.join('\n')).toBe(text.replaceAll('\\*', '*'));
    },
  );

  test('a link may only lead to the web', () => {
    expect(readInline('[press](javascript:alert(1))').some(({ kind }) => kind === 'link')).toBe(false);
  });

  test('very long and very nested text is read in a moment', () => {
    expect(readMarkdown('**'.repeat(20_000)).length).toBe(1);
    expect(readMarkdown('*a_'.repeat(20_000)).length).toBe(1);
  });
});
