import { FieldValue } from '@google-cloud/firestore';
import type { Firestore, Query, QuerySnapshot } from '@google-cloud/firestore';
import { partiesOf, type LedgerEntry } from '../../../domain/ledger.ts';
import type { Store } from '../../../ports/store.ts';
import { partCount, pathOf, readBody } from './documents.ts';
import type { Fields, Moment } from './documents.ts';
import type { Lists } from './lists.ts';

/** Accounts of one order or one party are written now and then; the others by every payment, so that they are kept in parts. */
const ownAccount = /^(held|refund-due|payable|owed-by|disputed):/;

let turn = 0;

/** Where the sum of an account is kept, and what stands beside the sum. Any part of it may be written, and all of them are read. */
export function balanceOf(account: string, currency: string, part = ownAccount.test(account) ? 0 : turn++ % partCount) {
  return { path: pathOf('balance', `${account}:${currency}:${part}`), beside: { account, currency } };
}

/** An entry as it is kept. `position` orders what is kept at the same moment, which is now unless given. */
export function entryFields(
  entry: LedgerEntry,
  by: string,
  position: number,
  keptAt: Moment = FieldValue.serverTimestamp(),
): Fields {
  const parties = partiesOf(entry);
  return {
    orderId: entry.orderId,
    ...(parties.length > 0 ? { parties: [...parties] } : {}),
    keptAt,
    position,
    data: { by, body: JSON.stringify(entry) },
  };
}

/** Reading of the ledger. */
export function ledgerQueries(
  db: Firestore,
  list: Lists,
): Pick<Store, 'entriesOf' | 'entriesOfParty' | 'entries' | 'balances'> {
  async function pageOf(all: Query, after: string | null, limit: number): Promise<readonly LedgerEntry[]> {
    const page = all.limit(limit);
    if (after === null) return readEntries(await page.get());
    const last = await db.doc(pathOf('entry', after)).get();
    if (!last.exists) throw new Error(`there is no ledger entry ${after} to go on from`);
    return readEntries(await page.startAfter(last).get());
  }

  return {
    entriesOf: async (orderId) => readEntries(await list.entriesOf(orderId).get()),
    entriesOfParty: (id, after, limit) => pageOf(list.entriesOfParty(id), after, limit),
    entries: (after, limit) => pageOf(list.entries(), after, limit),
    async balances() {
      const sums = new Map<string, { account: string; currency: string; amountMinor: number }>();
      const { docs } = await list.balances().get();
      for (const document of docs) {
        const { account, currency, amountMinor } = document.data();
        const key = `${account} ${currency}`;
        const sum = sums.get(key)?.amountMinor ?? 0;
        sums.set(key, { account, currency, amountMinor: sum + Number(amountMinor) });
      }
      return [...sums.values()].filter(({ amountMinor }) => amountMinor !== 0);
    },
  };
}

function readEntries({ docs }: QuerySnapshot): readonly LedgerEntry[] {
  return docs.map((document) => readBody<LedgerEntry>(document.data() as Fields));
}
