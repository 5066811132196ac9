import { inflateSync } from 'node:zlib';

/** A picture that can be put into a document, with its size in its own dots. */
export type Picture = { readonly bytes: Uint8Array; readonly width: number; readonly height: number };

const sideMax = 12_000;
const dotsMax = 60_000_000;
/** With transparency a picture is taken apart and put together anew, in memory. */
const transparentDotsMax = 2_000_000;

/** A JPEG or PNG, judged by itself; undefined for everything else, and for what would break or burden whoever opens it. */
export function pictureOf(bytes: Uint8Array): Picture | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = jpegSize(buffer) ?? pngSize(buffer);
  if (!size) return undefined;
  const { width, height } = size;
  const isSound = width > 0 && height > 0 && width <= sideMax && height <= sideMax && width * height <= dotsMax;
  return isSound ? { bytes, width, height } : undefined;
}

type Size = { readonly width: number; readonly height: number };

/** Looks for the frame of a JPEG: 8 bits, in grey or in colours. */
function jpegSize(buffer: Buffer): Size | undefined {
  if (buffer.length < 4 || buffer.readUInt16BE(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 10 <= buffer.length) {
    if (buffer[at] !== 0xff) return undefined;
    const marker = buffer[at + 1] ?? 0;
    const isFrame = marker === 0xc0 || marker === 0xc1 || marker === 0xc2;
    if (isFrame) {
      const isKnown = buffer[at + 4] === 8 && (buffer[at + 9] === 1 || buffer[at + 9] === 3);
      return isKnown ? { height: buffer.readUInt16BE(at + 5), width: buffer.readUInt16BE(at + 7) } : undefined;
    }
    at += 2 + buffer.readUInt16BE(at + 2);
  }
  return undefined;
}

const pngMark = Buffer.from('89504e470d0a1a0a', 'hex');
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Reads the head of a PNG, and makes sure that its data are what the head says and no more. */
function pngSize(buffer: Buffer): Size | undefined {
  if (buffer.length < 33 || !buffer.subarray(0, 8).equals(pngMark)) return undefined;
  const [width, height] = [buffer.readUInt32BE(16), buffer.readUInt32BE(20)];
  const [bits = 0, kind = 0, , , interlaced = 0] = buffer.subarray(24, 29);
  const channels = channelsOf[kind];
  if (channels === undefined || bits !== 8 || interlaced !== 0) return undefined;
  const chunks = chunksOf(buffer);
  if (!chunks) return undefined;
  const isTransparent = kind === 4 || kind === 6 || chunks.some(({ type }) => type === 'tRNS');
  if (width * height > (isTransparent ? transparentDotsMax : dotsMax)) return undefined;
  if (kind === 3 && !chunks.some(({ type }) => type === 'PLTE')) return undefined;
  const data = Buffer.concat(chunks.flatMap(({ type, bytes }) => (type === 'IDAT' ? [bytes] : [])));
  return inflatesTo(data, (width * channels + 1) * height) ? { width, height } : undefined;
}

type Chunk = { readonly type: string; readonly bytes: Buffer };

function chunksOf(buffer: Buffer): readonly Chunk[] | undefined {
  const chunks: Chunk[] = [];
  let at = 8;
  while (at + 12 <= buffer.length) {
    const length = buffer.readUInt32BE(at);
    const type = buffer.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > buffer.length) return undefined;
    chunks.push({ type, bytes: buffer.subarray(at + 8, at + 8 + length) });
    if (type === 'IEND') return chunks;
    at += 12 + length;
  }
  return undefined;
}

function inflatesTo(data: Buffer, length: number): boolean {
  try {
    return inflateSync(data, { maxOutputLength: length }).length === length;
  } catch (error) {
    // Data that cannot be read, or that would become far more than they say: both are no picture.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
