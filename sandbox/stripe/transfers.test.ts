import { describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';

import type { Rig } from './test-rig.ts';
import { boardSession, catchError, openRig, payBoard } from './test-rig.ts';

function seedBuilder(rig: Rig, active = true): string {
  return rig.standIn.createAccount({ displayName: 'Hana', email: 'hana@example.com', active });
}

function transferParams(chargeId: string, destination: string, amount: number): Stripe.TransferCreateParams {
  return {
    amount,
    currency: 'usd',
    destination,
    source_transaction: chargeId,
    transfer_group: 'order_1',
    metadata: { leg: '1' },
  };
}

describe('transferring out of a charge', () => {
  test('a transfer names its charge and group and lowers the balance', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    const { chargeId } = await payBoard(rig);
    const transfer = await rig.stripe.transfers.create(transferParams(chargeId, builder, 43_000));
    expect(transfer).toMatchObject({
      object: 'transfer',
      amount: 43_000,
      amount_reversed: 0,
      destination: builder,
      metadata: { leg: '1' },
      reversed: false,
      source_transaction: chargeId,
      transfer_group: 'order_1',
    });
    expect(await rig.stripe.transfers.retrieve(transfer.id)).toMatchObject({ id: transfer.id });
    expect((await rig.stripe.transfers.list({ transfer_group: 'order_1' })).data).toHaveLength(1);
    expect((await rig.stripe.transfers.list({ transfer_group: 'order_2' })).data).toHaveLength(0);
    expect((await rig.stripe.balance.retrieve()).available).toMatchObject([
      { amount: 46_092 - 43_000, currency: 'usd' },
    ]);
  });

  test('the group of the charge is taken where none is named', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    const { chargeId } = await payBoard(rig);
    const params = { amount: 100, currency: 'usd', destination: builder, source_transaction: chargeId };
    expect((await rig.stripe.transfers.create(params)).transfer_group).toBe('order_1');
  });

  test('transfers out of one charge cannot exceed it together', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    const { chargeId } = await payBoard(rig);
    await rig.stripe.transfers.create(transferParams(chargeId, builder, 40_000));
    const error = await catchError(rig.stripe.transfers.create(transferParams(chargeId, builder, 7501)));
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(error.message).toContain('must not exceed the source amount of $475.00');
    await rig.stripe.transfers.create(transferParams(chargeId, builder, 7500));
  });

  test('what was refunded cannot be transferred', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    const { chargeId } = await payBoard(rig);
    await rig.stripe.refunds.create({ charge: chargeId, amount: 7500 });
    await catchError(rig.stripe.transfers.create(transferParams(chargeId, builder, 40_001)));
    await rig.stripe.transfers.create(transferParams(chargeId, builder, 40_000));
  });

  test('the currency must be the currency of the charge', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    const { chargeId } = await payBoard(rig);
    const error = await catchError(
      rig.stripe.transfers.create({ ...transferParams(chargeId, builder, 100), currency: 'eur' }),
    );
    expect(error.param).toBe('currency');
  });

  test('an unknown destination is refused', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    const error = await catchError(rig.stripe.transfers.create(transferParams(chargeId, 'acct_none', 100)));
    expect(error).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'destination' });
    expect(error.message).toBe("No such destination: 'acct_none'");
  });

  test('a destination that is not ready is refused, and served once it is', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig, false);
    const { chargeId } = await payBoard(rig);
    const error = await catchError(rig.stripe.transfers.create(transferParams(chargeId, builder, 100)));
    expect(error.code).toBe('insufficient_capabilities_for_transfer');
    rig.standIn.setAccountActive(builder, true);
    await rig.stripe.transfers.create(transferParams(chargeId, builder, 100));
  });

  test('a declined charge feeds no transfer', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    const { chargeId } = await payBoard(rig, '4000000000000002');
    const error = await catchError(rig.stripe.transfers.create(transferParams(chargeId, builder, 100)));
    expect(error.param).toBe('source_transaction');
  });

  test('without a charge the available balance is the limit', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    await payBoard(rig);
    const error = await catchError(
      rig.stripe.transfers.create({ amount: 46_093, currency: 'usd', destination: builder }),
    );
    expect(error.code).toBe('balance_insufficient');
    await rig.stripe.transfers.create({ amount: 46_092, currency: 'usd', destination: builder });
  });
});

describe('reversing a transfer', () => {
  test('a transfer is reversed in parts, to its end and no further', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    const { chargeId } = await payBoard(rig);
    const { id } = await rig.stripe.transfers.create(transferParams(chargeId, builder, 40_000));
    const first = await rig.stripe.transfers.createReversal(id, {
      amount: 15_000,
      metadata: { why: 'partial refund' },
    });
    expect(first).toMatchObject({
      object: 'transfer_reversal',
      amount: 15_000,
      transfer: id,
      metadata: { why: 'partial refund' },
    });
    const tooMuch = await catchError(rig.stripe.transfers.createReversal(id, { amount: 25_001 }));
    expect(tooMuch.param).toBe('amount');
    expect((await rig.stripe.transfers.createReversal(id)).amount).toBe(25_000);
    expect(await rig.stripe.transfers.retrieve(id)).toMatchObject({ amount_reversed: 40_000, reversed: true });
    expect((await rig.stripe.transfers.listReversals(id)).data.map(({ amount }) => amount)).toEqual([25_000, 15_000]);
    expect(await rig.stripe.transfers.retrieveReversal(id, first.id)).toMatchObject({ id: first.id });
    await catchError(rig.stripe.transfers.createReversal(id));
  });

  test('money that has left the connected account cannot be taken back', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    const { chargeId } = await payBoard(rig);
    const { id } = await rig.stripe.transfers.create(transferParams(chargeId, builder, 40_000));
    expect(rig.standIn.payOutAccount(builder)).toBe(40_000);
    const error = await catchError(rig.stripe.transfers.createReversal(id, { amount: 1 }));
    expect(error.code).toBe('balance_insufficient');
  });
});

describe('refunding a charge', () => {
  test('parts are refunded up to the whole, and the fee stays with Stripe', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    const refund = await rig.stripe.refunds.create({
      charge: chargeId,
      amount: 10_000,
      reason: 'requested_by_customer',
    });
    expect(refund).toMatchObject({ object: 'refund', amount: 10_000, charge: chargeId, status: 'succeeded' });
    expect(await rig.stripe.charges.retrieve(chargeId)).toMatchObject({ amount_refunded: 10_000, refunded: false });
    const error = await catchError(rig.stripe.refunds.create({ charge: chargeId, amount: 37_501 }));
    expect(error.message).toBe('Refund amount ($375.01) is greater than unrefunded amount on charge ($375.00)');
    await rig.stripe.refunds.create({ charge: chargeId });
    expect(await rig.stripe.charges.retrieve(chargeId)).toMatchObject({ amount_refunded: 47_500, refunded: true });
    expect((await rig.stripe.balance.retrieve()).available[0]?.amount).toBe(-1408);
  });

  test('a charge that is fully refunded says so by code', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    await rig.stripe.refunds.create({ charge: chargeId });
    const error = await catchError(rig.stripe.refunds.create({ charge: chargeId }));
    expect(error).toMatchObject({ code: 'charge_already_refunded', statusCode: 400 });
  });

  test('a refund may name the payment intent, and is found by either', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    const intent = String((await rig.stripe.charges.retrieve(chargeId)).payment_intent);
    const { id } = await rig.stripe.refunds.create({ payment_intent: intent, metadata: { order: 'order_1' } });
    expect((await rig.stripe.refunds.list({ payment_intent: intent })).data).toMatchObject([
      { id, metadata: { order: 'order_1' } },
    ]);
    expect((await rig.stripe.refunds.list({ charge: chargeId })).data).toHaveLength(1);
    expect((await rig.stripe.refunds.list({ charge: 'ch_none' })).data).toHaveLength(0);
    expect(await rig.stripe.refunds.retrieve(id, { expand: ['charge'] })).toMatchObject({
      charge: { id: chargeId, refunded: true },
    });
  });

  test('an unknown charge is refused by the name of the parameter', async () => {
    await using rig = await openRig();
    const error = await catchError(rig.stripe.refunds.create({ charge: 'ch_none' }));
    expect(error).toMatchObject({ code: 'resource_missing', param: 'charge' });
  });
});

describe('disputes', () => {
  test('a dispute withdraws the rest of the charge with a fee, and winning gives back the amount alone', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    await rig.stripe.refunds.create({ charge: chargeId, amount: 7500 });
    const id = rig.standIn.openDispute(chargeId);
    const charge = await rig.stripe.charges.retrieve(chargeId, { expand: ['dispute'] });
    expect(charge).toMatchObject({ disputed: true, dispute: { id, amount: 40_000, status: 'needs_response' } });
    expect((await rig.stripe.balance.retrieve()).available[0]?.amount).toBe(46_092 - 7500 - 41_500);
    expect((await catchError(rig.stripe.refunds.create({ charge: chargeId }))).code).toBe('charge_disputed');
    rig.standIn.closeDispute(id, 'won');
    expect((await rig.stripe.balance.retrieve()).available[0]?.amount).toBe(46_092 - 7500 - 1500);
  });

  test('evidence is kept, then filed once', async () => {
    await using rig = await openRig();
    const { chargeId } = await payBoard(rig);
    const id = rig.standIn.openDispute(chargeId, 'product_not_received');
    const kept = await rig.stripe.disputes.update(id, {
      evidence: { shipping_tracking_number: '1Z999' },
      submit: false,
    });
    expect(kept).toMatchObject({
      status: 'needs_response',
      evidence_details: { has_evidence: true, submission_count: 0 },
    });
    const filed = await rig.stripe.disputes.update(id, { evidence: { uncategorized_text: 'Built live.' } });
    expect(filed).toMatchObject({ status: 'under_review', evidence: { shipping_tracking_number: '1Z999' } });
    await catchError(rig.stripe.disputes.update(id, { evidence: { uncategorized_text: 'More.' } }));
    expect((await rig.stripe.disputes.list({ charge: chargeId })).data).toHaveLength(1);
  });
});

describe('reconciling', () => {
  test('every movement has one line, found by its source and its type', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    const { chargeId } = await payBoard(rig);
    const transfer = await rig.stripe.transfers.create(transferParams(chargeId, builder, 40_000));
    const reversal = await rig.stripe.transfers.createReversal(transfer.id, { amount: 1000 });
    const refund = await rig.stripe.refunds.create({ charge: chargeId, amount: 500 });
    const lines = (await rig.stripe.balanceTransactions.list()).data;
    expect(lines.map(({ type, net, source }) => [type, net, source])).toEqual([
      ['refund', -500, refund.id],
      ['transfer_refund', 1000, reversal.id],
      ['transfer', -40_000, transfer.id],
      ['charge', 46_092, chargeId],
    ]);
    expect((await rig.stripe.balanceTransactions.list({ source: chargeId })).data).toHaveLength(1);
    expect((await rig.stripe.balanceTransactions.list({ type: 'transfer' })).data).toHaveLength(1);
    const sum = lines.reduce((total, { net }) => total + net, 0);
    expect((await rig.stripe.balance.retrieve()).available[0]?.amount).toBe(sum);
  });

  test.each([
    [100, 33],
    [2500, 103],
    [45_000, 1335],
    [50, 31],
    [1017, 59],
  ])('the fee on %i minor units is %i', async (amount, fee) => {
    await using rig = await openRig();
    const line = { price_data: { currency: 'usd', unit_amount: amount, product_data: { name: 'Kit' } }, quantity: 1 };
    const { id } = await rig.stripe.checkout.sessions.create(
      boardSession({ line_items: [line], shipping_options: [] }),
    );
    rig.standIn.completeSession(id, { number: '4242424242424242' });
    expect((await rig.stripe.balanceTransactions.list()).data[0]?.fee).toBe(fee);
  });

  test('pages follow one another without gap or repetition', async () => {
    await using rig = await openRig();
    const builder = seedBuilder(rig);
    const { chargeId } = await payBoard(rig);
    const made: string[] = [];
    for (const amount of [1, 2, 3, 4, 5, 6]) {
      made.unshift((await rig.stripe.transfers.create(transferParams(chargeId, builder, amount))).id);
    }
    const all = await rig.stripe.transfers.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(made);
    const page = await rig.stripe.transfers.list({ limit: 2, starting_after: made[1] ?? '' });
    expect(page).toMatchObject({ has_more: true, data: [{ id: made[2] }, { id: made[3] }] });
    const back = await rig.stripe.transfers.list({ limit: 2, ending_before: made[3] ?? '' });
    expect(back).toMatchObject({ has_more: true, data: [{ id: made[1] }, { id: made[2] }] });
    expect((await rig.stripe.transfers.list({ created: { gt: Math.floor(Date.now() / 1000) + 5 } })).data).toEqual([]);
    expect((await catchError(rig.stripe.transfers.list({ limit: 101 }))).param).toBe('limit');
  });
});
