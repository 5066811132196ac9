import type { Route } from 'playwright-core';
import { contract } from '#shared/api/contract.ts';
import type { Problem } from '#shared/api/problem.ts';
import { refusals, type RefusalCode } from '#shared/refusals.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';
import { sayRefusal } from '#shared/text/say.ts';
import type { ChannelView } from '../src/use-channel.ts';
import { aChannel, aClaim, aRaffle, coreOrigin, mori } from './canned-views.ts';

type Call = keyof typeof contract;
type Answer = { readonly status: number; readonly body: unknown };

/**
 * A core that answers the panel with canned views. Every answer passes the contract's own schema first, so that a view here cannot
 * drift from what the real core may say.
 */
export class FakeCore {
  channel: ChannelView = aChannel();
  orders: OrderView[] = [];
  /** What a claim answers: an order, or why not. */
  claimed: OrderView | RefusalCode = aClaim();
  /** What joining a line answers: the place in it, or why not. */
  joined: number | RefusalCode = 3;
  /** The raffle as it is after what the person did, or why not; with a key they are in it. */
  raffled: RaffleView | RefusalCode = aRaffle();
  /** A channel that is sent as it is, past the schema: what a core with a fault might say. */
  unchecked: unknown = null;
  /** Whether anything answers at all. */
  isReachable = true;
  /** Whether answers are held back until it says otherwise. */
  private held: (() => void)[] | null = null;
  /** What was called, in order, and the token it was called with. */
  readonly calls: { readonly name: Call; readonly authorization: string }[] = [];

  count(name: Call): number {
    return this.calls.filter((call) => call.name === name).length;
  }

  holdAnswers(): void {
    this.held = [];
  }

  letGo(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const go of held) go();
  }

  /** Answers one request of the page. */
  async answer(route: Route): Promise<void> {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    if (path.startsWith('/pictures/')) return route.fulfill({ contentType: 'image/svg+xml', body: drawnPicture(path) });
    const name = calledName(request.method(), path);
    if (!this.isReachable || name === undefined) return route.abort('connectionrefused');
    this.calls.push({ name, authorization: (await request.headerValue('authorization')) ?? '' });
    const { status, body } = this.reply(name, path);
    const isChecked = status < 400 && body !== this.unchecked;
    if (this.held) await new Promise<void>((go) => this.held?.push(go));
    await route.fulfill({
      status,
      contentType: status < 400 ? 'application/json' : 'application/problem+json',
      headers: { 'access-control-allow-origin': '*' },
      body: JSON.stringify(isChecked ? contract[name].response.parse(body) : body),
    });
  }

  private reply(name: Call, path: string): Answer {
    if (name === 'getChannel') return { status: 200, body: this.unchecked ?? this.channel };
    if (name === 'getMe') return { status: 200, body: mori };
    if (name === 'listMyOrders') return { status: 200, body: { orders: this.orders } };
    if (name === 'claimUnit') return this.claim();
    if (name === 'cancelClaim') return this.cancel(path.split('/')[3] ?? '');
    if (name === 'joinWaitlist' || name === 'leaveWaitlist') return this.wait(name, path.split('/')[3] ?? '');
    if (name === 'getMyRaffle' || name === 'enterRaffle' || name === 'leaveRaffle') return this.raffle(name);
    return refusal('not-found');
  }

  private raffle(name: 'getMyRaffle' | 'enterRaffle' | 'leaveRaffle'): Answer {
    const { raffled } = this;
    if (typeof raffled === 'string') return refusal(raffled);
    if (name === 'enterRaffle') this.raffled = { ...raffled, entered: { key: '0a1b2c', place: null } };
    if (name === 'leaveRaffle') this.raffled = { ...raffled, entered: null };
    return { status: 200, body: this.raffled };
  }

  private wait(name: 'joinWaitlist' | 'leaveWaitlist', dropId: string): Answer {
    const { joined } = this;
    if (typeof joined === 'string') return refusal(joined);
    const place = name === 'joinWaitlist' ? joined : null;
    return { status: 200, body: { dropId, place, waiting: place ?? joined - 1 } };
  }

  private claim(): Answer {
    const { claimed } = this;
    if (typeof claimed === 'string') return refusal(claimed);
    this.orders = [claimed, ...this.orders.filter((order) => order.tag !== claimed.tag)];
    return { status: 200, body: claimed };
  }

  private cancel(tag: string): Answer {
    const order = this.orders.find((each) => each.tag === tag);
    if (!order) return refusal('not-found');
    const cancelled: OrderView = { ...order, fulfilment: 'cancelled', claim: null, actions: [] };
    this.orders = this.orders.map((each) => (each.tag === tag ? cancelled : each));
    return { status: 200, body: { order: cancelled } };
  }
}

/** Which call of the contract a request is. */
export function calledName(method: string, path: string): Call | undefined {
  const names = Object.keys(contract) as Call[];
  return names.find((name) => {
    const pattern = contract[name].path.replace(/:\w+/g, '[^/]+');
    return contract[name].method === method && new RegExp(`^${pattern}$`).test(path);
  });
}

/** A refusal as the core answers it. */
export function refusal(code: RefusalCode): Answer {
  const { sentence, remedy } = sayRefusal({ code, params: { tier: 'Member' } });
  const problem: Problem = {
    type: `${coreOrigin}/problems/${code}`,
    title: code,
    status: refusals[code],
    detail: sentence,
    instance: 'urn:uuid:00000000-0000-4000-8000-000000000000',
    code,
    remedy,
  };
  return { status: problem.status, body: problem };
}

/** A keyboard, drawn: rows of caps on a case. */
function drawnPicture(path: string): string {
  const isPad = path.includes('pebble');
  const columns = isPad ? 3 : 9;
  const rows = isPad ? 2 : 4;
  const caps = Array.from({ length: columns * rows }, (_, index) => {
    const x = 40 + (index % columns) * (320 / columns);
    const y = 70 + Math.floor(index / columns) * (110 / rows);
    const fill = ['#fffdf0', '#e6e6fa', '#aeeeee'][index % 7 === 3 ? 2 : index % 3 === 0 ? 1 : 0];
    return `<rect x="${x}" y="${y}" width="${320 / columns - 5}" height="${110 / rows - 5}" rx="5" fill="${fill}"/>`;
  });
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 250" preserveAspectRatio="xMidYMid slice">' +
    '<rect width="400" height="250" fill="#d9b79b"/><rect y="190" width="400" height="60" fill="#c9a384"/>' +
    `<rect x="28" y="56" width="344" height="138" rx="16" fill="#f2b8c6"/>${caps.join('')}</svg>`
  );
}
