import * as z from 'zod/mini';
import { DashboardView, PartnershipView, SetupView } from '../schemas/builder.ts';
import { Guild } from '../schemas/citizen.ts';
import { DropView } from '../schemas/drop.ts';
import { DropForm } from './drop-making.ts';
import { endpoint } from './endpoint.ts';
import { oneLine, requestId, severalLines } from './text-shapes.ts';

const DropParams = z.object({ dropId: z.string().check(z.maxLength(60)) });
const discordId = z.string().check(z.regex(/^\d{5,25}$/));
const PartnerParams = z.object({ partnershipId: z.string().check(z.maxLength(130)) });

/** Becoming a builder, and what a builder does beside the bench: drops, money, partners, and being heard. */
export const builderEndpoints = {
  /** What is connected, and the next step; links are made anew with every answer. Anybody may ask: the first step is to apply. */
  getSetup: endpoint({
    method: 'GET',
    path: '/v1/me/setup',
    auth: 'citizen',
    response: SetupView,
    refusals: ['identity-not-shared'],
  }),
  apply: endpoint({
    method: 'POST',
    path: '/v1/me/application',
    auth: 'citizen',
    body: z.object({
      guild: Guild,
      about: z.string().check(z.trim(), z.minLength(20), z.maxLength(1_500), severalLines),
      links: z.array(z.string().check(z.maxLength(300), oneLine)).check(z.minLength(1), z.maxLength(5)),
      pictures: z.array(z.string().check(z.regex(/^[a-f0-9]{64}\.(png|jpg|webp)$/))).check(z.maxLength(4)),
    }),
    response: SetupView,
    refusals: ['identity-not-shared', 'already-applied', 'bad-link', 'bad-picture', 'banned', 'conflict-try-again'],
  }),
  getDashboard: endpoint({
    method: 'GET',
    path: '/v1/me/dashboard',
    auth: 'builder',
    response: DashboardView,
    refusals: [],
  }),
  /** The builder's own drops in any state, newest first. */
  listMyDrops: endpoint({
    method: 'GET',
    path: '/v1/me/drops',
    auth: 'builder',
    response: z.object({ drops: z.array(DropView) }),
    refusals: [],
  }),
  /** Judges a drop as `createDrop` would, and answers what it would look like. Nothing is kept. */
  previewDrop: endpoint({
    method: 'POST',
    path: '/v1/drop-previews',
    auth: 'builder',
    body: DropForm,
    response: DropView,
    refusals: [
      'promises-not-signed',
      'shipping-not-said',
      'party-cannot-be-paid',
      'partner-not-agreed',
      'price-unreadable',
      'price-too-low',
      'price-too-high',
      'promise-too-long',
      'bad-link',
      'bad-picture',
      'bad-input',
      'banned',
    ],
  }),
  /** Touches later claims only. `revision` is the one that the builder saw, so that nobody writes over what they did not see. */
  editDrop: endpoint({
    method: 'PUT',
    path: '/v1/me/drops/:dropId',
    auth: 'builder',
    params: DropParams,
    body: z.object({
      revision: z.string().check(z.maxLength(80)),
      title: z.string().check(z.trim(), z.minLength(3), z.maxLength(100), oneLine),
      priceTyped: z.string().check(z.minLength(1), z.maxLength(30)),
      specs: z.string().check(z.trim(), z.maxLength(1_500), severalLines),
      vodUrl: z.nullable(z.string().check(z.maxLength(300))),
      /** Absent: the pictures stay. */
      pictures: z.optional(z.array(z.string().check(z.regex(/^[a-f0-9]{64}\.(png|jpg|webp)$/))).check(z.maxLength(4))),
    }),
    response: DropView,
    refusals: [
      'not-found',
      'not-your-drop',
      'drop-closed',
      'drop-changed',
      'price-unreadable',
      'price-too-low',
      'price-too-high',
      'bad-link',
      'bad-picture',
      'banned',
      'conflict-try-again',
    ],
  }),
  /** Opens, pauses or closes the builder's own drop. A closed one stays closed. */
  setMyDropStatus: endpoint({
    method: 'PUT',
    path: '/v1/me/drops/:dropId/status',
    auth: 'builder',
    params: DropParams,
    body: z.object({ status: z.enum(['open', 'paused', 'closed']) }),
    response: DropView,
    refusals: [
      'not-found',
      'not-your-drop',
      'drop-closed',
      'promises-not-signed',
      'shipping-not-said',
      'party-cannot-be-paid',
      'banned',
      'conflict-try-again',
    ],
  }),
  /** Adds units, those that were withdrawn by refunds first. The line, if there is one, comes first. Repeating a request adds none. */
  restockDrop: endpoint({
    method: 'POST',
    path: '/v1/me/drops/:dropId/units',
    auth: 'builder',
    params: DropParams,
    body: z.object({ count: z.int().check(z.gte(1), z.lte(1_000)), requestId }),
    response: DropView,
    refusals: ['not-found', 'not-your-drop', 'drop-closed', 'too-many-units', 'banned', 'conflict-try-again'],
  }),
  /** Tells communities that the builder is at it: a cosy post, or an alert for a drop. Only while live, and not too often. */
  announceLive: endpoint({
    method: 'POST',
    path: '/v1/me/announcements',
    auth: 'builder',
    body: z.object({
      requestId,
      kind: z.enum(['workshop', 'drop']),
      dropId: z.nullable(z.string().check(z.maxLength(60))),
      text: z.string().check(z.trim(), z.maxLength(300), oneLine),
    }),
    response: z.object({ communities: z.int() }),
    refusals: [
      'no-builder-channel',
      'channel-offline',
      'not-found',
      'not-your-drop',
      'drop-not-open',
      'announced-lately',
      'banned',
      'conflict-try-again',
    ],
  }),
  listPartnerships: endpoint({
    method: 'GET',
    path: '/v1/me/partners',
    auth: 'citizen',
    response: z.object({ partnerships: z.array(PartnershipView) }),
    refusals: ['identity-not-shared'],
  }),
  /** A builder offers a marketer a share. An offer that stands is replaced; what is agreed stays until the new one is. */
  proposePartnership: endpoint({
    method: 'POST',
    path: '/v1/me/partners',
    auth: 'builder',
    body: z.object({
      marketerDiscordId: discordId,
      marketerHandle: z.string().check(z.maxLength(40)),
      marketerPercent: z.int().check(z.gte(1), z.lte(60)),
    }),
    response: PartnershipView,
    refusals: ['partner-self', 'banned', 'conflict-try-again'],
  }),
  /**
   * Only the marketer may agree or decline; either may end. An id names one offer: whoever agrees to one that was replaced meanwhile is
   * refused. Open drops keep the split they opened with.
   */
  answerPartnership: endpoint({
    method: 'POST',
    path: '/v1/me/partners/:partnershipId/answer',
    auth: 'citizen',
    params: PartnerParams,
    body: z.object({ answer: z.enum(['agree', 'decline', 'end']) }),
    response: PartnershipView,
    refusals: ['not-found', 'not-yours', 'offer-changed', 'identity-not-shared', 'banned', 'conflict-try-again'],
  }),
};
