import { day } from '#shared/house-rules.ts';
import type { OrderId } from '#shared/ids.ts';
import type { Refusal } from '#shared/refusals.ts';
import {
  disputeAfter,
  disputeCommands,
  disputeDeadlines,
  disputeLook,
  disputeLookSubject,
  disputeSubject,
  newDispute,
} from '../../domain/dispute.ts';
import type { BankDispute } from '../../domain/dispute.ts';
import type { Order } from '../../domain/order.ts';
import type { Command, OrderEvent } from '../../domain/order-commands.ts';
import type { Dispute } from '../../domain/trust-records.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Commit, Notice, Put } from '../../ports/store.ts';
import { applyCommand, planCommand, triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { flagPuts, type FlagWish } from '../house/flags.ts';
import { addressed, houseNotice } from '../work/tell.ts';

type Parts = Required<Pick<Commit, 'put' | 'notices'>>;
type Settling = Pick<Commit, 'settleInbox'>;

/** A payment that a dispute names and that has not reached us after this long is none of ours. */
const paymentWithinMs = day;

/**
 * Follows a dispute: it is read at the bank anew, the order is told everything that it does not know yet, in the order in which it must
 * have happened, and the record follows. A message that comes twice, late or out of turn changes nothing more; a crash anywhere leaves
 * the message to be worked on again.
 *
 * @returns what became of the message, which is settled by then
 */
export async function followDispute(core: Core, disputeId: string, settling: Settling): Promise<void> {
  const bank = await core.disputes.fetchDispute(disputeId);
  const order = bank.orderId ? await core.store.get('order', bank.orderId) : undefined;
  if (!order) return raise(core, strange(bank, null), settling);
  if (!isKnownCharge(order, bank.chargeId)) {
    if (core.clock.now() - bank.openedAt > paymentWithinMs) return raise(core, strange(bank, order), settling);
    throw new UpstreamError('stripe', 'a payment is disputed that has not reached us yet', { retryable: true });
  }
  const heard = await hearOfRefunds(core, order, bank.chargeId);
  for (const command of disputeCommands(heard, bank)) await tellOrder(core, order.id, command, bank);
  await keepRecord(core, order, bank, settling);
}

/**
 * Asks for refunds that were on their way when the bank stepped in. Once a payment is disputed Stripe makes none any more, so that its answer
 * is the last word on what the buyer had before, and only what was not sent can be what the bank took.
 */
async function hearOfRefunds(core: Core, order: Order, chargeId: string): Promise<Order> {
  const unheard = order.refunds.filter((refund) => refund.chargeId === chargeId && refund.state === 'sending');
  for (const { part } of unheard) {
    const refundId = await core.payments.findRefund(chargeId, part);
    if (refundId === undefined) continue;
    const created = { type: 'refund-created', chargeId, refundId } as const;
    await applyCommand(core, order.id, part === undefined ? created : { ...created, part }, 'system');
  }
  return unheard.length === 0 ? order : ((await core.store.get('order', order.id)) ?? order);
}

function isKnownCharge({ payment, refunds }: Order, chargeId: string): boolean {
  return payment?.chargeId === chargeId || refunds.some((refund) => refund.chargeId === chargeId);
}

/** Something the bank disputes that we cannot answer for: people have to. */
function strange({ id }: BankDispute, order: Order | null): FlagWish {
  const about = order?.tag ?? id;
  return {
    id: `flag:dispute:${id}:strange`,
    kind: 'dispute-unanswered',
    citizenId: order?.buyerId ?? null,
    orderId: order?.id ?? null,
    about,
  };
}

async function raise(core: Core, wish: FlagWish, settling: Settling): Promise<void> {
  const { put, notices } = await flagPuts(core, wish);
  await core.store.commit({ put, notices, ...settling });
}

/** Gives the order one command, and keeps what follows from it for people and for the record in the same commit. */
async function tellOrder(core: Core, orderId: OrderId, command: Command, bank: BankDispute): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const order = await core.store.get('order', orderId);
    if (!order) throw new Error(`order ${orderId} is gone`);
    const plan = await planCommand(core, order, command, 'system');
    // Somebody else heard the same at this moment; what is left to hear is found by the next look.
    if (!plan.ok) return dropped(core, order, command, plan.refusal);
    const record = await recordAfter(core, order, bank);
    const parts = await consequences(core, plan.order, plan.events, bank);
    const { result } = await core.store.commit({
      ...plan.commit,
      put: [...(plan.commit.put ?? []), ...record.put, ...parts.put],
      notices: [...(plan.commit.notices ?? []), ...parts.notices],
      deadlines: [...(plan.commit.deadlines ?? []), ...record.deadlines],
    });
    if (result === 'committed') return;
  }
  throw new Error(`order ${orderId} kept changing`);
}

/**
 * The rules refuse what they have heard before. Money that the bank moved and that they would not take, as after an appeal against a
 * decision that was paid for, stands in nobody's books: people have to see to it.
 */
async function dropped(core: Core, order: Order, command: Command, refusal: Refusal): Promise<void> {
  if (!('movementId' in command)) {
    if (refusal.code !== 'not-allowed-now')
      core.report(new Error(`a dispute's message was refused: ${refusal.code}`), { order: order.id });
    return;
  }
  const { disputeId, movementId } = command;
  const now = await core.store.get('order', order.id);
  const isHeard = now?.disputes?.some(({ id, movements = [] }) => id === disputeId && movements.includes(movementId));
  if (isHeard) return;
  const { id: orderId, buyerId: citizenId, tag: about } = order;
  const wish = {
    id: `flag:dispute:${disputeId}:${movementId}`,
    kind: 'dispute-unanswered',
    citizenId,
    orderId,
    about,
  } as const;
  await core.store.commit(await flagPuts(core, wish));
}

async function recordAfter(
  core: Core,
  order: Order,
  bank: BankDispute,
): Promise<Required<Pick<Commit, 'put' | 'deadlines'>>> {
  const known = await core.store.get('dispute', bank.id);
  const now = core.clock.now();
  const record = known ? disputeAfter(known, bank, now) : newDispute(bank, order.id, now);
  if (record === known) return { put: [], deadlines: [] };
  return {
    put: [{ kind: 'dispute', record }],
    deadlines: [
      { subject: disputeSubject(record.id), due: disputeDeadlines(record) },
      { subject: disputeLookSubject(record.id), due: [disputeLook(now)] },
    ],
  };
}

/** Keeps what the bank's word changes of the record alone, and settles the message. */
async function keepRecord(core: Core, order: Order, bank: BankDispute, settling: Settling): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const record = await recordAfter(core, order, bank);
    const flag = bank.standing === 'appealed' ? await flagPuts(core, appealed(order, bank)) : { put: [], notices: [] };
    const { result } = await core.store.commit({
      put: [...record.put, ...flag.put],
      notices: flag.notices,
      deadlines: record.deadlines,
      ...settling,
    });
    if (result === 'committed' || result === 'already-done') return;
  }
  throw new Error(`dispute ${bank.id} kept changing`);
}

function appealed(order: Order, bank: BankDispute): FlagWish {
  return { ...strange(bank, order), id: `flag:dispute:${bank.id}:appealed` };
}

/** Whom a dispute's events tell what, and whom they strike. */
async function consequences(
  core: Core,
  order: Order,
  events: readonly OrderEvent[],
  bank: BankDispute,
): Promise<Parts> {
  const put: Put[] = [];
  const notices: Notice[] = [];
  for (const event of events) {
    const parts =
      event.type === 'disputed'
        ? await whenOpened(core, order, bank)
        : event.type === 'dispute-closed'
          ? await whenClosed(core, order, event, bank)
          : { put: [], notices: [] };
    put.push(...parts.put);
    notices.push(...parts.notices);
  }
  return { put, notices };
}

async function whenOpened(core: Core, order: Order, bank: BankDispute): Promise<Parts> {
  const { answerUntil: untilAt, fileAt } = newDispute(bank, order.id, core.clock.now());
  const money = { amountMinor: bank.amountMinor, currency: bank.currency };
  const telling = {
    to: order.builderId,
    kind: 'dispute-opened-builder',
    params: { ...money, untilAt },
    link: 'order',
  } as const;
  const id = `dispute:${bank.id}`;
  const [builder, buyer] = await Promise.all([
    addressed(core, order, telling, `${id}:opened`, core.clock.now()),
    core.store.get('citizen', order.buyerId),
  ]);
  const params = { ...money, tag: order.tag, reason: bank.reason, untilAt: fileAt ?? bank.openedAt };
  const house = buyer && houseNotice(core, buyer, { kind: 'house-dispute', id, params, path: '/house/disputes' });
  return { put: [], notices: [...(builder ? [builder] : []), ...(house ? [house] : [])] };
}

type Closed = Extract<OrderEvent, { type: 'dispute-closed' }>;

/** The end of it. Who is struck for it, and who pays, follows from the order's event itself. */
async function whenClosed(core: Core, order: Order, event: Closed, bank: BankDispute): Promise<Parts> {
  const { outcome, isProved } = event;
  const at = core.clock.now();
  const money = { amountMinor: bank.amountMinor, currency: bank.currency };
  const tellings = [
    outcome === 'won'
      ? ({ to: order.builderId, kind: 'dispute-won-builder', params: {}, link: 'order' } as const)
      : ({
          to: order.builderId,
          kind: 'dispute-lost-builder',
          params: { ...money, reason: isProved ? 'fund-pays' : 'builder-pays' },
          link: 'order',
        } as const),
    {
      to: order.buyerId,
      kind: 'dispute-closed-buyer',
      params: { reason: outcome === 'won' ? 'dispute-won' : 'dispute-lost' },
      link: 'order',
    } as const,
  ];
  const told = tellings.map((telling) =>
    addressed(core, order, telling, `dispute:${bank.id}:${outcome}:${telling.kind}`, at),
  );
  const notices = (await Promise.all(told)).flatMap((notice) => (notice ? [notice] : []));
  return { put: [], notices };
}

/** The disputes of an order that are on record, the newest first. */
export async function disputesOf(core: Core, order: Order): Promise<readonly Dispute[]> {
  const ids = (order.disputes ?? []).map(({ id }) => id);
  const records = await Promise.all(ids.map((id) => core.store.get('dispute', id)));
  return records.flatMap((record) => record ?? []).toSorted((one, other) => other.openedAt - one.openedAt);
}
