import { houseRules } from '#shared/house-rules.ts';
import type { RefusalCode } from '#shared/refusals.ts';
import type { Bench, Channel } from './citizen.ts';
import { working } from './bench.ts';
import { isLinked, mayProve } from './channel.ts';
import type { Order } from './order.ts';

/** Where and by whom a tag was put. Ids are Twitch's; names change hands and prove nothing. */
export type SightingFacts = {
  readonly channel: Channel | undefined;
  readonly byTwitchId: string | null;
  /** The channel that a shared-chat line really came from; null when it is the channel's own. */
  readonly sourceChannelId: string | null;
  readonly order: Order | undefined;
  readonly bench: Bench;
};

/**
 * Whether a tag that was seen puts its order on the bench. It does when the broadcaster put it there, in their own channel, while
 * it is live, and the order is theirs, paid while no other channel was theirs, and not proved.
 *
 * @returns `counted`, or the reason why not; both stay on record
 */
export function judgeSighting({
  channel,
  byTwitchId,
  sourceChannelId,
  order,
  bench,
}: SightingFacts): 'counted' | RefusalCode {
  if (!channel || !isLinked(channel)) return 'no-builder-channel';
  if (sourceChannelId !== null && sourceChannelId !== channel.id) return 'shared-chat';
  if (byTwitchId !== channel.id) return 'not-the-broadcaster';
  if (!order) return 'unknown-tag';
  if (order.builderId !== channel.builderId) return 'not-your-order';
  const state = judgeState(order);
  if (state) return state;
  if (!mayProve(channel, order.paidAt ?? 0)) return 'channel-linked-later';
  if (!channel.live) return 'channel-offline';
  const shared = working(bench);
  if (shared.some((each) => each.orderId === order.id)) return 'already-on-bench';
  return shared.length >= houseRules.benchOrdersMax ? 'bench-full' : 'counted';
}

function judgeState(order: Order): RefusalCode | undefined {
  switch (order.fulfilment) {
    case 'reserved':
    case 'lapsing':
      return 'order-not-paid';
    case 'cancelled':
      return order.payment ? 'order-refunded' : 'order-ended';
    case 'expired':
    case 'completed':
      return 'order-ended';
    case 'delivered':
      return 'order-ended';
    case 'paid':
    case 'building':
    case 'shipped':
      return order.proofs.some((proof) => proof.kind === 'stream') ? 'already-proved' : undefined;
    default:
      return order.fulfilment satisfies never;
  }
}
