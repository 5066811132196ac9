import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Guild } from '#shared/schemas/citizen.ts';
import { judgeBan } from '../../domain/claims.ts';
import type { Builder, Citizen } from '../../domain/citizen.ts';
import type { Commit, Put } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';
import { personalNotices } from '../work/tell.ts';

/** What a certification writes; or why there is none. */
export type CertificationPlan =
  { readonly ok: true; readonly commit: Commit } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Makes a citizen a builder, whether they applied or not; a builder gains the guilds that they had not. They sell nothing before
 * they have signed the promises and can be paid.
 *
 * @returns the commit; `already-certified` for all of these guilds, or `banned`
 */
export async function planCertification(
  core: Core,
  citizen: Citizen,
  guilds: readonly Guild[],
): Promise<CertificationPlan> {
  const banned = judgeBan(citizen);
  if (banned) return { ok: false, refusal: banned };
  const [known, application, payee] = await Promise.all([
    core.store.get('builder', citizen.id),
    core.store.get('application', citizen.id),
    core.store.get('payee', citizen.id),
  ]);
  const before = known ?? newBuilder(core, citizen, payee?.stripeAccountId ?? null);
  const all = [...new Set([...before.guilds, ...guilds])];
  if (all.length === before.guilds.length) return refuse('already-certified');
  const put: Put[] = [
    { kind: 'builder', record: { ...before, guilds: all } },
    // Written as it is, so that nobody is certified who is banned or found to be somebody else at this moment.
    { kind: 'citizen', record: citizen },
  ];
  if (application) put.push({ kind: 'application', record: { ...application, state: 'certified' } });
  return {
    ok: true,
    commit: {
      put,
      notices: personalNotices(core, citizen, {
        kind: 'certified',
        id: `${citizen.id}:${before.version}`,
        params: {},
        path: '/setup',
      }),
    },
  };
}

function newBuilder(core: Core, { id }: Citizen, stripeAccountId: string | null): Builder {
  return {
    id,
    version: 0,
    guilds: [],
    certifiedAt: core.clock.now(),
    promises: { vibeCheck: 0, shippingStandard: 0 },
    stripeAccountId,
    shipping: [],
    completedOrders: 0,
    builtLive: 0,
    lostDisputes: 0,
  };
}
