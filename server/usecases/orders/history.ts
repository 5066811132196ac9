import type { Instant } from '#shared/ids.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEvent } from '../../domain/order-commands.ts';
import type { HistoryLine } from '../../ports/store.ts';

/** An event as a line of the order's history: the key of its sentence and what fills it. */
export function historyLine(order: Order, event: OrderEvent, by: string, at: Instant, index: number): HistoryLine {
  const { key, params } = described(order, event);
  // A version of an order has few events, so a thousand places each keep the lines in order for ever.
  return { orderId: order.id, seq: order.version * 1_000 + index, at, by, event: key, params };
}

function described(order: Order, event: OrderEvent): { key: string; params: Record<string, string | number> } {
  const money = (amountMinor: number) => ({ amountMinor, currency: order.terms.price.currency });
  switch (event.type) {
    case 'checkout-started':
      return { key: event.type, params: { country: event.country } };
    case 'paid':
      return {
        key: event.late ? 'paid-late' : 'paid',
        params: money(event.payment.itemMinor + event.payment.shippingMinor + event.payment.taxMinor),
      };
    case 'surplus-refunded':
      return {
        key: event.type,
        params: {
          ...money(event.payment.itemMinor + event.payment.shippingMinor + event.payment.taxMinor),
          reason: event.reason,
        },
      };
    case 'proof-counted': {
      const { proof } = event;
      const byCarrier = proof.kind === 'delivery' && proof.by === 'carrier' ? '-by-carrier' : '';
      return { key: `proof-counted-${proof.kind}${byCarrier}`, params: {} };
    }
    case 'parcel-followed':
      return { key: event.trackerId === null ? 'parcel-unknown' : event.type, params: {} };
    case 'parcel-doubted':
      return { key: event.type, params: { reason: event.why } };
    case 'shipped':
      return { key: event.type, params: { carrier: event.carrier, number: event.number } };
    case 'transfer-created':
      return { key: `transfer-created-${event.party}`, params: money(event.amountMinor) };
    case 'transfer-waits':
      return { key: `transfer-waits-${event.party}`, params: { reason: event.reason } };
    case 'refunded':
      return {
        key: event.partial ? 'refunded-part' : event.type,
        params: { ...money(event.amountMinor), reason: event.reason },
      };
    case 'withheld':
    case 'reversal-created':
    case 'owed':
      return { key: `${event.type}-${event.party}`, params: money(event.amountMinor) };
    case 'taken-back': {
      const house = event.feeMinor + event.fundMinor;
      return { key: event.type, params: money(event.parts.reduce((sum, part) => sum + part.amountMinor, house)) };
    }
    case 'promise-broken':
      return { key: event.clock === 'scan' ? 'promise-broken-scan' : event.type, params: {} };
    case 'days-granted':
      return { key: event.type, params: { days: event.days } };
    case 'disputed':
      return { key: event.type, params: { ...money(event.amountMinor), reason: event.reason } };
    case 'dispute-withdrawn':
    case 'dispute-reinstated':
      return { key: event.type, params: money(event.withdrawn.amountMinor) };
    case 'dispute-closed':
      if (event.outcome === 'won') return { key: 'dispute-won', params: {} };
      return event.isProved
        ? { key: 'dispute-covered', params: money(event.fundMinor + event.houseMinor) }
        : { key: 'dispute-lost', params: {} };
    case 'refund-sent':
      return { key: event.type, params: money(event.amountMinor) };
    case 'frozen':
    case 'release-granted':
      return { key: event.type, params: { reason: event.reason } };
    default:
      return { key: event.type, params: {} };
  }
}
