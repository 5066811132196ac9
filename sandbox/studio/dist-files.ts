import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A file of the built pages; `/` is the page itself. Null where there is none, or for a path that leaves the folder. */
export async function findDistFile(
  distDir: string,
  path: string,
): Promise<{ readonly status: number; readonly type: string; readonly body: Uint8Array } | null> {
  const root = normalize(distDir + sep);
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  const type = types[extname(file)];
  if (!file.startsWith(root) || type === undefined || file.includes('\0')) return null;
  try {
    return { status: 200, type, body: await readFile(file) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}
