import type { Passport } from '../schemas/citizen.ts';
import type { DropView } from '../schemas/drop.ts';

/** What keeps a drop shut for now. `isOpenForVips`: whoever is one may claim all the same. */
export type DropLock =
  | { readonly kind: 'grail'; readonly isOpenForVips: true }
  | { readonly kind: 'early-bird'; readonly until: number; readonly isOpenForVips: true }
  | { readonly kind: 'live-only'; readonly isOpenForVips: false };

/** The lock that stands in the way first, or null. For looks only: whether somebody may claim is for the core to say. */
export function lockOf(drop: DropView, isLive: boolean, now: number): DropLock | null {
  if (drop.liveOnly && !isLive) return { kind: 'live-only', isOpenForVips: false };
  if (drop.grail) return { kind: 'grail', isOpenForVips: true };
  if (drop.earlyBirdUntil !== null && now < drop.earlyBirdUntil)
    return { kind: 'early-bird', until: drop.earlyBirdUntil, isOpenForVips: true };
  return null;
}

/** Who stands before a lock: `unknown` until the core has said who the person is. */
export function standingBefore(lock: DropLock, passport: Passport | null): 'shut' | 'open' | 'unknown' {
  if (!lock.isOpenForVips) return 'shut';
  if (passport === null) return 'unknown';
  return passport.tier === 'vip' ? 'open' : 'shut';
}
