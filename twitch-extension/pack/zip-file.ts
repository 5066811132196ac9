import { unzipSync, zipSync, type Zippable } from 'fflate';

/** Files by name, as they are in a zip. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The clock of a zip counts from 1980 in local time, so the moment is made of local numbers too: the same bytes everywhere. */
const packedAt = new Date(1980, 0, 1);
const readableByAll = 0o644 << 16;
const unix = 3;

/** Writes a zip. The same files give the same bytes, whatever the day, the machine and the order they come in. */
export function writeZip(files: Files): Uint8Array {
  const entries: Zippable = {};
  for (const [name, bytes] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    entries[name] = [bytes, { level: 9, mtime: packedAt, os: unix, attrs: readableByAll }];
  return zipSync(entries);
}

/** Reads a zip. Folders are entries whose names end with a slash. */
export function readZip(zip: Uint8Array): Files {
  return new Map(Object.entries(unzipSync(zip)));
}
