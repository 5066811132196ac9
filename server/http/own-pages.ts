import type { Express, Request } from 'express';
import type { Core } from '../usecases/work/core.ts';
import { ordersBefore, ordersPerPage } from '../usecases/orders/orders-page.ts';
import { ownPassport } from '../usecases/people/own-passport.ts';
import { orderView } from '../usecases/work/views.ts';
import { ownDoor } from './own-door.ts';
import { ordersPage } from './pages/my-orders.ts';
import { passportPage } from './pages/passport.ts';
import type { SessionDesk } from './sessions.ts';

/** The pages on which people see what C500 knows of them and what they have bought. */
export function mountOwnPages(app: Express, core: Core, sessions: SessionDesk): void {
  const door = ownDoor(core, sessions);

  app.get('/passport', async (request, response) => {
    const visit = await door.visitor(request, response);
    if (!visit) return;
    const own = await ownPassport(core, visit.citizen);
    response.send(passportPage({ own, me: visit.me, now: core.clock.now() }));
  });

  app.get('/orders', async (request, response) => {
    const visit = await door.visitor(request, response);
    if (!visit) return;
    const before = beforeIn(request);
    const orders = await ordersBefore(core, visit.citizen.id, before);
    const shown = await Promise.all(orders.map((order) => orderView(core, order, 'buyer')));
    const olderThan = orders.length === ordersPerPage ? (orders.at(-1)?.tag ?? null) : null;
    response.send(ordersPage({ orders: shown, olderThan, isFirst: before === undefined, me: visit.me }));
  });
}

function beforeIn(request: Request): string | undefined {
  const before = request.query['before'];
  return typeof before === 'string' && before !== '' ? before.slice(0, 20) : undefined;
}
