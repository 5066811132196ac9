import * as z from 'zod/mini';
import { OrderView } from '../schemas/order.ts';
import { endpoint } from './endpoint.ts';

const Posting = z.object({ account: z.string(), amountMinor: z.int(), currency: z.string() });
const LedgerEntryView = z.object({
  id: z.string(),
  kind: z.string(),
  orderTag: z.nullable(z.string()),
  at: z.number(),
  postings: z.array(Posting),
});

/** The operator's view of money. Amounts are signed minor units; debit is positive. */
export const staffEndpoints = {
  getMoneyHealth: endpoint({
    method: 'GET',
    path: '/v1/staff/money',
    auth: 'staff',
    response: z.object({
      balances: z.array(z.object({ account: z.string(), amountMinor: z.int(), currency: z.string() })),
      /**
       * The ledger's idea of the Stripe balance beside Stripe's own, and every movement that one side lacks. `bankMinor` is what C500
       * moved to or from its own bank account, which Stripe's book has alone.
       */
      stripe: z.nullable(
        z.object({
          ledgerMinor: z.int(),
          stripeMinor: z.int(),
          bankMinor: z.int(),
          agrees: z.boolean(),
          differences: z.array(z.object({ id: z.string(), ledgerMinor: z.int(), stripeMinor: z.int() })),
        }),
      ),
      stuckEffects: z.array(
        z.object({ key: z.string(), kind: z.string(), attempts: z.int(), lastError: z.nullable(z.string()) }),
      ),
      pending: z.object({ inbox: z.int(), effects: z.int(), notices: z.int() }),
    }),
    refusals: ['upstream-unavailable'],
  }),
  listOrders: endpoint({
    method: 'GET',
    path: '/v1/staff/orders',
    auth: 'staff',
    response: z.object({ orders: z.array(OrderView) }),
    refusals: [],
  }),
  getOrderMoney: endpoint({
    method: 'GET',
    path: '/v1/staff/orders/:tag/money',
    auth: 'staff',
    params: z.object({ tag: z.string() }),
    response: z.object({
      order: OrderView,
      entries: z.array(LedgerEntryView),
      effects: z.array(
        z.object({
          key: z.string(),
          kind: z.string(),
          state: z.string(),
          vendorId: z.nullable(z.string()),
          lastError: z.nullable(z.string()),
        }),
      ),
      sightings: z.array(z.object({ at: z.number(), source: z.string(), outcome: z.string(), tag: z.string() })),
    }),
    refusals: ['not-found'],
  }),
  /** The last sightings of tags anywhere, counted or not, newest first. */
  listSightings: endpoint({
    method: 'GET',
    path: '/v1/staff/sightings',
    auth: 'staff',
    response: z.object({
      sightings: z.array(z.object({ at: z.number(), source: z.string(), outcome: z.string(), tag: z.string() })),
    }),
    refusals: [],
  }),
};
