import * as z from 'zod/mini';
import { Platform } from './citizen.ts';

/** The occasions on which somebody is told something. Each is a sentence in `text/en/notices.ts`. */
export const NoticeKind = z.enum([
  'claim-made',
  'claim-lapsed',
  'order-paid-buyer',
  'order-paid-builder',
  'late-payment-took-unit',
  'late-payment-refunded',
  'second-payment-refunded',
  'on-bench',
  'building',
  'proof-counted-buyer',
  'proof-counted-builder',
  'shipped',
  'released-buyer',
  'released-builder',
  'released-marketer',
  'transfer-waits',
  'delivered',
  'completed',
  'refunded-buyer',
  'refunded-builder',
  'cancellation-asked',
  'promise-broken',
  'unit-offered',
  'reconnect-twitch',
  'channel-drop-opened',
  'channel-sold-out',
  'channel-on-bench',
  'channel-finished',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

/**
 * What a person is to be told, for the bot to deliver; of kinds named `channel-…`, what the chat of the channel `accountId` is told.
 * `link` is a page of ours; `params` fill the sentence; `ageMs` is how old it was when it was handed out.
 */
export const NoticeView = z.object({
  id: z.string(),
  kind: NoticeKind,
  platform: Platform,
  accountId: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  link: z.nullable(z.string()),
  ageMs: z.number(),
});
export type NoticeView = z.infer<typeof NoticeView>;
