import { refuse, type Refusal } from '#shared/refusals.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import { labelLines, type PostalAddress } from '../../domain/address.ts';
import { customsOf, type Customs } from '../../domain/customs.ts';
import type { Order } from '../../domain/order.ts';
import type { AddressLook } from '../../domain/trust-records.ts';
import { triesMax } from '../orders/apply-command.ts';
import { requireNotBanned } from '../people/bans.ts';
import type { Core } from '../work/core.ts';

/** What its builder needs to send an order. */
export type Packing = { readonly address: PostalAddress; readonly customs: Customs | null };

/** Why an order is nothing to pack; undefined when it is. */
export async function requirePackable(core: Core, order: Order, citizenId: CitizenId): Promise<Refusal | undefined> {
  if (order.builderId !== citizenId) return { code: 'not-your-order' };
  const banned = await requireNotBanned(core, citizenId);
  if (banned) return banned.refusal;
  switch (order.fulfilment) {
    case 'reserved':
    case 'lapsing':
      return { code: 'order-not-paid' };
    case 'expired':
      return { code: 'order-ended' };
    case 'cancelled':
      return { code: order.payment ? 'order-refunded' : 'order-ended' };
    case 'paid':
    case 'building':
    case 'shipped':
    case 'delivered':
    case 'completed':
      return undefined;
    default:
      return order.fulfilment satisfies never;
  }
}

/** Whether an address may be on its builder's screen now: not while that screen may be on a stream. */
export async function mayShowAddress(core: Core, order: Order): Promise<boolean> {
  return !(await core.store.channelOfBuilder(order.builderId))?.live;
}

/**
 * Shows the address of an order to its builder. That they looked is on record before they see it, and their channel is still offline at
 * that moment.
 */
export async function lookAtAddress(
  core: Core,
  order: Order,
  citizenId: CitizenId,
): Promise<{ readonly ok: true; readonly packing: Packing } | { readonly ok: false; readonly refusal: Refusal }> {
  const refusal = await requirePackable(core, order, citizenId);
  if (refusal) return { ok: false, refusal };
  for (let tries = 0; tries < triesMax; tries++) {
    const [channel, kept, builder] = await Promise.all([
      core.store.channelOfBuilder(order.builderId),
      core.store.get('address', order.id),
      core.store.get('builder', order.builderId),
    ]);
    if (channel?.live) return refuse('address-hidden');
    if (kept?.erasedAt != null) return refuse('address-erased');
    if (kept?.sealed == null) return refuse('address-untold');
    const { result } = await core.store.commit({
      put: [{ kind: 'addressLook', record: lookOf(order, citizenId, core.clock.now() + tries) }],
      expect: [
        { kind: 'address', id: kept.id, version: kept.version },
        ...(channel ? [{ kind: 'channel', id: channel.id, version: channel.version } as const] : []),
      ],
    });
    if (result !== 'committed') continue;
    const opened = core.addressSealer.unseal(kept.sealed, order.id);
    if (opened === undefined) {
      core.report(new Error(`no key opens the address of ${order.id}`), { order: order.id });
      return refuse('address-untold');
    }
    // We sealed it ourselves, and what was changed since does not open.
    const address = JSON.parse(opened) as PostalAddress;
    return { ok: true, packing: { address, customs: customsOf(order, address.country, builder?.country ?? null) } };
  }
  return refuse('conflict-try-again');
}

function lookOf({ id: orderId }: Order, byId: CitizenId, at: Instant): AddressLook {
  return { id: `${orderId}:${at}:${byId}`, version: 0, orderId, byId, at };
}

/** An address by the lines of its label, for whoever may see it. `country` is the country's name. */
export function addressLabel(address: PostalAddress, country: string): readonly string[] {
  return labelLines(address, country);
}

const looksMax = 1_000;

/** How an address was dealt with, for the buyer whose it is; undefined where none was kept. */
export type AddressCare = { readonly looks: readonly Instant[]; readonly erasedAt: Instant | null };

/** Every look at an order's address, the latest first. */
export async function addressCare(core: Core, order: Order): Promise<AddressCare | undefined> {
  const kept = await core.store.get('address', order.id);
  if (!kept) return undefined;
  const looks = await core.store.list('addressLook', order.id, looksMax);
  return { looks: looks.map(({ at }) => at).toSorted((a, b) => b - a), erasedAt: kept.erasedAt };
}
