import type { LedgerEntry } from '../../domain/ledger.ts';
import type { OrderId } from '#shared/ids.ts';
import type { HistoryLine } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';

/** What is kept about an order beside the order itself. `unit` is the number of its unit, null once that was given back. */
export type OrderFacts = {
  readonly entries: readonly LedgerEntry[];
  readonly history: readonly HistoryLine[];
  readonly unit: number | null;
};

/** Reads them. Whoever has just made an order knows them without. */
export async function loadOrderFacts(core: Core, id: OrderId): Promise<OrderFacts> {
  const [entries, history, unit] = await Promise.all([
    core.store.entriesOf(id),
    core.store.history(id),
    core.store.unitOf(id),
  ]);
  return { entries, history, unit: unit ?? null };
}
