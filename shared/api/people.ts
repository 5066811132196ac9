import * as z from 'zod/mini';
import { Passport } from '../schemas/citizen.ts';
import { NoticeChoice } from '../schemas/notice-choice.ts';
import { CaseView, PublicPassport, ReportKind } from '../schemas/house.ts';
import { endpoint } from './endpoint.ts';
import { platformText, requestId, severalLines } from './text-shapes.ts';

/** What somebody says of what went wrong. */
export const ReportText = z.string().check(z.trim(), z.minLength(10), z.maxLength(1_500), severalLines);

/** People: their passports and accounts, what they want to be told, vouching, and reporting. */
export const peopleEndpoints = {
  /** What anybody may see of somebody, by their Discord account. Whoever was never met is a guest without a history. */
  getPassport: endpoint({
    method: 'GET',
    path: '/v1/passports/:discordId',
    auth: 'bot',
    params: z.object({ discordId: z.string().check(z.regex(/^\d{5,25}$/)) }),
    response: PublicPassport,
    refusals: ['not-found'],
  }),
  /** A private page of ours, good once and for some minutes, on which the person links a Twitch account or proves who they are. */
  startLink: endpoint({
    method: 'POST',
    path: '/v1/me/links',
    auth: 'citizen',
    body: z.object({ what: z.enum(['twitch', 'identity']) }),
    response: z.object({ url: z.string() }),
    refusals: ['identity-not-shared', 'banned'],
  }),
  chooseNotices: endpoint({
    method: 'PUT',
    path: '/v1/me/notice-choice',
    auth: 'citizen',
    body: z.object({ choice: NoticeChoice }),
    response: Passport,
    refusals: ['identity-not-shared', 'conflict-try-again'],
  }),
  /** A builder speaks for a buyer who has completed an order with them: once. */
  vouch: endpoint({
    method: 'POST',
    path: '/v1/me/vouches',
    auth: 'builder',
    body: z.object({ discordId: platformText }),
    response: z.object({ nickname: z.string() }),
    refusals: ['not-found', 'partner-self', 'vouch-needs-order', 'already-vouched', 'banned', 'conflict-try-again'],
  }),
  /** Opens a case with staff and freezes what the Vault holds. The builder is not told by us. Repeating a request opens one. */
  reportOrder: endpoint({
    method: 'POST',
    path: '/v1/orders/:tag/reports',
    auth: 'citizen',
    params: z.object({ tag: z.string().check(z.maxLength(20)) }),
    body: z.object({ requestId, kind: ReportKind, text: ReportText }),
    response: CaseView,
    refusals: ['not-found', 'not-yours', 'not-allowed-now', 'case-open', 'conflict-try-again'],
  }),
  /** Tells staff of a drop: a claim too good to be true, somebody else's pictures. */
  reportDrop: endpoint({
    method: 'POST',
    path: '/v1/drops/:dropId/reports',
    auth: 'citizen',
    params: z.object({ dropId: z.string().check(z.maxLength(60)) }),
    body: z.object({ requestId, text: ReportText }),
    response: CaseView,
    refusals: ['not-found', 'identity-not-shared', 'case-open', 'conflict-try-again'],
  }),
};
