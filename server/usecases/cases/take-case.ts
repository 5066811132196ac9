import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import { refuse } from '#shared/refusals.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { houseTexts } from '#shared/text/en/house.ts';
import { housePeopleTexts as sentences } from '#shared/text/en/house-people.ts';
import { fill } from '#shared/text/say.ts';
import { answerUntil, deciderOf, isWaiting, stageOf } from '../../domain/case.ts';
import type { Case } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import type { Notice, Put } from '../../ports/store.ts';
import type { ActPlan } from '../house/act-parts.ts';
import { stepCommit, waitsFlagId } from './case-steps.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { addressed } from '../work/tell.ts';

type Taking = Extract<StaffAct, { kind: 'take-case' }>;

/**
 * Takes a case on, or over from a colleague: whoever has it decides it alone. When a report of an order is taken on for the first time,
 * its builder is told of it and their clock begins. The clocks of an appeal began when it was made.
 *
 * @returns the plan; `case-decided`, `case-taken` by the same person, or `same-decider` for the appeal of one's own decision
 */
export async function planTaking(core: Core, { caseId, reason }: Taking, by: CitizenId): Promise<ActPlan> {
  const record = await core.store.get('case', caseId);
  if (!record) return refuse('not-found');
  if (!isWaiting(record)) return refuse('case-decided');
  const before = deciderOf(record);
  if (before === by) return refuse('case-taken');
  const isAppeal = stageOf(record) === 'appealed';
  if (isAppeal && record.decision?.by === by) return refuse('same-decider');
  const order = record.orderId ? await core.store.get('order', record.orderId) : undefined;
  const taken = isAppeal ? { ...record, appealTakenBy: by } : startClock(core, { ...record, assignedTo: by }, order);
  const isFirst = !isAppeal && answerUntil(record, 'builder') === null;
  const commit = stepCommit(core, taken, order, { event: 'case-taken', by: 'staff' });
  const settled = await settledFlag(core, record, by, reason);
  return {
    ok: true,
    summary: await summaryOf(core, record, before),
    commit: {
      ...commit,
      put: [...(commit.put ?? []), ...settled],
      notices: order && isFirst ? await askBuilder(core, taken, order) : [],
    },
  };
}

/** What was raised because nobody had taken it on is settled by whoever does. */
async function settledFlag(core: Core, record: Case, by: CitizenId, reason: string): Promise<readonly Put[]> {
  const flag = await core.store.get('flag', waitsFlagId(record));
  if (!flag || flag.settled) return [];
  return [{ kind: 'flag', record: { ...flag, settled: { at: core.clock.now(), by, reason } } }];
}

function startClock(core: Core, record: Case, order: Order | undefined): Case {
  if (!order || answerUntil(record, 'builder') !== null) return record;
  return { ...record, answerUntil: { buyer: null, builder: core.clock.now() + houseRules.caseAnswerMs } };
}

async function askBuilder(core: Core, record: Case, order: Order): Promise<readonly Notice[]> {
  const kind = 'case-taken-builder';
  const params = { report: record.kind, untilAt: answerUntil(record, 'builder') ?? 0 };
  const telling = { to: order.builderId, kind, params, link: 'order' } as const;
  const told = await addressed(core, order, telling, `${record.id}:${kind}`, core.clock.now());
  return told ? [told] : [];
}

async function summaryOf(core: Core, record: Case, before: CitizenId | null): Promise<string> {
  const words = {
    about: await nicknameOf(core, record.aboutId),
    by: await nicknameOf(core, record.byId),
    kind: houseTexts.reports[record.kind],
    nickname: before === null ? '' : await nicknameOf(core, before),
    side: record.appeal ? sentences.sides[record.appeal.by] : '',
  };
  if (before !== null) return fill(sentences.takeOver, words);
  if (record.appeal) return fill(sentences.takeAppeal, words);
  return fill(record.orderId ? sentences.takeCase : sentences.takeDropCase, words);
}
