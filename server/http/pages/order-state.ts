import { houseRules } from '#shared/house-rules.ts';
import { formatMoney } from '#shared/money.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { OrderReader, OrderState, Said } from '#shared/text/en/pages-order.ts';
import { en, fill } from '#shared/text/say.ts';
import { formatLength } from './times.ts';

/** How an order stands, in the one word that its page is headed by. Where the money went decides how an end is told. */
export function orderStateOf(order: OrderView): OrderState {
  const wasCharged = (order.vault?.chargedMinor ?? 0) > 0;
  const isFrozen = order.vault?.waitsFor === 'frozen';
  if (order.fulfilment === 'cancelled') return wasCharged ? 'refunded' : 'claim-cancelled';
  if (order.fulfilment === 'expired') return wasCharged ? 'late-refunded' : 'expired';
  if (isFrozen) return 'frozen';
  if (isPromiseBroken(order)) return 'promise-broken';
  if (order.bench && (order.fulfilment === 'paid' || order.fulfilment === 'building')) return 'on-bench';
  return order.fulfilment;
}

/** Whether the promised day passed and there is still no proof. The event is what a builder sees of it, the action what a buyer does. */
function isPromiseBroken(order: OrderView): boolean {
  if (order.actions.includes('refund-unproven')) return true;
  const isWaiting = order.fulfilment === 'paid' || order.fulfilment === 'building';
  return isWaiting && order.proofs.length === 0 && order.timeline.some(({ event }) => event === 'promise-broken');
}

/** The heading and the sentence of a state, filled from the order. */
export function sayOrderState(order: OrderView, state: OrderState, reader: OrderReader): Said {
  const { title, sentence } = en.pages.order.states[state][reader];
  const params = {
    builder: order.builderNickname,
    unproven: formatLength(houseRules.unprovenRefundMs),
    quiet: formatLength(houseRules.deliveryQuietMs),
    refunded: order.vault
      ? formatMoney({
          // A refund that was decided a moment ago may not be in the ledger's sum yet.
          amountMinor: order.vault.refundedMinor || order.vault.chargedMinor,
          currency: order.vault.currency,
        })
      : '',
  };
  return { title: fill(title, params), sentence: fill(sentence, params) };
}
