import { assertBalanced } from '../../../domain/ledger.ts';
import type { LedgerEntry } from '../../../domain/ledger.ts';
import type { Commit, Committed } from '../../../ports/store.ts';
import { isUniqueViolation, query, write } from './database.ts';
import type { Database } from './database.ts';
import type { RecordTables } from './records.ts';

/**
 * Prepares the writing of commits. The function writes one, inside a transaction that the caller begins; when its answer is not
 * `committed`, or when it throws, the caller undoes what was written.
 *
 * The order of the steps is the order in which refusals win: settled before, then changed under our hands, then sold out. What
 * cannot be refused comes last.
 */
export function commitWriter(database: Database, records: RecordTables): (change: Commit) => Committed {
  const settle = settlement(database);
  const append = appending(database);
  const units = unitChanges(database);
  const work = waitingWork(database);

  return (change) => {
    if (!settle(change)) return { result: 'already-done' };
    const isAsExpected =
      (change.expect ?? []).every((expected) => records.isAt(expected)) &&
      records.putAll(change.put ?? []) &&
      append(change) &&
      units.stockAndGive(change);
    if (!isAsExpected) return { result: 'conflict' };
    const unit = change.take ? units.take(change.take) : null;
    if (unit === 'conflict' || unit === 'sold-out') return { result: unit };
    work(change);
    return { result: 'committed', unit };
  };
}

/** Marks an inbox message or an effect as dealt with; false when it was. */
function settlement(database: Database): (change: Commit) => boolean {
  const settleInbox = write(database, 'UPDATE inbox SET outcome = ? WHERE id = ? AND outcome IS NULL');
  const inboxKnown = query(database, 'SELECT 1 FROM inbox WHERE id = ?');
  const settleEffect = write(
    database,
    `UPDATE effect SET state = ?, vendor_id = ?, last_error = coalesce(?, last_error) WHERE key = ? AND state = 'pending'`,
  );
  const effectKnown = query(database, 'SELECT 1 FROM effect WHERE key = ?');

  return ({ settleInbox: message, settleEffect: effect }) => {
    if (message && settleInbox(message.outcome, message.id) === 0) {
      if (!inboxKnown.first(message.id)) throw new Error(`there is no inbox message ${message.id} to settle`);
      return false;
    }
    if (effect && settleEffect(effect.outcome, effect.vendorId, effect.reason ?? null, effect.key) === 0) {
      if (!effectKnown.first(effect.key)) throw new Error(`there is no effect ${effect.key} to settle`);
      return false;
    }
    return true;
  };
}

/** Adds to the history and the ledger; false when a line or an entry was added before. */
function appending(database: Database): (change: Commit) => boolean {
  const addLine = write(
    database,
    `INSERT INTO history (order_seq, seq, at, by, event, params)
     VALUES ((SELECT seq FROM "order" WHERE id = ?), ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const entryKnown = query(database, 'SELECT 1 FROM ledger_entry WHERE id = ?');
  const addPosting = write(
    database,
    'INSERT INTO posting (entry_id, position, account, currency, amount_minor) VALUES (?, ?, ?, ?, ?)',
  );
  const addEntry = write(
    database,
    'INSERT INTO ledger_entry (id, kind, order_id, currency, stripe_id, at) VALUES (?, ?, ?, ?, ?, ?)',
  );

  function append(entry: LedgerEntry): boolean {
    assertBalanced(entry);
    if (entryKnown.first(entry.id)) return false;
    for (const [position, { account, amountMinor }] of entry.postings.entries()) {
      addPosting(entry.id, position, account, entry.currency, amountMinor);
    }
    addEntry(entry.id, entry.kind, entry.orderId, entry.currency, entry.stripeId, entry.at);
    return true;
  }

  return ({ history = [], entries = [] }) =>
    history.every(
      ({ orderId, seq, at, by, event, params }) => addLine(orderId, seq, at, by, event, JSON.stringify(params)) === 1,
    ) && entries.every(append);
}

function unitChanges(database: Database) {
  const isStocked = query(database, 'SELECT 1 FROM unit WHERE drop_id = ? LIMIT 1');
  const stock = write(
    database,
    `WITH RECURSIVE made (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM made WHERE number < ?2)
     INSERT INTO unit (drop_id, number, state) SELECT ?1, number, 'free' FROM made`,
  );
  const freeWithdrawn = write(
    database,
    `UPDATE unit SET state = 'free' WHERE drop_id = ?1 AND number IN (
       SELECT number FROM unit WHERE drop_id = ?1 AND state = 'withdrawn' ORDER BY number LIMIT ?2
     )`,
  );
  const addUnits = write(
    database,
    `WITH RECURSIVE
       old (last) AS MATERIALIZED (SELECT coalesce(max(number), 0) FROM unit WHERE drop_id = ?1),
       made (number) AS (SELECT last + 1 FROM old UNION ALL SELECT number + 1 FROM made WHERE number < (SELECT last FROM old) + ?2)
     INSERT INTO unit (drop_id, number, state) SELECT ?1, number, 'free' FROM made`,
  );
  const give = write(
    database,
    `UPDATE unit SET state = ?, order_seq = NULL
     WHERE order_seq = (SELECT seq FROM "order" WHERE id = ?) AND drop_id = ?`,
  );
  // Left to itself the planner takes the primary key and walks over every unit that is gone.
  const take = query<{ number: number }>(
    database,
    `UPDATE unit SET state = 'taken', order_seq = (SELECT seq FROM "order" WHERE id = ?2)
     WHERE drop_id = ?1 AND number = (
       SELECT number FROM unit INDEXED BY unit_free WHERE drop_id = ?1 AND state = 'free' ORDER BY number LIMIT 1
     )
     RETURNING number`,
  );

  return {
    /** False when the drop has units already or the order has none to give. */
    stockAndGive({ stock: made, restock: more, give: given }: Commit): boolean {
      if (made && isStocked.first(made.dropId)) return false;
      if (made && made.count > 0) stock(made.dropId, made.count);
      if (more && more.count > 0) {
        const missing = more.count - freeWithdrawn(more.dropId, more.count);
        if (missing > 0) addUnits(more.dropId, missing);
      }
      return !given || give(given.as, given.orderId, given.dropId) === 1;
    },
    /** The number of the unit taken; `conflict` when the order has one. */
    take({ dropId, orderId }: NonNullable<Commit['take']>): number | 'conflict' | 'sold-out' {
      try {
        return take.first(dropId, orderId)?.number ?? 'sold-out';
      } catch (error) {
        if (isUniqueViolation(error)) return 'conflict';
        throw error;
      }
    },
  };
}

/** Keeps what is to be done later. Effects and notices that exist are left as they are. */
function waitingWork(database: Database): (change: Commit) => void {
  const addEffect = write(database, 'INSERT INTO effect (key, order_id, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const addNotice = write(
    database,
    'INSERT INTO notice (id, platform, at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const forget = write(database, 'DELETE FROM deadline WHERE subject = ?');
  const addDeadline = write(database, 'INSERT INTO deadline (subject, name, at) VALUES (?, ?, ?)');

  return ({ effects = [], notices = [], deadlines = [] }) => {
    for (const effect of effects) addEffect(effect.key, effect.orderId, JSON.stringify(effect));
    for (const notice of notices) addNotice(notice.id, notice.platform, notice.at, JSON.stringify(notice));
    for (const { subject, due } of deadlines) {
      forget(subject);
      for (const { name, at } of due) addDeadline(subject, name, at);
    }
  };
}
