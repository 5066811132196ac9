import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { subsetFont } from './subset-font.ts';

const path = createRequire(import.meta.url).resolve('@fontsource/quicksand/files/quicksand-latin-500-normal.woff');
const whole = readFileSync(path);

/** The body of a WOFF 2.0 after its header and directory, unpacked. */
function unpack(woff2: Buffer): Buffer {
  const packed = woff2.readUInt32BE(20);
  let at = 48;
  for (let table = 0; table < woff2.readUInt16BE(12); table++) {
    at += 1;
    while ((woff2[at] ?? 0) & 0x80) at += 1;
    at += 1;
  }
  return brotliDecompressSync(woff2.subarray(at, at + packed));
}

test('a font of a few characters is small, whole, and says its own length', () => {
  const font = subsetFont(whole, [0x41, 0x42]);
  expect(font.toString('latin1', 0, 4)).toBe('wOF2');
  expect(font.readUInt32BE(8)).toBe(font.length);
  expect(font.length).toBeLessThan(
    subsetFont(
      whole,
      Array.from({ length: 95 }, (_, index) => 32 + index),
    ).length,
  );
  expect(unpack(font).length).toBeGreaterThan(1_000);
});

test('a character that the font lacks is left out, and the same characters give the same bytes', () => {
  expect(subsetFont(whole, [0x41, 0x4e00])).toEqual(subsetFont(whole, [0x41]));
});

test('what is no font is refused', () => {
  expect(() => subsetFont(Buffer.from('GIF89a'), [0x41])).toThrow('no WOFF');
});
