import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant, OrderId } from '#shared/ids.ts';
import type { Bench, BenchOrder } from './citizen.ts';

/** A builder's bench before anything was on it. */
export function emptyBench(builderId: CitizenId, now: Instant): Bench {
  return { id: builderId, version: 0, streamId: null, settledAt: now, orders: [] };
}

/** The orders that share the live minutes: tagged in this stream and not yet proved. */
export function working(bench: Bench): readonly BenchOrder[] {
  return bench.streamId === null ? [] : bench.orders.filter((order) => order.active && !order.proved);
}

/** Brings every order's live minutes up to now. Time shared by n orders counts a n-th for each; offline time counts nothing. */
export function settleBench(bench: Bench, now: Instant): Bench {
  const shared = working(bench);
  const share = shared.length > 0 ? Math.max(0, now - bench.settledAt) / shared.length : 0;
  const orders = bench.orders.map((order) =>
    shared.includes(order) ? { ...order, earnedMs: order.earnedMs + share } : order,
  );
  return { ...bench, settledAt: Math.max(now, bench.settledAt), orders };
}

/** Puts an order on the bench of the live stream; minutes it earned before stand. */
export function putOnBench(
  bench: Bench,
  entry: { readonly orderId: OrderId; readonly streamId: string; readonly offsetMs: number; readonly snapshot: string },
  now: Instant,
): Bench {
  const settled = settleBench(bench, now);
  const former = settled.orders.find((order) => order.orderId === entry.orderId);
  const others = settled.orders.filter((order) => order.orderId !== entry.orderId);
  const order: BenchOrder = {
    ...entry,
    active: true,
    proved: false,
    building: former?.building ?? false,
    since: now,
    earnedMs: former?.earnedMs ?? 0,
  };
  return { ...settled, orders: [...others, order] };
}

/** The stream began. What was tagged in an earlier one must be tagged again. */
export function startStream(bench: Bench, streamId: string, now: Instant): Bench {
  if (bench.streamId === streamId) return bench;
  const settled = settleBench(bench, now);
  return {
    ...settled,
    streamId,
    orders: settled.orders.filter((order) => !order.proved).map((order) => ({ ...order, active: false })),
  };
}

/** The stream ended: minutes stand, nothing is being built. Proved orders have nothing left to earn and leave. */
export function endStream(bench: Bench, now: Instant): Bench {
  const settled = settleBench(bench, now);
  return {
    ...settled,
    streamId: null,
    orders: settled.orders.filter((order) => !order.proved).map((order) => ({ ...order, active: false })),
  };
}

/** Lays an order aside: its minutes stand until it is tagged again. One that is proved has nothing left to earn and leaves. */
export function takeOffBench(bench: Bench, orderId: OrderId, now: Instant): Bench {
  const settled = settleBench(bench, now);
  return {
    ...settled,
    orders: settled.orders
      .filter((order) => !(order.orderId === orderId && order.proved))
      .map((order) => (order.orderId === orderId ? { ...order, active: false } : order)),
  };
}

/** Takes orders off the bench for good. */
export function clearFromBench(bench: Bench, orderIds: readonly OrderId[], now: Instant): Bench {
  const settled = settleBench(bench, now);
  return { ...settled, orders: settled.orders.filter((order) => !orderIds.includes(order.orderId)) };
}

/** An order that earned what a mark asks for. */
export type Reached = { readonly order: BenchOrder; readonly mark: 'building' | 'proof' };

/** Orders whose minutes have reached a mark that was not acted on yet. */
export function reached(bench: Bench): readonly Reached[] {
  return bench.orders.flatMap((order): readonly Reached[] => {
    if (order.proved) return [];
    if (isAt(order.earnedMs, houseRules.benchProofMs)) return [{ order, mark: 'proof' }];
    return !order.building && isAt(order.earnedMs, houseRules.benchBuildingMs) ? [{ order, mark: 'building' }] : [];
  });
}

/** When the next order reaches its next mark, if the stream goes on; undefined when nobody is working. */
export function nextMarkAt(bench: Bench): Instant | undefined {
  const shared = working(bench);
  const waits = shared.map(
    (order) => (order.building ? houseRules.benchProofMs : houseRules.benchBuildingMs) - order.earnedMs,
  );
  return waits.length === 0 ? undefined : bench.settledAt + Math.max(1, Math.ceil(Math.min(...waits) * shared.length));
}

/** A third of a minute three times is a minute, whatever binary fractions make of it. */
function isAt(earnedMs: number, markMs: number): boolean {
  return earnedMs >= markMs - 0.5;
}
