import { day, houseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Drop } from '../../domain/drop.ts';
import type { Order } from '../../domain/order.ts';
import { isInCase } from '../cases/cases.ts';
import type { Core } from '../work/core.ts';
import { partnershipsOf } from '../drops/partners.ts';
import { standingSince } from '../money/statements.ts';

/**
 * What keeps somebody from having themselves deleted, in the order in which people would settle it. Words by this key in `text/`.
 * `bought`, `sold`, `shared`: orders that have not come to their end, as their buyer, builder or marketer. `paid`: money was released to
 * them, as builder or marketer, that a buyer's bank could still take from whoever has it.
 */
export type ObstacleKey = 'bought' | 'sold' | 'shared' | 'raffle' | 'case' | 'dispute' | 'money' | 'debt' | 'paid';

/** `until`: the moment at which it goes away by itself, where that is known. */
export type Obstacle = { readonly key: ObstacleKey; readonly until: Instant | null };

const openStates: readonly Order['fulfilment'][] = ['reserved', 'lapsing', 'paid', 'building', 'shipped', 'delivered'];
/** Bounds of what is looked through for one person. */
const ordersMax = 1_000;
const dropsMax = 500;
const disputesMax = 1_000;
const rafflesMax = 500;

/** Everything that stands between somebody and their deletion; none when they may go. */
export async function obstaclesTo(core: Core, citizen: Citizen): Promise<readonly Obstacle[]> {
  const { id } = citizen;
  const now = core.clock.now();
  const [exposure, selling, sharing, raffle, inCase, disputed, money] = await Promise.all([
    core.store.get('exposure', id),
    core.store.ordersInStates(id, openStates, 1),
    sharesOpenOrder(core, id),
    isInRaffle(core, id),
    isInCase(core, id),
    isDisputed(core, id),
    standingSince(core, id, now - houseRules.disputesMayComeMs - day),
  ]);
  const { waitingMinor, owedMinor } = money.standing;
  const paidUntil = money.releasedAt === null ? 0 : disputesEnd(money.releasedAt);
  const found: readonly (readonly [ObstacleKey, boolean])[] = [
    ['bought', (exposure?.open ?? []).length > 0],
    ['sold', selling.length > 0],
    ['shared', sharing],
    ['raffle', raffle],
    ['case', inCase],
    ['dispute', disputed],
    ['money', waitingMinor !== 0],
    ['debt', owedMinor !== 0],
    ['paid', paidUntil > now],
  ];
  return found.flatMap(([key, stands]) => (stands ? [{ key, until: key === 'paid' ? paidUntil : null }] : []));
}

/** The first whole day by UTC on which no bank can ask about what was released any more, so that a day can be named. */
function disputesEnd(releasedAt: Instant): Instant {
  return Math.ceil((releasedAt + houseRules.disputesMayComeMs) / day) * day;
}

/** The builders who share with somebody, by what was ever agreed. */
export async function buildersSharingWith(core: Core, id: CitizenId): Promise<readonly CitizenId[]> {
  const partnerships = await partnershipsOf(core, id);
  return partnerships.filter(({ marketerId }) => marketerId === id).map(({ builderId }) => builderId);
}

/** Drops that are sold, or could be again, of which somebody gets a share or all. */
export async function standingDrops(core: Core, id: CitizenId): Promise<readonly Drop[]> {
  const builders = [id, ...(await buildersSharingWith(core, id))];
  const drops = await Promise.all(builders.map((builderId) => core.store.dropsOf(builderId, dropsMax)));
  const isTheirs = (drop: Drop) => drop.builderId === id || drop.terms.split.marketer?.citizenId === id;
  return drops.flat().filter((drop) => (drop.status === 'open' || drop.status === 'paused') && isTheirs(drop));
}

async function sharesOpenOrder(core: Core, id: CitizenId): Promise<boolean> {
  for (const builderId of await buildersSharingWith(core, id)) {
    const open = await core.store.ordersInStates(builderId, openStates, ordersMax);
    if (open.some(({ terms }) => terms.split.marketer?.citizenId === id)) return true;
  }
  return false;
}

/** A raffle of their own drop that is not drawn yet: people wait for it. Their own entries they simply lose. */
async function isInRaffle(core: Core, id: CitizenId): Promise<boolean> {
  for (const raffle of await core.store.list('raffle', 'waiting', rafflesMax)) {
    const drop = await core.store.get('drop', raffle.id);
    if (drop?.builderId === id) return true;
  }
  return false;
}

async function isDisputed(core: Core, id: CitizenId): Promise<boolean> {
  for (const { orderId } of await core.store.list('dispute', 'open', disputesMax)) {
    const order = await core.store.get('order', orderId);
    if (order && [order.buyerId, order.builderId, order.terms.split.marketer?.citizenId].includes(id)) return true;
  }
  return false;
}
