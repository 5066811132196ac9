import type { CitizenId, Instant } from '#shared/ids.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';
import type { Drop } from '../../domain/drop.ts';
import { computeTier } from '../../domain/trust.ts';
import { keepsUnits } from '../../domain/waitlist.ts';
import type { Core } from '../work/core.ts';
import { seeRaffle } from './raffles.ts';
import { waitlistPlace } from './waitlist.ts';

/** How somebody who looks at a drop stands to it. Of nobody known: not a VIP, not in the line, nothing set aside. */
export type DropVisit = {
  readonly isVip: boolean;
  /** Their place in the line; null when they are not in it. */
  readonly place: number | null;
  /** Whether units that are free are on their way to the line. */
  readonly lineKeepsUnits: boolean;
  /** Until when a unit is set aside for them; null when none is. */
  readonly setAsideUntil: Instant | null;
  /** The raffle for its units, with their own entry; absent where there is none. */
  readonly raffle?: RaffleView | undefined;
};

/** Finds out how a visitor stands to a drop. */
export async function visitDrop(core: Core, drop: Drop, citizenId: CitizenId | null): Promise<DropVisit> {
  const line = await core.store.get('waitlist', drop.id);
  const lineKeepsUnits = drop.status !== 'closed' && line !== undefined && keepsUnits(line);
  const raffle = drop.raffle && (await raffleFor(core, drop, citizenId));
  const citizen = citizenId ? await core.store.get('citizen', citizenId) : undefined;
  if (!citizen) return { isVip: false, place: null, lineKeepsUnits, setAsideUntil: null, raffle };
  const [answer, exposure] = await Promise.all([
    waitlistPlace(core, drop.id, citizen.id),
    core.store.get('exposure', citizen.id),
  ]);
  const standing = exposure?.open.find((each) => each.dropId === drop.id && each.reserved);
  const order = standing && (await core.store.get('order', standing.orderId));
  return {
    isVip: computeTier(citizen, core.clock.now()) === 'vip',
    place: answer.ok ? answer.place.place : null,
    lineKeepsUnits,
    setAsideUntil: order?.fulfilment === 'reserved' ? order.claimEndsAt : null,
    raffle,
  };
}

async function raffleFor(core: Core, drop: Drop, citizenId: CitizenId | null): Promise<RaffleView | undefined> {
  const seen = await seeRaffle(core, drop.id, citizenId);
  return seen.ok ? seen.raffle : undefined;
}
