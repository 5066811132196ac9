import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import type { DeskOrder, DeskView } from '#shared/schemas/desk.ts';
import { deskActions, plainLine } from '../../domain/desk.ts';
import { escrowOf } from '../../domain/ledger.ts';
import type { Order } from '../../domain/order.ts';
import { sharesLeft } from '../../domain/split.ts';
import { revisionOf } from './channel-view.ts';
import type { ChannelWork, WorkedOrder } from './channel-work.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { benchProgress, buildView, pictureViews, streamProofOf, waitView } from '../orders/order-parts.ts';
import { proofDeadline, type Showing } from '../work/views.ts';

/** A builder's live desk, any part of which a stream may show: of a buyer it has nickname and tag. */
export async function deskView(core: Core, work: ChannelWork, showing: Showing): Promise<DeskView> {
  const { asOf, channel, card, desk } = work;
  const orders = (list: readonly WorkedOrder[]) =>
    Promise.all(list.map((each) => deskOrder(core, each, work, showing)));
  // What is finished and not proved yet is still to be worked on, and is shown once.
  const queued = new Set(work.queue.map(({ order }) => order.id));
  const [bench, queue, doneToday] = await Promise.all([
    orders(work.onBench),
    orders(work.queue),
    orders(work.doneToday.filter(({ order }) => !queued.has(order.id))),
  ]);
  const view = {
    builder: card,
    live: channel.live ? { since: channel.live.startedAt, title: plainLine(channel.title) } : null,
    bench,
    benchMax: houseRules.benchOrdersMax,
    queue,
    doneToday,
    drops: [...work.drops],
    chatAnswers: desk.chatAnswers,
  };
  return { revision: revisionOf(view), now: asOf, asOf, ...view };
}

async function deskOrder(
  core: Core,
  { order, build }: WorkedOrder,
  { asOf, channel, bench }: ChannelWork,
  showing: Showing,
): Promise<DeskOrder> {
  const { heldMinor, leftMinor } = await leftOf(core, order);
  const [buyerNickname, shares] = await Promise.all([
    nicknameOf(core, order.buyerId),
    sharesOf(core, order, leftMinor, showing),
  ]);
  return {
    tag: order.tag,
    title: order.terms.title,
    guild: order.terms.guild,
    picture: pictureViews(core, order.terms, 1)[0] ?? null,
    buyerNickname,
    specs: order.terms.specs,
    fulfilment: order.fulfilment,
    build: buildView(core, order, build),
    progress: benchProgress(order, bench, asOf),
    certifiedBuild: streamProofOf(order) !== undefined,
    proofDueAt: proofDeadline(order),
    shares,
    ...waitView(order, heldMinor),
    actions: deskActions(order, channel, bench, build),
  };
}

/** What the Vault holds of an order, and what is left of it beside what was let go. Before anything moved, the ledger need not be read. */
async function leftOf(core: Core, order: Order): Promise<{ readonly heldMinor: number; readonly leftMinor: number }> {
  const { payment, releasedAt, refunds, disputes = [] } = order;
  const whole = (payment?.itemMinor ?? 0) + (payment?.shippingMinor ?? 0);
  if (releasedAt === null && refunds.length === 0 && disputes.length === 0)
    return { heldMinor: whole, leftMinor: whole };
  const { heldMinor, releasedMinor } = escrowOf(order.id, await core.store.entriesOf(order.id));
  return { heldMinor, leftMinor: heldMinor + releasedMinor };
}

/** Who is paid what of an order once it is released. Parts are of the talent pool; the builder's amount has the shipping in it. */
async function sharesOf(core: Core, order: Order, leftMinor: number, showing: Showing): Promise<DeskOrder['shares']> {
  const { payment, terms } = order;
  const { builder, marketer } = terms.split;
  const whole = builder + (marketer?.weight ?? 0);
  const split = payment && sharesLeft(payment, leftMinor, terms.split);
  const share = async (id: CitizenId, weight: number, amountMinor: number | undefined) => ({
    nickname: await nicknameOf(core, id),
    part: weight / whole,
    amount:
      showing === 'link' && payment && amountMinor !== undefined ? { amountMinor, currency: payment.currency } : null,
  });
  return Promise.all([
    share(order.builderId, builder, split?.builderMinor),
    ...(marketer ? [share(marketer.citizenId, marketer.weight, split?.marketerMinor)] : []),
  ]);
}
