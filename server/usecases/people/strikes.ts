import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant, OrderId } from '#shared/ids.ts';
import type { StrikeKind } from '#shared/schemas/trust.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Award } from '../../domain/network-records.ts';
import type { Strike } from '../../domain/trust-records.ts';
import type { Notice, Put } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';
import { personalNotices } from '../work/tell.ts';

/** A strike that is to be given. `reason` is a code of `text/en/reasons.ts`, or a sentence of whoever gives it. */
export type StrikeWish = {
  readonly citizenId: CitizenId;
  readonly why: StrikeKind;
  readonly orderId: OrderId | null;
  readonly reason: string;
  readonly at: Instant;
};

/** What a strike adds to the commit of what it is for. */
export type StrikeParts = { readonly put: readonly Put[]; readonly notices: readonly Notice[] };

/** The id of a strike: one of each kind for an order; those that are for no order are told apart by their moment. */
export function strikeId({ citizenId, why, orderId, at }: StrikeWish): string {
  return `strike:${why}:${orderId ?? `${citizenId}:${at}`}`;
}

/**
 * The records of a strike and the notice to whoever is struck, for the commit of what it is for: given once, however often it is asked
 * for. The citizen is written with it, so a commit that holds this citizen already must take the one from here instead. An unfounded
 * dispute also counts as one that the buyer lost.
 *
 * @returns nothing where it was given before, or where nobody is known by that id
 */
export async function strikePuts(core: Core, wish: StrikeWish): Promise<StrikeParts> {
  const id = strikeId(wish);
  const [given, citizen] = await Promise.all([core.store.get('strike', id), personOf(core, wish.citizenId)]);
  if (given || !citizen) return { put: [], notices: [] };
  const { why, orderId, reason, at } = wish;
  const strike: Strike = { id, version: 0, citizenId: citizen.id, why, orderId, reason, at, lifted: null };
  const isLostDispute = why === 'unfounded-dispute';
  const struck: Citizen = {
    ...citizen,
    lastStrikeAt: Math.max(citizen.lastStrikeAt ?? at, at),
    lostDisputes: citizen.lostDisputes + (isLostDispute ? 1 : 0),
  };
  return {
    put: [
      { kind: 'strike', record: strike },
      { kind: 'citizen', record: struck },
      ...(isLostDispute ? [{ kind: 'award', record: lostDisputeAward(strike) } as const] : []),
    ],
    notices: personalNotices(core, struck, { kind: 'struck', id, params: { reason }, path: '/passport' }),
  };
}

/** Two citizens who were found to be one are struck as the elder. */
async function personOf(core: Core, id: CitizenId): Promise<Citizen | undefined> {
  const citizen = await core.store.get('citizen', id);
  return citizen?.aliasOf ? core.store.get('citizen', citizen.aliasOf) : citizen;
}

/** The id of what a strike's lost dispute took off the score. */
function lostDisputeId({ citizenId, orderId }: Pick<Strike, 'citizenId' | 'orderId'>): string {
  return `lost-dispute:${orderId ?? citizenId}`;
}

/** What counted for a strike beside it, as it is once the strike is lifted. */
export type Undone = { readonly citizen: Citizen; readonly put: readonly Put[] };

/**
 * Undoes what was counted with a strike: a dispute that the buyer or the builder is said to have lost, and the points that it took. Awards
 * are never taken back, so another one gives the points again.
 */
export async function undoStrike(core: Core, strike: Strike, citizen: Citizen): Promise<Undone> {
  switch (strike.why) {
    case 'unfounded-dispute': {
      const taken = await core.store.get('award', lostDisputeId(strike));
      const given = taken && strikeLiftedAward(core, strike, citizen.id, 0 - taken.points);
      return { citizen: oneLess(citizen), put: given ? [{ kind: 'award', record: given }] : [] };
    }
    case 'lost-dispute': {
      const builder = await core.store.get('builder', citizen.id);
      return { citizen, put: builder ? [{ kind: 'builder', record: oneLess(builder) }] : [] };
    }
    default:
      return { citizen, put: [] };
  }
}

function oneLess<Counted extends { readonly lostDisputes: number }>(counted: Counted): Counted {
  return { ...counted, lostDisputes: Math.max(0, counted.lostDisputes - 1) };
}

function strikeLiftedAward(core: Core, strike: Strike, citizenId: CitizenId, points: number): Award {
  const { id, orderId: from } = strike;
  return { id: `lifted:${id}`, version: 0, citizenId, why: 'strike-lifted', points, from, at: core.clock.now() };
}

function lostDisputeAward({ citizenId, orderId, at }: Strike): Award {
  return {
    id: lostDisputeId({ citizenId, orderId }),
    version: 0,
    citizenId,
    why: 'lost-dispute',
    points: houseRules.scorePoints.lostDispute,
    from: orderId,
    at,
  };
}
