import * as z from 'zod/mini';
import { Guild } from './citizen.ts';
import { DropStatus, MoneyView } from './drop.ts';
import { Fulfilment, VaultView } from './order.ts';

/** One step on the way to selling, in the order in which they are taken. Words by `key` in `text/`. */
export const SetupStep = z.object({
  key: z.enum(['apply', 'certified', 'vibe-check', 'shipping-standard', 'stripe', 'twitch', 'first-drop']),
  /** `waiting`: somebody else is at it. `missing`: the builder is. */
  state: z.enum(['done', 'waiting', 'missing']),
  /** A page of ours where the step is taken: private, good once and for some minutes. */
  url: z.nullable(z.string()),
  /** What is still asked for, in words: Stripe's own requirements, or why an application was declined. */
  details: z.array(z.string()),
});
export type SetupStep = z.infer<typeof SetupStep>;

export const SetupView = z.object({
  nickname: z.string(),
  isBuilder: z.boolean(),
  steps: z.array(SetupStep),
  next: z.nullable(SetupStep.shape.key),
});
export type SetupView = z.infer<typeof SetupView>;

/** How a builder and a marketer share a talent pool. `marketerPercent` is a whole number from 1 to 60. */
export const PartnershipView = z.object({
  id: z.string(),
  builder: z.string(),
  marketer: z.string(),
  builderDiscordId: z.nullable(z.string()),
  marketerDiscordId: z.nullable(z.string()),
  marketerPercent: z.int(),
  state: z.enum(['proposed', 'agreed', 'declined', 'ended']),
  proposedAt: z.number(),
});
export type PartnershipView = z.infer<typeof PartnershipView>;

/** An order as it stands on a builder's dashboard: what it waits for, and when what falls due. Nothing tells who the buyer is. */
export const DashboardOrder = z.object({
  tag: z.string(),
  title: z.string(),
  fulfilment: Fulfilment,
  held: MoneyView,
  /** What the builder gets of it. */
  share: MoneyView,
  waitsFor: VaultView.shape.waitsFor,
  releaseAt: z.nullable(z.number()),
  proofDueAt: z.nullable(z.number()),
  frozen: z.boolean(),
});
export type DashboardOrder = z.infer<typeof DashboardOrder>;

/** A builder's work and money. Amounts are in the deployment's currency; `days` are the transfers of each day of this month, UTC. */
export const DashboardView = z.object({
  nickname: z.string(),
  isLive: z.boolean(),
  drops: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      guild: Guild,
      status: DropStatus,
      left: z.int(),
      total: z.int(),
      price: MoneyView,
      waiting: z.int(),
    }),
  ),
  orders: z.array(DashboardOrder),
  /** What the Vault holds of these orders, and the builder's share in it. */
  held: MoneyView,
  share: MoneyView,
  month: z.object({
    /** First day, as `2026-11`. */
    name: z.string(),
    transfers: z.array(z.object({ tag: z.string(), at: z.number(), amount: MoneyView })),
    total: MoneyView,
    days: z.array(z.int()),
  }),
});
export type DashboardView = z.infer<typeof DashboardView>;
