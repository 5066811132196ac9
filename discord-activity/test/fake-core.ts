import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { contract } from '#shared/api/contract.ts';
import type { Problem } from '#shared/api/problem.ts';
import { minute } from '#shared/house-rules.ts';
import { refusals, type RefusalCode } from '#shared/refusals.ts';
import { activityCloseCodes, ActivityHello, activityLivePath, ActivityNews } from '#shared/schemas/activity-live.ts';
import type { Passport } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { GatheringView, LiveBuilder } from '#shared/schemas/gathering.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { sayRefusal } from '#shared/text/say.ts';
import { aClaim, aRaffle, aStreet, bea, coreNow, theLive } from './canned-street.ts';
import { drawPicture } from './drawn-picture.ts';

type Call = keyof typeof contract;
type Answer = { readonly status: number; readonly body: unknown };
type Companion = GatheringView['companions'][number];

/** Exchanges an authorisation as the real core does, so that only a code with its verifier opens anything. */
type Exchange = (code: string, codeVerifier: string) => Promise<string | undefined>;

/**
 * A core that answers the activity with canned views, over HTTP and on the socket. Every answer passes the contract's own schema first,
 * so that a view here cannot drift from what the real core may say.
 */
export class FakeCore {
  drops: DropView[] = aStreet();
  live: LiveBuilder[] = theLive();
  passport: Passport = bea;
  orders: OrderView[] = [];
  places = new Map<string, number>();
  /** Whether the person is in the raffle that there is. */
  entered = false;
  /** What a claim answers: an order, or why not. */
  claimed: OrderView | RefusalCode = aClaim();
  /** Why nobody is let in, if so. */
  refusesSignIn: RefusalCode | null = null;
  others: Companion[] = [];
  point: GatheringView['point'] = null;
  felt: GatheringView['felt'] = [];
  /** How long sessions last from now on. */
  sessionMs = 30 * minute;
  readonly calls: Call[] = [];
  /** The language in which the last call wanted to be refused. */
  locale = '';
  private lookingAt: string | null = null;
  private revision = 1;
  private tokens = new Set<string>();
  private readonly sockets = new Set<WebSocket>();
  private readonly server: Server;
  private readonly exchange: Exchange;

  constructor(exchange: Exchange) {
    this.exchange = exchange;
    this.server = createServer((request, response) => void this.answer(request, response));
    new WebSocketServer({ server: this.server, path: activityLivePath }).on('connection', (socket) => {
      socket.once('message', (said) => this.welcome(socket, String(said)));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Makes everything as at the beginning. */
  reset(): void {
    Object.assign(this, {
      drops: aStreet(),
      live: theLive(),
      passport: bea,
      orders: [],
      places: new Map(),
      entered: false,
    });
    Object.assign(this, { claimed: aClaim(), refusesSignIn: null, others: [], point: null, felt: [], lookingAt: null });
    this.sessionMs = 30 * minute;
    this.calls.length = 0;
    this.revision++;
  }

  count(name: Call): number {
    return this.calls.filter((each) => each === name).length;
  }

  /** Changes the gathering and tells everybody. */
  gather(part: Partial<Pick<FakeCore, 'others' | 'point' | 'felt'>>): void {
    Object.assign(this, part);
    this.revision++;
    this.tell({ kind: 'gathering', gathering: this.gathering() });
  }

  /** Changes a drop and says that it changed. */
  changeDrop(id: string, part: Partial<DropView>): void {
    this.drops = this.drops.map((drop) => (drop.id === id ? { ...drop, ...part } : drop));
    this.tell({ kind: 'changed', topic: 'drops', id });
  }

  /** Puts an order in place of what it was and says so. */
  changeOrder(order: OrderView): void {
    this.orders = [order, ...this.orders.filter(({ tag }) => tag !== order.tag)];
    this.tell({ kind: 'changed', topic: 'orders', id: order.tag });
  }

  /** Forgets every session, as a core would whose key has changed. */
  forgetSessions(): void {
    this.tokens = new Set();
    for (const socket of this.sockets) socket.close(activityCloseCodes.tokenRefused);
  }

  private tell(news: ActivityNews): void {
    const words = JSON.stringify(ActivityNews.parse(news));
    for (const socket of this.sockets) socket.send(words);
  }

  private gathering(): GatheringView {
    const you = { key: 'you', nickname: this.passport.nickname, lookingAt: this.lookingAt, isYou: true };
    return { revision: this.revision, companions: [you, ...this.others], point: this.point, felt: this.felt };
  }

  private welcome(socket: WebSocket, said: string): void {
    const hello = ActivityHello.parse(JSON.parse(said));
    if (!this.tokens.has(hello.token)) return socket.close(activityCloseCodes.tokenRefused);
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.send(JSON.stringify({ kind: 'welcome', now: coreNow() }));
    if (hello.revision !== this.revision)
      socket.send(JSON.stringify({ kind: 'gathering', gathering: this.gathering() }));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://core');
    if (pathname.startsWith('/pictures/'))
      return void response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(drawPicture(pathname));
    const name = calledName(request.method ?? '', pathname);
    let said = '';
    for await (const chunk of request) said += String(chunk);
    const answer = name ? await this.reply(name, request, pathname, said) : refusal('not-found');
    const isGood = answer.status < 400 && name !== undefined;
    response.sendDate = false;
    response.writeHead(answer.status, {
      date: new Date(coreNow()).toUTCString(),
      'content-type': isGood ? 'application/json' : 'application/problem+json',
    });
    response.end(JSON.stringify(isGood ? contract[name].response.parse(answer.body) : answer.body));
  }

  private async reply(name: Call, request: IncomingMessage, path: string, said: string): Promise<Answer> {
    this.calls.push(name);
    this.locale = String(request.headers['x-c500-locale']);
    const id = decodeURIComponent(path.split('/')[3] ?? '');
    if (name === 'listDrops') return good({ drops: this.drops });
    if (name === 'listLive') return good({ builders: this.live });
    if (name === 'getDrop') return goodOr(this.drops.find((drop) => drop.id === id));
    if (name === 'startActivity') return this.start(said);
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    if (!this.tokens.has(token)) return refusal('not-signed-in');
    return this.replyTo(name, id, said);
  }

  private replyTo(name: Call, id: string, said: string): Answer {
    if (name === 'renewActivity') return good(this.newSession());
    if (name === 'getMe') return good(this.passport);
    if (name === 'listMyOrders')
      return good({ orders: this.orders, waits: [...this.places.keys()].map((dropId) => this.placeIn(dropId)) });
    if (name === 'beHere') {
      const { lookingAt } = contract.beHere.body.parse(JSON.parse(said));
      if (lookingAt !== this.lookingAt) this.revision++;
      this.lookingAt = lookingAt;
      return good(this.gathering());
    }
    if (name === 'point') return this.pointAt(contract.point.body.parse(JSON.parse(said)).dropId);
    if (name === 'claimUnit') return this.claim();
    if (name === 'cancelClaim') return this.cancel(id);
    if (name === 'grantDays') return this.changed(id, { actions: ['grant-days'] });
    if (name === 'refundUnproven') return this.changed(id, { fulfilment: 'cancelled', actions: [] });
    if (name === 'joinWaitlist' || name === 'leaveWaitlist') {
      if (name === 'joinWaitlist') this.places.set(id, 5);
      else this.places.delete(id);
      return good(this.placeIn(id));
    }
    if (name === 'getMyRaffle' || name === 'enterRaffle' || name === 'leaveRaffle') {
      if (name === 'enterRaffle') this.entered = true;
      if (name === 'leaveRaffle') this.entered = false;
      return good(aRaffle(id, this.entered));
    }
    return refusal('not-found');
  }

  private placeIn(dropId: string) {
    return { dropId, place: this.places.get(dropId) ?? null, waiting: 5 };
  }

  private async start(said: string): Promise<Answer> {
    const { code, codeVerifier } = contract.startActivity.body.parse(JSON.parse(said));
    if (this.refusesSignIn) return refusal(this.refusesSignIn);
    const accessToken = await this.exchange(code, codeVerifier);
    if (accessToken === undefined) return refusal('sign-in-failed');
    return good({ accessToken, ...this.newSession(), passport: this.passport, communityId: null });
  }

  private newSession() {
    const token = crypto.randomUUID();
    this.tokens.add(token);
    return { token, endsAt: coreNow() + this.sessionMs };
  }

  private pointAt(dropId: string | null): Answer {
    this.point = dropId === null ? null : { dropId, nickname: this.passport.nickname, isYours: true, at: coreNow() };
    this.revision++;
    return good(this.gathering());
  }

  private claim(): Answer {
    const { claimed } = this;
    if (typeof claimed === 'string') return refusal(claimed);
    this.orders = [claimed, ...this.orders.filter(({ tag }) => tag !== claimed.tag)];
    return good(claimed);
  }

  private cancel(tag: string): Answer {
    return this.changed(tag, { fulfilment: 'cancelled', claim: null, actions: [] });
  }

  private changed(tag: string, change: Partial<OrderView>): Answer {
    const order = this.orders.find((each) => each.tag === tag);
    if (!order) return refusal('not-found');
    const changed = { ...order, ...change };
    this.orders = this.orders.map((each) => (each.tag === tag ? changed : each));
    return good({ order: changed });
  }
}

function good(body: unknown): Answer {
  return { status: 200, body };
}

function goodOr(body: unknown): Answer {
  return body === undefined ? refusal('not-found') : good(body);
}

/** Which call of the contract a request is. */
function calledName(method: string, path: string): Call | undefined {
  const names = Object.keys(contract) as Call[];
  return names.find((name) => {
    const pattern = contract[name].path.replace(/:\w+/g, '[^/]+');
    return contract[name].method === method && new RegExp(`^${pattern}$`).test(path);
  });
}

/** A refusal as the core answers it. */
function refusal(code: RefusalCode): Answer {
  const { sentence, remedy } = sayRefusal({ code, params: { tier: 'Member' } });
  const problem: Problem = {
    type: `https://c500.test/problems/${code}`,
    title: code,
    status: refusals[code],
    detail: sentence,
    instance: 'urn:uuid:00000000-0000-4000-8000-000000000000',
    code,
    remedy,
  };
  return { status: problem.status, body: problem };
}
