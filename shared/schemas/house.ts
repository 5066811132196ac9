import * as z from 'zod/mini';
import { Guild, Tier } from './citizen.ts';
import { CaseAnswer, StrikeKind } from './trust.ts';

const reason = z.string().check(z.trim(), z.minLength(3), z.maxLength(300));
const tag = z.string().check(z.maxLength(20));
const discordId = z.string().check(z.regex(/^\d{5,25}$/));
/** Whom an act is about: by one of the two. Many who watch on Twitch have no account on Discord that is known here. */
const person = { discordId: z.optional(discordId), twitchId: z.optional(discordId) };
const caseId = z.string().check(z.maxLength(60));
const recordId = z.string().check(z.minLength(1), z.maxLength(160));
/** An amount as somebody types it; absent for all of it. */
const amountTyped = z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(30)));
const postage = z.optional(z.enum(['buyer', 'builder', 'house']));

/** What the house's own people may do. Each is proposed, shown in a sentence, and done when the same person confirms it. */
export const StaffAct = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('certify'), discordId, guilds: z.array(Guild).check(z.minLength(1)), reason }),
  z.object({ kind: z.literal('decline'), ...person, reason }),
  /** `amountTyped`: only so much goes back, and the order goes on. */
  z.object({ kind: z.literal('refund'), tag, amountTyped, reason }),
  z.object({ kind: z.literal('freeze'), tag, reason }),
  z.object({ kind: z.literal('thaw'), tag, reason }),
  z.object({ kind: z.literal('release'), tag, reason }),
  z.object({ kind: z.literal('ban'), ...person, reason }),
  z.object({ kind: z.literal('lift-ban'), ...person, reason }),
  z.object({ kind: z.literal('strike'), ...person, reason }),
  z.object({ kind: z.literal('lift-strike'), strikeId: recordId, reason }),
  /** Whoever takes a case on decides it alone, and opens the other side's clock. The same for an appeal, by somebody else. */
  z.object({ kind: z.literal('take-case'), caseId, reason }),
  /**
   * `buyer`: all that is left goes back, or the amount that is typed; `builder`: the order goes on as if nothing had been reported. An
   * appeal is decided by the same act. `postage` says who pays for sending it back.
   */
  z.object({
    kind: z.literal('decide-case'),
    caseId,
    infavourOf: z.enum(['buyer', 'builder']),
    amountTyped,
    postage,
    reason,
  }),
  /** Sends the evidence to the bank now, and not at the end of the builder's time. */
  z.object({ kind: z.literal('file-dispute'), disputeId: recordId, reason }),
  z.object({ kind: z.literal('settle-flag'), flagId: recordId, reason }),
  z.object({ kind: z.literal('retry-effect'), key: recordId, reason }),
]);
export type StaffAct = z.infer<typeof StaffAct>;

/** An act as it stands in the audit log. `summary` says in a sentence what it does, with names and amounts. */
export const ActView = z.object({
  id: z.string(),
  kind: z.string(),
  summary: z.string(),
  reason: z.string(),
  by: z.string(),
  proposedAt: z.number(),
  expiresAt: z.number(),
  doneAt: z.nullable(z.number()),
});
export type ActView = z.infer<typeof ActView>;

export const ReportKind = z.enum(['late', 'damaged', 'not-as-shown', 'not-arrived', 'conduct', 'drop']);
export type ReportKind = z.infer<typeof ReportKind>;

/** How a case was decided, as the staff sees it. `by` is null where a clock decided; amounts are in the order's minor units. */
const Decided = z.object({
  infavourOf: z.enum(['buyer', 'builder']),
  reason: z.string(),
  at: z.number(),
  by: z.nullable(z.string()),
  refundMinor: z.nullable(z.number()),
  postage: z.nullable(z.enum(['buyer', 'builder', 'house'])),
});

/**
 * A case with staff. `about` is the builder's nickname; who reported is for staff and for the one who did. `dueAt` is when something is
 * due of the staff; `isReady` when every side that was asked has had its time.
 */
export const CaseView = z.object({
  id: z.string(),
  kind: ReportKind,
  tag: z.nullable(z.string()),
  dropId: z.nullable(z.string()),
  about: z.string(),
  by: z.string(),
  text: z.string(),
  openedAt: z.number(),
  state: z.enum(['open', 'decided', 'appealed', 'final']),
  takenBy: z.nullable(z.string()),
  dueAt: z.number(),
  isReady: z.boolean(),
  answerUntil: z.object({ buyer: z.nullable(z.number()), builder: z.nullable(z.number()) }),
  answers: z.array(CaseAnswer),
  decision: z.nullable(Decided),
  appeal: z.nullable(z.object({ by: z.enum(['buyer', 'builder']), text: z.string(), at: z.number() })),
  final: z.nullable(Decided),
});
export type CaseView = z.infer<typeof CaseView>;

/** How far a builder's promises, account and channel are, as staff looks them up. */
export const PromiseStatus = z.object({
  nickname: z.string(),
  isBuilder: z.boolean(),
  guilds: z.array(Guild),
  vibeCheck: z.object({ signed: z.int(), current: z.int() }),
  shippingStandard: z.object({ signed: z.int(), current: z.int() }),
  canBePaid: z.boolean(),
  channelLogin: z.nullable(z.string()),
  bannedSince: z.nullable(z.number()),
  /** What they sent in to become a builder, while it waits. */
  application: z.nullable(z.object({ guild: Guild, about: z.string(), at: z.number() })),
  /** Their strikes, the newest first. */
  strikes: z.array(
    z.object({ id: z.string(), why: StrikeKind, reason: z.string(), at: z.number(), lifted: z.boolean() }),
  ),
});
export type PromiseStatus = z.infer<typeof PromiseStatus>;

/** A network ban that a community has not carried out. */
export const BanFailure = z.object({
  communityId: z.string(),
  community: z.string(),
  discordId: z.string(),
  wanted: z.enum(['ban', 'lift']),
  reason: z.string(),
  tries: z.int(),
  at: z.number(),
});
export type BanFailure = z.infer<typeof BanFailure>;

/** What anybody may see of a citizen who is here. */
export const PublicPassport = z.object({
  nickname: z.string(),
  tier: Tier,
  score: z.int(),
  ordersCompleted: z.int(),
  joinedAt: z.number(),
  vouches: z.int(),
  builder: z.nullable(
    z.object({
      guilds: z.array(Guild),
      ordersCompleted: z.int(),
      ordersBuiltLive: z.int(),
      onTimeRate: z.nullable(z.number()),
      daysToProof: z.optional(z.nullable(z.number())),
      disputesLost: z.optional(z.number()),
      strikes: z.optional(z.number()),
      channelLogin: z.nullable(z.string()),
      isLive: z.boolean(),
    }),
  ),
});
export type PublicPassport = z.infer<typeof PublicPassport>;
