import { FieldValue, Timestamp } from '@google-cloud/firestore';
import { houseRules } from '#shared/house-rules.ts';
import type { Effect } from '../../../domain/order-commands.ts';
import type { Deadline, DueDeadline, EffectRow, InboxMessage, Notice } from '../../../ports/store.ts';
import { readBody } from './documents.ts';
import type { Data, Fields, Moment } from './documents.ts';

// What waits has a `part` and the moment from which it is due; what is done has neither any more and thereby leaves the indexes.

/** How long what is done stays for the record. */
const { settledKeptMs: settledStayMs } = houseRules;

/** A message as it is kept until it is dealt with. */
export function inboxFields(
  message: InboxMessage,
  part: number,
  position: number,
  keptAt: Moment = FieldValue.serverTimestamp(),
): Fields {
  const waiting = { waiting: true, part, dueAt: message.receivedAt, attempts: 0 };
  return { ...waiting, keptAt, position, data: { body: JSON.stringify(message) } };
}

/** An effect as it is kept until it is done. One that was never tried is due at once, which is moment 0. */
export function effectFields(
  effect: Effect,
  part: number,
  position: number,
  by: string,
  keptAt: Moment = FieldValue.serverTimestamp(),
): Fields {
  const waiting = { waiting: true, part, dueAt: 0, attempts: 0 };
  const data = { by, body: JSON.stringify(effect), state: 'pending', vendorId: null, lastError: null };
  return { orderId: effect.orderId, ...waiting, keptAt, position, data };
}

/** A notice as it is kept until it is delivered. */
export function noticeFields(notice: Notice, part: number, position: number, by: string): Fields {
  const { platform, at } = notice;
  return { waiting: true, platform, part, dueAt: at, data: { by, position, body: JSON.stringify(notice) } };
}

/** All deadlines of a subject. */
export function deadlineFields(subject: string, due: readonly Deadline[], part: number): Fields {
  return { part, dueAt: Math.min(...due.map(({ at }) => at)), data: { body: JSON.stringify({ subject, due }) } };
}

/** What waited, dealt with: it is found by its id alone, and goes away after some months. */
export function settled(
  { data, orderId, keptAt, position, attempts }: Fields,
  changes: Data,
  settledAt = Date.now(),
): Fields {
  const expireAt = Timestamp.fromMillis(settledAt + settledStayMs);
  const stays = orderId === undefined ? { expireAt } : { orderId, keptAt, position };
  return { ...stays, ...(attempts === undefined ? {} : { attempts }), data: { ...data, ...changes } };
}

/** Counts a failed try. */
export function postponed(fields: Fields, nextAt: number, lastError: string): Fields {
  return {
    ...fields,
    attempts: Number(fields['attempts']) + 1,
    dueAt: nextAt,
    data: { ...fields.data, lastError },
  };
}

/** Reads an effect with how far it is. */
export function readEffect(fields: Fields): EffectRow {
  const { state, vendorId, lastError } = fields.data as Pick<EffectRow, 'state' | 'vendorId' | 'lastError'>;
  return { effect: readBody<Effect>(fields), attempts: Number(fields['attempts']), state, vendorId, lastError };
}

/** Reads the deadlines of a subject that are due. */
export function readDeadlines(fields: Fields, now: number): readonly DueDeadline[] {
  const { subject, due } = readBody<{ readonly subject: string; readonly due: readonly Deadline[] }>(fields);
  return due.filter(({ at }) => at <= now).map(({ name, at }) => ({ subject, name, at }));
}
