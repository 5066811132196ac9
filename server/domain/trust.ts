import { hour, houseRules, type HouseRules } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import type { Tier, TierNeed } from '#shared/schemas/citizen.ts';
import { hasSecondAccount } from './awards.ts';
import type { Citizen } from './citizen.ts';

const year = 365 * 24 * hour;

/** A citizen's tier, computed from facts and kept nowhere. */
export function computeTier(citizen: Citizen, now: Instant, rules: HouseRules = houseRules): Tier {
  if (needsOfVip(citizen, now, rules).length === 0) return 'vip';
  return hasSecondAccount(citizen) || citizen.identityVerified || citizen.completedOrders >= 1 ? 'member' : 'guest';
}

/**
 * The tier after somebody's own, with what they lack for it; null at the top. Of a member's needs any one is enough, of a VIP's all
 * are wanted.
 */
export function nextTier(
  citizen: Citizen,
  now: Instant,
  rules: HouseRules = houseRules,
): { readonly tier: Tier; readonly needs: readonly TierNeed[] } | null {
  switch (computeTier(citizen, now, rules)) {
    case 'guest':
      return { tier: 'member', needs: ['account', 'identity', 'order'] };
    case 'member':
      return { tier: 'vip', needs: needsOfVip(citizen, now, rules) };
    case 'vip':
      return null;
  }
}

function needsOfVip(citizen: Citizen, now: Instant, rules: HouseRules): readonly TierNeed[] {
  const struckLately = citizen.lastStrikeAt !== null && now - citizen.lastStrikeAt < year;
  return [
    ...(citizen.completedOrders < rules.vipOrdersMin ? (['orders'] as const) : []),
    ...(citizen.lostDisputes > 0 ? (['no-lost-dispute'] as const) : []),
    ...(struckLately ? (['quiet-year'] as const) : []),
  ];
}

/** The lowest tier that may buy an item of this price. */
export function tierFor(priceMinor: number, rules: HouseRules = houseRules): Tier {
  if (priceMinor <= rules.tierCapMinor.guest) return 'guest';
  return priceMinor <= rules.tierCapMinor.member ? 'member' : 'vip';
}
