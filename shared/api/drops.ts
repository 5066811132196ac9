import * as z from 'zod/mini';
import { ChannelView } from '../schemas/channel.ts';
import { Guild } from '../schemas/citizen.ts';
import { DropKind, DropView, WaitlistPlace } from '../schemas/drop.ts';
import { OrderView } from '../schemas/order.ts';
import { endpoint } from './endpoint.ts';
import { oneLine, platformText, requestId, severalLines } from './text-shapes.ts';

const DropParams = z.object({ dropId: z.string().check(z.maxLength(60)) });

/** What a builder asks for when listing a drop, as typed. `requestId` makes the drop's id, so that asking twice lists one. */
export const DropForm = z.object({
  requestId,
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
  grail: z.optional(z.boolean()),
  earlyBirdMinutes: z.optional(z.int().check(z.gte(0), z.lte(7 * 24 * 60))),
  /** Its units are drawn for among those who enter within the window; opening and length in minutes. */
  raffle: z.optional(
    z.nullable(
      z.object({
        opensInMinutes: z.optional(z.int().check(z.gte(0), z.lte(14 * 24 * 60))),
        windowMinutes: z.int().check(z.gte(1), z.lte(60 * 24 * 60)),
      }),
    ),
  ),
});

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
    response: ChannelView,
    refusals: [],
  }),
  createDrop: endpoint({
    method: 'POST',
    path: '/v1/drops',
    auth: 'builder',
    body: DropForm,
    response: DropView,
    refusals: [
      'promises-not-signed',
      'shipping-not-said',
      'party-cannot-be-paid',
      'price-unreadable',
      'price-too-low',
      'price-too-high',
      'promise-too-long',
      'raffle-window',
      'bad-link',
      'bad-picture',
      'bad-input',
      'partner-not-agreed',
      'banned',
      'conflict-try-again',
    ],
  }),
  /** Keeps one picture and answers its name: for builders, and by the bot for whoever applies. Type and size are judged by content. */
  keepPicture: endpoint({
    method: 'POST',
    path: '/v1/pictures',
    auth: 'citizen',
    body: z.object({ base64: z.string().check(z.maxLength(11_200_000)) }),
    response: z.object({ name: z.string(), url: z.string() }),
    refusals: ['bad-picture', 'banned', 'identity-not-shared', 'not-a-builder'],
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
      'banned',
      'drop-not-open',
      'sold-out',
      'own-drop',
      'one-each',
      'tier-too-low',
      'exposure-too-high',
      'vip-only',
      'early-bird',
      'raffle-only',
      'waitlist-first',
      'live-only',
      'paused-after-lapses',
      'conflict-try-again',
    ],
  }),
  /** Joins the line for a drop of which every unit is taken. Whoever stands in it already keeps their place. */
  joinWaitlist: endpoint({
    method: 'POST',
    path: '/v1/drops/:dropId/waitlist',
    auth: 'citizen',
    params: DropParams,
    response: WaitlistPlace,
    refusals: [
      'not-found',
      'identity-not-shared',
      'drop-not-open',
      'not-sold-out',
      'raffle-only',
      'own-drop',
      'one-each',
      'tier-too-low',
      'vip-only',
      'waitlist-full',
      'banned',
      'conflict-try-again',
    ],
  }),
  /** Where the caller stands in the line, for whoever opens a page anew. */
  getWaitlistPlace: endpoint({
    method: 'GET',
    path: '/v1/drops/:dropId/waitlist',
    auth: 'citizen',
    params: DropParams,
    response: WaitlistPlace,
    refusals: ['not-found', 'identity-not-shared'],
  }),
  leaveWaitlist: endpoint({
    method: 'DELETE',
    path: '/v1/drops/:dropId/waitlist',
    auth: 'citizen',
    params: DropParams,
    response: WaitlistPlace,
    refusals: ['not-found', 'identity-not-shared', 'conflict-try-again'],
  }),
};
