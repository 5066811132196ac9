import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const contentTypes = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
  ['.jpg', 'image/jpeg'],
  ['.woff2', 'font/woff2'],
  ['.wasm', 'application/wasm'],
]);

/** A file as it is sent. */
export type StaticFile = {
  readonly contentType: string;
  readonly content: Buffer<ArrayBuffer>;
  readonly isPage: boolean;
};

/** Reads the file at a decoded path below a folder; `/` is its `index.html`. Undefined where there is none, or it lies outside. */
export async function readStatic(folder: string, path: string): Promise<StaticFile | undefined> {
  const root = normalize(folder + sep);
  const file = normalize(join(root, path.endsWith('/') ? `${path}index.html` : path));
  const contentType = contentTypes.get(extname(file));
  if (contentType === undefined || !file.startsWith(root) || /[\0\\]/.test(path)) return undefined;
  try {
    return { contentType, content: await readFile(file), isPage: extname(file) === '.html' };
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String(error.code)))
      return undefined;
    throw error;
  }
}
