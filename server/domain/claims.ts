import { houseRules, type HouseRules } from '#shared/house-rules.ts';
import type { Instant, OrderId } from '#shared/ids.ts';
import type { Refusal } from '#shared/refusals.ts';
import type { Tier } from '#shared/schemas/citizen.ts';
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
  const banned = judgeBan(citizen);
  if (banned) return { ok: false, refusal: banned };
  const standing = exposure.open.find((each) => each.dropId === drop.id && each.reserved);
  if (standing) return { ok: true, standing: standing.orderId };
  const tier = computeTier(citizen, now, rules);
  const refusal =
    judgePerson(drop, citizen, exposure, tier) ??
    judgeDraw(drop) ??
    judgeMoment(drop, tier, builderLive, now) ??
    judgePrice(drop, tier, rules) ??
    judgeExposure(drop, exposure, tier, rules) ??
    judgePause(exposure, now, rules);
  return refusal ? { ok: false, refusal } : { ok: true, standing: null };
}

/**
 * Whether this citizen may wait for a unit of this drop: what a claim asks of the person and the tier. What passes by itself (the
 * early bird, an offline channel, open orders, a pause) is judged when it is their turn. Undefined when they may.
 */
export function judgeWaiting(
  drop: Drop,
  citizen: Citizen,
  exposure: Exposure,
  now: Instant,
  rules: HouseRules = houseRules,
): Refusal | undefined {
  const tier = computeTier(citizen, now, rules);
  return (
    judgeBan(citizen) ?? judgePerson(drop, citizen, exposure, tier) ?? judgeDraw(drop) ?? judgePrice(drop, tier, rules)
  );
}

/**
 * Whether this citizen may enter the raffle for a drop: what a claim asks of the person, the tier and what they have open. It is judged
 * again when a unit is offered to them. Undefined when they may.
 */
export function judgeEntering(
  drop: Drop,
  citizen: Citizen,
  exposure: Exposure,
  now: Instant,
  rules: HouseRules = houseRules,
): Refusal | undefined {
  const tier = computeTier(citizen, now, rules);
  return (
    judgeBan(citizen) ??
    judgePerson(drop, citizen, exposure, tier) ??
    judgeWindow(drop, now) ??
    judgePrice(drop, tier, rules) ??
    judgeExposure(drop, exposure, tier, rules)
  );
}

function judgeDraw({ raffle }: Drop): Refusal | undefined {
  return raffle && !raffle.drawn ? { code: 'raffle-only', params: { at: raffle.closesAt } } : undefined;
}

function judgeWindow({ raffle }: Drop, now: Instant): Refusal | undefined {
  if (!raffle) return { code: 'not-found' };
  if (now < raffle.opensAt) return { code: 'raffle-not-open', params: { at: raffle.opensAt } };
  return raffle.drawn || now >= raffle.closesAt ? { code: 'raffle-over' } : undefined;
}

/**
 * Whoever is banned from the network takes nothing new; what they have already is settled by other rules. Nor does anybody take
 * something for a person who had themselves deleted. Undefined for all others.
 */
export function judgeBan(citizen: Pick<Citizen, 'bannedFor' | 'kinBan' | 'deletedAt'>): Refusal | undefined {
  if (citizen.deletedAt !== undefined && !citizen.bannedFor) return { code: 'not-signed-in' };
  const reason = citizen.bannedFor || citizen.kinBan?.reason;
  return reason ? { code: 'banned', params: { reason } } : undefined;
}

function judgePerson(drop: Drop, citizen: Citizen, exposure: Exposure, tier: Tier): Refusal | undefined {
  if (drop.status !== 'open') return { code: 'drop-not-open' };
  const { marketer } = drop.terms.split;
  if (citizen.id === drop.builderId || citizen.id === marketer?.citizenId) return { code: 'own-drop' };
  if ((exposure.taken[drop.id] ?? 0) >= drop.perPerson) return { code: 'one-each', params: { limit: drop.perPerson } };
  return drop.grail && tier !== 'vip' ? { code: 'vip-only' } : undefined;
}

function judgeMoment(drop: Drop, tier: Tier, builderLive: boolean, now: Instant): Refusal | undefined {
  if (drop.earlyBirdUntil !== null && now < drop.earlyBirdUntil && tier !== 'vip')
    return { code: 'early-bird', params: { at: drop.earlyBirdUntil } };
  return drop.liveOnly && !builderLive ? { code: 'live-only' } : undefined;
}

function judgePrice(drop: Drop, tier: Tier, rules: HouseRules): Refusal | undefined {
  const { amountMinor } = drop.terms.price;
  const cap = rules.tierCapMinor[tier];
  return cap !== null && amountMinor > cap
    ? { code: 'tier-too-low', params: { tier: tierFor(amountMinor, rules) } }
    : undefined;
}

function judgeExposure(drop: Drop, exposure: Exposure, tier: Tier, rules: HouseRules): Refusal | undefined {
  const cap = rules.tierCapMinor[tier];
  if (cap === null) return undefined;
  const { amountMinor, currency } = drop.terms.price;
  const openMinor = exposure.open.reduce((sum, each) => sum + each.amountMinor, 0);
  const mostMinor = cap * rules.exposureFactor;
  return openMinor + amountMinor > mostMinor
    ? { code: 'exposure-too-high', params: { mostMinor, currency } }
    : undefined;
}

function judgePause(exposure: Exposure, now: Instant, rules: HouseRules): Refusal | undefined {
  const pauseEnds = pausedUntil(exposure, now, rules);
  return pauseEnds === null ? undefined : { code: 'paused-after-lapses', params: { at: pauseEnds } };
}

/** Until when claiming is paused after too many lapses in a day; null when it is not. */
export function pausedUntil(exposure: Exposure, now: Instant, rules: HouseRules = houseRules): Instant | null {
  const lately = exposure.lapses.filter((at) => now - at < rules.lapsesWindowMs);
  const last = lately.at(-1);
  if (last === undefined || lately.length < rules.lapsesBeforePause) return null;
  return now < last + rules.lapsePauseMs ? last + rules.lapsePauseMs : null;
}
