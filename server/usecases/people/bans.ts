import type { CitizenId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import { judgeBan } from '../../domain/claims.ts';
import type { Account, Citizen } from '../../domain/citizen.ts';
import type { Ban } from '../../domain/network-records.ts';
import type { Commit, Expect, Put } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';
import { noExposure } from '../orders/exposure.ts';
import { flagPuts, type FlagWish } from '../house/flags.ts';
import { personalNotices } from '../work/tell.ts';

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
  // Whoever only shares the ban of another may be banned for themselves.
  const refusal = judgeBan({ ...citizen, kinBan: null });
  if (refusal) return { ok: false, refusal };
  const now = core.clock.now();
  const [known, exposure] = await Promise.all([
    core.store.get('ban', citizen.id),
    core.store.get('exposure', citizen.id),
  ]);
  const former = await formerOf(core, citizen);
  const ban: Ban = {
    id: citizen.id,
    version: known?.version ?? 0,
    accounts: [
      ...citizen.accounts.map(({ platform, id }) => ({ platform, id })),
      ...(citizen.formerAccounts ?? []).map(({ platform, id }) => ({ platform, id, former: true })),
    ],
    reason,
    by,
    at: now,
    lifted: null,
  };
  const kin = await Promise.all(former.taken.map((other) => withKinBan(core, citizen, other, reason)));
  return {
    ok: true,
    commit: {
      put: [
        { kind: 'ban', record: ban },
        { kind: 'citizen', record: { ...rejoined(citizen, former.free), bannedFor: reason, kinBan: null } },
        { kind: 'exposure', record: exposure ?? noExposure(citizen.id) },
        ...kin.flatMap(({ put }) => put),
      ],
      deadlines: [{ subject: banSubject(citizen.id), due: [{ name: 'settle-ban', at: now }] }],
      notices: [
        ...personalNotices(core, citizen, {
          kind: 'banned',
          id: `${citizen.id}:${ban.version + 1}`,
          params: { reason },
          path: '/orders',
        }),
        ...kin.flatMap(({ notices }) => notices),
      ],
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
  if (!ban || ban.lifted) return citizen.kinBan ? liftKin(core, citizen, reason) : refuse('not-banned');
  const kin = await kinOf(core, ban);
  return {
    ok: true,
    commit: {
      put: [
        { kind: 'ban', record: { ...ban, lifted: { at: core.clock.now(), by, reason } } },
        { kind: 'citizen', record: accountsAfter({ ...parted(citizen, ban), bannedFor: null }) },
        ...kin.map((each) => ({ kind: 'citizen', record: accountsAfter({ ...each, kinBan: null }) }) as const),
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

/** Of somebody who had themselves deleted the accounts were kept for the ban alone, and go with the last one. */
function accountsAfter(citizen: Citizen): Citizen {
  const isStill = citizen.deletedAt === undefined || Boolean(citizen.bannedFor || citizen.kinBan);
  return isStill ? citizen : { ...citizen, accounts: [], formerAccounts: [] };
}

/** Accounts that somebody had before: those that nobody has now, and the people who have the others. */
async function formerOf(core: Core, citizen: Citizen) {
  const former = citizen.formerAccounts ?? [];
  const owners = await Promise.all(former.map(({ platform, id }) => core.store.citizenByAccount(platform, id)));
  const others = new Map(owners.flatMap((owner) => (owner && owner.id !== citizen.id ? [[owner.id, owner]] : [])));
  return { free: former.filter((_, index) => owners[index] === undefined), taken: [...others.values()] };
}

/** What was unlinked before a ban is theirs again while it stands, so that whoever comes with it is known. */
function rejoined(citizen: Citizen, free: readonly Account[]): Citizen {
  if (free.length === 0) return citizen;
  const formerAccounts = (citizen.formerAccounts ?? []).filter((each) => !free.includes(each));
  return { ...citizen, accounts: [...citizen.accounts, ...free], formerAccounts };
}

function parted(citizen: Citizen, { accounts }: Ban): Citizen {
  const isFormer = ({ platform, id }: Account) =>
    accounts.some((each) => each.former && each.platform === platform && each.id === id);
  const former = citizen.accounts.filter(isFormer);
  if (former.length === 0) return citizen;
  return {
    ...citizen,
    accounts: citizen.accounts.filter((each) => !isFormer(each)),
    formerAccounts: [...(citizen.formerAccounts ?? []), ...former],
  };
}

/** Whoever has an account of the banned by now takes nothing new either, and the staff looks at who they are. */
async function withKinBan(core: Core, banned: Citizen, kin: Citizen, reason: string) {
  const flag = await flagPuts(core, bannedAccountFlag(kin, banned.id));
  const record: Citizen = { ...kin, kinBan: { citizenId: banned.id, reason } };
  // A claim of theirs in flight is judged anew, as the banned person's own is.
  const exposure = (await core.store.get('exposure', kin.id)) ?? noExposure(kin.id);
  const put: readonly Put[] = [{ kind: 'citizen', record }, { kind: 'exposure', record: exposure }, ...flag.put];
  return { put, notices: flag.notices };
}

/** What the staff is to look at: somebody comes with an account that is, or was, a banned person's. */
export function bannedAccountFlag(who: Citizen, bannedId: string): FlagWish {
  return {
    id: `banned-account:${who.id}:${bannedId}`,
    kind: 'banned-account',
    citizenId: who.id,
    orderId: null,
    about: who.nickname,
  };
}

async function kinOf(core: Core, { id: bannedId, accounts }: Ban): Promise<readonly Citizen[]> {
  const owners = await Promise.all(accounts.map(({ platform, id }) => core.store.citizenByAccount(platform, id)));
  const kin = owners.flatMap((owner) => (owner?.kinBan?.citizenId === bannedId ? [owner] : []));
  return [...new Map(kin.map((each) => [each.id, each])).values()];
}

function liftKin(core: Core, citizen: Citizen, reason: string): BanPlan {
  return {
    ok: true,
    commit: {
      put: [{ kind: 'citizen', record: accountsAfter({ ...citizen, kinBan: null }) }],
      notices: personalNotices(core, citizen, {
        kind: 'ban-lifted',
        id: `${citizen.id}:kin:${citizen.version}`,
        params: { reason },
        path: '/',
      }),
    },
  };
}
