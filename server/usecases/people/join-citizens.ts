import type { CitizenId } from '#shared/ids.ts';
import type { Account, Citizen, Exposure } from '../../domain/citizen.ts';
import type { Award, Ban } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import type { Put } from '../../ports/store.ts';
import { movedEntries } from '../drops/raffle-joining.ts';
import { awardsOf } from './passports.ts';
import { isInCase } from '../cases/cases.ts';
import type { Core } from '../work/core.ts';
import { noExposure } from '../orders/exposure.ts';
import { strikesOf } from './strike-acts.ts';

/** Why two citizens cannot become one, as the code of a reason. */
export type JoinProblem =
  'link-banned' | 'link-case' | 'link-platform' | 'link-both-sell' | 'link-own-order' | 'link-too-much';

/** More than this is not moved in one commit; whoever has more is helped by the staff. */
const ordersMax = 100;
const awardsMax = 300;
const bansPerPage = 500;
const banPagesMax = 200;
/** Drops, open or paused, in whose lines the one who goes may stand. */
const linesMax = 400;

/** Two citizens found to be one person: who stays, who becomes an alias, and what moves. */
export type Joining = {
  readonly stays: Citizen;
  readonly goes: Citizen;
  /** What both have open, as it was before the orders were read: a claim writes it, and one that was not read makes this void. */
  readonly exposure: Exposure;
  readonly gone: Exposure;
  readonly orders: readonly Order[];
  readonly awards: readonly Award[];
};

/**
 * Judges whether two citizens may become one. The elder stays; but whoever sells stays in any case, because drops, channel, promises
 * and transfers name them by their id.
 */
export async function judgeJoining(core: Core, one: Citizen, other: Citizen): Promise<Joining | JoinProblem> {
  if ([one, other].some(({ bannedFor, kinBan }) => bannedFor || kinBan)) return 'link-banned';
  if (one.accounts.some(({ platform }) => other.accounts.some((each) => each.platform === platform)))
    return 'link-platform';
  const [oneSells, otherSells] = await Promise.all([sells(core, one.id), sells(core, other.id)]);
  if (oneSells && otherSells) return 'link-both-sell';
  const otherStays = otherSells || (!oneSells && isElder(other, one));
  const [stays, goes] = otherStays ? [other, one] : [one, other];
  const [exposure = noExposure(stays.id), gone = noExposure(goes.id)] = await Promise.all([
    core.store.get('exposure', stays.id),
    core.store.get('exposure', goes.id),
  ]);
  const [orders, awards] = await Promise.all([
    core.store.ordersOf({ buyer: goes.id }, ordersMax + 1),
    awardsOf(core, goes.id),
  ]);
  // Asked after the orders were read: a report writes its order, and one that comes from here on makes the joining void.
  if ((await isInCase(core, one.id)) || (await isInCase(core, other.id))) return 'link-case';
  if (orders.length > ordersMax || awards.length > awardsMax) return 'link-too-much';
  return orders.some((order) => isOf(order, stays.id)) ||
    (await core.store.ordersOf({ buyer: stays.id }, ordersMax)).some((order) => isOf(order, goes.id))
    ? 'link-own-order'
    : { stays, goes, exposure, gone, orders, awards };
}

/** The ban that stands and names an account, be it linked to anybody or not. */
export async function banOfAccount(core: Core, { platform, id }: Account): Promise<Ban | undefined> {
  const names = ({ accounts }: Ban) => accounts.some((each) => each.platform === platform && each.id === id);
  let after: string | undefined;
  for (let pages = 0; pages < banPagesMax; pages++) {
    const page = await core.store.list('ban', 'all', bansPerPage, after);
    const found = page.find(names);
    if (found || page.length < bansPerPage) return found;
    after = page.at(-1)?.id;
  }
  throw new Error('there are more bans than are read');
}

/** Everything that the joining of two citizens writes, in one commit: nobody is ever half of each. */
export async function joinedRecords(core: Core, joining: Joining): Promise<readonly Put[]> {
  const { stays, goes, exposure, gone, orders, awards } = joining;
  const [rooms, lines, known, strikes] = await Promise.all([
    Promise.all(orders.map(({ id }) => core.store.get('room', id))),
    linesWith(core, goes.id),
    awardsOf(core, stays.id),
    strikesOf(core, goes.id),
  ]);
  const isNew = (award: Award) => !known.some(({ why, from }) => isSame(award, { why, from }));
  return [
    { kind: 'citizen', record: together(stays, goes) },
    { kind: 'citizen', record: aliasOf(goes, stays.id) },
    { kind: 'exposure', record: addUp(exposure, gone) },
    { kind: 'exposure', record: { ...gone, open: [], taken: {}, lapses: [] } },
    ...orders.map((order) => ({ kind: 'order', record: { ...order, buyerId: stays.id } }) as const),
    ...rooms.flatMap((room) => (room ? [{ kind: 'room', record: { ...room, buyerId: stays.id } } as const] : [])),
    ...awards.filter(isNew).map((award) => ({ kind: 'award', record: { ...award, citizenId: stays.id } }) as const),
    ...strikes.map((strike) => ({ kind: 'strike', record: { ...strike, citizenId: stays.id } }) as const),
    ...lines.map((line) => ({ kind: 'waitlist', record: withPlaceOf(line, goes.id, stays.id) }) as const),
    ...(await movedEntries(core, goes.id, stays.id)),
  ];
}

function isElder(one: Citizen, other: Citizen): boolean {
  return one.joinedAt === other.joinedAt ? one.id < other.id : one.joinedAt < other.joinedAt;
}

async function sells(core: Core, id: CitizenId): Promise<boolean> {
  const found = await Promise.all([
    core.store.get('builder', id),
    core.store.get('payee', id),
    core.store.get('application', id),
  ]);
  return found.some((record) => record !== undefined);
}

/** Nobody buys from themselves: whoever did, with a second account, does not become one by linking it. */
function isOf({ builderId, terms }: Order, id: CitizenId): boolean {
  return builderId === id || terms.split.marketer?.citizenId === id;
}

function together(stays: Citizen, goes: Citizen): Citizen {
  const strikes = [stays.lastStrikeAt, goes.lastStrikeAt].filter((at) => at !== null);
  const former = [...(stays.formerAccounts ?? []), ...(goes.formerAccounts ?? [])];
  return {
    ...goes,
    ...stays,
    accounts: [...stays.accounts, ...goes.accounts],
    identityVerified: stays.identityVerified || goes.identityVerified,
    completedOrders: stays.completedOrders + goes.completedOrders,
    lostDisputes: stays.lostDisputes + goes.lostDisputes,
    lastStrikeAt: strikes.length > 0 ? Math.max(...strikes) : null,
    joinedAt: Math.min(stays.joinedAt, goes.joinedAt),
    ...(former.length > 0 ? { formerAccounts: former } : {}),
    aliases: [...(stays.aliases ?? []), ...(goes.aliases ?? []), goes.id],
  };
}

/** What was theirs is counted once, with the one who stays. */
function aliasOf(goes: Citizen, stays: CitizenId): Citizen {
  const { id, version, nickname, joinedAt } = goes;
  return {
    id,
    version,
    nickname,
    accounts: [],
    identityVerified: false,
    completedOrders: 0,
    lostDisputes: 0,
    lastStrikeAt: null,
    joinedAt,
    aliasOf: stays,
  };
}

function addUp(exposure: Exposure, gone: Exposure): Exposure {
  const taken: Record<string, number> = { ...exposure.taken };
  for (const [dropId, units] of Object.entries(gone.taken)) taken[dropId] = (taken[dropId] ?? 0) + units;
  const lapses = [...exposure.lapses, ...gone.lapses].toSorted((one, other) => one - other);
  return { ...exposure, open: [...exposure.open, ...gone.open], taken, lapses };
}

/** A builder vouches for a person once, and an identity is proved once. */
function isSame(award: Award, known: Pick<Award, 'why' | 'from'>): boolean {
  return award.why === known.why && (award.why === 'identity' || (award.why === 'vouch' && award.from === known.from));
}

async function linesWith(core: Core, id: CitizenId) {
  const drops = await core.store.shownDrops(core.clock.now(), linesMax);
  const lines = await Promise.all(drops.map((drop) => core.store.get('waitlist', drop.id)));
  return lines.flatMap((line) => (line?.entries.some(({ citizenId }) => citizenId === id) ? [line] : []));
}

/** The better of two places is kept. */
function withPlaceOf<Line extends { readonly entries: readonly { readonly citizenId: CitizenId }[] }>(
  line: Line,
  goes: CitizenId,
  stays: CitizenId,
): Line {
  const places = line.entries.map((entry) => (entry.citizenId === goes ? { ...entry, citizenId: stays } : entry));
  const isFirst = ({ citizenId }: { readonly citizenId: CitizenId }, index: number) =>
    places.findIndex((each) => each.citizenId === citizenId) === index;
  return { ...line, entries: places.filter(isFirst) };
}
