import type { CitizenId } from '#shared/ids.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { Sighting } from '../../domain/citizen.ts';
import { escrowOf, type LedgerEntry } from '../../domain/ledger.ts';
import type { Case, RoomMessage } from '../../domain/network-records.ts';
import type { Escrow, Order } from '../../domain/order.ts';
import type { Dispute, Flag } from '../../domain/trust-records.ts';
import type { EffectRow } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';
import { named, type Named } from './house-desk.ts';
import { transcriptOf } from '../communities/rooms.ts';
import { orderView } from '../work/views.ts';

const sightingsMax = 50;

/** Everything that is kept about one order, for the staff. */
export type OrderFile = {
  readonly order: Order;
  readonly view: OrderView;
  readonly buyer: Named;
  readonly builder: Named;
  readonly escrow: Escrow;
  readonly entries: readonly LedgerEntry[];
  readonly effects: readonly EffectRow[];
  readonly sightings: readonly Sighting[];
  readonly room: readonly RoomMessage[];
  readonly disputes: readonly Dispute[];
};

/** Whether somebody is the buyer, the builder or the marketer of an order: what the staff sees of it is not for them. */
export function isPartyTo({ buyerId, builderId, terms }: Order, id: CitizenId): boolean {
  return [buyerId, builderId, terms.split.marketer?.citizenId].includes(id);
}

/** Whether somebody reported a case, is whom it is about, or is a party to its order. */
export async function isInMatter(core: Core, { byId, aboutId, orderId }: Case, id: CitizenId): Promise<boolean> {
  if (byId === id || aboutId === id) return true;
  const order = orderId ? await core.store.get('order', orderId) : undefined;
  return order !== undefined && isPartyTo(order, id);
}

/** Of these cases, those that somebody of the staff may look at. */
export async function casesOfOthers(core: Core, cases: readonly Case[], id: CitizenId): Promise<readonly Case[]> {
  const own = await Promise.all(cases.map((each) => isInMatter(core, each, id)));
  return cases.filter((_, index) => !own[index]);
}

/** Of these flags, those that are neither about somebody of the staff nor about an order of theirs. */
export async function flagsOfOthers(core: Core, flags: readonly Flag[], id: CitizenId): Promise<readonly Flag[]> {
  const orders = await Promise.all(
    flags.map(async ({ orderId }) => (orderId ? core.store.get('order', orderId) : undefined)),
  );
  return flags.filter(({ citizenId }, index) => {
    const order = orders[index];
    return citizenId !== id && !(order && isPartyTo(order, id));
  });
}

/** Reads all of it. */
export async function orderFile(core: Core, order: Order): Promise<OrderFile> {
  const [view, buyer, builder, entries, effects, sightings, room, disputes] = await Promise.all([
    orderView(core, order, 'staff'),
    named(core, order.buyerId),
    named(core, order.builderId),
    core.store.entriesOf(order.id),
    core.store.effectsOf(order.id),
    core.store.sightings(sightingsMax, order.id),
    transcriptOf(core, order.id),
    Promise.all((order.disputes ?? []).map(({ id }) => core.store.get('dispute', id))),
  ]);
  return {
    order,
    view,
    buyer,
    builder,
    escrow: escrowOf(order.id, entries),
    entries,
    effects,
    sightings,
    room,
    disputes: disputes.flatMap((dispute) => dispute ?? []),
  };
}
