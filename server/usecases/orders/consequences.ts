import type { Instant } from '#shared/ids.ts';
import { isOwn } from '../../domain/decide/disputes-of.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEvent } from '../../domain/order-commands.ts';
import type { Notice, Put } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';
import { flagPuts, type FlagWish } from '../house/flags.ts';
import { strikePuts, type StrikeWish } from '../people/strikes.ts';

/** What an order's events mean beyond the order: strikes for whoever let the other down, and what the staff should look at. */
export async function consequencesOf(
  core: Core,
  order: Order,
  events: readonly OrderEvent[],
  now: Instant,
): Promise<{ readonly put: readonly Put[]; readonly notices: readonly Notice[] }> {
  const parts = await Promise.all(
    events.flatMap((event) => [
      ...strikesFor(order, event, now).map((wish) => strikePuts(core, wish)),
      ...flagsFor(order, event).map((wish) => flagPuts(core, wish)),
    ]),
  );
  return { put: parts.flatMap(({ put }) => put), notices: parts.flatMap(({ notices }) => notices) };
}

/** A promise that passed, a dispute that was lost without full proof, and one of a buyer's that the bank found to be nothing. */
function strikesFor(order: Order, event: OrderEvent, at: Instant): readonly StrikeWish[] {
  const { id: orderId, builderId, buyerId } = order;
  const strike = (citizenId: StrikeWish['citizenId'], why: StrikeWish['why']): StrikeWish => ({
    citizenId,
    why,
    orderId,
    reason: `strike-${why}`,
    at,
  });
  switch (event.type) {
    case 'promise-broken':
      return [strike(builderId, event.clock === 'proof' ? 'proof-late' : 'scan-late')];
    case 'dispute-closed':
      if (!isOfOwnCharge(order, event.disputeId)) return [];
      if (event.outcome === 'won') return event.isInquiry ? [] : [strike(buyerId, 'unfounded-dispute')];
      return event.isProved ? [] : [strike(builderId, 'lost-dispute')];
    default:
      return [];
  }
}

/** A charge that came twice or too late goes back by itself: a dispute about it says nothing of anybody. */
function isOfOwnCharge(order: Order, disputeId: string): boolean {
  return (order.disputes ?? []).some((each) => each.id === disputeId && isOwn(order, each));
}

function flagsFor(order: Order, event: OrderEvent): readonly FlagWish[] {
  const flag = (kind: FlagWish['kind'], citizenId: FlagWish['citizenId'] = null): FlagWish => ({
    id: `flag:${kind}:${order.id}:${order.version}`,
    kind,
    citizenId,
    orderId: order.id,
    about: order.tag,
  });
  switch (event.type) {
    case 'parcel-doubted':
      return [{ ...flag('parcel-doubtful'), params: { reason: event.why } }];
    case 'hold-warned':
      return [flag('hold-long')];
    case 'hold-ended':
      return [flag('hold-ended')];
    case 'owed': {
      const { party, citizenId, amountMinor, currency } = event;
      const owing = flag('debt', citizenId);
      return [{ ...owing, id: `${owing.id}:${party}`, params: { amountMinor, currency } }];
    }
    default:
      return [];
  }
}
