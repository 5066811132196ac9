import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import type { Facts, Order, UnitChange } from './order.ts';
import type { Command, CommandType, Effect, OrderEvent } from './order-commands.ts';
import { decideClaim } from './decide/claim.ts';
import { decideDispute } from './decide/dispute.ts';
import { decideHold } from './decide/hold.ts';
import { decideLeg } from './decide/legs.ts';
import { decideParcel } from './decide/parcel.ts';
import { decidePayment } from './decide/payment.ts';
import { decidePromise } from './decide/promise.ts';
import { decideRefund } from './decide/refund.ts';
import { decideRelease } from './decide/release.ts';
import { decideWork } from './decide/work.ts';
import type { Ruling } from './decide/ruling.ts';
import { transitions } from './transitions.ts';

/** What a command comes to: the changed order with what happened and what is to be done outside, or a refusal. */
export type Decision =
  | {
      readonly ok: true;
      readonly order: Order;
      readonly events: readonly OrderEvent[];
      readonly effects: readonly Effect[];
      readonly unit: UnitChange | null;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * The only thing that changes an order. Pure and total: it never throws for any order and command of these types. The table of
 * transitions is asked first (who, from where), then the rule of the command.
 */
export function decide(order: Order, command: Command, facts: Facts, now: Instant): Decision {
  const row = transitions[command.type];
  if (!row.by.includes(facts.role)) return refuse('not-yours');
  if (!row.from.includes(order.fulfilment)) return refuseState(order, command.type);
  const ruling = rule(order, command, facts, now);
  if (!ruling.ok) return ruling;
  const { change } = ruling;
  return {
    ok: true,
    order: { ...order, ...change.order },
    events: change.events ?? [],
    effects: change.effects ?? [],
    unit: change.unit ?? null,
  };
}

function rule(order: Order, command: Command, facts: Facts, now: Instant): Ruling {
  switch (command.type) {
    case 'start-checkout':
    case 'checkout-opened':
    case 'checkout-closed':
    case 'lapse':
    case 'cancel-claim':
      return decideClaim(order, command, facts, now);
    case 'payment-arrived':
      return decidePayment(order, command, facts, now);
    case 'put-on-bench':
    case 'start-building':
    case 'prove-by-stream':
    case 'confirm-delivery':
    case 'deem-delivered':
    case 'complete':
      return decideWork(order, command, facts, now);
    case 'declare-shipment':
    case 'prove-by-shipment':
    case 'parcel-followed':
    case 'parcel-scanned':
    case 'parcel-delivered':
    case 'parcel-doubted':
    case 'prove-by-delivery':
      return decideParcel(order, command, facts, now);
    case 'release':
    case 'grant-release':
      return decideRelease(order, command, facts, now);
    case 'transfer-created':
    case 'transfer-refused':
    case 'retry-transfer':
    case 'reversal-created':
    case 'reversal-refused':
      return decideLeg(order, command, facts, now);
    case 'freeze':
    case 'thaw':
    case 'warn-hold':
    case 'end-hold':
      return decideHold(order, command, facts, now);
    case 'ask-cancellation':
    case 'grant-cancellation':
    case 'refund-order':
    case 'refund-part':
    case 'refund-created':
      return decideRefund(order, command, facts, now);
    case 'break-promise':
    case 'refund-unproven':
    case 'remind':
    case 'grant-days':
      return decidePromise(order, command, facts, now);
    case 'dispute-opened':
    case 'dispute-withdrawn':
    case 'dispute-reinstated':
    case 'dispute-closed':
      return decideDispute(order, command, facts, now);
    default:
      return command satisfies never;
  }
}

/** Says why a command does not fit the state, in the words that help most. */
function refuseState(order: Order, command: CommandType): { readonly ok: false; readonly refusal: Refusal } {
  const state = order.fulfilment;
  if (command === 'start-checkout' || command === 'cancel-claim') {
    return refuse(order.payment ? 'already-paid' : 'claim-ended');
  }
  if (state === 'reserved' || state === 'lapsing') return refuse('order-not-paid');
  if (state === 'cancelled' && order.payment) return refuse('order-refunded');
  if (state === 'expired' || state === 'cancelled') return refuse('order-ended');
  return refuse('not-allowed-now', { state });
}
