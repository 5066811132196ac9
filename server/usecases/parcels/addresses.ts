import { houseRules } from '#shared/house-rules.ts';
import { parseId, type Instant, type OrderId } from '#shared/ids.ts';
import type { PostalAddress } from '../../domain/address.ts';
import type { Order } from '../../domain/order.ts';
import type { Address } from '../../domain/trust-records.ts';
import type { Commit } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';

const subjectPrefix = 'address:';
/** Far more than a label has room for. */
const lineLengthMax = 200;

/** Whose address a deadline's subject names; undefined for other subjects. */
export function addressOfSubject(subject: string): OrderId | undefined {
  return subject.startsWith(subjectPrefix) ? parseId('order', subject.slice(subjectPrefix.length)) : undefined;
}

/** The address of an order, sealed, for the commit of its payment. Nothing where the payment page told none. */
export async function addressParts(
  core: Core,
  order: Order,
  address: PostalAddress | null,
): Promise<Pick<Commit, 'put' | 'deadlines'>> {
  if (!address) return {};
  const now = core.clock.now();
  const record: Address = {
    id: order.id,
    version: (await core.store.get('address', order.id))?.version ?? 0,
    sealed: core.addressSealer.seal(JSON.stringify(cut(address)), order.id),
    country: address.country,
    keptAt: now,
    erasedAt: null,
  };
  return { put: [{ kind: 'address', record }], deadlines: [erasure(order.id, now + houseRules.addressKeptMs)] };
}

function cut(address: PostalAddress): PostalAddress {
  const short = <Text extends string | null>(text: Text): Text | string => text?.slice(0, lineLengthMax) ?? text;
  return {
    name: short(address.name),
    line1: short(address.line1),
    line2: short(address.line2),
    city: short(address.city),
    state: short(address.state),
    postalCode: short(address.postalCode),
    country: address.country,
  };
}

/** When an address is to be erased, or looked at for that; never again where it is null. */
export function erasure(orderId: OrderId, at: Instant | null) {
  return { subject: `${subjectPrefix}${orderId}`, due: at === null ? [] : [{ name: 'erase-address', at }] };
}
