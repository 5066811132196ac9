import type { CitizenId, DropId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import { judgeClaim } from '../../domain/claims.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Drop } from '../../domain/drop.ts';
import type { Order } from '../../domain/order.ts';
import { isWaiting, keepsUnits, noLine } from '../../domain/waitlist.ts';
import type { Commit, Committed } from '../../ports/store.ts';
import { triesMax } from './apply-command.ts';
import type { Core } from '../work/core.ts';
import { noExposure } from './exposure.ts';
import { feltPut, inTurn } from '../communities/gatherings.ts';
import { makeClaim, payLink } from './new-claim.ts';
import type { OrderFacts } from './order-facts.ts';
import { tellIfSoldOut } from '../streams/tell-channel.ts';
import { addressed } from '../work/tell.ts';
import { offerUnits } from '../drops/waitlist-offers.ts';

/** The order of a claim. `facts` are those of an order that this claim made; null when it stood before. */
export type Claimed =
  | { readonly ok: true; readonly order: Order; readonly facts: OrderFacts | null }
  | { readonly ok: false; readonly refusal: Refusal };

/** Where a claim is made. */
export type ClaimedAt = { readonly communityId?: string | null; readonly instanceId?: string | undefined };

/** A gathering changes all the time. A claim that lost to it this often is made without being felt: it is the claim that counts. */
const feltTriesMax = 6;

/**
 * A citizen takes one unit of a drop for ten minutes. The same person asking again while it is set aside gets the same order. The
 * commit expects the drop as it was read, so closing it beats claims in flight, and writes the citizen's exposure, so two doors
 * cannot race a cap. While people wait in the drop's line a free unit is theirs: whoever is next and presses claim gets it, and
 * everybody else is told of the line.
 *
 * @param tell whether to send the payment link to the citizen's messages, for doors that may not show one
 * @param where the community in which they stand, where they stand in one, and the activity in which others feel the claim
 */
export async function claimUnit(
  core: Core,
  dropId: DropId,
  citizenId: CitizenId,
  tell: boolean,
  where: ClaimedAt = {},
): Promise<Claimed> {
  for (let tries = 0; tries < triesMax; tries++) {
    const [drop, citizen, exposure, kept] = await Promise.all([
      core.store.get('drop', dropId),
      core.store.get('citizen', citizenId),
      core.store.get('exposure', citizenId),
      core.store.get('waitlist', dropId),
    ]);
    if (!drop || !citizen || drop.status === 'draft') return refuse('not-found');
    if (citizen.aliasOf) return claimUnit(core, dropId, citizen.aliasOf, tell, where);
    const builderLive = drop.liveOnly && (await core.store.channelOfBuilder(drop.builderId))?.live != null;
    const before = exposure ?? noExposure(citizenId);
    const ruling = judgeClaim(drop, citizen, before, builderLive, core.clock.now());
    if (!ruling.ok) return ruling;
    if (ruling.standing) {
      const standing = await core.store.get('order', ruling.standing);
      if (standing) return { ok: true, order: standing, facts: null };
    }
    const line = kept ?? noLine(dropId);
    if (isWaiting(line, citizenId)) return claimFromLine(core, dropId, citizenId);
    if (keepsUnits(line)) return refuse('waitlist-first');
    const { order, commit } = makeClaim(core, drop, citizen, before, line, { communityId: where.communityId ?? null });
    const notice = tell
      ? await addressed(
          core,
          order,
          { to: citizenId, kind: 'claim-made', params: { untilAt: order.claimEndsAt }, link: 'order' },
          `${order.id}:claim-made`,
          order.claimedAt,
        )
      : undefined;
    const change = { ...commit, ...(notice ? { notices: [{ ...notice, link: payLink(core, order) }] } : {}) };
    const done = await commitFelt(core, change, { citizen, drop, instanceId: where.instanceId, tries });
    if (done.result === 'committed') {
      const facts = { entries: [], history: commit.history ?? [], unit: done.unit };
      await tellIfSoldOut(core, drop, done.unit);
      return { ok: true, order: { ...order, version: 1 }, facts };
    }
    if (done.result === 'sold-out') return refuse('sold-out');
  }
  return refuse('conflict-try-again');
}

/** Keeps a claim together with what the others in the activity feel of it. */
async function commitFelt(
  core: Core,
  change: Commit,
  of: {
    readonly citizen: Citizen;
    readonly drop: Drop;
    readonly instanceId: string | undefined;
    readonly tries: number;
  },
): Promise<Committed> {
  const { citizen, drop, instanceId, tries } = of;
  if (instanceId === undefined || tries >= feltTriesMax) return core.store.commit(change);
  return inTurn(core, instanceId, async () => {
    const felt = await feltPut(core, instanceId, citizen, drop.id);
    return core.store.commit({ ...change, put: [...(change.put ?? []), ...felt] });
  });
}

/** Somebody in the line presses claim: what is free is offered at once, and they have it if it was their turn. */
async function claimFromLine(core: Core, dropId: DropId, citizenId: CitizenId): Promise<Claimed> {
  if ((await core.store.units(dropId)).left === 0) return refuse('sold-out');
  await offerUnits(core, dropId);
  const exposure = await core.store.get('exposure', citizenId);
  const offered = exposure?.open.find((each) => each.dropId === dropId && each.reserved);
  const order = offered && (await core.store.get('order', offered.orderId));
  return order ? { ok: true, order, facts: null } : refuse('waitlist-first');
}
