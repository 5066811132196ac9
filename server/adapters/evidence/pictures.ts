/** A picture that can be drawn, with its size in its own dots. */
export type Picture = { readonly bytes: Uint8Array; readonly width: number; readonly height: number };

/** More than a telephone's camera makes; what claims to have more would only burden whoever opens it. */
const dotsMax = 40_000_000;

/** A JPEG or PNG, judged by its own head; undefined for everything else, and for what is too large to be opened. */
export function pictureOf(bytes: Uint8Array): Picture | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = jpegSize(buffer) ?? pngSize(buffer);
  if (!size) return undefined;
  const { width, height } = size;
  return width > 0 && height > 0 && width * height <= dotsMax ? { bytes, width, height } : undefined;
}

type Size = { readonly width: number; readonly height: number };

/** Looks for the frame of a JPEG, which says how large it is. */
function jpegSize(buffer: Buffer): Size | undefined {
  if (buffer.length < 4 || buffer.readUInt16BE(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 10 <= buffer.length && buffer[at] === 0xff) {
    const marker = buffer[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: buffer.readUInt16BE(at + 5), width: buffer.readUInt16BE(at + 7) };
    at += 2 + buffer.readUInt16BE(at + 2);
  }
  return undefined;
}

const pngMark = Buffer.from('89504e470d0a1a0a', 'hex');

function pngSize(buffer: Buffer): Size | undefined {
  if (buffer.length < 33 || !buffer.subarray(0, 8).equals(pngMark)) return undefined;
  return { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) };
}
