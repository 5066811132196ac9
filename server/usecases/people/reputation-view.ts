import { medianDaysToProof, onTimeRate } from '../../domain/reputation.ts';
import type { Builder, Citizen } from '../../domain/citizen.ts';
import type { Core } from '../work/core.ts';
import { strikesOf } from './strike-acts.ts';

/** How a builder has kept what they promised, as it is shown wherever a drop of theirs is. */
export async function reputationOf(core: Core, citizen: Citizen | undefined, builder: Builder | undefined) {
  return {
    onTimeRate: builder ? onTimeRate(builder) : null,
    daysToProof: builder ? medianDaysToProof(builder) : null,
    disputesLost: builder?.lostDisputes ?? 0,
    strikes: await strikesThatStand(core, citizen),
  };
}

/** Strikes that were not lifted. Whoever has none is not looked up: cards of builders are made by the hundred. */
async function strikesThatStand(core: Core, citizen: Citizen | undefined): Promise<number> {
  if (!citizen || citizen.lastStrikeAt === null) return 0;
  return (await strikesOf(core, citizen.id)).filter(({ lifted }) => lifted === null).length;
}
