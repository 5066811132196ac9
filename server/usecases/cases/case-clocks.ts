import { hour, houseRules } from '#shared/house-rules.ts';
import { caseDeadlines, caseDueAt, caseSubject, deciderOf, isWaiting, stageOf } from '../../domain/case.ts';
import { escrowOf } from '../../domain/ledger.ts';
import type { Case, CaseDecision } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import type { Commit } from '../../ports/store.ts';
import { triesMax } from '../orders/apply-command.ts';
import { decisionNotices } from './case-notices.ts';
import { stepCommit, waitsFlagId } from './case-steps.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { flagPuts } from '../house/flags.ts';

/** Money that is still held when its time is over is looked at again after this: its own clock has not acted yet. */
const lookAgainMs = 1 * hour;
const heldTooLong = 'held-too-long';

/**
 * Does what a case's clocks ask for: a case that nobody takes on is shown to the staff once more, and one whose money went back because
 * it had been held too long is decided for the buyer. Safe to repeat.
 */
export async function runCaseClocks(core: Core, caseId: string): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const record = await core.store.get('case', caseId);
    const order = record?.orderId ? await core.store.get('order', record.orderId) : undefined;
    const commit = record && isWaiting(record) ? await clockWork(core, record, order) : noClocks(caseId);
    if ((await core.store.commit(commit)).result === 'committed') return;
  }
}

function noClocks(caseId: string): Commit {
  return { deadlines: [{ subject: caseSubject(caseId), due: [] }] };
}

async function clockWork(core: Core, record: Case, order: Order | undefined): Promise<Commit> {
  if (order?.refunds.some(({ reason }) => reason === heldTooLong)) return decidedByClock(core, record, order);
  const now = core.clock.now();
  const isUntaken = deciderOf(record) === null && caseDueAt(record) <= now;
  const flag = isUntaken ? await raised(core, record) : { put: [], notices: [] };
  const due = [
    ...caseDeadlines(record, order, now),
    ...(order && (await isStillHeld(core, order, now)) ? [{ name: 'case-held', at: now + lookAgainMs }] : []),
  ];
  return {
    ...flag,
    put: [...flag.put, { kind: 'case', record }],
    deadlines: [{ subject: caseSubject(record.id), due }],
  };
}

/** The day on which the order's own clock gives the money back has come, and the money is still there. */
async function isStillHeld(core: Core, order: Order, now: number): Promise<boolean> {
  if (order.paidAt === null || now < order.paidAt + houseRules.holdActionMs) return false;
  return escrowOf(order.id, await core.store.entriesOf(order.id)).heldMinor > 0;
}

async function raised(core: Core, record: Case) {
  const about = await nicknameOf(core, record.aboutId);
  return flagPuts(core, {
    id: waitsFlagId(record),
    kind: 'case-waits',
    citizenId: record.aboutId,
    orderId: record.orderId,
    about,
    params: { case: record.id },
  });
}

async function decidedByClock(core: Core, record: Case, order: Order): Promise<Commit> {
  const refundMinor = order.refunds.reduce(
    (sum, { reason, amountMinor }) => (reason === heldTooLong ? sum + amountMinor : sum),
    0,
  );
  const at = core.clock.now();
  const decision: CaseDecision = { infavourOf: 'buyer', reason: heldTooLong, by: null, at, refundMinor, postage: null };
  const decided = stageOf(record) === 'appealed' ? { ...record, final: decision } : { ...record, decision };
  const commit = stepCommit(core, decided, order, {
    event: 'case-decided',
    by: 'system',
    params: { reason: heldTooLong },
  });
  return { ...commit, notices: await decisionNotices(core, order, decided) };
}
