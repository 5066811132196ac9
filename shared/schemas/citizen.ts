import * as z from 'zod/mini';
import { NoticeChoice } from './notice-choice.ts';

/** The platforms a citizen may be known on. */
export const Platform = z.enum(['discord', 'twitch']);
export type Platform = z.infer<typeof Platform>;

/** The four crafts. Discord's "guild" is our community and never this. */
export const Guild = z.enum(['builder', 'artisan', 'modder', 'vintage']);
export type Guild = z.infer<typeof Guild>;

export const Tier = z.enum(['guest', 'member', 'vip']);
export type Tier = z.infer<typeof Tier>;

/** What everybody may know of a builder. */
export const BuilderCard = z.object({
  id: z.string(),
  nickname: z.string(),
  guilds: z.array(Guild),
  channelLogin: z.nullable(z.string()),
  isLive: z.boolean(),
  ordersCompleted: z.number(),
  ordersBuiltLive: z.number(),
  /** The share of promised days that were kept, from 0 to 1; null before the first was due. */
  onTimeRate: z.nullable(z.number()),
  /** Begun days from payment to first proof, of half the last orders at most; disputes lost and strikes that stand. */
  daysToProof: z.optional(z.nullable(z.number())),
  disputesLost: z.optional(z.number()),
  strikes: z.optional(z.number()),
});
export type BuilderCard = z.infer<typeof BuilderCard>;

/** What tier and score are computed from. */
export const PassportFact = z.enum(['account', 'identity', 'orders', 'vouches', 'lapsed-claims', 'lost-disputes']);
export type PassportFact = z.infer<typeof PassportFact>;

/**
 * What is missing for the next tier. For a member any one of `account`, `identity` and `order` is enough; a VIP needs all that is
 * named: `orders` (three that are completed), `no-lost-dispute`, `quiet-year` (without a strike).
 */
export const TierNeed = z.enum(['account', 'identity', 'order', 'orders', 'no-lost-dispute', 'quiet-year']);
export type TierNeed = z.infer<typeof TierNeed>;

/** What a citizen may know of themselves. `openMinor` is what their unfinished orders add up to. */
export const Passport = z.object({
  id: z.string(),
  nickname: z.string(),
  tier: Tier,
  capMinor: z.nullable(z.number()),
  openMinor: z.number(),
  currency: z.string(),
  ordersCompleted: z.number(),
  accounts: z.array(z.object({ platform: Platform, handle: z.string() })),
  score: z.int(),
  /** What tier and score are computed from, and what is missing for the next one; null at the top. Words by `key` in `text/`. */
  facts: z.array(z.object({ key: PassportFact, holds: z.boolean(), points: z.int(), count: z.int() })),
  next: z.nullable(z.object({ tier: Tier, needs: z.array(TierNeed) })),
  notices: NoticeChoice,
  isBuilder: z.boolean(),
});
export type Passport = z.infer<typeof Passport>;
