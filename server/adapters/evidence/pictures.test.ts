import { expect, test } from '@jest/globals';
import { Resvg } from '@resvg/resvg-wasm';
import { encodeJpeg } from './jpeg.ts';
import { pictureOf, type Picture } from './pictures.ts';
import { shrink } from './shrink.ts';

/** Red on the left and blue on the right. */
function twoColours(width: number, height: number, opacity = 255): Uint8Array {
  const rgba = new Uint8Array(4 * width * height);
  for (let index = 0; index < width * height; index++)
    rgba.set(index % width < width / 2 ? [220, 20, 20, opacity] : [20, 20, 220, opacity], 4 * index);
  return encodeJpeg({ width, height, rgba });
}

/** A file's first directory with one entry: how it is to be turned. */
function turned(jpeg: Uint8Array, orientation: number): Uint8Array {
  const tiff = Buffer.from('4d4d002a000000080001011200030000000100000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const length = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), length, body, jpeg.subarray(2)]);
}

async function shrunk(bytes: Uint8Array): Promise<Picture | undefined> {
  const picture = pictureOf(bytes);
  return picture && shrink(picture);
}

/** The colour at a place of a picture, as another program reads it. */
function colourAt({ bytes, width, height }: Picture, x: number, y: number): readonly number[] {
  const data = Buffer.from(bytes).toString('base64');
  const image = `<image width="${width}" height="${height}" href="data:image/jpeg;base64,${data}"/>`;
  const { pixels } = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`,
  ).render();
  return [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)];
}

const isRed = ([red = 0, , blue = 0]: readonly number[]) => red > 190 && blue < 60;
const isBlue = ([red = 0, , blue = 0]: readonly number[]) => blue > 190 && red < 60;

test('a picture is drawn anew with its colours, also where its sides fill no whole squares', async () => {
  const picture = await shrunk(twoColours(45, 30));
  expect(picture).toMatchObject({ width: 45, height: 30 });
  if (!picture) return;
  expect([isRed(colourAt(picture, 5, 28)), isBlue(colourAt(picture, 43, 1))]).toEqual([true, true]);
});

test('one that was taken sideways stands upright, and says no more about itself', async () => {
  const picture = await shrunk(turned(twoColours(48, 32), 6));
  expect(picture).toMatchObject({ width: 32, height: 48 });
  if (!picture) return;
  expect([isRed(colourAt(picture, 16, 5)), isBlue(colourAt(picture, 16, 43))]).toEqual([true, true]);
  expect(Buffer.from(picture.bytes).includes('Exif')).toBe(false);
});

test('large ones become small, and what is none is none', async () => {
  expect(await shrunk(twoColours(2_000, 50))).toMatchObject({ width: 1_000, height: 25 });
  const [head, lie] = [twoColours(16, 16).subarray(0, 200), Buffer.from('GIF89a')];
  expect([pictureOf(lie), await shrunk(Buffer.concat([head, Buffer.alloc(50)]))]).toEqual([undefined, undefined]);
  const huge = Buffer.from('ffd8ffc0001108ffffffff03012200021101031101', 'hex');
  expect(pictureOf(huge)).toBeUndefined();
});
