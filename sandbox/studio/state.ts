import { contract } from '#shared/api/contract.ts';
import { DropView } from '#shared/schemas/drop.ts';
import { OrderView } from '#shared/schemas/order.ts';
import * as z from 'zod/mini';
import { faultNames } from './act.ts';
import { CommandState, FormState, MessageState } from './message-state.ts';

const text = z.string();
const optionalText = z.nullable(z.string());

/** Somebody one can be. */
export const PersonState = z.object({
  key: text,
  name: text,
  about: text,
  part: text,
  tier: optionalText,
  guilds: z.array(text),
  twitch: z.nullable(z.object({ id: text, login: text })),
  discord: z.nullable(z.object({ id: text, username: text })),
});
export type PersonState = z.infer<typeof PersonState>;

/** A line of Twitch chat. */
export const LineState = z.object({
  id: text,
  userId: text,
  name: text,
  text,
  badges: z.array(text),
  at: z.number(),
  /** In whose chat it was typed, when it came here through shared chat. */
  from: optionalText,
});
export type LineState = z.infer<typeof LineState>;

/** A segment of the extension's configuration, as its front ends may read it. */
export const SegmentState = z.object({
  segment: z.enum(['broadcaster', 'developer', 'global']),
  version: text,
  content: text,
});
export type SegmentState = z.infer<typeof SegmentState>;

/** A Twitch channel. `liveSince` is null while it is offline. */
export const ChannelState = z.object({
  userId: text,
  login: text,
  name: text,
  title: text,
  category: text,
  liveSince: z.nullable(z.number()),
  /** Whether broadcasts are recorded, and how many recordings Twitch still has. */
  keepsVideos: z.boolean(),
  recordings: z.int(),
  /** What the broadcaster has granted C500 at Twitch; null when nothing. */
  consent: z.nullable(z.array(text)),
  lines: z.array(LineState),
  segments: z.array(SegmentState),
});
export type ChannelState = z.infer<typeof ChannelState>;

/** Anywhere messages are in Discord; `seenBy` are the Discord ids of the people who see it. */
export const PlaceState = z.object({
  id: text,
  kind: z.enum(['text', 'announcement', 'voice', 'thread', 'dm']),
  /** Null: direct messages. */
  communityId: optionalText,
  name: text,
  topic: text,
  parentId: optionalText,
  /** Of threads: only its members see it; nobody has written for long. */
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
  seenBy: z.array(text),
});
export type PlaceState = z.infer<typeof PlaceState>;

/** A Discord server with those who are in it, and its roles from the highest down. */
export const CommunityState = z.object({
  id: text,
  name: text,
  ownerId: text,
  hasBot: z.boolean(),
  memberIds: z.array(text),
  roles: z.array(z.object({ id: text, name: text, colour: optionalText, holderIds: z.array(text) })),
});
export type CommunityState = z.infer<typeof CommunityState>;

/** Who is offered a command of the app in a community, by Discord id; `communityId` null: in direct messages. */
export const OfferState = z.object({
  commandId: text,
  places: z.array(z.object({ communityId: optionalText, userIds: z.array(text) })),
});
export type OfferState = z.infer<typeof OfferState>;

const MoneyMove = z.object({
  id: text,
  what: z.enum(['charge', 'refund', 'transfer', 'reversal', 'dispute']),
  amountMinor: z.int(),
  currency: text,
  at: z.number(),
  who: text,
  group: optionalText,
  note: text,
});
export type MoneyMove = z.infer<typeof MoneyMove>;

/** Something that crossed the edge of C500. The raw payload is asked for by `id`. */
export const TrafficState = z.object({
  id: text,
  way: z.enum(['in', 'out', 'notice']),
  party: z.enum(['Stripe', 'Twitch', 'Discord']),
  what: text,
  outcome: z.enum(['ok', 'waiting', 'failed']),
  detail: text,
  at: z.number(),
});
export type TrafficState = z.infer<typeof TrafficState>;

/** Everything that the Studio shows. Holds no token and no secret. */
export const StudioState = z.object({
  clock: z.object({ now: z.number(), offsetMs: z.number() }),
  people: z.array(PersonState),
  product: z.object({
    origin: text,
    core: z.enum(['starting', 'running', 'down']),
    bot: z.enum(['starting', 'running', 'down']),
  }),
  twitch: z.object({
    channels: z.array(ChannelState),
    /** The address of each view of the extension. */
    views: z.object({ panel: text, video_overlay: text, mobile: text, config: text, live_config: text }),
    shared: z.array(text),
  }),
  discord: z.object({
    communities: z.array(CommunityState),
    buildsChannelId: text,
    botId: text,
    users: z.array(
      z.object({
        id: text,
        name: text,
        colour: optionalText,
        bot: z.boolean(),
        locale: text,
        acceptsDms: z.boolean(),
      }),
    ),
    places: z.array(PlaceState),
    messages: z.array(MessageState),
    forms: z.array(FormState),
    commands: z.array(CommandState),
    offers: z.array(OfferState),
    /** How the bot has used Discord's API: calls, how many were told to wait, and the most in one second. */
    usage: z.object({ calls: z.int(), limited: z.int(), busiestSecond: z.int() }),
    /** Activities that run, and who is in them. */
    activities: z.array(z.object({ channelId: text, userIds: z.array(text) })),
  }),
  stripe: z.object({
    available: z.array(z.object({ currency: text, amountMinor: z.int() })),
    feesMinor: z.int(),
    openSessions: z.int(),
    deliveriesWaiting: z.int(),
    moves: z.array(MoneyMove),
  }),
  /** What the carriers have, newest first. */
  parcels: z.array(z.object({ number: text, carrier: text, status: text })),
  core: z.object({
    answers: z.boolean(),
    orders: z.array(OrderView),
    drops: z.array(DropView),
    money: z.nullable(contract.getMoneyHealth.response),
    sightings: contract.listSightings.response.shape.sightings,
    inHand: z.nullable(contract.getOrderMoney.response),
  }),
  traffic: z.array(TrafficState),
  faults: z.array(z.enum(faultNames)),
});
export type StudioState = z.infer<typeof StudioState>;
