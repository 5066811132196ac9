import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sharesLeft } from '../split.ts';
import { anySplit } from '../order-arbitraries.ts';
import type { Facts } from '../order.ts';
import { give, outcomeOf, paidLife, partnershipTerms, releasedLife, soloTerms, type Life } from '../order-samples.ts';

const system = (life: Life, command: Parameters<typeof give>[1], facts: Partial<Facts> = {}) =>
  give(life, command, 'system', facts);
const part = (life: Life, amountMinor: number, facts: Partial<Facts> = {}) =>
  give(life, { type: 'refund-part', amountMinor, reason: 'scratched' }, 'staff', facts);
const created = (life: Life, sentMinor?: number) => {
  const leg = { party: 'builder', attempt: life.order.legs[0]?.attempt ?? 1, transferId: 'tr_1' } as const;
  return system(life, { type: 'transfer-created', ...leg, ...(sentMinor === undefined ? {} : { sentMinor }) });
};
const refused = (life: Life) => {
  const attempt = life.order.legs[0]?.attempt ?? 1;
  return system(life, { type: 'transfer-refused', party: 'builder', attempt, reason: 'account-not-ready' });
};
const retried = (life: Life) => system(life, { type: 'retry-transfer', party: 'builder' });
const typesOf = (life: Life, count: number) => life.events.slice(-count).map(({ type }) => type);

describe('the shares of what is left', () => {
  test('never grow as more goes back, and always add up to what is left', () => {
    const amounts = fc.record({
      itemMinor: fc.integer({ min: 1, max: 100_00 }),
      shippingMinor: fc.nat({ max: 20_00 }),
    });
    fc.assert(
      fc.property(amounts, anySplit, fc.double({ min: 0, max: 1, noNaN: true }), (payment, split, share) => {
        const left = Math.floor((payment.itemMinor + payment.shippingMinor) * share);
        const now = sharesLeft(payment, left, split);
        expect(now.feeMinor + now.fundMinor + now.builderMinor + now.marketerMinor).toBe(left);
        if (left === 0) return;
        const less = sharesLeft(payment, left - 1, split);
        for (const each of ['feeMinor', 'fundMinor', 'builderMinor', 'marketerMinor'] as const)
          expect(less[each]).toBeLessThanOrEqual(now[each]);
      }),
      { numRuns: 500 },
    );
  });

  test('keep no fee of what went back: shipping goes back last', () => {
    const payment = { itemMinor: 450_00, shippingMinor: 12_00 };
    expect(sharesLeft(payment, 112_00, soloTerms.split)).toEqual({
      feeMinor: 9_00,
      fundMinor: 1_00,
      builderMinor: 102_00,
      marketerMinor: 0,
    });
    expect(sharesLeft(payment, 12_00, soloTerms.split)).toMatchObject({ feeMinor: 0, builderMinor: 12_00 });
  });
});

describe('a part goes back', () => {
  test('from what is held, with its part of the tax; the order goes on, and no part takes more than is left', () => {
    const life = part(paidLife(soloTerms, { taxMinor: 46_20 }), 100_00);
    expect(life.order).toMatchObject({ fulfilment: 'paid', refunds: [{ amountMinor: 110_00, reason: 'decided' }] });
    expect(life.events.at(-1)).toMatchObject({ type: 'refunded', taxMinor: 10_00, partial: true });
    expect(life.units).toEqual([]);
    expect(part(life, 362_01).last).toMatchObject({
      refusal: { code: 'amount-too-high', params: { mostMinor: 362_00, currency: 'USD' } },
    });
    expect(outcomeOf(part(life, 0))).toBe('amount-too-high');
  });

  test('and the rest of it: all the tax is back, under keys of their own, and the order ends', () => {
    const life = part(part(paidLife(soloTerms, { taxMinor: 1_01 }), 100_00), 362_00);
    expect(life.order.refunds.map(({ amountMinor, part: number }) => [amountMinor, number])).toEqual([
      [100_21, undefined],
      [362_80, 1],
    ]);
    expect(life.order.fulfilment).toBe('cancelled');
    expect(life.units).toEqual(['withdraw']);
    const key = `order:${life.order.id}:refund:ch_1`;
    expect(life.effects.map((effect) => effect.key)).toEqual([key, `${key}:1`]);
  });

  test('what was let go is taken back from everybody in proportion', () => {
    const life = part(releasedLife(partnershipTerms), 100_00, { fundMinor: 4_50 });
    expect(life.events.at(-2)).toMatchObject({
      type: 'taken-back',
      feeMinor: 9_00,
      fundMinor: 1_00,
      parts: [
        { party: 'builder', amountMinor: 63_00, unsentMinor: 0 },
        { party: 'marketer', amountMinor: 27_00, unsentMinor: 0 },
      ],
    });
  });

  test('a fund that has spent its part gives none back: C500 does', () => {
    expect(part(releasedLife(), 100_00, { fundMinor: 20 }).events.at(-2)).toMatchObject({
      feeMinor: 9_80,
      fundMinor: 20,
    });
  });
});

describe('a leg that was not sent', () => {
  test('and waits is made smaller, and nobody owes anything', () => {
    const life = part(refused(releasedLife()), 100_00);
    expect(life.order.legs).toMatchObject([{ amountMinor: 327_00, state: 'waiting' }]);
    expect(life.events.at(-2)).toMatchObject({ parts: [{ amountMinor: 90_00, unsentMinor: 90_00 }] });
    expect(life.effects.map(({ kind }) => kind)).toEqual(['create-transfer', 'create-refund']);
  });

  test('but may have been is reversed once it is known to have gone', () => {
    const life = part(releasedLife(), 100_00);
    expect(life.effects.map(({ kind }) => kind)).toEqual(['create-transfer', 'create-refund']);
    const sent = created(life);
    expect(sent.effects.at(-1)).toMatchObject({
      kind: 'create-reversal',
      key: `order:${life.order.id}:reversal:builder:1`,
    });
    expect(sent.order.legs).toMatchObject([{ amountMinor: 417_00, reversals: [{ amountMinor: 90_00 }] }]);
  });

  test('and turns out not to have gone is smaller, and what it would have brought is not owed', () => {
    const life = refused(part(releasedLife(), 100_00));
    expect(life.order.legs).toMatchObject([{ amountMinor: 327_00, state: 'waiting', reversals: [] }]);
    expect(typesOf(life, 2)).toEqual(['leg-netted', 'transfer-waits']);
  });

  test('and turns out to have gone after all is reversed for what it had become smaller by', () => {
    const life = created(retried(part(refused(releasedLife()), 100_00)), 417_00);
    expect(life.order.legs).toMatchObject([
      { amountMinor: 417_00, state: 'done', reversals: [{ amountMinor: 90_00 }] },
    ]);
    expect(life.effects.at(-1)?.kind).toBe('create-reversal');
  });

  test('of which nothing is left is looked at once more, and then dropped', () => {
    const life = refused(part(releasedLife(), 462_00));
    expect(life.order.legs).toMatchObject([{ amountMinor: 0, state: 'waiting' }]);
    expect(refused(retried(life)).order.legs).toEqual([]);
  });
});

describe('what Stripe does not take back is owed', () => {
  const asked = part(created(releasedLife()), 100_00);
  const answer = { party: 'builder', attempt: 1 } as const;

  test('all of it, or what is missing; and it is asked for once', () => {
    const owes = system(asked, { type: 'reversal-refused', ...answer, reason: 'spent' });
    expect(owes.events.at(-1)).toMatchObject({ type: 'owed', amountMinor: 90_00 });
    const some = system(asked, { type: 'reversal-created', ...answer, reversalId: 'trr_1', amountMinor: 50_00 });
    expect(some.events.slice(-2)).toMatchObject([{ amountMinor: 50_00 }, { type: 'owed', amountMinor: 40_00 }]);
    for (const life of [owes, some])
      expect(outcomeOf(system(life, { type: 'reversal-refused', ...answer, reason: 'spent' }))).toBe(
        'already-released',
      );
    // What is owed is not asked of Stripe again: only the other $327 can be.
    expect(part(owes, 362_00).order.legs[0]?.reversals?.map(({ amountMinor }) => amountMinor)).toEqual([90_00, 327_00]);
  });

  test('it is kept back from the next release, and no more than the leg brings', () => {
    const release = (owed: number) =>
      give(paidLife(), { type: 'grant-release', reason: 'x' }, 'staff', { owedMinor: { builder: owed } });
    expect(release(90_00).order.legs).toMatchObject([{ amountMinor: 327_00, withheldMinor: 90_00, state: 'sending' }]);
    const all = release(1_000_00);
    expect(all.order.legs).toMatchObject([{ amountMinor: 0, withheldMinor: 417_00, state: 'done' }]);
    expect(all.effects).toEqual([]);
    // Nothing was sent, so that what goes back to the buyer is owed again at once.
    expect(part(all, 100_00).events.slice(-3)).toMatchObject([
      { type: 'taken-back' },
      { type: 'owed', amountMinor: 90_00 },
      { type: 'refunded' },
    ]);
  });
});

describe('what waited to be sent while its party came to owe something', () => {
  const again = (life: Life, owed: number) =>
    system(life, { type: 'retry-transfer', party: 'builder' }, { owedMinor: { builder: owed } });
  const waiting = refused(releasedLife());

  test('pays for that first, and the rest is sent', () => {
    const life = again(waiting, 100_00);
    expect(life.order.legs).toMatchObject([
      { amountMinor: 317_00, withheldMinor: 100_00, state: 'sending', attempt: 2 },
    ]);
    expect(life.events.at(-1)).toMatchObject({ type: 'withheld', party: 'builder', amountMinor: 100_00 });
    expect(life.effects.at(-1)).toMatchObject({ kind: 'create-transfer', attempt: 2 });
    const more = again(refused(life), 10_00);
    expect(more.order.legs).toMatchObject([{ amountMinor: 307_00, withheldMinor: 110_00 }]);
  });

  test('is done where nothing of it is left, unless it had been sent after all', () => {
    const life = again(waiting, 500_00);
    expect(life.order.legs).toMatchObject([{ amountMinor: 0, withheldMinor: 417_00, state: 'sending' }]);
    expect(refused(life).order.legs).toMatchObject([{ amountMinor: 0, withheldMinor: 417_00, state: 'done' }]);
    expect(created(life, 417_00).order.legs).toMatchObject([
      { reversals: [{ amountMinor: 417_00, state: 'sending' }] },
    ]);
  });
});
