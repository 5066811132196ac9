import { houseRules } from '#shared/house-rules.ts';
import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Ruling } from './ruling.ts';
import type { Facts, Order } from '../order.ts';
import type { Command } from '../order-commands.ts';
import { isFollowed } from '../promise-clocks.ts';
import { waitsFor } from '../release.ts';
import { addProof } from './proving.ts';

type WorkCommand = Extract<
  Command,
  {
    type: 'put-on-bench' | 'start-building' | 'prove-by-stream' | 'confirm-delivery' | 'deem-delivered' | 'complete';
  }
>;

/**
 * The rules of building and delivering. What counts because nobody objected for a time does not count while an order is frozen, for
 * then somebody has.
 */
export function decideWork(order: Order, command: WorkCommand, facts: Facts, now: Instant): Ruling {
  switch (command.type) {
    case 'put-on-bench':
      if (order.proofs.some((proof) => proof.kind === 'stream')) return refuse('already-proved');
      return allow({ events: [{ type: 'put-on-bench', streamId: command.streamId }] });
    case 'start-building':
      return allow({ order: { fulfilment: 'building', buildingAt: now }, events: [{ type: 'building-started' }] });
    case 'prove-by-stream': {
      const { streamId, offsetMs, snapshot, link } = command;
      return addProof(order, { kind: 'stream', at: now, streamId, offsetMs, snapshot, link }, facts, now, {});
    }
    case 'confirm-delivery':
      return confirmDelivery(order, facts, now);
    case 'deem-delivered': {
      if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
      const from = deemedFrom(order);
      return from !== null && now >= from + houseRules.deliveryDeemedMs
        ? deliver(order, 'time', facts, now)
        : refuse('not-allowed-now', { state: order.fulfilment });
    }
    case 'complete':
      if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
      if (facts.escrow.heldMinor > 0 || !order.releasedAt)
        return refuse('not-allowed-now', { state: order.fulfilment });
      return allow({ order: { fulfilment: 'completed', endedAt: now }, events: [{ type: 'completed' }] });
    default:
      return command satisfies never;
  }
}

/**
 * When the work left its builder, as far as anybody knows: when it was sent, or when the staff let the money go without what the policy
 * asks for, for a board that changes hands in person is sent by nobody. Null before, and once it is delivered.
 */
export function handedOnAt({ fulfilment, shippedAt, releasedAt, proofs, terms }: Order): Instant | null {
  if (fulfilment === 'shipped') return shippedAt;
  const isUnsent = fulfilment === 'paid' || fulfilment === 'building';
  return isUnsent && (proofs.length === 0 || waitsFor(terms.policy, proofs) !== 'nothing') ? releasedAt : null;
}

/** From when time alone will say that it arrived; null where a carrier is asked, who says so. */
export function deemedFrom(order: Order): Instant | null {
  return order.fulfilment === 'shipped' && isFollowed(order.shipment) ? null : handedOnAt(order);
}

/** The buyer has it. That counts at once, also where a carrier had said so and nobody else yet. */
function confirmDelivery(order: Order, facts: Facts, now: Instant): Ruling {
  if (order.fulfilment === 'delivered')
    return addProof(order, { kind: 'delivery', at: now, by: 'buyer' }, facts, now, {});
  return handedOnAt(order) !== null
    ? deliver(order, 'buyer', facts, now)
    : refuse('not-allowed-now', { state: order.fulfilment });
}

function deliver(order: Order, by: 'buyer' | 'time', facts: Facts, now: Instant): Ruling {
  return addProof(order, { kind: 'delivery', at: now, by }, facts, now, {
    order: { fulfilment: 'delivered', deliveredAt: now },
    events: [{ type: 'delivered', by }],
  });
}
