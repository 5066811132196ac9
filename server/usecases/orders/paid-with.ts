import type { Order } from '../../domain/order.ts';
import type { OrderEvent, PaidWith } from '../../domain/order-commands.ts';
import type { Commit } from '../../ports/store.ts';
import { addressParts } from '../parcels/addresses.ts';
import { cardParts } from '../disputes/card-use.ts';
import type { Core } from '../work/core.ts';

/** What is kept of the buyer beside a payment that took its unit, in the same commit: never in the order, which others read. */
export async function paidWithParts(
  core: Core,
  order: Order,
  events: readonly OrderEvent[],
  paidWith: PaidWith | undefined,
): Promise<Pick<Commit, 'put' | 'notices' | 'deadlines'>> {
  if (!paidWith || !events.some(({ type }) => type === 'paid')) return {};
  const [address, card] = await Promise.all([
    addressParts(core, order, paidWith.address),
    cardParts(core, order, paidWith.cardFingerprint),
  ]);
  return {
    put: [...(address.put ?? []), ...card.put],
    notices: card.notices,
    deadlines: [...(address.deadlines ?? []), ...card.deadlines],
  };
}
