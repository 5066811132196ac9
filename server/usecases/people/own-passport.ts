import { day, houseRules } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import type { Passport } from '#shared/schemas/citizen.ts';
import type { StrikeKind } from '#shared/schemas/trust.ts';
import { judgeBan } from '../../domain/claims.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Award } from '../../domain/network-records.ts';
import type { Strike } from '../../domain/trust-records.ts';
import { nicknameOf } from './citizens.ts';
import type { Core } from '../work/core.ts';
import { awardsOf, passport } from './passports.ts';

/** Lines of a score that are told one by one, and strikes that are told at all. */
const linesMax = 100;
const strikesMax = 100;
/** A strike counts this long. */
const strikeCountsMs = 365 * day;

/** One line of a score: what it is for, and the order or the nickname that it came from. */
export type ScoreLine = {
  readonly why: Award['why'];
  readonly points: number;
  readonly at: Instant;
  readonly tag: string | null;
  readonly nickname: string;
};

/** A strike as the one who has it sees it. `reason` is null where its kind says everything; who gave it is nobody's business. */
export type ShownStrike = {
  readonly why: StrikeKind;
  readonly reason: string | null;
  readonly at: Instant;
  readonly countsUntil: Instant;
  readonly tag: string | null;
  readonly lifted: string | null;
};

/** Everything that somebody's own passport tells them. `mostOpenMinor` is null where there is no limit. */
export type OwnPassport = {
  readonly passport: Passport;
  readonly joinedAt: Instant;
  readonly bannedFor: string | null;
  readonly bannedAt: Instant | null;
  readonly mostOpenMinor: number | null;
  readonly lines: readonly ScoreLine[];
  /** What is not told line by line, as a number of lines and the points that they come to. */
  readonly older: { readonly count: number; readonly points: number };
  readonly strikes: readonly ShownStrike[];
};

/** What somebody may know of themselves, with everything that it was computed from; newest first. */
export async function ownPassport(core: Core, citizen: Citizen): Promise<OwnPassport> {
  const [shown, awards, strikes, ban] = await Promise.all([
    passport(core, citizen, 'link'),
    awardsOf(core, citizen.id),
    core.store.list('strike', citizen.id, strikesMax),
    core.store.get('ban', citizen.id),
  ]);
  const newest = awards.toSorted((one, other) => other.at - one.at);
  const [told, older] = [newest.slice(0, linesMax), newest.slice(linesMax)];
  return {
    passport: shown,
    joinedAt: citizen.joinedAt,
    bannedFor: judgeBan(citizen)?.params?.['reason']?.toString() ?? null,
    bannedAt: ban && !ban.lifted ? ban.at : null,
    mostOpenMinor: shown.capMinor === null ? null : shown.capMinor * houseRules.exposureFactor,
    lines: await Promise.all(told.map((award) => scoreLine(core, award))),
    older: { count: older.length, points: older.reduce((sum, { points }) => sum + points, 0) },
    strikes: await Promise.all(
      strikes.toSorted((one, other) => other.at - one.at).map((strike) => shownStrike(core, strike)),
    ),
  };
}

async function scoreLine(core: Core, { why, points, at, from }: Award): Promise<ScoreLine> {
  const vouched = why === 'vouch' && from !== null;
  const builder = vouched ? await core.store.get('builder', from) : undefined;
  return {
    why,
    points,
    at,
    tag: vouched ? null : await tagOf(core, from),
    nickname: builder ? await nicknameOf(core, builder.id) : '',
  };
}

async function shownStrike(core: Core, { why, reason, at, orderId, lifted }: Strike): Promise<ShownStrike> {
  return {
    why,
    // What a rule gave has its own code for a reason; what a person gave has their words.
    reason: why === 'conduct' ? reason : null,
    at,
    countsUntil: at + strikeCountsMs,
    tag: await tagOf(core, orderId),
    lifted: lifted ? lifted.reason : null,
  };
}

async function tagOf(core: Core, orderId: string | null): Promise<string | null> {
  const order = orderId === null ? undefined : await core.store.get('order', orderId);
  return order ? order.tag : null;
}
