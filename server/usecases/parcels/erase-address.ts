import { day, houseRules } from '#shared/house-rules.ts';
import type { OrderId } from '#shared/ids.ts';
import type { Order } from '../../domain/order.ts';
import type { Parcel } from '../../domain/trust-records.ts';
import { erasure } from './addresses.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';

/** An order that has not ended by then is asked again after this: never late, because an address is kept for longer after the end. */
const lookAgainMs = 7 * day;

/**
 * Erases the address of an order whose end is long enough ago, and who signed for its parcel; comes back later where it is not. The country
 * stays, for the books.
 */
export async function eraseAddress(core: Core, orderId: OrderId): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const [order, address] = await Promise.all([core.store.get('order', orderId), core.store.get('address', orderId)]);
    const now = core.clock.now();
    const { endedAt } = order ?? { endedAt: 0 };
    const at = endedAt === null ? now + lookAgainMs : endedAt + houseRules.addressKeptMs;
    const isOver = at <= now;
    const erased = isOver && address?.sealed != null ? [{ ...address, sealed: null, erasedAt: now }] : [];
    const signed = isOver ? await signedParcel(core, order) : undefined;
    const { result } = await core.store.commit({
      put: [
        ...erased.map((record) => ({ kind: 'address', record }) as const),
        ...(signed ? [{ kind: 'parcel', record: { ...signed, signedBy: null } } as const] : []),
      ],
      deadlines: [erasure(orderId, isOver ? null : at)],
    });
    if (result === 'committed') return;
  }
  throw new Error(`the address of ${orderId} kept changing`);
}

/** The parcel in which an order was sent, while it names who signed for it: at the buyer's door that is the buyer. */
async function signedParcel(core: Core, order: Order | undefined): Promise<Parcel | undefined> {
  const trackerId = order?.shipment?.trackerId;
  const parcel = trackerId ? await core.store.get('parcel', trackerId) : undefined;
  return parcel?.signedBy === null ? undefined : parcel;
}
