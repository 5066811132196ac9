import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitWithin, photoSidePxMax, sentType } from './picture-bounds.ts';

describe('a photo is drawn within bounds', () => {
  test.each([
    [
      { width: 4_000, height: 3_000 },
      { width: 1_600, height: 1_200 },
    ],
    [
      { width: 3_000, height: 4_000 },
      { width: 1_200, height: 1_600 },
    ],
    [
      { width: 1_600, height: 900 },
      { width: 1_600, height: 900 },
    ],
    [
      { width: 640, height: 480 },
      { width: 640, height: 480 },
    ],
    [
      { width: 20_000, height: 3 },
      { width: 1_600, height: 1 },
    ],
    [
      { width: 0, height: 0 },
      { width: 1, height: 1 },
    ],
  ])('%j', (size, fitted) => {
    expect(fitWithin(size)).toEqual(fitted);
  });

  test('whatever its size, it is never larger than the bounds, never larger than it was, and keeps its shape', () => {
    const sides = fc.integer({ min: 1, max: 40_000 });
    fc.assert(
      fc.property(sides, sides, (width, height) => {
        const fitted = fitWithin({ width, height });
        expect(Math.max(fitted.width, fitted.height)).toBeLessThanOrEqual(photoSidePxMax);
        expect(Math.min(fitted.width, fitted.height)).toBeGreaterThanOrEqual(1);
        expect(fitted.width).toBeLessThanOrEqual(width);
        expect(fitted.height).toBeLessThanOrEqual(height);
        const scale = Math.max(fitted.width, fitted.height) / Math.max(width, height);
        expect(Math.abs(fitted.width - width * scale)).toBeLessThanOrEqual(1);
        expect(Math.abs(fitted.height - height * scale)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test.each([
    ['image/png', 'image/png'],
    ['image/webp', 'image/webp'],
    ['image/jpeg', 'image/jpeg'],
    ['image/avif', 'image/jpeg'],
    ['', 'image/jpeg'],
  ])('a file of the kind "%s" is sent as %s', (type, sent) => {
    expect(sentType(type)).toBe(sent);
  });
});
