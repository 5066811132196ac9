import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { ActivityDesk } from './desk.ts';
import { clientPage } from './page.ts';

/** What answers the page of Discord's client. */
export type ClientParts = {
  readonly desk: ActivityDesk;
  readonly onChange: (listener: () => void) => () => void;
  /** Where the activity of this person is for a page that was asked for at this host. */
  readonly originFor: (host: string, userId: string) => string;
  readonly setNetwork: (userId: string, isOn: boolean) => void;
};

const scripts = ['page-client', 'frame', 'rpc', 'dialogs', 'words'];
const bodyBytesMax = 16 * 1024;

const Seat = z.object({ userId: z.string(), communityId: z.nullable(z.string()), channelId: z.string() });
const Ask = z.object({
  userId: z.string(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  challenge: z.nullable(z.string()),
  agreed: z.boolean(),
});
const Leaving = z.object({ userId: z.string(), instanceId: z.string(), ticket: z.string() });

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bodyBytesMax) throw new Error('the body is too large');
    chunks.push(bytes);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

async function act(parts: ClientParts, what: string, body: unknown, host: string): Promise<unknown> {
  const { desk } = parts;
  switch (what) {
    case 'launch': {
      const seat = Seat.parse(body);
      return desk.launch(seat, parts.originFor(host, seat.userId));
    }
    case 'authorize':
      return desk.authorize(Ask.parse(body));
    case 'authenticate':
      return desk.authenticate(z.object({ token: z.string() }).parse(body).token);
    case 'ticket':
      return desk.refreshTicket(z.object({ userId: z.string() }).parse(body).userId);
    case 'network': {
      const { userId, isOn } = z.object({ userId: z.string(), isOn: z.boolean() }).parse(body);
      parts.setNetwork(userId, isOn);
      return {};
    }
    case 'leave':
      desk.leave(Leaving.parse(body));
      return {};
    default:
      throw new Error(`nothing is called ${what}`);
  }
}

/** Tells a page who is in its activity, whenever that changes. */
function followParticipants(parts: ClientParts, instanceId: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let last = '';
  const tell = () => {
    const now = JSON.stringify(parts.desk.participantsOf(instanceId));
    if (now !== last) response.write(`data: ${now}\n\n`);
    last = now;
  };
  tell();
  response.on('close', parts.onChange(tell));
}

async function answer(parts: ClientParts, request: IncomingMessage, response: ServerResponse, url: URL) {
  const [, , name = ''] = url.pathname.split('/');
  if (request.method === 'POST') {
    const said = await act(parts, name, await readBody(request), request.headers.host ?? '');
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  }
  if (name === 'events') return followParticipants(parts, url.searchParams.get('instance') ?? '', response);
  const script = scripts.find((each) => `${each}.ts` === name);
  if (script === undefined) return void response.writeHead(404).end();
  const source = await readFile(join(import.meta.dirname, `${script}.ts`), 'utf8');
  response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' });
  response.end(stripTypeScriptTypes(source));
}

/**
 * Answers what belongs to the page of Discord's client: `/channels/<community or @me>/<channel>?as=<person>` and what it asks for
 * below `/activity-host/`.
 *
 * @returns false where the address is another's
 */
export function answerClient(parts: ClientParts, request: IncomingMessage, response: ServerResponse): boolean {
  const url = new URL(request.url ?? '/', 'http://discord');
  if (/^\/channels\/(@me|\d+)\/\d+$/.test(url.pathname)) {
    const platform = url.searchParams.get('platform') === 'mobile' ? 'mobile' : 'desktop';
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(clientPage(platform));
    return true;
  }
  if (!url.pathname.startsWith('/activity-host/')) return false;
  answer(parts, request, response, url).catch((error: unknown) => {
    if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' });
    response.end(error instanceof Error ? error.message : 'it failed');
  });
  return true;
}
