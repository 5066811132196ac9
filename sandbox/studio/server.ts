import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type PictureName, pictures } from '../seed/pictures.ts';
import { openPictureShelf } from '../seed/pictures-shelf.ts';
import type { World } from '../world.ts';
import { Act } from './act.ts';
import { watchCore } from './core-watch.ts';
import { findDistFile } from './dist-files.ts';
import { ActRefusedError, perform } from './perform.ts';
import { openAudience } from './push.ts';
import { StudioState } from './state.ts';
import { findPayload } from './traffic.ts';
import { viewWorld } from './view.ts';

const loopback = '127.0.0.1';
const bodyBytesMax = 60 * 1024 * 1024;
const askEveryMs = 1_000;

/** A running Studio. */
export type Studio = { readonly origin: string; close(): Promise<void> };

/** Where the Studio listens (0: any free port) and where its built pages lie. */
export type StudioOptions = { readonly port: number; readonly distDir: string };

type Reply = { readonly status: number; readonly type: string; readonly body: string | Uint8Array };

/**
 * Starts the Studio: one page over the whole simulated world. It listens on 127.0.0.1, and answers only requests that name it as
 * localhost or 127.0.0.1 and, where they change something, come from its own page: a page of somewhere else in the same browser
 * can neither look at the world nor act in it.
 *
 * @throws Error when the port is taken
 */
export async function startStudio(world: World, options: StudioOptions): Promise<Studio> {
  const stage = { world, shelf: openPictureShelf(), shared: new Set<string>() };
  const core = watchCore(world, () => audience.stir());
  let lastSeen = '';
  const build = (inHand: StudioState['core']['inHand']) =>
    viewWorld(world, { ...core.current(), inHand }, [...stage.shared]);
  const audience = openAudience(() => {
    const { clock: _clock, ...rest } = build(null);
    const seen = JSON.stringify([rest, world.clock.offsetMs()]);
    const isNews = seen !== lastSeen;
    lastSeen = seen;
    return isNews;
  });
  const stirred = (): void => {
    audience.stir();
    if (audience.size() > 0) core.refresh();
  };
  const stops = [
    world.stripe.onChange(() => audience.stir()),
    world.twitch.onChange(stirred),
    world.discord.onChange(stirred),
    world.product.onChange(stirred),
    world.twitch.onPubSub((message) => audience.tell('pubsub', message)),
  ];
  const pulse = setInterval(() => {
    if (audience.size() > 0) core.refresh();
  }, askEveryMs);
  pulse.unref();

  const routes: Routes = {
    state: async (query) => {
      core.refresh();
      const tag = query.get('order');
      return sendJson(200, StudioState.parse(build(tag ? await core.inHand(tag) : null)));
    },
    act: async (request) => {
      const parsed = Act.safeParse(await readBody(request));
      if (!parsed.success) return sendJson(400, { problem: 'The Studio could not read that.' });
      try {
        const answer = await perform(stage, parsed.data);
        stirred();
        return sendJson(200, answer);
      } catch (error) {
        if (error instanceof ActRefusedError) return sendJson(409, { problem: error.message });
        throw error;
      }
    },
    payload: (query) => {
      const payload = findPayload(world, query.get('id') ?? '');
      return payload === undefined ? sendJson(404, { problem: 'That is no longer kept.' }) : sendJson(200, payload);
    },
    events: (response) => {
      audience.add(response);
      core.refresh();
    },
    picture: async (name) => ({ status: 200, type: 'image/png', body: await stage.shelf.fetch(name) }),
    page: (path) => findDistFile(options.distDir, path),
    frames: () => [world.twitch.extensionOrigin],
    images: () => [world.discord.origin, world.twitch.origin, world.product.origin],
  };
  const http = createServer();
  const port = await listen(http, options.port);
  http.on('request', (request, response) => void answer(routes, port, request, response));
  return {
    origin: `http://localhost:${port}`,
    async close() {
      clearInterval(pulse);
      for (const stop of stops) stop();
      core.close();
      audience.close();
      await stage.shelf.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

type Routes = {
  readonly state: (query: URLSearchParams) => Promise<Reply>;
  readonly act: (request: IncomingMessage) => Promise<Reply>;
  readonly payload: (query: URLSearchParams) => Reply;
  readonly events: (response: ServerResponse) => void;
  readonly picture: (name: PictureName) => Promise<Reply>;
  readonly page: (path: string) => Promise<Reply | null>;
  readonly frames: () => readonly string[];
  readonly images: () => readonly string[];
};

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
  const page = key.startsWith('GET ') ? await routes.page(url.pathname) : null;
  return page ?? sendJson(404, { problem: 'There is nothing here.' });
}

function sendJson(status: number, value: unknown): Reply {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

function send(routes: Routes, response: ServerResponse, reply: Reply): void {
  const images = routes.images().join(' ');
  response.writeHead(reply.status, {
    'content-type': reply.type,
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "connect-src 'self'",
      `img-src 'self' data: blob: ${images}`,
      `frame-src ${routes.frames().join(' ')}`,
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

class BodyError extends Error {
  override readonly name = 'BodyError';
}

async function readBody(request: IncomingMessage): Promise<unknown> {
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
