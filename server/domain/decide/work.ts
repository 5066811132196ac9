import { houseRules } from '#shared/house-rules.ts';
import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Change, type Ruling } from './ruling.ts';
import type { Facts, Order, Proof } from '../order.ts';
import type { Command } from '../order-commands.ts';
import { coolOffMs, waitsFor } from '../release.ts';

type WorkCommand = Extract<
  Command,
  {
    type:
      | 'put-on-bench'
      | 'start-building'
      | 'prove-by-stream'
      | 'declare-shipment'
      | 'prove-by-shipment'
      | 'confirm-delivery'
      | 'deem-delivered'
      | 'complete';
  }
>;

/**
 * The rules of building, shipping and delivering. What counts because nobody objected for a time does not count while an order is
 * frozen, for then somebody has.
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
    case 'declare-shipment':
      return declareShipment(order, command.carrier, command.number, facts, now);
    case 'prove-by-shipment': {
      if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
      if (!order.shipment || now < order.shipment.at + houseRules.shipmentCountsMs)
        return refuse('not-allowed-now', { state: order.fulfilment });
      const { carrier, number } = order.shipment;
      return addProof(order, { kind: 'shipment', at: now, carrier, number }, facts, now, {});
    }
    case 'confirm-delivery':
      return handedOnAt(order) !== null
        ? deliver(order, 'buyer', facts, now)
        : refuse('not-allowed-now', { state: order.fulfilment });
    case 'deem-delivered': {
      if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
      const from = handedOnAt(order);
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
 * When the work left its builder, as far as anybody knows: when it was sent, or when the staff let the money go without any proof, for a
 * board that changes hands in person is sent by nobody. Null before, and once it is delivered.
 */
export function handedOnAt({ fulfilment, shippedAt, releasedAt, proofs }: Order): Instant | null {
  if (fulfilment === 'shipped') return shippedAt;
  const isUnsent = fulfilment === 'paid' || fulfilment === 'building';
  return isUnsent && proofs.length === 0 ? releasedAt : null;
}

function declareShipment(order: Order, carrier: string, number: string, facts: Facts, now: Instant): Ruling {
  if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
  if (facts.trackingUsedAt !== null && now < facts.trackingUsedAt + houseRules.trackingReuseMs)
    return refuse('tracking-reused');
  return allow({
    order: { fulfilment: 'shipped', shippedAt: now, shipment: { carrier, number, at: now } },
    events: [{ type: 'shipped', carrier, number }],
  });
}

function deliver(order: Order, by: 'buyer' | 'time', facts: Facts, now: Instant): Ruling {
  return addProof(order, { kind: 'delivery', at: now, by }, facts, now, {
    order: { fulfilment: 'delivered', deliveredAt: now },
    events: [{ type: 'delivered', by }],
  });
}

/** A proof that completes the policy makes release due, at once or after the cool-off. It never moves a date that is set. */
function addProof(order: Order, proof: Proof, facts: Facts, now: Instant, also: Change): Ruling {
  if (order.proofs.some((each) => each.kind === proof.kind)) return refuse('already-proved');
  const proofs = [...order.proofs, proof];
  const met = waitsFor(order.terms.policy, proofs) === 'nothing';
  const releaseAt = order.releaseAt ?? (met ? now + coolOffMs(order, facts.builder) : null);
  return allow({
    order: { ...also.order, proofs, releaseAt },
    events: [...(also.events ?? []), { type: 'proof-counted', proof, releaseAt }],
  });
}
