import * as z from 'zod/mini';
import { StatementView } from '../schemas/statement.ts';
import { endpoint } from './endpoint.ts';

/** What moved between somebody who is paid here and C500. */
export const statementEndpoints = {
  /** One month by UTC, such as `2026-11`; a month in which nothing moved is empty, and one that has not begun is not found. */
  getStatement: endpoint({
    method: 'GET',
    path: '/v1/me/statements/:month',
    auth: 'citizen',
    params: z.object({ month: z.string().check(z.maxLength(7)) }),
    response: StatementView,
    refusals: ['not-found', 'identity-not-shared'],
  }),
};
