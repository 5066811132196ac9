import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { contract } from '#shared/api/contract.ts';
import type { Endpoint, Input, Output } from '#shared/api/endpoint.ts';
import { refusals, type RefusalCode } from '#shared/refusals.ts';
import type { ChannelView } from '#shared/schemas/channel.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { BenchEntry, OrderView } from '#shared/schemas/order.ts';
import { sayRefusal } from '#shared/text/say.ts';

type Contract = typeof contract;
type Name = keyof Contract;

/** A call as it arrived, with whom the bot acted for. */
export type SeenCall = { readonly name: Name; readonly input: unknown; readonly actor: string | null };
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

/** A drop with one picture, four of five units left. */
export function makeDrop(coreUrl: string, changes: Partial<DropView> = {}): DropView {
  return {
    id: 'drp_cloud65cloud65',
    revision: '1',
    title: 'Cloud 65',
    guild: 'builder',
    kind: 'commission',
    status: 'open',
    specs: 'Polycarbonate, silent tactiles.',
    price: { amountMinor: 450_00, currency: 'USD' },
    shipping: [{ country: 'US', amountMinor: 12_00 }],
    pictures: [{ url: `${coreUrl}/pictures/${'a'.repeat(64)}.png`, alt: 'Cloud 65, picture 1' }],
    vodUrl: null,
    units: { total: 5, left: 4 },
    proofDays: 14,
    scanDays: 14,
    policy: 'proof-of-work',
    liveOnly: false,
    grail: false,
    earlyBirdUntil: null,
    waiting: 0,
    builder: {
      id: 'cit_builder',
      nickname: 'Rika',
      guilds: ['builder'],
      channelLogin: 'rika',
      isLive: false,
      ordersCompleted: 12,
      ordersBuiltLive: 8,
      onTimeRate: 0.9,
    },
    marketerNickname: null,
    ...changes,
  };
}

/** An order that was just claimed. */
export function makeOrder(changes: Partial<OrderView> = {}): OrderView {
  return {
    tag: 'C5-7K3QF2M',
    version: 1,
    fulfilment: 'reserved',
    dropId: 'drp_cloud65cloud65',
    title: 'Cloud 65',
    guild: 'builder',
    picture: null,
    specs: '',
    unit: 1,
    builderNickname: 'Rika',
    channelLogin: 'rika',
    price: { amountMinor: 450_00, currency: 'USD' },
    shippingRates: [{ country: 'US', amountMinor: 12_00 }],
    country: null,
    total: null,
    claim: { endsAt: 1_800_000_000_000, payCode: 'KEY-CAP', payUrl: 'https://c500.test/pay/C5-7K3QF2M' },
    vault: null,
    policy: 'proof-of-work',
    proofs: [],
    certifiedBuild: false,
    bench: null,
    build: null,
    tracking: null,
    proofDueAt: null,
    timeline: [],
    actions: ['start-checkout', 'cancel-claim'],
    orderUrl: 'https://c500.test/orders/C5-7K3QF2M',
    ...changes,
  };
}

/** An order as a stream may show it: two of three steps are done. */
export function makeEntry(changes: Partial<BenchEntry> = {}): BenchEntry {
  const doneAt = 1_800_000_000_000;
  return {
    tag: 'C5-7K3QF2M',
    title: 'Cloud 65',
    guild: 'builder',
    picture: null,
    buyerNickname: 'Mori',
    progress: null,
    certifiedBuild: false,
    steps: [
      { key: 'case', doneAt },
      { key: 'plate', doneAt },
      { key: 'switches', doneAt: null },
    ],
    note: null,
    photo: null,
    ...changes,
  };
}

/** The channel of a builder who is live, with nothing on the bench and nothing to claim. */
export function makeChannel(changes: Partial<ChannelView> = {}): ChannelView {
  return {
    revision: '1',
    now: 1_800_000_000_000,
    asOf: 1_800_000_000_000,
    builder: makeDrop('http://core').builder,
    live: { since: 1_799_999_000_000, title: 'Building' },
    bench: [],
    queue: [],
    doneToday: [],
    lastBuild: null,
    drops: [],
    checkout: 'code',
    ...changes,
  };
}

/** A quiet core: nothing listed, nothing to deliver. */
const quiet: Answers = {
  listDrops: () => ({ drops: [] }),
  listCards: () => ({ cards: [] }),
  listChannels: () => ({ channels: [] }),
  attachCard: () => ({}),
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
  const { pathname } = new URL(request.url ?? '', 'http://core');
  const picture = inside.pictures.get(pathname.replace('/pictures/', ''));
  if (picture) return void response.end(picture);
  if (request.headers.authorization !== `Bearer ${inside.token}`) return void response.writeHead(401).end('{}');
  if (pathname === '/v1/live') return follow(inside, response);
  const found = find(request.method ?? '', pathname);
  if (!found) return void response.writeHead(404).end('{}');
  const actor = actorIn(request);
  const needsActor = found.endpoint.auth === 'citizen' || found.endpoint.auth === 'builder';
  const { status, body } =
    needsActor && actor === null
      ? refusalBody('not-signed-in')
      : await answer(inside, found, await readBody(request), actor);
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

async function answer(inside: Inside, { name, endpoint, params }: Found, sent: unknown, actor: string | null) {
  const body = endpoint.body?.safeParse(sent);
  const input = { params, query: undefined, body: body?.data };
  inside.calls.push({ name, input, actor });
  inside.changed();
  // A name and its answer belong together, which indexing by a union cannot say.
  const handle = inside.answers[name] as ((input: unknown, actor: string | null) => unknown) | undefined;
  if (body && !body.success) return refusalBody('bad-input');
  if (!handle) return refusalBody('not-found');
  try {
    return { status: 200, body: endpoint.response.parse(await handle(input, actor)) };
  } catch (error) {
    if (error instanceof CoreRefusalError) return refusalBody(error.code, error.params);
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

/** `discord:<id>/<name>`, as the two headers say. */
function actorIn({ headers }: IncomingMessage): string | null {
  const acting = headers['x-c500-acting'];
  const handle = headers['x-c500-handle'];
  if (typeof acting !== 'string' || typeof handle !== 'string') return null;
  return `${acting}/${decodeURIComponent(handle)}`;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

function refusalBody(code: RefusalCode, params: Readonly<Record<string, string | number>> = {}) {
  const { sentence, remedy } = sayRefusal({ code, params });
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
