import type Stripe from 'stripe';

import type { BalanceTransaction } from './objects.ts';
import type { World } from './model.ts';
import { nowSeconds } from './model.ts';

type Entry = {
  readonly type: 'charge' | 'refund' | 'refund_failure' | 'transfer' | 'transfer_refund' | 'adjustment';
  readonly category: string;
  /** Signed, in minor units: what reaches us is positive. */
  readonly amountMinor: number;
  readonly feeMinor: number;
  readonly currency: string;
  readonly source: string;
  readonly description: string | null;
};

/** Stripe's fee on a card payment: 2.9% of the amount, half up, and 30 minor units. */
export function computeFeeMinor(amountMinor: number): number {
  return Math.floor((amountMinor * 29 + 500) / 1000) + 30;
}

/**
 * Writes a line of the platform's balance. Money is available at once: the days it is pending would only make every
 * other part of the simulated world wait.
 */
export function recordBalanceTransaction(world: World, entry: Entry): BalanceTransaction {
  const created = nowSeconds(world);
  const line: BalanceTransaction = {
    id: world.newId('txn'),
    object: 'balance_transaction',
    amount: entry.amountMinor,
    available_on: created,
    balance_type: 'payments',
    created,
    currency: entry.currency,
    description: entry.description,
    exchange_rate: null,
    fee: entry.feeMinor,
    fee_details: entry.feeMinor === 0 ? [] : [describeFee(entry)],
    net: entry.amountMinor - entry.feeMinor,
    reporting_category: entry.category,
    source: entry.source,
    status: 'available',
    type: entry.type,
  };
  world.state.balanceTransactions.set(line.id, line);
  return line;
}

function describeFee(entry: Entry): Stripe.BalanceTransaction.FeeDetail {
  const description = entry.type === 'adjustment' ? 'Dispute fee' : 'Stripe processing fees';
  return { amount: entry.feeMinor, application: null, currency: entry.currency, description, type: 'stripe_fee' };
}

/** What the platform could spend, by currency, in minor units; below zero after refunds of money already passed on. */
export function computeAvailable(lines: Iterable<BalanceTransaction>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const line of lines) sums.set(line.currency, (sums.get(line.currency) ?? 0) + line.net);
  return sums;
}

/** GET /v1/balance. Nothing is ever pending or reserved. */
export function readBalance(world: World): Stripe.Balance {
  const sums = [...computeAvailable(world.state.balanceTransactions.values())];
  const known: [string, number][] = sums.length === 0 ? [['usd', 0]] : sums;
  return {
    object: 'balance',
    available: known.map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } })),
    connect_reserved: known.map(([currency]) => ({ amount: 0, currency })),
    livemode: false,
    pending: known.map(([currency]) => ({ amount: 0, currency, source_types: { card: 0 } })),
  };
}
