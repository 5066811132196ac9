import { houseRules } from '#shared/house-rules.ts';
import { formatMoney } from '#shared/money.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { OrderReader, OrderState, Said } from '#shared/text/en/pages-order.ts';
import { en, fill, wordsOf } from '#shared/text/say.ts';
import { formatLength } from './times.ts';

/** How an order stands, in the one word that its page is headed by. Where the money went decides how an end is told. */
export function orderStateOf(order: OrderView): OrderState {
  const wasCharged = (order.vault?.chargedMinor ?? 0) > 0;
  const isFrozen = order.vault?.waitsFor === 'frozen';
  if (order.fulfilment === 'cancelled' && wasCharged) {
    const isBuilt = order.proofs.length > 0 || order.tracking !== null;
    return isBuilt ? 'refunded-built' : 'refunded';
  }
  if (order.fulfilment === 'cancelled' || order.fulfilment === 'expired') {
    if (wasCharged || lateAmount(order) !== null) return 'late-refunded';
    return order.fulfilment === 'expired' ? 'expired' : 'claim-cancelled';
  }
  if (isWithBank(order)) return 'disputed';
  if (isFrozen) return 'frozen';
  if (isPromiseBroken(order)) return 'promise-broken';
  if (order.bench && (order.fulfilment === 'paid' || order.fulfilment === 'building')) return 'on-bench';
  return order.fulfilment;
}

const promiseEvents: readonly string[] = ['promise-broken', 'promise-broken-scan', 'days-granted'];

/** Whether a bank has this money now. What the fund has put in its place counts as being here. */
function isWithBank({ vault, fulfilment }: OrderView): boolean {
  return vault !== null && fulfilment !== 'completed' && vault.withdrawnMinor > vault.coveredMinor;
}

/** Whether a promised day passed without what was promised. The event is what a builder sees of it, the action what a buyer does. */
function isPromiseBroken(order: OrderView): boolean {
  if (order.actions.includes('refund-unproven')) return true;
  const last = order.timeline.findLast(({ event }) => promiseEvents.includes(event))?.event;
  const isWaiting = order.fulfilment === 'paid' || order.fulfilment === 'building';
  if (last === 'promise-broken') return isWaiting && order.proofs.length === 0;
  return last === 'promise-broken-scan' && isWaiting && order.proofs.every(({ kind }) => kind === 'stream');
}

/** What a payment that found no unit came to, as the history states it; such a payment never was in the Vault. */
function lateAmount(order: OrderView): string | null {
  const refund = order.timeline.findLast(({ event }) => event === 'surplus-refunded');
  const amount = wordsOf(refund?.params ?? {})['amount'];
  return typeof amount === 'string' ? amount : null;
}

/** What goes back to the buyer. A refund that was decided a moment ago may not be in the ledger's sum yet. */
function refundedAmount(order: OrderView): string {
  const { vault } = order;
  if (!vault || vault.chargedMinor === 0) return lateAmount(order) ?? '';
  return formatMoney({ amountMinor: vault.refundedMinor || vault.chargedMinor, currency: vault.currency });
}

/** The heading and the sentence of a state, filled from the order. */
export function sayOrderState(order: OrderView, state: OrderState, reader: OrderReader): Said {
  const { title, sentence } = en.pages.order.states[state][reader];
  const params = {
    builder: order.builderNickname,
    unproven: formatLength(order.proofs.length === 0 ? houseRules.unprovenRefundMs : houseRules.unsentRefundMs),
    quiet: formatLength(houseRules.deliveryQuietMs),
    refunded: refundedAmount(order),
  };
  return { title: fill(title, params), sentence: fill(sentence, params) };
}
