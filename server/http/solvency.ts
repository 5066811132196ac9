import type { Express } from 'express';
import type { Core } from '../usecases/work/core.ts';
import { solvencyReader } from '../usecases/money/solvency.ts';
import type { Handlers } from './mount.ts';
import { solvencyPage } from './pages/solvency.ts';
import type { SessionDesk } from './sessions.ts';
import { visitorOf } from './site-forms.ts';

/** What the house holds, for programs. */
export function solvencyHandlers(core: Core): Pick<Handlers, 'getSolvency'> {
  const read = solvencyReader(core);
  return { getSolvency: () => read() };
}

/** The same for people. Anybody may look, and it is worked out once a minute for all of them. */
export function mountSolvency(app: Express, core: Core, sessions: SessionDesk): void {
  const read = solvencyReader(core);
  app.get('/solvency', async (request, response) => {
    const { me } = await visitorOf(core, sessions, request);
    response.send(solvencyPage({ view: await read(), me }));
  });
}
