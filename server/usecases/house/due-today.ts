import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import type { BanFailure, CaseView } from '#shared/schemas/house.ts';
import { banFailures } from '../communities/ban-work.ts';
import { casesInTurn, caseView } from '../cases/case-views.ts';
import type { Core } from '../work/core.ts';
import {
  applicationRows,
  disputeRows,
  effectLines,
  flagRows,
  heldFor,
  standing,
  type ApplicationRow,
  type DisputeRow,
  type EffectLine,
  type FlagRow,
} from './house-desk.ts';
import { differenceRows, taggedRows, type DifferenceRow, type HeldRow } from '../money/money-health.ts';
import { casesOfOthers, flagsOfOthers } from './order-file.ts';
import { lastReckoning } from '../money/reckoning.ts';

const shownMax = 5;
const readMax = 4 * shownMax;

/** What is due, of everything the first few. */
export type Due = {
  readonly cases: readonly CaseView[];
  readonly disputes: readonly DisputeRow[];
  readonly flags: readonly FlagRow[];
  readonly applications: readonly ApplicationRow[];
  readonly effects: readonly EffectLine[];
  readonly bans: readonly BanFailure[];
  /** Books that differ and are not merely under way. */
  readonly differences: readonly DifferenceRow[];
  /** Money that has been held so long that the staff is to look at it. */
  readonly holds: readonly HeldRow[];
};

/** Reads it, without cases and flags that its reader is in. */
export async function dueToday(core: Core, reader: CitizenId): Promise<Due> {
  const now = core.clock.now();
  const [inTurn, disputes, flags, applications, effects, bans, reckoning] = await Promise.all([
    casesInTurn(core),
    disputeRows(core, 'open'),
    core.store.list('flag', 'waiting', readMax),
    applicationRows(core),
    effectLines(core),
    banFailures(core),
    lastReckoning(core),
  ]);
  // One of the staff is in few cases and flags, so this many are enough to show some.
  const [cases, others] = await Promise.all([
    casesOfOthers(core, inTurn.slice(0, readMax), reader),
    flagsOfOthers(core, flags, reader),
  ]);
  const long = heldFor(reckoning?.held ?? [], houseRules.holdWarningMs, now);
  return {
    cases: await Promise.all(cases.slice(0, shownMax).map((each) => caseView(core, each))),
    disputes: disputes.filter(({ dispute }) => dispute.state === 'needs-response').slice(0, shownMax),
    flags: await flagRows(core, others.slice(0, shownMax)),
    applications: applications.slice(0, shownMax),
    effects: effects.slice(0, shownMax),
    bans: bans.slice(0, shownMax),
    differences: await differenceRows(core, standing(reckoning, now).slice(0, shownMax)),
    holds: await taggedRows(core, long.slice(0, shownMax)),
  };
}
