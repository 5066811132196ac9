import type { DropView } from '../schemas/drop.ts';
import { fill } from '../text/fill.ts';
import { unitTexts } from '../text/en/units.ts';

/** How many units are left, in words. */
export function unitsLeft({ units }: DropView): string {
  if (units.left === 0) return unitTexts.soldOut;
  if (units.left === 1) return unitTexts.lastOne;
  return fill(unitTexts.left, { left: units.left, total: units.total });
}
