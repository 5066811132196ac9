import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { CitizenId, DropId, OrderId } from '#shared/ids.ts';
import type { LedgerEntry } from '../../../domain/ledger.ts';
import type { Effect } from '../../../domain/order-commands.ts';
import type { Deadline, EffectRow, HistoryLine, InboxMessage, Kind, Notice, Records } from '../../../ports/store.ts';
import { openToRead, query } from './database.ts';
import type { Database, Value } from './database.ts';

type OwnRecord = Exclude<Kind, 'order'>;
type Unit = { readonly dropId: DropId; readonly number: number };

/**
 * One thing that a store keeps, whole. `seq` is its place in the order in which such things were kept. Sums of accounts at zero and
 * units that are free are nothing.
 */
export type KeptRow =
  | { readonly [K in OwnRecord]: { readonly table: K; readonly record: Records[K] } }[OwnRecord]
  | {
      readonly table: 'order';
      readonly record: Records['order'];
      readonly history: readonly HistoryLine[];
      readonly unit: Unit | null;
    }
  | { readonly table: 'account'; readonly platform: string; readonly accountId: string; readonly owner: CitizenId }
  | { readonly table: 'ordertag' | 'ordercode'; readonly key: string; readonly owner: OrderId }
  | { readonly table: 'stock'; readonly dropId: DropId; readonly count: number }
  | { readonly table: 'unit'; readonly unit: Unit; readonly orderId: OrderId | null }
  | { readonly table: 'entry'; readonly seq: number; readonly entry: LedgerEntry }
  | { readonly table: 'balance'; readonly account: string; readonly currency: string; readonly amountMinor: number }
  | {
      readonly table: 'inbox';
      readonly seq: number;
      readonly message: InboxMessage;
      readonly attempts: number;
      readonly dueAt: number;
      readonly lastError: string | null;
      readonly outcome: string | null;
    }
  | ({ readonly table: 'effect'; readonly seq: number; readonly dueAt: number } & EffectRow)
  | { readonly table: 'deadline'; readonly subject: string; readonly due: readonly Deadline[] }
  | {
      readonly table: 'notice';
      readonly notice: Notice;
      readonly seq: number;
      /** 0 when it was never leased. */
      readonly leasedUntil: number;
      readonly outcome: string | null;
      readonly reason: string | null;
    }
  | { readonly table: 'lease'; readonly name: string; readonly holder: string; readonly until: number };

/** What kinds of things a store keeps. */
export type TableName = KeptRow['table'];

/** Things of one kind, always in the same order. */
export type Table = {
  readonly name: TableName;
  count(): number;
  /** The rows after the first `skip`, one by one. */
  rows(skip?: number): Iterable<KeptRow>;
};

/** Everything that an embedded store keeps. Nobody writes to it until it is closed. */
export type Source = {
  readonly tables: readonly Table[];
  /** A hash of everything: two files that hold the same have the same, and whoever uses one changes its own. */
  hash(onRead: (rows: number) => void): Promise<string>;
  close(): void;
};

type Columns = Readonly<Record<string, Value>>;
type Reading = { readonly sql: string; readonly read: (row: Columns) => KeptRow };

/** Rows that are hashed before others have their turn. */
const rowsAtOnce = 2_000;

/**
 * Opens a store's file to read all of it.
 *
 * @throws Error with one sentence when the file is not there, in use, damaged, not ours, or of another version
 */
export function readAll(path: string): Source {
  const { database, close } = openToRead(path);
  try {
    const [found] = query<{ quick_check: string }>(database, 'PRAGMA quick_check(1)').all();
    if (found?.quick_check !== 'ok') throw new Error(`The store ${path} is damaged: ${found?.quick_check ?? ''}.`);
  } catch (error) {
    close();
    throw error;
  }
  const tables = tableNames.map((name) => tableOf(database, name));
  return {
    tables,
    async hash(onRead) {
      const hash = createHash('sha256');
      let count = 0;
      for (const { name } of tables) {
        hash.update(name);
        for (const row of database.prepare(readings[name].sql).iterate()) {
          hash.update(JSON.stringify(row));
          count++;
          if (count % rowsAtOnce > 0) continue;
          onRead(count);
          await setImmediate();
        }
      }
      return hash.digest('base64url');
    },
    close,
  };
}

function tableOf(database: Database, name: TableName): Table {
  const { sql, read } = readings[name];
  const count = query<{ count: number }>(database, `SELECT count(*) AS count FROM (${sql})`);
  return {
    name,
    count: () => count.first()?.count ?? 0,
    *rows(skip = 0) {
      // A statement that is being read cannot be read a second time, so everybody has their own.
      const statement = database.prepare(`${sql} LIMIT -1 OFFSET ?`);
      // The schema fixes the columns' types.
      for (const row of statement.iterate(skip)) yield read(row as Columns);
    },
  };
}

function recordsOf<K extends OwnRecord>(table: K, order: 'id' | 'seq'): Reading {
  return {
    sql: `SELECT body FROM "${table}" ORDER BY ${order}`,
    // The table holds records of its kind, so that the pair is one of the union.
    read: (row) => ({ table, record: body<Records[K]>(row) }) as Extract<KeptRow, { readonly table: K }>,
  };
}

const orders: Reading = {
  sql: `SELECT body, unit.drop_id AS dropId, unit.number AS number,
          (SELECT json_group_array(json_array(seq, at, "by", event, params))
           FROM (SELECT * FROM history WHERE order_seq = "order".seq ORDER BY seq)) AS history
        FROM "order" LEFT JOIN unit ON unit.order_seq = "order".seq ORDER BY "order".seq`,
  read(row) {
    const record = body<Records['order']>(row);
    const orderId = record.id;
    const lines = json<readonly [number, number, string, string, string][]>(row['history']);
    const history = lines.map(([seq, at, by, event, params]) => ({
      orderId,
      seq,
      at,
      by,
      event,
      params: json<HistoryLine['params']>(params),
    }));
    const unit = row['dropId'] === null ? null : (pick(row, 'dropId', 'number') as Unit);
    return { table: 'order', record, history, unit };
  },
};

function keysOf(table: 'ordertag' | 'ordercode', column: string): Reading {
  return {
    sql: `SELECT ${column} AS "key", id AS owner FROM "order" ORDER BY seq`,
    read: (row) => ({ table, key: String(row['key']), owner: row['owner'] as OrderId }),
  };
}

const entries: Reading = {
  sql: `SELECT seq, id, kind, order_id AS orderId, currency, stripe_id AS stripeId, at,
          (SELECT json_group_array(json_object('account', account, 'amountMinor', amount_minor))
           FROM (SELECT * FROM posting WHERE entry_id = ledger_entry.id ORDER BY position)) AS postings
        FROM ledger_entry ORDER BY seq`,
  read: (row) => ({
    table: 'entry',
    seq: Number(row['seq']),
    entry: {
      ...(pick(row, 'id', 'kind', 'orderId', 'currency', 'stripeId', 'at') as Omit<LedgerEntry, 'postings'>),
      postings: json<LedgerEntry['postings']>(row['postings']),
    },
  }),
};

/** How each table is read, in the order in which they are: what others speak of comes before them. */
const readings: { readonly [T in TableName]: Reading } = {
  citizen: recordsOf('citizen', 'id'),
  builder: recordsOf('builder', 'id'),
  payee: recordsOf('payee', 'id'),
  exposure: recordsOf('exposure', 'id'),
  channel: recordsOf('channel', 'seq'),
  bench: recordsOf('bench', 'id'),
  drop: recordsOf('drop', 'seq'),
  order: orders,
  sighting: recordsOf('sighting', 'seq'),
  tracking: recordsOf('tracking', 'id'),
  session: recordsOf('session', 'id'),
  paycode: recordsOf('paycode', 'id'),
  grant: recordsOf('grant', 'id'),
  moment: recordsOf('moment', 'id'),
  build: recordsOf('build', 'id'),
  desk: recordsOf('desk', 'id'),
  waitlist: recordsOf('waitlist', 'id'),
  community: recordsOf('community', 'id'),
  card: recordsOf('card', 'id'),
  ban: recordsOf('ban', 'id'),
  carriedBans: recordsOf('carriedBans', 'id'),
  room: recordsOf('room', 'id'),
  roomMessage: recordsOf('roomMessage', 'id'),
  application: recordsOf('application', 'id'),
  partnership: recordsOf('partnership', 'id'),
  award: recordsOf('award', 'id'),
  case: recordsOf('case', 'id'),
  act: recordsOf('act', 'id'),
  gathering: recordsOf('gathering', 'id'),
  dispute: recordsOf('dispute', 'id'),
  debt: recordsOf('debt', 'id'),
  fund: recordsOf('fund', 'id'),
  strike: recordsOf('strike', 'id'),
  flag: recordsOf('flag', 'id'),
  cardUse: recordsOf('cardUse', 'id'),
  address: recordsOf('address', 'id'),
  addressLook: recordsOf('addressLook', 'id'),
  parcel: recordsOf('parcel', 'id'),
  raffle: recordsOf('raffle', 'id'),
  raffleEntry: recordsOf('raffleEntry', 'id'),
  reckoning: recordsOf('reckoning', 'id'),
  account: {
    sql: `SELECT platform, account_id AS accountId, citizen_id AS owner FROM citizen_account ORDER BY platform, account_id`,
    read: (row) => rowOf('account', pick(row, 'platform', 'accountId', 'owner')),
  },
  ordertag: keysOf('ordertag', 'tag'),
  ordercode: keysOf('ordercode', 'pay_code'),
  stock: {
    sql: 'SELECT drop_id AS dropId, max(number) AS count FROM unit GROUP BY drop_id ORDER BY drop_id',
    read: (row) => rowOf('stock', pick(row, 'dropId', 'count')),
  },
  unit: {
    sql: `SELECT drop_id AS dropId, number, "order".id AS orderId FROM unit LEFT JOIN "order" ON "order".seq = order_seq
          WHERE state <> 'free' ORDER BY drop_id, number`,
    read: (row) => ({
      table: 'unit',
      unit: pick(row, 'dropId', 'number') as Unit,
      orderId: row['orderId'] as OrderId | null,
    }),
  },
  entry: entries,
  balance: {
    sql: `SELECT account, currency, sum(amount_minor) AS amountMinor FROM posting INDEXED BY posting_of_account
          GROUP BY account, currency HAVING sum(amount_minor) <> 0 ORDER BY account, currency`,
    read: (row) => rowOf('balance', pick(row, 'account', 'currency', 'amountMinor')),
  },
  inbox: {
    sql: `SELECT seq, body, attempts, due_at AS dueAt, last_error AS lastError, outcome FROM inbox ORDER BY seq`,
    read: (row) =>
      rowOf('inbox', {
        message: body<InboxMessage>(row),
        ...pick(row, 'seq', 'attempts', 'dueAt', 'lastError', 'outcome'),
      }),
  },
  effect: {
    sql: `SELECT seq, body, attempts, due_at AS dueAt, state, vendor_id AS vendorId, last_error AS lastError
          FROM effect ORDER BY seq`,
    read: (row) =>
      rowOf('effect', {
        effect: body<Effect>(row),
        ...pick(row, 'seq', 'attempts', 'dueAt', 'state', 'vendorId', 'lastError'),
      }),
  },
  deadline: {
    sql: `SELECT subject, json_group_array(json_object('name', name, 'at', at)) AS due
          FROM (SELECT * FROM deadline ORDER BY subject, name) GROUP BY subject ORDER BY subject`,
    read: (row) => ({
      table: 'deadline',
      subject: String(row['subject']),
      due: json<readonly Deadline[]>(row['due']),
    }),
  },
  notice: {
    sql: `SELECT seq, body, leased_until AS leasedUntil, outcome, reason FROM notice ORDER BY seq`,
    read: (row) =>
      rowOf('notice', { notice: body<Notice>(row), ...pick(row, 'seq', 'leasedUntil', 'outcome', 'reason') }),
  },
  lease: {
    sql: `SELECT name, holder, until FROM lease ORDER BY name`,
    read: (row) => rowOf('lease', pick(row, 'name', 'holder', 'until')),
  },
};

// `readings` has every name, once each.
const tableNames = Object.keys(readings) as TableName[];

function json<T>(text: Value | undefined): T {
  return JSON.parse(String(text)) as T;
}

function body<T>(row: Columns): T {
  return json<T>(row['body']);
}

function pick(row: Columns, ...names: readonly string[]): Columns {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

/** The statement beside names the columns, and the schema their types. */
function rowOf<T extends TableName>(table: T, fields: Readonly<Record<string, unknown>>) {
  return { table, ...fields } as Extract<KeptRow, { readonly table: T }>;
}
