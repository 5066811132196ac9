import { day } from '#shared/house-rules.ts';
import type { Builder } from './citizen.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-commands.ts';
import { proofDueAt } from './promise-clocks.ts';

type Facts = Pick<
  Builder,
  'completedOrders' | 'builtLive' | 'proofsOnTime' | 'proofsLate' | 'proofsTook' | 'lostDisputes'
>;

/** A builder's last orders say how fast they are now. */
const proofsTimedMax = 100;

const counted: readonly OrderEvent['type'][] = [
  'completed',
  'promise-broken',
  'days-granted',
  'proof-counted',
  'dispute-closed',
];

/** Whether these events can add anything, so that a builder need not be read for others. */
export function bearsOnReputation(events: readonly OrderEvent[]): boolean {
  return events.some(({ type }) => counted.includes(type));
}

/**
 * What an order's events add to the facts that a builder's reputation is computed from; the same object where they add nothing. The
 * promise of a first proof is counted once per order: when that proof comes, or before it when the promised day has passed.
 *
 * @param order as it is after the events
 */
export function reputationAfter<B extends Facts>(builder: B, order: Order, events: readonly OrderEvent[]): B {
  return events.reduce((facts, event) => countEvent(facts, order, event), builder);
}

/** The share of promised first proofs that came in time, from 0 to 1; null before the first was due. */
export function onTimeRate({ proofsOnTime = 0, proofsLate = 0 }: Facts): number | null {
  const judged = proofsOnTime + proofsLate;
  return judged === 0 ? null : proofsOnTime / judged;
}

/**
 * The days that half of a builder's last orders took at most from payment to first proof, begun days counted whole; null before the first.
 */
export function medianDaysToProof({ proofsTook = [] }: Pick<Builder, 'proofsTook'>): number | null {
  const took = proofsTook.toSorted((one, other) => one - other)[Math.floor((proofsTook.length - 1) / 2)];
  return took === undefined ? null : Math.max(1, Math.ceil(took / day));
}

function countEvent<B extends Facts>(builder: B, order: Order, event: OrderEvent): B {
  switch (event.type) {
    case 'completed': {
      const live = order.proofs.some((proof) => proof.kind === 'stream');
      return {
        ...builder,
        completedOrders: builder.completedOrders + 1,
        builtLive: builder.builtLive + (live ? 1 : 0),
      };
    }
    case 'promise-broken':
      return event.clock === 'proof' ? { ...builder, proofsLate: (builder.proofsLate ?? 0) + 1 } : builder;
    case 'days-granted':
      // Whoever has more time is not late any more; the first proof is counted when it comes.
      return event.clock === 'proof' && event.wasBroken
        ? { ...builder, proofsLate: Math.max(0, (builder.proofsLate ?? 0) - 1) }
        : builder;
    case 'dispute-closed':
      return event.outcome === 'lost' && !event.isProved
        ? { ...builder, lostDisputes: builder.lostDisputes + 1 }
        : builder;
    case 'proof-counted': {
      if (order.proofs.length !== 1) return builder;
      const took = Math.max(0, event.proof.at - (order.paidAt ?? event.proof.at));
      const timed = { ...builder, proofsTook: [...(builder.proofsTook ?? []), took].slice(-proofsTimedMax) };
      if (order.promiseBrokenAt !== null) return timed;
      return event.proof.at <= proofDueAt(order)
        ? { ...timed, proofsOnTime: (timed.proofsOnTime ?? 0) + 1 }
        : { ...timed, proofsLate: (timed.proofsLate ?? 0) + 1 };
    }
    default:
      return builder;
  }
}
