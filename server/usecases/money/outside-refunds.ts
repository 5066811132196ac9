import type { OrderId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Order, Payment, Refund } from '../../domain/order.ts';
import type { Command } from '../../domain/order-commands.ts';
import type { OutsideRefund } from '../../ports/disputes.ts';
import type { Commit } from '../../ports/store.ts';
import { applyCommand, planCommand, triesMax, type Plan } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { flagPuts, type FlagParts } from '../house/flags.ts';
import { lookAtBench } from '../streams/follow-channels.ts';

/**
 * Follows a refund that somebody made by hand at the payment provider. The money is gone, so the order and the books follow it as if the
 * staff had decided it here, and nothing more is sent; the staff is told in any case. What the rules cannot follow is for people.
 */
export async function followOutsideRefund(
  core: Core,
  refundId: string,
  settling: Pick<Commit, 'settleInbox'>,
): Promise<void> {
  const refund = await core.disputes.fetchRefund(refundId);
  const order = refund.orderId ? await core.store.get('order', refund.orderId) : undefined;
  if (!order || refund.isOurs || !refund.stands || isBooked(order, refund))
    return void (await core.store.commit(settling));
  const refusal = (await waitsFor(core, order, refund)) ? undefined : await decideLikewise(core, order.id, refund);
  const current = (await core.store.get('order', order.id)) ?? order;
  if (isBooked(current, refund)) return void (await core.store.commit(settling));
  // What the rules refuse can be nothing but a part of what we were to send.
  const sent = await waitsFor(core, current, refund, refusal !== undefined);
  const why = sent ? undefined : refusal?.code;
  const flag = await flagOf(core, order, refund, { kind: 'refund-outside', ...(why ? { why } : {}) });
  if (refusal && !sent) return void (await core.store.commit({ ...flag, ...settling }));
  if (!sent) throw new Error(`the refund ${refundId} has no place in order ${order.id}`);
  const { chargeId, part } = sent;
  const command: Command = {
    type: 'refund-created',
    chargeId,
    refundId,
    amountMinor: refund.amountMinor,
    ...(part === undefined ? {} : { part }),
  };
  const applied = await applyCommand(core, order.id, command, 'system', settling, () => Promise.resolve(flag));
  if (!applied.ok) throw new Error(`order ${order.id} did not take the refund ${refundId}: ${applied.refusal.code}`);
  await lookAtBench(core, order.builderId);
}

/**
 * Follows a refund that Stripe had taken and could not bring to the buyer: the card is closed, or its bank refuses. The money is on C500's
 * balance again and is the buyer's all the same, so that people have to find another way.
 */
export async function followFailedRefund(
  core: Core,
  refundId: string,
  settling: Pick<Commit, 'settleInbox'>,
): Promise<void> {
  const refund = await core.disputes.fetchRefund(refundId);
  const order = refund.orderId ? await core.store.get('order', refund.orderId) : undefined;
  const flag = order && !refund.stands ? await flagOf(core, order, refund, { kind: 'refund-failed' }) : {};
  await core.store.commit({ ...flag, ...settling });
}

/**
 * A refund of the order's that is just this, or of which this is a part: we wanted to send it, and somebody did. One that Stripe has from us,
 * although its answer was lost, is another.
 */
async function waitsFor(
  core: Core,
  { refunds }: Order,
  { chargeId, amountMinor }: OutsideRefund,
  orPart = false,
): Promise<Refund | undefined> {
  for (const each of refunds) {
    const fits = each.amountMinor === amountMinor || (orPart && each.amountMinor > amountMinor);
    if (each.state !== 'sending' || each.chargeId !== chargeId || !fits) continue;
    if ((await core.payments.findRefund(chargeId, each.part)) === undefined) return each;
  }
  return undefined;
}

function isBooked({ refunds }: Order, { id }: OutsideRefund): boolean {
  return refunds.some(({ refundId }) => refundId === id);
}

/** Decides a refund of as much, without the effect that would send it. Undefined once it is kept, be it by another process. */
async function decideLikewise(core: Core, orderId: OrderId, refund: OutsideRefund): Promise<Refusal | undefined> {
  for (let tries = 0; tries < triesMax; tries++) {
    const order = await core.store.get('order', orderId);
    if (!order) return { code: 'not-found' };
    if (isBooked(order, refund) || (await waitsFor(core, order, refund))) return undefined;
    const plan = await planLikewise(core, order, refund);
    if (!plan.ok) return plan.refusal;
    const effects = (plan.commit.effects ?? []).filter(({ kind }) => kind !== 'create-refund');
    const { result } = await core.store.commit({ ...plan.commit, effects });
    if (result === 'committed') return undefined;
  }
  return { code: 'conflict-try-again' };
}

/** Our refunds are said without the tax, which goes back in proportion: the amount that comes to the same is looked for. */
async function planLikewise(core: Core, order: Order, refund: OutsideRefund): Promise<Plan> {
  const { payment } = order;
  if (payment?.chargeId !== refund.chargeId) return refuse('nothing-held');
  const near = withoutTax(payment, refund.amountMinor);
  let last: Plan = refuse('amount-too-high', { most: refund.amountMinor });
  for (const amountMinor of [near, near + 1, near - 1]) {
    const command: Command = { type: 'refund-part', amountMinor, reason: 'decided' };
    last = await planCommand(core, order, command, 'staff');
    const isIt =
      last.ok && last.events.some((event) => event.type === 'refunded' && event.amountMinor === refund.amountMinor);
    if (isIt || !last.ok) return last;
  }
  return refuse('amount-too-high', { most: refund.amountMinor });
}

function withoutTax({ itemMinor, shippingMinor, taxMinor }: Payment, amountMinor: number): number {
  const whole = itemMinor + shippingMinor;
  return Math.round((amountMinor * whole) / (whole + taxMinor));
}

function flagOf(
  core: Core,
  order: Order,
  refund: OutsideRefund,
  { kind, ...more }: { readonly kind: 'refund-outside' | 'refund-failed'; readonly why?: string },
): Promise<FlagParts> {
  return flagPuts(core, {
    id: `flag:${kind}:${refund.id}`,
    kind,
    citizenId: order.buyerId,
    orderId: order.id,
    about: order.tag,
    params: { amountMinor: refund.amountMinor, currency: refund.currency, refund: refund.id, ...more },
  });
}
