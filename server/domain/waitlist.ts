import { houseRules, type HouseRules } from '#shared/house-rules.ts';
import type { CitizenId, DropId, Instant } from '#shared/ids.ts';
import type { Citizen } from './citizen.ts';
import type { Drop } from './drop.ts';
import type { Waitlist } from './stream-records.ts';
import { computeTier } from './trust.ts';

/** Citizens by their ids, as far as they are known. */
export type People = ReadonlyMap<CitizenId, Citizen>;

/** The line of a drop that nobody ever waited for. */
export function noLine(dropId: DropId): Waitlist {
  return { id: dropId, version: 0, entries: [] };
}

/**
 * The people of a line in the order in which units are offered: VIPs first, save those who were offered one before, then whoever came
 * first. Who came first is the order in which the entries were kept, because the clocks of two machines differ.
 */
export function inTurn(line: Waitlist, people: People, now: Instant, rules: HouseRules = houseRules): CitizenId[] {
  const offered = new Set(line.offered);
  const isVip = ({ citizenId }: Waitlist['entries'][number]) => {
    if (offered.has(citizenId)) return false;
    const citizen = people.get(citizenId);
    return citizen !== undefined && computeTier(citizen, now, rules) === 'vip';
  };
  const vips = line.entries.filter(isVip);
  const others = line.entries.filter((entry) => !isVip(entry));
  return [...vips, ...others].map(({ citizenId }) => citizenId);
}

/** Where somebody stands in a line that is in turn: 1 is next, null is not in it. */
export function placeIn(turn: readonly CitizenId[], citizenId: CitizenId): number | null {
  const index = turn.indexOf(citizenId);
  return index < 0 ? null : index + 1;
}

/** How many people wait for a unit of a drop. A drop that is closed has no line any more, whatever is still kept of it. */
export function waitingFor(drop: Drop, line: Waitlist | undefined): number {
  return drop.status === 'closed' || !line ? 0 : line.entries.length + drawnAhead(line);
}

/** Whether units that are free belong to the line, so that nobody else may claim one. */
export function keepsUnits(line: Waitlist): boolean {
  return line.drawn !== undefined || (line.entries.length > 0 && line.passedOver !== true);
}

/** Whether anybody is to be asked before a unit is anybody's. */
export function hasAnybody(line: Waitlist): boolean {
  return line.entries.length > 0 || line.drawn !== undefined;
}

/** How many of a draw have their turn before those who wait. */
export function drawnAhead({ drawn }: Waitlist): number {
  return drawn ? drawn.of - drawn.next : 0;
}

/** The line once the draw went on to this many of them; after the last it is a line like others. */
export function withDrawnTo(line: Waitlist, next: number): Waitlist {
  const { drawn, ...others } = line;
  return drawn && next < drawn.of ? { ...line, drawn: { ...drawn, next } } : others;
}

/** The line of a drop that is closed: nobody waits any more. */
export function endedLine({ id, version, offered }: Waitlist): Waitlist {
  return { id, version, entries: [], ...(offered ? { offered } : {}) };
}

/** Whether somebody stands in a line. */
export function isWaiting(line: Waitlist, citizenId: CitizenId): boolean {
  return line.entries.some((entry) => entry.citizenId === citizenId);
}

/** The line with one more at its end; whoever stands in it already keeps their place. */
export function withJoined(line: Waitlist, citizenId: CitizenId, now: Instant): Waitlist {
  if (isWaiting(line, citizenId)) return line;
  return { ...keepingUnits(line), entries: [...line.entries, { citizenId, joinedAt: now }] };
}

/** The line without somebody; the same object when they were not in it. */
export function withoutWaiting(line: Waitlist, citizenId: CitizenId): Waitlist {
  if (!isWaiting(line, citizenId)) return line;
  return { ...line, entries: line.entries.filter((entry) => entry.citizenId !== citizenId) };
}

/** The line once a unit came free, or somebody came who may take one: free units are the line's again. */
export function keepingUnits({ id, version, entries, offered, drawn }: Waitlist): Waitlist {
  return { id, version, entries, ...(offered ? { offered } : {}), ...(drawn ? { drawn } : {}) };
}

/** So many of those who were offered a unit are remembered. */
const offeredMax = 200;

/** The line once somebody in it was offered a unit. */
export function withOffered(line: Waitlist, citizenId: CitizenId): Waitlist {
  const before = (line.offered ?? []).filter((each) => each !== citizenId);
  return { ...keepingUnits(withoutWaiting(line, citizenId)), offered: [...before, citizenId].slice(-offeredMax) };
}
