import { houseRules } from '#shared/house-rules.ts';
import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Ruling } from './ruling.ts';
import type { Facts, Order } from '../order.ts';
import type { Command } from '../order-commands.ts';
import { isBound } from './disputes-of.ts';
import { giveBack } from './refund.ts';

type HoldCommand = Extract<Command, { type: 'freeze' | 'thaw' | 'warn-hold' | 'end-hold' }>;

/** The rules of holding on to money, and of not holding it for ever. */
export function decideHold(order: Order, command: HoldCommand, facts: Facts, now: Instant): Ruling {
  switch (command.type) {
    case 'freeze':
      return freeze(order, command.reason, now);
    case 'thaw':
      return thaw(order);
    case 'warn-hold':
      if (order.holdWarnedAt !== null || facts.escrow.heldMinor === 0) return refuse('nothing-held');
      return allow({ order: { holdWarnedAt: now }, events: [{ type: 'hold-warned' }] });
    case 'end-hold':
      return endHold(order, facts, now);
    default:
      return command satisfies never;
  }
}

/** While a bank looks at the payment, another reason to stand still is kept for when it has decided. */
function freeze(order: Order, reason: string, now: Instant): Ruling {
  const { freeze: standing } = order;
  if (standing && (standing.reason !== 'disputed' || standing.before))
    return refuse('frozen', { reason: standing.reason });
  const added = { reason, at: now };
  return allow({
    order: { freeze: standing && reason !== 'disputed' ? { ...standing, before: added } : added },
    events: [{ type: 'frozen', reason }],
  });
}

/** What else froze an order can be thawed, but a dispute only ends with the bank's decision, and with what it gives back. */
function thaw(order: Order): Ruling {
  const { freeze: standing } = order;
  const isForBank = standing?.reason === 'disputed' && isBound(order);
  if (!standing) return refuse('not-allowed-now', { state: order.fulfilment });
  if (isForBank && !standing.before) return refuse('disputed');
  return allow({ order: { freeze: isForBank ? { ...standing, before: null } : null }, events: [{ type: 'thawed' }] });
}

/**
 * No money is held for ever: what nothing has proved in time goes back, also while a case is open or a bank only asks. A release that is
 * due and may go is let go instead.
 */
function endHold(order: Order, facts: Facts, now: Instant): Ruling {
  if (facts.escrow.heldMinor <= 0) return refuse('nothing-held');
  const isGoing = order.releaseAt !== null && !order.freeze;
  if (isGoing || order.releasedAt || now < (order.paidAt ?? now) + houseRules.holdActionMs)
    return refuse('not-allowed-now', { state: order.fulfilment });
  const ending = giveBack(order, { why: 'held-too-long', reason: 'held-too-long' }, facts, now);
  if (!ending.ok) return ending;
  return allow({ ...ending.change, events: [{ type: 'hold-ended' }, ...(ending.change.events ?? [])] });
}
