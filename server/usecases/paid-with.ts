import type { Order } from '../domain/order.ts';
import type { OrderEvent, PaidWith } from '../domain/order-commands.ts';
import type { Commit } from '../ports/store.ts';
import { addressParts } from './addresses.ts';
import type { Core } from './core.ts';

/** What is kept of the buyer beside a payment that took its unit, in the same commit: never in the order, which others read. */
export async function paidWithParts(
  core: Core,
  order: Order,
  events: readonly OrderEvent[],
  paidWith: PaidWith | undefined,
): Promise<Pick<Commit, 'put' | 'notices' | 'deadlines'>> {
  if (!paidWith || !events.some(({ type }) => type === 'paid')) return {};
  return addressParts(core, order, paidWith.address);
}
