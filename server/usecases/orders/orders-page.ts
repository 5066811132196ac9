import type { CitizenId } from '#shared/ids.ts';
import { parseTag } from '#shared/order-tag.ts';
import type { Order } from '../../domain/order.ts';
import type { Core } from '../work/core.ts';

/** Orders of a page; fewer are the last ones. */
export const ordersPerPage = 20;
/** Nobody pages further back than this: older orders are found by their tag. */
const reachMax = 500;

/**
 * A page of what a citizen has claimed, newest first: the first one, or the one that comes after an order they have seen. Nothing
 * comes after a tag that is not theirs.
 */
export async function ordersBefore(
  core: Core,
  buyerId: CitizenId,
  before: string | undefined,
): Promise<readonly Order[]> {
  if (before === undefined) return core.store.ordersOf({ buyer: buyerId }, ordersPerPage);
  const tag = parseTag(before);
  const orders = await core.store.ordersOf({ buyer: buyerId }, reachMax);
  const seen = orders.findIndex((order) => order.tag === tag);
  return seen === -1 ? [] : orders.slice(seen + 1, seen + 1 + ordersPerPage);
}
