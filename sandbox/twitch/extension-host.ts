import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { replyEmpty, type Reply, type TwitchRequest } from './exchange.ts';

const helperOnTwitch = 'https://extension-files.twitch.tv/helper/v1/twitch-ext.min.js';
const helperPath = '/helper/twitch-ext.js';
const helperFile = join(import.meta.dirname, 'helper', 'twitch-ext.js');

const contentTypes = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.webp', 'image/webp'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.woff', 'font/woff'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
]);

/** What the host serves and to whom. */
export type ExtensionHostOptions = {
  readonly clientId: string;
  /** The folder that would be zipped and uploaded. */
  readonly distDir: string;
  /** The extension's own origin, in place of `https://<id>.ext-twitch.tv`. */
  readonly origin: string;
  /** Origins on the extension's allow-lists for fetching and for images: its own server. */
  readonly ebsOrigin: string;
};

/**
 * The Content-Security-Policy that Twitch serves extensions with, word for word save for two things:
 * the extension's origin is a loopback port, and the pages that may frame it are the sandbox's.
 *
 * @see https://dev.twitch.tv/docs/extensions/life-cycle/
 */
export function extensionPolicy(origin: string, ebsOrigin: string): string {
  const analytics = 'https://www.google-analytics.com';
  return [
    `default-src 'self' ${origin}`,
    'block-all-mixed-content',
    `img-src 'self' ${origin} ${ebsOrigin} ${analytics} data: blob:`,
    `media-src 'self' ${origin} data: blob:`,
    'frame-ancestors http://localhost:* http://127.0.0.1:*',
    `font-src 'self' ${origin} https://fonts.googleapis.com https://fonts.gstatic.com`,
    `style-src 'self' 'unsafe-inline' ${origin} https://fonts.googleapis.com`,
    `connect-src 'self' ${origin} https://api.twitch.tv wss://pubsub-edge.twitch.tv ${ebsOrigin} ${analytics}`,
    `script-src 'self' ${origin} https://extension-files.twitch.tv ${analytics}`,
  ].join('; ');
}

/** Where the uploaded files lie: deep in a path, as on Twitch's CDN, so that absolute asset addresses break here too. */
export function extensionBasePath(clientId: string): string {
  return `/${clientId}/0.0.1/sandbox/`;
}

function findFile(path: string, base: string, distDir: string): string | null {
  if (!path.startsWith(base)) return null;
  let name: string;
  try {
    name = decodeURIComponent(path.slice(base.length));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
  if (name.includes('\0') || name.includes('\\')) return null;
  const root = normalize(distDir + sep);
  const file = normalize(join(root, name));
  return file.startsWith(root) && contentTypes.has(extname(file)) ? file : null;
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String(error.code)))
      return null;
    throw error;
  }
}

/**
 * Serves the built extension as Twitch's CDN does. The helper's script tag points at Twitch; it is turned to the sandbox's own helper,
 * which is a file of the same origin, so the policy stays as strict as the real one. `/panel.html` and the like lead to the real place.
 */
export async function answerExtensionHost(request: TwitchRequest, options: ExtensionHostOptions): Promise<Reply> {
  const { clientId, distDir, origin, ebsOrigin } = options;
  if (request.method !== 'GET' && request.method !== 'HEAD') return replyEmpty(405, { allow: 'GET, HEAD' });
  const headers = {
    'content-security-policy': extensionPolicy(origin, ebsOrigin),
    'x-content-type-options': 'nosniff',
  };
  const base = extensionBasePath(clientId);
  if (/^\/\w+\.html$/.test(request.path)) {
    const query = request.query.size === 0 ? '' : `?${request.query.toString()}`;
    return replyEmpty(302, { ...headers, location: `${base}${request.path.slice(1)}${query}` });
  }
  const file = request.path === helperPath ? helperFile : findFile(request.path, base, distDir);
  const content = file === null ? null : await readIfThere(file);
  if (file === null || content === null) return { status: 404, headers, body: 'Not found' };
  const type = contentTypes.get(extname(file)) ?? 'application/octet-stream';
  const body = extname(file) === '.html' ? content.toString('utf8').replaceAll(helperOnTwitch, helperPath) : content;
  return { status: 200, headers: { ...headers, 'content-type': type }, body };
}
