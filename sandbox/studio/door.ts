import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pictures, type PictureName } from '../seed/pictures.ts';

const loopback = '127.0.0.1';
const bodyBytesMax = 60 * 1024 * 1024;

/** What is answered. */
export type Reply = {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly location?: string;
};

/** What the Studio's door leads to. `frames` and `images` are the origins that its page may show. */
export type Routes = {
  readonly state: (query: URLSearchParams) => Promise<Reply>;
  readonly act: (request: IncomingMessage) => Promise<Reply>;
  readonly payload: (query: URLSearchParams) => Reply;
  readonly events: (response: ServerResponse) => void;
  readonly picture: (name: PictureName) => Promise<Reply>;
  /** Where a channel of the simulated Twitch is shown; null for a login that nobody has. */
  readonly watch: (login: string) => string | null;
  /** The page of Discord's client around an activity, and what it asks for; false for addresses that are none of these. */
  readonly client: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly page: (path: string) => Promise<Reply | null>;
  readonly frames: () => readonly string[];
  readonly images: () => readonly string[];
};

/** Opens the door on 127.0.0.1. Answers the port and how to shut it. @throws Error when the port is taken */
export async function openDoor(
  wantedPort: number,
  routes: Routes,
): Promise<{ readonly port: number; readonly shut: () => Promise<void> }> {
  const http = createServer();
  const port = await listen(http, wantedPort);
  http.on('request', (request, response) => void answer(routes, port, request, response));
  return {
    port,
    async shut() {
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

function listen(http: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, loopback, () => {
      const address = http.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('the Studio has no port'));
    });
  });
}

/** The names under which a browser may reach the Studio. Any other name in the Host header is a name that somebody turned to us. */
function ownHosts(port: number): readonly string[] {
  return [`localhost:${port}`, `${loopback}:${port}`];
}

function refuseStrangers(request: IncomingMessage, port: number): string | null {
  const host = request.headers.host ?? '';
  if (!ownHosts(port).includes(host)) return 'The Studio is reached as localhost only.';
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  if (request.headers.origin !== `http://${host}`) return 'Only the Studio itself may act here.';
  const isJson = request.headers['content-type']?.split(';')[0]?.trim() === 'application/json';
  return isJson ? null : 'The Studio takes JSON.';
}

async function answer(routes: Routes, port: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refuseStrangers(request, port);
  const url = new URL(request.url ?? '/', `http://${loopback}`);
  const key = `${request.method} ${url.pathname}`;
  try {
    if (refusal !== null) return send(routes, response, sendJson(403, { problem: refusal }));
    if (key === 'GET /studio/events') return routes.events(response);
    if (routes.client(request, response)) return;
    send(routes, response, await route(routes, key, url, request));
  } catch (error) {
    const problem =
      error instanceof BodyError ? error.message : 'Something in the sandbox broke. The terminal says what.';
    if (!(error instanceof BodyError))
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    if (!response.headersSent) send(routes, response, sendJson(error instanceof BodyError ? 400 : 500, { problem }));
  }
}

async function route(routes: Routes, key: string, url: URL, request: IncomingMessage): Promise<Reply> {
  if (key === 'GET /studio/state') return routes.state(url.searchParams);
  if (key === 'GET /studio/payload') return routes.payload(url.searchParams);
  if (key === 'POST /studio/act') return routes.act(request);
  const picture = pictures.find(({ name }) => key === `GET /studio/pictures/${name}.png`);
  if (picture) return routes.picture(picture.name);
  const login = /^GET (?:\/watch)?\/(\w{1,25})$/.exec(key)?.[1];
  const watched = login === undefined ? null : routes.watch(login);
  if (watched !== null) return { status: 302, type: 'text/plain', body: '', location: watched };
  const page = key.startsWith('GET ') ? await routes.page(url.pathname) : null;
  return page ?? sendJson(404, { problem: 'There is nothing here.' });
}

/** An answer in JSON. */
export function sendJson(status: number, value: unknown): Reply {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

function send(routes: Routes, response: ServerResponse, reply: Reply): void {
  const images = routes.images().join(' ');
  response.writeHead(reply.status, {
    'content-type': reply.type,
    ...(reply.location === undefined ? {} : { location: reply.location }),
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "connect-src 'self'",
      `img-src 'self' data: blob: ${images}`,
      `frame-src 'self' ${routes.frames().join(' ')}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  response.end(reply.body);
}

/** A body that could not be read; the message is a sentence. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
}

/** The JSON of a request. @throws BodyError when it is none, or too large */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > bodyBytesMax) throw new BodyError('That is too large for the Studio.');
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new BodyError('The Studio could not read that.', { cause });
  }
}
