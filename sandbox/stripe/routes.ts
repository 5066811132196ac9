import type Stripe from 'stripe';

import { createAccountFromParams, createAccountLink, retrieveAccount } from './accounts.ts';
import { readBalance } from './balance.ts';
import { findDispute, updateDispute } from './disputes.ts';
import { createIdentityCheck, findIdentityCheck } from './identity.ts';
import { createFile, findFile } from './files.ts';
import type { Upload } from './files.ts';
import type { Filters } from './lists.ts';
import { listPage } from './lists.ts';
import type { Params } from './params.ts';
import { readTexts, refuseUnknown } from './params.ts';
import { refuseMissing } from './refusal.ts';
import { createRefund } from './refunds.ts';
import { createSession, expireSession, findSession, lapseSessions } from './sessions.ts';
import type { StripeState, World } from './model.ts';
import { createReversal, createTransfer, findTransfer, readAccountBalance } from './transfers.ts';

type Method = 'GET' | 'POST';
type Call = {
  readonly world: World;
  readonly params: Params;
  readonly id: string;
  readonly subId: string;
  readonly upload: Upload | null;
};
type Handler = (call: Call) => unknown;
type Route = { readonly method: Method; readonly path: RegExp; readonly handle: Handler };
type Found = { readonly handle: Handler; readonly id: string; readonly subId: string };

function route(method: Method, path: string, handle: Handler): Route {
  return { method, path: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(':id', '([^/]+)')}$`), handle };
}

function retrieveRoute(path: string, noun: string, read: (state: StripeState) => ReadonlyMap<string, unknown>): Route {
  return route('GET', `${path}/:id`, ({ world, params, id }) => {
    refuseUnknown(params, ['expand']);
    return read(world.state).get(id) ?? raise(refuseMissing(noun, id));
  });
}

function listRoute<Item extends { readonly id: string; readonly created: number }>(
  path: string,
  read: (state: StripeState) => ReadonlyMap<string, Item>,
  filters: Filters<Item>,
): Route {
  return route('GET', path, ({ world, params }) => listPage(read(world.state).values(), params, path, filters));
}

function raise(error: Error): never {
  throw error;
}

const sessions = '/v1/checkout/sessions';
const identityChecks = '/v1/identity/verification_sessions';

const routes: readonly Route[] = [
  route('POST', sessions, ({ world, params }) => createSession(world, params)),
  route('GET', sessions, ({ world, params }) => {
    lapseSessions(world);
    return listPage(world.state.sessions.values(), params, sessions, {
      payment_intent: (session) => session.payment_intent,
      status: (session) => session.status,
    });
  }),
  route('GET', `${sessions}/:id`, ({ world, params, id }) => {
    refuseUnknown(params, ['expand']);
    return findSession(world, id);
  }),
  route('POST', `${sessions}/:id/expire`, ({ world, params, id }) => {
    refuseUnknown(params, ['expand']);
    return expireSession(world, id);
  }),
  route('GET', `${sessions}/:id/line_items`, ({ world, id }) => listLineItems(world, id)),

  retrieveRoute('/v1/payment_intents', 'payment_intent', (state) => state.paymentIntents),
  listRoute('/v1/payment_intents', (state) => state.paymentIntents, {}),
  retrieveRoute('/v1/charges', 'charge', (state) => state.charges),
  listRoute('/v1/charges', (state) => state.charges, {
    payment_intent: (charge) => charge.payment_intent,
    transfer_group: (charge) => charge.transfer_group,
  }),

  route('POST', '/v1/refunds', ({ world, params }) => createRefund(world, params)),
  retrieveRoute('/v1/refunds', 'refund', (state) => state.refunds),
  listRoute('/v1/refunds', (state) => state.refunds, {
    charge: (refund) => refund.charge,
    payment_intent: (refund) => refund.payment_intent,
  }),

  route('POST', '/v1/transfers', ({ world, params }) => createTransfer(world, params)),
  retrieveRoute('/v1/transfers', 'transfer', (state) => state.transfers),
  listRoute('/v1/transfers', (state) => state.transfers, {
    destination: (transfer) => transfer.destination,
    transfer_group: (transfer) => transfer.transfer_group,
  }),
  route('POST', '/v1/transfers/:id/reversals', ({ world, params, id }) => createReversal(world, id, params)),
  route('GET', '/v1/transfers/:id/reversals', ({ world, params, id }) => {
    const transfer = findTransfer(world, id);
    const reversals = [...world.state.reversals.values()].filter((reversal) => reversal.transfer === transfer.id);
    return listPage(reversals, params, `/v1/transfers/${id}/reversals`);
  }),
  route('GET', '/v1/transfers/:id/reversals/:id', ({ world, params, id, subId }) => {
    refuseUnknown(params, ['expand']);
    const reversal = world.state.reversals.get(subId);
    return reversal?.transfer === id ? reversal : raise(refuseMissing('transfer_reversal', subId));
  }),

  route('GET', '/v1/balance', ({ world, params }) => {
    refuseUnknown(params, ['expand']);
    const account = world.request?.account ?? null;
    return account === null ? readBalance(world) : readAccountBalance(world, account);
  }),
  retrieveRoute('/v1/balance_transactions', 'balance_transaction', (state) => state.balanceTransactions),
  listRoute('/v1/balance_transactions', (state) => state.balanceTransactions, {
    currency: (line) => line.currency,
    source: (line) => line.source,
    type: (line) => line.type,
  }),

  retrieveRoute('/v1/disputes', 'dispute', (state) => state.disputes),
  listRoute('/v1/disputes', (state) => state.disputes, {
    charge: (dispute) => dispute.charge,
    payment_intent: (dispute) => dispute.payment_intent,
  }),
  route('POST', '/v1/disputes/:id', ({ world, params, id }) => updateDispute(world, findDispute(world, id).id, params)),
  route('POST', '/v1/files', ({ world, params, upload }) => createFile(world, params, upload)),
  route('GET', '/v1/files/:id', ({ world, params, id }) => {
    refuseUnknown(params, ['expand']);
    return findFile(world, id).file;
  }),
  retrieveRoute('/v1/radar/early_fraud_warnings', 'early_fraud_warning', (state) => state.earlyFraudWarnings),
  listRoute('/v1/radar/early_fraud_warnings', (state) => state.earlyFraudWarnings, {
    charge: (warning) => warning.charge,
    payment_intent: (warning) => warning.payment_intent,
  }),

  route('POST', identityChecks, ({ world, params }) => createIdentityCheck(world, params)),
  route('GET', `${identityChecks}/:id`, ({ world, params, id }) => {
    refuseUnknown(params, ['expand']);
    return findIdentityCheck(world, id);
  }),

  retrieveRoute('/v1/events', 'event', (state) => state.events),
  route('GET', '/v1/events', ({ world, params }) => listEvents(world, params)),

  route('POST', '/v2/core/accounts', ({ world, params }) => createAccountFromParams(world, params)),
  route('GET', '/v2/core/accounts/:id', ({ world, params, id }) => retrieveAccount(world, id, params)),
  route('POST', '/v2/core/account_links', ({ world, params }) => createAccountLink(world, params)),
];

/** The handler of a call with the ids in its path, or null where Stripe has no such address here. */
export function findRoute(method: string, path: string): Found | null {
  for (const { method: wanted, path: pattern, handle } of routes) {
    const match = wanted === method ? pattern.exec(path) : null;
    if (match !== null) return { handle, id: match[1] ?? '', subId: match[2] ?? '' };
  }
  return null;
}

function listLineItems(world: World, id: string): unknown {
  const session = findSession(world, id);
  const data = world.state.checkouts.get(session.id)?.lineItems ?? [];
  return { object: 'list', data, has_more: false, url: `${sessions}/${id}/line_items` };
}

function listEvents(world: World, params: Params): Stripe.ApiList<{ readonly id: string; readonly created: number }> {
  const types = readTexts(params, 'types');
  const events = [...world.state.events.values()]
    .filter((event) => event.object === 'event')
    .filter((event) => types.length === 0 || types.includes(event.type));
  const fields = new Map(params.fields);
  fields.delete('types');
  return listPage(events, { ...params, fields }, '/v1/events', { type: (event) => event.type });
}
