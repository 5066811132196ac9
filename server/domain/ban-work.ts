import { hour, minute } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import type { BanWork } from '#shared/schemas/community.ts';
import type { Ban, CarriedBans, Community } from './network-records.ts';

type Carried = CarriedBans['accounts'][string];
type Failure = Extract<Carried, { readonly state: 'failed' }>;

/** What could not be carried out is tried again after a pause, which doubles with every try, up to this. */
const pauseMinMs = minute;
const pauseMaxMs = 6 * hour;

/** The Discord accounts that are banned now, each with the reason. */
export function bannedAccounts(bans: readonly Ban[]): ReadonlyMap<string, string> {
  return new Map(
    bans
      .filter(({ lifted }) => !lifted)
      .flatMap(({ accounts, reason }) =>
        accounts.filter(({ platform }) => platform === 'discord').map(({ id }) => [id, reason] as const),
      ),
  );
}

/**
 * What is to be carried to one community now. Where network bans are off nothing is, not even the lifting of what was carried while
 * they were on.
 *
 * @param idsMax how many accounts are named at most, bans before lifts
 * @returns undefined when there is nothing to do
 */
export function banWorkFor(
  community: Community,
  banned: ReadonlyMap<string, string>,
  carried: CarriedBans | undefined,
  now: Instant,
  idsMax: number,
): BanWork | undefined {
  if (!community.isPresent || !community.settings.networkBans) return undefined;
  const accounts = carried?.accounts ?? {};
  const isDue = (id: string) => dueAt(accounts[id]) <= now;
  const ban = [...banned]
    .filter(([id]) => !stands(accounts[id]) && isDue(id))
    .slice(0, idsMax)
    .map(([discordId, reason]) => ({ discordId, reason }));
  const lift = Object.keys(accounts)
    .filter((id) => !banned.has(id) && stands(accounts[id]) && isDue(id))
    .slice(0, idsMax - ban.length)
    .map((discordId) => ({ discordId }));
  return ban.length + lift.length > 0 ? { communityId: community.id, ban, lift } : undefined;
}

/** What the bot has done in a community, and what it could not. */
export type BanOutcomes = {
  readonly banned: readonly string[];
  readonly lifted: readonly string[];
  readonly failed: readonly { readonly discordId: string; readonly wanted: 'ban' | 'lift'; readonly reason: string }[];
};

/** Writes down what was done. A lift of something that was never carried is nothing. */
export function carriedAfter(known: CarriedBans, { banned, lifted, failed }: BanOutcomes, at: Instant): CarriedBans {
  const accounts: Record<string, Carried> = { ...known.accounts };
  for (const id of banned) accounts[id] = { state: 'banned', at };
  for (const id of lifted) if (accounts[id]) accounts[id] = { state: 'lifted', at };
  for (const { discordId, wanted, reason } of failed) {
    const before = accounts[discordId];
    if (wanted === 'lift' && !before) continue;
    const tries = before?.state === 'failed' && before.wanted === wanted ? before.tries + 1 : 1;
    accounts[discordId] = { state: 'failed', wanted, at, reason, tries, stands: stands(before) };
  }
  return { ...known, accounts };
}

/** What a community has not carried out and still should. */
export function failuresIn(
  carried: CarriedBans,
  banned: ReadonlyMap<string, string>,
): readonly (Failure & { readonly discordId: string })[] {
  return Object.entries(carried.accounts).flatMap(([discordId, each]) =>
    each.state === 'failed' && each.stands !== banned.has(discordId) ? [{ ...each, discordId }] : [],
  );
}

/** Whether an account is banned in the community, as far as we know. */
function stands(carried: Carried | undefined): boolean {
  return carried?.state === 'banned' || (carried?.state === 'failed' && carried.stands);
}

function dueAt(carried: Carried | undefined): Instant {
  if (carried?.state !== 'failed') return 0;
  return carried.at + Math.min(pauseMaxMs, pauseMinMs * 2 ** (carried.tries - 1));
}
