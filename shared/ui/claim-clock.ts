import { claimMs, raffleClaimMs, second } from '../house-rules.ts';

/** The core's clock is known to within an answer's journey, which is shorter than this. */
const journeyMs = 5 * second;

/** How long a claim was given that has so much left: ten minutes, or longer where it was drawn in a raffle. */
export function wholeOf(leftMs: number): number {
  return leftMs > claimMs + journeyMs ? raffleClaimMs : claimMs;
}

/** What is left of a claim, in milliseconds: a claim of ten minutes must not begin at 10:01, and none ends below nothing. */
export function leftOf(endsAt: number, now: number): number {
  const leftMs = Math.max(0, endsAt - now);
  return Math.min(wholeOf(leftMs), leftMs);
}
