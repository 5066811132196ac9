import { expect, test } from '@jest/globals';
import { aBenchEntry, aChannel, aDrop } from '../test/canned-views.ts';
import { momentsBetween } from './channel-moments.ts';

const before = aChannel({ drops: [aDrop()], doneToday: [] });
const kinds = (after: typeof before, from = before) => momentsBetween(from, after).map(({ kind, key }) => [kind, key]);

test('a drop that is new and one that goes on after a pause are told as opened', () => {
  const other = aDrop({ id: 'drp_new', title: 'New' });
  expect(kinds({ ...before, drops: [aDrop(), other] })).toEqual([['drop-opened', 'drp_new']]);
  const paused = { ...before, drops: [aDrop({ status: 'paused' })] };
  expect(kinds(before, paused)).toEqual([['drop-opened', 'drp_cloud65']]);
});

test('a drop that is paused, sold out, or gets a unit back is no news', () => {
  expect(kinds({ ...before, drops: [aDrop({ status: 'paused' })] })).toEqual([]);
  expect(kinds({ ...before, drops: [aDrop(), aDrop({ id: 'drp_x', units: { total: 2, left: 0 } })] })).toEqual([]);
  const soldOut = { ...before, drops: [aDrop({ units: { total: 2, left: 0 } })] };
  expect(kinds(before, soldOut)).toEqual([]);
});

test('an order that is done is told once, with its nickname', () => {
  const done = { ...before, doneToday: [aBenchEntry()] };
  expect(momentsBetween(before, done)).toEqual([
    { kind: 'order-done', key: 'C5-7K3QF2M', title: 'Cloud 65, hand-lubed and tuned', nickname: 'nova' },
  ]);
  expect(kinds(done, done)).toEqual([]);
});
