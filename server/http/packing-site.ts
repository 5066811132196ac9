import type { Express } from 'express';
import { formatMoney } from '#shared/money.ts';
import { refusals, type Refusal } from '#shared/refusals.ts';
import { recogniseTracking } from '#shared/tracking-number.ts';
import { sayRefusal } from '#shared/text/say.ts';
import type { Order } from '../domain/order.ts';
import type { Core } from '../usecases/work/core.ts';
import {
  addressLabel,
  lookAtAddress,
  mayShowAddress,
  requirePackable,
  type Packing,
} from '../usecases/parcels/packing.ts';
import { orderView } from '../usecases/work/views.ts';
import { countryName } from './pages/countries.ts';
import { ownDoor, type OwnVisit } from './own-door.ts';
import { packingPage } from './pages/packing.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';
import { siteOrder } from './site-forms.ts';

/** Refusals of the address alone: the rest of the page is the builder's all the same. */
const aboutAddress: readonly Refusal['code'][] = ['address-hidden', 'address-erased', 'address-untold'];

/** The page from which a builder packs and sends an order, and the recognition of tracking numbers as they are typed. */
export function mountPacking(app: Express, core: Core, sessions: SessionDesk): void {
  const door = ownDoor(core, sessions);

  app.get('/orders/:tag/packing', async (request, response) => {
    const visit = await door.visitor(request, response);
    if (!visit) return;
    const order = await siteOrder(core, request.params.tag);
    const looked = await lookAtAddress(core, order, visit.citizen.id);
    if (looked.ok) return void response.send(await render(core, order, visit, looked.packing));
    if (!aboutAddress.includes(looked.refusal.code)) throw new Refused(looked.refusal);
    response.status(refusals[looked.refusal.code]).send(await render(core, order, visit, null, looked.refusal));
  });

  app.get('/orders/:tag/packing/state', async (request, response) => {
    const citizen = await sessions.citizenFor(request);
    if (!citizen) throw new Refused({ code: 'not-signed-in' });
    const order = await siteOrder(core, request.params.tag);
    const refusal = await requirePackable(core, order, citizen.id);
    if (refusal) throw new Refused(refusal);
    response.json({ shown: await mayShowAddress(core, order) });
  });

  app.get('/tracking-number', (request, response) => {
    const { typed } = request.query;
    const read = recogniseTracking(typeof typed === 'string' ? typed.slice(0, 80) : '');
    response.json(read ?? { carrier: null, holds: false });
  });
}

async function render(
  core: Core,
  order: Order,
  { me, session }: OwnVisit,
  packing: Packing | null,
  refusal?: Refusal,
): Promise<string> {
  const [view, builder] = await Promise.all([
    orderView(core, order, 'builder'),
    core.store.get('builder', order.builderId),
  ]);
  return packingPage({
    order: view,
    label: packing && addressLabel(packing.address, countryName(packing.address.country)),
    customs: packing?.customs ?? null,
    problem: refusal && sayRefusal(refusal),
    hidden: sayRefusal({ code: 'address-hidden' }),
    price: formatMoney(order.terms.price),
    shippingStandard: builder?.promises.shippingStandard ?? 0,
    scannedAt: order.shipment?.scannedAt ?? null,
    csrf: session.csrf,
    now: core.clock.now(),
    me,
  });
}
