import type { BanFailure } from '#shared/schemas/house.ts';
import type { CarriedBans } from '../domain/network-records.ts';
import type { Core } from './core.ts';

/** Communities looked through, and failures shown: enough to see that something is wrong, and where. */
const communitiesMax = 2_500;
const failuresMax = 100;

/** The bans, and ends of bans, that communities have not carried out; the newest try first. */
export async function banFailures(core: Core): Promise<readonly BanFailure[]> {
  const carried = await core.store.list('carriedBans', 'all', communitiesMax);
  const failures = carried
    .flatMap(failuresOf)
    .toSorted((one, other) => other.at - one.at)
    .slice(0, failuresMax);
  return Promise.all(
    failures.map(async (failure) => ({
      ...failure,
      community: (await core.store.get('community', failure.communityId))?.name ?? '',
    })),
  );
}

function failuresOf({ id, accounts }: CarriedBans): readonly Omit<BanFailure, 'community'>[] {
  return Object.entries(accounts).flatMap(([discordId, { ...how }]) =>
    how.state === 'failed'
      ? [{ communityId: id, discordId, wanted: how.wanted, reason: how.reason, tries: how.tries, at: how.at }]
      : [],
  );
}
