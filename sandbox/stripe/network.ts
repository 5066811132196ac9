import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import type { ApiAnswer, ApiRequest } from './api.ts';
import { answerCall, breakdown } from './api.ts';
import type { FailRule, StripeFaults } from './faults.ts';
import { takeFault } from './faults.ts';
import type { World } from './model.ts';
import { readMultipart } from './multipart.ts';
import { apiVersion } from './objects.ts';
import { answerPage } from './pages.ts';

const bodyBytesMax = 1024 * 1024;
/** Files come in requests of their own. */
const uploadBytesMax = 6 * 1024 * 1024;

/** What answering needs: the rules' world, the faults of the moment, and a call back after anything may have changed. */
export type Face = {
  readonly world: World;
  readonly apiKey: string;
  readonly faults: StripeFaults;
  readonly closing: AbortSignal;
  readonly onAnswered: () => void;
};

/** Answers one HTTP request, of an API client or of a browser. Never rejects. */
export async function answerHttp(face: Face, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { body, upload } = await readBody(request);
    if (face.faults.slowMs > 0) await wait(face.faults.slowMs, undefined, { signal: face.closing });
    const url = new URL(request.url ?? '/', face.world.origin());
    if (/^\/v[12]\//.test(url.pathname)) answerApi(face, request, response, url, { body, upload });
    else await answerBrowser(face, request, response, url, body);
  } catch (error) {
    if (face.closing.aborted || response.headersSent) request.socket.destroy();
    else
      sendJson(
        response,
        500,
        {},
        { error: { type: 'api_error', message: `The simulated Stripe broke: ${String(error)}` } },
      );
  }
}

function answerApi(
  face: Face,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  sent: Pick<ApiRequest, 'body' | 'upload'>,
): void {
  const { world, faults } = face;
  const method = request.method ?? 'GET';
  const requestId = world.newId('req');
  const key = readHeader(request, 'idempotency-key');
  const headers: Record<string, string> = {
    'request-id': requestId,
    'stripe-version': readHeader(request, 'stripe-version') ?? apiVersion,
    ...(key === null ? {} : { 'idempotency-key': key }),
  };
  if (faults.down) return sendJson(response, 503, { ...headers, 'stripe-should-retry': 'true' }, unavailable);
  const unauthorized = checkKey(readHeader(request, 'authorization'), face.apiKey);
  if (unauthorized !== null) return sendJson(response, 401, headers, unauthorized);
  const fault = takeFault(faults, `${method} ${url.pathname}`);
  const call = {
    method,
    path: url.pathname,
    query: url.search.slice(1),
    ...sent,
    contentType: readHeader(request, 'content-type') ?? '',
    idempotencyKey: key,
    account: readHeader(request, 'stripe-account'),
    requestId,
  };
  const answer = fault === 'before' ? breakdown : answerCall(world, call, fault === 'after');
  if (method !== 'GET' || world.state.unqueuedEvents.size > 0) face.onAnswered();
  sendAnswer(request, response, headers, answer, fault);
}

function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  answer: ApiAnswer,
  fault: FailRule['mode'] | null,
): void {
  if (fault === 'cut') {
    request.socket.destroy();
    return;
  }
  const replayed =
    answer.replayOf === null ? {} : { 'idempotent-replayed': 'true', 'original-request': answer.replayOf };
  sendJson(response, answer.status, { ...headers, ...replayed }, answer.body);
}

async function answerBrowser(
  face: Face,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: string,
): Promise<void> {
  if (face.faults.down) {
    response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end('The simulated Stripe is down.');
    return;
  }
  const answer = await answerPage(face.world, { method: request.method ?? 'GET', path: url.pathname, body });
  face.onAnswered();
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

const unavailable = {
  error: { type: 'api_error', message: 'Stripe is unavailable. (Simulated: this fault was asked for.)' },
};

async function readBody(request: IncomingMessage): Promise<Pick<ApiRequest, 'body' | 'upload'>> {
  const contentType = readHeader(request, 'content-type') ?? '';
  const isUpload = contentType.startsWith('multipart/form-data');
  const bytesMax = isUpload ? uploadBytesMax : bodyBytesMax;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bytesMax) throw new RangeError(`The body is larger than ${bytesMax / 1024 / 1024} MiB.`);
    chunks.push(bytes);
  }
  const whole = Buffer.concat(chunks);
  const sent = isUpload ? await readMultipart(whole, contentType) : null;
  return { body: sent?.form ?? whole.toString('utf8'), upload: sent?.upload ?? null };
}

function readHeader(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

/** The body of a 401, or null where the key is right. The key may come as a bearer token or as the user of basic auth. */
function checkKey(authorization: string | null, apiKey: string): unknown {
  const [scheme, credential = ''] = (authorization ?? '').split(' ');
  const given = scheme === 'Basic' ? (Buffer.from(credential, 'base64').toString().split(':')[0] ?? '') : credential;
  if (given === '') {
    const message =
      'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. "Authorization: Bearer YOUR_SECRET_KEY").';
    return { error: { type: 'invalid_request_error', message } };
  }
  if (isSame(given, apiKey)) return null;
  const shown = `${given.slice(0, 8)}${'*'.repeat(8)}${given.slice(-4)}`;
  return { error: { type: 'invalid_request_error', message: `Invalid API Key provided: ${shown}` } };
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

function sendJson(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body, null, 2));
}
