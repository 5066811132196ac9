import { houseRules } from '#shared/house-rules.ts';
import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Change, type Ruling } from './ruling.ts';
import type { Facts, Order, Proof, ShipmentDoubt } from '../order.ts';
import type { Command } from '../order-commands.ts';
import { countsWhenQuiet, isFollowed } from '../promise-clocks.ts';
import { addProof, withProofs } from './proving.ts';

type ParcelCommand = Extract<
  Command,
  {
    type:
      | 'declare-shipment'
      | 'prove-by-shipment'
      | 'parcel-followed'
      | 'parcel-scanned'
      | 'parcel-delivered'
      | 'parcel-doubted'
      | 'prove-by-delivery';
  }
>;
type Shipment = NonNullable<Order['shipment']>;

/**
 * The rules of a parcel. Where a carrier's service follows it, only the carrier's news count; where none does, the number counts after a
 * while without a report.
 */
export function decideParcel(order: Order, command: ParcelCommand, facts: Facts, now: Instant): Ruling {
  if (command.type === 'declare-shipment') return declareShipment(order, command, facts, now);
  const { shipment } = order;
  if (!shipment) return refuse('not-allowed-now', { state: order.fulfilment });
  switch (command.type) {
    case 'prove-by-shipment':
      if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
      if (isFollowed(shipment) || now < shipment.at + houseRules.shipmentCountsMs)
        return refuse('not-allowed-now', { state: order.fulfilment });
      return addProof(order, shipmentProof(shipment, now), facts, now, {});
    case 'parcel-followed':
      // Another number was declared since, or this one is followed already.
      if (shipment.number !== command.number || shipment.trackerId !== undefined)
        return refuse('not-allowed-now', { state: order.fulfilment });
      return allow({
        order: { shipment: { ...shipment, trackerId: command.trackerId } },
        events: [{ type: 'parcel-followed', trackerId: command.trackerId }],
      });
    case 'prove-by-delivery':
      return proveByDelivery(order, facts, now);
    case 'parcel-scanned':
    case 'parcel-delivered':
    case 'parcel-doubted':
      if (shipment.trackerId !== command.trackerId) return refuse('not-allowed-now', { state: order.fulfilment });
      return hearOfParcel(order, shipment, command, facts, now);
    default:
      return command satisfies never;
  }
}

/** As long as no carrier has the parcel, its builder may say that it has another number. */
function declareShipment(
  order: Order,
  { carrier, number }: Extract<ParcelCommand, { type: 'declare-shipment' }>,
  facts: Facts,
  now: Instant,
): Ruling {
  if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
  const { shipment } = order;
  if (shipment && (shipment.scannedAt != null || order.proofs.some(({ kind }) => kind === 'shipment')))
    return refuse('shipment-scanned');
  if (shipment && shipment.number === number && shipment.carrier === carrier)
    return refuse('not-allowed-now', { state: order.fulfilment });
  if (facts.trackingUsedAt !== null && now < facts.trackingUsedAt + houseRules.trackingReuseMs)
    return refuse('tracking-reused');
  // A number that comes back in place of another is asked about anew: what nobody follows counts by time.
  const key = `order:${order.id}:parcel:${number}:${order.version}`;
  return allow({
    order: { fulfilment: 'shipped', shippedAt: now, shipment: { carrier, number, at: now } },
    events: [{ type: 'shipped', carrier, number }],
    effects: facts.carrierAsked ? [{ kind: 'follow-parcel', key, orderId: order.id, number }] : [],
  });
}

function hearOfParcel(
  order: Order,
  shipment: Shipment,
  command: Extract<ParcelCommand, { type: 'parcel-scanned' | 'parcel-delivered' | 'parcel-doubted' }>,
  facts: Facts,
  now: Instant,
): Ruling {
  const isEarly = (at: Instant) => at <= (order.paidAt ?? 0);
  switch (command.type) {
    case 'parcel-doubted':
      return doubt(order, shipment, command.why);
    case 'parcel-scanned':
      if (shipment.scannedAt != null) return refuse('already-proved');
      return isEarly(command.scannedAt)
        ? doubt(order, shipment, 'before-payment')
        : allow(scanned(order, shipment, command.scannedAt, facts, now));
    case 'parcel-delivered':
      if (isEarly(command.deliveredAt)) return doubt(order, shipment, 'before-payment');
      return delivered(order, shipment, command.deliveredAt, facts, now);
    default:
      return command satisfies never;
  }
}

/** News that do not fit are marked. Nothing of this parcel counts from then on; what counted before is for the staff to judge. */
function doubt(order: Order, shipment: Shipment, why: ShipmentDoubt): Ruling {
  if (shipment.doubt === why) return refuse('not-allowed-now', { state: order.fulfilment });
  return allow({ order: { shipment: { ...shipment, doubt: why } }, events: [{ type: 'parcel-doubted', why }] });
}

/** The carrier has it: that is the proof of shipment, unless something about the parcel does not fit. */
function scanned(order: Order, shipment: Shipment, scannedAt: Instant, facts: Facts, now: Instant): Change {
  const seen: Shipment = { ...shipment, scannedAt };
  const counts = shipment.doubt == null && !order.proofs.some(({ kind }) => kind === 'shipment');
  const proof = counts ? withProofs(order, [shipmentProof(shipment, now)], facts, now) : {};
  return {
    order: { ...proof.order, shipment: seen },
    events: [{ type: 'parcel-scanned', scannedAt }, ...(proof.events ?? [])],
  };
}

/** What was delivered was also scanned, whether or not we heard of it. The delivery itself counts after quiet days. */
function delivered(order: Order, shipment: Shipment, deliveredAt: Instant, facts: Facts, now: Instant): Ruling {
  if (order.fulfilment !== 'shipped' || shipment.doubt != null)
    return refuse('not-allowed-now', { state: order.fulfilment });
  const scan: Change = shipment.scannedAt == null ? scanned(order, shipment, deliveredAt, facts, now) : {};
  return allow({
    order: { ...scan.order, fulfilment: 'delivered', deliveredAt: now },
    events: [...(scan.events ?? []), { type: 'delivered', by: 'carrier' }],
  });
}

/** Nobody has objected to what the carrier says, and the carrier has said nothing since that does not fit. */
function proveByDelivery(order: Order, facts: Facts, now: Instant): Ruling {
  if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
  const quietFrom = order.deliveredAt;
  if (!countsWhenQuiet(order) || quietFrom === null || now < quietFrom + houseRules.deliveryQuietMs)
    return refuse('not-allowed-now', { state: order.fulfilment });
  return addProof(order, { kind: 'delivery', at: now, by: 'carrier' }, facts, now, {});
}

function shipmentProof({ carrier, number }: Shipment, now: Instant): Proof {
  return { kind: 'shipment', at: now, carrier, number };
}
