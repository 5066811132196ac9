import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { contract } from '#shared/api/contract.ts';
import type { Endpoint, Input, Output } from '#shared/api/endpoint.ts';
import { refusals, type RefusalCode } from '#shared/refusals.ts';
import { sayRefusal } from '#shared/text/say.ts';
import { makeChannel, makeCommunity } from './core-samples.ts';

export { makeChannel, makeCommunity, makeDrop, makeEntry, makeOrder, makeRaffle } from './core-samples.ts';

type Contract = typeof contract;
type Name = keyof Contract;

/** A call as it arrived, with whom the bot acted for. */
export type SeenCall = {
  readonly name: Name;
  readonly input: unknown;
  readonly actor: string | null;
  /** The person's language and where they stand, as the bot said. */
  readonly locale: string | null;
  readonly communityId: string | null;
};
type Answers = {
  [N in Name]?: (input: Input<Contract[N]>, actor: string | null) => Output<Contract[N]> | Promise<Output<Contract[N]>>;
};

/** A refusal thrown by an answer, sent as the core sends refusals; any other error is sent as a fault. */
export class CoreRefusalError extends Error {
  override readonly name = 'CoreRefusalError';
  readonly code: RefusalCode;
  readonly params: Readonly<Record<string, string | number>>;
  constructor(code: RefusalCode, params: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

/** A stand-in for the core: it holds the bot to the contract, and each test says what it answers. */
export type CoreFake = {
  readonly url: string;
  readonly token: string;
  readonly answers: Answers;
  readonly calls: readonly SeenCall[];
  /** Pictures served under `/pictures/`. */
  readonly pictures: Map<string, Uint8Array>;
  /** While true every request is hung up on. */
  isDown: boolean;
  /** Forgets what was asked, so that tests which share a core do not see each other's calls. */
  forget(): void;
  /** What the bot has asked of one endpoint. */
  callsOf(name: Name): readonly SeenCall[];
  /** Tells everybody who follows what has changed. */
  announce(change: { readonly topic: string; readonly id: string; readonly revision: string }): void;
  /** Breaks the streams of changes. */
  breakStreams(): void;
  followers(): number;
  /** Resolves once the condition holds; it is looked at after every call. */
  readonly until: (condition: () => boolean) => Promise<void>;
  close(): Promise<void>;
};

/** A quiet core: nothing listed, nothing to deliver. */
const quiet: Answers = {
  listDrops: () => ({ drops: [] }),
  listCards: () => ({ cards: [] }),
  noteCard: () => ({}),
  listCommunities: () => ({ communities: [], more: false }),
  getCommunity: ({ params }) => makeCommunity({ id: params.communityId }),
  meetCommunity: ({ params, body }) => makeCommunity({ id: params.communityId, ...body }),
  noteProblem: () => ({ isNew: true }),
  solveProblem: () => ({ wasKnown: false }),
  noteRoles: () => ({}),
  listMarkedBuilders: () => ({ builders: [] }),
  listBanWork: () => ({ work: [] }),
  settleBanWork: () => ({}),
  listRelays: () => ({ rooms: [], locale: 'en' }),
  listChannels: () => ({ channels: [] }),
  settleNotice: () => ({}),
  recordChatLine: () => ({ sightings: [] }),
  getChatChannel: () => ({ answers: true, view: makeChannel() }),
};

/** Lends leases as the core does. */
function leaseDesk(): Answers {
  const leases = new Map<string, { readonly holder: string; readonly until: number }>();
  return {
    takeLease({ body: { name, holder, lengthMs } }) {
      const now = Date.now();
      const before = leases.get(name);
      const held = !before || before.holder === holder || before.until <= now;
      if (held) leases.set(name, { holder, until: now + lengthMs });
      return { held };
    },
    releaseLease({ body: { name, holder } }) {
      if (leases.get(name)?.holder === holder) leases.delete(name);
      return {};
    },
  };
}

/** What a running fake holds. `changed` wakes whoever waits for something. */
type Inside = {
  readonly token: string;
  readonly answers: Answers;
  readonly calls: SeenCall[];
  readonly pictures: Map<string, Uint8Array>;
  readonly streams: Set<ServerResponse>;
  readonly changed: () => void;
};

/** Starts a core on a free port of 127.0.0.1. */
export async function startCoreFake(token: string): Promise<CoreFake> {
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const look of watchers) look();
  };
  const inside: Inside = {
    token,
    answers: { ...quiet, ...leaseDesk() },
    calls: [],
    pictures: new Map(),
    streams: new Set(),
    changed,
  };
  const server = createServer((request, response) => {
    if (fake.isDown) request.socket.destroy();
    else void serve(inside, request, response);
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the core has no port');
  const { answers, calls, pictures, streams } = inside;
  const fake: CoreFake = {
    url: `http://127.0.0.1:${address.port}`,
    token,
    answers,
    calls,
    pictures,
    isDown: false,
    forget: () => {
      calls.length = 0;
    },
    callsOf: (name) => calls.filter((each) => each.name === name),
    announce: (change) => {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(change)}\n\n`);
    },
    breakStreams: () => {
      for (const stream of streams) stream.destroy();
    },
    followers: () => streams.size,
    until: async (condition) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => condition() && resolve();
      watchers.add(look);
      look();
      await promise;
      watchers.delete(look);
    },
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
  return fake;
}

async function serve(inside: Inside, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://core');
  const picture = inside.pictures.get(pathname.replace('/pictures/', ''));
  if (picture) return void response.end(picture);
  if (request.headers.authorization !== `Bearer ${inside.token}`) return void response.writeHead(401).end('{}');
  if (pathname === '/v1/live') return follow(inside, response);
  const found = find(request.method ?? '', pathname);
  if (!found) return void response.writeHead(404).end('{}');
  const caller = callerIn(request);
  const needsActor = ['citizen', 'builder', 'staff-member'].includes(found.endpoint.auth);
  const sent = { query: Object.fromEntries(searchParams), body: await readBody(request) };
  const { status, body } =
    needsActor && caller.actor === null ? refusalBody('not-signed-in') : await answer(inside, found, sent, caller);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  inside.changed();
}

function follow({ streams, changed }: Inside, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': hello\n\n');
  streams.add(response);
  response.on('close', () => {
    streams.delete(response);
    changed();
  });
  changed();
}

type Sent = { readonly query: unknown; readonly body: unknown };

async function answer(inside: Inside, { name, endpoint, params }: Found, sent: Sent, caller: Caller) {
  const { actor, locale } = caller;
  const body = endpoint.body?.safeParse(sent.body);
  const query = endpoint.query?.safeParse(sent.query);
  const input = { params, query: query?.data, body: body?.data };
  inside.calls.push({ name, input, ...caller });
  inside.changed();
  // A name and its answer belong together, which indexing by a union cannot say.
  const handle = inside.answers[name] as ((input: unknown, actor: string | null) => unknown) | undefined;
  const isReadable = (body?.success ?? true) && (query?.success ?? true) && areParamsRead(endpoint, params);
  if (!isReadable) return refusalBody('bad-input', {}, locale);
  if (!handle) return refusalBody('not-found', {}, locale);
  try {
    return { status: 200, body: endpoint.response.parse(await handle(input, actor)) };
  } catch (error) {
    if (error instanceof CoreRefusalError) return refusalBody(error.code, error.params, locale);
    return { status: 500, body: { ...refusalBody('not-found').body, status: 500, code: 'defect' } };
  }
}

type Found = { readonly name: Name; readonly endpoint: Endpoint; readonly params: Record<string, string> };

function find(method: string, pathname: string): Found | undefined {
  for (const [name, endpoint] of Object.entries(contract)) {
    const pattern = endpoint.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)');
    const match = endpoint.method === method ? new RegExp(`^${pattern}$`).exec(pathname) : null;
    // Object.entries forgets that the names are the contract's.
    if (match) return { name: name as Name, endpoint, params: decodeAll(match.groups ?? {}) };
  }
  return undefined;
}

function decodeAll(params: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]));
}

function areParamsRead(endpoint: Endpoint, params: Readonly<Record<string, string>>): boolean {
  return endpoint.params?.safeParse(params).success ?? true;
}

type Caller = Pick<SeenCall, 'actor' | 'locale' | 'communityId'>;

/** Who is acted for, as the headers say: `actor` is `discord:<id>/<name>`. */
function callerIn({ headers }: IncomingMessage): Caller {
  const read = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };
  const [acting, handle] = [read('x-c500-acting'), read('x-c500-handle')];
  const actor = acting === null || handle === null ? null : `${acting}/${decodeURIComponent(handle)}`;
  return { actor, locale: read('x-c500-locale'), communityId: read('x-c500-community') };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

function refusalBody(
  code: RefusalCode,
  params: Readonly<Record<string, string | number>> = {},
  locale: string | null = null,
) {
  const { sentence, remedy } = sayRefusal({ code, params }, locale);
  const status = refusals[code];
  const body = {
    type: `https://c500.test/problems/${code}`,
    title: code,
    status,
    detail: sentence,
    instance: '',
    code,
    remedy,
  };
  return { status, body };
}
