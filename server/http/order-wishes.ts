import { nicknameOf } from '../usecases/people/citizens.ts';
import { cancellationOf, scanDeadline } from '../usecases/work/views.ts';
import type { OrderPart } from './order-parts.ts';
import { scanDueSection, wishSection } from './pages/order-wishes.ts';

/** The buyer's wish to cancel, with its clock. The form of the builder's answer is an action that the order has anyway. */
export const wishPart: OrderPart = {
  leads: true,
  async section({ core, order, role, csrf, now }) {
    const wish = cancellationOf(order);
    if (!wish) return null;
    const builder = await nicknameOf(core, order.builderId);
    return wishSection({ until: wish.until, tag: order.tag, builder, reader: role, csrf, now });
  },
  deeds: {},
};

/** The second promise, once the first one is kept. */
export const scanDuePart: OrderPart = {
  section({ order, now }) {
    const at = scanDeadline(order);
    return Promise.resolve(at === null ? null : scanDueSection(at, now));
  },
  deeds: {},
};
