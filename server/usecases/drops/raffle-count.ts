import { second } from '#shared/house-rules.ts';
import type { DropId, Instant } from '#shared/ids.ts';
import type { Core } from '../work/core.ts';

/** How many are in a raffle, for a moment: a crowd that looks at once does not have them counted a thousand times. */
export type KnownCount = { readonly until: Instant; readonly count: Promise<number> };

const countKnownMs = 5 * second;
const countsMax = 200;

/** How many people are in a raffle that is open, as of a few seconds ago. */
export function countEntries(core: Core, dropId: DropId): Promise<number> {
  const now = core.clock.now();
  const known = core.raffleCounts.get(dropId);
  if (known && now < known.until) return known.count;
  const count = core.store.count('raffleEntry', dropId);
  keep(core, dropId, { until: now + countKnownMs, count });
  return count;
}

/** Counts somebody who has just come or gone, so that they see themselves counted. */
export function countOne(core: Core, dropId: DropId, by: 1 | -1): void {
  const known = core.raffleCounts.get(dropId);
  if (known) keep(core, dropId, { ...known, count: known.count.then((count) => count + by) });
}

function keep(core: Core, dropId: DropId, known: KnownCount): void {
  core.raffleCounts.delete(dropId);
  core.raffleCounts.set(dropId, known);
  for (const oldest of core.raffleCounts.keys())
    if (core.raffleCounts.size > countsMax) core.raffleCounts.delete(oldest);
  known.count.catch(() => core.raffleCounts.delete(dropId));
}
