import type { Express, Request } from 'express';
import { parseId } from '#shared/ids.ts';
import { parseTag } from '#shared/order-tag.ts';
import type { Core } from '../usecases/work/core.ts';
import { banFailures } from '../usecases/communities/ban-work.ts';
import { casesInTurn, caseView } from '../usecases/cases/case-views.ts';
import { dueToday } from '../usecases/house/due-today.ts';
import { applicationRows, banRows, disputeRows, effectLines, flagRows } from '../usecases/house/house-desk.ts';
import { casesOfOthers, flagsOfOthers, isInMatter, isPartyTo, orderFile } from '../usecases/house/order-file.ts';
import { findPeople, personFile } from '../usecases/people/people-search.ts';
import { mountHouseActs } from './house-acts.ts';
import { houseDoor } from './house-door.ts';
import type { Member } from './house-door.ts';
import { disputeFor, mountHouseFiles } from './house-files.ts';
import { mountHouseMoney } from './house-money.ts';
import { casePage, casesPage } from './pages/house-cases.ts';
import { disputePage, disputesPage } from './pages/house-disputes.ts';
import type { Desk } from './pages/house-frame.ts';
import { applicationsPage, bansPage, effectsPage, flagsPage } from './pages/house-lists.ts';
import { orderFilePage, ordersPage } from './pages/house-orders.ts';
import { peoplePage, personPage } from './pages/house-people.ts';
import { todayPage } from './pages/house-today.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';
import { siteOrder } from './site-forms.ts';

const rowsPerPage = 50;
const recentMax = 30;

/** Answers one page of the desk; `desk` is asked for last, so that its counts are as new as what the page shows. */
type PageOf = (
  request: Request,
  member: Member,
  desk: () => Promise<Desk>,
) => Promise<string | { readonly go: string }>;
type Pages = Readonly<Record<string, PageOf>>;

/** The house's own desk on the website: for its staff, whom Discord is asked about at every request. */
export function mountHouse(app: Express, core: Core, sessions: SessionDesk): void {
  const door = houseDoor(core, sessions);
  const pages: Pages = { ...peopleAndOrders(core), ...troublePages(core), ...listPages(core) };
  for (const [path, page] of Object.entries(pages)) {
    app.get(path, async (request, response) => {
      const member = await door.visitor(request, response);
      if (!member) return;
      const answer = await page(request, member, () => door.desk(member));
      if (typeof answer === 'string') response.send(answer);
      else response.redirect(303, answer.go);
    });
  }
  mountHouseFiles(app, core, door);
  mountHouseActs(app, core, door);
  mountHouseMoney(app, core, door);
}

function peopleAndOrders(core: Core): Pages {
  const { currency } = core.settings;
  return {
    '/house': async (_, { citizenId }, desk) => {
      const due = await dueToday(core, citizenId);
      return todayPage({ desk: await desk(), due, currency });
    },
    '/house/people': async (request, _member, desk) => {
      const typed = query(request, 'q');
      const order = await orderTyped(core, typed);
      if (order) return { go: order };
      const found = await findPeople(core, typed);
      return peoplePage({ desk: await desk(), typed, found });
    },
    '/house/people/:id': async (request, { citizenId }, desk) => {
      const id = parseId('citizen', String(request.params['id']));
      const file = id && (await personFile(core, id, citizenId));
      if (!file) throw new Refused({ code: 'not-found' });
      return personPage({ desk: await desk(), file, currency });
    },
    '/house/orders': async (request, _member, desk) => {
      const typed = query(request, 'q');
      const order = await orderTyped(core, typed);
      if (order) return { go: order };
      const recent = await core.store.recentOrders(recentMax);
      return ordersPage({ desk: await desk(), typed, recent });
    },
    '/house/orders/:tag': async (request, { citizenId }, desk) => {
      const order = await siteOrder(core, String(request.params['tag']));
      if (isPartyTo(order, citizenId)) throw new Refused({ code: 'own-matter' });
      const file = await orderFile(core, order);
      return orderFilePage({ desk: await desk(), file });
    },
  };
}

function troublePages(core: Core): Pages {
  return {
    '/house/cases': async (request, { citizenId }, desk) => {
      const isSettled = query(request, 'state') === 'settled';
      const after = query(request, 'after');
      const { cases, next } = isSettled ? await settledCases(core, after) : await casesDue(core, Number(after) || 0);
      const shown = await casesOfOthers(core, cases, citizenId);
      const views = await Promise.all(shown.map((each) => caseView(core, each)));
      return casesPage({ desk: await desk(), cases: views, isSettled, next });
    },
    '/house/cases/:id': async (request, { citizenId }, desk) => {
      const found = await core.store.get('case', String(request.params['id']));
      if (!found) throw new Refused({ code: 'not-found' });
      const order = found.orderId ? await core.store.get('order', found.orderId) : undefined;
      if (await isInMatter(core, found, citizenId)) throw new Refused({ code: 'own-matter' });
      const [view, file] = await Promise.all([caseView(core, found), order ? orderFile(core, order) : null]);
      return casePage({ desk: await desk(), found: view, file });
    },
    '/house/disputes': async (_, _member, desk) => {
      const [open, closed] = await Promise.all([disputeRows(core, 'open'), disputeRows(core, 'closed')]);
      return disputesPage({ desk: await desk(), open, closed: closed.slice(0, rowsPerPage) });
    },
    '/house/disputes/:id': async (request, { citizenId }, desk) => {
      const { dispute, order } = await disputeFor(core, String(request.params['id']), citizenId);
      return disputePage({ desk: await desk(), dispute, tag: order.tag });
    },
  };
}

function listPages(core: Core): Pages {
  return {
    '/house/bans': async (request, _member, desk) => {
      const [rows, failures] = await Promise.all([banRows(core, rowsPerPage, afterOf(request)), banFailures(core)]);
      const next = nextPage('/house/bans', rows.length, rows.at(-1)?.ban.id);
      return bansPage({ desk: await desk(), rows, failures, next });
    },
    '/house/applications': async (_, _member, desk) => {
      const rows = await applicationRows(core);
      return applicationsPage({ desk: await desk(), rows: rows.slice(0, rowsPerPage) });
    },
    '/house/flags': async (request, { citizenId }, desk) => {
      const isSettled = query(request, 'state') === 'settled';
      const state = isSettled ? 'settled' : 'waiting';
      const flags = await core.store.list('flag', state, rowsPerPage, afterOf(request));
      const rows = await flagRows(core, await flagsOfOthers(core, flags, citizenId));
      const next = nextPage(`/house/flags?state=${state}`, flags.length, flags.at(-1)?.id);
      return flagsPage({ desk: await desk(), rows, isSettled, next });
    },
    '/house/effects': async (_, _member, desk) => {
      const rows = await effectLines(core);
      return effectsPage({ desk: await desk(), rows });
    },
  };
}

async function settledCases(core: Core, after: string) {
  const cases = await core.store.list('case', 'settled', rowsPerPage, after === '' ? undefined : after);
  return { cases, next: nextPage('/house/cases?state=settled', cases.length, cases.at(-1)?.id) };
}

/** Cases are due in another order than they are kept in, so their pages are numbered. */
async function casesDue(core: Core, from: number) {
  const all = await casesInTurn(core);
  const start = Math.max(0, Math.trunc(from));
  const further = start + rowsPerPage < all.length ? `/house/cases?after=${start + rowsPerPage}` : null;
  return { cases: all.slice(start, start + rowsPerPage), next: further };
}

/** Where an order is whose tag was typed. */
async function orderTyped(core: Core, typed: string): Promise<string | undefined> {
  const tag = parseTag(typed);
  const order = tag && (await core.store.orderByTag(tag));
  return order && `/house/orders/${order.tag}`;
}

function nextPage(path: string, shown: number, last: string | undefined): string | null {
  if (shown < rowsPerPage || last === undefined) return null;
  return `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(last)}`;
}

function afterOf(request: Request): string | undefined {
  const after = query(request, 'after');
  return after === '' ? undefined : after;
}

function query(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value.trim().slice(0, 200) : '';
}
