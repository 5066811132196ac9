import type { DropId } from '#shared/ids.ts';
import type { RaffleReceipt } from '#shared/schemas/raffle-receipt.ts';
import type { Drop } from '../../domain/drop.ts';
import type { Raffle, RaffleDraw } from '../../domain/trust-records.ts';
import type { Core } from '../work/core.ts';

/** A raffle that was drawn, for quick looks. `places` are those of the keys: 1 is first. */
export type KnownDraw = {
  readonly raffle: Raffle;
  readonly draw: RaffleDraw;
  readonly places: ReadonlyMap<string, number>;
  /** The receipt as it was made last, for the title that the drop had. */
  receipt?: RaffleReceipt;
};

const drawsMax = 30;

/**
 * The draw of a raffle; undefined before it. It never changes, and its record is large: when a raffle was drawn a crowd looks at once,
 * and it is read and taken apart once for all of them.
 */
export async function findDraw(core: Core, dropId: DropId): Promise<KnownDraw | undefined> {
  const known = core.draws.get(dropId);
  if (known) return known;
  const raffle = await core.store.get('raffle', dropId);
  if (!raffle?.draw) return undefined;
  const { draw } = raffle;
  const found: KnownDraw = { raffle, draw, places: new Map(draw.drawn.map(({ key }, index) => [key, index + 1])) };
  core.draws.set(dropId, found);
  for (const oldest of core.draws.keys()) if (core.draws.size > drawsMax) core.draws.delete(oldest);
  return found;
}

/** The receipt of a draw, frozen: it is written once for everybody who asks, unless the drop has another title since. */
export function receiptOf(known: KnownDraw, { id: dropId, terms: { title } }: Drop): RaffleReceipt {
  if (known.receipt?.title === title) return known.receipt;
  const { seed, seedHash, opensAt, closesAt } = known.raffle;
  const { units, at: drawnAt, entriesHash } = known.draw;
  const drawn = known.draw.drawn.map(({ key }) => key);
  const head = { format: 'c500-raffle-1', dropId, title, units, opensAt, closesAt, drawnAt } as const;
  known.receipt = Object.freeze({ ...head, seed, seedHash, entries: drawn.toSorted(), entriesHash, drawn });
  return known.receipt;
}
