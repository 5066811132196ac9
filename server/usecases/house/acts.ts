import { createHash } from 'node:crypto';
import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { ActView, StaffAct } from '#shared/schemas/house.ts';
import type { Act } from '../../domain/network-records.ts';
import { planAct } from './act-plans.ts';
import { triesMax } from '../orders/apply-command.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';

/** An act, or why there is none. */
export type Acted = { readonly ok: true; readonly act: Act } | { readonly ok: false; readonly refusal: Refusal };

/** Proposals of the last minutes among which a repeated one is looked for. */
const latelyMax = 50;
const listMax = 50;

/**
 * Prepares an act: judged as things stand, said in a sentence, done by nobody yet. The same request again finds the same act.
 *
 * @returns the act; or the refusal that confirming it would have
 */
export async function proposeAct(core: Core, by: CitizenId, requestId: string, act: StaffAct): Promise<Acted> {
  const mark = markOf(by, requestId);
  const lately = await core.store.list('act', 'all', latelyMax);
  const standing = lately.find(({ id }) => id.endsWith(mark));
  if (standing) return { ok: true, act: standing };
  const plan = await planAct(core, act, by);
  if (!plan.ok) return plan;
  const proposedAt = core.clock.now();
  const record: Act = {
    id: `act_${newestFirst(proposedAt)}${mark}`,
    version: 0,
    by,
    act,
    summary: plan.summary,
    proposedAt,
    expiresAt: proposedAt + houseRules.actMs,
    doneAt: null,
  };
  const { result } = await core.store.commit({ put: [{ kind: 'act', record }] });
  return result === 'committed' ? { ok: true, act: { ...record, version: 1 } } : refuse('conflict-try-again');
}

/**
 * Does a prepared act, for whoever prepared it. What it changes and that it is done are one commit, so that it is done once, however
 * often it is confirmed and wherever a crash falls.
 *
 * @returns the act as done; `act-of-another`, `act-expired`, `act-changed` when it would come to something else by now, or what the rules say to it
 */
export async function confirmAct(core: Core, by: CitizenId, actId: string): Promise<Acted> {
  for (let tries = 0; tries < triesMax; tries++) {
    const act = await core.store.get('act', actId);
    if (!act) return refuse('not-found');
    if (act.by !== by) return refuse('act-of-another');
    if (act.doneAt !== null) return { ok: true, act };
    const now = core.clock.now();
    if (now >= act.expiresAt) return refuse('act-expired');
    const plan = await planAct(core, act.act, by);
    // What was read is what is done, and what stays in the log.
    if (!plan.ok || plan.summary !== act.summary) {
      // Whoever confirmed it at the same moment may have been the one who changed things.
      if ((await core.store.get('act', actId))?.version !== act.version) continue;
      return plan.ok ? refuse('act-changed') : plan;
    }
    const done: Act = { ...act, doneAt: now };
    const { commit } = plan;
    const { result } = await core.store.commit({
      ...commit,
      put: [...(commit.put ?? []), { kind: 'act', record: done }],
    });
    if (result !== 'committed') continue;
    await plan.after?.();
    return { ok: true, act: { ...done, version: act.version + 1 } };
  }
  return refuse('conflict-try-again');
}

/** The last acts, newest first. */
export async function listActs(core: Core): Promise<readonly Act[]> {
  return core.store.list('act', 'all', listMax);
}

/** Acts among which a page of the audit looks for what is asked for, and how many are read at a time. */
const lookedThroughMax = 2_000;
const readAtOnce = 200;

/** What a page of the audit is to have: from which act on, whose, and of what kind; all where nothing is said. */
export type ActsAsked = {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly by?: readonly CitizenId[] | undefined;
  readonly kind?: string | undefined;
};

/** A page of the audit, newest first. `next` is where it goes on, null at its end; `searched` is how many acts were looked through. */
export async function readActs(
  core: Core,
  { limit, after, by, kind }: ActsAsked,
): Promise<{ readonly acts: readonly Act[]; readonly next: string | null; readonly searched: number }> {
  const found: Act[] = [];
  let last = after;
  for (let searched = 0; ;) {
    const page = await core.store.list('act', 'all', readAtOnce, last);
    for (const act of page) {
      searched += 1;
      last = act.id;
      if ((by && !by.includes(act.by)) || (kind !== undefined && act.act.kind !== kind)) continue;
      found.push(act);
      if (found.length === limit) return { acts: found, next: last, searched };
    }
    if (page.length < readAtOnce) return { acts: found, next: null, searched };
    if (searched >= lookedThroughMax) return { acts: found, next: last ?? null, searched };
  }
}

/** An act as the audit log shows it. */
export async function actView(
  core: Core,
  { id, act, summary, by, proposedAt, expiresAt, doneAt }: Act,
): Promise<ActView> {
  const { kind, reason } = act;
  return { id, kind, summary, reason, by: await nicknameOf(core, by), proposedAt, expiresAt, doneAt };
}

/** Lists go by id, and the newest act is wanted first: its time, counted down from further away than anybody will be here. */
function newestFirst(at: number): string {
  return (36 ** 9 - 1 - at).toString(36).padStart(9, '0');
}

function markOf(by: CitizenId, requestId: string): string {
  return createHash('sha256').update(`${by} ${requestId}`).digest('hex').slice(0, 24);
}
