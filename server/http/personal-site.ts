import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Express } from 'express';
import { refusals } from '#shared/refusals.ts';
import { personalTexts as text } from '#shared/text/en/pages-personal.ts';
import { fill, sayRefusal } from '#shared/text/say.ts';
import type { Core } from '../usecases/work/core.ts';
import { requireNotBanned } from '../usecases/people/bans.ts';
import { deleteMe } from '../usecases/people/delete-me.ts';
import { exportMe } from '../usecases/people/export-me.ts';
import { obstaclesTo } from '../usecases/people/leaving.ts';
import { ownDoor, type OwnVisit } from './own-door.ts';
import type { ShownProblem } from './pages/forms.ts';
import { deletedPage, deletePage, personalPage } from './pages/personal.ts';
import { privacyPage } from './pages/privacy.ts';
import type { SessionDesk } from './sessions.ts';
import { field, form, visitorOf } from './site-forms.ts';

/** The pages on which people take their data with them, and have themselves deleted. */
export function mountPersonal(app: Express, core: Core, sessions: SessionDesk): void {
  const door = ownDoor(core, sessions);
  const renderDelete = async ({ citizen, me }: OwnVisit, problem?: ShownProblem): Promise<string> =>
    deletePage({
      me,
      obstacles: await obstaclesTo(core, citizen),
      isBanned: (await requireNotBanned(core, citizen.id)) !== undefined,
      problem,
    });

  app.get('/privacy', async (request, response) => {
    const { me } = await visitorOf(core, sessions, request);
    response.send(privacyPage(me));
  });

  app.get('/me', async (request, response) => {
    const visit = await door.visitor(request, response);
    if (visit) response.send(personalPage(visit.me));
  });

  // A form of ours asks for it, so that no other site can have somebody's browser make it.
  app.post('/me/export', form, async (request, response) => {
    const { citizen } = await door.sender(request);
    response.attachment(text.export.file).type('application/json');
    await pipeline(Readable.from(exportMe(core, citizen)), response);
  });

  app.get('/me/delete', async (request, response) => {
    const visit = await door.visitor(request, response);
    if (visit) response.send(await renderDelete(visit));
  });

  app.post('/me/delete', form, async (request, response) => {
    const visit = await door.sender(request);
    const { word, wrong } = text.delete;
    if (field(request, 'word').trim().toLowerCase() !== word) {
      const problem = { sentence: fill(wrong.sentence, { word }), remedy: wrong.remedy };
      return void response.status(400).send(await renderDelete(visit, problem));
    }
    const deleted = await deleteMe(core, visit.citizen.id);
    if (!deleted.ok) {
      const page = await renderDelete(visit, sayRefusal(deleted.refusal));
      return void response.status(refusals[deleted.refusal.code]).send(page);
    }
    await sessions.signOut(request, response);
    response.send(deletedPage());
  });
}
