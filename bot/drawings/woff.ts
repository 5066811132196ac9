import { inflateSync } from 'node:zlib';

const headerBytes = 44;
const entryBytes = 20;
const tablesMax = 64;
/** No font of ours is near it; a length that says more is a broken file. */
const fontBytesMax = 4 * 1024 * 1024;

type Table = { readonly tag: number; readonly checksum: number; readonly bytes: Uint8Array };

/**
 * Unpacks a WOFF file into the OpenType font that it carries: the same tables, each compressed by itself.
 *
 * @throws RangeError when the file is no WOFF file, or a broken one
 * @see https://www.w3.org/TR/WOFF/
 */
export function unpackWoff(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength < headerBytes || view.getUint32(0) !== 0x774f4646) throw new RangeError('this is no WOFF file');
  const flavour = view.getUint32(4);
  const count = view.getUint16(12);
  if (count > tablesMax) throw new RangeError('the WOFF file has too many tables');
  const tables = Array.from({ length: count }, (_, index) => readTable(view, file, headerBytes + index * entryBytes));
  return writeFont(flavour, tables);
}

function readTable(view: DataView, file: Uint8Array, at: number): Table {
  const [tag, offset, packedLength, length, checksum] = [0, 4, 8, 12, 16].map((field) => view.getUint32(at + field));
  if (tag === undefined || offset === undefined || packedLength === undefined)
    throw new RangeError('a table is missing');
  if (length === undefined || checksum === undefined || length > fontBytesMax)
    throw new RangeError('a table is too long');
  const packed = file.subarray(offset, offset + packedLength);
  const bytes = packedLength < length ? inflateSync(packed, { maxOutputLength: length }) : packed;
  if (bytes.byteLength !== length) throw new RangeError('a table has another length than it says');
  return { tag, checksum, bytes };
}

/** Tables begin at multiples of four bytes; the header's search fields are what its format asks for. */
function writeFont(flavour: number, tables: readonly Table[]): Uint8Array {
  const directoryBytes = 12 + 16 * tables.length;
  const padded = (length: number) => (length + 3) & ~3;
  const total = tables.reduce((sum, { bytes }) => sum + padded(bytes.byteLength), directoryBytes);
  const font = new Uint8Array(total);
  const view = new DataView(font.buffer);
  const power = 2 ** Math.floor(Math.log2(Math.max(1, tables.length)));
  view.setUint32(0, flavour);
  view.setUint16(4, tables.length);
  view.setUint16(6, power * 16);
  view.setUint16(8, Math.log2(power));
  view.setUint16(10, (tables.length - power) * 16);
  let offset = directoryBytes;
  for (const [index, { tag, checksum, bytes }] of tables.entries()) {
    const entry = 12 + index * 16;
    view.setUint32(entry, tag);
    view.setUint32(entry + 4, checksum);
    view.setUint32(entry + 8, offset);
    view.setUint32(entry + 12, bytes.byteLength);
    font.set(bytes, offset);
    offset += padded(bytes.byteLength);
  }
  return font;
}
