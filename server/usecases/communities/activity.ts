import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Account, Citizen } from '../../domain/citizen.ts';
import type { ActivityInstance, ProxyProof } from '../../ports/activities.ts';
import { meetCitizen } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';

/** Somebody who is in an activity, by what Discord says. */
export type Arrival = {
  readonly ok: true;
  readonly citizen: Citizen;
  readonly account: Account;
  readonly instance: ActivityInstance;
  readonly accessToken: string;
};

/** What a page says of itself when somebody comes. The instance is where they say to be. */
export type Arriving = { readonly code: string; readonly codeVerifier: string; readonly instanceId: string };

/**
 * Somebody opens the activity. Discord tells who they are, once for each code, and whether they are in the instance; what the page says
 * of either counts for nothing.
 *
 * @param proof whom the request came from through Discord's proxy; null where that is not asked for
 */
export async function arrive(
  core: Core,
  { code, codeVerifier, instanceId }: Arriving,
  proof: ProxyProof | null,
): Promise<Arrival | { readonly ok: false; readonly refusal: Refusal }> {
  const signedIn = await core.activities.signIn(code, codeVerifier);
  if (!signedIn) return refuse('sign-in-failed');
  const { account, accessToken } = signedIn;
  if (!isProvedFor(proof, account.id)) return refuse('proxy-unproved');
  const found = await instanceWith(core, instanceId, account.id);
  if (!found) return refuse('activity-unknown');
  return { ok: true, citizen: await meetCitizen(core, account), account, instance: found, accessToken };
}

/** The instance, as long as this account is in it. */
export async function instanceWith(
  core: Core,
  instanceId: string,
  accountId: string,
): Promise<ActivityInstance | undefined> {
  const instance = await core.activities.instance(instanceId);
  return instance?.userIds.includes(accountId) ? instance : undefined;
}

/** Whether a proof may stand for this account: somebody else's may not, though it be good. */
export function isProvedFor(proof: ProxyProof | null, accountId: string): boolean {
  return proof === null || proof.userId === null || proof.userId === accountId;
}
