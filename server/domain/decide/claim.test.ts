import { describe, expect, test } from '@jest/globals';
import { minute } from '#shared/house-rules.ts';
import { beginLife, claimedAt, give, outcomeOf, paidLife, wait, type Life } from '../order-samples.ts';

const pay = (life: Life, country = 'US') => give(life, { type: 'start-checkout', country }, 'buyer');
const opened = (life: Life, attempt = 1) =>
  give(life, { type: 'checkout-opened', attempt, sessionId: `cs_${attempt}`, url: 'https://pay.test/1' }, 'system');
const closed = (life: Life, attempt = 1) => give(life, { type: 'checkout-closed', attempt }, 'system');
const lapse = (life: Life) => give(life, { type: 'lapse' }, 'system');
const cancel = (life: Life) => give(life, { type: 'cancel-claim' }, 'buyer');

describe('a claim reserves one unit for 10 minutes', () => {
  test('it does not lapse a moment too early', () => {
    expect(outcomeOf(lapse(wait(beginLife(), 10 * minute - 1)))).toBe('not-allowed-now');
  });

  test('then its unit is free again', () => {
    const life = lapse(wait(beginLife(), 10 * minute));
    expect(life.order).toMatchObject({ fulfilment: 'expired', endedAt: claimedAt + 10 * minute });
    expect(life.units).toEqual(['free']);
    expect(life.effects).toEqual([]);
    expect(life.events).toEqual([{ type: 'claim-expired' }]);
  });

  test('a buyer who lets it go frees the unit at once', () => {
    const life = cancel(beginLife());
    expect(life.order.fulfilment).toBe('cancelled');
    expect(life.units).toEqual(['free']);
    expect(life.events).toEqual([{ type: 'claim-cancelled' }]);
  });

  test('a paid order is no claim any more', () => {
    expect(outcomeOf(cancel(paidLife()))).toBe('already-paid');
    expect(outcomeOf(pay(paidLife()))).toBe('already-paid');
    expect(outcomeOf(lapse(wait(paidLife(), 10 * minute)))).toBe('not-allowed-now');
  });

  test('after the time nothing can be paid', () => {
    expect(outcomeOf(pay(wait(beginLife(), 10 * minute)))).toBe('claim-ended');
    expect(outcomeOf(pay(lapse(wait(beginLife(), 10 * minute))))).toBe('claim-ended');
  });
});

describe('the Checkout Session is made when the buyer presses Pay, never in the claim', () => {
  test('pressing Pay asks Stripe for one, for the country that the buyer picked', () => {
    const life = pay(beginLife(), 'DE');
    expect(beginLife().effects).toEqual([]);
    expect(life.effects).toEqual([
      { kind: 'open-checkout', key: `order:${life.order.id}:checkout:1`, orderId: life.order.id, attempt: 1 },
    ]);
    expect(life.order.checkout).toEqual({ attempt: 1, country: 'DE', state: 'opening', sessionId: null, url: null });
    expect(opened(life).order.checkout).toMatchObject({ state: 'open', sessionId: 'cs_1', url: 'https://pay.test/1' });
  });

  test('only a country that the drop serves is accepted', () => {
    expect(outcomeOf(pay(beginLife(), 'FR'))).toBe('country-not-served');
  });

  test('pressing again returns the open one', () => {
    for (const life of [pay(beginLife()), opened(pay(beginLife()))]) {
      const again = pay(wait(life, minute));
      expect(outcomeOf(again)).toBe('granted');
      expect(again.order.checkout).toEqual(life.order.checkout);
      expect(again.effects).toEqual(life.effects);
    }
  });

  test('a new one is made only after Stripe says that the old one expired', () => {
    const life = pay(closed(opened(pay(beginLife()))));
    expect(life.order.checkout).toMatchObject({ attempt: 2, state: 'opening', sessionId: null });
    expect(life.effects.map((effect) => effect.key)).toEqual([
      `order:${life.order.id}:checkout:1`,
      `order:${life.order.id}:checkout:2`,
    ]);
    expect(outcomeOf(opened(life, 1))).toBe('not-allowed-now');
    expect(outcomeOf(closed(life, 1))).toBe('not-allowed-now');
    expect(outcomeOf(opened(opened(life, 2), 2))).toBe('not-allowed-now');
  });

  test('pressing Pay extends the claim once, to at least 5 more minutes', () => {
    const early = pay(wait(beginLife(), 2 * minute));
    expect(early.order.claimEndsAt).toBe(claimedAt + 10 * minute);
    const late = pay(wait(beginLife(), 9 * minute));
    expect(late.order.claimEndsAt).toBe(claimedAt + 14 * minute);
    const again = pay(closed(wait(late, 4 * minute)));
    expect(again.order.claimEndsAt).toBe(claimedAt + 14 * minute);
    expect(again.events.filter((event) => event.type === 'checkout-started').length).toBe(2);
  });
});

describe('at the lapse C500 expires the session at Stripe, then frees the unit', () => {
  const paying = opened(pay(beginLife()));

  test('the unit stays taken until Stripe has answered', () => {
    const life = lapse(wait(paying, 10 * minute));
    expect(life.order.fulfilment).toBe('lapsing');
    expect(life.units).toEqual([]);
    expect(life.effects.at(-1)).toEqual({
      kind: 'close-checkout',
      key: `order:${life.order.id}:checkout:1:close`,
      orderId: life.order.id,
      attempt: 1,
    });
    const freed = closed(life);
    expect(freed.order).toMatchObject({ fulfilment: 'expired', checkout: { state: 'closed' } });
    expect(freed.units).toEqual(['free']);
  });

  test('a session that is still being opened is waited for, too', () => {
    const life = lapse(wait(pay(beginLife()), 10 * minute));
    expect(life.order.fulfilment).toBe('lapsing');
    expect(opened(life).order).toMatchObject({ fulfilment: 'lapsing', checkout: { state: 'open' } });
  });

  test('a claim that the buyer lets go ends as cancelled, not as lapsed', () => {
    const life = closed(cancel(paying));
    expect(life.order.fulfilment).toBe('cancelled');
    expect(life.events.map((event) => event.type)).toEqual(['checkout-started', 'lapsing-began', 'claim-cancelled']);
  });

  test('a session that expires by itself leaves the claim its minutes', () => {
    const life = closed(paying);
    expect(life.order).toMatchObject({ fulfilment: 'reserved', checkout: { state: 'closed' } });
    expect(life.units).toEqual([]);
    expect(lapse(wait(life, 10 * minute)).order.fulfilment).toBe('expired');
  });
});
