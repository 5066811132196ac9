import { describe, expect, test } from '@jest/globals';
import { hour, houseRules } from '#shared/house-rules.ts';
import { deadlinesOf } from '../deadlines.ts';
import {
  give,
  marketerId,
  outcomeOf,
  paidLife,
  partnershipTerms,
  provedLife,
  releasedLife,
  soloTerms,
  streamProof,
  wait,
  type Life,
} from '../order-samples.ts';
import type { Party, Role } from '../order.ts';

const release = (life: Life) => give(life, { type: 'release' }, 'system');
const freeze = (life: Life) => give(life, { type: 'freeze', reason: 'a report' }, 'staff');
const thaw = (life: Life) => give(life, { type: 'thaw' }, 'staff');
const created = (life: Life, party: Party, attempt = 1) =>
  give(life, { type: 'transfer-created', party, attempt, transferId: `tr_${attempt}` }, 'system');
const refused = (life: Life, party: Party, attempt = 1, reason = 'account-not-ready') =>
  give(life, { type: 'transfer-refused', party, attempt, reason }, 'system');
const retry = (life: Life, party: Party, role: Role = 'system') => give(life, { type: 'retry-transfer', party }, role);

describe('escrow becomes transfers when release is due', () => {
  test('one transfer per party, with a key of order, leg and attempt', () => {
    const life = releasedLife(partnershipTerms);
    expect(life.order.releasedAt).toBe(life.now);
    expect(life.order.legs).toEqual([
      expect.objectContaining({ party: 'builder', amountMinor: 295_50, attempt: 1, state: 'sending' }),
      expect.objectContaining({ party: 'marketer', citizenId: marketerId, amountMinor: 121_50, state: 'sending' }),
    ]);
    expect(life.effects.map((effect) => effect.key)).toEqual([
      `order:${life.order.id}:transfer:builder:1`,
      `order:${life.order.id}:transfer:marketer:1`,
    ]);
    expect(life.events.at(-1)).toMatchObject({ type: 'released', feeMinor: 40_50, fundMinor: 4_50, currency: 'USD' });
  });

  test('a party without a share gets no transfer', () => {
    const terms = { ...soloTerms, split: { builder: 1, marketer: { citizenId: marketerId, weight: 0 } } };
    expect(releasedLife(terms).order.legs.map((leg) => leg.party)).toEqual(['builder']);
  });

  test('never before the cool-off is over, and never without a proof', () => {
    const proved = give(paidLife(), streamProof, 'system');
    expect(outcomeOf(release(wait(proved, houseRules.coolOffMs - 1)))).toBe('not-allowed-now');
    expect(outcomeOf(release(wait(proved, houseRules.coolOffMs)))).toBe('granted');
    expect(outcomeOf(release(wait(paidLife(), 1_000 * hour)))).toBe('not-allowed-now');
  });

  test('never twice', () => {
    expect(outcomeOf(release(releasedLife()))).toBe('already-released');
  });

  test('never while frozen, and again after the thaw', () => {
    expect(outcomeOf(release(freeze(provedLife())))).toBe('frozen');
    expect(outcomeOf(release(thaw(freeze(provedLife()))))).toBe('granted');
  });

  test('never unless the Vault holds all of it', () => {
    expect(outcomeOf(release({ ...provedLife(), entries: [] }))).toBe('nothing-held');
  });
});

describe('staff lets go of what is held although a proof is missing', () => {
  const granted = (life: Life, role: Role = 'staff') =>
    give(life, { type: 'grant-release', reason: 'seen it myself' }, role);

  test('all of it, and the history says why before it says that', () => {
    const life = granted(paidLife(partnershipTerms));
    expect(life.order.legs.map(({ party, state }) => [party, state])).toEqual([
      ['builder', 'sending'],
      ['marketer', 'sending'],
    ]);
    expect(life.events.slice(-2)).toMatchObject([
      { type: 'release-granted', reason: 'seen it myself' },
      { type: 'released' },
    ]);
  });

  test('never what is frozen, never twice, and nobody else does', () => {
    expect(outcomeOf(granted(freeze(paidLife())))).toBe('frozen');
    expect(outcomeOf(granted(granted(paidLife())))).toBe('already-released');
    expect(outcomeOf(granted(paidLife(), 'builder'))).toBe('not-yours');
  });

  test('then nothing breaks the promise of a proof that nobody waits for any more', () => {
    const life = wait(granted(paidLife()), 60 * 24 * hour);
    expect(outcomeOf(give(life, { type: 'break-promise', clock: 'proof' }, 'system'))).toBe('not-allowed-now');
    expect(deadlinesOf(life.order).map(({ name }) => name)).toEqual(['deem-delivered']);
  });
});

describe('a leg whose account fails waits; the other legs go', () => {
  const waiting = refused(releasedLife(partnershipTerms), 'builder');

  test('it says why and when it is tried again', () => {
    expect(waiting.order.legs[0]).toMatchObject({
      state: 'waiting',
      reason: 'account-not-ready',
      retryAt: waiting.now + houseRules.transferRetryMs,
    });
    expect(waiting.order.legs[1]).toMatchObject({ state: 'sending', retryAt: null });
    expect(created(waiting, 'marketer').order.legs.map((leg) => leg.state)).toEqual(['waiting', 'done']);
  });

  test('a new try is a new attempt under a new key', () => {
    for (const role of ['system', 'staff'] as const) {
      const again = retry(waiting, 'builder', role);
      expect(again.order.legs[0]).toMatchObject({ state: 'sending', attempt: 2, retryAt: null });
      expect(again.effects.at(-1)).toMatchObject({
        key: `order:${again.order.id}:transfer:builder:2`,
        attempt: 2,
      });
      expect(created(again, 'builder', 2).order.legs[0]).toMatchObject({ state: 'done', transferId: 'tr_2' });
    }
  });

  test('the answer to an older attempt is not taken for the newer one’s', () => {
    const again = retry(waiting, 'builder');
    expect(outcomeOf(created(again, 'builder', 1))).toBe('already-released');
    expect(outcomeOf(refused(again, 'builder', 1))).toBe('already-released');
  });

  test('a transfer is heard of once', () => {
    const done = created(releasedLife(), 'builder');
    expect(done.order.legs[0]).toMatchObject({ state: 'done', transferId: 'tr_1', reason: null });
    expect(outcomeOf(created(done, 'builder'))).toBe('already-released');
    expect(outcomeOf(refused(done, 'builder'))).toBe('already-released');
    expect(outcomeOf(retry(done, 'builder'))).toBe('already-released');
    expect(outcomeOf(created(done, 'marketer'))).toBe('already-released');
  });

  test('a long wait tells its reason once, and a new reason again', () => {
    const twice = refused(retry(waiting, 'builder'), 'builder', 2);
    expect(twice.events.filter((event) => event.type === 'transfer-waits').length).toBe(1);
    const other = refused(retry(twice, 'builder'), 'builder', 3, 'charge-disputed');
    expect(other.events.filter((event) => event.type === 'transfer-waits').length).toBe(2);
  });

  test('nothing is sent while frozen', () => {
    expect(outcomeOf(retry(freeze(waiting), 'builder'))).toBe('frozen');
  });
});
