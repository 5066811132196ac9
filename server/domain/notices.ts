import type { CitizenId } from '#shared/ids.ts';
import type { NoticeKind } from '#shared/schemas/notice.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-commands.ts';
import { promised, proofDueAt } from './promise-clocks.ts';

/** Somebody to be told, and of what. `params` are what the event knows; names are added where people are known. */
export type Telling = {
  readonly to: CitizenId;
  readonly kind: NoticeKind;
  readonly params: Readonly<Record<string, string | number>>;
  readonly link: 'order' | 'watch';
};

/** Who is told what when something happens to an order. */
export function tellingsFor(order: Order, event: OrderEvent): readonly Telling[] {
  const { buyerId, builderId, terms } = order;
  const money = (amountMinor: number) => ({ amountMinor, currency: terms.price.currency });
  switch (event.type) {
    case 'claim-expired':
      return [tell(buyerId, 'claim-lapsed')];
    case 'paid': {
      const amount = money(event.payment.itemMinor + event.payment.shippingMinor + event.payment.taxMinor);
      const dueAt = proofDueAt(order);
      return [
        tell(buyerId, event.late ? 'late-payment-took-unit' : 'order-paid-buyer', amount),
        tell(builderId, 'order-paid-builder', { ...amount, dueAt }),
      ];
    }
    case 'surplus-refunded': {
      const amount = money(event.payment.itemMinor + event.payment.shippingMinor + event.payment.taxMinor);
      return [
        tell(buyerId, event.reason === 'late-payment' ? 'late-payment-refunded' : 'second-payment-refunded', amount),
      ];
    }
    case 'put-on-bench':
      return [tell(buyerId, 'on-bench', {}, 'watch')];
    case 'building-started':
      return [tell(buyerId, 'building')];
    case 'proof-counted': {
      const params = { proof: event.proof.kind, releaseAt: event.releaseAt ?? 0 };
      return [tell(buyerId, 'proof-counted-buyer', params), tell(builderId, 'proof-counted-builder', params)];
    }
    case 'shipped':
      return [tell(buyerId, 'shipped', { carrier: event.carrier, number: event.number })];
    case 'delivered':
      return [tell(builderId, 'delivered')];
    case 'completed':
      return [tell(buyerId, 'completed')];
    case 'released':
      return [
        tell(buyerId, 'released-buyer'),
        ...event.legs.map((leg) =>
          tell(
            leg.citizenId,
            leg.party === 'builder' ? 'released-builder' : 'released-marketer',
            money(leg.amountMinor),
          ),
        ),
      ];
    case 'transfer-waits': {
      const leg = order.legs.find((each) => each.party === event.party);
      return leg ? [tell(leg.citizenId, 'transfer-waits', { ...money(event.amountMinor), reason: event.reason })] : [];
    }
    case 'cancellation-asked':
      return [tell(builderId, 'cancellation-asked')];
    case 'refunded': {
      const part = event.partial ? '-part' : '';
      const params = { ...money(event.amountMinor), reason: event.reason };
      return [
        tell(buyerId, `refunded${part}-buyer` as const, params),
        tell(builderId, `refunded${part}-builder` as const, params),
      ];
    }
    default:
      return troubleTellings(order, event);
  }
}

/** Whoever reported an order knows that it stands still, and of what a bank does people are told apart. */
const quietFreezes: readonly string[] = ['reported', 'disputed'];

/** Promises and parcels, money that is taken back, and an order that stands still. */
function troubleTellings(order: Order, event: OrderEvent): readonly Telling[] {
  const { buyerId, builderId } = order;
  switch (event.type) {
    case 'withheld':
    case 'owed':
      return [tell(event.citizenId, event.type, { amountMinor: event.amountMinor, currency: event.currency })];
    case 'promise-broken':
      return [tell(buyerId, event.clock === 'scan' ? 'scan-promise-broken' : 'promise-broken')];
    case 'reminded':
      return [tell(builderId, `remind-${event.clock}`, { dueAt: promised(order)?.dueAt ?? 0 })];
    case 'days-granted':
      return [tell(builderId, 'days-granted', { days: event.days, dueAt: promised(order)?.dueAt ?? 0 })];
    case 'frozen':
      return quietFreezes.includes(event.reason) ? [] : [tell(buyerId, 'frozen-buyer', { reason: event.reason })];
    case 'parcel-scanned':
      return [
        tell(buyerId, 'parcel-moving', {
          carrier: order.shipment?.carrier ?? '',
          number: order.shipment?.number ?? '',
        }),
      ];
    case 'parcel-doubted':
      return [tell(builderId, 'parcel-doubtful', { reason: event.why })];
    default:
      return [];
  }
}

function tell(
  to: CitizenId,
  kind: NoticeKind,
  params: Telling['params'] = {},
  link: Telling['link'] = 'order',
): Telling {
  return { to, kind, params, link };
}
