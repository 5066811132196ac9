import type { DropView } from '#shared/schemas/drop.ts';
import type { Drop } from '../../domain/drop.ts';
import { raffleState } from '../../domain/raffle.ts';
import type { Core } from '../work/core.ts';
import { countEntries } from './raffle-count.ts';

type RaffleCard = NonNullable<DropView['raffle']>;

/** What a drop shows of its raffle everywhere; undefined where it is none. */
export async function raffleCard(core: Core, drop: Drop): Promise<RaffleCard | undefined> {
  const state = raffleState(drop, core.clock.now());
  if (!drop.raffle || !state) return undefined;
  const { opensAt, closesAt, drawn } = drop.raffle;
  const entries = drawn?.entries ?? (state === 'soon' ? 0 : await countEntries(core, drop.id));
  return { state, opensAt, closesAt, entries };
}

/** The part of a drop's revision that tells one look of its raffle from another. */
export function raffleRevision(raffle: RaffleCard | undefined): readonly (string | number)[] {
  return raffle ? [raffle.state, raffle.entries] : [];
}
