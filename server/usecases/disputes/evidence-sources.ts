import type { PostalAddress } from '../../domain/address.ts';
import type { Builder } from '../../domain/citizen.ts';
import type { RoomMessage } from '../../domain/network-records.ts';
import { momentIdOf } from '../../domain/moment.ts';
import type { Order } from '../../domain/order.ts';
import type { Build, Moment } from '../../domain/stream-records.ts';
import type { Dispute, Parcel } from '../../domain/trust-records.ts';
import type { HistoryLine } from '../../ports/store.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { transcriptOf } from '../communities/rooms.ts';

/** A picture that may be shown, with what it shows. */
export type Shown = { readonly caption: string; readonly bytes: Uint8Array };

/** Everything on record that may speak for an order, read once. */
export type EvidenceSources = {
  readonly order: Order;
  readonly dispute: Dispute;
  readonly builder: Builder | undefined;
  readonly nicknames: { readonly buyer: string; readonly builder: string };
  readonly history: readonly HistoryLine[];
  readonly moments: readonly Moment[];
  readonly build: Build | undefined;
  readonly parcel: Parcel | undefined;
  readonly room: readonly RoomMessage[];
  readonly address: PostalAddress | null;
};

/** Reads what is on record of an order: its own things, and nothing of other people's orders. */
export async function readSources(core: Core, order: Order, dispute: Dispute): Promise<EvidenceSources> {
  const { store } = core;
  const streams = order.proofs.flatMap((proof) => (proof.kind === 'stream' ? [proof.streamId] : []));
  const trackerId = order.shipment?.trackerId;
  const [builder, buyerName, builderName, history, moments, build, parcel, room, address] = await Promise.all([
    store.get('builder', order.builderId),
    nicknameOf(core, order.buyerId),
    nicknameOf(core, order.builderId),
    store.history(order.id),
    Promise.all(streams.map((id) => store.get('moment', momentIdOf(order.id, id)))),
    store.get('build', order.id),
    trackerId ? store.get('parcel', trackerId) : undefined,
    transcriptOf(core, order.id),
    addressOf(core, order),
  ]);
  return {
    order,
    dispute,
    builder,
    nicknames: { buyer: buyerName, builder: builderName },
    history,
    moments: moments.flatMap((moment) => moment ?? []),
    build,
    parcel,
    room,
    address,
  };
}

/** Where it was sent, while that is kept. The bank is shown it; nobody else is by this. */
async function addressOf(core: Core, { id }: Order): Promise<PostalAddress | null> {
  const sealed = (await core.store.get('address', id))?.sealed;
  const text = sealed ? core.addressSealer.unseal(sealed, id) : undefined;
  // We sealed it ourselves, in this shape.
  return text ? (JSON.parse(text) as PostalAddress) : null;
}
