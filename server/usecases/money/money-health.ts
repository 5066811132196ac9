import type { Instant } from '#shared/ids.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import type { BookDifference, Debt, HeldOrder, Reckoning } from '../../domain/trust-records.ts';
import type { Core } from '../work/core.ts';
import { effectLines, isUnderWay, named, tagOf, type EffectLine, type Named } from '../house/house-desk.ts';
import { lastReckoning } from './reckoning.ts';
import { ageingOf } from './solvency.ts';

/** Rows of a page, and what is looked at of lists that are not paged. */
export const rowsPerPage = 50;
const debtsMax = 500;
const entriesPerPage = 200;

/** Money of one order with its tag. */
export type HeldRow = HeldOrder & { readonly tag: string };
/** Money that waits to be transferred, and why. */
export type PayableRow = HeldRow & { readonly person: Named; readonly reason: string | null };
/** An object of Stripe's that the books tell differently. */
export type DifferenceRow = BookDifference & { readonly tag: string | null; readonly isUnderWay: boolean };

/** How the house's money is, as the staff sees it. Amounts of accounts are signed as in the ledger: debit is positive. */
export type MoneyHealth = {
  readonly accounts: readonly { readonly account: string; readonly currency: string; readonly amountMinor: number }[];
  readonly totals: readonly {
    readonly currency: string;
    readonly heldMinor: number;
    readonly orders: number;
    readonly refundsDueMinor: number;
    readonly payableMinor: number;
    readonly owedMinor: number;
    readonly disputedMinor: number;
    readonly fundMinor: number;
    readonly stripeMinor: number;
  }[];
  readonly reckoning: Reckoning | null;
  readonly ageing: ReturnType<typeof ageingOf>;
  readonly differences: readonly DifferenceRow[];
  readonly refundsDue: readonly HeldRow[];
  readonly payables: readonly PayableRow[];
  readonly debts: readonly { readonly person: Named; readonly debt: Debt; readonly amountMinor: number }[];
  readonly fund: readonly (Reckoning['fund'][number] & { readonly tag: string | null })[];
  readonly effects: readonly EffectLine[];
  readonly pending: { readonly inbox: number; readonly effects: number; readonly notices: number };
};

/** Reads it: sums as they are now, and lists as the last reckoning found them. */
export async function moneyHealth(core: Core): Promise<MoneyHealth> {
  const now = core.clock.now();
  const [balances, reckoning, debts, effects, pending] = await Promise.all([
    core.store.balances(),
    lastReckoning(core),
    core.store.list('debt', 'open', debtsMax),
    effectLines(core),
    core.store.pending(),
  ]);
  const isOfOne = (account: string) => account.includes(':');
  const currencies = [...new Set([core.settings.currency, ...balances.map(({ currency }) => currency)])];
  const [refundsDue, payables, differences, fund] = await Promise.all([
    taggedRows(core, reckoning?.refundsDue.slice(0, rowsPerPage) ?? []),
    payableRows(core, reckoning?.payables.slice(0, rowsPerPage) ?? []),
    differenceRows(core, (reckoning?.compared?.differences ?? []).slice(0, rowsPerPage)),
    Promise.all(
      (reckoning?.fund.slice(0, rowsPerPage) ?? []).map(async (each) => ({
        ...each,
        tag: await tagOf(core, each.orderId),
      })),
    ),
  ]);
  return {
    accounts: balances.filter(({ account }) => !isOfOne(account)),
    totals: currencies.map((currency) =>
      totalsOf(
        balances.filter((each) => each.currency === currency),
        currency,
      ),
    ),
    reckoning: reckoning ?? null,
    ageing: ageingOf(reckoning?.held ?? [], now),
    differences,
    refundsDue,
    payables,
    debts: await Promise.all(
      debts.map(async (debt) => ({
        person: await named(core, debt.id),
        debt,
        amountMinor: debt.owed.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      })),
    ),
    fund,
    effects,
    pending,
  };
}

/** A page of the orders whose money the Vault holds, the largest or the longest held first. */
export async function heldPage(
  core: Core,
  by: 'amount' | 'age',
  page: number,
): Promise<{ readonly rows: readonly HeldRow[]; readonly count: number; readonly at: Instant | null }> {
  const reckoning = await lastReckoning(core);
  const held = reckoning?.held ?? [];
  const sorted = by === 'age' ? held : held.toSorted((one, other) => other.amountMinor - one.amountMinor);
  const rows = await taggedRows(core, sorted.slice(page * rowsPerPage, (page + 1) * rowsPerPage));
  return { rows, count: held.length, at: reckoning?.at ?? null };
}

/** One line of our own book that moved C500's balance, beside what Stripe's says of it. */
export type BookLine = {
  readonly entryId: string;
  readonly kind: string;
  readonly tag: string | null;
  readonly at: Instant;
  readonly stripeId: string | null;
  readonly ledgerMinor: number;
  /** Null when it was not compared yet. */
  readonly stripeMinor: number | null;
  readonly state: 'agrees' | 'differs' | 'under-way' | 'not-compared';
};

/** Our own book line by line, from the beginning or after an entry; `next` is the entry after which it goes on, null at its end. */
export async function bookLines(
  core: Core,
  after: string | null,
): Promise<{ readonly lines: readonly BookLine[]; readonly next: LedgerEntry | null }> {
  const [entries, reckoning] = await Promise.all([
    core.store.entries(after, entriesPerPage),
    core.store.get('reckoning', 'latest'),
  ]);
  const now = core.clock.now();
  const compared = reckoning?.compared;
  const differing = new Map(compared?.differences.map((each) => [each.stripeId, each]));
  const moving = entries.flatMap((entry) => {
    const own = entry.postings.filter(({ account }) => account === 'stripe');
    const ledgerMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    return ledgerMinor === 0 ? [] : [{ entry, ledgerMinor }];
  });
  const lines = moving.map(async ({ entry, ledgerMinor }): Promise<BookLine> => {
    const { id: entryId, kind, at, stripeId } = entry;
    const difference = differing.get(stripeId ?? entryId);
    const isKnown = compared && at < compared.at;
    const state = difference
      ? isUnderWay(difference.at, now)
        ? 'under-way'
        : 'differs'
      : isKnown
        ? 'agrees'
        : 'not-compared';
    const stripeMinor = difference ? difference.stripeMinor : isKnown ? ledgerMinor : null;
    return { entryId, kind, at, stripeId, ledgerMinor, stripeMinor, state, tag: await tagOf(core, entry.orderId) };
  });
  const next = entries.length === entriesPerPage ? (entries.at(-1) ?? null) : null;
  return { lines: await Promise.all(lines), next };
}

/** Orders with their tags. */
export async function taggedRows(core: Core, rows: readonly HeldOrder[]): Promise<readonly HeldRow[]> {
  return Promise.all(rows.map(async (row) => ({ ...row, tag: (await tagOf(core, row.orderId)) ?? '' })));
}

async function payableRows(core: Core, rows: Reckoning['payables']): Promise<readonly PayableRow[]> {
  return Promise.all(
    rows.map(async (row) => {
      const order = await core.store.get('order', row.orderId);
      const leg = order?.legs.find(({ citizenId }) => citizenId === row.citizenId);
      return { ...row, tag: order?.tag ?? '', person: await named(core, row.citizenId), reason: leg?.reason ?? null };
    }),
  );
}

/** Differences with the tags of their orders. */
export async function differenceRows(
  core: Core,
  differences: readonly BookDifference[],
): Promise<readonly DifferenceRow[]> {
  const now = core.clock.now();
  return Promise.all(
    differences.map(async (difference) => ({
      ...difference,
      tag: await tagOf(core, difference.orderId),
      isUnderWay: isUnderWay(difference.at, now),
    })),
  );
}

function totalsOf(
  balances: readonly { readonly account: string; readonly amountMinor: number }[],
  currency: string,
): MoneyHealth['totals'][number] {
  const sum = (prefix: string) =>
    balances
      .filter(({ account }) => (prefix.endsWith(':') ? account.startsWith(prefix) : account === prefix))
      .reduce((total, { amountMinor }) => total + amountMinor, 0);
  return {
    currency,
    heldMinor: 0 - sum('held:'),
    orders: balances.filter(({ account }) => account.startsWith('held:')).length,
    refundsDueMinor: 0 - sum('refund-due:'),
    payableMinor: 0 - sum('payable:'),
    owedMinor: sum('owed-by:'),
    disputedMinor: sum('disputed:'),
    fundMinor: 0 - sum('fund'),
    stripeMinor: sum('stripe'),
  };
}
