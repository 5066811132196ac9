import { houseRules } from '#shared/house-rules.ts';

/**
 * What is left of a claim, in milliseconds. The core's clock is known to within an answer's journey; a claim of ten minutes must not
 * begin at 10:01 for that, and none ends below nothing.
 */
export function leftOf(endsAt: number, now: number): number {
  return Math.min(houseRules.claimMs, Math.max(0, endsAt - now));
}
