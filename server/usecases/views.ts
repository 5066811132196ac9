import { day } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import type { BuilderCard, Passport } from '#shared/schemas/citizen.ts';
import type { DropView, PictureView } from '#shared/schemas/drop.ts';
import type { BenchEntry, OrderAction, OrderView, VaultView } from '#shared/schemas/order.ts';
import { houseRules } from '#shared/house-rules.ts';
import { en, fill } from '#shared/text/say.ts';
import { emptyBench, settleBench } from '../domain/bench.ts';
import type { Bench, Citizen } from '../domain/citizen.ts';
import { decide } from '../domain/decide.ts';
import { proofDueAt } from '../domain/decide/refund.ts';
import type { Drop } from '../domain/drop.ts';
import { emptyEscrow, escrowOf } from '../domain/ledger.ts';
import type { Command, Escrow, Order, Role, Terms } from '../domain/order.ts';
import { waitsFor } from '../domain/release.ts';
import { trackingUrl } from '../domain/tracking-number.ts';
import { computeTier } from '../domain/trust.ts';
import { payLink } from './claim-unit.ts';
import type { Core } from './core.ts';
import { loadOrderFacts, type OrderFacts } from './order-facts.ts';

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
  };
}

/** A drop as a door may show it. */
export async function dropView(core: Core, drop: Drop, showing: Showing): Promise<DropView> {
  const { terms } = drop;
  const [units, builder, marketer] = await Promise.all([
    core.store.units(drop.id),
    builderCard(core, drop.builderId),
    terms.split.marketer ? core.store.get('citizen', terms.split.marketer.citizenId) : undefined,
  ]);
  return {
    id: drop.id,
    revision: `${drop.version}.${units.left}.${builder.isLive ? 1 : 0}`,
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
    builder,
    marketerNickname: marketer?.nickname ?? null,
  };
}

function pictureViews(core: Core, terms: Terms, picturesMax = terms.pictures.length): PictureView[] {
  return terms.pictures.slice(0, picturesMax).map((name, index) => ({
    url: core.pictures.url(name),
    alt: fill(en.common.pictureAlt, { title: terms.title, number: index + 1 }),
  }));
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
  const [{ entries, history, unit }, builder, bench] = await Promise.all([
    known ?? loadOrderFacts(core, order.id),
    builderCard(core, order.builderId),
    core.store.get('bench', order.builderId),
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
    proofs: order.proofs.map((proof) => ({
      kind: proof.kind,
      at: proof.at,
      link:
        proof.kind === 'stream'
          ? proof.link
          : proof.kind === 'shipment'
            ? (trackingUrl(proof.carrier, proof.number) ?? null)
            : null,
    })),
    certifiedBuild: order.proofs.some((proof) => proof.kind === 'stream'),
    bench: benchProgress(core, order, bench),
    tracking: order.shipment
      ? {
          carrier: order.shipment.carrier,
          number: order.shipment.number,
          url: trackingUrl(order.shipment.carrier, order.shipment.number) ?? null,
        }
      : null,
    proofDueAt: payment && order.proofs.length === 0 && order.fulfilment !== 'cancelled' ? proofDueAt(order) : null,
    timeline: history.map((line) => ({
      event: line.event,
      at: line.at,
      params: prices ? { ...line.params } : withoutAmounts(line.params),
    })),
    actions: actionsOf(core, order, role, escrow),
    orderUrl: `${core.settings.siteUrl}/orders/${order.tag}`,
  };
}

/** A door that may show no price shows none in the history either. */
function withoutAmounts(params: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'amount'));
}

function vaultView(order: Order, escrow: Escrow): VaultView {
  const { chargedMinor, heldMinor, releasedMinor, refundedMinor, withdrawnMinor, coveredMinor } = escrow;
  const missing = waitsFor(order.terms.policy, order.proofs);
  const waiting = missing === 'nothing' ? 'cool-off' : missing;
  return {
    chargedMinor,
    heldMinor,
    releasedMinor,
    refundedMinor,
    withdrawnMinor,
    coveredMinor,
    currency: order.terms.price.currency,
    waitsFor: heldMinor === 0 ? 'nothing' : order.freeze ? 'frozen' : waiting,
    releaseAt: heldMinor === 0 ? null : order.releaseAt,
  };
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
  ];
  return tries
    .filter((command) => decide(order, command, facts, core.clock.now()).ok)
    .map((command) => command.type as OrderAction);
}

function benchProgress(core: Core, order: Order, bench: Bench | undefined): OrderView['bench'] {
  if (!bench) return null;
  const entry = settleBench(bench, core.clock.now()).orders.find((each) => each.orderId === order.id);
  return entry?.active
    ? {
        since: entry.since,
        earnedMs: Math.round(Math.min(entry.earnedMs, houseRules.benchProofMs)),
        neededMs: houseRules.benchProofMs,
      }
    : null;
}

/** An order as a stream may show it. */
async function benchEntry(core: Core, order: Order, bench: Bench): Promise<BenchEntry> {
  const buyer = await core.store.get('citizen', order.buyerId);
  return {
    tag: order.tag,
    title: order.terms.title,
    guild: order.terms.guild,
    picture: pictureViews(core, order.terms, 1)[0] ?? null,
    buyerNickname: buyer?.nickname ?? '',
    progress: benchProgress(core, order, bench),
    certifiedBuild: order.proofs.some((proof) => proof.kind === 'stream'),
  };
}

/** What a channel's panel shows to everybody. The revision changes whenever any of it does. */
export async function channelView(core: Core, channelId: string, showing: Showing) {
  const now = core.clock.now();
  const channel = await core.store.get('channel', channelId);
  if (!channel)
    return {
      revision: 'none',
      now,
      builder: null,
      live: null,
      bench: [],
      queue: [],
      doneToday: [],
      drops: [],
      checkout: showing,
    };
  const { builderId } = channel;
  const [drops, queue, recent, kept] = await Promise.all([
    core.store.openDrops(20, builderId),
    core.store.ordersInStates(builderId, ['paid', 'building'], 20),
    core.store.ordersOf({ builder: builderId }, 50),
    core.store.get('bench', builderId),
  ]);
  const bench = kept ?? emptyBench(builderId, now);
  const active = new Set(channel.live ? bench.orders.filter((each) => each.active).map((each) => each.orderId) : []);
  const onBench = recent.filter((order) => active.has(order.id));
  const done = recent.filter(
    (order) => !active.has(order.id) && order.proofs.some((proof) => proof.kind === 'stream' && now - proof.at < day),
  );
  const entries = (orders: readonly Order[]) => Promise.all(orders.map((order) => benchEntry(core, order, bench)));
  const views = await Promise.all(drops.map((drop) => dropView(core, drop, showing)));
  return {
    revision: [
      channel.version,
      bench.version,
      ...views.map((view) => view.revision),
      ...recent.slice(0, 20).map((order) => order.version),
    ].join('-'),
    now,
    builder: await builderCard(core, builderId),
    live: channel.live ? { since: channel.live.startedAt, title: channel.title } : null,
    bench: await entries(onBench),
    queue: await entries(
      queue
        .filter((order) => !active.has(order.id) && !order.proofs.some((proof) => proof.kind === 'stream'))
        .slice(0, 5),
    ),
    doneToday: await entries(done.slice(0, 5)),
    drops: views,
    checkout: showing,
  };
}

/** What a citizen may know of themselves. A door without prices has no sums of them either. */
export async function passport(core: Core, citizen: Citizen, showing: Showing): Promise<Passport> {
  const tier = computeTier(citizen, core.clock.now());
  const exposure = await core.store.get('exposure', citizen.id);
  return {
    id: citizen.id,
    nickname: citizen.nickname,
    tier,
    capMinor: showing === 'link' ? houseRules.tierCapMinor[tier] : null,
    openMinor: showing === 'link' ? (exposure?.open ?? []).reduce((sum, each) => sum + each.amountMinor, 0) : 0,
    currency: core.settings.currency,
    ordersCompleted: citizen.completedOrders,
    accounts: citizen.accounts.map(({ platform, handle }) => ({ platform, handle })),
  };
}
