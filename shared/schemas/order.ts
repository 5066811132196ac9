import * as z from 'zod/mini';
import { Guild } from './citizen.ts';
import { BuildStep, BuildView } from './build.ts';
import { MoneyView, PictureView, ReleasePolicy, ShippingRate } from './drop.ts';

export const Fulfilment = z.enum([
  'reserved',
  'lapsing',
  'expired',
  'cancelled',
  'paid',
  'building',
  'shipped',
  'delivered',
  'completed',
]);
export type Fulfilment = z.infer<typeof Fulfilment>;

/** What a person may do with an order right now, computed by the rules that will judge it. */
export const OrderAction = z.enum([
  'start-checkout',
  'cancel-claim',
  'declare-shipment',
  'confirm-delivery',
  'ask-cancellation',
  'refund-order',
  'refund-unproven',
  'grant-days',
  'report',
]);
export type OrderAction = z.infer<typeof OrderAction>;

/** One line of an order's history: `event` names a sentence in `text/`, `params` fill it. */
export const TimelineEntry = z.object({
  event: z.string(),
  at: z.number(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/**
 * What is kept of the moment at which an order was tagged in a stream. `recording` says why there is no link to it: it may come
 * (`waiting`), the channel keeps none, or Twitch has deleted it. `said` and `title` are our own snapshot and stay.
 */
export const MomentView = z.object({
  said: z.string(),
  source: z.enum(['chat', 'title', 'command', 'live-desk']),
  title: z.string(),
  at: z.number(),
  offsetMs: z.number(),
  recording: z.enum(['waiting', 'found', 'none', 'expired']),
  clipUrl: z.nullable(z.string()),
});
export type MomentView = z.infer<typeof MomentView>;

export const ProofView = z.object({
  kind: z.enum(['stream', 'shipment', 'delivery']),
  at: z.number(),
  link: z.nullable(z.string()),
  moment: z.nullable(MomentView),
});
export type ProofView = z.infer<typeof ProofView>;

/**
 * Where the money is, in minor units: `held + released + refunded + withdrawn` is what was charged, less what the fund `covered`.
 * `waitsFor` names a sentence that says why the Vault still holds it; `releaseAt` is when it falls due, once a proof counts.
 */
export const VaultView = z.object({
  heldMinor: z.int(),
  releasedMinor: z.int(),
  refundedMinor: z.int(),
  withdrawnMinor: z.int(),
  coveredMinor: z.int(),
  chargedMinor: z.int(),
  currency: z.string(),
  waitsFor: z.enum(['payment', 'proof', 'stream', 'shipment', 'delivery', 'cool-off', 'frozen', 'nothing']),
  releaseAt: z.nullable(z.number()),
});
export type VaultView = z.infer<typeof VaultView>;

/** A claim's clock and how to pay. `payUrl` only where the door allows links; `payCode` only to the person who claimed. */
export const ClaimView = z.object({
  endsAt: z.number(),
  payCode: z.nullable(z.string()),
  payUrl: z.nullable(z.string()),
});
export type ClaimView = z.infer<typeof ClaimView>;

/** Minutes on the bench in live time; `neededMs` is 0 for orders that count at once. */
export const BenchProgress = z.object({
  since: z.number(),
  earnedMs: z.number(),
  neededMs: z.number(),
  /** How many orders share the minutes from here on; 0 when none are running. */
  sharedBy: z.int(),
});
export type BenchProgress = z.infer<typeof BenchProgress>;

/** An order, as its buyer or its builder may see it. Nothing in it tells who the buyer is. */
export const OrderView = z.object({
  tag: z.string(),
  version: z.int(),
  fulfilment: Fulfilment,
  dropId: z.string(),
  title: z.string(),
  guild: Guild,
  picture: z.nullable(PictureView),
  specs: z.string(),
  unit: z.nullable(z.int()),
  builderNickname: z.string(),
  channelLogin: z.nullable(z.string()),
  price: z.nullable(MoneyView),
  shippingRates: z.array(ShippingRate),
  country: z.nullable(z.string()),
  total: z.nullable(MoneyView),
  claim: z.nullable(ClaimView),
  vault: z.nullable(VaultView),
  policy: ReleasePolicy,
  proofs: z.array(ProofView),
  certifiedBuild: z.boolean(),
  bench: z.nullable(BenchProgress),
  build: z.nullable(BuildView),
  tracking: z.nullable(z.object({ carrier: z.string(), number: z.string(), url: z.nullable(z.string()) })),
  proofDueAt: z.nullable(z.number()),
  /** When the carrier has to have the parcel, after a stream proof; and the buyer's wish to cancel, granted by itself at `until`. */
  scanDueAt: z.optional(z.nullable(z.number())),
  cancellation: z.optional(z.nullable(z.object({ askedAt: z.number(), until: z.number() }))),
  timeline: z.array(TimelineEntry),
  actions: z.array(OrderAction),
  orderUrl: z.string(),
  /** The community in which it was claimed. */
  claimedIn: z.nullable(z.string()),
});
export type OrderView = z.infer<typeof OrderView>;

/** An order on a builder's bench or in the queue, as a stream may show it: tag, drop and nickname, never more. */
export const BenchEntry = z.object({
  tag: z.string(),
  title: z.string(),
  guild: Guild,
  picture: z.nullable(PictureView),
  buyerNickname: z.string(),
  progress: z.nullable(BenchProgress),
  certifiedBuild: z.boolean(),
  steps: z.array(BuildStep),
  /** The newest note and photo of the builder's. */
  note: z.nullable(z.string()),
  photo: z.nullable(PictureView),
});
export type BenchEntry = z.infer<typeof BenchEntry>;

/** What became of a tag that was seen: counted, or refused with its reason, which stays on record. */
export const SightingOutcome = z.object({
  tag: z.string(),
  counted: z.boolean(),
  code: z.nullable(z.string()),
  sentence: z.string(),
});
export type SightingOutcome = z.infer<typeof SightingOutcome>;
