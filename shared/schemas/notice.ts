import * as z from 'zod/mini';
import { Platform } from './citizen.ts';
import { NoticeChoice } from './notice-choice.ts';

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
  'application-received',
  'certified',
  'partner-proposed',
  'partner-answered',
  'vouched',
  'case-opened',
  'case-decided-buyer',
  'case-decided-builder',
  'banned',
  'ban-lifted',
  'refunded-part-buyer',
  'refunded-part-builder',
  'owed',
  'withheld',
  'remind-proof',
  'remind-scan',
  'scan-promise-broken',
  'days-granted',
  'frozen-buyer',
  'frozen-builder',
  'parcel-moving',
  'parcel-doubtful',
  'case-taken-builder',
  'case-answered',
  'case-final',
  'case-appealed',
  'dispute-opened-builder',
  'dispute-filed-builder',
  'dispute-won-builder',
  'dispute-lost-builder',
  'dispute-closed-buyer',
  'struck',
  'strike-lifted',
  'application-declined',
  'raffle-entered',
  'raffle-not-drawn',
  'room-open',
  'room-close',
  'community-workshop',
  'community-live-drop',
  'house-case-opened',
  'house-application',
  'house-flag',
  'house-dispute',
  'house-appeal',
  'channel-drop-opened',
  'channel-raffle-opened',
  'channel-sold-out',
  'channel-on-bench',
  'channel-finished',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

/**
 * What a person is to be told, for the bot to deliver; of kinds named `channel-…`, what the chat of the channel `accountId` is told.
 * Of `room-…`, `accountId` is
 * the tag of the order whose room is to be opened or closed; of `community-…`, the community; of `house-…` it is `house`, the staff's
 * own channel. `link` is a page of ours; `params` fill the sentence; `ageMs` is how old it was when it was handed out.
 */
export const NoticeView = z.object({
  id: z.string(),
  kind: NoticeKind,
  platform: Platform,
  accountId: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  link: z.nullable(z.string()),
  ageMs: z.number(),
  /** The language the person was last met in, as a BCP 47 tag, and what they chose to be told. */
  locale: z.string(),
  choice: NoticeChoice,
  /** The order that it is about, so that its room can be told. */
  tag: z.nullable(z.string()),
});
export type NoticeView = z.infer<typeof NoticeView>;
