import type { Express, Request } from 'express';
import { statementPageTexts } from '#shared/text/en/pages-workshop.ts';
import { fill } from '#shared/text/say.ts';
import type { Core } from '../usecases/work/core.ts';
import { dashboard } from '../usecases/money/dashboard.ts';
import { monthsBeside, standing, statement, thisMonth } from '../usecases/money/statements.ts';
import { workshopPage as pageOfWorkshop } from '../usecases/money/workshop.ts';
import { ownDoor } from './own-door.ts';
import { statementCsv, statementPage } from './pages/statement.ts';
import { workshopPage } from './pages/workshop.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';

/** The pages on which builders and marketers see their money: order by order, and month by month. */
export function mountWorkshop(app: Express, core: Core, sessions: SessionDesk): void {
  const door = ownDoor(core, sessions);

  app.get('/workshop', async (request, response) => {
    const visit = await door.visitor(request, response);
    if (!visit) return;
    const { id } = visit.citizen;
    if (!(await core.store.get('builder', id))) throw new Refused({ code: 'not-a-builder' });
    const before = beforeIn(request);
    const [page, sums, board] = await Promise.all([
      pageOfWorkshop(core, id, before),
      standing(core, id),
      dashboard(core, id),
    ]);
    const isFirst = before === undefined;
    response.send(workshopPage({ page, sums, dashboard: board, isFirst, me: visit.me, now: core.clock.now() }));
  });

  app.get('/statements', async (request, response) => {
    const visit = await door.visitor(request, response);
    if (visit) response.redirect(303, `/statements/${thisMonth(core)}`);
  });

  app.get('/statements/:month', async (request, response) => {
    const visit = await door.visitor(request, response);
    if (!visit) return;
    const [month = '', ending] = request.params.month.split('.', 2);
    const isFile = ending === 'csv';
    const found = isFile || ending === undefined ? await statement(core, visit.citizen.id, month) : undefined;
    if (!found) throw new Refused({ code: 'not-found' });
    if (isFile) {
      response.attachment(fill(statementPageTexts.file, { month }));
      return void response.type('text/csv; charset=utf-8').send(statementCsv(found));
    }
    const beside = monthsBeside(month, visit.citizen.joinedAt, core.clock.now());
    response.send(statementPage({ statement: found, beside, me: visit.me }));
  });
}

function beforeIn(request: Request): string | undefined {
  const before = request.query['before'];
  return typeof before === 'string' && before !== '' ? before.slice(0, 20) : undefined;
}
