import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeId } from '#shared/ids.ts';
import type { RefusalCode } from '#shared/refusals.ts';
import { newChannel } from './channel.ts';
import { emptyBench, putOnBench, startStream } from './bench.ts';
import type { Bench, Channel } from './citizen.ts';
import { decide } from './decide.ts';
import { anyOrder } from './order-arbitraries.ts';
import {
  beginLife,
  builderId,
  claimedAt as now,
  factsFor,
  give,
  paidLife,
  shippedLife,
  streamProof,
} from './order-samples.ts';
import type { Order } from './order.ts';
import { judgeSighting, type SightingFacts } from './proof.ts';

const channel: Channel = {
  ...newChannel('777', 'mika_builds', builderId),
  version: 1,
  title: 'lilac board',
  live: { streamId: 's1', startedAt: now },
};
const order = paidLife().order;
const paidAt = order.paidAt ?? 0;
const at = (fulfilment: Order['fulfilment'], changes: Partial<Order> = {}): Order => ({
  ...order,
  fulfilment,
  ...changes,
});
const bench = startStream(emptyBench(builderId, now), 's1', now);
const benchOf = (ids: readonly string[]): Bench =>
  ids.reduce(
    (sum, id) => putOnBench(sum, { orderId: id as Order['id'], streamId: 's1', offsetMs: 0, snapshot: '' }, now),
    bench,
  );
const others = ['a', 'b', 'c'].map((letter) => makeId('order', letter.repeat(16)));
const good: SightingFacts = { channel, byTwitchId: '777', sourceChannelId: null, order, bench };

describe('a tag counts when the broadcaster put it there, in their own live channel, and the order is theirs and paid', () => {
  const rows: readonly (readonly [string, Partial<SightingFacts>, 'counted' | RefusalCode])[] = [
    ['the broadcaster, live, a paid order', {}, 'counted'],
    ['a building order', { order: at('building') }, 'counted'],
    ['a shipped order that was not proved on stream', { order: shippedLife().order }, 'counted'],
    ['a line that shared chat marks as the channel’s own', { sourceChannelId: '777' }, 'counted'],
    ['a third order on the bench', { bench: benchOf(others.slice(0, 2)) }, 'counted'],
    ['a tag of an earlier stream, put there again', { bench: { ...benchOf([order.id]), streamId: null } }, 'counted'],
    ['a channel that nobody linked', { channel: undefined }, 'no-builder-channel'],
    ['a channel that was unlinked', { channel: { ...channel, unlinkedAt: now } }, 'no-builder-channel'],
    [
      'a second channel, of an order paid after it was linked',
      { channel: { ...channel, provesFrom: paidAt } },
      'counted',
    ],
    [
      'a second channel, of an order paid before it was linked',
      { channel: { ...channel, provesFrom: paidAt + 1 } },
      'channel-linked-later',
    ],
    ['a line that came from another channel', { sourceChannelId: '778' }, 'shared-chat'],
    ['a viewer', { byTwitchId: '12' }, 'not-the-broadcaster'],
    ['nobody in particular', { byTwitchId: null }, 'not-the-broadcaster'],
    ['a tag that no order has', { order: undefined }, 'unknown-tag'],
    [
      'an order of another builder',
      { order: { ...order, builderId: makeId('citizen', 'x'.repeat(16)) } },
      'not-your-order',
    ],
    ['an order that is not paid', { order: beginLife().order }, 'order-not-paid'],
    ['an order that is lapsing', { order: at('lapsing', { payment: null }) }, 'order-not-paid'],
    ['a refunded order', { order: at('cancelled') }, 'order-refunded'],
    ['a claim that was cancelled', { order: at('cancelled', { payment: null }) }, 'order-ended'],
    ['a claim that expired', { order: at('expired', { payment: null }) }, 'order-ended'],
    ['an order that has arrived', { order: at('delivered') }, 'order-ended'],
    ['an order that is complete', { order: at('completed') }, 'order-ended'],
    ['an order that was proved on stream', { order: give(paidLife(), streamProof, 'system').order }, 'already-proved'],
    ['a channel that is offline', { channel: { ...channel, live: null } }, 'channel-offline'],
    ['an order that is on the bench', { bench: benchOf([order.id]) }, 'already-on-bench'],
    ['a fourth order', { bench: benchOf(others) }, 'bench-full'],
    ['an order on a full bench, again', { bench: benchOf([...others.slice(0, 2), order.id]) }, 'already-on-bench'],
  ];
  test.each(rows)('%s', (_, changes, expected) => {
    expect(judgeSighting({ ...good, ...changes })).toBe(expected);
  });
});

describe('who sees only somebody else’s order learns nothing about it', () => {
  test('a viewer hears the same of every tag', () => {
    fc.assert(
      fc.property(fc.option(anyOrder, { nil: undefined }), (given) => {
        expect(judgeSighting({ ...good, order: given, byTwitchId: '12' })).toBe('not-the-broadcaster');
      }),
    );
  });

  test('another builder hears the same of every order', () => {
    fc.assert(
      fc.property(anyOrder, (given) => {
        const stranger = { ...channel, builderId: makeId('citizen', 'y'.repeat(16)) };
        expect(judgeSighting({ ...good, channel: stranger, order: given })).toBe('not-your-order');
      }),
    );
  });
});

test('a sighting that counts is one that the order takes', () => {
  fc.assert(
    fc.property(anyOrder, (given) => {
      const judged = judgeSighting({ ...good, order: given });
      const decision = decide(given, { type: 'put-on-bench', streamId: 's1' }, factsFor('builder'), now);
      expect(decision.ok).toBe(judged === 'counted');
    }),
    { numRuns: 500 },
  );
});
