import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Account, Citizen } from './citizen.ts';
import type { Award } from './network-records.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-commands.ts';

const { scorePoints } = houseRules;

/** What an event of an order's adds to its buyer's score, or takes off: at most one award, whose id can be given once. */
export function awardsFor(order: Order, event: OrderEvent, at: Instant): readonly Award[] {
  const { id, buyerId: citizenId } = order;
  if (event.type === 'completed')
    return [made(`order:${id}`, { citizenId, why: 'order', points: scorePoints.order, from: id, at })];
  // Not to take what was offered in a line is no lapse.
  return event.type === 'claim-expired' && !order.offered
    ? [made(`lapse:${id}`, { citizenId, why: 'lapsed-claim', points: scorePoints.lapsedClaim, from: id, at })]
    : [];
}

/** For a second account. Its id is the account's, so that whoever unlinks and links again has it once. */
export function accountAward(citizenId: CitizenId, { platform, id }: Account, at: Instant): Award {
  return made(`account:${platform}:${id}`, { citizenId, why: 'account', points: scorePoints.account, from: null, at });
}

/** For proving who one is. */
export function identityAward(citizenId: CitizenId, at: Instant): Award {
  return made(`identity:${citizenId}`, { citizenId, why: 'identity', points: scorePoints.identity, from: null, at });
}

/** For a builder's word. One of each pair, by the id. */
export function vouchAward(builderId: CitizenId, citizenId: CitizenId, at: Instant): Award {
  const id = `vouch:${builderId}:${citizenId}`;
  return made(id, { citizenId, why: 'vouch', points: scorePoints.vouch, from: builderId, at });
}

/** Whether somebody is known on more than one platform. */
export function hasSecondAccount({ accounts }: Pick<Citizen, 'accounts'>): boolean {
  return new Set(accounts.map(({ platform }) => platform)).size > 1;
}

function made(id: string, award: Omit<Award, 'id' | 'version'>): Award {
  return { id, version: 0, ...award };
}
