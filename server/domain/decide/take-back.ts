import type { Facts, Leg, Order, Party, Reversal } from '../order.ts';
import type { Effect, OrderEvent, TakenPart } from '../order-commands.ts';
import { sharesLeft } from '../split.ts';

/** What taking money back from those who were paid changes, and asks of Stripe. */
export type TakenBack = {
  readonly legs: readonly Leg[];
  readonly events: readonly OrderEvent[];
  readonly effects: readonly Effect[];
  /** The fund's part of it, which is therefore not in the fund any more. */
  readonly fundMinor: number;
};

/**
 * Takes a part of what was released back into the Vault's books: from each party and from C500 as much as their share shrinks by. What
 * was not sent yet simply stays; what was sent is reversed at Stripe; and what a party had not been sent because it was withheld, they owe.
 *
 * @param amountMinor from 0 to what is released
 */
export function takeBack(order: Order, amountMinor: number, facts: Facts): TakenBack {
  const { payment, terms } = order;
  const none = { legs: order.legs, events: [], effects: [], fundMinor: 0 };
  if (!payment || amountMinor <= 0) return none;
  const before = sharesLeft(payment, facts.escrow.releasedMinor, terms.split);
  const after = sharesLeft(payment, Math.max(0, facts.escrow.releasedMinor - amountMinor), terms.split);
  // What the fund has spent meanwhile cannot be taken from it: C500's income pays in its place.
  const fundMinor = Math.min(before.fundMinor - after.fundMinor, Math.max(0, facts.fundMinor ?? 0));
  const feeMinor = before.feeMinor + before.fundMinor - after.feeMinor - after.fundMinor - fundMinor;
  const taken = [
    takeFrom(order, 'builder', before.builderMinor - after.builderMinor),
    takeFrom(order, 'marketer', before.marketerMinor - after.marketerMinor),
  ].flatMap((each) => each ?? []);
  const { currency } = payment;
  return {
    fundMinor,
    legs: order.legs.map((leg) => taken.find(({ part }) => part.party === leg.party)?.leg ?? leg),
    events: [
      { type: 'taken-back', feeMinor, fundMinor, parts: taken.map(({ part }) => part), currency },
      ...taken.flatMap(({ part: { party, citizenId }, owedMinor }) =>
        owedMinor > 0 ? [{ type: 'owed' as const, party, citizenId, amountMinor: owedMinor, currency }] : [],
      ),
    ],
    effects: taken.flatMap(({ effect }) => effect ?? []),
  };
}

/** Who a party of an order is: the builder where the order has no marketer. */
export function citizenOf({ builderId, terms }: Order, party: Party): Order['builderId'] {
  return party === 'marketer' ? (terms.split.marketer?.citizenId ?? builderId) : builderId;
}

/** The effect that asks Stripe for a reversal. */
export function reversalEffect(order: Order, party: Party, attempt: number): Effect {
  const key = `order:${order.id}:reversal:${party}:${attempt}`;
  return { kind: 'create-reversal', key, orderId: order.id, party, attempt };
}

/** The number of a leg's next reversal. */
export function nextReversal(reversals: readonly Reversal[]): number {
  return 1 + Math.max(0, ...reversals.map(({ attempt }) => attempt));
}

type Taken = {
  readonly part: TakenPart;
  readonly leg: Leg | null;
  readonly owedMinor: number;
  readonly effect: Effect | null;
};

function takeFrom(order: Order, party: Party, amountMinor: number): Taken | null {
  if (amountMinor <= 0) return null;
  const citizenId = citizenOf(order, party);
  const leg = order.legs.find((each) => each.party === party);
  const part = (unsentMinor: number): TakenPart => ({ party, citizenId, amountMinor, unsentMinor });
  if (!leg) return { part: part(0), leg: null, owedMinor: amountMinor, effect: null };
  if (leg.state === 'waiting') {
    const unsentMinor = Math.min(amountMinor, leg.amountMinor);
    const smaller = { ...leg, amountMinor: leg.amountMinor - unsentMinor };
    return { part: part(unsentMinor), leg: smaller, owedMinor: amountMinor - unsentMinor, effect: null };
  }
  const reversals = leg.reversals ?? [];
  const left = leg.amountMinor - reversals.reduce((sum, each) => sum + each.amountMinor, 0);
  const reversedMinor = Math.min(amountMinor, Math.max(0, left));
  const owedMinor = amountMinor - reversedMinor;
  if (reversedMinor === 0) return { part: part(0), leg, owedMinor, effect: null };
  const attempt = nextReversal(reversals);
  const reversal: Reversal = { attempt, amountMinor: reversedMinor, state: 'sending', reversalId: null };
  return {
    part: part(0),
    leg: { ...leg, reversals: [...reversals, reversal] },
    owedMinor,
    // What is being sent is reversed once it is known to have been.
    effect: leg.state === 'done' ? reversalEffect(order, party, attempt) : null,
  };
}
