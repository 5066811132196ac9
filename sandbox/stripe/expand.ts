import type { Params } from './params.ts';
import { readTexts } from './params.ts';
import { refuseParameter } from './refusal.ts';
import type { StripeState } from './model.ts';

const depthMax = 4;
const pathsMax = 20;

type Fields = Record<string, unknown>;

/**
 * The fields that hold ids, by the kind of object, and where the objects are. `line_items` and `refunds` are lists that
 * Stripe only sends when asked.
 */
const references: Readonly<Record<string, Readonly<Record<string, (state: StripeState, from: Fields) => unknown>>>> = {
  'checkout.session': {
    payment_intent: (state, { payment_intent: id }) => state.paymentIntents.get(String(id)),
    line_items: (state, { id }) => {
      const data = state.checkouts.get(String(id))?.lineItems ?? [];
      return { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${String(id)}/line_items` };
    },
  },
  payment_intent: { latest_charge: (state, { latest_charge: id }) => state.charges.get(String(id)) },
  charge: {
    balance_transaction: (state, { balance_transaction: id }) => state.balanceTransactions.get(String(id)),
    dispute: (state, { dispute: id }) => state.disputes.get(String(id)),
    payment_intent: (state, { payment_intent: id }) => state.paymentIntents.get(String(id)),
    refunds: (state, { id }) => {
      const data = [...state.refunds.values()].filter((refund) => refund.charge === id).toReversed();
      return { object: 'list', data, has_more: false, url: `/v1/charges/${String(id)}/refunds` };
    },
  },
  refund: {
    balance_transaction: (state, { balance_transaction: id }) => state.balanceTransactions.get(String(id)),
    charge: (state, { charge: id }) => state.charges.get(String(id)),
    payment_intent: (state, { payment_intent: id }) => state.paymentIntents.get(String(id)),
  },
  transfer: {
    balance_transaction: (state, { balance_transaction: id }) => state.balanceTransactions.get(String(id)),
    source_transaction: (state, { source_transaction: id }) => state.charges.get(String(id)),
  },
  transfer_reversal: {
    balance_transaction: (state, { balance_transaction: id }) => state.balanceTransactions.get(String(id)),
    transfer: (state, { transfer: id }) => state.transfers.get(String(id)),
  },
  dispute: {
    charge: (state, { charge: id }) => state.charges.get(String(id)),
    payment_intent: (state, { payment_intent: id }) => state.paymentIntents.get(String(id)),
  },
  'radar.early_fraud_warning': {
    charge: (state, { charge: id }) => state.charges.get(String(id)),
    payment_intent: (state, { payment_intent: id }) => state.paymentIntents.get(String(id)),
  },
  balance_transaction: { source: (state, { source: id }) => findSource(state, String(id)) },
};

function findSource(state: StripeState, id: string): unknown {
  const places = [state.charges, state.refunds, state.transfers, state.reversals, state.disputes];
  return places.map((place) => place.get(id)).find((found) => found !== undefined);
}

/** An answer with the ids named by `expand` replaced by their objects, to four levels. The stored objects stay as they are. */
export function expandAnswer(state: StripeState, answer: unknown, params: Params): unknown {
  const paths = readTexts(params, 'expand').map((path) => path.split('.'));
  if (paths.length > pathsMax || paths.some((path) => path.length > depthMax)) {
    throw refuseParameter('You cannot expand more than 20 properties or 4 levels.', { param: 'expand' });
  }
  return paths.reduce((expanded, path) => expandPath(state, expanded, path), answer);
}

function expandPath(state: StripeState, target: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined || target === null) return target;
  if (Array.isArray(target)) return target.map((item) => expandPath(state, item, path));
  if (!isFields(target)) throw refuseExpansion(key);
  const held = readHeld(state, target, key);
  return { ...target, [key]: expandPath(state, held, rest) };
}

function readHeld(state: StripeState, target: Fields, key: string): unknown {
  const held = target[key];
  if (Array.isArray(held) || isFields(held)) return held;
  const find = references[String(target['object'])]?.[key];
  if (find === undefined) throw refuseExpansion(key);
  return find(state, target) ?? null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseExpansion(key: string): Error {
  return refuseParameter(`This property cannot be expanded (${key}).`, { param: 'expand' });
}
