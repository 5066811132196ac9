import type { Core } from '../usecases/work/core.ts';
import { statement } from '../usecases/money/statements.ts';
import type { Handlers } from './mount.ts';
import { Refused } from './problems.ts';

/** What moved between somebody and C500, month by month. */
export function statementHandlers(core: Core): Pick<Handlers, 'getStatement'> {
  return {
    async getStatement({ params }, { citizen }) {
      if (!citizen) throw new Refused({ code: 'not-signed-in' });
      const found = await statement(core, citizen.id, params.month);
      if (!found) throw new Refused({ code: 'not-found' });
      return found;
    },
  };
}
