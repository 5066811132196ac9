import { describe, expect, test } from '@jest/globals';
import { formatCountdown, formatDistance, formatDuration, formatWhen } from './format-when.ts';

const now = Date.UTC(2026, 10, 21, 12, 0, 0);
const minute = 60_000;

describe('a distance is told in the largest unit that fits', () => {
  test.each([
    [20_000, 'in a moment'],
    [-20_000, 'just now'],
    [6 * minute + 30_000, 'in 6 minutes'],
    [-minute, '1 minute ago'],
    [3 * 60 * minute, 'in 3 hours'],
    [-48 * 60 * minute, '2 days ago'],
    [24 * 60 * minute, 'tomorrow'],
  ])('%d ms away is "%s"', (ms, words) => {
    expect(formatDistance(now + ms, now)).toBe(words);
  });
});

test('a near moment is named by its weekday, a far one by its date', () => {
  expect(formatWhen(now + 6 * minute, now)).toMatch(/^\w{3},? \d{2}:\d{2}, in 6 minutes$/);
  expect(formatWhen(now + 14 * 24 * 60 * minute, now)).toMatch(/^5 Dec,? (at )?\d{2}:\d{2}, in 14 days$/);
});

test('a countdown shows every begun second and stops at zero', () => {
  expect(formatCountdown(600_000)).toBe('10:00');
  expect(formatCountdown(59_001)).toBe('1:00');
  expect(formatCountdown(59_000)).toBe('0:59');
  expect(formatCountdown(1)).toBe('0:01');
  expect(formatCountdown(-5_000)).toBe('0:00');
});

test.each([
  [-5, 'less than a minute'],
  [59_999, 'less than a minute'],
  [12 * minute + 59_000, '12 min'],
  [60 * minute, '1 h'],
  [65 * minute, '1 h 5 min'],
])('%d ms have lasted "%s"', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});
