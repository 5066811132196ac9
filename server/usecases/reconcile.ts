import type { LedgerEntry } from '../domain/ledger.ts';
import type { Core } from './core.ts';

/** The ledger's idea of C500's balance at Stripe beside Stripe's own; `differences` are movements that the two book differently. */
export type Reconciliation = {
  readonly ledgerMinor: number;
  readonly stripeMinor: number;
  readonly agrees: boolean;
  readonly differences: readonly { readonly id: string; readonly ledgerMinor: number; readonly stripeMinor: number }[];
};

const pageSize = 500;

/**
 * Lays the ledger beside Stripe's balance transactions, object by object. What is under way at this moment may differ; what stays
 * different is somebody's work.
 *
 * @throws UpstreamError when Stripe does not answer
 */
export async function reconcile(core: Core): Promise<Reconciliation> {
  const ours = new Map<string, number>();
  for await (const entry of allEntries(core)) {
    const moved = entry.postings
      .filter((posting) => posting.account === 'stripe')
      .reduce((sum, posting) => sum + posting.amountMinor, 0);
    if (moved !== 0) add(ours, entry.stripeId ?? entry.id, moved);
  }
  const theirs = new Map<string, number>();
  for (const movement of await core.payments.listMovements()) add(theirs, movement.sourceId, movement.netMinor);
  const differences = [...new Set([...ours.keys(), ...theirs.keys()])]
    .map((id) => ({ id, ledgerMinor: ours.get(id) ?? 0, stripeMinor: theirs.get(id) ?? 0 }))
    .filter((each) => each.ledgerMinor !== each.stripeMinor);
  return { ledgerMinor: sum(ours), stripeMinor: sum(theirs), agrees: differences.length === 0, differences };
}

async function* allEntries(core: Core): AsyncGenerator<LedgerEntry> {
  let after: string | null = null;
  for (;;) {
    const page: readonly LedgerEntry[] = await core.store.entries(after, pageSize);
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.id ?? null;
  }
}

function add(map: Map<string, number>, id: string, amountMinor: number): void {
  map.set(id, (map.get(id) ?? 0) + amountMinor);
}

function sum(map: ReadonlyMap<string, number>): number {
  return [...map.values()].reduce((total, amountMinor) => total + amountMinor, 0);
}
