import { partyAccounts, type LedgerAccount, type LedgerEntry, type Posting } from '../../../domain/ledger.ts';
import type { Store } from '../../../ports/store.ts';
import { query } from './database.ts';
import type { Database } from './database.ts';

type EntryRow = Omit<LedgerEntry, 'postings'>;
type PostingRow = { readonly account: LedgerAccount; readonly amountMinor: number };
type BalanceRow = { readonly account: string; readonly currency: string; readonly amountMinor: number };

/** Reading of the ledger. Balances are sums over an index of postings: nothing is stored that could disagree with them. */
export function ledgerQueries(
  database: Database,
): Pick<Store, 'entriesOf' | 'entriesOfParty' | 'entries' | 'balances'> {
  const columns = 'id, kind, order_id AS orderId, currency, stripe_id AS stripeId, at';
  const ofOrder = query<EntryRow>(database, `SELECT ${columns} FROM ledger_entry WHERE order_id = ? ORDER BY seq`);
  const page = query<EntryRow>(database, `SELECT ${columns} FROM ledger_entry WHERE seq > ? ORDER BY seq LIMIT ?`);
  // The planner would rather walk over the whole ledger than begin with the few postings of one person.
  const ofParty = query<EntryRow>(
    database,
    `SELECT ${columns} FROM (
       SELECT DISTINCT entry_id FROM posting INDEXED BY posting_of_account WHERE account IN (SELECT value FROM json_each(?))
     ) CROSS JOIN ledger_entry ON ledger_entry.id = entry_id WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const seqOf = query<{ seq: number }>(database, 'SELECT seq FROM ledger_entry WHERE id = ?');
  const postings = query<PostingRow>(
    database,
    'SELECT account, amount_minor AS amountMinor FROM posting WHERE entry_id = ? ORDER BY position',
  );
  const sums = query<BalanceRow>(
    database,
    `SELECT account, currency, sum(amount_minor) AS amountMinor FROM posting INDEXED BY posting_of_account
     GROUP BY account, currency HAVING sum(amount_minor) <> 0`,
  );

  const readPosting = ({ account, amountMinor }: PostingRow): Posting => ({ account, amountMinor });
  const readEntry = (row: EntryRow): LedgerEntry => ({ ...row, postings: postings.all(row.id).map(readPosting) });

  const placeOf = (after: string | null): number => {
    const last = after === null ? { seq: 0 } : seqOf.first(after);
    if (!last) throw new Error(`there is no ledger entry ${after} to go on from`);
    return last.seq;
  };

  return {
    entriesOf: async (orderId) => ofOrder.all(orderId).map(readEntry),
    entriesOfParty: async (id, after, limit) =>
      ofParty.all(JSON.stringify(partyAccounts(id)), placeOf(after), limit).map(readEntry),
    entries: async (after, limit) => page.all(placeOf(after), limit).map(readEntry),
    balances: async () => sums.all().map((row) => ({ ...row })),
  };
}
