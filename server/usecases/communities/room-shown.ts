import type { RoomMessage } from '../../domain/network-records.ts';
import type { Order, Role } from '../../domain/order.ts';
import type { Core } from '../work/core.ts';
import { transcriptOf } from './rooms.ts';

/** What an order's page shows of its room; undefined while nobody has talked, and has no place to talk. */
export type OrderRoom = 'away' | { readonly isClosed: boolean; readonly messages: readonly RoomMessage[] };

/**
 * What one side may read of an order's room. A builder's screen may be on stream, and buyers write names and addresses into a room:
 * it is `away` while their channel is live.
 */
export async function roomShown(core: Core, order: Order, reader: Role): Promise<OrderRoom | undefined> {
  const room = await core.store.get('room', order.id);
  if (!room || (room.messages === 0 && room.way === 'none')) return undefined;
  if (reader === 'builder' && (await core.store.channelOfBuilder(order.builderId))?.live) return 'away';
  return { isClosed: room.closedAt !== null, messages: await transcriptOf(core, order.id) };
}
