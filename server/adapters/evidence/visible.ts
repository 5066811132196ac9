import type { Font } from './fonts.ts';

/** Marks that are put on one letter: more of them than this only hide what is below. */
const marksMax = 2;

/** Whether a character is written from right to left. */
export function isRightToLeft(codePoint: number): boolean {
  return (
    (codePoint >= 0x590 && codePoint <= 0x8ff) || (codePoint >= 0xfb1d && codePoint <= 0xfdff) || isForm(codePoint)
  );
}

function isForm(codePoint: number): boolean {
  return codePoint >= 0xfe70 && codePoint <= 0xfefc;
}

/**
 * Text as it can be shown in a font, without loss: what has no glyph, half of a character, and everything that is unseen or changes how
 * others are seen, becomes its code point, `[U+202E]`. Lines stay lines, and tabs become spaces.
 */
export function visible(text: string, font: Font): string {
  let marks = 0;
  let shown = '';
  for (const character of text.replaceAll('\r\n', '\n').replaceAll('\t', '    ')) {
    const codePoint = character.codePointAt(0) ?? 0;
    marks = /\p{M}/u.test(character) ? marks + 1 : 0;
    const isSeen = !/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(character) && font.has(codePoint);
    shown += character === '\n' || (isSeen && marks <= marksMax) ? character : spell(codePoint);
  }
  return shown;
}

function spell(codePoint: number): string {
  return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
}
