import * as z from 'zod/mini';
import { Guild } from '../schemas/citizen.ts';
import { DropKind, DropView } from '../schemas/drop.ts';
import { endpoint } from './endpoint.ts';
import { oneLine, platformText, requestId, severalLines } from './text-shapes.ts';

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

/** How builders make drops. Apart from the others, so that viewers need not load it. */
export const dropMakingEndpoints = {
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
};
