import { day, hour, minute, second } from '#shared/house-rules.ts';
import type { Instant, OrderId } from '#shared/ids.ts';
import type { Artefact, Moment } from './stream-records.ts';

/** An order has one moment in a stream: the first time that it was tagged there. */
export function momentIdOf(orderId: OrderId, streamId: string): string {
  return `${orderId}:${streamId}`;
}

const wanted: Artefact = { state: 'wanted', id: null, url: null };

/** A moment as it is kept when the tag is seen: everything about it is still to be made and found. */
export function newMoment(seen: Omit<Moment, 'id' | 'version' | 'marker' | 'clip' | 'recording'>): Moment {
  return {
    ...seen,
    id: momentIdOf(seen.orderId, seen.streamId),
    version: 0,
    marker: wanted,
    clip: wanted,
    recording: { state: 'waiting', url: null, lookedAt: null },
  };
}

/** The subject under which a moment has its deadline. */
export function momentSubject(id: string): string {
  return `moment:${id}`;
}

/** The moment that a deadline's subject names; undefined for other subjects. */
export function momentOfSubject(subject: string): string | undefined {
  return subject.startsWith('moment:') ? subject.slice('moment:'.length) : undefined;
}

/** A marker and a clip belong to the second at which they are asked for: after this long they would show something else. */
export const artefactsWithinMs = 2 * minute;

/** A clip that the platform does not show by then will never be shown. */
export const clipWithinMs = 5 * minute;

/** When a recording is looked for, since the moment; and whatever the platform still owes of the clip. After the last there is none. */
const searches: readonly number[] = [
  0,
  5 * second,
  15 * second,
  minute,
  5 * minute,
  20 * minute,
  hour,
  3 * hour,
  8 * hour,
  day,
  2 * day,
];

/** Recordings live 7, 14 or 60 days by the kind of channel. Looks lie around these, and a few after. */
const visits: readonly number[] = [1, 3, 6, 6.9, 7.2, 8, 13, 13.9, 14.2, 15, 30, 59, 59.9, 60.2, 61, 90, 180].map(
  (days) => days * day,
);

/** When a moment is to be looked at next; undefined when nothing about it can change any more. */
export function nextLookAt(moment: Moment): Instant | undefined {
  const { at, recording, marker, clip } = moment;
  const lookedAt = recording.lookedAt ?? at - 1;
  const isOwed = [marker, clip].some(({ state }) => state === 'wanted' || state === 'asking') || isClipMissing(clip);
  const after = (offsets: readonly number[]) => offsets.map((offset) => at + offset).find((time) => time > lookedAt);
  if (isOwed || recording.state === 'waiting') return after(searches);
  return recording.state === 'found' ? after(visits) : undefined;
}

/** Whether a clip was made of which nobody knows yet where it is. */
export function isClipMissing(clip: Artefact): boolean {
  return clip.state === 'made' && clip.url === null;
}

/** Whether a look at this moment was the last at which a recording could still have come. */
export function isSearchOver(moment: Moment, now: Instant): boolean {
  return now >= moment.at + (searches.at(-1) ?? 0);
}

/** The part of a commit that says when a moment is to be looked at next. */
export function momentDeadline(moment: Moment, at = nextLookAt(moment)) {
  const due = at === undefined ? [] : [{ name: 'keep-moment', at }];
  return { subject: momentSubject(moment.id), due };
}
