import type { Instant } from '#shared/ids.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEvent } from '../../domain/order-commands.ts';
import { bearsOnRoom, roomAfter } from '../../domain/room.ts';
import type { Commit } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';
import { discordIdsOf } from './room-people.ts';

/**
 * What an order's events come to for its room: made when it is paid, closed when it ends, in the same commit. The bot is told by a
 * notice, whose id is the order's and which is kept once.
 */
export async function roomChanges(
  core: Core,
  order: Order,
  events: readonly OrderEvent[],
  now: Instant,
): Promise<Required<Pick<Commit, 'put' | 'notices'>>> {
  const nothing = { put: [], notices: [] };
  if (!bearsOnRoom(order, events)) return nothing;
  const known = await core.store.get('room', order.id);
  const change = roomAfter(known, order, events, now);
  if (!change) return nothing;
  if (!known && !(await hasSomebodyOnDiscord(core, order))) return nothing;
  const { room, notice } = change;
  return {
    put: [{ kind: 'room', record: room }],
    notices: [
      {
        id: `${order.id}:${notice}`,
        kind: notice,
        citizenId: order.buyerId,
        platform: 'discord',
        accountId: order.tag,
        params: { tag: order.tag, title: order.terms.title },
        link: `${core.settings.siteUrl}/orders/${order.tag}`,
        at: now,
      },
    ],
  };
}

/** A room for two people who both are elsewhere would stay empty. */
async function hasSomebodyOnDiscord(core: Core, { buyerId, builderId }: Order): Promise<boolean> {
  const sides = await Promise.all([discordIdsOf(core, buyerId), discordIdsOf(core, builderId)]);
  return sides.some((ids) => ids.length > 0);
}
