import { computeAvailable } from './balance.ts';
import type { Delivery, StripeModel } from './model.ts';
import type { Charge, Dispute, Refund, Transfer, TransferReversal } from './objects.ts';

/** What the Studio shows of Stripe at one look. Lists are newest first; amounts are minor units of their currency. */
export type StripeSummary = {
  readonly available: readonly { readonly currency: string; readonly amountMinor: number }[];
  /** Stripe's fees so far, by currency. */
  readonly fees: readonly { readonly currency: string; readonly amountMinor: number }[];
  readonly openSessions: number;
  readonly charges: readonly Charge[];
  readonly refunds: readonly Refund[];
  readonly transfers: readonly Transfer[];
  readonly reversals: readonly TransferReversal[];
  readonly disputes: readonly Dispute[];
  readonly deliveries: readonly Delivery[];
  readonly deliveriesWaiting: number;
};

const listMax = 200;

/** The balance and the newest 200 objects of each kind. */
export function summarise(model: StripeModel): StripeSummary {
  const fees = new Map<string, number>();
  for (const { currency, fee } of model.balanceTransactions.values())
    fees.set(currency, (fees.get(currency) ?? 0) + fee);
  return {
    available: listSums(computeAvailable(model.balanceTransactions.values())),
    fees: listSums(fees),
    openSessions: [...model.sessions.values()].filter((session) => session.status === 'open').length,
    charges: newest(model.charges),
    refunds: newest(model.refunds),
    transfers: newest(model.transfers),
    reversals: newest(model.reversals),
    disputes: newest(model.disputes),
    deliveries: newest(model.deliveries),
    deliveriesWaiting: model.pendingDeliveries.size,
  };
}

function listSums(sums: ReadonlyMap<string, number>): { readonly currency: string; readonly amountMinor: number }[] {
  return [...sums].map(([currency, amountMinor]) => ({ currency, amountMinor }));
}

function newest<Item>(items: ReadonlyMap<string, Item>): Item[] {
  return [...items.values()].slice(-listMax).toReversed();
}
