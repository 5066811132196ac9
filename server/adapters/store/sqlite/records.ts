import type { Expect, Kind, ListedKind, Put, Records } from '../../../ports/store.ts';
import { listedUnder } from '../listed.ts';
import type { RecentRecords } from './recent-records.ts';
import { isUniqueViolation, query, write } from './database.ts';
import type { Database, Value } from './database.ts';

/** The columns that a kind of record has besides `id`, `version` and `body`: a column is here because a query looks for it. */
type Table<K extends Kind> = {
  readonly columns: readonly string[];
  readonly values: (record: Records[K]) => readonly Value[];
};

const bodyOnly = { columns: [], values: () => [] };

function listed<K extends ListedKind>(kind: K): Table<K> {
  return { columns: ['listed_under'], values: (record) => [listedUnder(kind, record)] };
}

/** Every kind has a table of its name. */
const tables: { readonly [K in Kind]: Table<K> } = {
  citizen: listed('citizen'),
  builder: listed('builder'),
  payee: bodyOnly,
  exposure: bodyOnly,
  channel: { columns: ['builder_id'], values: (channel) => [channel.builderId] },
  bench: bodyOnly,
  drop: {
    columns: ['builder_id', 'status', 'opened_at', 'closed_at'],
    values: (drop) => [drop.builderId, drop.status, drop.openedAt, drop.closedAt ?? null],
  },
  order: {
    columns: ['tag', 'pay_code', 'buyer_id', 'builder_id', 'fulfilment', 'paid_at'],
    values: (order) => [order.tag, order.payCode, order.buyerId, order.builderId, order.fulfilment, order.paidAt],
  },
  sighting: { columns: ['order_id'], values: (sighting) => [sighting.orderId] },
  tracking: bodyOnly,
  session: bodyOnly,
  paycode: bodyOnly,
  grant: bodyOnly,
  moment: bodyOnly,
  build: bodyOnly,
  desk: bodyOnly,
  waitlist: bodyOnly,
  community: listed('community'),
  card: listed('card'),
  ban: listed('ban'),
  carriedBans: listed('carriedBans'),
  room: listed('room'),
  roomMessage: listed('roomMessage'),
  application: listed('application'),
  partnership: listed('partnership'),
  award: listed('award'),
  case: listed('case'),
  act: listed('act'),
  gathering: bodyOnly,
  dispute: listed('dispute'),
  debt: listed('debt'),
  fund: bodyOnly,
  strike: listed('strike'),
  flag: listed('flag'),
  cardUse: bodyOnly,
  address: bodyOnly,
  addressLook: listed('addressLook'),
  parcel: bodyOnly,
  raffle: listed('raffle'),
  raffleEntry: listed('raffleEntry'),
  reckoning: bodyOnly,
};

/** Reading and writing of records by id. */
export type RecordTables = {
  get<K extends Kind>(kind: K, id: string): Records[K] | undefined;
  /** Whether a record has this version; 0 says that there is none. */
  isAt(expected: Expect): boolean;
  /**
   * Writes records, each with the version after the one that it carries. False, with some of them perhaps written, when a version
   * is not the one that is kept or when something unique belongs to another record: an order's tag or pay code, a citizen's account.
   */
  putAll(puts: readonly Put[]): boolean;
};

/** Reads a record out of a row. Nothing but `putAll` writes bodies, from typed records, so they are trusted. */
export function readRecord<K extends Kind>(row: { readonly body: string }): Records[K] {
  return JSON.parse(row.body) as Records[K];
}

/** Prepares what reads and writes every kind of record. */
export function recordTables(database: Database, recent: RecentRecords): RecordTables {
  const bodies = byKind((kind) => query<{ body: string }>(database, `SELECT body FROM "${kind}" WHERE id = ?`));
  const versions = byKind((kind) => query<{ version: number }>(database, `SELECT version FROM "${kind}" WHERE id = ?`));
  const inserts = byKind((kind) => {
    const columns = ['id', 'version', 'body', ...tables[kind].columns];
    const places = columns.map(() => '?');
    return write(
      database,
      `INSERT INTO "${kind}" (${columns.join()}) VALUES (${places.join()}) ON CONFLICT DO NOTHING`,
    );
  });
  const updates = byKind((kind) => {
    const changes = ['version', 'body', ...tables[kind].columns].map((column) => `${column} = ?`);
    return write(database, `UPDATE "${kind}" SET ${changes.join()} WHERE id = ? AND version = ?`);
  });
  const keepAccounts = citizenAccounts(database);

  function put<K extends Kind>(kind: K, record: Records[K]): boolean {
    const { id, version } = record;
    recent.forget(kind, id);
    const values = tables[kind].values(record);
    const body = JSON.stringify({ ...record, version: version + 1 });
    if (version === 0) return inserts[kind](id, 1, body, ...values) === 1;
    return updates[kind](version + 1, body, ...values, id, version) === 1;
  }

  return {
    get<K extends Kind>(kind: K, id: string) {
      return recent.get(kind, id, () => {
        const row = bodies[kind].first(id);
        return row && readRecord<K>(row);
      });
    },
    isAt: ({ kind, id, version }) => (versions[kind].first(id)?.version ?? 0) === version,
    putAll(puts) {
      try {
        return puts.every(({ kind, record }) => put(kind, record)) && keepAccounts(puts);
      } catch (error) {
        if (isUniqueViolation(error)) return false;
        throw error;
      }
    },
  };
}

/** Rewrites the accounts of citizens that were put. All are removed first: one commit may move an account between two of them. */
function citizenAccounts(database: Database): (puts: readonly Put[]) => boolean {
  const forget = write(database, 'DELETE FROM citizen_account WHERE citizen_id = ?');
  const keep = write(
    database,
    'INSERT INTO citizen_account (platform, account_id, citizen_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  return (puts) => {
    const citizens = puts.flatMap((put) => (put.kind === 'citizen' ? [put.record] : []));
    for (const { id } of citizens) forget(id);
    return citizens.every(({ id, accounts }) => accounts.every((each) => keep(each.platform, each.id, id) === 1));
  };
}

function byKind<T>(make: (kind: Kind) => T): Readonly<Record<Kind, T>> {
  return {
    citizen: make('citizen'),
    builder: make('builder'),
    payee: make('payee'),
    exposure: make('exposure'),
    channel: make('channel'),
    bench: make('bench'),
    drop: make('drop'),
    order: make('order'),
    sighting: make('sighting'),
    tracking: make('tracking'),
    session: make('session'),
    paycode: make('paycode'),
    grant: make('grant'),
    moment: make('moment'),
    build: make('build'),
    desk: make('desk'),
    waitlist: make('waitlist'),
    community: make('community'),
    card: make('card'),
    ban: make('ban'),
    carriedBans: make('carriedBans'),
    room: make('room'),
    roomMessage: make('roomMessage'),
    application: make('application'),
    partnership: make('partnership'),
    award: make('award'),
    case: make('case'),
    act: make('act'),
    gathering: make('gathering'),
    dispute: make('dispute'),
    debt: make('debt'),
    fund: make('fund'),
    strike: make('strike'),
    flag: make('flag'),
    cardUse: make('cardUse'),
    address: make('address'),
    addressLook: make('addressLook'),
    parcel: make('parcel'),
    raffle: make('raffle'),
    raffleEntry: make('raffleEntry'),
    reckoning: make('reckoning'),
  };
}
