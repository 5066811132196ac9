import * as z from 'zod/mini';
import { NoticeView } from '../schemas/notice.ts';
import { SightingOutcome } from '../schemas/order.ts';
import { endpoint } from './endpoint.ts';

const platformText = z.string().check(z.maxLength(60));

/** What the bot does for itself: hearing chat, delivering notices. */
export const botEndpoints = {
  /** The channels of builders, for the chat client to join. */
  listChannels: endpoint({
    method: 'GET',
    path: '/v1/channels',
    auth: 'bot',
    response: z.object({ channels: z.array(z.object({ twitchId: z.string(), login: z.string() })) }),
    refusals: [],
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
};
