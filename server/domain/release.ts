import { houseRules, type HouseRules } from '#shared/house-rules.ts';
import type { ReleasePolicy } from '#shared/schemas/drop.ts';
import type { VaultView } from '#shared/schemas/order.ts';
import type { Facts, Order, Proof } from './order.ts';

type Waits = VaultView['waitsFor'];
type Has = (kind: Proof['kind']) => boolean;

/**
 * What each policy still waits for, given the proofs that count; `nothing` when it is met. A delivery says that a parcel was
 * sent, so it also stands for the shipment.
 */
const policies: Readonly<Record<ReleasePolicy, (has: Has) => Waits>> = {
  'proof-of-work': (has) => (has('stream') || has('shipment') || has('delivery') ? 'nothing' : 'proof'),
  shipment: (has) => (has('shipment') || has('delivery') ? 'nothing' : 'shipment'),
  'stream-and-shipment': (has) =>
    !has('stream') ? 'stream' : has('shipment') || has('delivery') ? 'nothing' : 'shipment',
  delivery: (has) => (has('delivery') ? 'nothing' : 'delivery'),
};

/** What the release of an order under this policy waits for. */
export function waitsFor(policy: ReleasePolicy, proofs: readonly Proof[]): Waits {
  return policies[policy]((kind) => proofs.some((proof) => proof.kind === kind));
}

/**
 * How long release waits after the proof, in milliseconds: not at all for a builder with enough completed orders and no lost
 * dispute, on orders that are not too dear; else the cool-off.
 */
export function coolOffMs(order: Order, builder: Facts['builder'], rules: HouseRules = houseRules): number {
  const trusted = builder.completedOrders >= rules.promptReleaseOrdersMin && builder.lostDisputes === 0;
  return trusted && order.terms.price.amountMinor <= rules.promptReleaseMinorMax ? 0 : rules.coolOffMs;
}
