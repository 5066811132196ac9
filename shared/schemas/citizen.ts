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
});
export type BuilderCard = z.infer<typeof BuilderCard>;

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
  facts: z.array(z.object({ key: z.string(), holds: z.boolean(), points: z.int(), count: z.int() })),
  next: z.nullable(z.object({ tier: Tier, needs: z.array(z.string()) })),
  notices: NoticeChoice,
  isBuilder: z.boolean(),
});
export type Passport = z.infer<typeof Passport>;
