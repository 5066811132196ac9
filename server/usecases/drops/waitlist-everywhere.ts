import { parseId, type CitizenId } from '#shared/ids.ts';
import type { WaitlistPlace } from '#shared/schemas/drop.ts';
import { isWaiting } from '../../domain/waitlist.ts';
import type { Core } from '../work/core.ts';
import { waitlistPlace } from './waitlist.ts';

/** Drops that are looked through for somebody who stands in front of all of them: as many as are shown to them. */
const dropsMax = 50;

/** The lines of all open drops in which somebody stands. */
export async function linesEverywhere(core: Core, citizenId: CitizenId): Promise<WaitlistPlace[]> {
  const drops = await core.store.openDrops(dropsMax);
  const lines = await Promise.all(drops.map(({ id }) => core.store.get('waitlist', id)));
  const own = lines.flatMap((line) => (line && isWaiting(line, citizenId) ? (parseId('drop', line.id) ?? []) : []));
  const answers = await Promise.all(own.map((id) => waitlistPlace(core, id, citizenId)));
  return answers.flatMap((answer) => (answer.ok && answer.place.place !== null ? [answer.place] : []));
}
