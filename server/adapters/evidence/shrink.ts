import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { encodeJpeg } from './jpeg.ts';
import { turnOf } from './orientation.ts';
import type { Picture } from './pictures.ts';

/** The longer side of a picture in a document: enough to see a scratch. */
const sideMax = 1_000;

let ready: Promise<void> | undefined;

/** Makes a picture small enough for a document; undefined where it cannot be read. */
export async function shrink({ bytes, width, height }: Picture): Promise<Picture | undefined> {
  ready ??= initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  await ready;
  const scale = Math.min(1, sideMax / Math.max(width, height));
  const [across, down] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const turn = turnOf(bytes);
  const isUpright = turn === 0 || turn === 180;
  const [shownWidth, shownHeight] = isUpright ? [across, down] : [down, across];
  const type = bytes[0] === 0xff ? 'jpeg' : 'png';
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  const place = `translate(${shownWidth / 2} ${shownHeight / 2}) rotate(${turn}) translate(${-across / 2} ${-down / 2})`;
  const drawing =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${shownWidth}" height="${shownHeight}"><g transform="${place}">` +
    `<image width="${across}" height="${down}" preserveAspectRatio="none" href="data:image/${type};base64,${data}"/></g></svg>`;
  const resvg = new Resvg(drawing);
  const drawn = resvg.render();
  const rgba = drawn.pixels;
  // What cannot be read is drawn as nothing at all.
  const isThere = rgba.some((part) => part !== 0);
  const jpeg = isThere ? encodeJpeg({ width: drawn.width, height: drawn.height, rgba }) : undefined;
  const shrunk = jpeg && { bytes: jpeg, width: drawn.width, height: drawn.height };
  drawn.free();
  resvg.free();
  return shrunk;
}
