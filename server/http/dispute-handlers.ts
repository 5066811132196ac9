import { parseTag } from '#shared/order-tag.ts';
import { answerDispute, disputeView } from '../usecases/disputes/answer-dispute.ts';
import type { Core } from '../usecases/work/core.ts';
import { sideOf } from '../usecases/orders/pay-order.ts';
import type { Handlers } from './mount.ts';
import { granted, Refused } from './problems.ts';

/** Disputes, as the builder of an order adds to what the bank will read. */
export function disputeHandlers(core: Core): Pick<Handlers, 'answerDispute'> {
  return {
    async answerDispute({ params, body }, { citizen }) {
      if (!citizen) throw new Refused({ code: 'not-signed-in' });
      const tag = parseTag(params.tag);
      const order = tag && (await core.store.orderByTag(tag));
      if (!order) throw new Refused({ code: 'not-found' });
      if (sideOf(order, citizen.id) !== 'builder') throw new Refused({ code: 'not-your-order' });
      const { dispute } = granted(await answerDispute(core, order.id, { text: body.text, files: [] }));
      return disputeView(core, dispute);
    },
  };
}
