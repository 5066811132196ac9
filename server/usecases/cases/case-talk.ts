import { createHash } from 'node:crypto';
import { houseRules } from '#shared/house-rules.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import { answerUntil, appealUntil, canAnswer, isWaiting, stageOf, type CaseSide } from '../../domain/case.ts';
import type { Citizen } from '../../domain/citizen.ts';
import { escrowOf } from '../../domain/ledger.ts';
import type { Case } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import { endStates } from '../../domain/transitions.ts';
import { planCommand, triesMax } from '../orders/apply-command.ts';
import { toldOfStep } from './case-notices.ts';
import { canFreeze, reportedReason, sideInCase, stepCommit } from './case-steps.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { houseNotice } from '../work/tell.ts';

/** A case after what one side said; or why it may not be said. */
export type Said = { readonly ok: true; readonly record: Case } | { readonly ok: false; readonly refusal: Refusal };

/** What somebody says in a case, once for each request. */
export type Saying = { readonly requestId: string; readonly text: string };

/** So much one side may say in one case. */
const answersMax = 20;

/**
 * Keeps an answer of one side within its clock, and tells the other. The builder's first answer starts the buyer's clock. The same
 * request again changes nothing.
 *
 * @returns the case; `not-found`, `not-yours`, `case-decided`, `answer-closed`, or `too-many-messages`
 */
export async function answerCase(core: Core, caseId: string, by: Citizen, { requestId, text }: Saying): Promise<Said> {
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await ownCase(core, caseId, by);
    if (!found.ok) return found;
    const { record, order, side } = found;
    const id = createHash('sha256').update(`${by.id} ${requestId}`).digest('hex').slice(0, 24);
    const answers = record.answers ?? [];
    if (answers.some((answer) => answer.id === id)) return { ok: true, record };
    if (!isWaiting(record)) return refuse('case-decided');
    const at = core.clock.now();
    if (!canAnswer(record, side, at)) return refuse('answer-closed');
    if (answers.filter((answer) => answer.by === side).length >= answersMax) return refuse('too-many-messages');
    const answered: Case = {
      ...record,
      answers: [...answers, { id, by: side, citizenId: by.id, text, at }],
      answerUntil: clocksAfter(record, side, at),
    };
    const commit = stepCommit(core, answered, order, { event: 'case-answered', by: side });
    const other = side === 'buyer' ? record.aboutId : (order?.buyerId ?? record.byId);
    const telling = { to: other, kind: 'case-answered', step: `answer:${id}` } as const;
    const notices = order ? await toldOfStep(core, order, answered, telling) : [];
    const { result } = await core.store.commit({ ...commit, notices });
    if (result === 'committed') return { ok: true, record: { ...answered, version: record.version + 1 } };
  }
  return refuse('conflict-try-again');
}

function clocksAfter(record: Case, side: CaseSide, at: number): NonNullable<Case['answerUntil']> {
  const clocks = { buyer: answerUntil(record, 'buyer'), builder: answerUntil(record, 'builder') };
  if (side === 'buyer' || clocks.buyer !== null) return clocks;
  return { ...clocks, buyer: at + houseRules.caseAnswerMs };
}

/**
 * Appeals a decision: the case waits again, for somebody else of the staff, and what the Vault still holds is frozen again. The other
 * side may answer from now on. Safe to repeat.
 *
 * @returns the case; `not-found`, `not-yours`, `case-undecided`, `already-appealed`, or `appeal-closed` with when that was
 */
export async function appealCase(core: Core, caseId: string, by: Citizen, text: string): Promise<Said> {
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await ownCase(core, caseId, by);
    if (!found.ok) return found;
    const { record, order, side } = found;
    const { appeal } = record;
    if (appeal) {
      const isSame = appeal.citizenId === by.id && appeal.text === text;
      return isSame ? { ok: true, record } : refuse('already-appealed');
    }
    const until = appealUntil(record);
    if (stageOf(record) !== 'decided' || until === null) return refuse('case-undecided');
    const at = core.clock.now();
    if (at >= until) return refuse('appeal-closed', { when: until });
    const frozen = order && (await isToFreeze(core, order)) ? await freezeAgain(core, order) : undefined;
    if (frozen && !frozen.ok) return frozen;
    const other = side === 'buyer' ? 'builder' : 'buyer';
    const appealed: Case = {
      ...record,
      froze: frozen !== undefined,
      appeal: { by: side, citizenId: by.id, text, at },
      answerUntil: { buyer: null, builder: null, [other]: at + houseRules.caseAnswerMs },
    };
    const commit = stepCommit(core, appealed, order, { event: 'case-appealed', by: side }, frozen?.commit);
    const otherId = other === 'builder' ? record.aboutId : (order?.buyerId ?? record.byId);
    const telling = { to: otherId, kind: 'case-appealed', step: 'appeal' } as const;
    const told = order ? await toldOfStep(core, order, appealed, telling) : [];
    const { result } = await core.store.commit({
      ...commit,
      notices: [...(commit.notices ?? []), ...told, await toldToHouse(core, appealed, by)],
    });
    if (result === 'committed') return { ok: true, record: { ...appealed, version: record.version + 1 } };
  }
  return refuse('conflict-try-again');
}

type Own =
  | { readonly ok: true; readonly record: Case; readonly order: Order | undefined; readonly side: CaseSide }
  | { readonly ok: false; readonly refusal: Refusal };

async function ownCase(core: Core, caseId: string, by: Citizen): Promise<Own> {
  const record = await core.store.get('case', caseId);
  if (!record) return refuse('not-found');
  const order = record.orderId ? await core.store.get('order', record.orderId) : undefined;
  const side = sideInCase(record, order, by.id);
  if (!side) return refuse('not-yours');
  // Until somebody has taken it on, whoever it is about learns of it from nobody.
  const isHidden = side === 'builder' && answerUntil(record, 'builder') === null && stageOf(record) === 'open';
  return isHidden ? refuse('not-found') : { ok: true, record, order, side };
}

async function isToFreeze(core: Core, order: Order): Promise<boolean> {
  if (!canFreeze(order) || endStates.includes(order.fulfilment)) return false;
  return escrowOf(order.id, await core.store.entriesOf(order.id)).heldMinor > 0;
}

function freezeAgain(core: Core, order: Order) {
  return planCommand(core, order, { type: 'freeze', reason: reportedReason }, 'system');
}

async function toldToHouse(core: Core, record: Case, by: Citizen) {
  const params = { about: await nicknameOf(core, by.id), case: record.id };
  return houseNotice(core, by, { kind: 'house-appeal', id: record.id, params, path: `/house/cases/${record.id}` });
}
