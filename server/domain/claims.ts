import { houseRules, type HouseRules } from '#shared/house-rules.ts';
import type { Instant, OrderId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Citizen, Exposure } from './citizen.ts';
import type { Drop } from './drop.ts';
import { computeTier, tierFor } from './trust.ts';

/** What a claim comes to before a unit is taken: go on, here is the order you have, or a refusal. */
export type ClaimRuling =
  { readonly ok: true; readonly standing: OrderId | null } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Whether this citizen may claim a unit of this drop now. Whether a unit is free is the store's to say, inside the commit.
 *
 * @param builderLive whether the builder's channel is live, for drops that need it
 */
export function judgeClaim(
  drop: Drop,
  citizen: Citizen,
  exposure: Exposure,
  builderLive: boolean,
  now: Instant,
  rules: HouseRules = houseRules,
): ClaimRuling {
  const standing = exposure.open.find((each) => each.dropId === drop.id && each.reserved);
  if (standing) return { ok: true, standing: standing.orderId };
  if (drop.status !== 'open') return refuse('drop-not-open');
  const { split, price } = drop.terms;
  if (citizen.id === drop.builderId || citizen.id === split.marketer?.citizenId) return refuse('own-drop');
  if ((exposure.taken[drop.id] ?? 0) >= drop.perPerson) return refuse('one-each', { limit: drop.perPerson });
  const tier = computeTier(citizen, now, rules);
  if (drop.grail && tier !== 'vip') return refuse('vip-only');
  if (drop.earlyBirdUntil !== null && now < drop.earlyBirdUntil && tier !== 'vip')
    return refuse('early-bird', { at: drop.earlyBirdUntil });
  if (drop.liveOnly && !builderLive) return refuse('live-only');
  const cap = rules.tierCapMinor[tier];
  if (cap !== null) {
    if (price.amountMinor > cap) return refuse('tier-too-low', { tier: tierFor(price.amountMinor, rules) });
    const openMinor = exposure.open.reduce((sum, each) => sum + each.amountMinor, 0);
    if (openMinor + price.amountMinor > cap * rules.exposureFactor)
      return refuse('exposure-too-high', { mostMinor: cap * rules.exposureFactor, currency: price.currency });
  }
  const pauseEnds = pausedUntil(exposure, now, rules);
  return pauseEnds === null ? { ok: true, standing: null } : refuse('paused-after-lapses', { at: pauseEnds });
}

/** Until when claiming is paused after too many lapses in a day; null when it is not. */
export function pausedUntil(exposure: Exposure, now: Instant, rules: HouseRules = houseRules): Instant | null {
  const lately = exposure.lapses.filter((at) => now - at < rules.lapsesWindowMs);
  const last = lately.at(-1);
  if (last === undefined || lately.length < rules.lapsesBeforePause) return null;
  return now < last + rules.lapsePauseMs ? last + rules.lapsePauseMs : null;
}
