import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { BuilderCard } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { OrderAction, OrderView, ProofView } from '#shared/schemas/order.ts';
import { decide } from '../../domain/decide.ts';
import type { Drop } from '../../domain/drop.ts';
import { emptyEscrow, escrowOf } from '../../domain/ledger.ts';
import type { Escrow, Order, Proof, Role } from '../../domain/order.ts';
import type { Command } from '../../domain/order-commands.ts';
import { proofDueAt, runningClock, scanDueAt } from '../../domain/promise-clocks.ts';
import { trackingUrl } from '#shared/tracking-number.ts';
import { waitingFor } from '../../domain/waitlist.ts';
import { canReport } from '../cases/cases.ts';
import { payLink } from '../orders/new-claim.ts';
import { reputationOf } from '../people/reputation-view.ts';
import { raffleCard, raffleRevision } from '../drops/raffle-card.ts';
import type { Core } from './core.ts';
import { loadOrderFacts, type OrderFacts } from '../orders/order-facts.ts';
import {
  benchProgress,
  buildView,
  momentOf,
  momentView,
  pictureViews,
  vaultView,
  watchLink,
} from '../orders/order-parts.ts';

/** What a door may show: with `link` prices and the payment page, with `code` neither. */
export type Showing = 'link' | 'code';

/** What everybody may know of a builder. */
export async function builderCard(core: Core, builderId: CitizenId): Promise<BuilderCard> {
  const [citizen, builder, channel] = await Promise.all([
    core.store.get('citizen', builderId),
    core.store.get('builder', builderId),
    core.store.channelOfBuilder(builderId),
  ]);
  return {
    id: builderId,
    nickname: citizen?.nickname ?? '',
    guilds: [...(builder?.guilds ?? [])],
    channelLogin: channel?.login ?? null,
    isLive: channel?.live != null,
    ordersCompleted: builder?.completedOrders ?? 0,
    ordersBuiltLive: builder?.builtLive ?? 0,
    ...(await reputationOf(core, citizen, builder)),
  };
}

/**
 * A drop as a door may show it.
 *
 * @param card its builder, where the caller knows them as they are now; they are read otherwise
 */
export async function dropView(
  core: Core,
  drop: Drop,
  showing: Showing,
  card: BuilderCard | null = null,
): Promise<DropView> {
  const { terms } = drop;
  const [units, builder, marketer, waitlist, raffle] = await Promise.all([
    core.store.units(drop.id),
    card ?? builderCard(core, drop.builderId),
    terms.split.marketer ? core.store.get('citizen', terms.split.marketer.citizenId) : undefined,
    core.store.get('waitlist', drop.id),
    raffleCard(core, drop),
  ]);
  const waiting = waitingFor(drop, waitlist);
  const isEarly = drop.earlyBirdUntil !== null && core.clock.now() < drop.earlyBirdUntil;
  return {
    id: drop.id,
    revision: [
      drop.version,
      units.left,
      builder.isLive ? 1 : 0,
      waiting,
      isEarly ? 1 : 0,
      ...raffleRevision(raffle),
    ].join('.'),
    title: terms.title,
    guild: terms.guild,
    kind: terms.kind,
    status: drop.status,
    specs: terms.specs,
    price: showing === 'link' ? terms.price : null,
    shipping: showing === 'link' ? [...terms.shipping] : [],
    pictures: pictureViews(core, terms),
    vodUrl: terms.vodUrl,
    units,
    proofDays: terms.proofDays,
    scanDays: terms.scanDays,
    policy: terms.policy,
    liveOnly: drop.liveOnly,
    grail: drop.grail,
    earlyBirdUntil: isEarly ? drop.earlyBirdUntil : null,
    waiting,
    ...(raffle ? { raffle } : {}),
    builder,
    marketerNickname: marketer?.nickname ?? null,
  };
}

/**
 * An order as its buyer, its builder or the staff may see it. Only the buyer sees how to pay it.
 *
 * @param known what is kept about the order, where the caller knows it as it is now; it is read otherwise
 */
export async function orderView(
  core: Core,
  order: Order,
  role: Role,
  showing: Showing = 'link',
  known: OrderFacts | null = null,
): Promise<OrderView> {
  const [{ entries, history, unit }, builder, bench, build, proofs] = await Promise.all([
    known ?? loadOrderFacts(core, order.id),
    builderCard(core, order.builderId),
    core.store.get('bench', order.builderId),
    order.payment ? core.store.get('build', order.id) : undefined,
    Promise.all(order.proofs.map((proof) => proofView(core, order, proof))),
  ]);
  const escrow = escrowOf(order.id, entries);
  const { terms, payment } = order;
  const prices = showing === 'link';
  const paying = order.fulfilment === 'reserved' && role === 'buyer';
  return {
    tag: order.tag,
    version: order.version,
    fulfilment: order.fulfilment,
    dropId: order.dropId,
    title: terms.title,
    guild: terms.guild,
    picture: pictureViews(core, terms, 1)[0] ?? null,
    specs: terms.specs,
    unit,
    builderNickname: builder.nickname,
    channelLogin: builder.channelLogin,
    price: prices ? terms.price : null,
    shippingRates: prices ? [...terms.shipping] : [],
    country: order.checkout?.country ?? null,
    total:
      prices && payment
        ? { amountMinor: payment.itemMinor + payment.shippingMinor + payment.taxMinor, currency: payment.currency }
        : null,
    claim: paying
      ? { endsAt: order.claimEndsAt, payCode: order.payCode, payUrl: prices ? payLink(core, order) : null }
      : null,
    vault: payment && prices ? vaultView(order, escrow) : null,
    policy: terms.policy,
    proofs,
    certifiedBuild: order.proofs.some((proof) => proof.kind === 'stream'),
    bench: benchProgress(order, bench, core.clock.now()),
    build: order.payment ? buildView(core, order, build) : null,
    tracking: order.shipment
      ? {
          carrier: order.shipment.carrier,
          number: order.shipment.number,
          url: trackingUrl(order.shipment.carrier, order.shipment.number) ?? null,
        }
      : null,
    proofDueAt: proofDeadline(order),
    scanDueAt: scanDeadline(order),
    cancellation: cancellationOf(order),
    timeline: history
      .filter(({ event }) => mayRead(role, event))
      .map((line) => ({
        event: line.event,
        at: line.at,
        params: prices ? { ...line.params } : withoutAmounts(line.params),
      })),
    actions: actionsOf(core, order, role, escrow),
    orderUrl: `${core.settings.siteUrl}/orders/${order.tag}`,
    claimedIn: order.claimedIn ?? null,
  };
}

/** When the first proof is due; null when none is. */
export function proofDeadline(order: Order): Instant | null {
  const waits = order.payment !== null && order.proofs.length === 0 && order.fulfilment !== 'cancelled';
  return waits ? proofDueAt(order) : null;
}

/** When the carrier has to have the parcel; null while nothing waits for that. */
export function scanDeadline(order: Order): Instant | null {
  return runningClock(order) === 'scan' ? scanDueAt(order) : null;
}

/** The buyer's wish to cancel, which is granted by itself when its time is over. */
export function cancellationOf({
  fulfilment,
  cancellationAskedAt,
  releasedAt,
}: Order): { readonly askedAt: Instant; readonly until: Instant } | null {
  if (cancellationAskedAt === null || fulfilment !== 'paid' || releasedAt !== null) return null;
  return { askedAt: cancellationAskedAt, until: cancellationAskedAt + houseRules.cancellationMs };
}

async function proofView(core: Core, order: Order, proof: Proof): Promise<ProofView> {
  const { kind, at } = proof;
  if (proof.kind !== 'stream')
    return {
      kind,
      at,
      link: proof.kind === 'shipment' ? (trackingUrl(proof.carrier, proof.number) ?? null) : null,
      moment: null,
    };
  const moment = await momentOf(core, order, proof);
  return { kind, at, link: watchLink(proof, moment), moment: moment ? momentView(moment) : null };
}

/** What its sellers owe C500, of this order or another, is no buyer's business. */
function mayRead(role: Role, event: string): boolean {
  return role !== 'buyer' || !/^(owed|withheld)-/.test(event);
}

// `amount` is how older histories have it.
const amountNames = new Set(['amount', 'amountMinor', 'currency']);

/** A door that may show no price shows none in the history either. */
function withoutAmounts(params: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !amountNames.has(name)));
}

/** The actions a person may take now: what the rules themselves would grant. */
function actionsOf(core: Core, order: Order, role: Role, escrow: Escrow): OrderAction[] {
  const facts = {
    role,
    escrow: order.payment ? escrow : emptyEscrow,
    unitFree: true,
    builder: { completedOrders: 0, lostDisputes: 0 },
    trackingUsedAt: null,
  };
  const [rate] = order.terms.shipping;
  const tries: readonly Command[] = [
    { type: 'start-checkout', country: rate?.country ?? '' },
    { type: 'cancel-claim' },
    { type: 'declare-shipment', carrier: '', number: '' },
    { type: 'confirm-delivery' },
    { type: 'ask-cancellation' },
    { type: 'refund-order', reason: '' },
    { type: 'refund-unproven' },
    { type: 'grant-days' },
  ];
  const granted = tries.filter((command) => decide(order, command, facts, core.clock.now()).ok);
  const actions = granted.map((command) => command.type as OrderAction);
  return role === 'buyer' && canReport(order) ? [...actions, 'report'] : actions;
}
