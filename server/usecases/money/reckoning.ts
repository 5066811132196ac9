import { minute } from '#shared/house-rules.ts';
import type { CitizenId, Instant, OrderId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import type { BookDifference, DueToPerson, HeldOrder, Reckoning } from '../../domain/trust-records.ts';
import { UpstreamError, type BalanceMovement } from '../../ports/payments.ts';
import type { Core } from '../work/core.ts';
import { allEntries, ownSide, type Reconciliation } from './reconcile.ts';

/** The books are gone through once in this long, and for somebody who asks at most once in that. */
const everyMs = 10 * minute;
const askedEveryMs = minute;
/** What one record may carry: a document of Firestore's has room for a megabyte. */
const heldPerPart = 5_000;
const differencesMax = 500;
const duesMax = 2_000;
const fundMax = 200;

/** The last reckoning with everything that belongs to it; undefined before the first. */
export async function lastReckoning(core: Core): Promise<Reckoning | undefined> {
  const latest = await core.store.get('reckoning', 'latest');
  if (!latest || latest.heldParts === 0) return latest;
  const parts = await Promise.all(
    Array.from({ length: latest.heldParts }, (_, part) => core.store.get('reckoning', partId(part))),
  );
  return { ...latest, held: parts.flatMap((part) => part?.held ?? []) };
}

/** Goes through the books if that was not done lately. A duty of one process, which asks again and again. */
export async function reckonIfDue(core: Core): Promise<void> {
  const latest = await core.store.get('reckoning', 'latest');
  const now = core.clock.now();
  // A clock that was set back must not keep anybody from looking.
  if (latest && now >= latest.at && now - latest.at < everyMs) return;
  await reckon(core);
}

/** Goes through the books because somebody of the staff asks for it now. */
export async function reckonNow(
  core: Core,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly refusal: Refusal }> {
  const now = core.clock.now();
  // Whoever asks does not give the lease back, so that the next may have it when its time is over. The duty has one of its own, which is
  // always held.
  if (!(await core.store.lease('reckoning-asked', core.clock.randomText(), now, now + askedEveryMs)))
    return refuse('too-many-requests');
  await reckon(core);
  return { ok: true };
}

/**
 * Goes through every entry of the ledger once, and lays it beside Stripe's own books. What it comes to is kept, so that whoever looks at
 * money looks at no more than they see. Two at once keep what one of them found.
 */
export async function reckon(core: Core): Promise<void> {
  const before = await core.store.get('reckoning', 'latest');
  const books = openBooks();
  for await (const entry of allEntries(core)) books.note(entry);
  const movements = await movementsOf(core);
  const at = core.clock.now();
  const compared = movements ? comparedOf(books.compare(movements), before, at) : (before?.compared ?? null);
  const held = books.sums('held').toSorted(oldestFirst);
  const parts = Array.from({ length: Math.ceil(held.length / heldPerPart) }, (_, part) =>
    held.slice(part * heldPerPart, (part + 1) * heldPerPart),
  );
  const versions = await Promise.all(parts.map((_, part) => core.store.get('reckoning', partId(part))));
  const stripeAnswered = movements !== undefined;
  const nothing = {
    stripeAnswered,
    compared: null,
    held: [],
    heldParts: 0,
    payables: [],
    refundsDue: [],
    fund: [],
  } as const;
  const latest: Reckoning = {
    ...nothing,
    id: 'latest',
    version: before?.version ?? 0,
    at,
    compared,
    heldParts: parts.length,
    payables: books.payables().toSorted(oldestFirst).slice(0, duesMax),
    refundsDue: books.sums('refund-due').toSorted(oldestFirst).slice(0, duesMax),
    fund: books.fund(),
  };
  const put = parts.map((rows, part) => ({
    kind: 'reckoning' as const,
    record: { ...nothing, id: partId(part), version: versions[part]?.version ?? 0, at, held: rows },
  }));
  await core.store.commit({ put: [{ kind: 'reckoning', record: latest }, ...put] });
}

function partId(part: number): string {
  return `held:${part}`;
}

/** Undefined while Stripe does not answer: the rest is worth knowing then more than ever. */
async function movementsOf(core: Core): Promise<readonly BalanceMovement[] | undefined> {
  try {
    return await core.payments.listMovements();
  } catch (error) {
    if (error instanceof UpstreamError) return undefined;
    throw error;
  }
}

function comparedOf(
  { ledgerMinor, stripeMinor, bankMinor, lines, differences }: Reconciliation,
  before: Reckoning | undefined,
  now: Instant,
): Reckoning['compared'] {
  const seen = new Map(before?.compared?.differences.map(({ stripeId, at }) => [stripeId, at]));
  const told = differences.map(({ id, entry, movementId, ...amounts }): BookDifference => ({
    stripeId: id,
    ledgerMinor: amounts.ledgerMinor,
    stripeMinor: amounts.stripeMinor,
    entryId: entry?.id ?? null,
    movementId,
    orderId: entry?.orderId ?? null,
    at: entry?.at ?? seen.get(id) ?? now,
  }));
  const kept = told.toSorted((one, other) => one.at - other.at).slice(0, differencesMax);
  return { at: now, ledgerMinor, stripeMinor, bankMinor, lines, differing: differences.length, differences: kept };
}

type Sum = { amountMinor: number; readonly since: Instant; readonly orderId: OrderId };

/** What is added up while the entries pass by. Everything that the house owes grows by credit, so it is told with the sign turned. */
function openBooks() {
  const side = ownSide();
  const accounts = new Map<string, Map<OrderId, Sum>>();
  const fund: Reckoning['fund'][number][] = [];
  const add = (account: string, orderId: OrderId, amountMinor: number, since: Instant) => {
    const ofAccount = accounts.get(account) ?? new Map<OrderId, Sum>();
    accounts.set(account, ofAccount);
    const sum = ofAccount.get(orderId);
    if (sum) sum.amountMinor -= amountMinor;
    else ofAccount.set(orderId, { amountMinor: 0 - amountMinor, since, orderId });
  };
  return {
    compare: side.compare,
    note(entry: LedgerEntry) {
      side.note(entry);
      const { id: entryId, kind, orderId, at } = entry;
      for (const { account, amountMinor } of entry.postings) {
        if (/^(held|refund-due|payable):/.test(account)) add(account, orderId, amountMinor, at);
        if (account !== 'fund' || amountMinor === 0) continue;
        fund.push({ entryId, kind, orderId, amountMinor: 0 - amountMinor, at });
        if (fund.length > 2 * fundMax) fund.splice(0, fundMax);
      }
    },
    /** What orders have in accounts of their own. */
    sums: (prefix: 'held' | 'refund-due'): readonly HeldOrder[] =>
      [...accounts]
        .filter(([account]) => account.startsWith(`${prefix}:`))
        .flatMap(([, ofAccount]) => [...ofAccount.values()])
        .filter(({ amountMinor }) => amountMinor !== 0),
    payables: (): readonly DueToPerson[] =>
      [...accounts]
        .filter(([account]) => account.startsWith('payable:'))
        .flatMap(([account, ofAccount]) =>
          // We named the account ourselves, by the citizen.
          [...ofAccount.values()].map((sum) => ({ ...sum, citizenId: account.slice('payable:'.length) as CitizenId })),
        )
        .filter(({ amountMinor }) => amountMinor !== 0),
    fund: () => fund.toReversed().slice(0, fundMax),
  };
}

function oldestFirst(one: HeldOrder, other: HeldOrder): number {
  return one.since - other.since;
}
