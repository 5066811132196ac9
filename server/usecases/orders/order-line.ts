import type { Order } from '../../domain/order.ts';
import type { Commit } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';

/**
 * A line on an order's timeline that no command of the order's brings, for a commit. The order is written with it, so that lines of two
 * commits never have the same place.
 */
export function orderLine(
  core: Core,
  order: Order,
  event: string,
  by: string,
): Required<Pick<Commit, 'put' | 'history'>> {
  return {
    put: [{ kind: 'order', record: order }],
    history: [{ orderId: order.id, seq: order.version * 1_000, at: core.clock.now(), by, event, params: {} }],
  };
}
