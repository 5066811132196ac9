import { allocate, shareOf } from '#shared/money.ts';
import { houseRules, type HouseRules } from '#shared/house-rules.ts';
import type { Payment, Split, Terms } from './order.ts';

/** What becomes of one order's money on release; minor units. The parts add up to item and shipping exactly. */
export type Shares = {
  readonly feeMinor: number;
  readonly fundMinor: number;
  readonly builderMinor: number;
  readonly marketerMinor: number;
};

/**
 * Splits what was paid between C500 (fee, a part of which is the protection fund's), builder and marketer. Shipping goes to the
 * builder whole; tax is not part of it.
 *
 * @param itemMinor      the item's price, 0 or more
 * @param shippingMinor  what the buyer paid for shipping, 0 or more
 * @returns `feeMinor` is what C500 keeps after the fund's part
 */
export function splitPayment(
  itemMinor: number,
  shippingMinor: number,
  split: Split,
  rules: HouseRules = houseRules,
): Shares {
  const wholeFee = shareOf(itemMinor, rules.feeBasisPoints);
  const fundMinor = shareOf(wholeFee, rules.fundShareOfFeeBasisPoints);
  const weights = split.marketer ? [split.builder, split.marketer.weight] : [1];
  const [poolOfBuilder = 0, marketerMinor = 0] = allocate(itemMinor - wholeFee, weights);
  return { feeMinor: wholeFee - fundMinor, fundMinor, builderMinor: poolOfBuilder + shippingMinor, marketerMinor };
}

/**
 * The shares of what is left of a payment when the rest has gone back to the buyer: of the item's price first, then of the shipping. No
 * fee is kept on what went back. Each share can only shrink as less is left.
 *
 * @param leftMinor from 0 to item and shipping together
 */
export function sharesLeft(
  { itemMinor, shippingMinor }: Pick<Payment, 'itemMinor' | 'shippingMinor'>,
  leftMinor: number,
  split: Split,
): Shares {
  const itemLeft = Math.max(0, leftMinor - shippingMinor);
  return splitPayment(Math.min(itemMinor, itemLeft), Math.min(leftMinor, shippingMinor), split);
}

/** The flat shipping to a country in minor units; undefined where the builder does not ship. */
export function shippingTo(terms: Terms, country: string): number | undefined {
  return terms.shipping.find((rate) => rate.country === country)?.amountMinor;
}
