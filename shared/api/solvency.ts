import { SolvencyView } from '../schemas/trust.ts';
import { endpoint } from './endpoint.ts';

/** What the house holds and owes, for anybody. At most a minute old. */
export const solvencyEndpoints = {
  getSolvency: endpoint({
    method: 'GET',
    path: '/v1/solvency',
    auth: 'public',
    response: SolvencyView,
    refusals: [],
  }),
};
