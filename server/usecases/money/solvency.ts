import { day, minute } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import type { SolvencyView } from '#shared/schemas/trust.ts';
import type { Core } from '../work/core.ts';
import { standing } from '../house/house-desk.ts';
import { lastReckoning } from './reckoning.ts';

/** Money is shown by how long it has been held, up to these many days. */
export const ageingDays: readonly number[] = [15, 30, 45, 60, 75, 80, 90];
/** Fewer orders than these stand in no group by themselves: what one of them cost could be read from it. */
export const ordersPerGroupMin = 5;
const keptMs = minute;

type Balance = { readonly account: string; readonly currency: string; readonly amountMinor: number };
/** Held money of one order, and how long it has been held. */
export type Aged = { readonly amountMinor: number; readonly since: Instant };
type Group = SolvencyView['ageing'][number];

/** Answers what the house holds and owes, worked out at most once a minute however many ask. */
export function solvencyReader(core: Core): () => Promise<SolvencyView> {
  let kept: { readonly view: Promise<SolvencyView>; readonly at: Instant } | undefined;
  return () => {
    const now = core.clock.now();
    if (kept && now >= kept.at && now - kept.at < keptMs) return kept.view;
    const view = solvencyView(core);
    kept = { view, at: now };
    view.catch(() => {
      if (kept?.view === view) kept = undefined;
    });
    return view;
  };
}

/** What the house holds and owes, read from the ledger, without anybody's name. */
export async function solvencyView(core: Core): Promise<SolvencyView> {
  const now = core.clock.now();
  const { currency } = core.settings;
  const [all, reckoning] = await Promise.all([core.store.balances(), lastReckoning(core)]);
  const balances = all.filter((balance) => balance.currency === currency);
  const held = balances.filter(({ account }) => account.startsWith('held:'));
  const since = new Map(reckoning?.held.map((each) => [`held:${each.orderId}`, each.since]));
  // What the last reckoning did not know came after it.
  const aged = held.map(({ account, amountMinor }) => ({
    amountMinor: 0 - amountMinor,
    since: since.get(account) ?? now,
  }));
  const owed = owedOf(balances);
  // What C500 has paid out to itself, or put in, is in Stripe's book alone.
  const stripeMinor = sumOf(balances, 'stripe') + (reckoning?.compared?.bankMinor ?? 0);
  const ofOthers = owed.heldMinor + owed.refundsDueMinor + owed.payableMinor + owed.taxMinor;
  const shortMinor = Math.max(0, ofOthers - stripeMinor);
  const compared = reckoning?.compared;
  return {
    currency,
    at: now,
    ...owed,
    orders: held.length,
    fundMinor: 0 - sumOf(balances, 'fund'),
    stripeMinor,
    covered: shortMinor === 0,
    shortMinor,
    // What is under way between two books says nothing against either.
    reconciled: compared ? { at: compared.at, agrees: standing(reckoning, compared.at).length === 0 } : null,
    ageing: [...mergeSmall(ageingOf(aged, now))],
  };
}

/** How much has been held for how long: one group for each of `ageingDays`; whatever is older stands in the last. */
export function ageingOf(held: readonly Aged[], now: Instant): readonly Group[] {
  return ageingDays.map((daysMax, index) => {
    const daysMin = ageingDays[index - 1] ?? -Infinity;
    const isLast = index === ageingDays.length - 1;
    const group = held.filter(({ since }) => {
      const days = (now - since) / day;
      return days > daysMin && (isLast || days <= daysMax);
    });
    return { daysMax, heldMinor: group.reduce((sum, { amountMinor }) => sum + amountMinor, 0), orders: group.length };
  });
}

/**
 * Puts groups of too few orders together with what comes after them, and the last with those before it, until none is left; a group of
 * nothing says nothing of anybody and may stand. Where there are too few orders in all, one group has all of them.
 */
export function mergeSmall(groups: readonly Group[]): readonly Group[] {
  const merged: Group[] = [];
  let open: Group | undefined;
  const isSmall = ({ orders }: Group) => orders > 0 && orders < ordersPerGroupMin;
  for (const group of groups) {
    open = open ? joined(open, group) : group;
    if (isSmall(open)) continue;
    merged.push(open);
    open = undefined;
  }
  while (open) {
    const former = merged.pop();
    if (!former) return [open];
    open = joined(former, open);
    if (isSmall(open)) continue;
    merged.push(open);
    open = undefined;
  }
  return merged;
}

function joined(one: Group, other: Group): Group {
  return {
    daysMax: other.daysMax,
    heldMinor: one.heldMinor + other.heldMinor,
    orders: one.orders + other.orders,
  };
}

/** What of the balance at Stripe is not the house's own. */
function owedOf(balances: readonly Balance[]) {
  return {
    heldMinor: 0 - sumOf(balances, 'held:'),
    refundsDueMinor: 0 - sumOf(balances, 'refund-due:'),
    payableMinor: 0 - sumOf(balances, 'payable:'),
    taxMinor: 0 - sumOf(balances, 'tax-payable'),
  };
}

/** The sum of an account, or of all accounts that begin so. */
function sumOf(balances: readonly Balance[], name: string): number {
  return balances
    .filter(({ account }) => (name.endsWith(':') ? account.startsWith(name) : account === name))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
