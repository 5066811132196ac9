import type { CitizenId, Instant, OrderId } from '#shared/ids.ts';
import { partyAccounts, type EntryKind, type LedgerEntry } from './ledger.ts';

/** What is between somebody and C500 by the ledger, minor units: what waits to be sent to them, and what they owe. */
export type Standing = { readonly waitingMinor: number; readonly owedMinor: number };

/** One entry as it changed somebody's standing; minor units, negative where it became less. */
export type Movement = Standing & {
  readonly entryId: string;
  readonly orderId: OrderId;
  readonly kind: EntryKind;
  readonly at: Instant;
};

/** Somebody's account with C500 over some time: how it stood at the beginning, what moved, and how it stood at the end. */
export type Statement = {
  readonly opening: Standing;
  readonly movements: readonly Movement[];
  readonly closing: Standing;
};

/** The time that a statement is of: from the first moment to before the second. */
export type Period = { readonly from: Instant; readonly until: Instant };

/** A statement before anything was added to it. */
export const emptyStatement: Statement = {
  opening: { waitingMinor: 0, owedMinor: 0 },
  movements: [],
  closing: { waitingMinor: 0, owedMinor: 0 },
};

/**
 * Adds entries to somebody's statement, in any portions: what was before the period goes into the opening, what came after it is left
 * out, and what does not touch them changes nothing. The closing is the opening and all movements added up, to the cent.
 */
export function withEntries(
  statement: Statement,
  id: CitizenId,
  entries: readonly LedgerEntry[],
  { from, until }: Period,
): Statement {
  const moved = entries.filter(({ at }) => at < until).flatMap((entry) => movementOf(id, entry) ?? []);
  const before = moved.filter(({ at }) => at < from);
  return {
    opening: [statement.opening, ...before].reduce(added),
    movements: [...statement.movements, ...moved.filter(({ at }) => at >= from)],
    closing: [statement.closing, ...moved].reduce(added),
  };
}

function movementOf(id: CitizenId, { id: entryId, orderId, kind, at, postings }: LedgerEntry): Movement | undefined {
  const [payable, owed] = partyAccounts(id);
  const sumOf = (account: string) =>
    postings.filter((posting) => posting.account === account).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  // What C500 owes grows by credit, which is negative in the books.
  const [waitingMinor, owedMinor] = [0 - sumOf(payable), sumOf(owed)];
  return waitingMinor === 0 && owedMinor === 0 ? undefined : { entryId, orderId, kind, at, waitingMinor, owedMinor };
}

function added(one: Standing, other: Standing): Standing {
  return { waitingMinor: one.waitingMinor + other.waitingMinor, owedMinor: one.owedMinor + other.owedMinor };
}
