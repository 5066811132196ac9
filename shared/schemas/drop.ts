import * as z from 'zod/mini';
import { BuilderCard, Guild } from './citizen.ts';

/** An amount as it travels: whole minor units and an ISO 4217 code. */
export const MoneyView = z.object({ amountMinor: z.int(), currency: z.string() });
export type MoneyView = z.infer<typeof MoneyView>;

export const DropKind = z.enum(['stock', 'commission']);
export type DropKind = z.infer<typeof DropKind>;

export const DropStatus = z.enum(['draft', 'open', 'paused', 'closed']);
export type DropStatus = z.infer<typeof DropStatus>;

/** What must be shown before the Vault lets go; `proof-of-work` is the first of stream and shipment. */
export const ReleasePolicy = z.enum(['proof-of-work', 'shipment', 'stream-and-shipment', 'delivery']);
export type ReleasePolicy = z.infer<typeof ReleasePolicy>;

/** Flat shipping to one country, ISO 3166-1 alpha-2, passed to the builder whole. */
export const ShippingRate = z.object({ country: z.string(), amountMinor: z.int() });
export type ShippingRate = z.infer<typeof ShippingRate>;

export const PictureView = z.object({ url: z.string(), alt: z.string() });
export type PictureView = z.infer<typeof PictureView>;

/**
 * A drop as a door may show it. `price` and `shipping` are absent where the door's setting allows no prices (the released
 * Twitch extension). `revision` grows with every change that a viewer could see, units included.
 */
export const DropView = z.object({
  id: z.string(),
  revision: z.string(),
  title: z.string(),
  guild: Guild,
  kind: DropKind,
  status: DropStatus,
  specs: z.string(),
  price: z.nullable(MoneyView),
  shipping: z.array(ShippingRate),
  pictures: z.array(PictureView),
  vodUrl: z.nullable(z.string()),
  units: z.object({ total: z.int(), left: z.int() }),
  proofDays: z.int(),
  scanDays: z.int(),
  policy: ReleasePolicy,
  liveOnly: z.boolean(),
  grail: z.boolean(),
  /** VIPs alone may claim before this; null when it is over, or never was. */
  earlyBirdUntil: z.nullable(z.number()),
  /** How many people wait for a unit. While there are any, a unit that comes free is theirs. */
  waiting: z.int(),
  /** Set where units are drawn for. Nobody may claim one before that. `entries` is how many people are in it. */
  raffle: z.optional(
    z.object({
      state: z.enum(['soon', 'open', 'closed', 'drawn', 'called-off']),
      opensAt: z.number(),
      closesAt: z.number(),
      entries: z.int(),
    }),
  ),
  builder: BuilderCard,
  marketerNickname: z.nullable(z.string()),
});
export type DropView = z.infer<typeof DropView>;

/** Where somebody stands in a drop's line: 1 is next, null is not in it. VIPs come first, then whoever came first. */
export const WaitlistPlace = z.object({ dropId: z.string(), place: z.nullable(z.int()), waiting: z.int() });
export type WaitlistPlace = z.infer<typeof WaitlistPlace>;
