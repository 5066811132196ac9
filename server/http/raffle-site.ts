import type { Express } from 'express';
import { parseId, type DropId } from '#shared/ids.ts';
import type { Core } from '../usecases/work/core.ts';
import { enterRaffle, leaveRaffle, raffleReceipt, seeRaffle } from '../usecases/drops/raffles.ts';
import { rafflePage } from './pages/raffle.ts';
import { granted, Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';
import { form, ourForm, visitorOf } from './site-forms.ts';

/** The website's page of a raffle, and its forms. */
export function mountRaffles(app: Express, core: Core, sessions: SessionDesk): void {
  app.get('/drops/:id/raffle', async (request, response) => {
    const id = dropIdOf(request.params.id);
    const { session, me } = await visitorOf(core, sessions, request);
    const [drop, seen, found] = await Promise.all([
      core.store.get('drop', id),
      seeRaffle(core, id, session?.citizenId ?? null),
      raffleReceipt(core, id),
    ]);
    const { raffle } = granted(seen);
    const shown = { id, title: drop?.terms.title ?? '' };
    const receipt = found.ok ? found.receipt : null;
    response.send(rafflePage({ drop: shown, raffle, receipt, me, now: core.clock.now() }));
  });
  for (const [wish, story] of [['enter', enterRaffle] as const, ['leave', leaveRaffle] as const])
    app.post(`/drops/:id/raffle/${wish}`, form, async (request, response) => {
      const session = await ourForm(sessions, request);
      if (!session.citizenId) throw new Refused({ code: 'not-signed-in' });
      const id = dropIdOf(String(request.params['id']));
      granted(await story(core, id, session.citizenId));
      response.redirect(303, `/drops/${id}`);
    });
}

function dropIdOf(typed: string): DropId {
  const id = parseId('drop', typed);
  if (!id) throw new Refused({ code: 'not-found' });
  return id;
}
