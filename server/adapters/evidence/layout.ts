import { fill } from '#shared/text/say.ts';
import type { Dossier, DossierBlock, DossierSection } from '../../ports/evidence.ts';
import type { Font, Fonts } from './fonts.ts';
import type { Picture } from './pictures.ts';
import { isRightToLeft, visible } from './visible.ts';

/** A4 in points. */
export const paper = { width: 595.28, height: 841.89 } as const;

const margin = 42;
const sizes = { title: 15, heading: 11, text: 8, footer: 6.5 } as const;
const leading = 1.28;
const lineHeight = sizes.text * leading;
const factIndent = 10;
const bottom = paper.height - margin - 12;
const pictureHeightMax = 250;
const textWidth = paper.width - 2 * margin;

/** A piece of a line that is written in one direction. */
export type Run = { readonly text: string; readonly x: number };
export type DrawnLine = {
  readonly face: Font['name'];
  readonly size: number;
  readonly runs: readonly Run[];
  readonly y: number;
};
export type DrawnPicture = {
  readonly picture: Picture;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
/** One page, with everything in its place. */
export type Page = { readonly lines: readonly DrawnLine[]; readonly pictures: readonly DrawnPicture[] };

/** A line, or a picture, before it has a place. */
type Item = {
  readonly height: number;
  readonly line?: {
    readonly face: Font['name'];
    readonly size: number;
    readonly text: string;
    readonly indent: number;
  };
  readonly picture?: { readonly picture: Picture; readonly width: number };
  /** It is not left alone at the end of a page. */
  readonly staysWithNext?: boolean;
};

/** Puts a dossier on pages: the title, the parts one after another, the first on a page of its own, and a footer with the page's number. */
export function layOut(dossier: Dossier, fonts: Fonts, pictures: ReadonlyMap<Uint8Array, Picture>): readonly Page[] {
  const title = linesOf(dossier.title, fonts.bold, sizes.title, 0);
  const parts = dossier.sections.map((section) => itemsOf(section, dossier, fonts, pictures));
  const [first = [], ...others] = parts;
  const pages = [...paginate([...title, ...first], fonts), ...paginate(others.flat(), fonts)];
  return pages.map((page, index) => {
    const footer = `${dossier.footer} · ${index + 1} / ${pages.length}`;
    const text = visible(footer, fonts.plain);
    const y = paper.height - margin + 4;
    const line = {
      face: 'plain',
      size: sizes.footer,
      runs: runsOf(text, fonts.plain, sizes.footer, margin),
      y,
    } as const;
    return { ...page, lines: [...page.lines, line] };
  });
}

function paginate(items: readonly Item[], fonts: Fonts): readonly Page[] {
  const pages: { lines: DrawnLine[]; pictures: DrawnPicture[] }[] = [];
  let y = bottom;
  for (const [index, item] of items.entries()) {
    const next = items[index + 1];
    const needed = item.height + (item.staysWithNext && next ? next.height : 0);
    let page = pages.at(-1);
    if (!page || y + needed > bottom) {
      page = { lines: [], pictures: [] };
      pages.push(page);
      y = margin;
    }
    if (item.line) {
      const { face, size, text, indent } = item.line;
      page.lines.push({ face, size, runs: runsOf(text, fonts[face], size, margin + indent), y });
    }
    if (item.picture) {
      const { picture, width } = item.picture;
      page.pictures.push({ picture, x: margin, y, width, height: item.height - lineHeight });
    }
    y += item.height;
  }
  return pages;
}

function itemsOf(
  section: DossierSection,
  dossier: Dossier,
  fonts: Fonts,
  pictures: ReadonlyMap<Uint8Array, Picture>,
): readonly Item[] {
  const heading = [
    { height: lineHeight },
    ...linesOf(section.title, fonts.bold, sizes.heading, 0).map((item) => ({ ...item, staysWithNext: true })),
  ];
  // A block is measured when it is needed: most of a long talk never is.
  const measured = new Map<number, readonly Item[]>();
  const itemsAt = (index: number): readonly Item[] => {
    const block = section.blocks[index];
    const items = measured.get(index) ?? (block ? blockItems(block, dossier, fonts, pictures) : []);
    measured.set(index, items);
    return items;
  };
  const { head, tail } = fitting(section, itemsAt);
  const left = section.blocks.length - head.length - tail.length;
  const note = left > 0 ? linesOf(fill(section.omitted, { count: left }), fonts.bold, sizes.text, 0) : [];
  return [...heading, ...head.flatMap(itemsAt), ...note, ...tail.flatMap(itemsAt)];
}

/** Which blocks fit into the lines of their section: all, or the first, or the first and the last. */
function fitting(
  { blocks, linesMax, leavesOut }: DossierSection,
  itemsAt: (index: number) => readonly Item[],
): { readonly head: readonly number[]; readonly tail: readonly number[] } {
  const most = linesMax * lineHeight;
  const heightOf = (index: number) => itemsAt(index).reduce((sum, { height }) => sum + height, 0);
  const headMost = leavesOut === 'end' ? most : most / 2;
  const head: number[] = [];
  let used = 0;
  let next = 0;
  while (next < blocks.length && used + heightOf(next) <= headMost) {
    used += heightOf(next);
    head.push(next);
    next += 1;
  }
  const tail: number[] = [];
  let last = blocks.length - 1;
  while (leavesOut === 'middle' && last >= next && used + heightOf(last) <= most) {
    used += heightOf(last);
    tail.unshift(last);
    last -= 1;
  }
  return { head, tail };
}

function blockItems(
  block: DossierBlock,
  dossier: Dossier,
  fonts: Fonts,
  pictures: ReadonlyMap<Uint8Array, Picture>,
): readonly Item[] {
  switch (block.kind) {
    case 'text':
      return linesOf(block.text, fonts.plain, sizes.text, 0);
    case 'fact':
      return [
        ...linesOf(block.name, fonts.bold, sizes.text, 0).map((item) => ({ ...item, staysWithNext: true })),
        ...linesOf(block.value, fonts.plain, sizes.text, factIndent),
      ];
    case 'picture': {
      const picture = pictures.get(block.bytes);
      const caption = linesOf(block.caption, fonts.plain, sizes.text, 0);
      if (!picture) return [...caption, ...linesOf(dossier.pictureLeftOut, fonts.plain, sizes.text, factIndent)];
      const scale = Math.min(1, textWidth / picture.width, pictureHeightMax / picture.height);
      const height = picture.height * scale + lineHeight;
      const shown = { height, picture: { picture, width: picture.width * scale } };
      return [...caption.map((item) => ({ ...item, staysWithNext: true })), shown];
    }
    default:
      return block satisfies never;
  }
}

/** Breaks text into lines that fit: between words where there are any, anywhere else where a word is longer than a line. */
function linesOf(text: string, font: Font, size: number, indent: number): readonly Item[] {
  const most = textWidth - indent;
  const lines = visible(text, font)
    .split('\n')
    .flatMap((line) => breakLine(line, font, size, most));
  const height = size * leading;
  return lines.map((line) => ({ height, line: { face: font.name, size, text: line, indent } }));
}

function breakLine(line: string, font: Font, size: number, most: number): readonly string[] {
  const lines: string[] = [];
  let start = '';
  let width = 0;
  for (const word of line.split(/(?<= )/)) {
    const wordWidth = widthOf(word, font, size);
    if (start !== '' && width + wordWidth > most) {
      lines.push(start);
      [start, width] = ['', 0];
    }
    if (wordWidth <= most) {
      start += word;
      width += wordWidth;
      continue;
    }
    for (const character of word) {
      const advance = widthOf(character, font, size);
      if (start !== '' && width + advance > most) {
        lines.push(start);
        [start, width] = ['', 0];
      }
      start += character;
      width += advance;
    }
  }
  return [...lines, start];
}

function widthOf(text: string, font: Font, size: number): number {
  let width = 0;
  for (const character of text) width += font.widthOf(character.codePointAt(0) ?? 0, size);
  return width;
}

/** Words of the other direction are a piece of their own, which the font then shapes. */
function runsOf(line: string, font: Font, size: number, x: number): readonly Run[] {
  const runs: { text: string; x: number; rtl: boolean }[] = [];
  let at = x;
  for (const character of line) {
    const codePoint = character.codePointAt(0) ?? 0;
    const last = runs.at(-1);
    const rtl = isRightToLeft(codePoint) || (character === ' ' && last?.rtl === true);
    if (last && last.rtl === rtl) last.text += character;
    else runs.push({ text: character, x: at, rtl });
    at += font.widthOf(codePoint, size);
  }
  return runs;
}
