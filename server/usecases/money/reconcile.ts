import type { OrderId } from '#shared/ids.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import type { BalanceMovement } from '../../ports/payments.ts';
import type { Core } from '../work/core.ts';

/**
 * The ledger's idea of C500's balance at Stripe beside Stripe's own; `differences` are movements that the two book differently. What C500
 * moved to or from its own bank account is in Stripe's book alone: `bankMinor`, signed as there, which is no difference.
 */
export type Reconciliation = {
  readonly ledgerMinor: number;
  readonly stripeMinor: number;
  readonly bankMinor: number;
  readonly agrees: boolean;
  /** Objects of Stripe's that either of them knows. */
  readonly lines: number;
  readonly differences: readonly Line[];
};

/** One object of Stripe's in both books; an entry or a movement is null where the book does not know it. */
export type Line = {
  readonly id: string;
  readonly ledgerMinor: number;
  readonly stripeMinor: number;
  readonly entry: (Pick<LedgerEntry, 'id' | 'at'> & { readonly orderId: OrderId }) | null;
  readonly movementId: string | null;
};

/** What our own book says of Stripe's objects, made by showing it every entry. */
export type OwnSide = {
  note(entry: LedgerEntry): void;
  /** Lays Stripe's movements beside what was noted. */
  compare(movements: readonly BalanceMovement[]): Reconciliation;
};

const pageSize = 500;

/**
 * Lays the ledger beside Stripe's balance transactions, object by object. What is under way at this moment may differ; what stays
 * different is somebody's work.
 *
 * @throws UpstreamError when Stripe does not answer
 */
export async function reconcile(core: Core): Promise<Reconciliation> {
  const side = ownSide();
  for await (const entry of allEntries(core)) side.note(entry);
  return side.compare(await core.payments.listMovements());
}

/** Our side of the comparison, with nothing noted yet. */
export function ownSide(): OwnSide {
  const ours = new Map<string, { amountMinor: number; readonly entry: LedgerEntry }>();
  return {
    note(entry) {
      const moved = entry.postings
        .filter((posting) => posting.account === 'stripe')
        .reduce((sum, posting) => sum + posting.amountMinor, 0);
      if (moved === 0) return;
      const id = entry.stripeId ?? entry.id;
      const known = ours.get(id);
      if (known) known.amountMinor += moved;
      else ours.set(id, { amountMinor: moved, entry });
    },
    compare(movements) {
      const theirs = new Map<string, { amountMinor: number; readonly movementId: string }>();
      const isOwn = ({ sourceId, withOwnBank }: BalanceMovement) => withOwnBank && !ours.has(sourceId);
      const bankMinor = movements.filter(isOwn).reduce((total, { netMinor }) => total + netMinor, 0);
      for (const { id, sourceId, netMinor } of movements.filter((movement) => !isOwn(movement))) {
        const known = theirs.get(sourceId);
        if (known) known.amountMinor += netMinor;
        else theirs.set(sourceId, { amountMinor: netMinor, movementId: id });
      }
      const ids = [...new Set([...ours.keys(), ...theirs.keys()])];
      const differences = ids
        .map((id): Line => {
          const [own, other] = [ours.get(id), theirs.get(id)];
          return {
            id,
            ledgerMinor: own?.amountMinor ?? 0,
            stripeMinor: other?.amountMinor ?? 0,
            entry: own?.entry ?? null,
            movementId: other?.movementId ?? null,
          };
        })
        .filter((line) => line.ledgerMinor !== line.stripeMinor);
      const [ledgerMinor, stripeMinor] = [sum(ours), sum(theirs) + bankMinor];
      return { ledgerMinor, stripeMinor, bankMinor, agrees: differences.length === 0, lines: ids.length, differences };
    },
  };
}

/** Every entry of the ledger, in the order in which they were kept. */
export async function* allEntries(core: Core): AsyncGenerator<LedgerEntry> {
  let after: string | null = null;
  for (;;) {
    const page: readonly LedgerEntry[] = await core.store.entries(after, pageSize);
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.id ?? null;
  }
}

function sum(map: ReadonlyMap<string, { readonly amountMinor: number }>): number {
  return [...map.values()].reduce((total, { amountMinor }) => total + amountMinor, 0);
}
