import { expect, test } from '@jest/globals';
import { day, hour, minute, second } from '#shared/house-rules.ts';
import { renderHtml } from './html.ts';
import { formatDistance, formatLength, momentTag } from './times.ts';

test.each([
  [10 * minute, '10 minutes'],
  [72 * hour, '3 days'],
  [90 * second, '2 minutes'],
  [1 * day, '1 day'],
  [59 * second, '59 seconds'],
  [0, '0 seconds'],
])('a length of %d ms is said in its largest fitting unit: %s', (lengthMs, said) => {
  expect(formatLength(lengthMs)).toBe(said);
});

test.each([
  [6 * minute, 'in 6 minutes'],
  [-2 * day, '2 days ago'],
  [1 * day, 'in 1 day'],
  [-30 * second, '30 seconds ago'],
  [-300, 'now'],
])('a moment %d ms away is %s', (away, said) => {
  expect(formatDistance(1_000_000 * day + away, 1_000_000 * day)).toBe(said);
});

test('a moment names its zone, its distance and its exact time', () => {
  const at = Date.UTC(2026, 2, 14, 18, 36);
  expect(renderHtml(momentTag(at, at - 6 * minute))).toBe(
    '<time datetime="2026-03-14T18:36:00.000Z" data-moment="">14 Mar 2026, 18:36 UTC (in 6 minutes)</time>',
  );
});
