import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hour, minute, second } from '#shared/house-rules.ts';
import { makeId, type OrderId } from '#shared/ids.ts';
import {
  clearFromBench,
  emptyBench,
  endStream,
  nextMarkAt,
  putOnBench,
  reached,
  settleBench,
  startStream,
  takeOffBench,
  working,
} from './bench.ts';
import type { Bench } from './citizen.ts';
import { builderId, claimedAt as start } from './order-samples.ts';

const ids = ['a', 'b', 'c', 'd'].map((letter) => makeId('order', letter.repeat(16)));
const [first, next, third] = ids as [OrderId, OrderId, OrderId];
const put = (bench: Bench, orderId: OrderId, at: number) =>
  putOnBench(bench, { orderId, streamId: bench.streamId ?? '', offsetMs: at - start, snapshot: `tag ${orderId}` }, at);
const live = startStream(emptyBench(builderId, start), 's1', start);
const earned = (bench: Bench, orderId: OrderId) => bench.orders.find((order) => order.orderId === orderId)?.earnedMs;
const marks = (bench: Bench) => reached(bench).map(({ order, mark }) => [order.orderId, mark]);
/** What the worker does with marks that were acted on. */
const acted = (bench: Bench): Bench => ({
  ...bench,
  orders: bench.orders.map((order) => {
    const mark = reached(bench).find((each) => each.order.orderId === order.orderId)?.mark;
    return mark ? { ...order, building: true, proved: mark === 'proof' } : order;
  }),
});

describe('bench time is shared: n orders on the bench need n times the minutes', () => {
  test('one order earns every minute', () => {
    expect(earned(settleBench(put(live, first, start), start + 10 * minute), first)).toBe(10 * minute);
  });

  test('two orders earn half each, three a third each', () => {
    const two = put(put(live, first, start), next, start);
    expect(earned(settleBench(two, start + 10 * minute), next)).toBe(5 * minute);
    const three = put(two, third, start);
    for (const id of [first, next, third])
      expect(earned(settleBench(three, start + 9 * minute), id)).toBeCloseTo(3 * minute);
  });

  test('an order that is laid aside keeps its minutes and leaves its share to the others, until it is tagged again', () => {
    const two = put(put(live, first, start), next, start);
    const aside = takeOffBench(two, first, start + 4 * minute);
    const later = settleBench(aside, start + 8 * minute);
    expect([earned(later, first), earned(later, next)]).toEqual([2 * minute, 6 * minute]);
    expect(working(later).map((order) => order.orderId)).toEqual([next]);
    const back = settleBench(put(later, first, start + 8 * minute), start + 10 * minute);
    expect([earned(back, first), earned(back, next)]).toEqual([3 * minute, 7 * minute]);
  });

  test('an order that is proved has nothing left to earn and leaves when it is laid aside', () => {
    const proved = acted(settleBench(put(live, first, start), start + 10 * minute));
    expect(takeOffBench(proved, first, start + 11 * minute).orders).toEqual([]);
    expect(takeOffBench(proved, next, start + 11 * minute).orders).toEqual(proved.orders);
  });

  test('who joins later shares from then on', () => {
    const bench = settleBench(put(put(live, first, start), next, start + 4 * minute), start + 8 * minute);
    expect([earned(bench, first), earned(bench, next)]).toEqual([6 * minute, 2 * minute]);
  });

  test('a proved order leaves its share to the others', () => {
    const two = settleBench(put(put(live, first, start), next, start), start + 20 * minute);
    expect(marks(two)).toEqual([
      [first, 'proof'],
      [next, 'proof'],
    ]);
    const alone = put(acted(two), third, start + 20 * minute);
    expect(working(alone).map((order) => order.orderId)).toEqual([third]);
    expect(earned(settleBench(alone, start + 21 * minute), third)).toBe(minute);
  });

  test('an order that is cleared away leaves its share, and its minutes do not come back', () => {
    const two = put(put(live, first, start), next, start);
    const bench = settleBench(clearFromBench(two, [first], start + 2 * minute), start + 3 * minute);
    expect(bench.orders.map((order) => [order.orderId, order.earnedMs])).toEqual([[next, 2 * minute]]);
  });

  test('putting an order there twice neither doubles its share nor loses its minutes', () => {
    const bench = put(put(live, first, start), first, start + 4 * minute);
    expect(bench.orders).toHaveLength(1);
    expect(earned(settleBench(bench, start + 6 * minute), first)).toBe(6 * minute);
  });
});

describe('unlinking or going offline ends the session; minutes earned stand', () => {
  const worked = put(live, first, start);
  const offline = endStream(worked, start + 3 * minute);

  test('offline time counts nothing', () => {
    expect(working(offline)).toEqual([]);
    expect(earned(settleBench(offline, start + 9 * hour), first)).toBe(3 * minute);
    expect(nextMarkAt(offline)).toBeUndefined();
    const early = put(offline, next, start + hour);
    expect(working(early)).toEqual([]);
    expect(earned(settleBench(early, start + 9 * hour), next)).toBe(0);
  });

  test('a new stream begins with a clear bench, where what was tagged before must be tagged again', () => {
    const again = startStream(offline, 's2', start + 9 * hour);
    expect(working(again)).toEqual([]);
    const tagged = put(again, first, start + 9 * hour + minute);
    expect(tagged.orders[0]).toMatchObject({ active: true, streamId: 's2', since: start + 9 * hour + minute });
    expect(earned(settleBench(tagged, start + 9 * hour + 3 * minute), first)).toBe(5 * minute);
  });

  test('a stream that is announced twice goes on', () => {
    expect(startStream(worked, 's1', start + minute)).toBe(worked);
  });

  test('proved orders have nothing left to earn and leave with the stream', () => {
    const proved = acted(settleBench(worked, start + 10 * minute));
    expect(endStream(proved, start + 11 * minute).orders).toEqual([]);
    expect(startStream(proved, 's2', start + 11 * minute).orders).toEqual([]);
  });

  test('a building order stays building over a pause', () => {
    const building = acted(settleBench(worked, start + 2 * minute));
    const again = put(startStream(endStream(building, start + 2 * minute), 's2', start + hour), first, start + hour);
    expect(again.orders[0]).toMatchObject({ building: true, proved: false });
  });
});

describe('one live minute makes an order building, ten prove it', () => {
  const bench = put(live, first, start);

  test.each([
    [59 * second, []],
    [60 * second, [[first, 'building']]],
    [9 * minute + 59 * second, [[first, 'building']]],
    [10 * minute, [[first, 'proof']]],
    [3 * hour, [[first, 'proof']]],
  ])('after %d ms', (ms, expected) => {
    expect(marks(settleBench(bench, start + ms))).toEqual(expected);
  });

  test('a mark that was acted on is not reached again', () => {
    const building = acted(settleBench(bench, start + minute));
    expect(marks(building)).toEqual([]);
    const proved = acted(settleBench(building, start + 10 * minute));
    expect(marks(proved)).toEqual([]);
    expect(marks(settleBench(proved, start + hour))).toEqual([]);
  });

  test('a third of ten minutes three times is ten minutes', () => {
    const three = put(put(bench, next, start), third, start);
    const steps = Array.from({ length: 30 * 60 }, (_, index) => start + (index + 1) * second);
    const worked = steps.reduce((sum, at) => settleBench(sum, at), three);
    expect(marks(worked).map(([, mark]) => mark)).toEqual(['proof', 'proof', 'proof']);
  });
});

describe('the bench is looked at again exactly when the next mark is reached', () => {
  const anyBench = fc
    .array(fc.record({ earnedMs: fc.double({ min: 0, max: 10 * minute - 1, noNaN: true }), building: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((orders) =>
      orders.reduce((sum, order, index) => {
        const bench = put(sum, ids[index] ?? first, start);
        const last = bench.orders.at(-1);
        return last ? { ...bench, orders: [...bench.orders.slice(0, -1), { ...last, ...order }] } : bench;
      }, live),
    )
    .map(acted);

  test('at that moment, and not a few milliseconds before, a mark is reached', () => {
    fc.assert(
      fc.property(anyBench, (bench) => {
        const at = nextMarkAt(bench) ?? Number.NaN;
        expect(at).toBeGreaterThan(start);
        expect(reached(settleBench(bench, at)).length).toBeGreaterThan(0);
        if (at - start > 4) expect(reached(settleBench(bench, at - 4))).toEqual([]);
      }),
    );
  });
});

describe('nobody earns minutes that were not streamed', () => {
  type Happening = {
    readonly kind: 'start' | 'end' | 'put' | 'clear' | 'settle' | 'work';
    readonly pick: number;
    readonly ms: number;
  };
  const happenings = fc.array(
    fc.record({
      kind: fc.constantFrom(
        'start' as const,
        'end' as const,
        'put' as const,
        'clear' as const,
        'settle' as const,
        'work' as const,
      ),
      pick: fc.nat({ max: 3 }),
      ms: fc.integer({ min: -second, max: 8 * minute }),
    }),
    { maxLength: 40 },
  );

  function happen(bench: Bench, { kind, pick }: Happening, now: number): Bench {
    const orderId = ids[pick] ?? first;
    switch (kind) {
      case 'start':
        return startStream(bench, `s${pick}`, now);
      case 'end':
        return endStream(bench, now);
      case 'put':
        return put(bench, orderId, now);
      case 'clear':
        return clearFromBench(bench, [orderId], now);
      case 'settle':
        return settleBench(bench, now);
      case 'work':
        return acted(settleBench(bench, now));
      default:
        return kind satisfies never;
    }
  }

  test('all orders together earn no more than the live time, whatever happens, even if a clock steps back', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        let bench = emptyBench(builderId, start);
        let [now, latest, liveMs] = [start, start, 0];
        for (const each of all) {
          now += each.ms;
          if (bench.streamId !== null) liveMs += Math.max(0, now - latest);
          latest = Math.max(latest, now);
          bench = happen(bench, each, now);
          const total = bench.orders.reduce((sum, order) => sum + order.earnedMs, 0);
          expect(total).toBeLessThanOrEqual(liveMs + 0.001);
          expect(bench.orders.every((order) => order.earnedMs >= 0)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
