import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Change, type Ruling } from './ruling.ts';
import type { Escrow, Facts, Freeze, Order, OrderDispute, Refund } from '../order.ts';
import type { Command, DisputeMovement, Effect, OrderEvent } from '../order-commands.ts';
import { endStates } from '../transitions.ts';
import { waitsFor } from '../release.ts';
import { isBound, isOwn } from './disputes-of.ts';
import { cancelled, nextPart, refundEffect, taxLeft } from './refund.ts';
import { takeBack } from './take-back.ts';

type DisputeCommand = Extract<
  Command,
  { type: 'dispute-opened' | 'dispute-withdrawn' | 'dispute-reinstated' | 'dispute-closed' }
>;
type Withdrawn = NonNullable<OrderDispute['withdrawn']>;

/** What a message of a dispute changes, before the order is frozen or thawed for it. */
type Step = {
  readonly order: Order;
  readonly escrow: Escrow;
  readonly events: readonly OrderEvent[];
  readonly effects: readonly Effect[];
  readonly unit?: Change['unit'];
};

/**
 * The rules of a dispute's money. The bank's messages come in any order and more than once: each is kept as it comes, money is booked when it
 * has moved, and what a verdict means is decided when both the verdict and the money are known.
 */
export function decideDispute(order: Order, command: DisputeCommand, facts: Facts, now: Instant): Ruling {
  const known = order.disputes?.find(({ id }) => id === command.disputeId);
  const dispute = known ?? newDispute(command, now);
  const step = hear(order, dispute, command, facts, now);
  if (!step) return refuse('not-allowed-now', { state: order.fulfilment });
  const heard = step.order.disputes?.find(({ id }) => id === dispute.id) ?? dispute;
  const settled = settle(step, heard, facts, now);
  const { freeze, events } = stand(settled.order, now);
  const { unit } = settled;
  return allow({
    order: { ...settled.order, freeze },
    events: [...settled.events, ...events],
    effects: settled.effects,
    ...(unit ? { unit } : {}),
  });
}

function newDispute(command: DisputeCommand, now: Instant): OrderDispute {
  const chargeId = 'chargeId' in command ? command.chargeId : undefined;
  return {
    id: command.disputeId,
    state: 'open',
    reason: '',
    openedAt: now,
    withdrawn: null,
    ...(chargeId === undefined ? {} : { chargeId }),
  };
}

/** Keeps a message; undefined for one that was heard before. */
function hear(
  order: Order,
  dispute: OrderDispute,
  command: DisputeCommand,
  facts: Facts,
  now: Instant,
): Step | undefined {
  const step: Step = { order, escrow: facts.escrow, events: [], effects: [] };
  switch (command.type) {
    case 'dispute-opened': {
      if (dispute.isOpened) return undefined;
      const { disputeId, amountMinor, reason } = command;
      // What has taken money is no mere question, however it was announced.
      const isInquiry = command.isInquiry && (dispute.movements ?? []).length === 0;
      const { currency } = order.terms.price;
      return {
        ...withDispute(step, { ...dispute, isOpened: true, isInquiry, reason, openedAt: now }),
        events: [{ type: 'disputed', disputeId, amountMinor, currency, reason, isInquiry }],
      };
    }
    case 'dispute-withdrawn':
      return withdraw(step, dispute, command);
    case 'dispute-reinstated':
      return reinstate(step, dispute, command);
    case 'dispute-closed':
      return dispute.state === 'open' ? close(step, dispute, command) : undefined;
    default:
      return command satisfies never;
  }
}

/** A verdict against us is told once it is paid for; what ended before anything was taken was no more than a question. */
function close(step: Step, dispute: OrderDispute, command: Extract<Command, { type: 'dispute-closed' }>): Step {
  const { outcome, tookNothing = false } = command;
  const wasAsked = tookNothing && (dispute.movements ?? []).length === 0;
  const closed: OrderDispute = { ...dispute, state: outcome, ...(wasAsked ? { isInquiry: true } : {}) };
  const events = outcome === 'won' ? [closedEvent(step.order, closed, { outcome: 'won' })] : [];
  return { ...withDispute(step, closed), events };
}

function withDispute(step: Step, dispute: OrderDispute): Step {
  const disputes = step.order.disputes ?? [];
  const others = disputes.some(({ id }) => id === dispute.id)
    ? disputes.map((each) => (each.id === dispute.id ? dispute : each))
    : [...disputes, dispute];
  return { ...step, order: { ...step.order, disputes: others } };
}

/** The bank takes money. It is booked against refunds that were under way first, since that is money the buyer was to have anyway. */
function withdraw(step: Step, dispute: OrderDispute, movement: DisputeMovement): Step | undefined {
  const { movementId, amountMinor, feeMinor } = movement;
  const movements = dispute.movements ?? [];
  if (movements.includes(movementId) || dispute.withdrawn || dispute.isSettled) return undefined;
  const { order, escrow } = step;
  const chargeId = dispute.chargeId ?? order.payment?.chargeId ?? '';
  const from = withdrawRefunds(order.refunds, chargeId, amountMinor);
  const rest = amountMinor - from.takenMinor;
  const isOrders = isOwn(order, dispute);
  const left = isOrders ? escrow.heldMinor + escrow.releasedMinor : 0;
  const fromTaxMinor = isOrders ? Math.min(taxLeft(order, escrow.refundedMinor), Math.max(0, rest - left)) : 0;
  const fromHeldMinor = isOrders ? Math.min(Math.max(0, escrow.heldMinor), rest - fromTaxMinor) : 0;
  const withdrawn: Withdrawn = {
    amountMinor,
    feeMinor,
    fromHeldMinor,
    fromTaxMinor,
    fromRefundsMinor: from.takenMinor,
    fromHouseMinor: rest - fromTaxMinor - fromHeldMinor,
  };
  const { early } = dispute;
  const taken = withDispute(
    {
      ...step,
      order: { ...order, refunds: from.refunds },
      escrow: {
        ...escrow,
        heldMinor: escrow.heldMinor - fromHeldMinor,
        withdrawnMinor: escrow.withdrawnMinor + fromHeldMinor,
      },
      events: [movedEvent('dispute-withdrawn', order, dispute.id, movementId, withdrawn)],
      effects: from.again.map((each) => refundEffect(order, each)),
    },
    { ...dispute, isInquiry: false, withdrawn, movements: [...movements, movementId], early: null },
  );
  if (!early) return taken;
  // What was given back was heard of before it was known to have been taken.
  const both = taken.order.disputes?.find(({ id }) => id === dispute.id);
  return (both && reinstate(taken, both, early)) ?? taken;
}

/** The bank gives back what it took, and each part goes where it came from. Refunds are then sent after all, under a new key. */
function reinstate(
  step: Step,
  dispute: OrderDispute,
  { movementId, amountMinor, feeMinor }: Omit<DisputeMovement, 'disputeId'>,
): Step | undefined {
  const movements = dispute.movements ?? [];
  if (movements.includes(movementId) || dispute.isSettled || dispute.early) return undefined;
  if (!dispute.withdrawn) {
    // Nothing can be taken twice for one dispute, so that this is the end of it or the message before the first.
    if (movements.length > 0) return undefined;
    return withDispute(step, { ...dispute, early: { movementId, amountMinor, feeMinor } });
  }
  const { order, escrow } = step;
  const { withdrawn } = dispute;
  const back: Withdrawn = { ...withdrawn, amountMinor, feeMinor };
  const chargeId = dispute.chargeId ?? order.payment?.chargeId ?? '';
  const again = resend(order.refunds, chargeId);
  return withDispute(
    {
      order: { ...order, refunds: again.refunds },
      escrow: {
        ...escrow,
        heldMinor: escrow.heldMinor + withdrawn.fromHeldMinor,
        withdrawnMinor: escrow.withdrawnMinor - withdrawn.fromHeldMinor,
      },
      events: [...step.events, movedEvent('dispute-reinstated', order, dispute.id, movementId, back)],
      effects: [...step.effects, ...again.sent.map((each) => refundEffect(order, each))],
    },
    { ...dispute, withdrawn: null, movements: [...movements, movementId] },
  );
}

function movedEvent(
  type: 'dispute-withdrawn' | 'dispute-reinstated',
  order: Order,
  disputeId: string,
  movementId: string,
  withdrawn: Withdrawn,
): OrderEvent {
  return { type, disputeId, movementId, currency: order.terms.price.currency, withdrawn };
}

/** Marks refunds under way as taken by the bank, up to an amount. Of one that it took in part, the rest is sent under a new key. */
function withdrawRefunds(refunds: readonly Refund[], chargeId: string, amountMinor: number) {
  let takenMinor = 0;
  let after = refunds;
  const again: Refund[] = [];
  for (const refund of refunds) {
    const most = amountMinor - takenMinor;
    if (refund.chargeId !== chargeId || refund.state !== 'sending' || most <= 0) continue;
    const taken = Math.min(most, refund.amountMinor);
    takenMinor += taken;
    after = after.map((each) => (each === refund ? { ...each, amountMinor: taken, state: 'withdrawn' } : each));
    if (taken === refund.amountMinor) continue;
    const rest: Refund = { ...refund, ...nextPart(after, chargeId), amountMinor: refund.amountMinor - taken };
    again.push(rest);
    after = [...after, rest];
  }
  return { refunds: after, takenMinor, again };
}

function resend(refunds: readonly Refund[], chargeId: string) {
  let after = refunds;
  const sent: Refund[] = [];
  for (const refund of refunds) {
    if (refund.chargeId !== chargeId || refund.state !== 'withdrawn') continue;
    const renewed: Refund = { ...refund, ...nextPart(after, chargeId), state: 'sending' };
    sent.push(renewed);
    after = after.map((each) => (each === refund ? renewed : each));
  }
  return { refunds: after, sent };
}

/** Whether the builder has done all that the policy asks for, and somebody else than the builder says that it was sent. */
function isProved({ terms, proofs }: Order): boolean {
  return waitsFor(terms.policy, proofs) === 'nothing' && proofs.some(({ kind }) => kind !== 'stream');
}

/**
 * Pays for a dispute that is lost, once it is known what the bank took. Where the builder had proved everything, the protection fund does,
 * and the order goes on as if nothing had been. Otherwise those who were paid do, as far as they were; and when nothing is left, the
 * order ends.
 */
function settle(step: Step, dispute: OrderDispute, facts: Facts, now: Instant): Step {
  const { order, escrow } = step;
  const { withdrawn, movements = [] } = dispute;
  if (dispute.state !== 'lost' || dispute.isSettled || (!withdrawn && movements.length === 0)) return step;
  const parts = { fromHeldMinor: withdrawn?.fromHeldMinor ?? 0, fromHouseMinor: withdrawn?.fromHouseMinor ?? 0 };
  const isOrders = isOwn(order, dispute);
  const proved = isOrders && isProved(order);
  const takenMinor = proved || !isOrders ? 0 : Math.min(parts.fromHouseMinor, escrow.releasedMinor);
  const taken = takeBack(order, takenMinor, { ...facts, escrow });
  const heldMinor = proved ? parts.fromHeldMinor : 0;
  const paidMinor = heldMinor + parts.fromHouseMinor - takenMinor;
  const fundMinor = Math.min(paidMinor, Math.max(0, (facts.fundMinor ?? 0) - taken.fundMinor));
  const left = escrow.heldMinor + heldMinor + escrow.releasedMinor - takenMinor;
  const ends = isOrders && left <= 0 && !endStates.includes(order.fulfilment);
  const closed = closedEvent(order, dispute, {
    outcome: 'lost',
    isProved: proved,
    heldMinor,
    takenMinor,
    disputedMinor: parts.fromHouseMinor,
    fundMinor,
    houseMinor: paidMinor - fundMinor,
  });
  const done: Step = {
    ...step,
    order: { ...order, legs: taken.legs, ...(ends ? cancelled(now) : {}) },
    events: [...step.events, ...taken.events, closed],
    effects: [...step.effects, ...taken.effects],
    ...(ends ? { unit: 'withdraw' } : {}),
  };
  return withDispute(done, { ...dispute, isSettled: true, ...(proved ? { isCovered: true } : {}) });
}

type Closed = Extract<OrderEvent, { type: 'dispute-closed' }>;

function closedEvent(
  { terms }: Order,
  { id, isInquiry = false }: OrderDispute,
  end: Pick<Closed, 'outcome'> & Partial<Closed>,
): Closed {
  return {
    type: 'dispute-closed',
    disputeId: id,
    isInquiry,
    isProved: false,
    heldMinor: 0,
    takenMinor: 0,
    disputedMinor: 0,
    fundMinor: 0,
    houseMinor: 0,
    currency: terms.price.currency,
    ...end,
  };
}

/** An order stands still while a dispute binds it, and afterwards as it stood before. */
function stand(order: Order, now: Instant): { readonly freeze: Freeze | null; readonly events: readonly OrderEvent[] } {
  const { freeze } = order;
  if (endStates.includes(order.fulfilment)) return { freeze, events: [] };
  const isFrozenForIt = freeze?.reason === 'disputed';
  if (isBound(order))
    return isFrozenForIt
      ? { freeze, events: [] }
      : { freeze: { reason: 'disputed', at: now, before: freeze }, events: [{ type: 'frozen', reason: 'disputed' }] };
  if (!isFrozenForIt) return { freeze, events: [] };
  return { freeze: freeze.before ?? null, events: freeze.before ? [] : [{ type: 'thawed' }] };
}
