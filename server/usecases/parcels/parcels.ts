import { houseRules, minute } from '#shared/house-rules.ts';
import type { Instant, OrderId } from '#shared/ids.ts';
import type { Order, ShipmentDoubt } from '../../domain/order.ts';
import type { Command, Effect } from '../../domain/order-commands.ts';
import { endStates } from '../../domain/transitions.ts';
import type { Parcel } from '../../domain/trust-records.ts';
import type { ParcelStanding } from '../../ports/carriers.ts';
import type { Commit } from '../../ports/store.ts';
import { applyCommand, triesMax, type Also } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { flagPuts } from '../house/flags.ts';

const subjectPrefix = 'parcel:';
/** What came between our asking and our keeping the answer is seen by a look soon after. */
const firstLookMs = 10 * minute;

/** The tracker that a deadline's subject names; undefined for other subjects. */
export function parcelOfSubject(subject: string): string | undefined {
  return subject.startsWith(subjectPrefix) ? subject.slice(subjectPrefix.length) : undefined;
}

/** What following a parcel comes to: the command for its order, and what is kept with it. */
export type Followed = { readonly command: Command | null; readonly vendorId: string | null; readonly also?: Also };

/**
 * Has the carriers' service follow a parcel. Where it takes no such number, or none is asked any more, the order learns that as well:
 * the number counts by time then. A number that is not taken may be any that reads right, so that the staff is told.
 */
export async function followParcel(
  core: Core,
  effect: Extract<Effect, { kind: 'follow-parcel' }>,
  order: Order,
): Promise<Followed> {
  const { shipment } = order;
  if (shipment?.number !== effect.number || shipment.trackerId !== undefined) return { command: null, vendorId: null };
  const standing = core.carriers ? await core.carriers.follow(shipment) : 'unknown';
  const trackerId = standing === 'unknown' ? null : standing.trackerId;
  return {
    command: { type: 'parcel-followed', number: effect.number, trackerId },
    vendorId: trackerId ?? effect.key,
    ...alsoOf(core, order, standing),
  };
}

function alsoOf(core: Core, order: Order, standing: ParcelStanding | 'unknown'): Pick<Followed, 'also'> {
  if (standing !== 'unknown') return { also: () => begin(core, order, standing) };
  return core.carriers ? { also: () => parcelFlag(core, order, 'not-taken') } : {};
}

/** The record of a parcel that is followed from now on. Two orders of one buyer may be in it. */
async function begin(core: Core, { id, shipment }: Order, standing: ParcelStanding): ReturnType<Also> {
  const known = await core.store.get('parcel', standing.trackerId);
  const now = core.clock.now();
  const parcel = seen(
    {
      id: standing.trackerId,
      version: known?.version ?? 0,
      orderIds: [...new Set([...(known?.orderIds ?? []), id])],
      carrier: shipment?.carrier ?? '',
      number: shipment?.number ?? '',
    },
    standing,
    now,
  );
  // A parcel that is on its way already proves something at once.
  const isNews = standing.scannedAt !== null || standing.status === 'lost';
  return {
    put: [{ kind: 'parcel', record: { ...parcel, isOver: false } }],
    deadlines: [nextLook(parcel.id, isNews ? now : now + firstLookMs)],
  };
}

function seen(
  parcel: Pick<Parcel, 'id' | 'version' | 'orderIds' | 'carrier' | 'number'>,
  { status, scannedAt, deliveredAt, toCountry, signedBy, isOver }: ParcelStanding,
  now: Instant,
): Parcel {
  const { id, version, orderIds, carrier, number } = parcel;
  return {
    ...{ id, version, orderIds, carrier, number },
    ...{ status, scannedAt, deliveredAt, toCountry, signedBy, isOver, lookedAt: now },
  };
}

function nextLook(trackerId: string, at: Instant | null) {
  const due = at === null ? [] : [{ name: 'look-at-parcel', at }];
  return { subject: `${subjectPrefix}${trackerId}`, due };
}

/**
 * Asks how a parcel stands and tells its orders. Messages and the clock only say where to look, so that it does not matter which of
 * them comes, how often, and in what order.
 *
 * @returns what became of it, for the record
 * @throws UpstreamError while the service does not answer
 */
export async function lookAtParcel(core: Core, trackerId: string): Promise<string> {
  const parcel = await core.store.get('parcel', trackerId);
  if (!parcel) return 'unknown-parcel';
  const standing = core.carriers ? await core.carriers.look(trackerId) : 'unknown';
  if (standing === 'unknown') {
    for (const orderId of parcel.orderIds) await tellOfSilence(core, orderId, trackerId);
    await keep(core, trackerId, (current) => ({ parcel: { ...current, isOver: true }, lookAt: null }));
    return 'not-followed';
  }
  let isWaitedFor = false;
  for (const orderId of parcel.orderIds) if (await tellOrder(core, orderId, standing)) isWaitedFor = true;
  await keep(core, trackerId, (current, now) => {
    const next = seen(current, standing, now);
    // An order that was put into the parcel meanwhile has been told nothing yet.
    if (current.orderIds.length > parcel.orderIds.length) return { parcel: { ...next, isOver: false }, lookAt: now };
    const isOver = next.isOver || !isWaitedFor;
    return { parcel: { ...next, isOver }, lookAt: isOver ? null : now + houseRules.parcelLookMs };
  });
  return standing.status;
}

async function keep(
  core: Core,
  trackerId: string,
  change: (current: Parcel, now: Instant) => { readonly parcel: Parcel; readonly lookAt: Instant | null },
): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const current = await core.store.get('parcel', trackerId);
    if (!current) return;
    const { parcel, lookAt } = change(current, core.clock.now());
    const { result } = await core.store.commit({
      put: [{ kind: 'parcel', record: parcel }],
      deadlines: [nextLook(trackerId, lookAt)],
    });
    if (result === 'committed') return;
  }
  throw new Error(`the parcel ${trackerId} kept changing`);
}

/** Gives an order what is new to it. True while it waits for more news of this parcel. */
async function tellOrder(core: Core, orderId: OrderId, standing: ParcelStanding): Promise<boolean> {
  const order = await core.store.get('order', orderId);
  if (order?.shipment?.trackerId !== standing.trackerId) return false;
  if (standing.status === 'lost') await core.store.commit(await parcelFlag(core, order, 'lost'));
  for (const command of newsFor(order, standing)) {
    const applied = await applyCommand(core, orderId, command, 'system');
    if (!applied.ok && applied.refusal.code === 'conflict-try-again') throw new Error(`order ${orderId} kept changing`);
  }
  return !endStates.includes(order.fulfilment);
}

function newsFor(order: Order, { trackerId, ...standing }: ParcelStanding): readonly Command[] {
  const { shipment, fulfilment } = order;
  const why = doubtOf(order, standing);
  if (why && shipment?.doubt !== why) return [{ type: 'parcel-doubted', trackerId, why }];
  // What is delivered after all may have been delivered to its sender: from here on the staff decides.
  if (shipment?.doubt != null) return [];
  const { scannedAt, deliveredAt } = standing;
  return [
    ...(scannedAt !== null && shipment?.scannedAt == null
      ? [{ type: 'parcel-scanned', trackerId, scannedAt } as const]
      : []),
    ...(deliveredAt !== null && fulfilment === 'shipped'
      ? [{ type: 'parcel-delivered', trackerId, deliveredAt } as const]
      : []),
  ];
}

/** What of the carrier's news does not fit the order. A scan before the payment is for the rules to see, which know the payment. */
function doubtOf(order: Order, { status, toCountry }: Omit<ParcelStanding, 'trackerId'>): ShipmentDoubt | null {
  const country = order.checkout?.country;
  if (toCountry !== null && country !== undefined && toCountry !== country) return 'other-country';
  return status === 'returning' ? 'returned' : null;
}

/** Nobody will say any more where the parcel is, and what was followed never counts by time: a person has to look. */
async function tellOfSilence(core: Core, orderId: OrderId, trackerId: string): Promise<void> {
  const order = await core.store.get('order', orderId);
  const isWaitedFor = order?.shipment?.trackerId === trackerId && order.fulfilment === 'shipped';
  if (isWaitedFor) await core.store.commit(await parcelFlag(core, order, 'not-followed'));
}

/** Nothing of the order changes: whether it was lost, and by whom, the staff and the two sides find out. */
function parcelFlag(
  core: Core,
  order: Order,
  reason: 'lost' | 'not-followed' | 'not-taken',
): Promise<Pick<Commit, 'put' | 'notices'>> {
  return flagPuts(core, {
    id: `flag:parcel-${reason}:${order.id}:${order.shipment?.number ?? ''}`,
    kind: 'parcel-doubtful',
    citizenId: null,
    orderId: order.id,
    about: order.tag,
    params: { reason },
  });
}
