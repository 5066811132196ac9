import type { Order } from '../domain/order.ts';
import type { OrderEvent, PaidWith } from '../domain/order-commands.ts';
import type { Put } from '../ports/store.ts';
import { addressPuts } from './addresses.ts';
import type { Core } from './core.ts';

/** What is kept of the buyer beside a payment that took its unit, in the same commit: never in the order, which others read. */
export async function paidWithPuts(
  core: Core,
  order: Order,
  events: readonly OrderEvent[],
  paidWith: PaidWith,
): Promise<readonly Put[]> {
  if (!events.some(({ type }) => type === 'paid')) return [];
  return addressPuts(core, order, paidWith.address);
}
