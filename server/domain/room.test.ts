import { describe, expect, test } from '@jest/globals';
import { claimedAt, reservedOrder } from './order-samples.ts';
import type { OrderEvent } from './order-commands.ts';
import { bearsOnRoom, placeRoom, roomAfter } from './room.ts';

const now = claimedAt + 60_000;
const payment = { sessionId: 'cs', chargeId: 'ch', paymentIntentId: 'pi', itemMinor: 1, shippingMinor: 0, taxMinor: 0 };
const paidEvent = (late: boolean): OrderEvent => ({
  type: 'paid',
  payment: { ...payment, stripeFeeMinor: 0, currency: 'USD' },
  late,
});
const paid = { ...reservedOrder(), fulfilment: 'paid', paidAt: now } as const;
const opened = roomAfter(undefined, paid, [paidEvent(false)], now)?.room;

describe("an order's room", () => {
  test.each([
    ['is opened when it is paid', false],
    ['is opened when it is paid late', true],
  ])('%s, and once', (_, late) => {
    expect(bearsOnRoom(paid, [paidEvent(late)])).toBe(true);
    const change = roomAfter(undefined, paid, [paidEvent(late)], now);
    expect(change).toMatchObject({ notice: 'room-open', room: { id: paid.id, way: 'none', closedAt: null } });
    expect(roomAfter(change?.room, paid, [paidEvent(late)], now)).toBeUndefined();
  });

  test.each(['completed', 'cancelled'] as const)('is closed when it is %s, and once', (fulfilment) => {
    const ended = { ...paid, fulfilment };
    const change = roomAfter(opened, ended, [{ type: 'completed' }], now);
    expect(change).toMatchObject({ notice: 'room-close', room: { closedAt: now } });
    expect(roomAfter(change?.room, ended, [{ type: 'completed' }], now)).toBeUndefined();
  });

  test('is none where nothing was paid', () => {
    const cancelled = { ...reservedOrder(), fulfilment: 'cancelled' } as const;
    expect(bearsOnRoom(cancelled, [{ type: 'claim-cancelled' }])).toBe(false);
    expect(roomAfter(undefined, cancelled, [{ type: 'claim-cancelled' }], now)).toBeUndefined();
    expect(roomAfter(undefined, paid, [{ type: 'frozen', reason: 'x' }], now)).toBeUndefined();
  });

  test('is where it was first said to be, and nowhere new once it is closed', () => {
    if (!opened) throw new Error('a paid order has a room');
    const thread = { way: 'thread', communityId: '500', threadId: '700' } as const;
    const placed = placeRoom(opened, thread);
    expect(placed).toMatchObject(thread);
    expect(placeRoom(placed, { way: 'relay', communityId: null, threadId: null })).toBe(placed);
    const closed = { ...opened, closedAt: now };
    expect(placeRoom(closed, thread)).toBe(closed);
    const lost = { way: 'relay', communityId: null, threadId: '700' } as const;
    expect(placeRoom(placed, lost)).toEqual({ ...placed, ...lost, threadId: null });
    expect(placeRoom(placed, { ...lost, threadId: '701' })).toBe(placed);
    expect(placeRoom(opened, { ...lost, threadId: '700' })).toMatchObject({ way: 'relay', threadId: null });
  });
});
