import type Stripe from 'stripe';

import { computeAvailable, recordBalanceTransaction } from './balance.ts';
import { canReceiveTransfers } from './accounts.ts';
import { formatAmount } from './currencies.ts';
import { emitEvent } from './events.ts';
import type { Charge, Transfer, TransferReversal } from './objects.ts';
import type { Params } from './params.ts';
import {
  readInteger,
  readMetadata,
  readText,
  refuseUnknown,
  refuseUnsupported,
  requireInteger,
  requireText,
} from './params.ts';
import { refuseMissing, refuseParameter, refuseRequest } from './refusal.ts';
import type { World } from './model.ts';
import { nowSeconds } from './model.ts';

/** Moves money to a connected account: out of one charge (`source_transaction`), or out of the available balance. */
export function createTransfer(world: World, params: Params): Transfer {
  const known = [
    'amount',
    'currency',
    'description',
    'destination',
    'expand',
    'metadata',
    'source_transaction',
    'transfer_group',
  ];
  refuseUnknown(params, [...known, 'source_type']);
  refuseUnsupported(params, ['source_type']);
  const input = {
    amount: requirePositive(requireInteger(params, 'amount')),
    currency: requireText(params, 'currency').toLowerCase(),
    destination: requireText(params, 'destination'),
    description: readText(params, 'description') ?? null,
    metadata: readMetadata(params),
    source: readText(params, 'source_transaction'),
    group: readText(params, 'transfer_group') ?? null,
  };
  checkDestination(world, input.destination);
  const charge = input.source === undefined ? null : findSource(world, input.source);
  if (charge === null) checkBalance(world, input.amount, input.currency);
  else checkSource(world, charge, input.amount, input.currency);
  const id = world.newId('tr');
  const transfer: Transfer = {
    id,
    object: 'transfer',
    amount: input.amount,
    amount_reversed: 0,
    balance_transaction: recordTransferLine(world, id, -input.amount, input.currency, 'transfer'),
    created: nowSeconds(world),
    currency: input.currency,
    description: input.description,
    destination: input.destination,
    destination_payment: world.newId('py'),
    livemode: false,
    metadata: input.metadata,
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: charge?.id ?? null,
    source_type: 'card',
    transfer_group: input.group ?? charge?.transfer_group ?? null,
  };
  world.state.transfers.set(id, transfer);
  emitEvent(world, 'transfer.created', transfer);
  return transfer;
}

/** Takes a transfer back, as far as the connected account still holds money. */
export function createReversal(world: World, transferId: string, params: Params): TransferReversal {
  refuseUnknown(params, ['amount', 'description', 'expand', 'metadata', 'refund_application_fee']);
  refuseUnsupported(params, ['refund_application_fee']);
  const transfer = findTransfer(world, transferId);
  const asked = readInteger(params, 'amount');
  const metadata = readMetadata(params);
  const amount = checkReversal(world, transfer, asked);
  const id = world.newId('trr');
  const reversal: TransferReversal = {
    id,
    object: 'transfer_reversal',
    amount,
    balance_transaction: recordTransferLine(world, id, amount, transfer.currency, 'transfer_refund'),
    created: nowSeconds(world),
    currency: transfer.currency,
    destination_payment_refund: world.newId('pyr'),
    metadata,
    source_refund: null,
    transfer: transfer.id,
  };
  const amountReversed = transfer.amount_reversed + amount;
  const after: Transfer = {
    ...transfer,
    amount_reversed: amountReversed,
    reversals: { ...transfer.reversals, data: [reversal, ...transfer.reversals.data] },
    reversed: amountReversed === transfer.amount,
  };
  world.state.reversals.set(id, reversal);
  world.state.transfers.set(after.id, after);
  emitEvent(world, 'transfer.reversed', after, {
    amount_reversed: transfer.amount_reversed,
    reversed: transfer.reversed,
  });
  return reversal;
}

/** The transfer; 404 if there is none. */
export function findTransfer(world: World, id: string): Transfer {
  const transfer = world.state.transfers.get(id);
  if (transfer === undefined) throw refuseMissing('transfer', id);
  return transfer;
}

/** What a connected account holds: transfers to it, less reversals, less what it has paid out to its bank. */
export function computeAccountBalanceMinor(world: World, accountId: string): number {
  const transfers = [...world.state.transfers.values()].filter((transfer) => transfer.destination === accountId);
  const received = transfers.reduce((sum, transfer) => sum + transfer.amount - transfer.amount_reversed, 0);
  return received - (world.state.paidOut.get(accountId) ?? 0);
}

/** GET /v1/balance on behalf of a connected account. Nothing is ever pending. */
export function readAccountBalance(world: World, accountId: string): Stripe.Balance {
  if (!world.state.accounts.has(accountId)) throw refuseMissing('account', accountId);
  const transfers = [...world.state.transfers.values()].filter(({ destination }) => destination === accountId);
  const currency = transfers[0]?.currency ?? 'usd';
  const amount = computeAccountBalanceMinor(world, accountId);
  return {
    object: 'balance',
    available: [{ amount, currency, source_types: { card: amount } }],
    livemode: false,
    pending: [{ amount: 0, currency, source_types: { card: 0 } }],
  };
}

/** Sends what a connected account holds to its bank, so that reversals of its transfers fail. Gives the amount in minor units. */
export function payOutAccount(world: World, accountId: string): number {
  const amount = computeAccountBalanceMinor(world, accountId);
  world.state.paidOut.set(accountId, (world.state.paidOut.get(accountId) ?? 0) + amount);
  return amount;
}

function recordTransferLine(
  world: World,
  source: string,
  amountMinor: number,
  currency: string,
  type: 'transfer' | 'transfer_refund',
): string {
  const category = type === 'transfer' ? 'transfer' : 'transfer_reversal';
  const entry = { type, category, amountMinor, feeMinor: 0, currency, source, description: null };
  return recordBalanceTransaction(world, entry).id;
}

function requirePositive(amount: number): number {
  if (amount >= 1) return amount;
  throw refuseParameter('This value must be greater than or equal to 1.', {
    code: 'parameter_invalid_integer',
    param: 'amount',
  });
}

function checkDestination(world: World, id: string): void {
  const account = world.state.accounts.get(id);
  if (account === undefined) throw refuseMissing('destination', id, 'destination');
  if (canReceiveTransfers(account)) return;
  const message =
    'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments';
  throw refuseRequest(message, { code: 'insufficient_capabilities_for_transfer' });
}

function findSource(world: World, id: string): Charge {
  const charge = world.state.charges.get(id);
  if (charge === undefined) throw refuseMissing('charge', id, 'source_transaction');
  return charge;
}

/**
 * A charge feeds transfers up to its amount. What was refunded is counted as used too: Stripe does not document this,
 * and the stricter reading cannot hide a double spend.
 */
function checkSource(world: World, charge: Charge, amount: number, currency: string): void {
  if (charge.status !== 'succeeded') {
    throw refuseRequest(`The charge ${charge.id} has not succeeded and cannot be a source_transaction.`, {
      param: 'source_transaction',
    });
  }
  if (charge.currency !== currency) {
    const message = `The currency of source_transaction's balance transaction (${charge.currency}) must be the same as the transfer currency (${currency})`;
    throw refuseRequest(message, { param: 'currency' });
  }
  const siblings = [...world.state.transfers.values()].filter((transfer) => transfer.source_transaction === charge.id);
  const used = siblings.reduce(
    (sum, transfer) => sum + transfer.amount - transfer.amount_reversed,
    charge.amount_refunded,
  );
  if (used + amount <= charge.amount) return;
  const whole = formatAmount(charge.amount, currency);
  const left = formatAmount(Math.max(charge.amount - used, 0), currency);
  throw refuseRequest(
    `Transfers using this transaction as a source must not exceed the source amount of ${whole}; ${left} of it is left.`,
    { param: 'amount' },
  );
}

function checkBalance(world: World, amount: number, currency: string): void {
  const available = computeAvailable(world.state.balanceTransactions.values()).get(currency) ?? 0;
  if (amount <= available) return;
  throw refuseRequest('You have insufficient available funds in your Stripe account.', {
    code: 'balance_insufficient',
  });
}

function checkReversal(world: World, transfer: Transfer, asked: number | undefined): number {
  const left = transfer.amount - transfer.amount_reversed;
  if (left === 0) throw refuseRequest(`Transfer ${transfer.id} is already fully reversed.`, { param: 'id' });
  const amount = requirePositive(asked ?? left);
  if (amount > left) {
    const wanted = formatAmount(amount, transfer.currency);
    const possible = formatAmount(left, transfer.currency);
    throw refuseRequest(`Reversal amount (${wanted}) is greater than unreversed amount on transfer (${possible})`, {
      param: 'amount',
    });
  }
  if (amount <= computeAccountBalanceMinor(world, transfer.destination)) return amount;
  const message = 'The connected account has insufficient funds to cover the reversal of this transfer.';
  throw refuseRequest(message, { code: 'balance_insufficient' });
}
