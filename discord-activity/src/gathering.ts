import type { GatheringView } from '#shared/schemas/gathering.ts';

/** A claim that somebody made in the same gathering. */
export type Felt = GatheringView['felt'][number];

/** The gathering as it was last told, with when that was; `fresh` are claims of others that were not known before. */
export type Together = {
  readonly view: GatheringView;
  readonly at: number;
  readonly fresh: readonly Felt[];
};

/** Answers overtake each other; one with an older revision this soon is late, and later it is of a gathering that began anew. */
const lateWithinMs = 10_000;

/** Takes in what was told of the gathering. Claims from before the person came are no news, and neither are their own. */
export function meet(known: Together | null, told: GatheringView, now: number): Together {
  if (known && told.revision < known.view.revision && now - known.at < lateWithinMs) return known;
  if (known && told.revision === known.view.revision) return { view: told, at: now, fresh: [] };
  const seen = new Set(known?.view.felt.map(({ id }) => id));
  const own = told.companions.find(({ isYou }) => isYou)?.nickname;
  const fresh = known ? told.felt.filter(({ id, nickname }) => !seen.has(id) && nickname !== own) : [];
  return { view: told, at: now, fresh };
}

/** The others who look at a drop, in the order in which they came. */
export function othersAt(view: GatheringView | null, dropId: string): GatheringView['companions'] {
  return (view?.companions ?? []).filter((each) => !each.isYou && each.lookingAt === dropId);
}

/** What somebody else shows to everyone, unless it is what the person put away before. */
export function pointToShow(view: GatheringView | null, putAway: string | null): GatheringView['point'] {
  const point = view?.point ?? null;
  return point && !point.isYours && pointKey(point) !== putAway ? point : null;
}

/** Tells one pointing from the next, even at the same drop. */
export function pointKey(point: NonNullable<GatheringView['point']>): string {
  return `${point.dropId} ${point.at}`;
}
