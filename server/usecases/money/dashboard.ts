import { day } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import type { DashboardOrder, DashboardView } from '#shared/schemas/builder.ts';
import { utcMonth } from '#shared/utc-month.ts';
import type { Drop } from '../../domain/drop.ts';
import { escrowOf } from '../../domain/ledger.ts';
import type { Order } from '../../domain/order.ts';
import { sharesLeft } from '../../domain/split.ts';
import { waitingFor } from '../../domain/waitlist.ts';
import type { Core } from '../work/core.ts';
import { waitView } from '../orders/order-parts.ts';
import { builderCard, proofDeadline } from '../work/views.ts';

type Month = DashboardView['month'];

/** Orders that are added up, and those of them that are listed: the ones paid first, which fall due first. */
const ordersMax = 1_000;
const listedMax = 200;
const recentMax = 1_000;
const dropsMax = 25;
/** Nothing is held longer than this, so whatever ended before it has long been transferred. */
const settledAfterMs = 90 * day;

/**
 * A builder's work and money. Amounts are read from the ledger, order by order: what is held, and what was transferred to the builder
 * of their own drops in this month, by UTC.
 */
export async function dashboard(core: Core, builderId: CitizenId): Promise<DashboardView> {
  const { store, settings } = core;
  const [card, drops, open, recent] = await Promise.all([
    builderCard(core, builderId),
    store.dropsOf(builderId, dropsMax),
    store.ordersInStates(builderId, ['paid', 'building', 'shipped', 'delivered'], ordersMax),
    store.ordersOf({ builder: builderId }, recentMax),
  ]);
  const { currency } = settings;
  const orders = await Promise.all(open.map((order) => dashboardOrder(core, order)));
  const sum = (amounts: readonly { readonly amountMinor: number }[]) => ({
    amountMinor: amounts.reduce((total, { amountMinor }) => total + amountMinor, 0),
    currency,
  });
  const all = new Map([...recent, ...open].map((order) => [order.id, order]));
  return {
    nickname: card.nickname,
    isLive: card.isLive,
    drops: await Promise.all(drops.map((drop) => dashboardDrop(core, drop))),
    orders: orders.slice(0, listedMax),
    held: sum(orders.map(({ held }) => held)),
    share: sum(orders.map(({ share }) => share)),
    month: await monthOf(core, builderId, [...all.values()]),
  };
}

async function dashboardOrder(core: Core, order: Order): Promise<DashboardOrder> {
  const { tag, terms, fulfilment, payment } = order;
  const { heldMinor } = escrowOf(order.id, await core.store.entriesOf(order.id));
  const { currency } = terms.price;
  // Money is released whole: while any of it is held, the builder's part of all that is left is still to come.
  const share = payment && heldMinor > 0 ? sharesLeft(payment, heldMinor, terms.split).builderMinor : 0;
  return {
    tag,
    title: terms.title,
    fulfilment,
    held: { amountMinor: heldMinor, currency },
    share: { amountMinor: share, currency },
    ...waitView(order, heldMinor),
    proofDueAt: proofDeadline(order),
    frozen: order.freeze !== null,
  };
}

async function dashboardDrop(core: Core, drop: Drop): Promise<DashboardView['drops'][number]> {
  const [units, line] = await Promise.all([core.store.units(drop.id), core.store.get('waitlist', drop.id)]);
  const { title, guild, price } = drop.terms;
  return { id: drop.id, title, guild, status: drop.status, ...units, price, waiting: waitingFor(drop, line) };
}

/** What was transferred to the builder since the month began, oldest first. */
async function monthOf(core: Core, builderId: CitizenId, orders: readonly Order[]): Promise<Month> {
  const { currency } = core.settings;
  const { name, from, length } = utcMonth(core.clock.now());
  const paidOut = orders.filter(
    ({ legs, endedAt }) =>
      legs.some((leg) => leg.citizenId === builderId && leg.state === 'done') &&
      (endedAt === null || endedAt > from - settledAfterMs),
  );
  const books = await Promise.all(
    paidOut.map(async ({ id, tag }) => (await core.store.entriesOf(id)).map((entry) => ({ tag, entry }))),
  );
  const transfers = books
    .flat()
    .filter(({ entry }) => entry.kind === 'transfer' && entry.at >= from)
    .flatMap(({ tag, entry }) =>
      entry.postings
        .filter(({ account }) => account === `payable:${builderId}`)
        .map(({ amountMinor }) => ({ tag, at: entry.at, amount: { amountMinor, currency } })),
    )
    .toSorted((one, other) => one.at - other.at);
  const days = Array.from({ length }, (_, index) => {
    const begins = from + index * day;
    return transfers
      .filter(({ at }) => at >= begins && at < begins + day)
      .reduce((total, { amount }) => total + amount.amountMinor, 0);
  });
  return { name, transfers, total: { amountMinor: days.reduce((total, each) => total + each, 0), currency }, days };
}
