import { parseId, type DropId, type Instant } from '#shared/ids.ts';
import type { Commit } from '../../ports/store.ts';

const subjectPrefix = 'raffle:';

/** The part of a commit that has a raffle closed and drawn at its time. */
export function raffleDeadline(dropId: DropId, at: Instant): NonNullable<Commit['deadlines']>[number] {
  return { subject: `${subjectPrefix}${dropId}`, due: [{ name: 'draw-raffle', at }] };
}

/** The part of a commit that has some of those who were drawn told of it, from a place on. */
export function raffleTellDeadline(
  dropId: DropId,
  from: number,
  at: Instant,
): NonNullable<Commit['deadlines']>[number] {
  return { subject: `${subjectPrefix}${dropId}:${from}`, due: [{ name: 'tell-drawn', at }] };
}

/** What of a raffle a deadline's subject names: its draw, or the telling from a place on. Undefined for other subjects. */
export function raffleOfSubject(
  subject: string,
): { readonly dropId: DropId; readonly from: number | null } | undefined {
  if (!subject.startsWith(subjectPrefix)) return undefined;
  const [id = '', from] = subject.slice(subjectPrefix.length).split(':');
  const dropId = parseId('drop', id);
  return dropId && { dropId, from: from === undefined ? null : Number(from) };
}
