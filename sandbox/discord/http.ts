import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Field, openForm } from './form.ts';
import { readMultipart, type Upload, type UploadedFile } from './multipart.ts';
import { DiscordRefusalError } from './refusal.ts';

/** One request, taken apart. `path` is decoded and begins with a slash. */
export type Call = {
  readonly method: string;
  readonly path: string;
  /** The named parts of the route's pattern. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Field;
  readonly files: readonly UploadedFile[];
};

/** An answer. A body that is a string or bytes goes out as it is, with its own content type; others as JSON. */
export type Reply = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Ten files of 10 MiB would not be accepted anyway; this is where reading stops. */
const bodyBytesMax = 26 * 1024 * 1024;

async function readBytes(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bodyBytesMax) throw new DiscordRefusalError(40005);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function parseMultipart(bytes: Buffer, type: string): Promise<Upload> {
  try {
    return await readMultipart(new Uint8Array(bytes), type);
  } catch (error) {
    if (error instanceof TypeError) throw new DiscordRefusalError(50035);
    throw error;
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray percent sign names nothing here; kept as it is, the path matches no route.
    return path;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DiscordRefusalError(50109);
  }
}

/**
 * Reads a request: JSON, multipart with `payload_json`, or a URL-encoded form (as an object of texts).
 *
 * @throws DiscordRefusalError 50109 for JSON that is none, 50035 for multipart that is none, 40005 when too large
 */
export async function readCall(request: IncomingMessage, base: string): Promise<Call> {
  const url = new URL(request.url ?? '/', base);
  const bytes = await readBytes(request);
  const type = request.headers['content-type'] ?? '';
  let value: unknown;
  let files: readonly UploadedFile[] = [];
  if (type.startsWith('multipart/form-data')) {
    const upload = await parseMultipart(bytes, type);
    value = upload.json === null ? {} : parseJson(upload.json);
    files = upload.files;
  } else if (type.startsWith('application/x-www-form-urlencoded')) {
    value = Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
  } else if (bytes.length > 0) {
    value = parseJson(bytes.toString('utf8'));
  }
  return {
    method: request.method ?? 'GET',
    path: decodePath(url.pathname),
    params: {},
    query: url.searchParams,
    headers: request.headers,
    body: openForm(value),
    files,
  };
}

/** Sends an answer. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  const { body } = reply;
  if (body === undefined) {
    response.writeHead(reply.status, reply.headers).end();
  } else if (typeof body === 'string' || body instanceof Uint8Array) {
    response.writeHead(reply.status, reply.headers).end(body);
  } else {
    response
      .writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
      .end(JSON.stringify(body));
  }
}

/** A route: a method and a pattern such as `/channels/:channelId/messages`, and who may call it. */
export type Route = {
  readonly method: string;
  readonly pattern: string;
  /** `bot`: the bot's token; `open`: the handler looks for itself (OAuth tokens, interaction tokens). */
  readonly access: 'bot' | 'open';
  readonly handle: (call: Call) => Reply;
};

/** The parts of a path that a pattern names; undefined when the path does not match. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

/** A named part of the path, which the pattern guarantees. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route has no :${name}`);
  return value;
}
