import * as z from 'zod/mini';
import { minute } from '../house-rules.ts';
import { NoticeView } from '../schemas/notice.ts';
import { SightingOutcome } from '../schemas/order.ts';
import { ChannelView } from '../schemas/channel.ts';
import { endpoint } from './endpoint.ts';
import { platformText } from './text-shapes.ts';

/**
 * What one bot process at a time does: chat, each shard of Discord's gateway, what is kept true in communities, identifying at the
 * gateway, and giving a channel another name.
 */
const leaseName = z
  .string()
  .check(
    z.regex(
      /^(twitch-chat|discord-federation|discord-shard-\d{1,4}|discord-identify-\d{1,3}|discord-rename-[01]-\d{5,25})$/,
    ),
  );
/** A process, by a text that no other has. */
const holder = z.string().check(z.regex(/^[\w-]{8,60}$/));

/** What the bot does for itself: hearing chat, delivering notices, and dividing among its processes what one of them does. */
export const botEndpoints = {
  /** The channels of builders, for the chat client to join. */
  listChannels: endpoint({
    method: 'GET',
    path: '/v1/channels',
    auth: 'bot',
    response: z.object({ channels: z.array(z.object({ twitchId: z.string(), login: z.string() })) }),
    refusals: [],
  }),
  /** What the bot may say in a channel's chat: what its panel shows, without prices, and whether viewers are answered. */
  getChatChannel: endpoint({
    method: 'GET',
    path: '/v1/channels/:twitchId/chat',
    auth: 'bot',
    params: z.object({ twitchId: platformText }),
    response: z.object({ answers: z.boolean(), view: ChannelView }),
    refusals: ['no-builder-channel'],
  }),
  /** A broadcaster or moderator switches the answers to viewers' commands on or off. The bot has seen from Twitch's own badges that they are one. */
  switchChatAnswers: endpoint({
    method: 'PUT',
    path: '/v1/channels/:twitchId/chat',
    auth: 'bot',
    params: z.object({ twitchId: platformText }),
    body: z.object({ answers: z.boolean() }),
    response: z.object({ answers: z.boolean() }),
    refusals: ['no-builder-channel', 'conflict-try-again'],
  }),
  /** A chat line that may name orders. Lines without anything like a tag need not be sent. Repeating a message id changes nothing. */
  recordChatLine: endpoint({
    method: 'POST',
    path: '/v1/sightings/chat',
    auth: 'bot',
    body: z.object({
      messageId: platformText,
      channelId: platformText,
      chatterId: platformText,
      sourceChannelId: z.nullable(platformText),
      text: z.string().check(z.maxLength(1_000)),
    }),
    response: z.object({ sightings: z.array(SightingOutcome) }),
    refusals: ['no-tag'],
  }),
  /** Waits up to `waitMs` for notices of one platform, and leases them to the caller for a minute. */
  pullNotices: endpoint({
    method: 'POST',
    path: '/v1/notices/pull',
    auth: 'bot',
    body: z.object({ platform: z.enum(['discord', 'twitch']), waitMs: z.int().check(z.gte(0), z.lte(25_000)) }),
    response: z.object({ notices: z.array(NoticeView) }),
    refusals: [],
  }),
  /** `delivered`, or `undeliverable` with a reason (closed DMs): neither is tried again. */
  settleNotice: endpoint({
    method: 'POST',
    path: '/v1/notices/settle',
    auth: 'bot',
    body: z.object({
      id: z.string().check(z.maxLength(200)),
      outcome: z.enum(['delivered', 'undeliverable']),
      reason: z.nullable(z.string().check(z.maxLength(300))),
    }),
    response: z.object({}),
    refusals: ['not-found'],
  }),
  /** Takes a lease, or keeps it, for so many milliseconds from when the core reads this. `held` is false while another has it. */
  takeLease: endpoint({
    method: 'POST',
    path: '/v1/leases/take',
    auth: 'bot',
    body: z.object({ name: leaseName, holder, lengthMs: z.int().check(z.gte(50), z.lte(11 * minute)) }),
    response: z.object({ held: z.boolean() }),
    refusals: [],
  }),
  /** Ends a lease early; nothing happens when another holds it. */
  releaseLease: endpoint({
    method: 'POST',
    path: '/v1/leases/release',
    auth: 'bot',
    body: z.object({ name: leaseName, holder }),
    response: z.object({}),
    refusals: [],
  }),
};
