import { refuse, type Refusal } from '#shared/refusals.ts';
import type { BanWork } from '#shared/schemas/community.ts';
import type { BanFailure } from '#shared/schemas/house.ts';
import { bannedAccounts, banWorkFor, carriedAfter, failuresIn, type BanOutcomes } from '../../domain/ban-work.ts';
import type { Community } from '../../domain/network-records.ts';
import { triesMax } from '../orders/apply-command.ts';
import { presentCommunities } from './communities.ts';
import type { Core } from '../work/core.ts';

/** Accounts that one answer names, in all communities together: what the bot does before it asks again. */
const idsMax = 200;
const pageSize = 500;
/** Communities whose past is read at a time. */
const readAtOnce = 100;
/** Failures that staff is shown. */
const failuresMax = 200;

/**
 * Bans to carry out and to lift now. When all of it is settled, asking again gives what remains. Every answer begins at another
 * community, so that none where nothing can be settled keeps the others waiting.
 */
export async function banWork(core: Core): Promise<readonly BanWork[]> {
  const [banned, communities] = await Promise.all([activeBans(core), communitiesThatCarry(core)]);
  const now = core.clock.now();
  const work: BanWork[] = [];
  let left = idsMax;
  const turned = turn(communities, core.clock.randomValues());
  for (let from = 0; from < turned.length && left > 0; from += readAtOnce) {
    for (const { community, carried } of await withCarried(core, turned.slice(from, from + readAtOnce))) {
      const here = left > 0 && banWorkFor(community, banned, carried, now, left);
      if (!here) continue;
      work.push(here);
      left -= here.ban.length + here.lift.length;
    }
  }
  return work;
}

function turn<T>(all: readonly T[], [high = 0, low = 0]: readonly number[]): readonly T[] {
  const start = (high * 256 + low) % Math.max(1, all.length);
  return [...all.slice(start), ...all.slice(0, start)];
}

/** Keeps what the bot has done in a community, and what it could not. */
export async function settleBanWork(
  core: Core,
  communityId: string,
  outcomes: BanOutcomes,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly refusal: Refusal }> {
  for (let tries = 0; tries < triesMax; tries++) {
    const known = await core.store.get('carriedBans', communityId);
    const record = carriedAfter(known ?? { id: communityId, version: 0, accounts: {} }, outcomes, core.clock.now());
    const { result } = await core.store.commit({ put: [{ kind: 'carriedBans', record }] });
    if (result === 'committed') return { ok: true };
  }
  return refuse('conflict-try-again');
}

/** Network bans that communities have not carried out and still should, the longest tried first. */
export async function banFailures(core: Core): Promise<readonly BanFailure[]> {
  const banned = await activeBans(core);
  const carrying = await withCarried(core, await communitiesThatCarry(core));
  const found = carrying.flatMap(({ community, carried }) =>
    (carried ? failuresIn(carried, banned) : []).map(({ discordId, wanted, reason, tries, at }) => ({
      communityId: community.id,
      community: community.name,
      discordId,
      wanted,
      reason,
      tries,
      at,
    })),
  );
  return found.sort((a, b) => b.tries - a.tries).slice(0, failuresMax);
}

async function activeBans(core: Core): Promise<ReadonlyMap<string, string>> {
  const banned = new Map<string, string>();
  for (let after: string | undefined; ;) {
    const page = await core.store.list('ban', 'all', pageSize, after);
    for (const [id, reason] of bannedAccounts(page)) banned.set(id, reason);
    if (page.length < pageSize) return banned;
    after = page.at(-1)?.id;
  }
}

async function communitiesThatCarry(core: Core): Promise<readonly Community[]> {
  return (await presentCommunities(core)).filter(({ settings }) => settings.networkBans);
}

/** Communities, each with what it has carried. */
async function withCarried(core: Core, communities: readonly Community[]) {
  const carried = await Promise.all(communities.map(({ id }) => core.store.get('carriedBans', id)));
  return communities.map((community, index) => ({ community, carried: carried[index] }));
}
