import * as z from 'zod/mini';
import { OrderCase } from '../schemas/trust.ts';
import { endpoint } from './endpoint.ts';
import { requestId, severalLines } from './text-shapes.ts';

/** What somebody says in a case. */
export const CaseText = z.string().check(z.trim(), z.minLength(10), z.maxLength(1_500), severalLines);

const CaseParams = z.object({ caseId: z.string().check(z.maxLength(60)) });

/** Cases, as the two of an order have their say in them. */
export const caseEndpoints = {
  /**
   * The cases about an order, the newest first. Its builder sees one once the staff has taken it on. `isHidden`: they have cases that are
   * not shown while their channel is live, because a stream might show them to everybody.
   */
  listOrderCases: endpoint({
    method: 'GET',
    path: '/v1/orders/:tag/cases',
    auth: 'citizen',
    params: z.object({ tag: z.string().check(z.maxLength(20)) }),
    response: z.object({ cases: z.array(OrderCase), isHidden: z.boolean() }),
    refusals: ['not-found', 'not-yours'],
  }),
  /** An answer of one side, within its clock. */
  answerCase: endpoint({
    method: 'POST',
    path: '/v1/cases/:caseId/answers',
    auth: 'citizen',
    params: CaseParams,
    body: z.object({ requestId, text: CaseText }),
    response: OrderCase,
    refusals: ['not-found', 'not-yours', 'case-decided', 'answer-closed', 'too-many-messages', 'conflict-try-again'],
  }),
  /** An appeal of one side against the decision: somebody else of the staff decides then, for good. */
  appealCase: endpoint({
    method: 'POST',
    path: '/v1/cases/:caseId/appeal',
    auth: 'citizen',
    params: CaseParams,
    body: z.object({ requestId, text: CaseText }),
    response: OrderCase,
    refusals: ['not-found', 'not-yours', 'case-undecided', 'already-appealed', 'appeal-closed', 'conflict-try-again'],
  }),
};
