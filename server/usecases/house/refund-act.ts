import { formatMoney, readPrice } from '#shared/money.ts';
import { parseTag } from '#shared/order-tag.ts';
import { refuse } from '#shared/refusals.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { houseTexts } from '#shared/text/en/house.ts';
import { housePeopleTexts } from '#shared/text/en/house-people.ts';
import { fill } from '#shared/text/say.ts';
import { keptByBank } from '../../domain/decide/disputes-of.ts';
import { escrowOf } from '../../domain/ledger.ts';
import type { Order } from '../../domain/order.ts';
import type { Command } from '../../domain/order-commands.ts';
import { endStates } from '../../domain/transitions.ts';
import { orderWords, type ActPlan } from './act-parts.ts';
import { planCommand } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { lookAtBench } from '../streams/follow-channels.ts';

/**
 * What is left of a payment for the item and its shipping: in the Vault, and with those who were paid; minor units. `allMinor` is how much of
 * it may go back: less than both where the buyer has some from their bank, and the fund put it back for the builder.
 */
export type Left = { readonly heldMinor: number; readonly releasedMinor: number; readonly allMinor: number };

/** What is left of an order's payment. */
export async function leftOf(core: Core, order: Order): Promise<Left> {
  if (!order.payment) return { heldMinor: 0, releasedMinor: 0, allMinor: 0 };
  const { heldMinor, releasedMinor, refundedMinor } = escrowOf(order.id, await core.store.entriesOf(order.id));
  const { itemMinor, shippingMinor } = order.payment;
  const ofBuyer = itemMinor + shippingMinor - refundedMinor - keptByBank(order);
  return { heldMinor, releasedMinor, allMinor: Math.max(0, Math.min(heldMinor + releasedMinor, ofBuyer)) };
}

/** What a refund of so much takes back from those who were paid, as a sentence; empty where it takes nothing back. */
export function sayTakenBack({ heldMinor, releasedMinor }: Left, amountMinor: number, currency: string): string {
  // Tax goes back beside it, and nobody was ever paid that.
  const back = Math.min(releasedMinor, amountMinor - heldMinor);
  if (back <= 0) return '';
  return fill(housePeopleTexts.beside.takesBack, { back: formatMoney({ amountMinor: back, currency }) });
}

/** The command that gives so much of an order back: all of it ends an order that is under way, and any other amount does not. */
export function refundCommand(order: Order, amountMinor: number, left: Left, reason: string): Command {
  const isAll = amountMinor === left.heldMinor + left.releasedMinor && !endStates.includes(order.fulfilment);
  return isAll ? { type: 'refund-order', reason } : { type: 'refund-part', amountMinor, reason };
}

/**
 * An amount as the staff typed it, for an order of which so much is left.
 *
 * @returns minor units; or `amount-unreadable`, `amount-too-high`
 */
export function readAmount(typed: string, left: number, currency: string) {
  const amountMinor = readPrice(typed, currency)?.amountMinor;
  if (amountMinor === undefined || amountMinor <= 0) return refuse('amount-unreadable', { typed });
  if (amountMinor > left) return refuse('amount-too-high', { most: formatMoney({ amountMinor: left, currency }) });
  return { ok: true, amountMinor } as const;
}

/** Refunds an order beside any case: all that is left, or the amount that is typed, after which it goes on. */
export async function planRefund(core: Core, act: Extract<StaffAct, { kind: 'refund' }>): Promise<ActPlan> {
  const tag = parseTag(act.tag);
  const order = tag && (await core.store.orderByTag(tag));
  if (!order) return refuse('not-found');
  const left = await leftOf(core, order);
  const { currency } = order.terms.price;
  const asked = act.amountTyped === undefined ? undefined : readAmount(act.amountTyped, left.allMinor, currency);
  if (asked && !asked.ok) return asked;
  const command = asked ? refundCommand(order, asked.amountMinor, left, act.reason) : wholeOf(order, left, act.reason);
  const plan = await planCommand(core, order, command, 'staff');
  if (!plan.ok) return plan;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  const isPart = asked !== undefined && asked.amountMinor < left.allMinor;
  const words = await orderWords(core, order);
  const back = plan.events.reduce((sum, event) => (event.type === 'refunded' ? sum + event.amountMinor : sum), 0);
  const amounts = isPart ? { part: money(back), amount: money(left.allMinor) } : { amount: money(back) };
  return {
    ok: true,
    summary: [
      fill(isPart ? housePeopleTexts.refundPart : houseTexts.acts.refund, { ...words, ...amounts }),
      sayTakenBack(left, asked?.amountMinor ?? left.allMinor, currency),
    ]
      .filter((each) => each !== '')
      .join(' '),
    commit: plan.commit,
    after: () => lookAtBench(core, order.builderId),
  };
}

/** The rules say of an order of which nothing is left, or that was never paid, why nothing can be refunded. */
function wholeOf(order: Order, left: Left, reason: string): Command {
  return left.allMinor > 0 ? refundCommand(order, left.allMinor, left, reason) : { type: 'refund-order', reason };
}
