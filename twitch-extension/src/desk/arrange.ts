/** Takes a tag out of the queue and puts it in again at a place, counted from 0. What is out of bounds goes to the nearer end. */
export function moveTag(tags: readonly string[], tag: string, place: number): readonly string[] {
  const others = tags.filter((each) => each !== tag);
  if (others.length === tags.length) return tags;
  const at = Math.min(Math.max(0, place), others.length);
  return [...others.slice(0, at), tag, ...others.slice(at)];
}

/** Puts what is queued into the order of `tags`. What they do not name follows in the order it was in, and what is gone is left out. */
export function arrangeBy<T extends { readonly tag: string }>(
  queue: readonly T[],
  tags: readonly string[],
): readonly T[] {
  const byTag = new Map(queue.map((each) => [each.tag, each]));
  const named = [...new Set(tags)].flatMap((tag) => byTag.get(tag) ?? []);
  const isNamed = new Set(tags);
  return [...named, ...queue.filter((each) => !isNamed.has(each.tag))];
}

/** A row of a list: where it begins and how high it is, in pixels from any one point. */
export type Row = { readonly top: number; readonly height: number };

/**
 * The place over which a dragged row hovers. It takes the place of a neighbour once its own middle has passed the neighbour's.
 *
 * @param from     the row's place before it was lifted
 * @param movedPx  how far it was dragged, downwards positive
 */
export function placeUnder(rows: readonly Row[], from: number, movedPx: number): number {
  const lifted = rows[from];
  if (!lifted) return from;
  const middle = lifted.top + lifted.height / 2 + movedPx;
  let place = 0;
  for (const [index, row] of rows.entries()) {
    if (index === from) continue;
    if (middle > row.top + row.height / 2) place += 1;
  }
  return place;
}

/** How far a row that is not dragged makes way, in pixels: by the height of the dragged one and the gap between rows. */
export function makeWayPx(place: number, from: number, to: number, stepPx: number): number {
  if (place > from && place <= to) return -stepPx;
  return place < from && place >= to ? stepPx : 0;
}
