import { expect } from '@jest/globals';
import { ApiProblem } from '#shared/api/problem.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { personCalled } from '../../sandbox/people.ts';
import type { Order } from '../domain/order.ts';
import { pay, type TestWorld } from './world.ts';

/** What a test says of a drop; the rest is a board of Kumo's for $450 with three units. */
export type DropWishes = {
  readonly by?: string;
  readonly title?: string;
  readonly specs?: string;
  readonly price?: string;
  readonly units?: number;
  readonly proofDays?: number;
  readonly marketer?: string;
  readonly liveOnly?: boolean;
  /** How long its raffle may be entered; first come, first served without. */
  readonly raffleMinutes?: number;
  readonly earlyBirdMinutes?: number;
};

let requests = 0;

/** Lists and opens a drop as its builder does on Discord. */
export function listDrop(world: Pick<TestWorld, 'onDiscord' | 'site'>, wishes: DropWishes = {}): Promise<DropView> {
  const { by = 'kumo', title = 'Cloud 65', specs = 'quiet', price = '$450.00', units = 3, proofDays = 14 } = wishes;
  return world.onDiscord(by).createDrop({
    body: {
      requestId: `request-${++requests}-${world.site.slice(-5)}`,
      guild: 'builder',
      kind: 'commission',
      units,
      proofDays,
      title,
      priceTyped: price,
      specs,
      pictures: [],
      vodUrl: null,
      liveOnly: wishes.liveOnly ?? false,
      ...(wishes.earlyBirdMinutes ? { earlyBirdMinutes: wishes.earlyBirdMinutes } : {}),
      ...(wishes.raffleMinutes ? { raffle: { windowMinutes: wishes.raffleMinutes } } : {}),
      ...(wishes.marketer ? { marketerDiscordId: personCalled(wishes.marketer).discord?.id ?? '' } : {}),
    },
  });
}

/** Claims a unit of a drop as a buyer does on Discord. */
export function claim(world: Pick<TestWorld, 'onDiscord'>, key: string, drop: DropView): Promise<OrderView> {
  return world.onDiscord(key).claimUnit({ params: { dropId: drop.id } });
}

/** Claims and pays. Gives the order as the buyer sees it then. */
export async function buy(
  world: Pick<TestWorld, 'onDiscord' | 'site' | 'stripe' | 'settle'>,
  key: string,
  drop: DropView,
): Promise<OrderView> {
  const claimed = await claim(world, key, drop);
  await pay(world, claimed);
  return orderOf(world, key, claimed.tag);
}

/** An order as one of its two sides sees it on Discord. */
export function orderOf(world: Pick<TestWorld, 'onDiscord'>, key: string, tag: string): Promise<OrderView> {
  return world.onDiscord(key).getOrder({ params: { tag } });
}

/** The code of the refusal that a call must end in; `granted` when it was no refusal. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'granted';
  } catch (error) {
    if (error instanceof ApiProblem) return error.problem.code;
    throw error;
  }
}

/** What a chat line comes to when the bot hands it on, by the codes of its outcomes; `counted` for those that count. */
export async function sayInChat(
  world: TestWorld,
  line: {
    readonly channelOf: string;
    readonly by: string;
    readonly text: string;
    readonly sharedFrom?: string;
    readonly id?: string;
  },
): Promise<readonly string[]> {
  const { sightings } = await world.bot.recordChatLine({
    body: {
      messageId: line.id ?? `line-${++requests}`,
      channelId: twitchIdOf(line.channelOf),
      chatterId: twitchIdOf(line.by),
      sourceChannelId: line.sharedFrom ? twitchIdOf(line.sharedFrom) : null,
      text: line.text,
    },
  });
  return sightings.map((sighting) => sighting.code ?? 'counted');
}

/** A person's id on Twitch. */
export function twitchIdOf(key: string): string {
  return personCalled(key).twitch?.id ?? '';
}

/** Pulls every notice that waits for Discord and settles it as delivered, as the bot does. */
export async function deliverNotices(world: TestWorld): Promise<readonly NoticeView[]> {
  const delivered: NoticeView[] = [];
  for (;;) {
    const { notices } = await world.bot.pullNotices({ body: { platform: 'discord', waitMs: 0 } });
    if (notices.length === 0) return delivered;
    for (const { id } of notices) await world.bot.settleNotice({ body: { id, outcome: 'delivered', reason: null } });
    delivered.push(...notices);
  }
}

/** The kinds of the notices about an order that a person got, in the order they came. */
export function kindsFor(notices: readonly NoticeView[], key: string, tag: string): readonly string[] {
  const accountId = personCalled(key).discord?.id;
  return notices
    .filter((notice) => notice.accountId === accountId && notice.params['tag'] === tag)
    .map((notice) => notice.kind);
}

/** A tracking number that carriers would print, different for each call. */
export function makeTrackingNumber(): string {
  const nine = String(100_000_000 + ++requests * 7_919).slice(0, 9);
  return `${nine}${Number(nine) % 7}`;
}

/**
 * What must hold after every story: nothing waits, the ledger is Stripe's balance to the cent and object by object, no order holds
 * less than nothing, and every unit belongs to at most one order that is alive.
 */
export async function booksAgree(world: TestWorld): Promise<void> {
  await moneyAgrees(world);
  const { store } = world.app().core;
  const orders = await store.recentOrders(500);
  const units = await Promise.all(orders.map(async (order) => ({ order, unit: await store.unitOf(order.id) })));
  expect(units.filter(({ order, unit }) => (unit !== undefined) !== isAlive(order))).toEqual([]);
  const taken = units.filter(({ unit }) => unit !== undefined).map(({ order, unit }) => `${order.dropId} ${unit}`);
  expect(new Set(taken).size).toBe(taken.length);
}

/** The part of `booksAgree` that the operator's page tells: nothing waits, and the ledger is Stripe's balance to the cent. */
export async function moneyAgrees(world: Pick<TestWorld, 'operator' | 'settle'>): Promise<void> {
  await world.settle();
  const health = await world.operator.getMoneyHealth({});
  expect(health.stripe).toMatchObject({ agrees: true, differences: [] });
  expect(health.stripe?.ledgerMinor).toBe(health.stripe?.stripeMinor);
  expect(health.balances.filter(({ account, amountMinor }) => owes(account) && amountMinor > 0)).toEqual([]);
  expect(health.balances.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(0);
  expect(health.pending).toMatchObject({ inbox: 0, effects: 0 });
}

/** Accounts of what is owed to somebody grow by credit, which is negative. */
function owes(account: string): boolean {
  return /^(held|refund-due|payable):/.test(account);
}

function isAlive(order: Order): boolean {
  return order.fulfilment !== 'expired' && order.fulfilment !== 'cancelled';
}
