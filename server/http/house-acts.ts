import { createHash } from 'node:crypto';
import express, { type Express, type Request } from 'express';
import { refusals, refuse, type Refusal } from '#shared/refusals.ts';
import { StaffAct } from '#shared/schemas/house.ts';
import { sayRefusal } from '#shared/text/say.ts';
import type { Act } from '../domain/network-records.ts';
import { actView, confirmAct, proposeAct, readActs } from '../usecases/house/acts.ts';
import type { Core } from '../usecases/work/core.ts';
import { findPeople } from '../usecases/people/people-search.ts';
import type { HouseDoor, Member } from './house-door.ts';
import { actPage, actRefusedPage, auditPage } from './pages/house-acts.ts';
import { Refused } from './problems.ts';
import { field } from './site-forms.ts';

const form = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 40 });
const actsPerPage = 50;

/**
 * Doing something at the desk: a form prepares an act, its page says what it comes to, and whoever prepared it confirms. A form that is
 * sent twice, also after going back or from a second window, finds the act that it made.
 */
export function mountHouseActs(app: Express, core: Core, door: HouseDoor): void {
  app.post('/house/acts', form, async (request, response) => {
    const member = await door.sender(request);
    const back = backOf(field(request, 'back'));
    const act = readAct(request.body);
    const proposed = act
      ? await proposeAct(core, member.citizenId, requestIdOf(field(request, 'nonce'), act), act)
      : refuse('bad-input');
    if (proposed.ok) return response.redirect(303, `/house/acts/${proposed.act.id}?back=${encodeURIComponent(back)}`);
    const desk = await door.desk(member);
    response
      .status(refusals[proposed.refusal.code])
      .send(actRefusedPage({ desk, back, problem: sayRefusal(proposed.refusal) }));
  });

  app.get('/house/acts', async (request, response) => {
    const member = await door.visitor(request, response);
    if (!member) return;
    const [person, kind, after] = [query(request, 'person'), query(request, 'kind'), query(request, 'after')];
    const people = person === '' ? [] : await findPeople(core, person);
    const { acts, next, searched } = await readActs(core, {
      limit: actsPerPage,
      after: after === '' ? undefined : after,
      by: person === '' ? undefined : people.map(({ id }) => id),
      kind: kind === '' ? undefined : kind,
    });
    const views = await Promise.all(acts.map((act) => actView(core, act)));
    response.send(auditPage({ desk: await door.desk(member), acts: views, next, searched, person, kind }));
  });

  app.get('/house/acts/:id', async (request, response) => {
    const member = await door.visitor(request, response);
    if (!member) return;
    const act = await core.store.get('act', request.params.id);
    if (!act) throw new Refused({ code: 'not-found' });
    response.send(await show(member, act, backOf(query(request, 'back'))));
  });

  app.post('/house/acts/:id/confirm', form, async (request, response) => {
    const member = await door.sender(request);
    const id = String(request.params['id']);
    const back = backOf(field(request, 'back'));
    const done = await confirmAct(core, member.citizenId, id);
    if (done.ok) return response.redirect(303, `/house/acts/${done.act.id}?back=${encodeURIComponent(back)}`);
    const act = await core.store.get('act', id);
    if (!act) throw new Refused(done.refusal);
    response.status(refusals[done.refusal.code]).send(await show(member, act, back, done.refusal));
  });

  async function show(member: Member, act: Act, back: string, refusal?: Refusal): Promise<string> {
    return actPage({
      desk: await door.desk(member),
      act: await actView(core, act),
      isMine: act.by === member.citizenId,
      back,
      problem: refusal && sayRefusal(refusal),
    });
  }
}

/** The act that a form asks for; undefined when it is none. Fields that were left empty are as if they were not there. */
function readAct(body: unknown): StaffAct | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const filled = Object.entries(body).filter(([, value]) => value !== '');
  const fields: Record<string, unknown> = Object.fromEntries(filled);
  // One box that is ticked comes as a word, several come as a list.
  if (typeof fields['guilds'] === 'string') fields['guilds'] = [fields['guilds']];
  const read = StaffAct.safeParse(fields);
  return read.success ? read.data : undefined;
}

/** The same form with the same words is the same request; whoever goes back and changes something asks for something else. */
function requestIdOf(nonce: string, act: StaffAct): string {
  const sha256 = createHash('sha256').update(`${nonce.slice(0, 80)} ${JSON.stringify(act)}`);
  return `desk-${sha256.digest('hex').slice(0, 40)}`;
}

/** Only pages of the desk. */
function backOf(path: string): string {
  return /^\/house(\/[\w\-/]*)?$/.test(path) && !path.includes('//') ? path : '/house';
}

function query(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value.trim().slice(0, 100) : '';
}
