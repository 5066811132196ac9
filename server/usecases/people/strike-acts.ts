import type { CitizenId, Instant } from '#shared/ids.ts';
import { refuse } from '#shared/refusals.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { housePeopleTexts as sentences } from '#shared/text/en/house-people.ts';
import { fill } from '#shared/text/say.ts';
import type { Strike } from '../../domain/trust-records.ts';
import type { ActPlan } from '../house/act-parts.ts';
import { personOfAct } from '../house/act-people.ts';
import type { Core } from '../work/core.ts';
import { strikePuts, undoStrike } from './strikes.ts';
import { personalNotices } from '../work/tell.ts';

/** Strikes are read in pages of this size, up to more than anybody is given. */
const pageSize = 100;
const strikesMax = 2_000;

/** Gives somebody a strike for their conduct. */
export async function planStrike(core: Core, act: Extract<StaffAct, { kind: 'strike' }>): Promise<ActPlan> {
  const { reason } = act;
  const citizen = await personOfAct(core, act);
  if (!citizen) return refuse('not-found');
  const at = core.clock.now();
  const { put, notices } = await strikePuts(core, { citizenId: citizen.id, why: 'conduct', orderId: null, reason, at });
  return { ok: true, summary: fill(sentences.strike, { nickname: citizen.nickname }), commit: { put, notices } };
}

/**
 * Lifts a strike. It stays on record and counts no more: the year without a strike is counted from the last one that stands, and a
 * dispute that was counted as lost with it is not one any more.
 *
 * @returns the plan; `not-found`, or `strike-lifted` when it was before
 */
export async function planLiftingStrike(
  core: Core,
  { strikeId, reason }: Extract<StaffAct, { kind: 'lift-strike' }>,
  by: CitizenId,
): Promise<ActPlan> {
  const strike = await core.store.get('strike', strikeId);
  const citizen = strike && (await core.store.get('citizen', strike.citizenId));
  if (!citizen) return refuse('not-found');
  if (strike.lifted) return refuse('strike-lifted');
  const undone = await undoStrike(core, strike, citizen);
  const others = (await strikesOf(core, citizen.id)).filter(({ id }) => id !== strike.id);
  return {
    ok: true,
    summary: fill(sentences.liftStrike, { nickname: citizen.nickname, why: sentences.strikes[strike.why] }),
    commit: {
      put: [
        { kind: 'strike', record: { ...strike, lifted: { at: core.clock.now(), by, reason } } },
        // A strike that is given at this moment writes the citizen too, and makes this plan void.
        { kind: 'citizen', record: { ...undone.citizen, lastStrikeAt: lastOf(others) } },
        ...undone.put,
      ],
      notices: personalNotices(core, citizen, {
        kind: 'strike-lifted',
        id: strike.id,
        params: { reason },
        path: '/passport',
      }),
    },
  };
}

/** Every strike of somebody's, lifted ones included. */
export async function strikesOf(core: Core, id: CitizenId): Promise<readonly Strike[]> {
  const all: Strike[] = [];
  for (;;) {
    const page = await core.store.list('strike', id, pageSize, all.at(-1)?.id);
    all.push(...page);
    if (page.length < pageSize || all.length >= strikesMax) return all;
  }
}

function lastOf(strikes: readonly Strike[]): Instant | null {
  const standing = strikes.flatMap(({ at, lifted }) => (lifted ? [] : [at]));
  return standing.length > 0 ? Math.max(...standing) : null;
}
