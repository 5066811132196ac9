import { createHash } from 'node:crypto';
import type { CitizenId } from '#shared/ids.ts';
import { caseDeadlines, caseSubject, isWaiting, stageOf, type CaseSide } from '../../domain/case.ts';
import type { Case } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import type { Commit } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';

/** So many cases may follow each other about the same thing. */
export const casesMax = 20;

/** Cases are read in pages of this size, up to far more than a house could let wait. */
const pageSize = 500;
const waitingMax = 20_000;

/** The reason of a freeze that a report brought, as a code. */
export const reportedReason = 'reported';

/** Whether a report is what an order stands still for, or what it would stand still for once a bank has decided. */
export function isFrozenByReport({ freeze }: Order): boolean {
  return freeze?.reason === reportedReason || freeze?.before?.reason === reportedReason;
}

/** Whether a report can freeze an order: nothing does already but a bank. What was released stands still too: its waiting transfers, its end. */
export function canFreeze({ freeze }: Order): boolean {
  return !freeze || (freeze.reason === 'disputed' && !freeze.before);
}

/** A step of a case as a line of its order's timeline. */
export type CaseLine = {
  readonly event: 'case-opened' | 'case-taken' | 'case-answered' | 'case-decided' | 'case-appealed';
  readonly by: CaseSide | 'staff' | 'system';
  readonly params?: Readonly<Record<string, string | number>>;
};

/** The lines of an order's own events come first; an order has few of them with one version. */
const lineOffset = 900;

/** The id of the flag that a case raises while nobody takes it on; its appeal raises another. */
export function waitsFlagId(record: Case): string {
  return `case-waits:${record.id}:${stageOf(record)}`;
}

/** The id of the n-th case about the same thing; `seed` names the thing. */
export function caseIdOf(seed: string, number: number): string {
  return `case_${createHash('sha256').update(`${seed} ${number}`).digest('hex').slice(0, 24)}`;
}

/** The cases about an order, in the order in which they were opened. */
export async function casesOfOrder(core: Core, { id }: Order): Promise<readonly Case[]> {
  const found: Case[] = [];
  for (let number = 1; number <= casesMax; number++) {
    const record = await core.store.get('case', caseIdOf(id, number));
    if (!record) return found;
    found.push(record);
  }
  return found;
}

/** The case about an order that waits for a decision. */
export async function waitingCaseOf(core: Core, order: Order): Promise<Case | undefined> {
  return (await casesOfOrder(core, order)).find(isWaiting);
}

/** Every case that waits for a decision. */
export async function waitingCases(core: Core): Promise<readonly Case[]> {
  const waiting: Case[] = [];
  for (;;) {
    const page = await core.store.list('case', 'waiting', pageSize, waiting.at(-1)?.id);
    waiting.push(...page);
    if (page.length < pageSize || waiting.length >= waitingMax) return waiting;
  }
}

/** Which of the two somebody is in a case; of one about a drop, whoever reported it stands where a buyer would. */
export function sideInCase(record: Case, order: Order | undefined, id: CitizenId): CaseSide | undefined {
  if (id === (order?.buyerId ?? record.byId)) return 'buyer';
  return id === record.aboutId ? 'builder' : undefined;
}

/**
 * The commit of a step: the case, its clocks, and a line of the order's timeline. The order is written in any case, so that two steps
 * cannot have the same place in the timeline, and whoever changes it at this moment looks again and sees the step.
 *
 * @param planned what else the step changes about the order, with the order itself
 */
export function stepCommit(
  core: Core,
  record: Case,
  order: Order | undefined,
  line: CaseLine,
  planned?: Commit,
): Commit {
  const now = core.clock.now();
  const { event, by, params = {} } = line;
  const own = order ? [{ kind: 'order', record: order } as const] : [];
  const told = order
    ? [{ orderId: order.id, seq: order.version * 1_000 + lineOffset, at: now, by, event, params }]
    : [];
  return {
    ...planned,
    put: [...(planned?.put ?? own), { kind: 'case', record }],
    history: [...(planned?.history ?? []), ...told],
    deadlines: [
      ...(planned?.deadlines ?? []),
      { subject: caseSubject(record.id), due: caseDeadlines(record, order, now) },
    ],
  };
}
