import { day } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import type { BuilderCard } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { emptyBench } from '../../domain/bench.ts';
import type { Bench, Channel } from '../../domain/citizen.ts';
import { arranged, emptyDesk, isOnBench } from '../../domain/desk.ts';
import type { Order } from '../../domain/order.ts';
import type { Build, Desk } from '../../domain/stream-records.ts';
import type { Core } from '../work/core.ts';
import { streamProofOf } from '../orders/order-parts.ts';
import { builderCard, dropView, type Showing } from '../work/views.ts';

/** An order with what its builder has kept of its making. */
export type WorkedOrder = { readonly order: Order; readonly build: Build | undefined };

/** Everything that a channel is doing at a moment, as the public and the builder's own view both need it. */
export type ChannelWork = {
  readonly asOf: Instant;
  readonly channel: Channel;
  readonly card: BuilderCard;
  readonly bench: Bench;
  readonly desk: Desk;
  /** In the order in which they were put there. */
  readonly onBench: readonly WorkedOrder[];
  /** Paid and neither on the bench nor proved on stream, as the builder arranged them. */
  readonly queue: readonly WorkedOrder[];
  /** Proved on stream or finished within a day, newest first. */
  readonly doneToday: readonly WorkedOrder[];
  /** The newest order that was proved on stream. */
  readonly lastBuilt: WorkedOrder | undefined;
  /** Open and paused ones, newest first. */
  readonly drops: readonly DropView[];
  /** When one of these changes by the clock alone; null when none does. */
  readonly changesAt: Instant | null;
};

const queueMax = 100;
const sentMax = 100;
const recentMax = 50;
const dropsMax = 20;
/** Drops that are closed are passed over, so more are read than shown. */
const dropsReadMax = 60;
const doneMax = 5;

/** Reads what a channel is doing. The number of questions does not depend on how many people look. */
export async function loadChannelWork(core: Core, channel: Channel, showing: Showing): Promise<ChannelWork> {
  const asOf = core.clock.now();
  const { builderId } = channel;
  const { store } = core;
  const [card, kept, desk, unproved, sent, recent, allDrops] = await Promise.all([
    builderCard(core, builderId),
    store.get('bench', builderId),
    store.get('desk', builderId),
    store.ordersInStates(builderId, ['paid', 'building'], queueMax),
    store.ordersInStates(builderId, ['shipped', 'delivered'], sentMax),
    store.ordersOf({ builder: builderId }, recentMax),
    store.dropsOf(builderId, dropsReadMax),
  ]);
  const bench = kept ?? emptyBench(builderId, asOf);
  const isActive = (order: Pick<Order, 'id'>) => channel.live !== null && isOnBench(bench, order.id);
  const known = new Map([...sent, ...recent, ...unproved].map((order) => [order.id, order]));
  const onBench = await Promise.all(
    bench.orders
      .filter(({ orderId }) => isActive({ id: orderId }))
      .map(async ({ orderId }) => known.get(orderId) ?? store.get('order', orderId)),
  );
  const queue = unproved.filter((order) => !isActive(order) && !streamProofOf(order));
  const made = [...known.values()].filter((order) => order.payment !== null && !isActive(order));
  const proved = made.filter((order) => order.fulfilment !== 'cancelled' && streamProofOf(order));
  const last = proved.toSorted((one, other) => provedAt(other) - provedAt(one))[0];
  // Whoever finished something today has it in the queue still, or sent it today, or proved it.
  const lately = [...queue, ...made.filter((order) => asOf - Math.max(order.shippedAt ?? 0, provedAt(order)) < day)];
  const withBuild = async (order: Order): Promise<WorkedOrder> => ({
    order,
    build: await store.get('build', order.id),
  });
  const [worked, queued, done, lastBuilt] = await Promise.all([
    Promise.all(onBench.flatMap((order) => (order ? [withBuild(order)] : []))),
    Promise.all(arranged(queue, desk?.queue ?? []).map(withBuild)),
    Promise.all([...new Set(lately)].filter(({ fulfilment }) => fulfilment !== 'cancelled').map(withBuild)),
    last && withBuild(last),
  ]);
  const drops = allDrops.filter(({ status }) => status === 'open' || status === 'paused').slice(0, dropsMax);
  const early = drops.flatMap(({ earlyBirdUntil }) =>
    earlyBirdUntil && earlyBirdUntil > asOf ? [earlyBirdUntil] : [],
  );
  return {
    asOf,
    channel,
    card,
    bench,
    desk: desk ?? emptyDesk(builderId),
    onBench: worked,
    queue: queued,
    doneToday: done
      .filter((each) => asOf - (doneAt(each) ?? -Infinity) < day)
      .toSorted((one, other) => (doneAt(other) ?? 0) - (doneAt(one) ?? 0))
      .slice(0, doneMax),
    lastBuilt,
    drops: await Promise.all(drops.map((drop) => dropView(core, drop, showing, card))),
    changesAt: early.length > 0 ? Math.min(...early) : null,
  };
}

/** When an order was proved on stream or said to be finished, whichever was later; undefined while it is neither. */
function doneAt({ order, build }: WorkedOrder): Instant | undefined {
  const moments = [streamProofOf(order)?.at, build?.finishedAt].filter((at) => typeof at === 'number');
  return moments.length > 0 ? Math.max(...moments) : undefined;
}

function provedAt(order: Order): Instant {
  return streamProofOf(order)?.at ?? 0;
}
