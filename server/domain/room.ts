import type { Instant } from '#shared/ids.ts';
import type { Room } from './network-records.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-commands.ts';

/** What becomes of an order's room when something happened to the order: nothing, mostly. */
export type RoomChange = { readonly room: Room; readonly notice: 'room-open' | 'room-close' };

/** An order is paid: it has a room from now on. It ended: the room closes. Neither happens twice, however often it is told. */
export function roomAfter(
  known: Room | undefined,
  order: Order,
  events: readonly OrderEvent[],
  now: Instant,
): RoomChange | undefined {
  if (known) {
    const isOver = hasEnded(order) && known.closedAt === null;
    return isOver ? { room: { ...known, closedAt: now }, notice: 'room-close' } : undefined;
  }
  if (hasEnded(order) || !events.some(({ type }) => type === 'paid')) return undefined;
  const { id, tag, buyerId, builderId } = order;
  const place = { way: 'none', communityId: null, threadId: null } as const;
  const room = { id, version: 0, tag, buyerId, builderId, ...place, openedAt: now, closedAt: null, messages: 0 };
  return { room, notice: 'room-open' };
}

/** Whether an event may open or close a room, so that others need not look for one. */
export function bearsOnRoom(order: Order, events: readonly OrderEvent[]): boolean {
  return events.some(({ type }) => type === 'paid') || (order.paidAt !== null && hasEnded(order) && events.length > 0);
}

/**
 * Where the room is: the first answer stands, and a room that is closed is put nowhere. Only a room whose thread is gone moves: what is
 * said is passed on by DM from then on, where that very thread is named.
 */
export function placeRoom(room: Room, place: Pick<Room, 'way' | 'communityId' | 'threadId'>): Room {
  if (room.closedAt !== null) return room;
  const isFirst = room.way === 'none';
  const isLost = room.way === 'thread' && place.way === 'relay' && place.threadId === room.threadId;
  if (!isFirst && !isLost) return room;
  return { ...room, ...(place.way === 'thread' ? place : { way: place.way, communityId: null, threadId: null }) };
}

function hasEnded({ fulfilment }: Order): boolean {
  return fulfilment === 'completed' || fulfilment === 'cancelled';
}
