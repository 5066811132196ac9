import type { DropView } from './schemas/drop.ts';

type Raffled = Pick<DropView, 'raffle'>;

/** Whether the units of a drop are still to be drawn for, so that nobody may claim one. */
export function isToBeDrawn({ raffle }: Raffled): boolean {
  return raffle !== undefined && raffle.state !== 'drawn' && raffle.state !== 'called-off';
}
