import * as z from 'zod/mini';
import { BuilderCard, Guild } from '../schemas/citizen.ts';
import { DropKind, DropView } from '../schemas/drop.ts';
import { BenchEntry, OrderView } from '../schemas/order.ts';
import { endpoint } from './endpoint.ts';

const DropParams = z.object({ dropId: z.string().check(z.maxLength(60)) });
const platformText = z.string().check(z.maxLength(40));

/** Lines and directions of their own would write over what stands around them, in chat and on a card; specs may have lines. */
const oneLine = z.regex(/^[^\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u);
const severalLines = z.regex(/^(?:[^\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\t\r\n])*$/u);

/** Drops, and what happens in front of them. */
export const dropEndpoints = {
  listDrops: endpoint({
    method: 'GET',
    path: '/v1/drops',
    auth: 'public',
    response: z.object({ drops: z.array(DropView) }),
    refusals: [],
  }),
  getDrop: endpoint({
    method: 'GET',
    path: '/v1/drops/:dropId',
    auth: 'public',
    params: DropParams,
    response: DropView,
    refusals: ['not-found'],
  }),
  /** The panel of the channel that the token names: bench, queue and drops. The same for every viewer of a channel. */
  getChannel: endpoint({
    method: 'GET',
    path: '/v1/channel',
    auth: 'viewer',
    response: z.object({
      revision: z.string(),
      now: z.number(),
      builder: z.nullable(BuilderCard),
      live: z.nullable(z.object({ since: z.number(), title: z.string() })),
      bench: z.array(BenchEntry),
      queue: z.array(BenchEntry),
      doneToday: z.array(BenchEntry),
      drops: z.array(DropView),
      /** `link`: the panel may show prices and open the payment page. `code`: it shows a pay code and no price. */
      checkout: z.enum(['link', 'code']),
    }),
    refusals: [],
  }),
  createDrop: endpoint({
    method: 'POST',
    path: '/v1/drops',
    auth: 'builder',
    body: z.object({
      /** Made by the caller, so that a repeated request finds its own drop. */
      requestId: z.string().check(z.minLength(8), z.maxLength(80)),
      guild: Guild,
      kind: DropKind,
      units: z.int().check(z.gte(1), z.lte(1_000)),
      proofDays: z.int().check(z.gte(1), z.lte(365)),
      title: z.string().check(z.trim(), z.minLength(3), z.maxLength(100), oneLine),
      priceTyped: z.string().check(z.minLength(1), z.maxLength(30)),
      specs: z.string().check(z.trim(), z.maxLength(1_500), severalLines),
      pictures: z.array(z.string().check(z.regex(/^[a-f0-9]{64}\.(png|jpg|webp)$/))).check(z.maxLength(4)),
      vodUrl: z.nullable(z.string().check(z.maxLength(300))),
      marketerDiscordId: z.optional(z.nullable(platformText)),
      liveOnly: z.optional(z.boolean()),
    }),
    response: DropView,
    refusals: [
      'promises-not-signed',
      'party-cannot-be-paid',
      'price-unreadable',
      'price-too-low',
      'price-too-high',
      'promise-too-long',
      'bad-link',
      'bad-picture',
      'bad-input',
    ],
  }),
  /** Keeps one picture and answers its name. The bytes travel as base64; type and size are judged by content. */
  keepPicture: endpoint({
    method: 'POST',
    path: '/v1/pictures',
    auth: 'builder',
    body: z.object({ base64: z.string().check(z.maxLength(11_200_000)) }),
    response: z.object({ name: z.string(), url: z.string() }),
    refusals: ['bad-picture'],
    bodyBytesMax: 11_500_000,
  }),
  claimUnit: endpoint({
    method: 'POST',
    path: '/v1/drops/:dropId/claims',
    auth: 'citizen',
    params: DropParams,
    response: OrderView,
    refusals: [
      'not-found',
      'identity-not-shared',
      'drop-not-open',
      'sold-out',
      'own-drop',
      'one-each',
      'tier-too-low',
      'exposure-too-high',
      'vip-only',
      'live-only',
      'paused-after-lapses',
      'conflict-try-again',
    ],
  }),
  /** Remembers which Discord message is the drop's card, so that it can be kept true. */
  attachCard: endpoint({
    method: 'PUT',
    path: '/v1/drops/:dropId/card',
    auth: 'bot',
    params: DropParams,
    body: z.object({ channelId: platformText, messageId: platformText }),
    response: z.object({}),
    refusals: ['not-found'],
  }),
  listCards: endpoint({
    method: 'GET',
    path: '/v1/cards',
    auth: 'bot',
    response: z.object({
      cards: z.array(z.object({ dropId: z.string(), channelId: z.string(), messageId: z.string() })),
    }),
    refusals: [],
  }),
};
