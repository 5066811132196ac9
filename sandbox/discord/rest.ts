import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Call, matchPath, readCall, type Reply, type Route, sendReply } from './http.ts';
import type { World } from './model.ts';
import type { OAuth } from './oauth.ts';
import { DiscordRefusalError } from './refusal.ts';
import { appRoutes } from './routes-app.ts';
import { channelRoutes } from './routes-channels.ts';
import { communityRoutes } from './routes-communities.ts';
import { interactionRoutes } from './routes-interactions.ts';
import { consent, oauthRoutes } from './routes-oauth.ts';
import { threadRoutes } from './routes-threads.ts';

/** Trouble to order. */
export type Faults = {
  /** Every request gets 503, and connections to the gateway are broken and refused. */
  down: boolean;
  /** Milliseconds before each request is looked at. */
  slowMs: number;
  /** As many of the next API calls get 429, with a second to wait. */
  rateLimitNext: number;
};

/** A grey pixel: every avatar. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNsaGj4DwAFhAKAjM1mJgAAAABJRU5ErkJggg==',
  'base64',
);

function rateHeaders(route: Route): Record<string, string> {
  const bucket = createHash('sha256').update(`${route.method} ${route.pattern}`).digest('hex').slice(0, 16);
  return {
    'x-ratelimit-limit': '50',
    'x-ratelimit-remaining': '49',
    'x-ratelimit-reset-after': '1.000',
    'x-ratelimit-bucket': bucket,
  };
}

const rateLimited: Reply = {
  status: 429,
  body: { message: 'You are being rate limited.', retry_after: 0.9, global: false },
  headers: {
    'retry-after': '1',
    'x-ratelimit-limit': '50',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset-after': '0.900',
    'x-ratelimit-scope': 'user',
  },
};

const notFound: Reply = { status: 404, body: { message: '404: Not Found', code: 0 } };

function serveFile(world: World, path: string): Reply {
  if (/^\/cdn\/(avatars|embed\/avatars|icons)\//.test(path)) {
    return { status: 200, body: pixel, headers: { 'content-type': 'image/png' } };
  }
  const file = world.files.get(path);
  if (!file) return { status: 404, body: '', headers: { 'content-type': 'text/plain' } };
  return {
    status: 200,
    body: file.bytes,
    // Whatever people upload must never run as a page of this origin.
    headers: {
      'content-type': file.contentType,
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
    },
  };
}

/** Answers HTTP requests: `/api` and `/api/v10`, `/oauth2/authorize`, `/cdn`. */
export function createRest(
  oauth: OAuth,
  botToken: string,
  faults: Faults,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { world } = oauth;
  const routes: readonly Route[] = [
    ...oauthRoutes(oauth, botToken),
    ...appRoutes(world),
    ...interactionRoutes(world),
    ...channelRoutes(world),
    ...threadRoutes(world),
    ...communityRoutes(world),
  ];

  function callApi(call: Call, path: string): Reply {
    if (faults.rateLimitNext > 0) {
      faults.rateLimitNext -= 1;
      return rateLimited;
    }
    for (const route of routes) {
      const params = route.method === call.method ? matchPath(route.pattern, path) : undefined;
      if (!params) continue;
      if (route.access === 'bot' && call.headers.authorization !== `Bot ${botToken}`) throw new DiscordRefusalError(0);
      const reply = route.handle({ ...call, params });
      return { ...reply, headers: { ...rateHeaders(route), ...reply.headers } };
    }
    return notFound;
  }

  function route(call: Call): Reply {
    if (/^(\/api(\/v\d+)?)?\/oauth2\/authorize$/.test(call.path)) return consent(oauth, call);
    if (call.path.startsWith('/cdn/')) return serveFile(world, call.path);
    const path = /^\/api(?:\/v\d+)?(\/.*)$/.exec(call.path)?.[1];
    return path === undefined ? notFound : callApi(call, path);
  }

  async function answer(request: IncomingMessage): Promise<Reply> {
    try {
      if (faults.slowMs > 0) await pause(faults.slowMs);
      if (faults.down) return { status: 503, body: { message: '503: Service Unavailable', code: 0 } };
      return route(await readCall(request, world.origin));
    } catch (error) {
      if (error instanceof DiscordRefusalError) return { status: error.status, body: error.toBody() };
      throw error;
    }
  }

  return (request, response) => {
    answer(request).then(
      (reply) => sendReply(response, reply),
      (error: unknown) => {
        // A defect of the stand-in: shown whole, because whoever meets it is working on it.
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        sendReply(response, { status: 500, body: { message, code: 0 } });
      },
    );
  };
}
