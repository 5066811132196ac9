import { createHash } from 'node:crypto';
import type { FieldValue, Timestamp } from '@google-cloud/firestore';
import type { Kind, ListedKind, Records } from '../../../ports/store.ts';
import { listedUnder } from '../listed.ts';

/**
 * A document as it is kept. Everything that no query looks for stands in `data`, which has no index: `version` and `body` (JSON) of a
 * record, and what its collection needs besides. Fields beside `data` are there because a query looks for them.
 */
export type Fields = Readonly<Record<string, unknown>> & { readonly data: Data };
export type Data = Readonly<Record<string, unknown>>;
/** When something was kept: mostly the moment at which the server keeps it. */
export type Moment = FieldValue | Timestamp;

/** How many parts an index is divided into whose values rise with time: one that only grows takes some 500 writes a second. */
export const partCount = 16;
export const parts: readonly number[] = Array.from({ length: partCount }, (_, index) => index);

/** The collections beside those of records, each with what its documents are found by. */
export type Collection =
  | Kind
  | 'account' // platform and account id: whose it is
  | 'ordertag' // an order's tag
  | 'ordercode' // an order's pay code
  | 'stock' // a drop: how many units were made
  | 'range' // a drop and a number: who hands out the units from there on, and until when
  | 'unit' // a drop and a number: exists when the unit is taken or withdrawn
  | 'entry' // a ledger entry
  | 'balance' // an account, a currency and a part
  | 'inbox'
  | 'effect'
  | 'deadline' // a subject, with all of its deadlines
  | 'notice'
  | 'lease'
  | 'member' // a process that shares the store
  | 'share' // a part of the waiting work: whose it is
  | 'news' // a process: what it changed lately
  | 'copy'; // how far the copy of an embedded store is

/**
 * The path of a document. Ids begin with the time, and documents whose names rise together land in one place and wait for each
 * other, so a name begins with a hash of the id.
 *
 * @see https://firebase.google.com/docs/firestore/best-practices#document_ids
 */
export function pathOf(collection: Collection, id: string): string {
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 8);
  // A slash would begin a collection, and the rest that this escapes does no harm.
  return `${collection}/${hash}-${encodeURIComponent(id)}`;
}

/** The fields that a kind of record has beside `data`. */
const columns: { readonly [K in Kind]?: (record: Records[K]) => Readonly<Record<string, unknown>> } = {
  channel: ({ builderId }) => ({ builderId }),
  drop: ({ builderId, status, openedAt, closedAt }) => ({
    builderId,
    status,
    openedAt,
    ...(closedAt === undefined ? {} : { closedAt }),
  }),
  order: ({ id, buyerId, builderId, fulfilment, claimedAt, paidAt }) => ({
    buyerId,
    builderId,
    fulfilment,
    claimedAt,
    // What is not paid comes after everything that is.
    paidAt: paidAt ?? Number.MAX_SAFE_INTEGER,
    part: partOf(id),
  }),
  sighting: ({ orderId, at }) => ({ orderId, at }),
  session: ({ expiresAt }) => ({ expireAt: new Date(expiresAt) }),
  citizen: (record) => listing('citizen', record),
  builder: (record) => listing('builder', record),
  community: (record) => listing('community', record),
  card: (record) => listing('card', record),
  ban: (record) => listing('ban', record),
  carriedBans: (record) => listing('carriedBans', record),
  room: (record) => listing('room', record),
  roomMessage: (record) => listing('roomMessage', record),
  application: (record) => listing('application', record),
  partnership: (record) => listing('partnership', record),
  award: (record) => listing('award', record),
  case: (record) => listing('case', record),
  act: (record) => listing('act', record),
  dispute: (record) => listing('dispute', record),
  debt: (record) => listing('debt', record),
  strike: (record) => listing('strike', record),
  flag: (record) => listing('flag', record),
  addressLook: (record) => listing('addressLook', record),
  raffle: (record) => listing('raffle', record),
  raffleEntry: (record) => listing('raffleEntry', record),
};

/** By which a record is listed; nothing while it is in no list. Documents are named by a hash, and lists go by the id itself. */
function listing<K extends ListedKind>(kind: K, record: Records[K]): Readonly<Record<string, string>> {
  const under = listedUnder(kind, record);
  return under === null ? {} : { under, listedId: record.id };
}

/** The part of an index that something belongs to for good. */
export function partOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt8(0) % partCount;
}

/** A record as it is kept, with the version after the one that it carries. `by` marks the commit that writes it. */
export function fieldsOf<K extends Kind>(kind: K, record: Records[K], by: string, extra: Data = {}): Fields {
  const version = record.version + 1;
  const data = { ...extra, version, by, body: JSON.stringify({ ...record, version }) };
  return { ...columns[kind]?.(record), data };
}

/** The version of a kept record; 0 when there is none. */
export function versionOf(fields: Fields | undefined): number {
  return fields ? Number(fields.data['version']) : 0;
}

/** Reads what was kept as JSON. Nothing but this store writes it, from typed values, so it is trusted. */
export function readBody<T>({ data }: Fields): T {
  return JSON.parse(String(data['body'])) as T;
}

/** Reads a record; undefined stays undefined. */
export function readRecord<K extends Kind>(fields: Fields | undefined): Records[K] | undefined {
  return fields && readBody<Records[K]>(fields);
}
