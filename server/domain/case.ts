import { houseRules, minute } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Case } from './network-records.ts';
import type { Order } from './order.ts';

/** The two of an order who may speak in its case. */
export type CaseSide = 'buyer' | 'builder';

/** Where a case stands: to be decided, decided, to be decided anew after an appeal, or decided for good. */
export type CaseStage = 'open' | 'decided' | 'appealed' | 'final';

/** Where a case stands. */
export function stageOf({ decision, appeal, final }: Case): CaseStage {
  if (!decision) return 'open';
  if (!appeal) return 'decided';
  return final ? 'final' : 'appealed';
}

/** Whether somebody has to decide. */
export function isWaiting(record: Case): boolean {
  const stage = stageOf(record);
  return stage === 'open' || stage === 'appealed';
}

/** Who of the staff decides next; null while nobody has taken it on. */
export function deciderOf(record: Case): CitizenId | null {
  return (stageOf(record) === 'appealed' ? record.appealTakenBy : record.assignedTo) ?? null;
}

/** Until when a side may answer, exclusive; null while its clock has not begun. */
export function answerUntil(record: Case, side: CaseSide): Instant | null {
  return record.answerUntil?.[side] ?? null;
}

/** Whether a side may answer now. */
export function canAnswer(record: Case, side: CaseSide, now: Instant): boolean {
  const until = answerUntil(record, side);
  return isWaiting(record) && until !== null && now < until;
}

/** Until when either side may appeal, exclusive; null where there is nothing to appeal against, or no more. */
export function appealUntil(record: Case): Instant | null {
  return record.decision && !record.appeal ? record.decision.at + houseRules.caseAppealMs : null;
}

/** When everybody who is asked has answered or had the time to: from then on the case is ready to be decided. Null while nobody was asked. */
export function readyAt(record: Case): Instant | null {
  const ends = [answerUntil(record, 'buyer'), answerUntil(record, 'builder')].filter((at) => at !== null);
  return ends.length > 0 ? Math.max(...ends) : null;
}

/** Sides that may still answer. */
export function sidesThatMayAnswer(record: Case, now: Instant): readonly CaseSide[] {
  return (['builder', 'buyer'] as const).filter((side) => canAnswer(record, side, now));
}

/** When something is due of the staff: to take it on, or to decide. What is due first stands first in their list. */
export function caseDueAt(record: Case): Instant {
  const since = record.appeal?.at ?? record.openedAt;
  if (deciderOf(record) === null) return since + houseRules.caseAnswerMs;
  return readyAt(record) ?? since + houseRules.caseAnswerMs;
}

const subjectPrefix = 'case:';

/** The subject under which a case's clocks stand. */
export function caseSubject(caseId: string): string {
  return `${subjectPrefix}${caseId}`;
}

/** The case that a deadline's subject names; undefined when it names something else. */
export function caseOfSubject(subject: string): string | undefined {
  return subject.startsWith(subjectPrefix) ? subject.slice(subjectPrefix.length) : undefined;
}

/** The order's own clock acts first, and the case is looked at right after it. */
const afterOrderMs = minute;

/** When a case is to be looked at: nobody has taken it on, or the money of its order is held no longer. */
export function caseDeadlines(record: Case, order: Order | undefined, now: Instant) {
  if (!isWaiting(record)) return [];
  const untaken = (record.appeal?.at ?? record.openedAt) + houseRules.caseAnswerMs;
  const held = order?.paidAt ? order.paidAt + houseRules.holdActionMs + afterOrderMs : null;
  return [
    ...(deciderOf(record) === null ? [{ name: 'case-untaken', at: untaken }] : []),
    ...(held === null ? [] : [{ name: 'case-held', at: held }]),
  ].filter(({ at }) => at > now);
}
