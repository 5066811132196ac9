import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Instant, OrderId } from '#shared/ids.ts';
import { awardsFor } from '../../domain/awards.ts';
import { judgeBan } from '../../domain/claims.ts';
import { decide } from '../../domain/decide.ts';
import { deadlinesOf } from '../../domain/deadlines.ts';
import { assertBalanced, emptyEscrow, escrowOf } from '../../domain/ledger.ts';
import type { Facts, Order, Role, UnitChange } from '../../domain/order.ts';
import type { Command, CommandType, OrderEvent } from '../../domain/order-commands.ts';
import { entriesFor } from '../../domain/postings.ts';
import { bearsOnReputation, reputationAfter } from '../../domain/reputation.ts';
import type { Waitlist } from '../../domain/stream-records.ts';
import { keepsUnits } from '../../domain/waitlist.ts';
import type { Commit, Put, Store } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';
import { consequencesOf } from './consequences.ts';
import { closedFund, debtChanges, fundPuts, loadDebts, loadFund, noDebts } from '../money/debts.ts';
import { exposureAfter, noExposure } from './exposure.ts';
import { historyLine } from './history.ts';
import { paidWithParts } from './paid-with.ts';
import { roomChanges } from '../communities/room-lifetime.ts';
import { noticesFor } from '../work/tell.ts';
import { freeingFor } from '../drops/waitlist-freeing.ts';

/** How often a story is told anew when somebody else changed the same record first. */
export const triesMax = 12;

/** What a command comes to, before it is kept: the order as it will be, and the commit that makes it so. */
export type Plan =
  | { readonly ok: true; readonly order: Order; readonly events: readonly OrderEvent[]; readonly commit: Commit }
  | { readonly ok: false; readonly refusal: Refusal };
export type Applied = { readonly ok: true; readonly order: Order } | { readonly ok: false; readonly refusal: Refusal };

/** What else belongs into the same commit: the message or effect that is thereby dealt with. */
export type Settling = Pick<Commit, 'settleInbox' | 'settleEffect'>;

/** What others write because of what happened to an order, in the same commit. Asked anew with every try. */
export type Also = (
  order: Order,
  events: readonly OrderEvent[],
) => Promise<Pick<Commit, 'put' | 'notices' | 'deadlines'>>;

/**
 * The single writer: loads the order and the facts, asks `decide`, and keeps everything that follows in one commit. A conflict
 * means that something changed meanwhile, and the story is told anew.
 *
 * @returns the changed order; a refusal of the rules; or `conflict-try-again` when others kept being faster
 */
export async function applyCommand(
  core: Core,
  orderId: OrderId,
  command: Command,
  role: Role,
  settling: Settling = {},
  also?: Also,
): Promise<Applied> {
  let unitFree = true;
  for (let tries = 0; tries < triesMax; tries++) {
    const order = await core.store.get('order', orderId);
    if (!order) return refuse('not-found');
    const plan = await planCommand(core, order, command, role, { unitFree });
    if (!plan.ok) return plan;
    const { put = [], notices = [], deadlines = [] } = (await also?.(plan.order, plan.events)) ?? {};
    const { result } = await core.store.commit({
      ...plan.commit,
      put: [...(plan.commit.put ?? []), ...put],
      notices: [...(plan.commit.notices ?? []), ...notices],
      deadlines: [...(plan.commit.deadlines ?? []), ...deadlines],
      ...settling,
    });
    if (result === 'committed') return { ok: true, order: { ...plan.order, version: order.version + 1 } };
    if (result === 'already-done') return { ok: true, order };
    // The unit that was free when we looked is gone; the rules know what a late payment without one comes to.
    if (result === 'sold-out') unitFree = false;
  }
  return refuse('conflict-try-again');
}

/** Decides a command on an order as loaded and states the commit that would keep it. Keeps nothing. */
export async function planCommand(
  core: Core,
  order: Order,
  command: Command,
  role: Role,
  known: { readonly unitFree?: boolean } = {},
): Promise<Plan> {
  const now = core.clock.now();
  const line = movesUnits.includes(command.type) ? await core.store.get('waitlist', order.dropId) : undefined;
  // What is free while people wait is theirs: a payment that comes too late does not take it from them.
  const unitFree =
    (known.unitFree ?? true) && !(line && keepsUnits(line)) && !(await isLateForTheGone(core.store, order, command));
  const debts = movesMoney.includes(command.type) ? await loadDebts(core.store, order) : noDebts;
  const fund = mayTouchFund(order, command) ? await loadFund(core.store, order.terms.price.currency) : closedFund;
  const { owedMinor } = debts;
  const { fundMinor } = fund;
  const facts = { ...(await loadFacts(core, order, command, role, unitFree)), owedMinor, fundMinor };
  const decision = decide(order, command, facts, now);
  if (!decision.ok) return decision;
  const { events, effects, unit } = decision;
  const next = decision.order;
  const entries = events.flatMap((event) => entriesFor(next, event, now));
  entries.forEach(assertBalanced);
  const people = await changedPeople(core.store, next, events, now);
  const moved = moveUnit(order, unit, line, now);
  const room = await roomChanges(core, next, events, now);
  const owed = debtChanges(debts, next, events, now);
  const followed = await consequencesOf(core, next, events, now);
  const beside = command.type === 'payment-arrived' ? await paidWithParts(core, next, events, command.paidWith) : {};
  return {
    ok: true,
    order: next,
    events,
    commit: {
      ...moved,
      put: [
        { kind: 'order', record: next },
        ...people,
        ...(await trackingUse(core.store, next, command, now)),
        ...(beside.put ?? []),
        ...(moved.put ?? []),
        ...room.put,
        ...(owed.put ?? []),
        ...fundPuts(fund, spentOf(events)),
        ...followed.put,
      ],
      history: events.map((event, index) => historyLine(next, event, role, now, index)),
      entries,
      effects,
      notices: [
        ...(await noticesFor(core, next, events, now)),
        ...room.notices,
        ...followed.notices,
        ...(beside.notices ?? []),
      ],
      deadlines: [
        { subject: order.id, due: deadlinesOf(next) },
        ...(moved.deadlines ?? []),
        ...(owed.deadlines ?? []),
        ...(beside.deadlines ?? []),
      ],
    },
  };
}

/** Who is banned, or had themselves deleted, has nothing open any more, and a payment that comes after that begins nothing anew. */
async function isLateForTheGone(store: Store, order: Order, command: Command): Promise<boolean> {
  if (command.type !== 'payment-arrived' || order.fulfilment !== 'expired') return false;
  const people = await Promise.all([store.get('citizen', order.buyerId), store.get('citizen', order.builderId)]);
  return people.some((citizen) => citizen && judgeBan(citizen));
}

/** Commands after which a unit may be free that was not, or the other way round. */
const movesUnits: readonly CommandType[] = ['payment-arrived', 'checkout-closed', 'lapse', 'cancel-claim'];

/** What becomes of the order's unit, with what the drop's line makes of it. */
function moveUnit(
  order: Order,
  change: UnitChange | null,
  line: Waitlist | undefined,
  now: Instant,
): Pick<Commit, 'expect' | 'put' | 'take' | 'give' | 'deadlines'> {
  const place = { dropId: order.dropId, orderId: order.id };
  switch (change) {
    case 'take':
      return { take: place, expect: [{ kind: 'waitlist', id: order.dropId, version: line?.version ?? 0 }] };
    case 'free':
      return { give: { ...place, as: 'free' }, ...freeingFor(line, order.dropId, order.id, now) };
    case 'withdraw':
      return { give: { ...place, as: 'withdrawn' } };
    case null:
      return {};
    default:
      return change satisfies never;
  }
}

/** Commands that may withhold what somebody owes, or make them owe it. */
const movesMoney: readonly CommandType[] = [
  'release',
  'grant-release',
  'retry-transfer',
  'reversal-created',
  'reversal-refused',
  'refund-order',
  'refund-part',
  'refund-unproven',
  'dispute-withdrawn',
  'dispute-reinstated',
  'dispute-closed',
];

/** Whether a command may take money out of the protection fund: only where some of it was let go, or a bank has decided. */
function mayTouchFund(order: Order, { type }: Command): boolean {
  if (type === 'dispute-closed' || type === 'dispute-withdrawn') return true;
  return order.releasedAt !== null && (type === 'refund-order' || type === 'refund-part' || type === 'refund-unproven');
}

function spentOf(events: readonly OrderEvent[]): number {
  const spent = (event: OrderEvent) =>
    event.type === 'taken-back' || event.type === 'dispute-closed' ? event.fundMinor : 0;
  return events.reduce((sum, event) => sum + spent(event), 0);
}

async function loadFacts(core: Core, order: Order, command: Command, role: Role, unitFree: boolean): Promise<Facts> {
  const { store } = core;
  const builder = await store.get('builder', order.builderId);
  return {
    role,
    escrow: order.payment ? escrowOf(order.id, await store.entriesOf(order.id)) : emptyEscrow,
    unitFree,
    builder: { completedOrders: builder?.completedOrders ?? 0, lostDisputes: builder?.lostDisputes ?? 0 },
    trackingUsedAt:
      command.type === 'declare-shipment' ? await lastUse(store, order, command.carrier, command.number) : null,
    carrierAsked: core.carriers !== null,
  };
}

function trackingId(carrier: string, number: string): string {
  return `${carrier}:${number}`;
}

/** The same buyer and builder may send two orders in one parcel. */
async function lastUse(store: Store, order: Order, carrier: string, number: string): Promise<Instant | null> {
  const use = await store.get('tracking', trackingId(carrier, number));
  return use && !(use.buyerId === order.buyerId && use.builderId === order.builderId) ? use.at : null;
}

async function trackingUse(store: Store, order: Order, command: Command, now: Instant): Promise<readonly Put[]> {
  if (command.type !== 'declare-shipment') return [];
  const { id: orderId, buyerId, builderId } = order;
  const id = trackingId(command.carrier, command.number);
  const version = (await store.get('tracking', id))?.version ?? 0;
  return [{ kind: 'tracking', record: { id, version, orderId, buyerId, builderId, at: now } }];
}

/** Records of people that an event changes: what the buyer has open, what both have completed, and what the score counts. */
async function changedPeople(
  store: Store,
  order: Order,
  events: readonly OrderEvent[],
  now: Instant,
): Promise<readonly Put[]> {
  const awards = events.flatMap((event) => awardsFor(order, event, now));
  const put: Put[] = awards.map((record) => ({ kind: 'award', record }) as const);
  const exposure = (await store.get('exposure', order.buyerId)) ?? noExposure(order.buyerId);
  const changed = events.reduce((sum, event) => exposureAfter(sum, order, event, now), exposure);
  if (changed !== exposure) put.push({ kind: 'exposure', record: changed });
  const [buyer, builder] = await Promise.all([
    events.some((event) => event.type === 'completed') ? store.get('citizen', order.buyerId) : undefined,
    bearsOnReputation(events) ? store.get('builder', order.builderId) : undefined,
  ]);
  if (buyer) put.push({ kind: 'citizen', record: { ...buyer, completedOrders: buyer.completedOrders + 1 } });
  const known = builder && reputationAfter(builder, order, events);
  if (known && known !== builder) put.push({ kind: 'builder', record: known });
  return put;
}
