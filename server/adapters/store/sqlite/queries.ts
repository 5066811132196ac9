import type { HistoryLine, Kind, ListedKind, Records, Store } from '../../../ports/store.ts';
import { listedKinds } from '../listed.ts';
import type { RecentRecords } from './recent-records.ts';
import { query } from './database.ts';
import type { Database } from './database.ts';
import { readRecord } from './records.ts';

type Body = { readonly body: string };

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
export function dropQueries(database: Database, recent: RecentRecords): PeopleAndDrops {
  const bodies = (sql: string) => query<Body>(database, sql);
  const byAccount = bodies(
    `SELECT body FROM citizen_account JOIN citizen ON citizen.id = citizen_id WHERE platform = ? AND account_id = ?`,
  );
  const open = bodies(`SELECT body FROM "drop" WHERE status = 'open' ORDER BY opened_at DESC, seq DESC LIMIT ?`);
  const openOfBuilder = bodies(
    `SELECT body FROM "drop" WHERE status = 'open' AND builder_id = ? ORDER BY opened_at DESC, seq DESC LIMIT ?`,
  );
  const ofBuilder = bodies(`SELECT body FROM "drop" WHERE builder_id = ? ORDER BY opened_at DESC, seq DESC LIMIT ?`);
  const shown = bodies(
    `SELECT body FROM (
       SELECT body, opened_at, seq FROM "drop" WHERE status = 'open'
       UNION ALL SELECT body, opened_at, seq FROM "drop" WHERE status = 'paused'
       UNION ALL SELECT body, opened_at, seq FROM "drop" WHERE closed_at > ?
     ) ORDER BY opened_at DESC, seq DESC LIMIT ?`,
  );
  // Units are numbered from 1 and never removed, so the highest number is the total, and only free ones need counting.
  const units = query<{ total: number; left: number }>(
    database,
    `SELECT coalesce((SELECT max(number) FROM unit WHERE drop_id = ?1), 0) AS total,
            (SELECT count(*) FROM unit INDEXED BY unit_free WHERE drop_id = ?1 AND state = 'free') AS left`,
  );
  const unitOf = query<{ number: number }>(
    database,
    `SELECT number FROM unit WHERE order_seq = (SELECT seq FROM "order" WHERE id = ?)`,
  );
  const channelOf = bodies(
    `SELECT body FROM channel WHERE builder_id = ? AND body ->> '$.unlinkedAt' IS NULL ORDER BY seq DESC LIMIT 1`,
  );
  const channels = bodies('SELECT body FROM channel ORDER BY seq LIMIT ?');
  const grants = bodies('SELECT body FROM "grant" ORDER BY id LIMIT ?');
  const sightings = bodies('SELECT body FROM sighting ORDER BY seq DESC LIMIT ?');
  const sightingsOf = bodies('SELECT body FROM sighting WHERE order_id = ? ORDER BY seq DESC LIMIT ?');

  return {
    async citizenByAccount(platform, accountId) {
      const citizen = readFirst<'citizen'>(byAccount.first(platform, accountId));
      if (citizen) recent.keep('citizen', citizen);
      return citizen;
    },
    openDrops: async (limit, builderId) =>
      (builderId ? openOfBuilder.all(builderId, limit) : open.all(limit)).map(readRecord<'drop'>),
    dropsOf: async (builderId, limit) => ofBuilder.all(builderId, limit).map(readRecord<'drop'>),
    shownDrops: async (closedAfter, limit) => shown.all(closedAfter, limit).map(readRecord<'drop'>),
    units: async (dropId) => ({ total: 0, left: 0, ...units.first(dropId) }),
    unitOf: async (orderId) => unitOf.first(orderId)?.number,
    channelOfBuilder: async (builderId) =>
      recent.channelOf(builderId, () => readFirst<'channel'>(channelOf.first(builderId))),
    channels: async (limit) => channels.all(limit).map(readRecord<'channel'>),
    grants: async (limit) => grants.all(limit).map(readRecord<'grant'>),
    sightings: async (limit, orderId) =>
      (orderId ? sightingsOf.all(orderId, limit) : sightings.all(limit)).map(readRecord<'sighting'>),
  };
}

/** Reading of records by the word under which they are listed. */
export function listQueries(database: Database): Pick<Store, 'list' | 'count'> {
  const counts = new Map(
    listedKinds.map((kind) => [
      kind,
      query<{ count: number }>(database, `SELECT count(*) AS count FROM "${kind}" WHERE listed_under = ?`),
    ]),
  );
  const pages = new Map(
    listedKinds.map((kind) => [
      kind,
      query<Body>(database, `SELECT body FROM "${kind}" WHERE listed_under = ? AND id > ? ORDER BY id LIMIT ?`),
    ]),
  );
  return {
    list: async <K extends ListedKind>(kind: K, under: string, limit: number, after = '') =>
      (pages.get(kind)?.all(under, after, limit) ?? []).map(readRecord<K>),
    count: async (kind, under) => counts.get(kind)?.first(under)?.count ?? 0,
  };
}

type OrdersAndHistory = Pick<
  Store,
  'orderByTag' | 'orderByPayCode' | 'ordersOf' | 'ordersInStates' | 'recentOrders' | 'history'
>;

/** Reading of orders and what happened to them. */
export function orderQueries(database: Database): OrdersAndHistory {
  const bodies = (sql: string) => query<Body>(database, sql);
  const byTag = bodies('SELECT body FROM "order" WHERE tag = ?');
  const byPayCode = bodies('SELECT body FROM "order" WHERE pay_code = ?');
  const ofBuyer = bodies('SELECT body FROM "order" WHERE buyer_id = ? ORDER BY seq DESC LIMIT ?');
  const ofBuilder = bodies('SELECT body FROM "order" WHERE builder_id = ? ORDER BY seq DESC LIMIT ?');
  const inStates = bodies(
    `SELECT body FROM "order" INDEXED BY order_by_state
     WHERE builder_id = ? AND fulfilment IN (SELECT value FROM json_each(?))
     ORDER BY paid_at NULLS LAST, seq LIMIT ?`,
  );
  const recent = bodies('SELECT body FROM "order" ORDER BY seq DESC LIMIT ?');
  const history = query<Omit<HistoryLine, 'orderId' | 'params'> & { readonly params: string }>(
    database,
    `SELECT seq, at, by, event, params FROM history WHERE order_seq = (SELECT seq FROM "order" WHERE id = ?) ORDER BY seq`,
  );

  return {
    orderByTag: async (tag) => readFirst<'order'>(byTag.first(tag)),
    orderByPayCode: async (code) => readFirst<'order'>(byPayCode.first(code)),
    ordersOf: async (who, limit) =>
      ('buyer' in who ? ofBuyer.all(who.buyer, limit) : ofBuilder.all(who.builder, limit)).map(readRecord<'order'>),
    ordersInStates: async (builderId, states, limit) =>
      inStates.all(builderId, JSON.stringify(states), limit).map(readRecord<'order'>),
    recentOrders: async (limit) => recent.all(limit).map(readRecord<'order'>),
    history: async (orderId) =>
      history.all(orderId).map((row) => ({ ...row, orderId, params: JSON.parse(row.params) as HistoryLine['params'] })),
  };
}

function readFirst<K extends Kind>(row: Body | undefined): Records[K] | undefined {
  return row && readRecord<K>(row);
}
