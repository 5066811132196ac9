import type { Express, Request } from 'express';
import { parseId } from '#shared/ids.ts';
import { refusals, type Refusal } from '#shared/refusals.ts';
import { sayRefusal } from '#shared/text/say.ts';
import type { Core } from '../usecases/work/core.ts';
import { bookLines, heldPage, moneyHealth } from '../usecases/money/money-health.ts';
import { reckonNow } from '../usecases/money/reckoning.ts';
import type { HouseDoor, Member } from './house-door.ts';
import { heldOrdersPage, linesPage, moneyPage } from './pages/house-money.ts';
import { Refused } from './problems.ts';
import { form } from './site-forms.ts';

/** The pages of the desk about the house's money. */
export function mountHouseMoney(app: Express, core: Core, door: HouseDoor): void {
  const { currency } = core.settings;
  const show = async (member: Member, refusal?: Refusal) => {
    const health = await moneyHealth(core);
    return moneyPage({ desk: await door.desk(member), health, currency, problem: refusal && sayRefusal(refusal) });
  };

  app.get('/house/money', async (request, response) => {
    const member = await door.visitor(request, response);
    if (member) response.send(await show(member));
  });

  app.post('/house/money/look', form, async (request, response) => {
    const member = await door.sender(request);
    const looked = await reckonNow(core);
    if (looked.ok) return response.redirect(303, '/house/money');
    response.status(refusals[looked.refusal.code]).send(await show(member, looked.refusal));
  });

  app.get('/house/money/held', async (request, response) => {
    const member = await door.visitor(request, response);
    if (!member) return;
    const by = request.query['by'] === 'age' ? 'age' : 'amount';
    const page = Math.max(0, Math.trunc(Number(request.query['page'])) - 1 || 0);
    const held = await heldPage(core, by, page);
    response.send(heldOrdersPage({ desk: await door.desk(member), by, page, ...held, currency }));
  });

  app.get('/house/money/lines', async (request, response) => {
    const member = await door.visitor(request, response);
    if (!member) return;
    const after = await entryAfter(core, request);
    const { lines, next } = await bookLines(core, after);
    response.send(linesPage({ desk: await door.desk(member), lines, next, isFirst: after === null, currency }));
  });
}

/** The entry after which a page begins, named with its order so that it can be looked for. */
async function entryAfter(core: Core, request: Request): Promise<string | null> {
  const { after, order } = request.query;
  if (typeof after !== 'string' || typeof order !== 'string') return null;
  const orderId = parseId('order', order);
  const entries = orderId ? await core.store.entriesOf(orderId) : [];
  if (!entries.some(({ id }) => id === after)) throw new Refused({ code: 'not-found' });
  return after;
}
