import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { at, isGiven } from './form.ts';
import { type Call, matchPath, readCall, type Reply, type Route, sendReply } from './http.ts';
import type { Limiter } from './limits.ts';
import type { Links } from './links.ts';
import type { OAuth } from './oauth.ts';
import { DiscordRefusalError } from './refusal.ts';
import { appRoutes, type Starts } from './routes-app.ts';
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
  /** Calls whose route, as `POST /channels/:channelId/messages`, matches are answered with this status, as often as said. */
  failNext: readonly FailRule[];
  /** Heartbeats on the gateway get no answer. */
  gatewayDeaf: boolean;
  /** Files are gone from the CDN, whatever link one has. */
  linksDead: boolean;
  /** The privileged intents that the app was granted count for nothing: an identification with them is closed with 4014. */
  intentsWithheld: boolean;
};

/** `route` is a regular expression. With `late`, the call is carried out and its answer lost. */
export type FailRule = {
  readonly route: string;
  readonly status: 400 | 500 | 502 | 503;
  readonly times: number;
  readonly late?: boolean;
};

/** One call and its answer, as whoever checks the stand-in against Discord's description wants it. */
export type Exchange = {
  readonly method: string;
  /** The route, as `/channels/:channelId/messages`. */
  readonly pattern: string;
  readonly query: URLSearchParams;
  /** Undefined where there was none. */
  readonly body: unknown;
  readonly hasFiles: boolean;
  readonly status: number;
  readonly answer: unknown;
};

/** What stands around the routes. */
export type Edge = {
  readonly oauth: OAuth;
  readonly botToken: string;
  readonly faults: Faults;
  readonly links: Links;
  readonly limiter: Limiter;
  readonly starts: Starts;
  readonly onExchange: (exchange: Exchange) => void;
};

/** A grey pixel: every avatar. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNsaGj4DwAFhAKAjM1mJgAAAABJRU5ErkJggg==',
  'base64',
);

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

function serveFile({ oauth: { world }, links, faults }: Edge, { path, query }: Call): Reply {
  if (/^\/cdn\/(avatars|embed\/avatars|icons)\//.test(path)) {
    return { status: 200, body: pixel, headers: { 'content-type': 'image/png' } };
  }
  const file = !faults.linksDead && links.isAlive(path, query) ? world.files.get(path) : undefined;
  if (!file)
    return { status: 404, body: 'This content is no longer available.', headers: { 'content-type': 'text/plain' } };
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
export function createRest(edge: Edge): (request: IncomingMessage, response: ServerResponse) => void {
  const { oauth, botToken, faults, limiter } = edge;
  const { world } = oauth;
  const routes: readonly Route[] = [
    ...oauthRoutes(oauth, botToken),
    ...appRoutes(world, edge.starts),
    ...interactionRoutes(world),
    ...channelRoutes(world),
    ...threadRoutes(world),
    ...communityRoutes(world),
  ];

  function findRoute(call: Call, path: string): { route: Route; params: Record<string, string> } | undefined {
    for (const route of routes) {
      const params = route.method === call.method ? matchPath(route.pattern, path) : undefined;
      if (params) return { route, params };
    }
    return undefined;
  }

  /** The rule that this call meets, used up by once. */
  function takeFailure(route: Route): FailRule | undefined {
    const name = `${route.method} ${route.pattern}`;
    const rule = faults.failNext.find((each) => new RegExp(each.route).test(name));
    if (!rule) return undefined;
    const left = { ...rule, times: rule.times - 1 };
    faults.failNext = faults.failNext.flatMap((each) => (each !== rule ? [each] : left.times > 0 ? [left] : []));
    return rule;
  }

  function handle(call: Call, route: Route, params: Record<string, string>): Reply {
    try {
      if (route.access === 'bot' && call.headers.authorization !== `Bot ${botToken}`) throw new DiscordRefusalError(0);
      return route.handle({ ...call, params });
    } catch (error) {
      if (error instanceof DiscordRefusalError) return { status: error.status, body: error.toBody() };
      throw error;
    }
  }

  function callApi(call: Call, path: string): Reply {
    const banned = limiter.banned();
    if (banned) return banned;
    if (faults.rateLimitNext > 0) {
      faults.rateLimitNext -= 1;
      return rateLimited;
    }
    const found = findRoute(call, path);
    if (!found) return notFound;
    const { route, params } = found;
    const { method, pattern, access } = route;
    const renames = pattern === '/channels/:channelId' && method === 'PATCH' && isGiven(at(call.body, 'name'));
    const taken = limiter.take({ method, pattern, params, access, renames });
    if ('refusal' in taken) {
      limiter.note(429, taken.refusal.headers?.['x-ratelimit-scope']);
      return taken.refusal;
    }
    const failure = takeFailure(route);
    const broken = failure && { status: failure.status, body: { message: `${failure.status}: Server Error`, code: 0 } };
    if (broken && failure.late !== true) return broken;
    const reply = handle(call, route, params);
    limiter.note(reply.status, undefined);
    edge.onExchange({
      ...{ method, pattern, query: call.query, body: call.body.value, hasFiles: call.files.length > 0 },
      ...{ status: reply.status, answer: reply.body },
    });
    return broken ?? { ...reply, headers: { ...taken.headers, ...reply.headers } };
  }

  function route(call: Call): Reply {
    if (/^(\/api(\/v\d+)?)?\/oauth2\/authorize$/.test(call.path)) return consent(oauth, call);
    if (call.path.startsWith('/cdn/')) return serveFile(edge, call);
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
