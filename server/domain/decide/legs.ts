import { houseRules } from '#shared/house-rules.ts';
import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Ruling } from './ruling.ts';
import type { Facts, Leg, Order, Party, Reversal } from '../order.ts';
import type { Command, OrderEvent } from '../order-commands.ts';
import { isBound } from './disputes-of.ts';
import { transferEffect } from './release.ts';
import { nextReversal, reversalEffect } from './take-back.ts';

type LegCommand = Extract<
  Command,
  { type: 'transfer-created' | 'transfer-refused' | 'retry-transfer' | 'reversal-created' | 'reversal-refused' }
>;

/** The rules of what Stripe answers about the transfers of a release, and of taking them back. */
export function decideLeg(order: Order, command: LegCommand, facts: Facts, now: Instant): Ruling {
  const leg = order.legs.find((each) => each.party === command.party);
  if (!leg) return refuse('already-released');
  switch (command.type) {
    case 'transfer-created':
      return transferCreated(order, leg, command);
    case 'transfer-refused':
      return transferRefused(order, leg, command, now);
    case 'retry-transfer':
      return retryTransfer(order, leg, facts);
    case 'reversal-created':
      return reversalCreated(order, leg, command);
    case 'reversal-refused':
      return reversalRefused(order, leg, command.attempt);
    default:
      return command satisfies never;
  }
}

function withLeg(order: Order, party: Party, change: Partial<Leg>): Pick<Order, 'legs'> {
  return { legs: order.legs.map((leg) => (leg.party === party ? { ...leg, ...change } : leg)) };
}

function about({ party, citizenId }: Leg, order: Order) {
  return { party, citizenId, currency: order.terms.price.currency } as const;
}

const sending = ({ state }: Reversal) => state === 'sending';

/**
 * The transfer is there. What was to be taken back of it while nobody knew is reversed now; and so is what it sent beyond the leg, which
 * had become smaller because the transfer was believed not to have gone.
 */
function transferCreated(
  order: Order,
  leg: Leg,
  { attempt, transferId, sentMinor = leg.amountMinor }: Extract<LegCommand, { type: 'transfer-created' }>,
): Ruling {
  const { party } = leg;
  if (leg.state === 'done' || leg.attempt !== attempt) return refuse('already-released');
  const extra = Math.max(0, sentMinor - leg.amountMinor);
  const known = leg.reversals ?? [];
  const surplus: Reversal = {
    attempt: nextReversal(known),
    amountMinor: extra,
    state: 'sending',
    reversalId: null,
  };
  const reversals = extra > 0 ? [...known, surplus] : known;
  const amountMinor = leg.amountMinor + extra;
  const { currency, citizenId } = about(leg, order);
  const netted: OrderEvent = { type: 'leg-netted', party, citizenId, amountMinor: 0 - extra, currency };
  return allow({
    order: withLeg(order, party, {
      state: 'done',
      amountMinor,
      transferId,
      reason: null,
      retryAt: null,
      ...(reversals.length > 0 ? { reversals } : {}),
    }),
    events: [...(extra > 0 ? [netted] : []), { type: 'transfer-created', party, amountMinor, currency, transferId }],
    effects: reversals.filter(sending).map((each) => reversalEffect(order, party, each.attempt)),
  });
}

/**
 * A leg that Stripe will not take waits as its party's money; the other legs go. What was to be taken back of it was never sent, and so it
 * is not owed either. A leg of which nothing is left is looked at once more, in case it had been sent after all, and then dropped.
 */
function transferRefused(
  order: Order,
  leg: Leg,
  { attempt, reason }: Extract<LegCommand, { type: 'transfer-refused' }>,
  now: Instant,
): Ruling {
  const { party } = leg;
  if (leg.state !== 'sending' || leg.attempt !== attempt) return refuse('already-released');
  if (leg.amountMinor === 0)
    return allow({
      order: leg.withheldMinor
        ? withLeg(order, party, { state: 'done', reason: null })
        : { legs: order.legs.filter((each) => each !== leg) },
    });
  const reversals = leg.reversals ?? [];
  const unneeded = reversals.filter(sending).reduce((sum, each) => sum + each.amountMinor, 0);
  const amountMinor = leg.amountMinor - unneeded;
  // Retries of a long wait would fill the history with the same line.
  const isTold = amountMinor === 0 || (attempt > 1 && leg.reason === reason);
  return allow({
    order: withLeg(order, party, {
      state: 'waiting',
      amountMinor,
      reason,
      retryAt: now + houseRules.transferRetryMs,
      ...(unneeded > 0 ? { reversals: reversals.filter((each) => !sending(each)) } : {}),
    }),
    events: [
      ...(unneeded > 0 ? [{ type: 'leg-netted' as const, ...about(leg, order), amountMinor: unneeded }] : []),
      ...(isTold
        ? []
        : [
            {
              type: 'transfer-waits' as const,
              party,
              amountMinor,
              currency: order.terms.price.currency,
              reason,
            },
          ]),
    ],
  });
}

/** Tries again to send what waits, less what its party has come to owe meanwhile. */
function retryTransfer(order: Order, leg: Leg, { owedMinor }: Facts): Ruling {
  if (leg.state !== 'waiting') return refuse('already-released');
  if (order.freeze) return refuse('frozen', { reason: order.freeze.reason });
  if (isBound(order)) return refuse('disputed');
  const { party } = leg;
  const attempt = leg.attempt + 1;
  const keptMinor = Math.min(leg.amountMinor, Math.max(0, owedMinor?.[party] ?? 0));
  const kept =
    keptMinor > 0
      ? { amountMinor: leg.amountMinor - keptMinor, withheldMinor: (leg.withheldMinor ?? 0) + keptMinor }
      : {};
  return allow({
    order: withLeg(order, party, { state: 'sending', attempt, retryAt: null, ...kept }),
    events: keptMinor > 0 ? [{ type: 'withheld', ...about(leg, order), amountMinor: keptMinor }] : [],
    effects: [transferEffect(order, party, attempt)],
  });
}

/** What could be taken back is; what could not be is owed. */
function reversalCreated(
  order: Order,
  leg: Leg,
  { attempt, reversalId, amountMinor }: Extract<LegCommand, { type: 'reversal-created' }>,
): Ruling {
  const reversals = leg.reversals ?? [];
  const asked = reversals.find((each) => each.attempt === attempt);
  if (!asked || asked.state !== 'sending' || leg.state !== 'done') return refuse('already-released');
  const got = Math.min(Math.max(0, amountMinor), asked.amountMinor);
  const rest = asked.amountMinor - got;
  const done: Reversal = { ...asked, amountMinor: got, state: 'done', reversalId };
  const owed: Reversal = {
    attempt: nextReversal(reversals),
    amountMinor: rest,
    state: 'owed',
    reversalId: null,
  };
  const kept = reversals.map((each) => (each === asked ? done : each));
  return allow({
    order: withLeg(order, leg.party, { reversals: rest > 0 ? [...kept, owed] : kept }),
    events: [
      { type: 'reversal-created', ...about(leg, order), amountMinor: got, reversalId },
      ...(rest > 0 ? [{ type: 'owed' as const, ...about(leg, order), amountMinor: rest }] : []),
    ],
  });
}

function reversalRefused(order: Order, leg: Leg, attempt: number): Ruling {
  const reversals = leg.reversals ?? [];
  const asked = reversals.find((each) => each.attempt === attempt);
  if (!asked || asked.state !== 'sending' || leg.state !== 'done') return refuse('already-released');
  return allow({
    order: withLeg(order, leg.party, {
      reversals: reversals.map((each) => (each === asked ? { ...each, state: 'owed' } : each)),
    }),
    events: [{ type: 'owed', ...about(leg, order), amountMinor: asked.amountMinor }],
  });
}
