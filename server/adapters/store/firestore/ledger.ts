import { FieldValue } from '@google-cloud/firestore';
import type { Firestore, QuerySnapshot } from '@google-cloud/firestore';
import type { LedgerEntry } from '../../../domain/ledger.ts';
import type { Store } from '../../../ports/store.ts';
import { partCount, pathOf, readBody } from './documents.ts';
import type { Fields, Moment } from './documents.ts';
import type { Lists } from './lists.ts';

/** Accounts of one order or one party are written now and then; the others by every payment, so that they are kept in parts. */
const ownAccount = /^(held|refund-due|payable):/;

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
  return { orderId: entry.orderId, keptAt, position, data: { by, body: JSON.stringify(entry) } };
}

/** Reading of the ledger. */
export function ledgerQueries(db: Firestore, list: Lists): Pick<Store, 'entriesOf' | 'entries' | 'balances'> {
  return {
    entriesOf: async (orderId) => readEntries(await list.entriesOf(orderId).get()),
    async entries(after, limit) {
      const page = list.entries().limit(limit);
      if (after === null) return readEntries(await page.get());
      const last = await db.doc(pathOf('entry', after)).get();
      if (!last.exists) throw new Error(`there is no ledger entry ${after} to go on from`);
      return readEntries(await page.startAfter(last).get());
    },
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
