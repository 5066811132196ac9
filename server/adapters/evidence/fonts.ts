import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A face of the document: which characters it can show, and how wide each is. */
export type Font = {
  readonly name: 'plain' | 'bold';
  readonly bytes: Uint8Array;
  readonly has: (codePoint: number) => boolean;
  /** In points, at a size in points. */
  readonly widthOf: (codePoint: number, size: number) => number;
};

export type Fonts = { readonly plain: Font; readonly bold: Font };

let read: Fonts | undefined;

/** DejaVu Sans, which has Latin, Greek, Cyrillic, Arabic, Hebrew and many signs. Read once. */
export function fonts(): Fonts {
  read ??= { plain: readFont('plain', 'DejaVuSans.ttf'), bold: readFont('bold', 'DejaVuSans-Bold.ttf') };
  return read;
}

function readFont(name: Font['name'], file: string): Font {
  const path = createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${file}`);
  const bytes = readFileSync(path);
  const table = tablesOf(bytes);
  const unitsPerEm = bytes.readUInt16BE(table('head') + 18);
  const glyphs = readCharacters(bytes, table('cmap'));
  const measured = bytes.readUInt16BE(table('hhea') + 34);
  const advances = table('hmtx');
  const advance = (glyph: number) => bytes.readUInt16BE(advances + 4 * Math.min(glyph, measured - 1));
  return {
    name,
    bytes,
    has: (codePoint) => (glyphs.get(codePoint) ?? 0) !== 0,
    widthOf: (codePoint, size) => (advance(glyphs.get(codePoint) ?? 0) * size) / unitsPerEm,
  };
}

function tablesOf(bytes: Buffer): (tag: string) => number {
  const count = bytes.readUInt16BE(4);
  const places = new Map<string, number>();
  for (let index = 0; index < count; index++) {
    const at = 12 + 16 * index;
    places.set(bytes.toString('latin1', at, at + 4), bytes.readUInt32BE(at + 8));
  }
  return (tag) => {
    const place = places.get(tag);
    if (place === undefined) throw new Error(`the font has no table ${tag}`);
    return place;
  };
}

/**
 * The glyph of every character, from the subtable that has all of Unicode.
 *
 * @see https://learn.microsoft.com/typography/opentype/spec/cmap (format 12)
 */
function readCharacters(bytes: Buffer, cmap: number): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>();
  const subtables = bytes.readUInt16BE(cmap + 2);
  for (let index = 0; index < subtables; index++) {
    const start = cmap + bytes.readUInt32BE(cmap + 8 + 8 * index);
    if (bytes.readUInt16BE(start) !== 12) continue;
    const groups = bytes.readUInt32BE(start + 12);
    for (let group = 0; group < groups; group++) {
      const at = start + 16 + 12 * group;
      const [first, last, glyph] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4), bytes.readUInt32BE(at + 8)];
      for (let code = first; code <= last; code++) glyphs.set(code, glyph + code - first);
    }
  }
  if (glyphs.size === 0) throw new Error('the font does not say which characters it has');
  return glyphs;
}
