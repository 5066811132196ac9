import type { CitizenId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import { judgeBan } from '../domain/claims.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { Ban } from '../domain/network-records.ts';
import type { Commit, Expect } from '../ports/store.ts';
import type { Core } from './core.ts';
import { noExposure } from './exposure.ts';
import { personalNotices } from './tell.ts';

/** Whether somebody is banned from the network now. */
export async function isBanned(core: Core, id: CitizenId): Promise<boolean> {
  return (await requireNotBanned(core, id)) !== undefined;
}

/** The refusal `banned` with its reason, for whatever only people in good standing may do; undefined when they may. */
export async function requireNotBanned(
  core: Core,
  id: CitizenId,
): Promise<{ readonly ok: false; readonly refusal: Refusal } | undefined> {
  const citizen = await core.store.get('citizen', id);
  const refusal = citizen && judgeBan(citizen);
  return refusal && { ok: false, refusal };
}

/**
 * What a commit expects that nobody is to make once they are banned, read before they are judged: what they have open is settled when
 * they are banned, and a drop that opened after that would be seen by nobody.
 */
export async function sameBan(core: Core, id: CitizenId): Promise<Expect> {
  return { kind: 'ban', id, version: (await core.store.get('ban', id))?.version ?? 0 };
}

/** What a ban, or its end, writes; or why there is none to write. */
export type BanPlan =
  { readonly ok: true; readonly commit: Commit } | { readonly ok: false; readonly refusal: Refusal };

const subjectPrefix = 'ban:';

/** The subject under which a ban's orders and drops are settled. */
export function banSubject(id: CitizenId): string {
  return `${subjectPrefix}${id}`;
}

/** Whose ban a deadline's subject names; undefined when it names something else. */
export function bannedOfSubject(subject: string): CitizenId | undefined {
  // We wrote the subject ourselves, with a citizen's id behind the prefix.
  return subject.startsWith(subjectPrefix) ? (subject.slice(subjectPrefix.length) as CitizenId) : undefined;
}

/**
 * Bans somebody from the network. The exposure is written with it, so that a claim in flight is judged anew; what they have open is
 * settled by a deadline of the ban's own, which a crash does not forget.
 *
 * @returns the commit; `banned` when they are already
 */
export async function planBan(core: Core, citizen: Citizen, by: CitizenId, reason: string): Promise<BanPlan> {
  const refusal = judgeBan(citizen);
  if (refusal) return { ok: false, refusal };
  const now = core.clock.now();
  const [known, exposure] = await Promise.all([
    core.store.get('ban', citizen.id),
    core.store.get('exposure', citizen.id),
  ]);
  const accounts = [...citizen.accounts, ...(citizen.formerAccounts ?? [])].map(({ platform, id }) => ({
    platform,
    id,
  }));
  const ban: Ban = { id: citizen.id, version: known?.version ?? 0, accounts, reason, by, at: now, lifted: null };
  return {
    ok: true,
    commit: {
      put: [
        { kind: 'ban', record: ban },
        { kind: 'citizen', record: { ...citizen, bannedFor: reason } },
        { kind: 'exposure', record: exposure ?? noExposure(citizen.id) },
      ],
      deadlines: [{ subject: banSubject(citizen.id), due: [{ name: 'settle-ban', at: now }] }],
      notices: personalNotices(core, citizen, {
        kind: 'banned',
        id: `${citizen.id}:${ban.version + 1}`,
        params: { reason },
        path: '/',
      }),
    },
  };
}

/**
 * Lifts a ban. What it ended stays ended; drops that it paused wait for their builder.
 *
 * @returns the commit; `not-banned` when there is none
 */
export async function planLift(core: Core, citizen: Citizen, by: CitizenId, reason: string): Promise<BanPlan> {
  const ban = await core.store.get('ban', citizen.id);
  if (!ban || ban.lifted) return refuse('not-banned');
  return {
    ok: true,
    commit: {
      put: [
        { kind: 'ban', record: { ...ban, lifted: { at: core.clock.now(), by, reason } } },
        { kind: 'citizen', record: { ...citizen, ...accountsAfter(citizen), bannedFor: null } },
      ],
      deadlines: [{ subject: banSubject(citizen.id), due: [] }],
      notices: personalNotices(core, citizen, {
        kind: 'ban-lifted',
        id: `${citizen.id}:${ban.version + 1}`,
        params: { reason },
        path: '/',
      }),
    },
  };
}

/** Of somebody who had themselves deleted the accounts were kept for the ban alone. */
function accountsAfter({ accounts, deletedAt }: Citizen): Pick<Citizen, 'accounts'> {
  return { accounts: deletedAt === undefined ? accounts : [] };
}
