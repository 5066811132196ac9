import { houseRules } from '#shared/house-rules.ts';
import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Ruling } from './ruling.ts';
import type { Facts, Leg, Order, Party } from '../order.ts';
import type { Command, Effect } from '../order-commands.ts';
import { splitPayment } from '../split.ts';

type MoneyCommand = Extract<
  Command,
  {
    type:
      | 'release'
      | 'grant-release'
      | 'transfer-created'
      | 'transfer-refused'
      | 'retry-transfer'
      | 'freeze'
      | 'thaw'
      | 'warn-hold';
  }
>;

/** The rules of letting money go, and of holding on to it. */
export function decideMoney(order: Order, command: MoneyCommand, facts: Facts, now: Instant): Ruling {
  switch (command.type) {
    case 'release':
      if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
      if (order.releasedAt) return refuse('already-released');
      if (order.releaseAt === null || now < order.releaseAt)
        return refuse('not-allowed-now', { state: order.fulfilment });
      return release(order, facts, now);
    case 'grant-release':
      return grantRelease(order, command.reason, facts, now);
    case 'transfer-created':
      return transferCreated(order, command.party, command.attempt, command.transferId);
    case 'transfer-refused':
      return transferRefused(order, command.party, command.attempt, command.reason, now);
    case 'retry-transfer':
      return retryTransfer(order, command.party);
    case 'freeze':
      if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
      return allow({
        order: { freeze: { reason: command.reason, at: now } },
        events: [{ type: 'frozen', reason: command.reason }],
      });
    case 'thaw':
      return order.freeze
        ? allow({ order: { freeze: null }, events: [{ type: 'thawed' }] })
        : refuse('not-allowed-now', { state: order.fulfilment });
    case 'warn-hold':
      if (order.holdWarnedAt !== null || facts.escrow.heldMinor === 0) return refuse('nothing-held');
      return allow({ order: { holdWarnedAt: now }, events: [{ type: 'hold-warned' }] });
    default:
      return command satisfies never;
  }
}

/** Everything held goes out in one decision, so that a refund decided later finds nothing to take. */
function release(order: Order, facts: Facts, now: Instant): Ruling {
  const { payment, freeze } = order;
  if (freeze) return refuse('frozen', { reason: freeze.reason });
  if (order.releasedAt) return refuse('already-released');
  if (!payment || facts.escrow.heldMinor !== payment.itemMinor + payment.shippingMinor) return refuse('nothing-held');
  const { split } = order.terms;
  const shares = splitPayment(payment.itemMinor, payment.shippingMinor, split);
  const leg = (party: Party, citizenId: Leg['citizenId'], amountMinor: number): Leg => ({
    party,
    citizenId,
    amountMinor,
    attempt: 1,
    state: 'sending',
    transferId: null,
    reason: null,
    retryAt: null,
  });
  const legs = [
    leg('builder', order.builderId, shares.builderMinor),
    ...(split.marketer ? [leg('marketer', split.marketer.citizenId, shares.marketerMinor)] : []),
  ].filter((each) => each.amountMinor > 0);
  return allow({
    order: { releasedAt: now, legs },
    events: [
      { type: 'released', feeMinor: shares.feeMinor, fundMinor: shares.fundMinor, legs, currency: payment.currency },
    ],
    effects: legs.map((each) => transferEffect(order, each.party, 1)),
  });
}

/** Staff has seen what no proof shows. Why stands in the history, before the release itself. */
function grantRelease(order: Order, reason: string, facts: Facts, now: Instant): Ruling {
  const released = release(order, facts, now);
  if (!released.ok) return released;
  const { change } = released;
  return allow({ ...change, events: [{ type: 'release-granted', reason }, ...(change.events ?? [])] });
}

function transferEffect(order: Order, party: Party, attempt: number): Effect {
  return {
    kind: 'create-transfer',
    key: `order:${order.id}:transfer:${party}:${attempt}`,
    orderId: order.id,
    party,
    attempt,
  };
}

function withLeg(order: Order, party: Party, change: Partial<Leg>): readonly Leg[] {
  return order.legs.map((leg) => (leg.party === party ? { ...leg, ...change } : leg));
}

function transferCreated(order: Order, party: Party, attempt: number, transferId: string): Ruling {
  const leg = order.legs.find((each) => each.party === party);
  if (!leg || leg.state === 'done' || leg.attempt !== attempt) return refuse('already-released');
  return allow({
    order: { legs: withLeg(order, party, { state: 'done', transferId, reason: null, retryAt: null }) },
    events: [
      {
        type: 'transfer-created',
        party,
        amountMinor: leg.amountMinor,
        currency: order.terms.price.currency,
        transferId,
      },
    ],
  });
}

/** A leg that Stripe will not take waits as its party's money; the other legs go. */
function transferRefused(order: Order, party: Party, attempt: number, reason: string, now: Instant): Ruling {
  const leg = order.legs.find((each) => each.party === party);
  if (!leg || leg.state !== 'sending' || leg.attempt !== attempt) return refuse('already-released');
  return allow({
    order: { legs: withLeg(order, party, { state: 'waiting', reason, retryAt: now + houseRules.transferRetryMs }) },
    // Retries of a long wait would fill the history with the same line.
    events:
      leg.attempt > 1 && leg.reason === reason
        ? []
        : [
            {
              type: 'transfer-waits',
              party,
              amountMinor: leg.amountMinor,
              currency: order.terms.price.currency,
              reason,
            },
          ],
  });
}

function retryTransfer(order: Order, party: Party): Ruling {
  const leg = order.legs.find((each) => each.party === party);
  if (leg?.state !== 'waiting') return refuse('already-released');
  if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
  const attempt = leg.attempt + 1;
  return allow({
    order: { legs: withLeg(order, party, { state: 'sending', attempt, retryAt: null }) },
    effects: [transferEffect(order, party, attempt)],
  });
}
