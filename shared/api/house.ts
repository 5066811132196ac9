import * as z from 'zod/mini';
import { ActView, BanFailure, CaseView, PromiseStatus, StaffAct } from '../schemas/house.ts';
import { RoomMessageView } from '../schemas/community.ts';
import { OrderView } from '../schemas/order.ts';
import { endpoint } from './endpoint.ts';
import { requestId } from './text-shapes.ts';

/** What an act may be refused for, when it is proposed and when it is confirmed. */
const planRefusals = [
  'not-found',
  'own-matter',
  'not-allowed-now',
  'order-ended',
  'order-not-paid',
  'order-refunded',
  'nothing-held',
  'already-released',
  'frozen',
  'disputed',
  'amount-unreadable',
  'amount-too-high',
  'already-certified',
  'application-settled',
  'case-open',
  'case-decided',
  'case-taken',
  'case-not-taken',
  'case-of-another',
  'same-decider',
  'strike-lifted',
  'flag-settled',
  'effect-settled',
  'dispute-filed',
  'not-banned',
  'banned',
] as const;

/**
 * The house's own people, one by one: the core asks Discord whether the caller has the staff role. Whatever changes something is an
 * act: proposed, shown in a sentence, and done when the same person confirms it within ten minutes. Acts are the audit log.
 */
export const houseEndpoints = {
  proposeAct: endpoint({
    method: 'POST',
    path: '/v1/house/acts',
    auth: 'staff-member',
    body: z.object({ requestId, act: StaffAct }),
    response: ActView,
    refusals: [...planRefusals, 'conflict-try-again'],
  }),
  confirmAct: endpoint({
    method: 'POST',
    path: '/v1/house/acts/:actId/confirm',
    auth: 'staff-member',
    params: z.object({ actId: z.string().check(z.maxLength(60)) }),
    response: ActView,
    refusals: [...planRefusals, 'act-of-another', 'act-expired', 'act-changed', 'conflict-try-again'],
  }),
  /** The last acts, newest first, those that were never confirmed included. */
  listActs: endpoint({
    method: 'GET',
    path: '/v1/house/acts',
    auth: 'staff-member',
    response: z.object({ acts: z.array(ActView) }),
    refusals: [],
  }),
  /** Cases that wait for a decision, 50 at a time, what is due first at the top: `after` is the id of the last one seen. */
  listCases: endpoint({
    method: 'GET',
    path: '/v1/house/cases',
    auth: 'staff-member',
    query: z.object({ after: z.optional(z.string().check(z.maxLength(60))) }),
    response: z.object({ cases: z.array(CaseView) }),
    refusals: [],
  }),
  /** One case with what a decider needs: the order, its money, and what was said in its room. */
  getCase: endpoint({
    method: 'GET',
    path: '/v1/house/cases/:caseId',
    auth: 'staff-member',
    params: z.object({ caseId: z.string().check(z.maxLength(60)) }),
    response: z.object({
      case: CaseView,
      order: z.nullable(OrderView),
      room: z.array(RoomMessageView),
    }),
    refusals: ['not-found', 'own-matter'],
  }),
  getPromiseStatus: endpoint({
    method: 'GET',
    path: '/v1/house/people/:discordId',
    auth: 'staff-member',
    params: z.object({ discordId: z.string().check(z.regex(/^\d{5,25}$/)) }),
    response: PromiseStatus,
    refusals: ['not-found'],
  }),
  /** Bans that communities have not carried out, the newest try first. */
  listBanFailures: endpoint({
    method: 'GET',
    path: '/v1/house/ban-failures',
    auth: 'staff-member',
    response: z.object({ failures: z.array(BanFailure) }),
    refusals: [],
  }),
};
