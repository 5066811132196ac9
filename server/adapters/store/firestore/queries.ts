import type { Query } from '@google-cloud/firestore';
import type { HistoryLine, Kind, Records, Store } from '../../../ports/store.ts';
import { historyOf } from './commit.ts';
import { pathOf, readRecord } from './documents.ts';
import type { Fields } from './documents.ts';
import type { Lists } from './lists.ts';
import type { Reads } from './reads.ts';
import { unitOf } from './unit-rows.ts';

type PeopleAndDrops = Pick<
  Store,
  | 'citizenByAccount'
  | 'openDrops'
  | 'dropsOf'
  | 'shownDrops'
  | 'units'
  | 'unitOf'
  | 'channelOfBuilder'
  | 'channels'
  | 'grants'
  | 'sightings'
>;

/** Reading of drops and of the people around them. */
export function dropQueries(list: Lists, reads: Reads): PeopleAndDrops {
  return {
    citizenByAccount: (platform, accountId) => ownerOf(reads, 'citizen', pathOf('account', `${platform}:${accountId}`)),
    openDrops: (limit, builderId) =>
      recordsIn<'drop'>((builderId ? list.openDropsOf(builderId) : list.openDrops()).limit(limit)),
    dropsOf: (builderId, limit) => recordsIn<'drop'>(list.dropsOf(builderId).limit(limit)),
    async shownDrops(closedAfter, limit) {
      const [standing, closed] = await Promise.all([
        recordsIn<'drop'>(list.standingDrops().limit(limit)),
        recordsIn<'drop'>(list.dropsClosedAfter(closedAfter).limit(limit)),
      ]);
      return [...standing, ...closed].sort((a, b) => b.openedAt - a.openedAt).slice(0, limit);
    },
    async units(dropId) {
      const [stock, gone] = await Promise.all([
        reads.get(pathOf('stock', dropId)),
        list.unitsGone(dropId).count().get(),
      ]);
      const total = Number(stock?.data['count'] ?? 0);
      return { total, left: total - gone.data().count };
    },
    unitOf: async (orderId) => unitOf(await reads.get(pathOf('order', orderId)))?.number,
    async channelOfBuilder(builderId) {
      const { docs } = await list.channelsOf(builderId).get();
      // A builder who changed channels has several, and the newest of those that are linked counts.
      return docs
        .sort((a, b) => b.createTime.valueOf().localeCompare(a.createTime.valueOf()))
        .map((document) => readRecord<'channel'>(document.data() as Fields))
        .find((channel) => (channel?.unlinkedAt ?? null) === null);
    },
    grants: (limit) => recordsIn<'grant'>(list.grants().limit(limit)),
    channels: (limit) => recordsIn<'channel'>(list.channels().limit(limit)),
    sightings: (limit, orderId) =>
      recordsIn<'sighting'>((orderId ? list.sightingsOf(orderId) : list.sightings()).limit(limit)),
  };
}

/** Reading of records by the word under which they are listed. */
export function listQueries(list: Lists): Pick<Store, 'list' | 'count'> {
  return {
    list: (kind, under, limit, after) => recordsIn(list.listed(kind, under, after).limit(limit)),
    count: async (kind, under) => (await list.listed(kind, under, undefined).count().get()).data().count,
  };
}

type OrdersAndHistory = Pick<
  Store,
  'orderByTag' | 'orderByPayCode' | 'ordersOf' | 'ordersInStates' | 'recentOrders' | 'history'
>;

/** Reading of orders and what happened to them. */
export function orderQueries(list: Lists, reads: Reads): OrdersAndHistory {
  return {
    orderByTag: (tag) => ownerOf(reads, 'order', pathOf('ordertag', tag)),
    orderByPayCode: (code) => ownerOf(reads, 'order', pathOf('ordercode', code)),
    ordersOf: (who, limit) =>
      recordsIn<'order'>(
        ('buyer' in who ? list.ordersOfBuyer(who.buyer) : list.ordersOfBuilder(who.builder)).limit(limit),
      ),
    ordersInStates: async (builderId, states, limit) =>
      states.length === 0 ? [] : recordsIn<'order'>(list.ordersInStates(builderId, states).limit(limit)),
    recentOrders: (limit) => recordsIn<'order'>(list.recentOrders().limit(limit)),
    history: async (orderId) =>
      Object.values(historyOf(await reads.get(pathOf('order', orderId))))
        .map((line) => JSON.parse(line) as HistoryLine)
        .sort((a, b) => a.seq - b.seq),
  };
}

/** The record to which a document of its own leads, such as an order by its tag. */
async function ownerOf<K extends Kind>(reads: Reads, kind: K, path: string): Promise<Records[K] | undefined> {
  const owner = (await reads.get(path))?.data['owner'];
  return owner === undefined ? undefined : readRecord<K>(await reads.get(pathOf(kind, String(owner))));
}

async function recordsIn<K extends Kind>(query: Query): Promise<readonly Records[K][]> {
  const { docs } = await query.get();
  return docs.flatMap((document) => readRecord<K>(document.data() as Fields) ?? []);
}
