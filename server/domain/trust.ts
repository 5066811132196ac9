import { hour, houseRules, type HouseRules } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import type { Tier } from '#shared/schemas/citizen.ts';
import type { Citizen } from './citizen.ts';

const year = 365 * 24 * hour;

/** A citizen's tier, computed from facts and kept nowhere. */
export function computeTier(citizen: Citizen, now: Instant, rules: HouseRules = houseRules): Tier {
  const struckLately = citizen.lastStrikeAt !== null && now - citizen.lastStrikeAt < year;
  if (citizen.completedOrders >= rules.vipOrdersMin && citizen.lostDisputes === 0 && !struckLately) return 'vip';
  const platforms = new Set(citizen.accounts.map((account) => account.platform));
  return platforms.size >= 2 || citizen.identityVerified || citizen.completedOrders >= 1 ? 'member' : 'guest';
}

/** The lowest tier that may buy an item of this price. */
export function tierFor(priceMinor: number, rules: HouseRules = houseRules): Tier {
  if (priceMinor <= rules.tierCapMinor.guest) return 'guest';
  return priceMinor <= rules.tierCapMinor.member ? 'member' : 'vip';
}
