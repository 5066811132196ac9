import { request as ask, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { stringifyCookie, parseCookie } from 'cookie';
import { activityPolicy } from './policy.ts';
import { withSafeAreas } from './safe-areas.ts';
import { signRequest, type ProxyKeys } from './signing.ts';
import { readStatic } from './static-files.ts';
import { ticketCookie, ticketName, type Tickets } from './tickets.ts';

/** A line of the portal's URL mappings: everything below the prefix goes to the target, which is an address with a path. */
export type UrlMapping = { readonly prefix: string; readonly target: string };

/** What stands behind `https://<application id>.discordsays.com`. */
export type ProxyParts = {
  readonly applicationId: string;
  /** The folder that the mapping `/` leads to. */
  readonly distDir: string;
  readonly mappings: readonly UrlMapping[];
  /** Signs what it passes on; nothing is signed without them, as where the app has not asked for it. */
  readonly keys: ProxyKeys | null;
  readonly tickets: Tickets;
  /** Whether this person's network works. */
  readonly isOnline: (userId: string) => boolean;
  /** Hears of every WebSocket, which ends when the person's network does. */
  readonly onSocket: (userId: string, socket: Duplex) => void;
  /** The origin in which people see the activity, and other pages than Discord's that may frame it. */
  readonly seenAs: (request: IncomingMessage) => { readonly origin: string; readonly framers: readonly string[] };
};

const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/** The path without the prefix that clients of Discord once needed and still may use. */
function pathOf(request: IncomingMessage): URL {
  const url = new URL(request.url ?? '/', 'http://activity');
  url.pathname = url.pathname.replace(/^\/\.proxy(?=\/|$)/, '') || '/';
  return url;
}

/** Longest prefix first, as the portal sorts them. */
function targetOf({ mappings }: ProxyParts, url: URL): URL | undefined {
  const found = mappings
    .filter(({ prefix }) => url.pathname === prefix || url.pathname.startsWith(`${prefix}/`))
    .toSorted((one, other) => other.prefix.length - one.prefix.length)[0];
  if (!found) return undefined;
  const target = new URL(found.target);
  target.pathname = target.pathname.replace(/\/$/, '') + url.pathname.slice(found.prefix.length);
  target.search = url.search;
  return target;
}

/** What the app's server gets: as the page asked, without what is between page and proxy, and signed. */
function headersFor(parts: ProxyParts, request: IncomingMessage, target: URL): IncomingHttpHeaders {
  const { cookie = '', ...rest } = request.headers;
  const { [ticketName]: _, ...cookies } = parseCookie(cookie);
  const left = stringifyCookie(cookies);
  const person = parts.tickets.personOf(request);
  const origin = `https://${parts.applicationId}.discordsays.com`;
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => !/^(x-signature|x-discord-proxy)/.test(name))),
    ...(left === '' ? {} : { cookie: left }),
    // In the Studio the activity has an origin of its own; the app's server is told the one that it knows.
    ...(rest.origin === undefined ? {} : { origin }),
    host: target.host,
    ...(parts.keys && person
      ? signRequest(parts.keys, { applicationId: parts.applicationId, userId: person.userId })
      : {}),
  };
}

/** Passes a request on to the app's server, or answers it from the app's files. An unreachable server is a 502. */
export async function answerProxy(
  parts: ProxyParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const person = parts.tickets.personOf(request);
  if (person && !parts.isOnline(person.userId)) return void request.socket.destroy();
  const url = pathOf(request);
  const { origin, framers } = parts.seenAs(request);
  response.setHeader('content-security-policy', activityPolicy(origin, framers));
  const target = targetOf(parts, url);
  if (target) return passOn(parts, request, response, target);
  const file = request.method === 'GET' ? await readStatic(parts.distDir, decoded(url.pathname)) : undefined;
  if (!file) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
  // No cache may keep a page, so that a new version of the app is seen at once; other files carry their hash in their name.
  if (!file.isPage) response.setHeader('cache-control', 'public, max-age=14400');
  else if (person) response.setHeader('set-cookie', ticketCookie(person.ticket));
  const isMobile = url.searchParams.get('platform') === 'mobile';
  const content = file.isPage && isMobile ? withSafeAreas(file.content.toString('utf8')) : file.content;
  response.writeHead(200, { 'content-type': file.contentType }).end(content);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray percent sign names no file.
    return '\0';
  }
}

function passOn(parts: ProxyParts, request: IncomingMessage, response: ServerResponse, target: URL): void {
  const headers = headersFor(parts, request, target);
  for (const name of hopByHop) delete headers[name];
  const onward = ask(target, { method: request.method ?? 'GET', headers }, (answer) => {
    const { 'content-security-policy': _, ...answered } = answer.headers;
    for (const name of hopByHop) delete answered[name];
    response.writeHead(answer.statusCode ?? 502, answered);
    answer.pipe(response);
  });
  onward.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'content-type': 'text/plain' }).end('Bad gateway');
  });
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** Passes a WebSocket on to the app's server. */
export function upgradeProxy(parts: ProxyParts, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const person = parts.tickets.personOf(request);
  const target = targetOf(parts, pathOf(request));
  socket.on('error', () => socket.destroy());
  if (!target || (person && !parts.isOnline(person.userId))) return void socket.destroy();
  if (person) parts.onSocket(person.userId, socket);
  const onward = ask(target, { method: 'GET', headers: headersFor(parts, request, target) });
  const line = (answer: IncomingMessage) =>
    [
      `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`,
      ...answer.rawHeaders.flatMap((name, at, all) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : [])),
      '\r\n',
    ].join('\r\n');
  onward.on('upgrade', (answer, beyond, beyondHead) => {
    socket.write(line(answer));
    if (beyondHead.length > 0) socket.write(beyondHead);
    if (head.length > 0) beyond.write(head);
    beyond.on('error', () => beyond.destroy());
    beyond.on('close', () => socket.destroy());
    socket.on('close', () => beyond.destroy());
    beyond.pipe(socket).pipe(beyond);
  });
  onward.on('response', (answer) => {
    socket.write(line(answer));
    answer.pipe(socket);
  });
  onward.on('error', () => socket.destroy());
  socket.on('close', () => onward.destroy());
  onward.end();
}
