const orientationTag = 0x0112;
const turns: Readonly<Record<number, number>> = { 3: 180, 6: 90, 8: 270 };

/** By how many degrees, clockwise, a JPEG asks to be turned to stand upright; 0 for everything else. Mirrored ones stay as they are. */
export function turnOf(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 4 || buffer.readUInt16BE(0) !== 0xffd8) return 0;
  let at = 2;
  while (at + 4 <= buffer.length && buffer[at] === 0xff) {
    const length = buffer.readUInt16BE(at + 2);
    const body = buffer.subarray(at + 4, at + 2 + length);
    if (buffer[at + 1] === 0xe1 && body.toString('latin1', 0, 6) === 'Exif\0\0') return readTurn(body.subarray(6));
    if (buffer[at + 1] === 0xda) return 0;
    at += 2 + length;
  }
  return 0;
}

/** Looks through the first directory of the Exif data. */
function readTurn(exif: Buffer): number {
  const isLittle = exif.toString('latin1', 0, 2) === 'II';
  const two = (at: number) => (at + 2 > exif.length ? 0 : isLittle ? exif.readUInt16LE(at) : exif.readUInt16BE(at));
  if (exif.length < 8) return 0;
  const directory = isLittle ? exif.readUInt32LE(4) : exif.readUInt32BE(4);
  const entries = Math.min(two(directory), 100);
  for (let index = 0; index < entries; index++) {
    const at = directory + 2 + 12 * index;
    if (two(at) === orientationTag) return turns[two(at + 8)] ?? 0;
  }
  return 0;
}
