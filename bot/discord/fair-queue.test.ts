import { describe, expect, test } from '@jest/globals';
import { FairQueue } from './fair-queue.ts';

/** Takes what may begin now, each done at once. */
function drain(queue: FairQueue, now: number): string[] {
  const taken: string[] = [];
  for (let key = queue.take(now); key !== undefined; key = queue.take(now)) {
    taken.push(key);
    queue.done(key, now);
  }
  return taken;
}

describe('work that waits', () => {
  test('is done once however often it is asked for, and keeps its place', () => {
    const queue = new FairQueue(0);
    for (const key of ['a', 'b', 'a', 'c', 'a']) queue.add(key, key, 0);
    expect(drain(queue, 0)).toEqual(['a', 'b', 'c']);
  });

  test('that is asked for again while it is under way comes after all others, and never beside itself', () => {
    const queue = new FairQueue(0);
    queue.add('a', 'a', 0);
    expect(queue.take(0)).toBe('a');
    queue.add('a', 'a', 0);
    expect(queue.take(0)).toBeUndefined();
    queue.add('b', 'b', 0);
    expect(queue.take(0)).toBe('b');
    queue.done('a', 0);
    expect(queue.take(0)).toBe('a');
  });

  test('of one lane is done one after the other at the distance of lanes, and holds up no other lane', () => {
    const queue = new FairQueue(100);
    for (const key of ['a1', 'a2', 'b1']) queue.add(key, key.slice(0, 1), 0);
    expect(queue.take(0)).toBe('a1');
    expect(queue.take(0)).toBe('b1');
    expect(queue.take(0)).toBeUndefined();
    expect(queue.nextAt()).toBeUndefined();
    queue.done('a1', 50);
    expect(queue.nextAt()).toBe(150);
    expect(queue.take(149)).toBeUndefined();
    expect(queue.take(150)).toBe('a2');
  });

  test('is not begun before its time, which may be moved', () => {
    const queue = new FairQueue(0);
    queue.add('a', 'a', 100);
    expect(queue.take(99)).toBeUndefined();
    expect(queue.nextAt()).toBe(100);
    queue.add('a', 'a', 10);
    expect(queue.take(10)).toBe('a');
  });
});
