import type { CitizenId, DropId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { ReportKind } from '#shared/schemas/house.ts';
import { isWaiting } from '../../domain/case.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Case } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import type { Commit, Notice } from '../../ports/store.ts';
import { planCommand, triesMax } from '../orders/apply-command.ts';
import {
  canFreeze,
  caseIdOf,
  casesMax,
  isFrozenByReport,
  reportedReason,
  stepCommit,
  waitingCases,
} from './case-steps.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { addressed, houseNotice } from '../work/tell.ts';

/** A case that was opened, or stood before; or why there is none. */
export type Reported = { readonly ok: true; readonly opened: Case } | { readonly ok: false; readonly refusal: Refusal };

type Report = {
  readonly kind: ReportKind;
  readonly text: string;
  /** Names the request where its door does: sent again, it finds its case although that is decided. */
  readonly requestId?: string | undefined;
};

/** Whether the buyer may report an order as it stands. What is frozen by a report waits for its decision. */
export function canReport(order: Order): boolean {
  return ['paid', 'building', 'shipped', 'delivered'].includes(order.fulfilment) && !isFrozenByReport(order);
}

/**
 * Opens a case about an order: what the Vault holds is frozen in the same commit, the reporter and the staff are told, and the
 * builder is not. The same report again finds the case that it opened.
 *
 * @returns the case; `case-open` where another report waits, `not-allowed-now` when nothing can be reported any more
 */
export async function reportOrder(core: Core, order: Order, by: Citizen, report: Report): Promise<Reported> {
  const subject = { seed: order.id, orderId: order.id, dropId: order.dropId, aboutId: order.builderId };
  return openCase(core, by, report, subject, async (record) => {
    const current = (await core.store.get('order', order.id)) ?? order;
    if (!canReport(current)) return refuse('not-allowed-now', { state: current.fulfilment });
    const froze = canFreeze(current);
    const frozen = froze
      ? await planCommand(core, current, { type: 'freeze', reason: reportedReason }, 'system')
      : undefined;
    if (frozen && !frozen.ok) return frozen;
    const telling = { to: by.id, kind: 'case-opened', params: {}, link: 'order' } as const;
    const told = await addressed(core, current, telling, `${record.id}:case-opened`, record.openedAt);
    const opened = { ...record, froze };
    const commit = stepCommit(core, opened, current, { event: 'case-opened', by: 'buyer' }, frozen?.commit);
    return { ok: true, record: opened, commit, notices: told ? [told] : [] };
  });
}

/** Opens a case about a drop. Its builder is not told, and it goes on being sold until the staff says otherwise. */
export async function reportDrop(
  core: Core,
  dropId: DropId,
  by: Citizen,
  report: Pick<Report, 'text' | 'requestId'>,
): Promise<Reported> {
  const drop = await core.store.get('drop', dropId);
  if (!drop || drop.status === 'draft') return refuse('not-found');
  const subject = { seed: `${dropId} ${by.id}`, orderId: null, dropId, aboutId: drop.builderId };
  return openCase(core, by, { ...report, kind: 'drop' }, subject, (record) =>
    Promise.resolve({
      ok: true,
      record,
      commit: stepCommit(core, record, undefined, { event: 'case-opened', by: 'buyer' }),
      notices: [],
    }),
  );
}

type Subject = Pick<Case, 'orderId' | 'dropId' | 'aboutId'> & { readonly seed: string };
type CasePlan =
  | { readonly ok: true; readonly record: Case; readonly commit: Commit; readonly notices: readonly Notice[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** Cases about the same thing follow each other: the next begins when the last is decided. Their ids are made of what they are about. */
async function openCase(
  core: Core,
  by: Citizen,
  { kind, text, requestId }: Report,
  { seed, ...about }: Subject,
  plan: (record: Case) => Promise<CasePlan>,
): Promise<Reported> {
  for (let number = 1, tries = 0; number <= casesMax && tries < triesMax;) {
    const id = caseIdOf(seed, number);
    const standing = await core.store.get('case', id);
    if (standing && requestId !== undefined && standing.requestId === requestId && standing.byId === by.id)
      return { ok: true, opened: standing };
    if (standing && isWaiting(standing)) {
      const isSame = standing.byId === by.id && standing.kind === kind && standing.text === text;
      return isSame ? { ok: true, opened: standing } : refuse('case-open');
    }
    if (standing) {
      number += 1;
      continue;
    }
    const openedAt = core.clock.now();
    const planned = await plan({
      id,
      version: 0,
      kind,
      ...about,
      byId: by.id,
      text,
      openedAt,
      froze: false,
      decision: null,
      ...(requestId === undefined ? {} : { requestId }),
    });
    if (!planned.ok) return planned;
    const { record, commit, notices } = planned;
    const { result } = await core.store.commit({
      ...commit,
      notices: [...(commit.notices ?? []), ...notices, await toldToStaff(core, record, by)],
    });
    if (result === 'committed') return { ok: true, opened: { ...record, version: 1 } };
    tries += 1;
  }
  return refuse('conflict-try-again');
}

async function toldToStaff(core: Core, record: Case, by: Citizen): Promise<Notice> {
  return houseNotice(core, by, {
    kind: 'house-case-opened',
    id: record.id,
    params: { kind: record.kind, about: await nicknameOf(core, record.aboutId), case: record.id },
    path: `/house/cases/${record.id}`,
  });
}

/** Whether somebody is in a case that waits for a decision: who reported, or whom it is about. */
export async function isInCase(core: Core, id: CitizenId): Promise<boolean> {
  return (await waitingCases(core)).some(({ byId, aboutId }) => byId === id || aboutId === id);
}
