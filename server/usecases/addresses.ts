import type { PostalAddress } from '../domain/address.ts';
import type { Order } from '../domain/order.ts';
import type { Address } from '../domain/trust-records.ts';
import type { Put } from '../ports/store.ts';
import type { Core } from './core.ts';

/** The address of an order, sealed, for the commit of its payment. Null where the payment page told none. */
export async function addressPuts(core: Core, order: Order, address: PostalAddress | null): Promise<readonly Put[]> {
  if (!address) return [];
  const record: Address = {
    id: order.id,
    version: (await core.store.get('address', order.id))?.version ?? 0,
    sealed: core.addressSealer.seal(JSON.stringify(address), order.id),
    country: address.country,
    keptAt: core.clock.now(),
    erasedAt: null,
  };
  return [{ kind: 'address', record }];
}
