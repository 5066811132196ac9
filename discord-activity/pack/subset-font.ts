import { brotliCompressSync, constants, inflateSync } from 'node:zlib';

type Tables = ReadonlyMap<string, Buffer>;

/**
 * Makes a small font of a large one: outlines of other characters are emptied, and what only they need is left out. Glyphs keep their
 * numbers, so that kerning and widths hold as they are.
 *
 * @param woff   a font as WOFF 1.0, with TrueType outlines and a character map of format 4
 * @param codes  the characters to keep
 * @returns the font as WOFF 2.0
 * @see https://www.w3.org/TR/WOFF/ and https://www.w3.org/TR/WOFF2/
 */
export function subsetFont(woff: Buffer, codes: readonly number[]): Buffer {
  const tables = readWoff(woff);
  const glyphOf = readCharacterMap(tableOf(tables, 'cmap'));
  const kept = new Map(codes.flatMap((code) => (glyphOf.has(code) ? [[code, glyphOf.get(code) ?? 0] as const] : [])));
  const { glyf, loca, widths } = keepOutlines(tables, new Set([0, ...kept.values()]));
  const head = Buffer.from(tableOf(tables, 'head'));
  head.writeUInt16BE(1, 50);
  const small = new Map<string, Buffer>([
    ['cmap', writeCharacterMap(kept)],
    ['head', head],
    ['hhea', tableOf(tables, 'hhea')],
    ['hmtx', widths],
    ['maxp', tableOf(tables, 'maxp')],
    ['name', emptyNames],
    ['OS/2', tableOf(tables, 'OS/2')],
    ['post', withoutGlyphNames(tableOf(tables, 'post'))],
    ['glyf', glyf],
    ['loca', loca],
    ['GPOS', tableOf(tables, 'GPOS')],
  ]);
  return writeWoff2(small, woff.readUInt32BE(4));
}

function tableOf(tables: Tables, tag: string): Buffer {
  const table = tables.get(tag);
  if (!table) throw new Error(`the font has no table ${tag}`);
  return table;
}

function readWoff(woff: Buffer): Tables {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('the font is no WOFF 1.0');
  const entries = Array.from({ length: woff.readUInt16BE(12) }, (_, index) => {
    const at = 44 + index * 20;
    const offset = woff.readUInt32BE(at + 4);
    const packed = woff.subarray(offset, offset + woff.readUInt32BE(at + 8));
    const table = packed.length < woff.readUInt32BE(at + 12) ? inflateSync(packed) : packed;
    return [woff.toString('latin1', at, at + 4), table] as const;
  });
  return new Map(entries);
}

/** Which glyph stands for each character of the Basic Multilingual Plane. */
function readCharacterMap(cmap: Buffer): ReadonlyMap<number, number> {
  const offsets = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.readUInt32BE(8 + index * 8));
  const start = offsets.find((offset) => cmap.readUInt16BE(offset) === 4);
  if (start === undefined) throw new Error('the font has no character map of format 4');
  const count = cmap.readUInt16BE(start + 6) / 2;
  const glyphs = new Map<number, number>();
  for (let segment = 0; segment < count; segment++) {
    const at = start + 14 + segment * 2;
    const [last, first] = [cmap.readUInt16BE(at), cmap.readUInt16BE(at + 2 + count * 2)];
    const delta = cmap.readUInt16BE(at + 2 + count * 4);
    const rangeAt = at + 2 + count * 6;
    const range = cmap.readUInt16BE(rangeAt);
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const raw = range === 0 ? code : cmap.readUInt16BE(rangeAt + range + (code - first) * 2);
      if (range === 0 || raw !== 0) glyphs.set(code, (raw + delta) & 0xffff);
    }
  }
  return glyphs;
}

/** A character map of format 4 with one segment for each character: short enough, and nothing to get wrong. */
function writeCharacterMap(kept: ReadonlyMap<number, number>): Buffer {
  const segments = [...kept].toSorted(([a], [b]) => a - b);
  segments.push([0xffff, 0]);
  const count = segments.length;
  const power = 2 ** Math.floor(Math.log2(count));
  const header = [4, 16 + count * 8, 0, count * 2, power * 2, Math.log2(power), (count - power) * 2];
  const codes = segments.map(([code]) => code);
  const deltas = segments.map(([code, glyph]) => (code === 0xffff ? 1 : (glyph - code) & 0xffff));
  const words = [...header, ...codes, 0, ...codes, ...deltas, ...codes.map(() => 0)];
  // One table for Windows and Unicode: 3, 1.
  return Buffer.concat([words16([0, 1, 3, 1, 0, 12]), words16(words)]);
}

function words16(words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(words.length * 2);
  for (const [index, word] of words.entries()) bytes.writeUInt16BE(word, index * 2);
  return bytes;
}

/** Outlines of some glyphs and of those that they are put together from; all others are empty and without width. */
function keepOutlines(tables: Tables, wanted: Set<number>) {
  const [glyf, loca, hmtx] = [tableOf(tables, 'glyf'), tableOf(tables, 'loca'), Buffer.from(tableOf(tables, 'hmtx'))];
  const count = tableOf(tables, 'maxp').readUInt16BE(4);
  const isLong = tableOf(tables, 'head').readInt16BE(50) === 1;
  const offset = (glyph: number) => (isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2);
  const outline = (glyph: number) => glyf.subarray(offset(glyph), offset(glyph + 1));
  // A set that grows while it is walked is walked to its end.
  for (const glyph of wanted) for (const part of partsOf(outline(glyph))) wanted.add(part);
  const measured = tableOf(tables, 'hhea').readUInt16BE(34);
  const outlines: Buffer[] = [];
  const places = Buffer.alloc((count + 1) * 4);
  let length = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    places.writeUInt32BE(length, glyph * 4);
    if (wanted.has(glyph)) {
      const padded = pad4(outline(glyph));
      outlines.push(padded);
      length += padded.length;
    } else if (glyph < measured) hmtx.writeUInt32BE(0, glyph * 4);
  }
  places.writeUInt32BE(length, count * 4);
  return { glyf: Buffer.concat(outlines), loca: places, widths: hmtx };
}

/** The glyphs that an outline is put together from; none for a simple one. */
function partsOf(outline: Buffer): readonly number[] {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return [];
  const parts: number[] = [];
  let at = 10;
  for (let flags = 0x20; flags & 0x20;) {
    flags = outline.readUInt16BE(at);
    parts.push(outline.readUInt16BE(at + 2));
    at += 4 + (flags & 0x1 ? 4 : 2) + (flags & 0x8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0);
  }
  return parts;
}

/** A table of names without any: browsers never show them. */
const emptyNames = words16([0, 0, 6]);

function withoutGlyphNames(post: Buffer): Buffer {
  const short = Buffer.from(post.subarray(0, 32));
  short.writeUInt32BE(0x00030000, 0);
  return short;
}

function pad4(bytes: Buffer): Buffer {
  return bytes.length % 4 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length % 4))]);
}

/** The numbers by which WOFF 2.0 knows tables. */
const knownTags: Readonly<Record<string, number>> = {
  ...{ cmap: 0, head: 1, hhea: 2, hmtx: 3, maxp: 4, name: 5, 'OS/2': 6, post: 7 },
  ...{ glyf: 10, loca: 11, GPOS: 27 },
};

function writeWoff2(tables: Tables, flavour: number): Buffer {
  const directory = Buffer.concat(
    [...tables].map(([tag, table]) => {
      // 3 in the upper bits: outlines are as they are, without the transformation of their own.
      const flags = (knownTags[tag] ?? 63) | (tag === 'glyf' || tag === 'loca' ? 0xc0 : 0);
      return Buffer.from([flags, ...base128(table.length)]);
    }),
  );
  const packed = brotliCompressSync(Buffer.concat([...tables.values()]), {
    params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_FONT, [constants.BROTLI_PARAM_QUALITY]: 11 },
  });
  const unpackedLength = [...tables.values()].reduce((sum, table) => sum + 16 + pad4(table).length, 12);
  const body = pad4(Buffer.concat([Buffer.alloc(48), directory, packed]));
  body.write('wOF2', 0, 'latin1');
  body.writeUInt32BE(flavour, 4);
  body.writeUInt32BE(body.length, 8);
  body.writeUInt16BE(tables.size, 12);
  body.writeUInt32BE(unpackedLength, 16);
  body.writeUInt32BE(packed.length, 20);
  body.writeUInt16BE(1, 24);
  return body;
}

/** A length in groups of seven bits, the highest first. */
function base128(length: number): readonly number[] {
  const groups = [length & 0x7f];
  for (let rest = length >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
