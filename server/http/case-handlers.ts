import { parseTag } from '#shared/order-tag.ts';
import type { OrderCase } from '#shared/schemas/trust.ts';
import { answerCase, appealCase, type Said } from '../usecases/cases/case-talk.ts';
import { caseFor, casesShown } from '../usecases/cases/case-views.ts';
import type { Core } from '../usecases/work/core.ts';
import { sideOf } from '../usecases/orders/pay-order.ts';
import type { Caller } from './auth.ts';
import type { Handlers } from './mount.ts';
import { granted, Refused } from './problems.ts';

/** Cases, as the two of an order have their say in them. */
export function caseHandlers(core: Core): Pick<Handlers, 'listOrderCases' | 'answerCase' | 'appealCase'> {
  /** A door that may show no price shows no amount of a refund either. */
  const asShown = (each: OrderCase, { door }: Caller): OrderCase =>
    door === 'twitch' && core.settings.twitchCheckout === 'code' ? withoutAmounts(each) : each;
  const shown = async (said: Said, caller: Caller) => {
    const { record } = granted(said);
    const order = record.orderId ? await core.store.get('order', record.orderId) : undefined;
    if (!order) throw new Refused({ code: 'not-found' });
    const side = order.builderId === citizenOf(caller).id ? 'builder' : 'buyer';
    return asShown(caseFor(record, order, side, core.clock.now()), caller);
  };
  return {
    async listOrderCases({ params }, caller) {
      const tag = parseTag(params.tag);
      const order = tag && (await core.store.orderByTag(tag));
      if (!order) throw new Refused({ code: 'not-found' });
      const side = sideOf(order, citizenOf(caller).id);
      if (!side) throw new Refused({ code: 'not-yours' });
      const cases = await casesShown(core, order, side);
      return cases === 'away'
        ? { cases: [], isHidden: true }
        : { cases: cases.map((each) => asShown(each, caller)), isHidden: false };
    },
    async answerCase({ params, body }, caller) {
      const citizen = citizenOf(caller);
      return shown(await answerCase(core, params.caseId, citizen, body), caller);
    },
    async appealCase({ params, body }, caller) {
      const citizen = citizenOf(caller);
      return shown(await appealCase(core, params.caseId, citizen, body.text), caller);
    },
  };
}

function withoutAmounts(each: OrderCase): OrderCase {
  const bare = (decision: OrderCase['decision']) => decision && { ...decision, refund: null };
  return { ...each, decision: bare(each.decision), final: bare(each.final) };
}

function citizenOf({ citizen }: Caller) {
  if (!citizen) throw new Refused({ code: 'not-signed-in' });
  return citizen;
}
