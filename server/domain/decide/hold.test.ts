import { describe, expect, test } from '@jest/globals';
import { day, houseRules } from '#shared/house-rules.ts';
import { give, outcomeOf, paidLife, provedLife, releasedLife, wait, type Life } from '../order-samples.ts';

const freeze = (life: Life) => give(life, { type: 'freeze', reason: 'a report' }, 'staff');
const thaw = (life: Life) => give(life, { type: 'thaw' }, 'staff');

describe('freeze is a flag with a reason beside the state', () => {
  test('it is set once and taken away once', () => {
    const frozen = freeze(paidLife());
    expect(frozen.order).toMatchObject({ fulfilment: 'paid', freeze: { reason: 'a report', at: frozen.now } });
    expect(freeze(frozen).last).toEqual({
      ok: false,
      refusal: { code: 'frozen', params: { reason: 'a report' } },
    });
    expect(thaw(frozen).order.freeze).toBeNull();
    expect(outcomeOf(thaw(paidLife()))).toBe('not-allowed-now');
  });
});

describe('day 75: staff is told, once, and only of money that is held', () => {
  const warn = (life: Life) => give(life, { type: 'warn-hold' }, 'system');

  test('of a hold', () => {
    const life = warn(paidLife());
    expect(life.order.holdWarnedAt).toBe(life.now);
    expect(outcomeOf(warn(life))).toBe('nothing-held');
  });

  test('of nothing else', () => {
    expect(outcomeOf(warn(releasedLife()))).toBe('nothing-held');
  });
});

describe('day 80: what nothing has proved goes back', () => {
  const end = (life: Life) => give(life, { type: 'end-hold' }, 'system');
  const late = (life: Life) => wait(life, houseRules.holdActionMs);

  test('all that is held, and no earlier', () => {
    expect(outcomeOf(end(wait(paidLife(), houseRules.holdActionMs - 1)))).toBe('not-allowed-now');
    const life = end(late(paidLife()));
    expect(life.order).toMatchObject({ fulfilment: 'cancelled', freeze: null, endedAt: life.now });
    expect(life.order.refunds).toMatchObject([{ amountMinor: 462_00, reason: 'held-too-long' }]);
    expect(life.events.slice(-2).map(({ type }) => type)).toEqual(['hold-ended', 'refunded']);
  });

  test('also while a case is open, or a bank only asks', () => {
    expect(outcomeOf(end(late(freeze(provedLife()))))).toBe('granted');
    const asked = { type: 'dispute-opened', disputeId: 'du_1', amountMinor: 1, reason: 'general' } as const;
    expect(outcomeOf(end(late(give(paidLife(), { ...asked, isInquiry: true }, 'system'))))).toBe('granted');
  });

  test('but a release that is due and may go is let go instead, and what was let go is held no more', () => {
    expect(outcomeOf(end(late(provedLife())))).toBe('not-allowed-now');
    expect(outcomeOf(end(late(wait(releasedLife(), day))))).toBe('nothing-held');
  });
});
