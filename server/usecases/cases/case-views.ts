import type { Instant } from '#shared/ids.ts';
import type { CaseView } from '#shared/schemas/house.ts';
import type { CaseAnswer, CaseDecision as DecisionView, OrderCase } from '#shared/schemas/trust.ts';
import {
  answerUntil,
  appealUntil,
  canAnswer,
  caseDueAt,
  deciderOf,
  isWaiting,
  readyAt,
  stageOf,
  type CaseSide,
} from '../../domain/case.ts';
import type { Case, CaseDecision } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import { casesOfOrder, waitingCases } from './case-steps.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';

/** A case as staff sees it, and whoever reported. */
export async function caseView(core: Core, record: Case): Promise<CaseView> {
  const { id, kind, orderId, dropId, aboutId, byId, text, openedAt, decision, appeal, final } = record;
  const order = orderId && (await core.store.get('order', orderId));
  const decider = deciderOf(record);
  const ready = readyAt(record);
  return {
    id,
    kind,
    tag: order ? order.tag : null,
    dropId,
    about: await nicknameOf(core, aboutId),
    by: await nicknameOf(core, byId),
    text,
    openedAt,
    state: stageOf(record),
    takenBy: decider === null ? null : await nicknameOf(core, decider),
    dueAt: caseDueAt(record),
    isReady: isWaiting(record) && decider !== null && (ready === null || ready <= core.clock.now()),
    answerUntil: { buyer: answerUntil(record, 'buyer'), builder: answerUntil(record, 'builder') },
    answers: answersOf(record),
    decision: decision && (await decided(core, decision)),
    appeal: appeal ? { by: appeal.by, text: appeal.text, at: appeal.at } : null,
    final: final ? await decided(core, final) : null,
  };
}

/** Cases that wait for a decision: what is due first comes first. */
export async function casesInTurn(core: Core): Promise<readonly Case[]> {
  return (await waitingCases(core)).toSorted((one, other) => caseDueAt(one) - caseDueAt(other));
}

/**
 * The cases about an order as one of its two may see them, the newest first. A builder sees one once the staff has taken it on, and
 * never who of the staff did; `away` while their own stream might show it to everybody.
 */
export async function casesShown(core: Core, order: Order, side: CaseSide): Promise<readonly OrderCase[] | 'away'> {
  const now = core.clock.now();
  const cases = (await casesOfOrder(core, order)).filter((record) => side === 'buyer' || isShownToBuilder(record));
  const channel =
    side === 'builder' && cases.length > 0 ? await core.store.channelOfBuilder(order.builderId) : undefined;
  if (channel?.live) return 'away';
  return cases.map((record) => caseFor(record, order, side, now)).toReversed();
}

/** A case as one of the two of its order sees it. */
export function caseFor(record: Case, order: Order, side: CaseSide, now: Instant): OrderCase {
  const { id, kind, text, openedAt, decision, appeal, final } = record;
  const until = appealUntil(record);
  const { currency } = order.terms.price;
  return {
    id,
    kind,
    side,
    text,
    openedAt,
    state: stageOf(record),
    answers: answersOf(record),
    answerUntil: canAnswer(record, side, now) ? answerUntil(record, side) : null,
    decision: decision && decidedFor(decision, currency),
    appeal: appeal ? { by: appeal.by, text: appeal.text, at: appeal.at } : null,
    appealUntil: until !== null && now < until ? until : null,
    final: final ? decidedFor(final, currency) : null,
  };
}

function isShownToBuilder(record: Case): boolean {
  return record.decision !== null || answerUntil(record, 'builder') !== null;
}

function answersOf({ answers = [] }: Case): CaseAnswer[] {
  return answers.map(({ by, text, at }) => ({ by, text, at }));
}

function decidedFor({ infavourOf, reason, at, refundMinor, postage }: CaseDecision, currency: string): DecisionView {
  const refund = refundMinor ? { amountMinor: refundMinor, currency } : null;
  return { infavourOf, reason, at, refund, postage: postage ?? null };
}

async function decided(core: Core, { infavourOf, reason, at, by, refundMinor, postage }: CaseDecision) {
  return {
    infavourOf,
    reason,
    at,
    by: by === null ? null : await nicknameOf(core, by),
    refundMinor: refundMinor ?? null,
    postage: postage ?? null,
  };
}
