import { describe, expect, test } from '@jest/globals';
import { day, hour, houseRules } from '#shared/house-rules.ts';
import { deadlinesOf } from '../deadlines.ts';
import { balancesOf, escrowOf } from '../ledger.ts';
import type { Command } from '../order-commands.ts';
import {
  give,
  outcomeOf,
  paidLife,
  partnershipTerms,
  paymentOf,
  releasedLife,
  shippedLife,
  soloTerms,
  wait,
  type Life,
} from '../order-samples.ts';

const feeMinor = 15_00;
const whole = 467_00;
const taxed = { taxMinor: 5_00 };
const opened: Command = {
  type: 'dispute-opened',
  disputeId: 'du_1',
  amountMinor: whole,
  reason: 'fraudulent',
  isInquiry: false,
};
const withdrawn = (amountMinor = whole): Command => ({
  type: 'dispute-withdrawn',
  disputeId: 'du_1',
  movementId: 'txn_1',
  amountMinor,
  feeMinor,
});
const reinstated = (amountMinor = whole): Command => ({
  type: 'dispute-reinstated',
  disputeId: 'du_1',
  movementId: 'txn_2',
  amountMinor,
  feeMinor: 0,
});
const closed = (outcome: 'won' | 'lost'): Command => ({ type: 'dispute-closed', disputeId: 'du_1', outcome });

const tell = (life: Life, command: Command, fundMinor = 0) => give(life, command, 'system', { fundMinor });
const tellAll = (life: Life, commands: readonly Command[], fundMinor = 0) =>
  commands.reduce((sum, command) => tell(sum, command, fundMinor), life);
const refund = (life: Life) => give(life, { type: 'refund-order', reason: 'sorry' }, 'staff');
const report = (life: Life) => give(life, { type: 'freeze', reason: 'reported' }, 'system');
const sentTo = (life: Life) =>
  life.order.legs.reduce(
    (sum, { party, attempt }) => tell(sum, { type: 'transfer-created', party, attempt, transferId: `tr_${party}` }),
    life,
  );
/** Shipped, and the number has counted: everything that the policy asks for, and somebody else says that it was sent. */
const proved = (terms = soloTerms) => tell(wait(shippedLife(terms), 48 * hour), { type: 'prove-by-shipment' });
const letGo = (life: Life) => sentTo(tell(wait(life, houseRules.coolOffMs), { type: 'release' }));

const vault = (life: Life) => escrowOf(life.order.id, life.entries);
const balance = (life: Life, account: string) =>
  [...balancesOf(life.entries)].find(([name]) => name === account)?.[1] ?? 0;

/** What may not depend on the order in which news came: where all the money is, and how the order stands. */
const standing = (life: Life) => ({
  fulfilment: life.order.fulfilment,
  freeze: [life.order.freeze?.reason, life.order.freeze?.before?.reason],
  vault: vault(life),
  balances: Object.fromEntries([...balancesOf(life.entries)].toSorted(([one], [other]) => one.localeCompare(other))),
  refunds: life.order.refunds.map(({ amountMinor, state }) => [amountMinor, state]),
  reversals: life.order.legs.map(({ reversals = [] }) => reversals.map(({ amountMinor }) => amountMinor)),
  units: life.units,
});

function orders<T>(all: readonly T[]): readonly (readonly T[])[] {
  return all.length < 2
    ? [all]
    : all.flatMap((first, index) => orders(all.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}

const taxedLife = paidLife(soloTerms, taxed);
const lives: readonly (readonly [string, Life, number])[] = [
  ['paid', taxedLife, whole],
  ['paid, and disputed in part', taxedLife, 200_00],
  ['reported', report(taxedLife), whole],
  ['on its way back', refund(taxedLife), whole],
  ['on its way back, and disputed in part', refund(taxedLife), 200_00],
  ['let go', sentTo(releasedLife(partnershipTerms)), 462_00],
  ['proved, and held', proved(), 462_00],
  ['proved, and let go', letGo(proved(partnershipTerms)), 462_00],
];

describe('the bank’s messages come in any order and twice, and all must end the same', () => {
  describe.each(lives)('of an order that was %s', (_, life, amountMinor) => {
    test.each([
      ['won', [opened, withdrawn(amountMinor), closed('won'), reinstated(amountMinor)]],
      ['lost', [opened, withdrawn(amountMinor), closed('lost')]],
    ])('%s', (__, messages) => {
      const expected = standing(tellAll(life, messages, 30_00));
      for (const order of orders(messages)) {
        expect(standing(tellAll(life, order, 30_00))).toEqual(expected);
        const twice = order.flatMap((message) => [message, message]);
        expect(standing(tellAll(life, [...twice, ...order], 30_00))).toEqual(expected);
      }
    });
  });
});

describe('while a bank looks at a payment', () => {
  const disputed = tellAll(taxedLife, [opened, withdrawn()]);

  test('it has the money, with the tax, and takes a fee', () => {
    expect(vault(disputed)).toMatchObject({ heldMinor: 0, withdrawnMinor: 462_00 });
    expect(balance(disputed, 'tax-payable')).toBe(0);
    expect(balance(disputed, 'stripe')).toBe(0 - feeMinor - 13_70);
    expect(disputed.order.freeze).toMatchObject({ reason: 'disputed' });
  });

  test('nobody lets it go, gives it back or thaws it, and it is no hold', () => {
    expect(outcomeOf(refund(disputed))).toBe('disputed');
    expect(outcomeOf(give(disputed, { type: 'thaw' }, 'staff'))).toBe('disputed');
    expect(outcomeOf(give(disputed, { type: 'grant-release', reason: 'x' }, 'staff'))).toBe('frozen');
    expect(deadlinesOf(disputed.order).map(({ name }) => name)).not.toContain('end-hold');
  });

  test('a question of the bank alone takes nothing, and the money may go back to answer it', () => {
    const asked = tell(taxedLife, { ...opened, isInquiry: true });
    expect(vault(asked).heldMinor).toBe(462_00);
    expect(asked.order.freeze?.reason).toBe('disputed');
    expect(refund(asked).order.fulfilment).toBe('cancelled');
    expect(tell(asked, closed('won')).order.freeze).toBeNull();
  });

  test('what froze it before freezes it again afterwards, and what was found meanwhile too', () => {
    const before = tellAll(report(taxedLife), [opened, withdrawn(), closed('won'), reinstated()]);
    expect(before.order.freeze).toMatchObject({ reason: 'reported' });
    const meanwhile = tellAll(report(disputed), [closed('won'), reinstated()]);
    expect(meanwhile.order.freeze).toMatchObject({ reason: 'reported' });
    expect(give(meanwhile, { type: 'thaw' }, 'staff').order.freeze).toBeNull();
  });
});

describe('won', () => {
  test('each part is back where it was, and the order goes on', () => {
    const life = tellAll(taxedLife, [opened, withdrawn(), closed('won'), reinstated()]);
    expect(vault(life)).toEqual(vault(taxedLife));
    expect(balance(life, 'tax-payable')).toBe(-5_00);
    expect(life.order).toMatchObject({ fulfilment: 'paid', freeze: null });
  });

  test('a refund that the bank had taken is sent after all, under a key of its own', () => {
    const life = tellAll(refund(taxedLife), [opened, withdrawn(), closed('won'), reinstated()]);
    expect(life.order.refunds).toMatchObject([{ amountMinor: whole, state: 'sending', part: 1 }]);
    const key = `order:${life.order.id}:refund:ch_1`;
    expect(life.effects.map((effect) => effect.key)).toEqual([key, `${key}:1`]);
  });
});

describe('lost', () => {
  test('with full proof the fund pays and not the builder, and the order goes on', () => {
    const life = tellAll(proved(), [opened, withdrawn(462_00), closed('lost')], 100_00);
    expect(vault(life)).toMatchObject({ heldMinor: 462_00, withdrawnMinor: 462_00, coveredMinor: 462_00 });
    expect([balance(life, 'fund'), balance(life, 'fee-income')]).toEqual([100_00, 362_00]);
    expect(life.events.at(-2)).toMatchObject({ isProved: true, fundMinor: 100_00, houseMinor: 362_00 });
    const released = letGo(life);
    expect(released.order.legs).toMatchObject([{ amountMinor: 417_00, state: 'done' }]);
    // The buyer has theirs from the bank.
    for (const each of [life, released]) expect(outcomeOf(refund(each))).toBe('nothing-held');
  });

  test('without it those who were paid give it back, and the order ends', () => {
    const life = tellAll(
      sentTo(releasedLife(partnershipTerms)),
      [opened, withdrawn(462_00), closed('lost')],
      10_000_00,
    );
    expect(life.order).toMatchObject({ fulfilment: 'cancelled', freeze: null });
    expect(life.effects.slice(-2).map(({ kind }) => kind)).toEqual(['create-reversal', 'create-reversal']);
    expect(vault(life)).toMatchObject({ releasedMinor: 0, withdrawnMinor: 462_00 });
    expect(balance(life, `disputed:${life.order.id}`)).toBe(0);
    expect(life.units).toEqual(['withdraw']);
    expect(life.events.at(-1)).toMatchObject({ type: 'dispute-closed', isProved: false, takenMinor: 462_00 });
  });

  test('in part, the order goes on with what is left', () => {
    const life = tellAll(taxedLife, [opened, withdrawn(200_00), closed('lost')]);
    expect(life.order).toMatchObject({ fulfilment: 'paid', freeze: null });
    expect(vault(life)).toMatchObject({ heldMinor: 262_00, withdrawnMinor: 200_00 });
    const granted = give(life, { type: 'grant-release', reason: 'seen it' }, 'staff');
    // 90% of the $250 that are left of the price, and the shipping.
    expect(granted.order.legs).toMatchObject([{ amountMinor: 237_00 }]);
  });

  test('in part, what goes back later is all that is left, with all the tax', () => {
    const life = refund(tellAll(taxedLife, [opened, withdrawn(200_00), closed('lost')]));
    expect(life.order.refunds).toMatchObject([{ amountMinor: whole - 200_00 }]);
    expect(balance(life, 'tax-payable')).toBe(0);
  });

  test('a completed order stays complete', () => {
    const arrived = give(letGo(proved()), { type: 'confirm-delivery' }, 'buyer');
    const done = give(wait(arrived, 8 * day), { type: 'complete' }, 'system');
    const life = tellAll(done, [opened, withdrawn(462_00), closed('lost')]);
    expect(life.order).toMatchObject({ fulfilment: 'completed', freeze: null });
    expect(life.events.at(-1)).toMatchObject({ isProved: true, houseMinor: 462_00 });
  });

  test('of a charge that came twice, it is no matter of the order’s own money', () => {
    const surplus = { chargeId: 'ch_2' };
    const twice = give(taxedLife, { type: 'payment-arrived', payment: { ...paymentOf(), ...surplus } }, 'system');
    const paid = tell(twice, { type: 'refund-created', chargeId: 'ch_2', refundId: 're_2' });
    const taken = { ...withdrawn(462_00), ...surplus };
    const life = tellAll(paid, [{ ...opened, ...surplus }, taken, closed('lost')]);
    expect(vault(life)).toEqual(vault(taxedLife));
    expect(life.order).toMatchObject({ fulfilment: 'paid', freeze: null });
    expect(balance(life, 'fee-income')).toBe(462_00);
  });
});
