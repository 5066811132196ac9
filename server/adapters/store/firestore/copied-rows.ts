import { Timestamp } from '@google-cloud/firestore';
import type { KeptRow } from '../sqlite/read-all.ts';
import { keyFields } from './commit.ts';
import { fieldsOf, partOf, pathOf } from './documents.ts';
import { balanceOf, entryFields } from './ledger.ts';
import { stockFields, unitFields, unitPath } from './unit-rows.ts';
import { deadlineFields, effectFields, inboxFields, noticeFields, settled } from './work-rows.ts';

/** A document and where it stands. */
export type PlacedFields = { readonly path: string; readonly fields: Readonly<Record<string, unknown>> };

/** Stands where a commit leaves its mark. */
const by = 'copy';
/** Copied things were kept before everything that the store keeps itself; among them their place in the old store says when. */
const longAgo = Timestamp.fromMillis(0);

/**
 * The one document that a row of another store is here, made as this store makes it. It depends on nothing but the row and the moment
 * `copiedAt`, from which on is counted how long that which is settled stays, so that whoever writes it again changes nothing.
 */
export function documentOf(row: KeptRow, copiedAt: number): PlacedFields {
  switch (row.table) {
    case 'order': {
      const history = Object.fromEntries(row.history.map((line) => [line.seq, JSON.stringify(line)]));
      return recordOf(row, { ...(row.history.length > 0 ? { history } : {}), ...(row.unit ? { unit: row.unit } : {}) });
    }
    case 'account':
      return { path: pathOf('account', `${row.platform}:${row.accountId}`), fields: keyFields(row.owner, by) };
    case 'ordertag':
    case 'ordercode':
      return { path: pathOf(row.table, row.key), fields: keyFields(row.owner, by) };
    case 'stock':
      return { path: pathOf('stock', row.dropId), fields: stockFields(row.count, by) };
    case 'unit':
      return { path: unitPath(row.unit.dropId, row.unit.number), fields: unitFields(row.unit, row.orderId, by) };
    case 'entry':
      return { path: pathOf('entry', row.entry.id), fields: entryFields(row.entry, by, row.seq, longAgo) };
    case 'balance': {
      const { path, beside } = balanceOf(row.account, row.currency, 0);
      // A sum, where the store adds: written twice it is still the same.
      return { path, fields: { ...beside, amountMinor: row.amountMinor } };
    }
    case 'inbox':
      return messageOf(row, copiedAt);
    case 'effect':
      return effectOf(row);
    case 'deadline':
      return {
        path: pathOf('deadline', row.subject),
        fields: deadlineFields(row.subject, row.due, partOf(row.subject)),
      };
    case 'notice':
      return noticeOf(row, copiedAt);
    case 'lease':
      return { path: pathOf('lease', row.name), fields: { data: { holder: row.holder, until: row.until } } };
    default:
      return recordOf(row);
  }
}

type RowOf<T extends KeptRow['table']> = Extract<KeptRow, { readonly table: T }>;

function recordOf({ table, record }: Extract<KeptRow, { readonly record: unknown }>, extra = {}): PlacedFields {
  // What writes a record gives it the version after the one that it carries.
  const before = { ...record, version: record.version - 1 };
  return { path: pathOf(table, record.id), fields: fieldsOf(table, before, by, extra) };
}

function messageOf(row: RowOf<'inbox'>, copiedAt: number): PlacedFields {
  const { message, attempts, dueAt, lastError, outcome } = row;
  const fresh = inboxFields(message, partOf(message.id), row.seq, longAgo);
  const tried = lastError === null ? fresh.data : { ...fresh.data, lastError };
  const waiting = { ...fresh, attempts, dueAt, data: tried };
  const fields = outcome === null ? waiting : settled(waiting, { outcome, by }, copiedAt);
  return { path: pathOf('inbox', message.id), fields };
}

function effectOf({ effect, seq, attempts, dueAt, state, vendorId, lastError }: RowOf<'effect'>): PlacedFields {
  const fresh = effectFields(effect, partOf(effect.key), seq, by, longAgo);
  const waiting = { ...fresh, attempts, dueAt, data: { ...fresh.data, lastError } };
  const fields = state === 'pending' ? waiting : settled(waiting, { state, vendorId });
  return { path: pathOf('effect', effect.key), fields };
}

function noticeOf({ notice, seq, leasedUntil, outcome, reason }: RowOf<'notice'>, copiedAt: number): PlacedFields {
  const fresh = noticeFields(notice, partOf(notice.id), seq, by);
  const waiting = leasedUntil === 0 ? fresh : { ...fresh, dueAt: leasedUntil };
  const fields = outcome === null ? waiting : settled(waiting, { outcome, reason }, copiedAt);
  return { path: pathOf('notice', notice.id), fields };
}
