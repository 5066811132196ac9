import { ApiProblem } from '#shared/api/problem.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { Fulfilment, OrderView } from '#shared/schemas/order.ts';
import { makeTrackingNumber, twitchIdOf } from '../stories.ts';
import { browser, sessionOf, type Browser } from '../world.ts';
import type { Chance } from './chance.ts';
import type { House } from './house.ts';

/** An order as the people in it remember it. */
export type Memory = {
  readonly tag: string;
  readonly stranger: string;
  readonly builder: string;
  readonly browser: Browser;
  /** Where it stood when somebody last looked. */
  fulfilment: Fulfilment;
  /** What was answered since, and where that leads: the states in which the order may be then. */
  told: { readonly what: string; readonly leadsTo: readonly Fulfilment[] } | undefined;
};

/** People who trade at a house. */
export type Town = {
  readonly memories: readonly Memory[];
  /** How often somebody was told that a partner does not answer, and asked again. */
  refused(): number;
  /**
   * Has money on its way before anything goes wrong: an order of which the builder has handed in a number, and one that the builder gives
   * the money back for. What becomes of them is left to whatever happens then.
   */
  begin(): Promise<void>;
  /** Some of what people do: things that may happen at the same time. Each is decided when it is made, and done when it is called. */
  turn(chance: Chance, doings: number): readonly (() => Promise<void>)[];
};

const builders = ['kumo', 'tide', 'relic', 'yuzu'] as const;
const goodCard = { number: '4242424242424242', expiry: '12 / 34', cvc: '123' };
const triesMax = 2_000;
const againAfterMs = 30;
const unitsMax = 4;

const open: readonly Fulfilment[] = ['paid', 'building', 'shipped', 'delivered', 'completed'];

/** Makes the town. All builders are at their benches, live. */
export function makeTown(house: House): Town {
  const memories: Memory[] = [];
  const shelves = new Map<string, { drop: DropView; left: number }>();
  let strangers = 0;
  let requests = 0;
  let refused = 0;
  for (const builder of builders) house.twitch.goLive(twitchIdOf(builder), 'at the bench');

  /** Asks as people do: when nobody answers, or too much happens at once, they ask again. */
  async function insist<T>(ask: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        if (tries === triesMax || !isWorthAnother(error)) throw error;
        if (error instanceof ApiProblem && error.problem.code === 'upstream-unavailable') refused++;
        await new Promise((resolve) => setTimeout(resolve, againAfterMs));
      }
    }
  }

  /** Does something to an order; what an earlier try has done already is as good. */
  async function act(order: Memory, what: string, leadsTo: readonly Fulfilment[], ask: () => Promise<unknown>) {
    await insist(async () => {
      try {
        await ask();
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.problem.status >= 500) throw error;
        const { fulfilment } = await seen(order);
        if (!leadsTo.includes(fulfilment)) throw error;
      }
    });
    order.told = { what, leadsTo };
  }

  const seen = ({ stranger, tag }: Memory): Promise<OrderView> =>
    house.asStranger(stranger).getOrder({ params: { tag } });

  /** A drop of a builder's with a unit that nobody asked for yet; a new one when all were. */
  async function shelfOf(builder: string, units: number): Promise<DropView> {
    const shelf = shelves.get(builder);
    if (shelf && shelf.left > 0) {
      shelf.left -= 1;
      return shelf.drop;
    }
    const requestId = `town-request-${++requests}`;
    const drop = await insist(() =>
      house.onDiscord(builder).createDrop({
        body: {
          requestId,
          guild: 'builder',
          kind: 'commission',
          units,
          proofDays: 14,
          title: `Board ${requests}`,
          priceTyped: '60',
          specs: 'quiet',
          pictures: [],
          vodUrl: null,
          liveOnly: false,
          ...(units % 2 === 0 ? { marketerDiscordId: '200000000000000005' } : {}),
        },
      }),
    );
    // One more than there are: the last one comes too late.
    shelves.set(builder, { drop, left: units });
    return drop;
  }

  async function claim(builder: string, units: number): Promise<Memory | undefined> {
    const stranger = `4000000000000${String(++strangers).padStart(5, '0')}`;
    const drop = await shelfOf(builder, units);
    try {
      const { tag } = await insist(() => house.asStranger(stranger).claimUnit({ params: { dropId: drop.id } }));
      const told = { what: 'claimed', leadsTo: ['reserved', 'lapsing', 'expired'] as const };
      const own: Memory = { tag, stranger, builder, browser: browser(house.site), fulfilment: 'reserved', told };
      memories.push(own);
      return own;
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === 'sold-out') return undefined;
      throw error;
    }
  }

  async function claimAndPay(builder: string, units: number): Promise<void> {
    const order = await claim(builder, units);
    if (order) await pay(order);
  }

  async function pay(order: Memory): Promise<void> {
    const { claim: own } = await insist(() => seen(order));
    if (!own) return;
    const url = await insist(async () => {
      const page = `/pay/${own.payCode ?? ''}`;
      const response = await order.browser.send(page, '/pay/checkout', { tag: order.tag, country: 'US' });
      const location = response.headers.get('location');
      if (location) return location;
      if (response.status === 409) return undefined;
      throw new NotServedError(response.status, await response.text());
    });
    if (!url) return;
    const done = house.stripe.completeSession(sessionOf(url), goodCard);
    if (done.kind === 'paid') order.told = { what: 'paid', leadsTo: [...open, 'cancelled'] };
  }

  async function begin(): Promise<void> {
    const [sent, unwanted] = [await claim('tide', unitsMax), await claim('tide', unitsMax)];
    if (!sent || !unwanted) throw new Error('there was nothing to begin with');
    for (const order of [sent, unwanted]) await pay(order);
    await house.settle();
    const body = { number: makeTrackingNumber() };
    const builder = house.onDiscord('tide');
    await act(sent, 'shipped', ['shipped', 'delivered', 'completed'], () =>
      builder.declareShipment({ params: { tag: sent.tag }, body }),
    );
    await act(unwanted, 'refunded', ['cancelled'], () =>
      builder.refundOrder({ params: { tag: unwanted.tag }, body: { reason: 'out of parts' } }),
    );
  }

  /** What somebody may do with an order as it stands. */
  function doingFor(order: Memory, chance: Chance): (() => Promise<void>) | undefined {
    const params = { tag: order.tag };
    const buyer = house.asStranger(order.stranger);
    const builder = house.onDiscord(order.builder);
    switch (order.fulfilment) {
      case 'reserved':
        if (chance.percent(80)) return () => pay(order);
        return chance.percent(50)
          ? () => act(order, 'cancelled', ['cancelled', 'expired', 'lapsing'], () => buyer.cancelClaim({ params }))
          : undefined;
      case 'paid':
      case 'building': {
        const kind = chance.below(100);
        if (kind < 35) {
          const body = { number: makeTrackingNumber() };
          return () =>
            act(order, 'shipped', ['shipped', 'delivered', 'completed'], () =>
              builder.declareShipment({ params, body }),
            );
        }
        if (kind < 70) return () => tag(order, `line-${++requests}`);
        const body = { reason: 'out of parts' };
        return kind < 85
          ? () =>
              act(order, 'refunded', ['cancelled', ...open], () => refund(() => builder.refundOrder({ params, body })))
          : undefined;
      }
      case 'shipped':
        return () => act(order, 'confirmed', ['delivered', 'completed'], () => buyer.confirmDelivery({ params }));
      default:
        return undefined;
    }
  }

  async function tag(order: Memory, messageId: string): Promise<void> {
    const channelId = twitchIdOf(order.builder);
    const body = { messageId, channelId, chatterId: channelId, sourceChannelId: null, text: `now ${order.tag}` };
    await insist(() => house.bot.recordChatLine({ body }));
  }

  return {
    memories,
    refused: () => refused,
    begin,
    turn(chance, doings) {
      const moving = memories.filter(({ fulfilment }) => !['cancelled', 'expired', 'completed'].includes(fulfilment));
      const picked = new Set<Memory>();
      const list: (() => Promise<void>)[] = [];
      while (list.length < doings) {
        const order = chance.percent(60) && moving.length > 0 ? chance.pick(moving) : undefined;
        const [builder, units] = [chance.pick(builders), 1 + chance.below(unitsMax)];
        if (order && !picked.has(order)) {
          picked.add(order);
          const doing = doingFor(order, chance);
          if (doing) list.push(doing);
        } else if (chance.percent(60)) list.push(() => claimAndPay(builder, units));
        else list.push(async () => void (await claim(builder, units)));
      }
      return list;
    },
  };
}

/** A page that was not served. */
class NotServedError extends Error {
  override readonly name = 'NotServedError';
  readonly status: number;
  constructor(status: number, text: string) {
    super(
      `the page was not served: ${status} ${text
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .slice(0, 300)}`,
    );
    this.status = status;
  }
}

/** A refund that finds the money gone to the builder already is refused, and rightly. */
async function refund(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof ApiProblem && error.problem.code === 'already-released')) throw error;
  }
}

function isWorthAnother(error: unknown): boolean {
  if (error instanceof NotServedError) return error.status === 502 || error.status === 503;
  // A browser's connection that broke.
  if (error instanceof TypeError) return true;
  if (!(error instanceof ApiProblem)) return false;
  const { status, code } = error.problem;
  return status === 502 || status === 503 || code === 'conflict-try-again';
}
