import { createHash } from 'node:crypto';
import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import { refuse } from '#shared/refusals.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { ownDrop } from './edit-drop.ts';
import type { DropOpened } from './manage-drops.ts';
import { requireNotBanned } from '../people/bans.ts';
import { dropOpenedNotices } from '../streams/tell-channel.ts';
import { freeingFor } from './waitlist-freeing.ts';

/** So many requests are remembered; whoever repeats one has long done so when it is forgotten. */
const requestsMax = 20;

/**
 * Adds units to a drop, those first that refunds have withdrawn. With a line, they are offered to it before anybody may claim one.
 * A request adds them once, however often it comes.
 */
export async function restockDrop(
  core: Core,
  builderId: CitizenId,
  typed: string,
  { count, requestId }: { readonly count: number; readonly requestId: string },
): Promise<DropOpened> {
  const banned = await requireNotBanned(core, builderId);
  if (banned) return banned;
  const cause = createHash('sha256').update(requestId).digest('hex').slice(0, 16);
  for (let tries = 0; tries < triesMax; tries++) {
    const own = await ownDrop(core, builderId, typed);
    if (!own.ok) return own;
    const { drop } = own;
    const { restocks = [] } = drop;
    if (restocks.includes(cause)) return { ok: true, drop };
    if (drop.status === 'closed') return refuse('drop-closed');
    const [{ total, left }, line] = await Promise.all([core.store.units(drop.id), core.store.get('waitlist', drop.id)]);
    if (total + count > houseRules.unitsPerDropMax)
      return refuse('too-many-units', { most: houseRules.unitsPerDropMax });
    const restocked = { ...drop, restocks: [...restocks, cause].slice(-requestsMax) };
    const freeing = freeingFor(line, drop.id, `restock-${cause}`, core.clock.now());
    const isNews = left === 0 && drop.status === 'open' && freeing.deadlines.length === 0;
    const { result } = await core.store.commit({
      ...freeing,
      put: [...freeing.put, { kind: 'drop', record: restocked }],
      restock: { dropId: drop.id, count },
      notices: isNews ? await dropOpenedNotices(core, restocked, count) : [],
    });
    if (result === 'committed') return { ok: true, drop: { ...restocked, version: drop.version + 1 } };
  }
  return refuse('conflict-try-again');
}
