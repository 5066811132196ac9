import * as z from 'zod/mini';
import { BuildView } from './build.ts';
import { BuilderCard, Guild } from './citizen.ts';
import { DropView, MoneyView, PictureView } from './drop.ts';
import { BenchProgress, Fulfilment, VaultView } from './order.ts';

/** What a builder may do with an order at the live desk right now. */
export const DeskAction = z.enum(['put-on-bench', 'take-off-bench', 'work', 'finish']);
export type DeskAction = z.infer<typeof DeskAction>;

/**
 * An order at the live desk, which a stream may show at any moment: tag, nickname and what was ordered, and nothing else of its buyer.
 * `shares` says who is paid what once it is released; amounts are null where the door shows none.
 */
export const DeskOrder = z.object({
  tag: z.string(),
  title: z.string(),
  guild: Guild,
  picture: z.nullable(PictureView),
  buyerNickname: z.string(),
  specs: z.string(),
  fulfilment: Fulfilment,
  build: BuildView,
  progress: z.nullable(BenchProgress),
  certifiedBuild: z.boolean(),
  proofDueAt: z.nullable(z.number()),
  shares: z.array(z.object({ nickname: z.string(), part: z.number(), amount: z.nullable(MoneyView) })),
  waitsFor: VaultView.shape.waitsFor,
  releaseAt: z.nullable(z.number()),
  actions: z.array(DeskAction),
});
export type DeskOrder = z.infer<typeof DeskOrder>;

/** A builder's live desk. `queue` is in the order in which the builder arranged it; drops are those that are open or paused, newest first. */
export const DeskView = z.object({
  revision: z.string(),
  now: z.number(),
  asOf: z.number(),
  builder: BuilderCard,
  live: z.nullable(z.object({ since: z.number(), title: z.string() })),
  bench: z.array(DeskOrder),
  benchMax: z.int(),
  queue: z.array(DeskOrder),
  doneToday: z.array(DeskOrder),
  drops: z.array(DropView),
  chatAnswers: z.boolean(),
});
export type DeskView = z.infer<typeof DeskView>;

/** One thing that a channel needs before proof works by itself, in the order in which it is to be done. */
export const ConnectionCheck = z.object({
  key: z.enum(['builder', 'consent', 'scopes', 'notifications', 'chat', 'recordings']),
  /** `waiting`: under way, nobody has to do anything. `missing`: the builder has to. `unknown`: Twitch did not answer. */
  state: z.enum(['done', 'waiting', 'missing', 'unknown']),
  /** What is missing, by Twitch's names: scopes or kinds of notifications. */
  missing: z.array(z.string()),
});
export type ConnectionCheck = z.infer<typeof ConnectionCheck>;

/**
 * How a channel stands with C500. `connectUrl` is a page of ours, good once and for some minutes, which asks for Twitch's consent;
 * `next` names the first check that the broadcaster has to do something about, null when there is none.
 */
export const ConnectionView = z.object({
  login: z.nullable(z.string()),
  builder: z.nullable(BuilderCard),
  connectedAt: z.nullable(z.number()),
  endedWhy: z.nullable(z.enum(['unlinked', 'revoked', 'refused'])),
  checks: z.array(ConnectionCheck),
  next: z.nullable(ConnectionCheck.shape.key),
  connectUrl: z.string(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;
