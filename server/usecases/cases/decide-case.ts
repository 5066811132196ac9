import type { CitizenId } from '#shared/ids.ts';
import { formatMoney } from '#shared/money.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { houseTexts } from '#shared/text/en/house.ts';
import { housePeopleTexts } from '#shared/text/en/house-people.ts';
import { fill } from '#shared/text/say.ts';
import { deciderOf, isWaiting, sidesThatMayAnswer, stageOf } from '../../domain/case.ts';
import type { Case, CaseDecision } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import { endStates } from '../../domain/transitions.ts';
import type { Commit } from '../../ports/store.ts';
import { orderWords, type ActPlan } from '../house/act-parts.ts';
import { planCommand, type Plan } from '../orders/apply-command.ts';
import { decisionNotices } from './case-notices.ts';
import { isFrozenByReport, stepCommit } from './case-steps.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { lookAtBench } from '../streams/follow-channels.ts';
import { leftOf, readAmount, refundCommand, sayTakenBack, type Left } from '../house/refund-act.ts';

type Decision = Extract<StaffAct, { kind: 'decide-case' }>;
const { acts: sentences } = houseTexts;
const { beside, decidePart } = housePeopleTexts;

/** What a decision does to the order's money: how much goes back, by which commands, and what that comes to. */
type Moves = {
  readonly refundMinor: number;
  readonly isPart: boolean;
  readonly thaws: boolean;
  readonly left: Left;
  readonly commit: Commit | undefined;
};
type Moving = { readonly ok: true; readonly moves: Moves } | { readonly ok: false; readonly refusal: Refusal };
const nothingLeft: Left = { heldMinor: 0, releasedMinor: 0, allMinor: 0 };
const noMoves: Moves = { refundMinor: 0, isPart: false, thaws: false, left: nothingLeft, commit: undefined };

/**
 * Decides a case, or its appeal, by whoever has taken it on. For the buyer: all that is left of the payment goes back, released or not,
 * or the part that was typed, and then the order goes on. For the builder: what the report froze is thawed. Where nothing is left of
 * the payment, the case alone is decided.
 *
 * @returns the plan; `case-not-taken`, `case-of-another`, `case-decided`, `amount-unreadable`, `amount-too-high`, or `nothing-held` where an
 * amount is typed and nothing is left
 */
export async function planDecision(core: Core, act: Decision, by: CitizenId): Promise<ActPlan> {
  const record = await core.store.get('case', act.caseId);
  if (!record) return refuse('not-found');
  if (!isWaiting(record)) return refuse('case-decided');
  const decider = deciderOf(record);
  if (decider === null) return refuse('case-not-taken');
  if (decider !== by) return refuse('case-of-another', { nickname: await nicknameOf(core, decider) });
  const order = record.orderId ? await core.store.get('order', record.orderId) : undefined;
  const moving = await movesOf(core, record, order, act);
  if (!moving.ok) return moving;
  const { moves } = moving;
  const { infavourOf, reason, postage = null } = act;
  const at = core.clock.now();
  const decision: CaseDecision = { infavourOf, reason, by, at, refundMinor: moves.refundMinor, postage };
  const decided: Case = stageOf(record) === 'appealed' ? { ...record, final: decision } : { ...record, decision };
  const line = { event: 'case-decided', by: 'staff', params: { reason } } as const;
  const commit = stepCommit(core, decided, order, line, moves.commit);
  return {
    ok: true,
    summary: await summaryOf(core, record, order, act, moves),
    commit: {
      ...commit,
      notices: [...(commit.notices ?? []), ...(order ? await decisionNotices(core, order, decided) : [])],
    },
    ...(order ? { after: () => lookAtBench(core, order.builderId) } : {}),
  };
}

async function movesOf(core: Core, record: Case, order: Order | undefined, act: Decision): Promise<Moving> {
  const asked = act.infavourOf === 'buyer' ? act.amountTyped : undefined;
  const left = order ? await leftOf(core, order) : nothingLeft;
  if (asked !== undefined && left.allMinor === 0) return refuse('nothing-held');
  if (!order) return { ok: true, moves: noMoves };
  if (act.infavourOf === 'builder' || left.allMinor === 0) return settled(core, record, order);
  const typed = asked === undefined ? undefined : readAmount(asked, left.allMinor, order.terms.price.currency);
  if (typed && !typed.ok) return typed;
  return givenBack(core, record, order, act.reason, { amountMinor: typed?.amountMinor ?? left.allMinor, left });
}

/** No money moves: the order goes on, thawed where the report had frozen it. */
async function settled(core: Core, record: Case, order: Order): Promise<Moving> {
  if (!isFrozenBy(record, order)) return { ok: true, moves: noMoves };
  const plan = await planCommand(core, order, { type: 'thaw' }, 'staff');
  return plan.ok ? { ok: true, moves: { ...noMoves, thaws: true, commit: plan.commit } } : plan;
}

/** Somebody of the staff may have thawed it, or frozen it for a reason of their own, in the meantime. */
function isFrozenBy(record: Case, order: Order): boolean {
  return record.froze && isFrozenByReport(order) && !endStates.includes(order.fulfilment);
}

async function givenBack(
  core: Core,
  record: Case,
  order: Order,
  reason: string,
  { amountMinor, left }: { readonly amountMinor: number; readonly left: Left },
): Promise<Moving> {
  const command = refundCommand(order, amountMinor, left, reason);
  const plan = await planCommand(core, order, command, 'staff');
  if (!plan.ok) return plan;
  const refundMinor = plan.events.reduce(
    (sum, event) => (event.type === 'refunded' ? sum + event.amountMinor : sum),
    0,
  );
  const moves = { refundMinor, isPart: amountMinor < left.allMinor, thaws: false, left, commit: plan.commit };
  if (!isFrozenBy(record, plan.order)) return { ok: true, moves };
  // The thaw knows nothing of money, so that it may be judged by what is held before the refund is kept.
  const thaw = await planCommand(core, plan.order, { type: 'thaw' }, 'staff');
  if (!thaw.ok) return thaw;
  return { ok: true, moves: { ...moves, thaws: true, commit: oneAfterOther(plan, thaw) } };
}

type Planned = Extract<Plan, { readonly ok: true }>;
/** The second command's lines come after the first one's. */
const secondLinesOffset = 100;

/** Two commands in one commit: of a record that both write, the second has the last word. */
function oneAfterOther({ commit: first }: Planned, { commit: second }: Planned): Commit {
  const isNewer = (kind: string, id: string) =>
    (second.put ?? []).some((put) => put.kind === kind && put.record.id === id);
  const replaced = (second.deadlines ?? []).map(({ subject }) => subject);
  const later = (second.history ?? []).map((line) => ({ ...line, seq: line.seq + secondLinesOffset }));
  return {
    ...first,
    put: [...(first.put ?? []).filter(({ kind, record }) => !isNewer(kind, record.id)), ...(second.put ?? [])],
    history: [...(first.history ?? []), ...later],
    entries: [...(first.entries ?? []), ...(second.entries ?? [])],
    effects: [...(first.effects ?? []), ...(second.effects ?? [])],
    notices: [...(first.notices ?? []), ...(second.notices ?? [])],
    deadlines: [
      ...(first.deadlines ?? []).filter(({ subject }) => !replaced.includes(subject)),
      ...(second.deadlines ?? []),
    ],
  };
}

async function summaryOf(
  core: Core,
  record: Case,
  order: Order | undefined,
  act: Decision,
  moves: Moves,
): Promise<string> {
  const currency = order?.terms.price.currency ?? core.settings.currency;
  const words = {
    about: await nicknameOf(core, record.aboutId),
    by: await nicknameOf(core, record.byId),
    ...(order ? await orderWords(core, order) : {}),
    part: formatMoney({ amountMinor: moves.refundMinor, currency }),
    amount: formatMoney({ amountMinor: moves.isPart ? moves.left.allMinor : moves.refundMinor, currency }),
  };
  const isFinal = stageOf(record) === 'appealed';
  const wasRefunded = (record.decision?.refundMinor ?? 0) > 0;
  const more = [
    moves.refundMinor > 0 ? sayTakenBack(moves.left, moves.refundMinor, currency) : '',
    act.postage ? beside.postage[act.postage] : '',
    ...(isFinal ? [] : sidesThatMayAnswer(record, core.clock.now()).map((side) => beside.mayAnswer[side])),
    isFinal && wasRefunded && act.infavourOf === 'builder' ? beside.refundStays : '',
    order ? '' : beside.dropStays,
    isFinal ? beside.final : '',
  ];
  return [fill(sentenceOf(act, moves), words), ...more].filter((each) => each !== '').join(' ');
}

function sentenceOf({ infavourOf }: Decision, { refundMinor, isPart, thaws }: Moves): string {
  if (isPart) return decidePart;
  if (infavourOf === 'buyer') return refundMinor > 0 ? sentences.decideForBuyer : sentences.closeForBuyer;
  return thaws ? sentences.decideForBuilder : sentences.closeForBuilder;
}
