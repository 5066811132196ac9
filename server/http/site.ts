import express, { type Express, type Request } from 'express';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseId } from '#shared/ids.ts';
import { sayRefusal } from '#shared/text/say.ts';
import type { Refusal } from '#shared/refusals.ts';
import { refusals, refuse } from '#shared/refusals.ts';
import type { Order } from '../domain/order.ts';
import type { Session } from '../ports/store.ts';
import { claimUnit } from '../usecases/orders/claim-unit.ts';
import type { Core } from '../usecases/work/core.ts';
import { cancelClaim, checkoutState, enterPayCode, mayPay, startCheckout } from '../usecases/orders/pay-order.ts';
import { dropView, orderView } from '../usecases/work/views.ts';
import { joinWaitlist, leaveWaitlist } from '../usecases/drops/waitlist.ts';
import { visitDrop } from '../usecases/drops/waitlist-visit.ts';
import { aboutPage } from './pages/about.ts';
import { cancelPage, successPage } from './pages/checkout-return.ts';
import { countryName } from './pages/countries.ts';
import { dropPage } from './pages/drop.ts';
import { homePage } from './pages/home.ts';
import type { SiteVisitor } from './pages/layout.ts';
import { payCodePage } from './pages/pay-code.ts';
import { payPage } from './pages/pay.ts';
import { describeProblem, problemPage, problemsIndex } from './pages/problem.ts';
import { granted, Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';
import { field, form, ourForm, siteOrder, visitorOf } from './site-forms.ts';

const root = join(import.meta.dirname, '..', '..');

/** The website: pages, payment, and the returns from Stripe. */
export function mountSite(app: Express, core: Core, sessions: SessionDesk): void {
  mountAssets(app, core);
  const visitor = (request: Request) => visitorOf(core, sessions, request);

  app.get('/', async (request, response) => {
    const { me } = await visitor(request);
    const drops = await core.store.openDrops(24);
    response.send(homePage({ drops: await Promise.all(drops.map((drop) => dropView(core, drop, 'link'))), me }));
  });
  app.get(
    '/about',
    async (request, response) =>
      void response.send(aboutPage({ me: (await visitor(request)).me, currency: core.settings.currency })),
  );
  app.get('/drops/:id', async (request, response) => {
    const id = parseId('drop', request.params.id);
    const drop = id && (await core.store.get('drop', id));
    if (!drop || drop.status === 'draft') throw new Refused({ code: 'not-found' });
    const { session, me } = await visitor(request);
    const visit = await visitDrop(core, drop, session?.citizenId ?? null);
    response.send(dropPage({ drop: await dropView(core, drop, 'link'), me, visit, now: core.clock.now() }));
  });
  app.get(
    '/problems',
    async (request, response) => void response.send(problemsIndex({ me: (await visitor(request)).me })),
  );
  app.get('/problems/:code', async (request, response) => {
    const problem = describeProblem(request.params.code);
    if (!problem) throw new Refused({ code: 'not-found' });
    response.send(problemPage({ ...problem, me: (await visitor(request)).me }));
  });

  app.post('/drops/:id/claim', form, async (request, response) => {
    const session = await ourForm(sessions, request);
    if (!session.citizenId) throw new Refused({ code: 'not-signed-in' });
    const id = parseId('drop', String(request.params['id']));
    if (!id) throw new Refused({ code: 'not-found' });
    const { order } = granted(await claimUnit(core, id, session.citizenId, false));
    response.redirect(303, `/pay/${order.payCode}`);
  });
  for (const [wish, story] of [['join', joinWaitlist] as const, ['leave', leaveWaitlist] as const])
    app.post(`/drops/:id/${wish}`, form, async (request, response) => {
      const session = await ourForm(sessions, request);
      if (!session.citizenId) throw new Refused({ code: 'not-signed-in' });
      const id = parseId('drop', String(request.params['id']));
      if (!id) throw new Refused({ code: 'not-found' });
      granted(await story(core, id, session.citizenId));
      response.redirect(303, `/drops/${id}`);
    });

  app.get('/pay', async (request, response) => {
    const session = await sessions.open(request, response);
    response.send(payCodePage({ csrf: session.csrf, me: (await visitor(request)).me }));
  });
  app.post('/pay', form, async (request, response) => {
    const session = await ourForm(sessions, request);
    const typed = field(request, 'code');
    const door = await enterPayCode(core, typed, session);
    if (door.ok) return response.redirect(303, `/pay/${door.order.payCode}`);
    response
      .status(refusals[door.refusal.code])
      .send(
        payCodePage({ csrf: session.csrf, typed, problem: sayRefusal(door.refusal), me: (await visitor(request)).me }),
      );
  });
  app.get('/pay/:code', async (request, response) => {
    // Whatever follows links to preview them keeps no cookie, and must not become the browser that the code is bound to.
    if (!(await sessions.find(request)) && query(request, 'again') === '') {
      await sessions.open(request, response);
      return response.redirect(303, `/pay/${encodeURIComponent(request.params.code)}?again=1`);
    }
    const known = await sessions.find(request);
    const session = known ?? (await sessions.open(request, response));
    const { me } = await visitor(request);
    const door = known ? await enterPayCode(core, request.params.code, session) : refuse('cookies-needed');
    if (!door.ok) {
      return void response.status(refusals[door.refusal.code]).send(
        payCodePage({
          csrf: session.csrf,
          typed: request.params.code.slice(0, 20),
          problem: sayRefusal(door.refusal),
          me,
        }),
      );
    }
    response.send(await renderPay(core, door.order, session, me));
  });
  app.post('/pay/checkout', form, async (request, response) => {
    const session = await ourForm(sessions, request);
    const order = await payable(core, request, session);
    const started = await startCheckout(core, order.id, field(request, 'country'));
    if (started.ok) return response.redirect(303, started.url);
    const current = (await core.store.get('order', order.id)) ?? order;
    response
      .status(refusals[started.refusal.code])
      .send(await renderPay(core, current, session, (await visitor(request)).me, started.refusal));
  });
  app.post('/pay/cancel', form, async (request, response) => {
    const session = await ourForm(sessions, request);
    const order = await payable(core, request, session);
    const cancelled = await cancelClaim(core, order.id);
    const current = (await core.store.get('order', order.id)) ?? order;
    response.send(
      await renderPay(
        core,
        current,
        session,
        (await visitor(request)).me,
        cancelled.ok ? undefined : cancelled.refusal,
      ),
    );
  });

  app.get('/success', async (request, response) => {
    const { me } = await visitor(request);
    const { state, order } = await readReturn(core, request);
    const mine = order ? { tag: order.tag, title: order.terms.title } : null;
    response.send(
      successPage({ state, order: mine, orderUrl: order ? `${core.settings.siteUrl}/orders/${order.tag}` : null, me }),
    );
  });
  app.get(
    '/success/state',
    async (request, response) => void response.json({ state: (await readReturn(core, request)).state }),
  );
  app.get('/cancel', async (request, response) => {
    const { session, me } = await visitor(request);
    const id = parseId('order', query(request, 'order'));
    const order = id && (await core.store.get('order', id));
    const mine = order && session && (await mayPay(core, order, session)) ? order : undefined;
    const payUrl = mine?.fulfilment === 'reserved' ? `/pay/${mine.payCode}` : null;
    response.send(
      cancelPage({ order: mine ? await orderView(core, mine, 'buyer') : null, payUrl, now: core.clock.now(), me }),
    );
  });
}

function mountAssets(app: Express, core: Core): void {
  const cached = { immutable: false, maxAge: '1h', index: false, redirect: false } as const;
  app.use('/assets', express.static(join(import.meta.dirname, 'pages', 'static'), cached));
  app.use(
    '/assets/fonts',
    express.static(join(root, 'node_modules', '@fontsource', 'quicksand', 'files'), { ...cached, maxAge: '365d' }),
  );
  const theme = join(root, 'shared', 'theme');
  app.get('/assets/base.css', (_, response) => response.sendFile(join(theme, 'base.css'), { maxAge: '1h' }));
  // Bundlers resolve the package's own addresses; browsers need ours.
  const fonts = readFileSync(join(theme, 'fonts.css'), 'utf8').replaceAll(
    '@fontsource/quicksand/files/',
    '/assets/fonts/',
  );
  app.get(
    '/assets/fonts.css',
    (_, response) => void response.set('cache-control', 'public, max-age=3600').type('css').send(fonts),
  );
  app.get('/pictures/:name', async (request, response) => {
    const picture = await core.pictures.read(request.params.name);
    if (!picture) throw new Refused({ code: 'not-found' });
    response.set({
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    response.type(picture.contentType).send(Buffer.from(picture.bytes));
  });
}

async function renderPay(
  core: Core,
  order: Order,
  session: Session,
  me: SiteVisitor | null,
  refusal?: Refusal,
): Promise<string> {
  const countries = order.terms.shipping.map((rate) => ({
    country: rate.country,
    name: countryName(rate.country),
    shippingMinor: rate.amountMinor,
  }));
  return payPage({
    order: await orderView(core, order, 'buyer'),
    csrf: session.csrf,
    countries,
    now: core.clock.now(),
    problem: refusal && sayRefusal(refusal),
    me,
  });
}

/** The return address names order and session; only what our own records say of them is shown. */
function readReturn(core: Core, request: Request): ReturnType<typeof checkoutState> {
  const id = parseId('order', query(request, 'order'));
  return id
    ? checkoutState(core, id, query(request, 'session_id').slice(0, 200))
    : Promise.resolve({ state: 'unknown', order: undefined });
}

async function payable(core: Core, request: Request, session: Session): Promise<Order> {
  const order = await siteOrder(core, field(request, 'tag'));
  if (!(await mayPay(core, order, session))) throw new Refused({ code: 'pay-code-elsewhere' });
  return order;
}

function query(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value : '';
}
