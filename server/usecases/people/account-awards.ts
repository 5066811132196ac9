import { accountAward, hasSecondAccount } from '../../domain/awards.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Award } from '../../domain/network-records.ts';
import type { Put } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';

/** What the score counts of a second account, once for each account however often it is linked; for the commit that links it. */
export async function accountAwards(core: Core, citizen: Citizen, accountId: string): Promise<readonly Put[]> {
  const account = citizen.accounts.find(({ id }) => id === accountId);
  if (!account || !hasSecondAccount(citizen)) return [];
  return notYetGiven(core, accountAward(citizen.id, account, core.clock.now()));
}

/** An award for a commit, unless it was given before. */
export async function notYetGiven(core: Core, award: Award): Promise<readonly Put[]> {
  return (await core.store.get('award', award.id)) ? [] : [{ kind: 'award', record: award }];
}
