import type { Effect } from '../../../domain/order-commands.ts';
import type { DueDeadline, EffectRow, InboxMessage, Notice, Store } from '../../../ports/store.ts';
import type { GroupCommit } from './group-commit.ts';
import { query, write } from './database.ts';
import type { Database } from './database.ts';

type EffectColumns = Omit<EffectRow, 'effect'> & { readonly body: string };
type WorkReading = Pick<
  Store,
  'inbox' | 'outbox' | 'effect' | 'effectsOf' | 'stuckEffects' | 'due' | 'nextDueAt' | 'pending'
>;

/** Reading of what waits to be done. An effect that was never tried is due at once, which is moment 0 here. */
export function workQueries(database: Database): WorkReading {
  const inbox = query<{ body: string; attempts: number }>(
    database,
    'SELECT body, attempts FROM inbox WHERE outcome IS NULL AND due_at <= ? ORDER BY due_at, seq LIMIT ?',
  );
  const columns = 'body, attempts, state, vendor_id AS vendorId, last_error AS lastError';
  const effects = (rest: string) => query<EffectColumns>(database, `SELECT ${columns} FROM effect ${rest}`);
  const outbox = effects(`WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, seq LIMIT ?`);
  const byKey = effects('WHERE key = ?');
  const ofOrder = effects('WHERE order_id = ? ORDER BY seq');
  const stuck = effects(
    `INDEXED BY effect_pending WHERE state = 'pending' AND attempts >= ? ORDER BY attempts DESC, seq LIMIT ?`,
  );
  const due = query<DueDeadline>(
    database,
    'SELECT subject, name, at FROM deadline WHERE at <= ? ORDER BY at, subject, name LIMIT ?',
  );
  const next = query<{ at: number | null }>(
    database,
    `SELECT min(at) AS at FROM (
       SELECT min(due_at) AS at FROM inbox WHERE outcome IS NULL
       UNION ALL SELECT min(due_at) FROM effect WHERE state = 'pending'
       UNION ALL SELECT min(at) FROM deadline
     )`,
  );
  const pending = query<{ inbox: number; effects: number; notices: number }>(
    database,
    `SELECT (SELECT count(*) FROM inbox WHERE outcome IS NULL) AS inbox,
            (SELECT count(*) FROM effect WHERE state = 'pending') AS effects,
            (SELECT count(*) FROM notice WHERE outcome IS NULL) AS notices`,
  );

  return {
    inbox: async (now, limit) =>
      inbox.all(now, limit).map(({ body, attempts }) => ({ message: JSON.parse(body) as InboxMessage, attempts })),
    outbox: async (now, limit) => outbox.all(now, limit).map(readEffect),
    async effect(key) {
      const row = byKey.first(key);
      return row && readEffect(row);
    },
    effectsOf: async (orderId) => ofOrder.all(orderId).map(readEffect),
    stuckEffects: async (attemptsMin, limit) => stuck.all(attemptsMin, limit).map(readEffect),
    due: async (now, limit) => due.all(now, limit).map((row) => ({ ...row })),
    nextDueAt: async () => next.first()?.at ?? undefined,
    pending: async () => ({ inbox: 0, effects: 0, notices: 0, ...pending.first() }),
  };
}

function readEffect({ body, ...rest }: EffectColumns): EffectRow {
  return { effect: JSON.parse(body) as Effect, ...rest };
}

type WorkWriting = Pick<
  Store,
  'receive' | 'postpone' | 'leaseNotices' | 'settleNotice' | 'forget' | 'lease' | 'release'
>;

/** So many of each kind are let go of at once: a transaction holds up everybody. */
const forgottenAtOnce = 1_000;

/** Writing of what waits to be done, in the same groups as commits. */
export function workWrites(database: Database, group: GroupCommit): WorkWriting {
  const receive = write(database, 'INSERT INTO inbox (id, body, due_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const postponed = 'attempts = attempts + 1, due_at = ?, last_error = ?';
  const postponeInbox = write(database, `UPDATE inbox SET ${postponed} WHERE id = ? AND outcome IS NULL`);
  const postponeEffect = write(database, `UPDATE effect SET ${postponed} WHERE key = ? AND state = 'pending'`);
  const waiting = query<{ seq: number; body: string }>(
    database,
    `SELECT seq, body FROM notice WHERE platform = ? AND outcome IS NULL AND leased_until <= ? ORDER BY at, seq LIMIT ?`,
  );
  const leaseNotice = write(database, 'UPDATE notice SET leased_until = ? WHERE seq = ?');
  const settle = write(database, 'UPDATE notice SET outcome = ?, reason = ? WHERE id = ? AND outcome IS NULL');
  const lease = write(
    database,
    `INSERT INTO lease (name, holder, until) VALUES (?1, ?2, ?4)
     ON CONFLICT (name) DO UPDATE SET holder = ?2, until = ?4 WHERE holder = ?2 OR until <= ?3`,
  );
  const old = (table: string, key: string, over: string) =>
    write(
      database,
      `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${over} ORDER BY ${key} LIMIT ?)`,
    );
  const forgetting = [
    old('notice', 'seq', 'outcome IS NOT NULL AND at < ?'),
    old('inbox', 'seq', 'outcome IS NOT NULL AND due_at < ?'),
    old('session', 'id', "body ->> '$.expiresAt' < ?"),
  ];
  const release = write(database, 'DELETE FROM lease WHERE name = ? AND holder = ?');
  const noticeKnown = query(database, 'SELECT 1 FROM notice WHERE id = ?');
  const kept = <T>(work: () => T): Promise<T> => group.run(() => ({ keep: true, answer: work() }));

  return {
    receive: (message) =>
      kept(() => (receive(message.id, JSON.stringify(message), message.receivedAt) === 1 ? 'kept' : 'duplicate')),
    postpone: (what, nextAt, error) =>
      kept(() => {
        if ('inbox' in what) postponeInbox(nextAt, error, what.inbox);
        else postponeEffect(nextAt, error, what.effect);
      }),
    leaseNotices: (platform, now, leaseUntil, limit) =>
      kept(() => {
        const rows = waiting.all(platform, now, limit);
        for (const { seq } of rows) leaseNotice(leaseUntil, seq);
        return rows.map(({ body }) => JSON.parse(body) as Notice);
      }),
    settleNotice: (id, outcome, reason) =>
      kept(() => settle(outcome, reason, id) === 1 || noticeKnown.first(id) !== undefined),
    forget: (before) =>
      kept(() => {
        for (const forget of forgetting) forget(before, forgottenAtOnce);
      }),
    lease: (name, holder, now, until) => kept(() => lease(name, holder, now, until) === 1),
    release: (name, holder) => kept(() => void release(name, holder)),
  };
}
