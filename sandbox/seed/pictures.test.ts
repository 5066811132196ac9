import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, jest, test } from '@jest/globals';
import { createCanvas, encodePng, ink } from './pictures-canvas.ts';
import { drawPicture, pictures } from './pictures.ts';

// Drawing all of them takes some seconds, and more where other tests run at the same time.
jest.setTimeout(240_000);

/** The pixels of a PNG of ours, rows of red, green and blue: filter type 1 undone. */
function readPixels(file: Uint8Array): {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly Buffer[];
} {
  const bytes = Buffer.from(file);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length));
  }
  const stored = inflateSync(Buffer.concat(data));
  const stride = width * 3 + 1;
  const rows = Array.from({ length: height }, (_, row) => {
    const line = Buffer.from(stored.subarray(row * stride + 1, (row + 1) * stride));
    for (let byte = 3; byte < line.length; byte += 1) line[byte] = ((line[byte] ?? 0) + (line[byte - 3] ?? 0)) & 255;
    return line;
  });
  return { width, height, rows };
}

describe('a picture of the sandbox', () => {
  test.each(pictures.map(({ name }) => name))('%s is a PNG of 960 by 720 with a scene in it', (name) => {
    const { width, height, rows } = readPixels(drawPicture(name));
    expect([width, height, rows.length]).toEqual([960, 720, 720]);
    const colours = new Set(rows.flatMap((row) => [...Array(96).keys()].map((at) => row.readUIntBE(at * 30, 3))));
    expect(colours.size).toBeGreaterThan(1_000);
  });

  test('each differs from the others, says what it shows and stays below what a drop may carry', () => {
    const hashes = pictures.map(({ name }) => createHash('sha256').update(drawPicture(name)).digest('hex'));
    expect(new Set(hashes).size).toBe(pictures.length);
    for (const { name, alt } of pictures) {
      expect(alt.length).toBeGreaterThan(20);
      expect(drawPicture(name).length).toBeLessThan(2 * 1024 * 1024);
    }
  });

  test('a painted colour comes back out of the file', () => {
    const { rows } = readPixels(encodePng(createCanvas(4, 2, ink('#ffd1dc'))));
    expect(rows.map((row) => row.toString('hex'))).toEqual(['ffd1dc'.repeat(4), 'ffd1dc'.repeat(4)]);
  });
});
