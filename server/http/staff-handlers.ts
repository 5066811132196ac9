import { parseTag } from '#shared/order-tag.ts';
import type { Sighting } from '../domain/citizen.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { UpstreamError } from '../ports/payments.ts';
import type { Core } from '../usecases/work/core.ts';
import { reconcile } from '../usecases/money/reconcile.ts';
import { orderView } from '../usecases/work/views.ts';
import type { Handlers } from './mount.ts';
import { Refused } from './problems.ts';

/** An effect that failed this often is somebody's business. */
const stuckAfterTries = 3;

/** What the operator may see of money. */
export function staffHandlers(
  core: Core,
): Pick<Handlers, 'getMoneyHealth' | 'listOrders' | 'getOrderMoney' | 'listSightings'> {
  return {
    async getMoneyHealth() {
      const [balances, pending, stuck] = await Promise.all([
        core.store.balances(),
        core.store.pending(),
        core.store.stuckEffects(stuckAfterTries, 50),
      ]);
      return {
        balances: balances.map(({ account, amountMinor, currency }) => ({ account, amountMinor, currency })),
        stripe: await stripeSide(core),
        stuckEffects: stuck.map(({ effect, attempts, lastError }) => ({
          key: effect.key,
          kind: effect.kind,
          attempts,
          lastError,
        })),
        pending,
      };
    },
    async listOrders() {
      const orders = await core.store.recentOrders(30);
      return { orders: await Promise.all(orders.map((order) => orderView(core, order, 'staff'))) };
    },
    async getOrderMoney({ params }) {
      const tag = parseTag(params.tag);
      const order = tag && (await core.store.orderByTag(tag));
      if (!order) throw new Refused({ code: 'not-found' });
      const [entries, effects, sightings] = await Promise.all([
        core.store.entriesOf(order.id),
        core.store.effectsOf(order.id),
        core.store.sightings(50, order.id),
      ]);
      return {
        order: await orderView(core, order, 'staff'),
        entries: entries.map((entry) => entryView(entry, order.tag)),
        effects: effects.map(({ effect, state, vendorId, lastError }) => ({
          key: effect.key,
          kind: effect.kind,
          state,
          vendorId,
          lastError,
        })),
        sightings: sightings.map(sightingView),
      };
    },
    async listSightings() {
      return { sightings: (await core.store.sightings(50)).map(sightingView) };
    },
  };
}

/** Null while Stripe does not answer: the rest of the page is worth seeing then more than ever. */
async function stripeSide(core: Core) {
  try {
    const { ledgerMinor, stripeMinor, bankMinor, agrees, differences } = await reconcile(core);
    return { ledgerMinor, stripeMinor, bankMinor, agrees, differences: differences.slice(0, 50) };
  } catch (error) {
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}

function entryView(entry: LedgerEntry, orderTag: string) {
  const postings = entry.postings.map(({ account, amountMinor }) => ({
    account,
    amountMinor,
    currency: entry.currency,
  }));
  return { id: entry.id, kind: entry.kind, orderTag, at: entry.at, postings };
}

function sightingView({ at, source, outcome, tag }: Sighting) {
  return { at, source, outcome, tag };
}
