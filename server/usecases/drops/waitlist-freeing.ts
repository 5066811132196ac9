import { parseId, type DropId, type Instant } from '#shared/ids.ts';
import type { Waitlist } from '../../domain/stream-records.ts';
import { endedLine, hasAnybody, keepingUnits } from '../../domain/waitlist.ts';
import type { Commit, Put } from '../../ports/store.ts';

const subjectPrefix = 'waitlist:';

/**
 * The part of a commit that has a line looked at now. Each cause (the order that gave its unit back, the citizen who joined) has a
 * deadline of its own: a look that has just ended cannot take away the deadline of a unit that came free meanwhile.
 */
export function offerDeadline(dropId: DropId, cause: string, at: Instant): NonNullable<Commit['deadlines']>[number] {
  return { subject: `${subjectPrefix}${dropId}:${cause}`, due: [{ name: 'offer-unit', at }] };
}

/** The drop whose line a deadline's subject names; undefined for other subjects. */
export function dropOfSubject(subject: string): DropId | undefined {
  if (!subject.startsWith(subjectPrefix)) return undefined;
  const [id = ''] = subject.slice(subjectPrefix.length).split(':');
  return parseId('drop', id);
}

/**
 * What a commit that frees a unit of a drop says besides. With a line, it has the line looked at; without one it expects that there
 * is none, so that nobody joins between the two without being noticed.
 */
export function freeingFor(line: Waitlist | undefined, dropId: DropId, cause: string, now: Instant): FreeingUnit {
  if (!line || !hasAnybody(line))
    return { expect: [{ kind: 'waitlist', id: dropId, version: line?.version ?? 0 }], put: [], deadlines: [] };
  return {
    expect: [],
    // While nobody in the line could take a unit it was anybody's; this one is the line's first.
    put: line.passedOver ? [{ kind: 'waitlist', record: keepingUnits(line) }] : [],
    deadlines: [offerDeadline(dropId, cause, now)],
  };
}
type FreeingUnit = Required<Pick<Commit, 'expect' | 'put' | 'deadlines'>>;

/** What the closing of a drop makes of its line: nobody waits for it any more. */
export function endingLine(line: Waitlist | undefined): readonly Put[] {
  return line && hasAnybody(line) ? [{ kind: 'waitlist', record: endedLine(line) }] : [];
}
