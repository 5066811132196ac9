import { houseRules } from '#shared/house-rules.ts';
import { isToBeDrawn } from '#shared/raffle-state.ts';
import type { Guild, Passport } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { lockOf, standingBefore } from '#shared/ui/drop-lock.ts';

export const orders = ['street', 'few-left', 'price-up', 'price-down', 'name'] as const;
export type Order = (typeof orders)[number];

/** Where one range of prices ends and the next begins, in minor units: the caps of the tiers, with a step between. */
export const priceSteps = [150_00, 300_00, 600_00] as const;

/** What a person wants to see. `price` is the number of a range between `priceSteps`, null for any. */
export type Wish = {
  readonly guild: Guild | null;
  readonly price: number | null;
  readonly forMe: boolean;
  readonly live: boolean;
  readonly words: string;
  readonly order: Order;
};

export const anyWish: Wish = { guild: null, price: null, forMe: false, live: false, words: '', order: 'street' };

/** Drops that stand in the windows: what is closed or not yet open is for nobody. */
export function inWindows(drops: readonly DropView[]): readonly DropView[] {
  return drops.filter(({ status }) => status === 'open' || status === 'paused');
}

/**
 * The drops that a person wants to see, in their order.
 *
 * @param now the core's clock, for windows in which VIPs go first
 */
export function pickDrops(
  drops: readonly DropView[],
  wish: Wish,
  passport: Passport | null,
  now: number,
): readonly DropView[] {
  const words = fold(wish.words).split(/\s+/).filter(Boolean);
  return inWindows(drops)
    .filter(
      (drop) =>
        (wish.guild === null || drop.guild === wish.guild) &&
        (wish.price === null || priceRangeOf(drop) === wish.price) &&
        (!wish.live || drop.builder.isLive) &&
        (!wish.forMe || mayClaim(drop, passport, now)) &&
        words.every((word) => searched(drop).includes(word)),
    )
    .toSorted(comparisons[wish.order]);
}

/** The number of the range in which a drop's price lies; null where it has none. A price on a step belongs below it. */
export function priceRangeOf({ price }: DropView): number | null {
  if (price === null) return null;
  const range = priceSteps.findIndex((step) => price.amountMinor <= step);
  return range === -1 ? priceSteps.length : range;
}

/** Whether a person could claim a unit now, for looks only: the core decides when they do. */
export function mayClaim(drop: DropView, passport: Passport | null, now: number): boolean {
  if (drop.status !== 'open' || drop.units.left === 0 || isToBeDrawn(drop)) return false;
  const lock = lockOf(drop, drop.builder.isLive, now);
  if (lock && standingBefore(lock, passport) !== 'open') return false;
  return passport === null || isWithinTier(drop, passport);
}

/** Whether a person's tier reaches a drop's price, with what they have open already. */
export function isWithinTier({ price }: DropView, { capMinor, openMinor }: Passport): boolean {
  if (price === null || capMinor === null) return true;
  return price.amountMinor <= capMinor && openMinor + price.amountMinor <= capMinor * houseRules.exposureFactor;
}

function searched({ title, specs, builder }: DropView): string {
  return fold(`${title} ${specs} ${builder.nickname}`);
}

/** Case and accents apart, as people type. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

type Comparison = (a: DropView, b: DropView) => number;
const byName: Comparison = (a, b) => a.title.localeCompare(b.title, 'en');
const byLeft: Comparison = (a, b) => rankLeft(a) - rankLeft(b);
const byPrice: Comparison = (a, b) => (a.price?.amountMinor ?? 0) - (b.price?.amountMinor ?? 0);
const comparisons: Readonly<Record<Order, Comparison>> = {
  // What can be had stands before what is taken, and what is made right now before all.
  street: (a, b) =>
    Number(b.units.left > 0) - Number(a.units.left > 0) ||
    Number(b.builder.isLive) - Number(a.builder.isLive) ||
    byName(a, b),
  'few-left': (a, b) => byLeft(a, b) || byName(a, b),
  'price-up': (a, b) => byPrice(a, b) || byName(a, b),
  'price-down': (a, b) => byPrice(b, a) || byName(a, b),
  name: byName,
};

function rankLeft({ units }: DropView): number {
  return units.left === 0 ? Number.MAX_SAFE_INTEGER : units.left;
}
