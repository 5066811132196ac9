import { makeId, type CitizenId, type DropId } from '#shared/ids.ts';
import { houseRules } from '#shared/house-rules.ts';
import { makeTag } from '#shared/order-tag.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import { judgeClaim } from '../domain/claims.ts';
import { deadlinesOf } from '../domain/deadlines.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { Drop } from '../domain/drop.ts';
import type { Order } from '../domain/order.ts';
import { triesMax } from './apply-command.ts';
import type { Core } from './core.ts';
import { noExposure, withClaim } from './exposure.ts';
import { historyLine } from './history.ts';
import type { OrderFacts } from './order-facts.ts';
import { addressed } from './tell.ts';

/** The order of a claim. `facts` are those of an order that this claim made; null when it stood before. */
export type Claimed =
  | { readonly ok: true; readonly order: Order; readonly facts: OrderFacts | null }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * A citizen takes one unit of a drop for ten minutes. The same person asking again while it is set aside gets the same order. The
 * commit expects the drop as it was read, so closing it beats claims in flight, and writes the citizen's exposure, so two doors
 * cannot race a cap.
 *
 * @param tell whether to send the payment link to the citizen's messages, for doors that may not show one
 */
export async function claimUnit(core: Core, dropId: DropId, citizenId: CitizenId, tell: boolean): Promise<Claimed> {
  for (let tries = 0; tries < triesMax; tries++) {
    const [drop, citizen, exposure] = await Promise.all([
      core.store.get('drop', dropId),
      core.store.get('citizen', citizenId),
      core.store.get('exposure', citizenId),
    ]);
    if (!drop || !citizen || drop.status === 'draft') return refuse('not-found');
    const builderLive = drop.liveOnly && (await core.store.channelOfBuilder(drop.builderId))?.live != null;
    const before = exposure ?? noExposure(citizenId);
    const ruling = judgeClaim(drop, citizen, before, builderLive, core.clock.now());
    if (!ruling.ok) return ruling;
    if (ruling.standing) {
      const standing = await core.store.get('order', ruling.standing);
      if (standing) return { ok: true, order: standing, facts: null };
    }
    const order = newOrder(core, drop, citizen);
    const notice = tell
      ? await addressed(
          core,
          order,
          { to: citizenId, kind: 'claim-made', params: { untilAt: order.claimEndsAt }, link: 'order' },
          `${order.id}:claim-made`,
          order.claimedAt,
        )
      : undefined;
    const history = [historyLine(order, { type: 'claimed', until: order.claimEndsAt }, 'buyer', order.claimedAt, 0)];
    const kept = await core.store.commit({
      expect: [{ kind: 'drop', id: drop.id, version: drop.version }],
      put: [
        { kind: 'order', record: order },
        { kind: 'exposure', record: withClaim(before, order) },
      ],
      take: { dropId: drop.id, orderId: order.id },
      history,
      deadlines: [{ subject: order.id, due: deadlinesOf(order) }],
      ...(notice ? { notices: [{ ...notice, link: payLink(core, order) }] } : {}),
    });
    if (kept.result === 'committed')
      return { ok: true, order: { ...order, version: 1 }, facts: { entries: [], history, unit: kept.unit } };
    if (kept.result === 'sold-out') return refuse('sold-out');
  }
  return refuse('conflict-try-again');
}

/** The page that leads to the payment of a claim. Whoever opens it first, pays there. */
export function payLink(core: Core, order: Order): string {
  return `${core.settings.siteUrl}/pay/${order.payCode}`;
}

function newOrder(core: Core, drop: Drop, citizen: Citizen): Order {
  const now = core.clock.now();
  return {
    id: makeId('order', core.clock.randomText()),
    version: 0,
    tag: makeTag(core.clock.randomValues()),
    dropId: drop.id,
    buyerId: citizen.id,
    builderId: drop.builderId,
    terms: drop.terms,
    fulfilment: 'reserved',
    claimedAt: now,
    claimEndsAt: now + houseRules.claimMs,
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
