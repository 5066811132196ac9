import { parseId, type OrderId } from '#shared/ids.ts';

const subjectPrefix = 'banned-card:';

/** The subject under which an order is held for its card. */
export function cardSubject(orderId: OrderId): string {
  return `${subjectPrefix}${orderId}`;
}

/** The order that is to be held for its card, by a deadline's subject; undefined for other subjects. */
export function cardOrderOfSubject(subject: string): OrderId | undefined {
  return subject.startsWith(subjectPrefix) ? parseId('order', subject.slice(subjectPrefix.length)) : undefined;
}
