import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { drawPicture, pictures, type PictureName } from './pictures.ts';

const here = import.meta.dirname;
const shelf = join(here, '..', '..', 'node_modules', '.cache', 'pictures');

/** Names what draws: pictures that were drawn otherwise are other pictures. */
function markOfDrawing(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(here).toSorted())
    if (/^pictures.*\.ts$/.test(file)) hash.update(readFileSync(join(here, file)));
  return hash.digest('hex').slice(0, 16);
}

/** A picture as an earlier sandbox drew it, or drawn now and kept for the next. */
function fetchPicture(name: PictureName, mark: string): Uint8Array {
  const file = join(shelf, `${name}-${mark}.png`);
  if (existsSync(file)) return readFileSync(file);
  const bytes = drawPicture(name);
  mkdirSync(shelf, { recursive: true });
  // Others may be reading: a picture is there as a whole or not at all.
  writeFileSync(`${file}.${process.pid}`, bytes);
  renameSync(`${file}.${process.pid}`, file);
  return bytes;
}

// Draws on a thread of its own: painting takes a second, and the thread that asked has promises to keep meanwhile.
const mark = markOfDrawing();
parentPort?.on('message', (asked: unknown) => {
  const found = pictures.find(({ name }) => name === asked);
  if (found) parentPort?.postMessage({ name: found.name, bytes: fetchPicture(found.name, mark) });
});
