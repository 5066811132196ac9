import type { NoticeChoice } from '#shared/schemas/notice-choice.ts';
import type { NoticeKind } from '#shared/schemas/notice.ts';

/** What concerns people's money, or whether they may go on: nobody can choose not to be told. */
const alwaysTold: ReadonlySet<NoticeKind> = new Set<NoticeKind>([
  'claim-made',
  'order-paid-buyer',
  'order-paid-builder',
  'late-payment-took-unit',
  'late-payment-refunded',
  'second-payment-refunded',
  'released-buyer',
  'released-builder',
  'released-marketer',
  'transfer-waits',
  'refunded-buyer',
  'refunded-builder',
  'promise-broken',
  'case-opened',
  'case-decided-buyer',
  'case-decided-builder',
  'refunded-part-buyer',
  'refunded-part-builder',
  'owed',
  'withheld',
  'scan-promise-broken',
  'frozen-buyer',
  'frozen-builder',
  'case-taken-builder',
  'case-appealed',
  'case-final',
  'dispute-opened-builder',
  'dispute-won-builder',
  'dispute-lost-builder',
  'dispute-closed-buyer',
  'struck',
  'strike-lifted',
  'remind-proof',
  'remind-scan',
  'banned',
]);

/** Whether somebody who chose so is told of this. Where they are told is chosen with it, and is the bot's to know. */
export function isWanted(kind: NoticeKind, choice: NoticeChoice | undefined): boolean {
  return choice !== 'money-only' || alwaysTold.has(kind);
}
