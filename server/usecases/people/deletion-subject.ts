import { parseId, type CitizenId, type Instant, type OrderId } from '#shared/ids.ts';
import type { Commit } from '../../ports/store.ts';

type Due = NonNullable<Commit['deadlines']>[number];

/** Somebody who had themselves deleted; with an order, what they had said in its room. */
export type Gone = { readonly citizenId: CitizenId; readonly orderId: OrderId | null };

const prefix = 'deletion:';

/** When what is left to do of a deletion is done; null once it is. */
export function deletionDeadline(citizenId: CitizenId, at: Instant | null): Due {
  return { subject: `${prefix}${citizenId}`, due: at === null ? [] : [{ name: 'finish-deletion', at }] };
}

/** When the words of somebody who has gone are taken out of an order's room; null once they are. */
export function wordsDeadline(citizenId: CitizenId, orderId: OrderId, at: Instant | null): Due {
  return { subject: `${prefix}${citizenId}:${orderId}`, due: at === null ? [] : [{ name: 'erase-words', at }] };
}

/** Whose deletion a deadline's subject names; undefined for other subjects. */
export function goneOfSubject(subject: string): Gone | undefined {
  if (!subject.startsWith(prefix)) return undefined;
  const [who = '', order] = subject.slice(prefix.length).split(':');
  const citizenId = parseId('citizen', who);
  const orderId = order === undefined ? null : parseId('order', order);
  return citizenId && orderId !== undefined ? { citizenId, orderId } : undefined;
}
