import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allocate, decimalsOf, formatMoney, readPrice, shareOf } from './money.ts';

describe('prices people type are read strictly', () => {
  test.each([
    ['450', 450_00],
    ['$450.00', 450_00],
    ['1,250.5', 1_250_50],
    ['$1,250.50', 1_250_50],
    ['  450  ', 450_00],
    ['$ 450', 450_00],
    ['450 USD', 450_00],
    ['450usd', 450_00],
    ['$450 USD', 450_00],
    ['0', 0],
    ['0.01', 1],
    ['007', 7_00],
    ['25.05', 25_05],
    ['1,000,000', 1_000_000_00],
    ['999999999.99', 999_999_999_99],
  ])('"%s" is %d cents', (text, amountMinor) => {
    expect(readPrice(text, 'USD')).toEqual({ amountMinor, currency: 'USD' });
  });

  test.each([
    ['nothing', ''],
    ['a sign alone', '$'],
    ['a third decimal', '450.001'],
    ['a dot without decimals', '450.'],
    ['decimals without a whole', '.50'],
    ['a decimal comma', '450,00'],
    ['a comma that groups no thousands', '12,50'],
    ['commas that group only some thousands', '1250,000'],
    ['a group of four', '1,2500'],
    ['a comma at the end', '1,250,'],
    ['a point that groups thousands', '1.250.00'],
    ['a space that groups thousands', '1 250'],
    ['a negative price', '-450'],
    ['a positive sign', '+450'],
    ['an exponent', '45e1'],
    ['hexadecimal', '0x1c2'],
    ['another currency’s sign', '€450'],
    ['another currency’s code', '450 EUR'],
    ['a sign and a code that disagree', '$450 EUR'],
    ['a sign at the end', '450$'],
    ['a code at the beginning', 'USD 450'],
    ['two prices', '450 460'],
    ['words', 'about 450'],
    ['infinity', 'Infinity'],
    ['more digits than money has', '1234567890'],
    ['digits of another script', '٤٥٠'],
    ['full-width digits', '４５０'],
  ])('%s is no price: "%s"', (_, text) => {
    expect(readPrice(text, 'USD')).toBeUndefined();
  });

  test('a currency without a minor unit has no decimals', () => {
    expect(readPrice('45000', 'JPY')).toEqual({ amountMinor: 45_000, currency: 'JPY' });
    expect(readPrice('45,000 JPY', 'JPY')).toEqual({ amountMinor: 45_000, currency: 'JPY' });
    expect(readPrice('45000.00', 'JPY')).toBeUndefined();
    expect(readPrice('$450', 'JPY')).toBeUndefined();
    expect([decimalsOf('USD'), decimalsOf('JPY')]).toEqual([2, 0]);
  });

  test('signs stand for their own currency only', () => {
    expect(readPrice('€450', 'EUR')).toEqual({ amountMinor: 450_00, currency: 'EUR' });
    expect(readPrice('£450', 'GBP')).toEqual({ amountMinor: 450_00, currency: 'GBP' });
    expect(readPrice('£450', 'EUR')).toBeUndefined();
  });

  test('what is written for people reads back as the same amount', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_999_999_99 }), fc.constantFrom('USD', 'EUR', 'GBP'), (amountMinor, currency) => {
        const money = { amountMinor, currency };
        expect(readPrice(formatMoney(money), currency)).toEqual(money);
      }),
    );
  });

  test('reading is total, and gives whole amounts only', () => {
    const pricelike = fc.string({ unit: fc.constantFrom('0', '1', '9', ',', '.', '$', ' ', '-', 'e', 'U', 'S', 'D') });
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), pricelike),
        fc.constantFrom('USD', 'JPY'),
        (text, currency) => {
          const price = readPrice(text, currency);
          if (!price) return;
          expect(price.currency).toBe(currency);
          expect(Number.isSafeInteger(price.amountMinor) && price.amountMinor >= 0).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('parts always add up to the whole to the cent', () => {
  const whole = fc.oneof(fc.nat({ max: 100 }), fc.nat({ max: 30_000_00 }), fc.nat({ max: Number.MAX_SAFE_INTEGER }));
  const weights = fc
    .array(fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 10_000 })), { minLength: 1, maxLength: 6 })
    .filter((all) => all.some((weight) => weight > 0));

  test('each is whole, none is negative, and nobody without weight gets any', () => {
    fc.assert(
      fc.property(whole, weights, (amount, all) => {
        const parts = allocate(amount, all);
        expect(parts).toHaveLength(all.length);
        expect(parts.every((part) => Number.isSafeInteger(part) && part >= 0)).toBe(true);
        expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(amount));
        expect(parts.every((part, index) => part === 0 || (all[index] ?? 0) > 0)).toBe(true);
      }),
    );
  });

  test('each is less than one cent from its exact share', () => {
    fc.assert(
      fc.property(whole, weights, (amount, all) => {
        const sum = all.reduce((a, b) => a + b, 0);
        allocate(amount, all).forEach((part, index) => {
          const off = BigInt(part) * BigInt(sum) - BigInt(amount) * BigInt(all[index] ?? 0);
          expect(off > -BigInt(sum) && off < BigInt(sum)).toBe(true);
        });
      }),
    );
  });

  test('70/30 and 7/3 are the same', () => {
    fc.assert(
      fc.property(whole, weights, fc.integer({ min: 2, max: 50 }), (amount, all, factor) => {
        expect(
          allocate(
            amount,
            all.map((weight) => weight * factor),
          ),
        ).toEqual(allocate(amount, all));
      }),
    );
  });

  test.each([
    [405_00, [70, 30], [283_50, 121_50]],
    [100, [1, 1, 1], [34, 33, 33]],
    [1, [1, 1], [1, 0]],
    [5, [50, 50], [3, 2]],
    [100, [1, 2], [33, 67]],
    [10, [1, 0], [10, 0]],
    [0, [3, 4], [0, 0]],
  ])('%d by %j is %j: the largest remainder first, the earlier among equals', (amount, all, parts) => {
    expect(allocate(amount, all)).toEqual(parts);
  });

  test.each([
    ['a fraction of a cent', 0.5, [1]],
    ['less than nothing', -1, [1]],
    ['no number', Number.NaN, [1]],
    ['beyond what is counted exactly', 2 ** 53, [1]],
    ['nobody', 1, []],
    ['nobody with weight', 1, [0, 0]],
    ['a negative weight', 1, [2, -1]],
    ['half a weight', 1, [0.5, 0.5]],
  ])('%s is a defect', (_, amount, all) => {
    expect(() => allocate(amount, all)).toThrow(RangeError);
  });
});

describe('a share is rounded half up', () => {
  test.each([
    [450_00, 1_000, 45_00],
    [4, 1_000, 0],
    [5, 1_000, 1],
    [14, 1_000, 1],
    [15, 1_000, 2],
    [25, 1_000, 3],
    [1, 5_000, 1],
    [1, 4_999, 0],
    [0, 1_000, 0],
    [123, 10_000, 123],
    [Number.MAX_SAFE_INTEGER, 10_000, Number.MAX_SAFE_INTEGER],
  ])('%d at %d basis points is %d', (amount, basisPoints, share) => {
    expect(shareOf(amount, basisPoints)).toBe(share);
  });

  test('for any amount it is the nearest cent, and the upper one of two', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.nat({ max: 10_000 }), (amount, basisPoints) => {
        const twiceOff = 2n * (BigInt(shareOf(amount, basisPoints)) * 10_000n - BigInt(amount) * BigInt(basisPoints));
        expect(twiceOff > -10_000n && twiceOff <= 10_000n).toBe(true);
      }),
    );
  });
});

test.each([
  [450_00, 'USD', '$450.00'],
  [5, 'USD', '$0.05'],
  [1_250_50, 'USD', '$1,250.50'],
  [0, 'USD', '$0.00'],
  [45_000, 'JPY', '¥45,000'],
  [450_00, 'EUR', '€450.00'],
])('%d %s is written %s', (amountMinor, currency, written) => {
  expect(formatMoney({ amountMinor, currency })).toBe(written);
});
