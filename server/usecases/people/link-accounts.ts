import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Platform } from '#shared/schemas/citizen.ts';
import { hasSecondAccount, identityAward } from '../../domain/awards.ts';
import { isLinked } from '../../domain/channel.ts';
import { judgeBan } from '../../domain/claims.ts';
import type { Account, Citizen, Exposure } from '../../domain/citizen.ts';
import { computeTier } from '../../domain/trust.ts';
import type { Put } from '../../ports/store.ts';
import { accountAwards, notYetGiven } from './account-awards.ts';
import { triesMax } from '../orders/apply-command.ts';
import { isInCase } from '../cases/cases.ts';
import { bannedAccountFlag } from './bans.ts';
import type { Core } from '../work/core.ts';
import { noExposure } from '../orders/exposure.ts';
import { flagPuts } from '../house/flags.ts';
import { banOfAccount, joinedRecords, judgeJoining, type JoinProblem } from './join-citizens.ts';

/** What linking an account came to: `citizen` is who has it then. */
export type Linked =
  { readonly ok: true; readonly citizen: Citizen } | { readonly ok: false; readonly refusal: Refusal };

/**
 * What linking an account that was just proved would come to. `new`: nobody has it. `join`: it is of somebody else known to C500, who
 * would become one with the citizen; their other accounts must be proved as well then.
 */
export type LinkForecast =
  | { readonly ok: true; readonly comes: 'known' | 'new' }
  | { readonly ok: true; readonly comes: 'join'; readonly other: Citizen }
  | { readonly ok: false; readonly refusal: Refusal };

/** Judges a link without making it. That an account is a banned person's is shown to the staff. */
export async function foreseeLink(core: Core, id: CitizenId, account: Account): Promise<LinkForecast> {
  const citizen = await personBehind(core, id);
  if (!citizen) return refuse('not-found');
  const banned = judgeBan(citizen);
  if (banned) return { ok: false, refusal: banned };
  const owner = await core.store.citizenByAccount(account.platform, account.id);
  if (owner?.id === citizen.id) return { ok: true, comes: 'known' };
  if (owner) {
    const joining = await judgeJoining(core, citizen, owner);
    if (joining === 'link-banned')
      await raiseBanned(core, citizen, owner.bannedFor ? owner.id : owner.kinBan?.citizenId);
    return typeof joining === 'string' ? no(joining) : { ok: true, comes: 'join', other: owner };
  }
  if (citizen.accounts.some(({ platform }) => platform === account.platform)) return no('link-platform');
  const ban = await banOfAccount(core, account);
  if (!ban) return { ok: true, comes: 'new' };
  await raiseBanned(core, citizen, ban.id);
  return no('link-banned');
}

/** Somebody has proved that an account of a banned person's is theirs: the staff looks at who they are. */
async function raiseBanned(core: Core, citizen: Citizen, bannedId: string | undefined): Promise<void> {
  if (bannedId === undefined) return;
  const flag = await flagPuts(core, bannedAccountFlag(citizen, bannedId));
  // Raised by somebody else at this moment, it is raised.
  if (flag.put.length > 0) await core.store.commit(flag);
}

/**
 * Links an account that the person has proved to be theirs. One that nobody has is added; one of somebody else makes the two citizens
 * one, in one commit, and only when the person has proved an account of each.
 *
 * @param provedBoth whether an account of the citizen's own was proved in the same session as well
 */
export async function linkAccount(core: Core, id: CitizenId, account: Account, provedBoth: boolean): Promise<Linked> {
  for (let tries = 0; tries < triesMax; tries++) {
    const [citizen, forecast] = await Promise.all([personBehind(core, id), foreseeLink(core, id, account)]);
    if (!forecast.ok) return forecast;
    if (!citizen) return refuse('not-found');
    if (forecast.comes === 'known') return { ok: true, citizen };
    if (forecast.comes === 'join' && !provedBoth) return no('link-unproved');
    const put = forecast.comes === 'join' ? await joined(core, citizen, forecast.other) : [adding(citizen, account)];
    if (typeof put === 'string') return no(put);
    const owner = put.flatMap(({ kind, record }) =>
      kind === 'citizen' && record.accounts.some(({ id: accountId }) => accountId === account.id) ? [record] : [],
    )[0];
    const awards = owner ? await accountAwards(core, owner, account.id) : [];
    const { result } = await core.store.commit({ put: [...put, ...awards] });
    const now = result === 'committed' && (await core.store.citizenByAccount(account.platform, account.id));
    if (now) return { ok: true, citizen: now };
  }
  return refuse('conflict-try-again');
}

/**
 * Unlinks an account. It stays on record among the former ones. The last one stays, and so does one whose channel is connected, and a
 * builder's on Discord.
 *
 * @returns the citizen; `link-refused` with its reason, or `unlink-first` while the channel is connected
 */
export async function unlinkAccount(core: Core, id: CitizenId, platform: Platform): Promise<Linked> {
  for (let tries = 0; tries < triesMax; tries++) {
    const citizen = await core.store.get('citizen', id);
    const account = citizen?.accounts.find((each) => each.platform === platform);
    if (!citizen || !account) return refuse('not-found');
    const banned = judgeBan(citizen);
    if (banned) return { ok: false, refusal: banned };
    if (!hasSecondAccount(citizen)) return no('link-last');
    // The staff certifies and bans by it: without it nobody could stop whoever goes on selling.
    if (platform === 'discord' && (await core.store.get('builder', id))) return no('link-seller');
    if (await isInCase(core, id)) return no('link-case');
    const channel = platform === 'twitch' ? await core.store.get('channel', account.id) : undefined;
    if (channel && isLinked(channel)) return refuse('unlink-first', { channel: channel.login });
    const record: Citizen = {
      ...citizen,
      accounts: citizen.accounts.filter((each) => each !== account),
      formerAccounts: [...(citizen.formerAccounts ?? []), account],
    };
    const exposure = (await core.store.get('exposure', id)) ?? noExposure(id);
    if (isLeanedOn(record, exposure, core.clock.now())) return no('link-open');
    // Written with it, so that a claim at this moment is judged anew.
    const put: readonly Put[] = [
      { kind: 'citizen', record },
      { kind: 'exposure', record: exposure },
    ];
    const { result } = await core.store.commit({ put });
    if (result === 'committed') return { ok: true, citizen: { ...record, version: record.version + 1 } };
  }
  return refuse('conflict-try-again');
}

/** One account makes one person a member at a time: what was claimed with it is still open, and beyond what they may without it. */
function isLeanedOn(without: Citizen, { open }: Exposure, now: Instant): boolean {
  const cap = houseRules.tierCapMinor[computeTier(without, now)];
  if (cap === null) return false;
  const whole = open.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return whole > cap * houseRules.exposureFactor || open.some(({ amountMinor }) => amountMinor > cap);
}

/** Notes that somebody proved who they are. Safe to repeat. Gives one word for the record on what it came to. */
export async function noteIdentity(core: Core, id: CitizenId): Promise<'noted' | 'known' | 'unknown-citizen'> {
  for (let tries = 0; tries < triesMax; tries++) {
    const citizen = await personBehind(core, id);
    if (!citizen) return 'unknown-citizen';
    if (citizen.identityVerified) return 'known';
    const award = identityAward(citizen.id, core.clock.now());
    const { result } = await core.store.commit({
      put: [{ kind: 'citizen', record: { ...citizen, identityVerified: true } }, ...(await notYetGiven(core, award))],
    });
    if (result === 'committed') return 'noted';
  }
  throw new Error(`citizen ${id} kept changing`);
}

/** How often somebody may have been joined with an elder. */
const aliasesMax = 10;

/** The citizen of an id, or whoever they were found to be. */
export async function personBehind(core: Core, id: CitizenId): Promise<Citizen | undefined> {
  let citizen = await core.store.get('citizen', id);
  for (let steps = 0; citizen?.aliasOf && steps < aliasesMax; steps++)
    citizen = await core.store.get('citizen', citizen.aliasOf);
  return citizen;
}

type LinkProblem = JoinProblem | 'link-unproved' | 'link-last' | 'link-seller' | 'link-open';

function no(reason: LinkProblem) {
  return refuse('link-refused', { reason });
}

function adding(citizen: Citizen, account: Account): Put {
  const former = citizen.formerAccounts?.filter(
    ({ platform, id }) => platform !== account.platform || id !== account.id,
  );
  const record = {
    ...citizen,
    accounts: [...citizen.accounts, account],
    ...(former ? { formerAccounts: former } : {}),
  };
  return { kind: 'citizen', record };
}

async function joined(core: Core, citizen: Citizen, other: Citizen): Promise<readonly Put[] | JoinProblem> {
  const joining = await judgeJoining(core, citizen, other);
  return typeof joining === 'string' ? joining : joinedRecords(core, joining);
}
