import type { Express } from 'express';
import { refusals, type Refusal } from '#shared/refusals.ts';
import { sayRefusal } from '#shared/text/say.ts';
import type { Core } from '../usecases/work/core.ts';
import { sideOf } from '../usecases/orders/pay-order.ts';
import { roomShown } from '../usecases/communities/room-shown.ts';
import { orderView } from '../usecases/work/views.ts';
import { orderParts, type OrderReading } from './order-parts.ts';
import type { SiteVisitor } from './pages/layout.ts';
import { orderPage } from './pages/order.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';
import { takeOrderAction } from './site-actions.ts';
import { form, ourForm, siteOrder, typedInto, visitorOf } from './site-forms.ts';

/** The page of an order, for its two sides, and what its buttons do. */
export function mountOrders(app: Express, core: Core, sessions: SessionDesk): void {
  app.get('/orders/:tag', async (request, response) => {
    const { session, me } = await visitorOf(core, sessions, request);
    if (!session?.citizenId) return response.redirect(303, `/sign-in?next=${encodeURIComponent(request.path)}`);
    const order = await siteOrder(core, request.params.tag);
    const role = sideOf(order, session.citizenId);
    if (!role) throw new Refused({ code: 'not-yours' });
    const { citizenId, csrf } = session;
    response.send(await render({ core, order, role, citizenId, csrf, now: core.clock.now() }, me));
  });

  app.post('/orders/:tag/:deed', form, async (request, response) => {
    const session = await ourForm(sessions, request);
    const { citizenId, csrf } = session;
    if (!citizenId) throw new Refused({ code: 'not-signed-in' });
    const order = await siteOrder(core, String(request.params['tag']));
    const role = sideOf(order, citizenId);
    if (!role) throw new Refused({ code: 'not-yours' });
    const reading: OrderReading = { core, order, role, citizenId, csrf, now: core.clock.now() };
    const deed = String(request.params['deed']);
    const refusal = await take(reading, deed, request.body);
    if (!refusal) return response.redirect(303, `/orders/${order.tag}`);
    const current = (await core.store.get('order', order.id)) ?? order;
    const { me } = await visitorOf(core, sessions, request);
    response
      .status(refusals[refusal.code])
      .send(await render({ ...reading, order: current, typed: typedInto(deed, request.body) }, me, refusal));
  });
}

function take(reading: OrderReading, deed: string, body: unknown): Promise<Refusal | undefined> {
  const part = orderParts.find(({ deeds }) => Object.hasOwn(deeds, deed));
  const own = part?.deeds[deed];
  return own ? own(reading, body) : takeOrderAction(reading.core, reading.order, reading.role, deed, body);
}

async function render(reading: OrderReading, me: SiteVisitor | null, refusal?: Refusal): Promise<string> {
  const { core, order, role, csrf, now, typed } = reading;
  const sections = await Promise.all(
    orderParts.map(async ({ section, leads = false }) => ({ leads, shown: await section(reading) })),
  );
  const shown = (first: boolean) =>
    sections.flatMap((each) => (each.shown && each.leads === first ? [each.shown] : []));
  return orderPage({
    order: await orderView(core, order, role),
    room: await roomShown(core, order, role),
    leading: shown(true),
    sections: shown(false),
    role,
    csrf,
    now,
    me,
    typed,
    ...(refusal ? { problem: sayRefusal(refusal) } : {}),
  });
}
