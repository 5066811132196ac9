import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { houseRules } from '#shared/house-rules.ts';
import { anySplit } from './order-arbitraries.ts';
import { marketerId, partnershipTerms, soloTerms } from './order-samples.ts';
import { shippingTo, splitPayment } from './split.ts';

describe('fee 10% of the item price, half up; one tenth of the fee goes to the protection fund', () => {
  test.each([
    ['$450.00', 450_00, 40_50, 4_50],
    ['$25.00', 25_00, 2_25, 25],
    ['$0.05, half a cent of fee', 5, 1, 0],
    ['$0.04, less than half a cent of fee', 4, 0, 0],
    ['$99.95, a fee of $9.995', 99_95, 9_00, 1_00],
    ['$100.45, half a cent of fee and of fund', 100_45, 9_04, 1_01],
    ['$10.50, a fund of $0.105', 10_50, 94, 11],
    ['nothing', 0, 0, 0],
  ])('%s', (_, itemMinor, feeMinor, fundMinor) => {
    expect(splitPayment(itemMinor, 12_00, soloTerms.split)).toMatchObject({ feeMinor, fundMinor });
  });
});

describe('talent pool = item price − fee', () => {
  test('standard split: the pool and the shipping to the builder', () => {
    expect(splitPayment(450_00, 12_00, soloTerms.split)).toEqual({
      feeMinor: 40_50,
      fundMinor: 4_50,
      builderMinor: 417_00,
      marketerMinor: 0,
    });
  });

  test('partnership split 70/30: the marketer shares the pool, the shipping is the builder’s whole', () => {
    expect(splitPayment(450_00, 12_00, partnershipTerms.split)).toEqual({
      feeMinor: 40_50,
      fundMinor: 4_50,
      builderMinor: 295_50,
      marketerMinor: 121_50,
    });
  });

  test('the odd cent goes by largest remainder, and to the builder when both are equal', () => {
    const halves = { builder: 1, marketer: { citizenId: marketerId, weight: 1 } };
    const thirds = { builder: 1, marketer: { citizenId: marketerId, weight: 2 } };
    expect(splitPayment(101, 0, halves)).toMatchObject({ builderMinor: 46, marketerMinor: 45 });
    expect(splitPayment(111, 0, thirds)).toMatchObject({ builderMinor: 33, marketerMinor: 67 });
  });
});

describe('parts always add up to the whole to the cent', () => {
  const amount = fc.oneof(fc.nat({ max: 30_000_00 }), fc.nat({ max: 999 }), fc.nat({ max: 9_000_000_000_000_000 }));

  test('for any price, shipping and split', () => {
    fc.assert(
      fc.property(amount, fc.nat({ max: 5_000_00 }), anySplit, (itemMinor, shippingMinor, split) => {
        const shares = Object.values(splitPayment(itemMinor, shippingMinor, split));
        expect(shares.every((share) => Number.isSafeInteger(share) && share >= 0)).toBe(true);
        expect(shares.reduce((sum, share) => sum + BigInt(share), 0n)).toBe(BigInt(itemMinor) + BigInt(shippingMinor));
      }),
    );
  });

  test('shipping is never shared, nor does it pay a fee', () => {
    fc.assert(
      fc.property(amount, fc.nat({ max: 5_000_00 }), anySplit, (itemMinor, shippingMinor, split) => {
        const without = splitPayment(itemMinor, 0, split);
        const builderMinor = without.builderMinor + shippingMinor;
        expect(splitPayment(itemMinor, shippingMinor, split)).toEqual({ ...without, builderMinor });
      }),
    );
  });

  test('a split means the same in percent and in tenths', () => {
    const tenths = { builder: 7, marketer: { citizenId: marketerId, weight: 3 } };
    fc.assert(
      fc.property(amount, (itemMinor) => {
        expect(splitPayment(itemMinor, 0, tenths)).toEqual(splitPayment(itemMinor, 0, partnershipTerms.split));
      }),
    );
  });

  test('the operator may set another fee', () => {
    const rules = { ...houseRules, feeBasisPoints: 500, fundShareOfFeeBasisPoints: 0 };
    expect(splitPayment(450_00, 0, soloTerms.split, rules)).toMatchObject({ feeMinor: 22_50, fundMinor: 0 });
  });
});

test('shipping is flat per country; where the builder does not ship there is no price', () => {
  expect(shippingTo(soloTerms, 'US')).toBe(12_00);
  expect(shippingTo(soloTerms, 'DE')).toBe(30_00);
  expect(shippingTo(soloTerms, 'FR')).toBeUndefined();
});
