import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Ruling } from './ruling.ts';
import type { Facts, Leg, Order, Party } from '../order.ts';
import type { Command, Effect, OrderEvent } from '../order-commands.ts';
import { sharesLeft } from '../split.ts';
import { isBound } from './disputes-of.ts';
import { citizenOf } from './take-back.ts';

type ReleaseCommand = Extract<Command, { type: 'release' | 'grant-release' }>;

/** The rules of letting money go. */
export function decideRelease(order: Order, command: ReleaseCommand, facts: Facts, now: Instant): Ruling {
  switch (command.type) {
    case 'release':
      if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
      if (order.releasedAt) return refuse('already-released');
      if (order.releaseAt === null || now < order.releaseAt)
        return refuse('not-allowed-now', { state: order.fulfilment });
      return release(order, facts, now);
    case 'grant-release':
      return grantRelease(order, command.reason, facts, now);
    default:
      return command satisfies never;
  }
}

/** The effect that asks Stripe for a transfer. */
export function transferEffect(order: Order, party: Party, attempt: number): Effect {
  return {
    kind: 'create-transfer',
    key: `order:${order.id}:transfer:${party}:${attempt}`,
    orderId: order.id,
    party,
    attempt,
  };
}

/**
 * Everything held goes out in one decision, so that a refund decided later finds nothing in the Vault. The Vault must hold exactly what was
 * paid for item and shipping, less what was refunded and what a bank took, and with what the fund put back; and nothing of it may have
 * been released. What a party owes is kept back from their part.
 */
function release(order: Order, facts: Facts, now: Instant): Ruling {
  const { payment, freeze } = order;
  const { heldMinor, releasedMinor, refundedMinor, withdrawnMinor, coveredMinor } = facts.escrow;
  if (freeze) return refuse('frozen', { reason: freeze.reason });
  if (isBound(order)) return refuse('disputed');
  if (order.releasedAt) return refuse('already-released');
  const whole = (payment?.itemMinor ?? 0) + (payment?.shippingMinor ?? 0);
  const left = whole - refundedMinor - withdrawnMinor + coveredMinor;
  if (!payment || heldMinor <= 0 || releasedMinor !== 0 || heldMinor !== left) return refuse('nothing-held');
  const shares = sharesLeft(payment, heldMinor, order.terms.split);
  const legs = [
    legOf(order, 'builder', shares.builderMinor, facts),
    legOf(order, 'marketer', shares.marketerMinor, facts),
  ].flatMap((each) => each ?? []);
  const { currency } = payment;
  const withheld = legs.flatMap(({ party, citizenId, withheldMinor = 0 }): readonly OrderEvent[] =>
    withheldMinor > 0 ? [{ type: 'withheld', party, citizenId, amountMinor: withheldMinor, currency }] : [],
  );
  return allow({
    order: { releasedAt: now, legs },
    events: [{ type: 'released', feeMinor: shares.feeMinor, fundMinor: shares.fundMinor, legs, currency }, ...withheld],
    effects: legs.filter(({ state }) => state === 'sending').map((each) => transferEffect(order, each.party, 1)),
  });
}

/** What a party is sent: their share, less what they owe. A leg of which nothing is left to send is done. */
function legOf(order: Order, party: Party, shareMinor: number, facts: Facts): Leg | null {
  if (shareMinor <= 0) return null;
  const withheldMinor = Math.min(shareMinor, Math.max(0, facts.owedMinor?.[party] ?? 0));
  const amountMinor = shareMinor - withheldMinor;
  return {
    party,
    citizenId: citizenOf(order, party),
    amountMinor,
    attempt: 1,
    state: amountMinor > 0 ? 'sending' : 'done',
    transferId: null,
    reason: null,
    retryAt: null,
    ...(withheldMinor > 0 ? { withheldMinor } : {}),
  };
}

/** Staff has seen what no proof shows. Why stands in the history, before the release itself. */
function grantRelease(order: Order, reason: string, facts: Facts, now: Instant): Ruling {
  const released = release(order, facts, now);
  if (!released.ok) return released;
  const { change } = released;
  return allow({ ...change, events: [{ type: 'release-granted', reason }, ...(change.events ?? [])] });
}
