import type { CitizenId, Instant } from '#shared/ids.ts';
import { parseTag } from '#shared/order-tag.ts';
import type { VaultView } from '#shared/schemas/order.ts';
import { escrowOf, partyAccounts, type LedgerEntry } from '../../domain/ledger.ts';
import type { Escrow, Leg, Order, OrderDispute, Payment } from '../../domain/order.ts';
import { sharesLeft } from '../../domain/split.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { waitView } from '../orders/order-parts.ts';

/** Orders of a page, and how far back anybody may page. */
const perPage = 25;
const reachMax = 2_000;

/** What became of one transfer; `whom` is a nickname, null for whoever reads. Amounts are minor units of the order's currency. */
export type WorkshopLeg = {
  readonly whom: string | null;
  readonly amountMinor: number;
  readonly state: Leg['state'];
  readonly reason: string | null;
  readonly withheldMinor: number;
  readonly reversedMinor: number;
  readonly reversingMinor: number;
  readonly owedMinor: number;
};

/** The money of one paid order as its builder sees it. Nothing tells who bought it. */
export type WorkshopOrder = {
  readonly tag: string;
  readonly title: string;
  readonly fulfilment: Order['fulfilment'];
  readonly currency: string;
  readonly paidAt: Instant | null;
  readonly paidMinor: number;
  readonly taxMinor: number;
  readonly refundedMinor: number;
  readonly withdrawnMinor: number;
  readonly feeMinor: number;
  readonly builderMinor: number;
  readonly marketerMinor: number;
  readonly marketer: string | null;
  readonly heldMinor: number;
  readonly waitsFor: VaultView['waitsFor'];
  readonly releaseAt: Instant | null;
  readonly legs: readonly WorkshopLeg[];
  readonly disputes: readonly OrderDispute['state'][];
};

/** A page of a builder's paid orders, newest first. `olderThan` is the tag that the next page begins after. */
export type WorkshopPage = { readonly orders: readonly WorkshopOrder[]; readonly olderThan: string | null };

/** A builder's paid orders: the newest, or those that come after one they have seen. */
export async function workshopPage(
  core: Core,
  builderId: CitizenId,
  before: string | undefined,
): Promise<WorkshopPage> {
  const all = (await core.store.ordersOf({ builder: builderId }, reachMax)).filter(({ payment }) => payment !== null);
  const tag = before === undefined ? undefined : parseTag(before);
  const seen = all.findIndex((order) => order.tag === tag);
  const from = before === undefined ? 0 : seen === -1 ? all.length : seen + 1;
  const shown = all.slice(from, from + perPage);
  const orders = await Promise.all(shown.map((order) => workshopOrder(core, builderId, order)));
  const isLast = from + perPage >= all.length;
  return { orders: orders.flatMap((order) => order ?? []), olderThan: isLast ? null : (shown.at(-1)?.tag ?? null) };
}

async function workshopOrder(core: Core, readerId: CitizenId, order: Order): Promise<WorkshopOrder | undefined> {
  const { payment, terms } = order;
  if (!payment) return undefined;
  const entries = await core.store.entriesOf(order.id);
  const escrow = escrowOf(order.id, entries);
  const marketerId = terms.split.marketer?.citizenId;
  const marketer = marketerId === undefined ? null : await nicknameOf(core, marketerId);
  return {
    tag: order.tag,
    title: terms.title,
    fulfilment: order.fulfilment,
    currency: terms.price.currency,
    paidAt: order.paidAt,
    paidMinor: payment.itemMinor + payment.shippingMinor,
    taxMinor: payment.taxMinor,
    refundedMinor: escrow.refundedMinor,
    withdrawnMinor: escrow.withdrawnMinor,
    ...partsOf(order, payment, escrow, entries),
    marketer,
    heldMinor: escrow.heldMinor,
    ...waitView(order, escrow.heldMinor),
    legs: order.legs.map((leg) => legView(leg, leg.citizenId === readerId ? null : (marketer ?? ''))),
    disputes: (order.disputes ?? []).map(({ state }) => state),
  };
}

/** Once it was released the books say who got what, and what was taken back of it; before that, the terms say it of what is left. */
function partsOf(
  order: Order,
  payment: Payment,
  { heldMinor }: Escrow,
  entries: readonly LedgerEntry[],
): Pick<WorkshopOrder, 'feeMinor' | 'builderMinor' | 'marketerMinor'> {
  const { split } = order.terms;
  if (order.releasedAt === null) {
    const { feeMinor, fundMinor, builderMinor, marketerMinor } = sharesLeft(payment, heldMinor, split);
    return { feeMinor: feeMinor + fundMinor, builderMinor, marketerMinor };
  }
  const moved = entries
    .filter(({ kind }) => kind === 'release' || kind === 'taken-back')
    .flatMap((each) => each.postings);
  const got = (accounts: readonly string[]) =>
    moved.filter(({ account }) => accounts.includes(account)).reduce((sum, { amountMinor }) => sum - amountMinor, 0);
  return {
    feeMinor: got(['fee-income', 'fund']),
    builderMinor: got(partyAccounts(order.builderId)),
    marketerMinor: split.marketer ? got(partyAccounts(split.marketer.citizenId)) : 0,
  };
}

function legView(leg: Leg, whom: string | null): WorkshopLeg {
  const { amountMinor, state, reason, withheldMinor = 0, reversals = [] } = leg;
  const sumOf = (wanted: 'done' | 'sending' | 'owed') =>
    reversals.filter((reversal) => reversal.state === wanted).reduce((sum, each) => sum + each.amountMinor, 0);
  return {
    whom,
    amountMinor,
    state,
    reason,
    withheldMinor,
    reversedMinor: sumOf('done'),
    reversingMinor: sumOf('sending'),
    owedMinor: sumOf('owed'),
  };
}
