import { houseRules } from '#shared/house-rules.ts';
import { makeId, type OrderId } from '#shared/ids.ts';
import { makeTag } from '#shared/order-tag.ts';
import type { Citizen, Exposure } from '../../domain/citizen.ts';
import { deadlinesOf } from '../../domain/deadlines.ts';
import type { Drop } from '../../domain/drop.ts';
import type { Order } from '../../domain/order.ts';
import type { Waitlist } from '../../domain/stream-records.ts';
import type { Commit } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';
import { withClaim } from './exposure.ts';
import { historyLine } from './history.ts';

/** A claim as it will be, and the commit that makes it so; notices are added by whoever has something to tell. */
export type NewClaim = { readonly order: Order; readonly commit: Commit };

/**
 * Sets one unit of a drop aside for a citizen. The commit expects the drop as it was read, so closing it beats claims in flight;
 * and the line as it was read, so that nobody slips between a unit that came free and the one whose turn it is.
 *
 * @param line the drop's line as it was read
 * @param how `lineAfter` is set when the unit is offered to the next in the line, who leaves it thereby, for `claimMs` where that is
 *   not as long as for a claim; `communityId` is where it was claimed
 */
export function makeClaim(
  core: Core,
  drop: Drop,
  citizen: Citizen,
  exposure: Exposure,
  line: Waitlist,
  how: { readonly lineAfter: Waitlist; readonly claimMs?: number } | { readonly communityId: string | null },
): NewClaim {
  const offered = 'lineAfter' in how ? how : undefined;
  const order = {
    ...newOrder(core, drop, citizen, offered?.claimMs ?? houseRules.claimMs),
    ...('lineAfter' in how ? { offered: true } : { claimedIn: how.communityId }),
  };
  const until = order.claimEndsAt;
  const first = offered
    ? historyLine(order, { type: 'offered', until }, 'system', order.claimedAt, 0)
    : historyLine(order, { type: 'claimed', until }, 'buyer', order.claimedAt, 0);
  const claimed = [
    { kind: 'order', record: order },
    { kind: 'exposure', record: withClaim(exposure, order) },
  ] as const;
  const expectDrop = { kind: 'drop', id: drop.id, version: drop.version } as const;
  return {
    order,
    commit: {
      expect: offered ? [expectDrop] : [expectDrop, { kind: 'waitlist', id: drop.id, version: line.version }],
      put: offered ? [...claimed, { kind: 'waitlist', record: offered.lineAfter }] : claimed,
      take: { dropId: drop.id, orderId: order.id },
      history: [first],
      deadlines: [{ subject: order.id, due: deadlinesOf(order) }],
    },
  };
}

/** The page that leads to the payment of a claim. Whoever opens it first, pays there. */
export function payLink(core: Core, order: Order): string {
  return `${core.settings.siteUrl}/pay/${order.payCode}`;
}

function newOrder(core: Core, drop: Drop, citizen: Citizen, claimMs: number): Order {
  const now = core.clock.now();
  const id: OrderId = makeId('order', core.clock.randomText());
  return {
    id,
    version: 0,
    tag: makeTag(core.clock.randomValues()),
    dropId: drop.id,
    buyerId: citizen.id,
    builderId: drop.builderId,
    terms: drop.terms,
    fulfilment: 'reserved',
    claimedAt: now,
    claimEndsAt: now + claimMs,
    claimExtended: false,
    lapseEndsAs: 'expired',
    payCode: makePayCode(core.clock.randomValues(), core.clock.randomValues()),
    checkout: null,
    payment: null,
    paidAt: null,
    buildingAt: null,
    shippedAt: null,
    deliveredAt: null,
    endedAt: null,
    shipment: null,
    proofs: [],
    releaseAt: null,
    releasedAt: null,
    legs: [],
    refunds: [],
    freeze: null,
    cancellationAskedAt: null,
    promiseBrokenAt: null,
    holdWarnedAt: null,
  };
}

const readable = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** Ten symbols without look-alikes, about 49 bits: short enough to type, and guesses are limited at the door. */
function makePayCode(first: readonly number[], second: readonly number[]): string {
  const symbols = [...first, ...second].slice(0, 10).map((value) => readable[value % readable.length]);
  return `${symbols.slice(0, 5).join('')}-${symbols.slice(5).join('')}`;
}

/** Reads a pay code as typed; the symbols are never ambiguous, case and hyphen are forgiven. */
export function readPayCode(text: string): string | undefined {
  const symbols = text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return symbols.length === 10 ? `${symbols.slice(0, 5)}-${symbols.slice(5)}` : undefined;
}
